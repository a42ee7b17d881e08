"""Why a pair, and why someone is left without one, in Russian clauses a curator can show to both sides."""

from __future__ import annotations

import numpy as np

from mentoring.pairing.model import Mentee, Mentor, Unpaired
from mentoring.pairing.scoring import CAUSES, Bank
from mentoring.wording import count_ru

_TEXTS = {
    "self": "это тот же человек",
    "veto": "отказ одной из сторон",
    "requirement": "не выполнено жёсткое требование вида",
    "type": "наставник не работает в нужном виде",
    "category": "наставник не работает с этой категорией",
    "format": "не совпадает формат встреч",
    "choice": "вид требует выбора, а он не сделан",
    "capacity": "нагрузка наставников исчерпана",
    "group": "группа не набралась",
}
SHOWN = 3


def reasons(bank: Bank, mentor: Mentor, mentee: Mentee, type_: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What speaks for a pair and what it lacks."""
    rule = bank.rules.of(type_)
    why, lacks = [], []
    covered, open_ = sorted(mentee.deficits & mentor.helps_with), sorted(mentee.deficits - mentor.helps_with)
    if covered:
        why.append(f"помогает с дефицитами: {', '.join(covered)}")
    if open_:
        lacks.append(f"не покрыты дефициты: {', '.join(open_)}")
    if mentee.subject:
        same = mentee.subject in mentor.subjects
        (why if same else lacks).append(f"{'общий' if same else 'другой'} предмет: {mentee.subject}")
    if mentee.organization and mentee.organization == mentor.organization:
        why.append("одна организация")
    if mentee.format and mentee.format in mentor.formats:
        why.append(f"формат: {mentee.format}")
    sides = (mentor.id in mentee.wishes) + 2 * (mentee.id in mentor.wishes)
    if sides:
        why.append(("", "наставника выбрал наставляемый", "наставляемого выбрал наставник", "взаимный выбор")[sides])
    met = [name for name in rule.weights if name in mentor.requirements]
    unmet = [name for name, weight in rule.weights.items() if name not in mentor.requirements and weight > 1]
    if rule.weights:
        why.append(f"требований вида выполнено {len(met)} из {len(rule.weights)}")
    if unmet:
        lacks.append(f"не подтверждены важные: {', '.join(_titles(bank, unmet))}")
    return tuple(why), tuple(lacks)


def left_mentee(bank: Bank, row: int, taken: dict[int, int], closed: set[int], explain: bool = True) -> Unpaired:
    """Why a mentee has no mentor: what stood in the way of how many mentors, the nearest cause named."""
    mentee = bank.mentees[row]
    if not bank.mentors:
        return Unpaired(mentee.id, "nobody", "В банке нет ни одного наставника.")
    causes = bank.causes(row, row + 1)[0]
    fits = [seat for seat in np.nonzero(causes == 0)[0].tolist() if seat not in closed]
    if fits:
        mentors = list(dict.fromkeys(bank.mentors[bank.seats[seat].mentor].title for seat in fits))
        listed = ", ".join(mentors[:SHOWN]) + (f" и ещё {len(mentors) - SHOWN}" if len(mentors) > SHOWN else "")
        text = f"Подходят {listed}, но их нагрузка исчерпана: места заняли пары, дающие больше в сумме."
        return Unpaired(mentee.id, "capacity", text, {"capacity": len(mentors)})
    by_mentor: dict[int, str] = {}
    for seat, code in enumerate(causes.tolist()):
        cause = "group" if seat in closed and code == 0 else CAUSES[code]
        place = bank.seats[seat].mentor
        # the cause that is nearest to a pair speaks for the mentor: choice before format … before requirement
        if place not in by_mentor or _near(cause) > _near(by_mentor[place]):
            by_mentor[place] = cause
    offered = set(by_mentor)
    for place in range(len(bank.mentors)):
        if place not in offered:
            by_mentor[place] = "type"
    counts: dict[str, int] = {}
    for cause in by_mentor.values():
        counts[cause] = counts.get(cause, 0) + 1
    main = max(counts, key=lambda cause: (_near(cause), counts[cause]))
    parts = [
        f"{_TEXTS[cause]} — {count_ru(number, 'наставник', 'наставника', 'наставников')}"
        for cause, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    hint = _demands(bank, row, by_mentor) if "requirement" in counts and explain else ""
    return Unpaired(mentee.id, main, f"Никто не подходит: {'; '.join(parts)}.{hint}", counts)


def _near(cause: str) -> int:
    """How close to a pair one is with this cause."""
    return ("self", "type", "category", "format", "requirement", "veto", "choice", "group").index(cause)


def _demands(bank: Bank, row: int, by_mentor: dict[int, str]) -> str:
    missing: dict[str, int] = {}
    wanted = bank.mentees[row].type
    for place, cause in by_mentor.items():
        if cause == "requirement":
            types = [wanted] if wanted else (bank.mentors[place].types or bank.rules.types)
            least = min((bank.rules.of(t).hard - bank.mentors[place].requirements for t in types), key=len)
            for name in least:
                missing[name] = missing.get(name, 0) + 1
    ordered = sorted(missing, key=lambda name: (-missing[name], name))
    return f" Не хватает: {', '.join(_titles(bank, ordered[:SHOWN]))}." if ordered else ""


def free_mentor(bank: Bank, place: int, closed: set[int]) -> Unpaired:
    """Why a mentor has nobody."""
    mentor = bank.mentors[place]
    if mentor.load == 0:
        return Unpaired(mentor.id, "capacity", "Нагрузка указана 0.")
    seats = bank.columns["seats_of"].get(place, [])
    if not seats:
        return Unpaired(mentor.id, "type", "Его видов наставничества никто не просит.")
    if not any(bank.columns["open"][seat] for seat in seats):
        lacking = sorted(
            {name for seat in seats for name in bank.rules.of(bank.seats[seat].type).hard} - mentor.requirements
        )
        text = f"Не выполнены жёсткие требования: {', '.join(_titles(bank, lacking))}."
        return Unpaired(mentor.id, "requirement", text)
    if any(seat in closed for seat in seats):
        return Unpaired(mentor.id, "group", "Группа не набралась.")
    return Unpaired(mentor.id, "unneeded", "Подходящим наставляемым назначены другие наставники, или таких нет.")


def _titles(bank: Bank, names) -> list[str]:
    return [bank.rules.requirements.get(name, name).lower() for name in names]
