"""A pairing task made from two banks: the question and its key, by the same matching that curators use.

Only for authors: the key needs the solver, scoring does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from mentoring.pairing import Mentee, Mentor, Rules, match_pairs
from mentoring.pairing.explaining import reasons
from mentoring.pairing.rules import standard
from mentoring.pairing.scoring import CAUSES, Bank, bank_of
from mentoring.tasks.pairing import NONE, PairingQuestion, PairingReference, Person
from mentoring.tasks.pairing_scoring import total

_WHY = {
    "self": "Это тот же человек.", "veto": "Одна из сторон отказалась.",
    "requirement": "Не выполнено жёсткое требование вида.",
    "type": "Наставник не работает в этом виде.", "category": "Наставник не работает с этой категорией.",
    "format": "Не совпадает формат встреч.", "choice": "Вид требует выбора сторон, а он не сделан.",
}  # fmt: skip
_PHRASES = {
    "veto": ("отказ", "отказался", "вето"), "requirement": ("требование", "категория", "стаж"), "type": ("вид",),
    "format": ("формат",), "category": ("категория",), "choice": ("выбор",), "": ("нагрузка", "занят", "мест нет"),
}  # fmt: skip


def pairing_task(
    mentors: Sequence[Mentor], mentees: Sequence[Mentee], rules: Rules | None = None, **about: Any
) -> tuple[PairingQuestion, dict[str, Any]]:
    """The question (`about`: id, title, text, points …) and the fields of its reference. Every mentee names a type."""
    rules = rules or standard()
    bank, best = bank_of(mentors, mentees, rules), match_pairs(mentors, mentees, rules)
    question = PairingQuestion(
        mentors=[Person(id=one.id, title=one.title, facts=_mentor_facts(one, rules)) for one in bank.mentors],
        mentees=[Person(id=one.id, title=one.title, facts=_mentee_facts(one, rules)) for one in bank.mentees],
        limits={one.id: int(limit) for one, limit in zip(bank.mentors, bank.mentor_limit, strict=True)},
        **about,
    )
    worth, forbidden, why = _tables(bank)
    chosen = {one.id: NONE for one in bank.mentees} | {pair.mentee: pair.mentor for pair in best.pairs}
    reference = PairingReference(worth=worth, best=chosen, forbidden=forbidden, reasons=why)
    baseline = _random_sum(question, reference)
    return question, reference.model_copy(update={"baseline": baseline}).model_dump(mode="json")


def _tables(bank: Bank):
    worth, forbidden, why = {}, {}, {}
    for row, mentee in enumerate(bank.mentees):
        causes = bank.causes(row, row + 1)[0]
        worth[mentee.id], forbidden[mentee.id], why[mentee.id] = {}, {}, {}
        met = set()
        for place, mentor in enumerate(bank.mentors):
            seats = bank.columns["seats_of"].get(place, [])
            open_ = [seat for seat in seats if causes[seat] == 0]
            if open_:
                seat = max(open_, key=lambda at: bank.table[row, at])
                worth[mentee.id][mentor.id] = int(bank.table[row, seat])
                why[mentee.id][mentor.id] = _phrases(bank, mentor, mentee, bank.seats[seat].type)
            else:
                cause = CAUSES[min((int(causes[seat]) for seat in seats), default=CAUSES.index("type"))]
                forbidden[mentee.id][mentor.id] = _WHY.get(cause, "Пара невозможна.")
                met.add(cause)
        if worth[mentee.id]:
            met.add("")
        why[mentee.id][NONE] = tuple(phrase for cause in sorted(met) for phrase in _PHRASES.get(cause, ()))
    return worth, forbidden, why


def _phrases(bank: Bank, mentor: Mentor, mentee: Mentee, type_: str) -> tuple[str, ...]:
    """What a right reason may name: covered deficits, the subject, a wish, the organisation."""
    said = "; ".join(reasons(bank, mentor, mentee, type_)[0])
    phrases = sorted(mentee.deficits & mentor.helps_with)
    phrases += [mentee.subject] if mentee.subject in mentor.subjects else []
    phrases += ["выбрал", "выбор"] if "выбра" in said or "выбор" in said else []
    phrases += ["одна организация"] if "одна организация" in said else []
    return tuple(phrases) or ("требования", "формат")


def _random_sum(question: PairingQuestion, reference: PairingReference, tries: int = 200) -> float:
    """The mean sum of assignments that take any allowed mentor with room, at random (always the same numbers)."""
    random, sums = Random(20261121), []
    for _ in range(tries):
        room, chosen = {one.id: question.limit(one.id) for one in question.mentors}, {}
        people = [one.id for one in question.mentees]
        random.shuffle(people)
        for mentee in people:
            free = sorted(name for name in reference.worth.get(mentee, {}) if room[name])
            chosen[mentee] = random.choice(free) if free else NONE
            if free:
                room[chosen[mentee]] -= 1
        sums.append(total(question, chosen, reference))
    return round(sum(sums) / tries, 2)


def _mentor_facts(one: Mentor, rules: Rules) -> tuple[str, ...]:
    types = ", ".join(rules.of(name).title.lower() for name in sorted(one.types))
    demands = ", ".join(rules.requirements[name].lower() for name in rules.requirements if name in one.requirements)
    return _facts(
        ("", one.position), ("", one.organization), ("предметы: ", ", ".join(sorted(one.subjects))), ("виды: ", types),
        ("помогает: ", ", ".join(sorted(one.helps_with))), ("требования: ", demands),
        ("формат: ", ", ".join(sorted(one.formats))),
        ("хочет работать с: ", ", ".join(one.wishes)), ("отказался от: ", ", ".join(sorted(one.vetoes))),
    )  # fmt: skip


def _mentee_facts(one: Mentee, rules: Rules) -> tuple[str, ...]:
    type_ = rules.of(one.type).title.lower() if one.type else ""
    return _facts(
        ("", one.position), ("", one.organization), ("категория: ", rules.categories.get(one.category, "")),
        ("предмет: ", one.subject), ("дефициты: ", ", ".join(sorted(one.deficits))), ("вид: ", type_),
        ("формат: ", one.format),
        ("выбрал: ", ", ".join(one.wishes)), ("отказался от: ", ", ".join(sorted(one.vetoes))),
    )  # fmt: skip


def _facts(*pairs: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}{value}" for name, value in pairs if value)
