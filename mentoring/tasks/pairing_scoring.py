"""Scoring of pairing by hand: what was reached of the best possible sum, and the reasons."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentoring.tasks.base import Remark, Score, general, joined, told, verdict_of
from mentoring.tasks.evidence import ALWAYS_WORDS, holds, words
from mentoring.wording import count_ru

if TYPE_CHECKING:
    from mentoring.tasks.pairing import PairingAnswer, PairingQuestion, PairingReference

NONE = "none"
PAIR = 100
"""Points of an allowed pair in itself: someone needlessly left alone costs more than a poor pair."""
MAX_REASON = 60
SAME = 2


def against(question: PairingQuestion, answer: PairingAnswer, reference: PairingReference) -> Score:
    """The sum reached between the baseline and the best one, and the share of reasons that name what decides."""
    chosen = {one.id: answer.choice(one.id).mentor for one in question.mentees}
    reached, best = total(question, chosen, reference), total(question, reference.best, reference)
    quality = 1.0 if best <= reference.baseline else (reached - reference.baseline) / (best - reference.baseline)
    quality = min(1.0, max(0.0, quality))
    notes = Counter(" ".join(words(one.reason)) for one in answer.pairs.values())
    share = reference.reason_share if any(reference.reasons.values()) else 0.0
    each, good, remarks = share / len(question.mentees), 0, []
    for mentee in question.mentees:
        right, remark = _mentee(question, answer, reference, mentee, notes, each)
        good += right
        remarks.append(remark)
    text = f"Набрано {reached:.0f} из {best:.0f} возможных; случайное распределение даёт {reference.baseline:.0f}."
    over = [
        f"{one.title} ({count}, нагрузка {question.limit(one.id)})"
        for one in question.mentors
        if (count := list(chosen.values()).count(one.id)) > question.limit(one.id)
    ]
    loads = f"Нагрузка превышена: {'; '.join(over)} — баллы этих пар снижены." if over else ""
    head = Remark(
        criterion="Распределение в целом",
        verdict=verdict_of(quality),
        text=joined("Сравнение с лучшим распределением." if question.secret else text, loads),
        share=round(1 - share, 4),
    )
    fraction = (1 - share) * quality + each * good
    return Score.scored(fraction, (head, *remarks, *general(question, reference)))


def total(question: PairingQuestion, chosen: dict[str, str], reference: PairingReference) -> float:
    """Points of an assignment: forbidden pairs give none, pairs of an overloaded mentor in proportion to the load."""
    counts = Counter(chosen.values())
    points = 0.0
    for mentee, mentor in chosen.items():
        worth = reference.worth.get(mentee, {}).get(mentor)
        if worth is not None:
            points += (PAIR + worth) * min(1.0, question.limit(mentor) / counts[mentor])
    return points


def problems(question: PairingQuestion, reference: PairingReference) -> list[str]:
    """What an author should mend in a reference."""
    titles = {one.id: one.title for one in question.mentees}
    found = [
        f"в лучшем распределении нет наставляемого «{title}»."
        for id_, title in titles.items()
        if id_ not in reference.best
    ]
    for mentee, mentor in reference.best.items():
        if mentor != NONE and mentor not in reference.worth.get(mentee, {}):
            found.append(f"лучшая пара «{titles.get(mentee, mentee)}» — «{mentor}» запрещена.")
        if reference.reasons and not reference.reasons.get(mentee, {}).get(mentor):
            found.append(f"для лучшего выбора «{titles.get(mentee, mentee)}» не сказано, какая причина верна.")
    counts = Counter(mentor for mentor in reference.best.values() if mentor != NONE)
    found += [
        f"в лучшем распределении перегружен «{one}»." for one, count in counts.items() if count > question.limit(one)
    ]
    if total(question, reference.best, reference) <= reference.baseline:
        found.append("случайное распределение не хуже лучшего: выбирать не из чего.")
    return found


def _mentee(question, answer, reference, mentee, notes: Counter, each: float) -> tuple[bool, Remark]:
    """Whether the reason counts, and the remark about one mentee."""
    one, best = answer.choice(mentee.id), reference.best.get(mentee.id, NONE)
    allowed = one.mentor in reference.worth.get(mentee.id, {}) or (one.mentor == NONE and best == NONE)
    phrases = reference.reasons.get(mentee.id, {}).get(one.mentor, ())
    given = words(one.reason)
    good, note = False, ""
    if not allowed:
        note = "Причина засчитывается только вместе с возможной парой." if given else ""
    elif not given:
        note = "Причина не названа."
    elif len(given) > MAX_REASON:
        note = f"Причина слишком длинная: до {count_ru(MAX_REASON, 'слова', 'слов', 'слов')}."
    elif len(given) >= ALWAYS_WORDS and notes[" ".join(given)] > SAME:
        note = "Одна и та же причина повторена у нескольких наставляемых."
    elif good := holds(given, phrases):
        note = "Причина названа верно."
    else:
        note = "Причина не называет того, что решает: дефицит, требование, выбор сторон или нагрузку."
    lead = _lead(question, reference, mentee.id, one.mentor, best, allowed)
    verdict = "right" if good and one.mentor == best else "partial" if allowed else "wrong" if one.mentor else "missing"
    remark = Remark(
        criterion=mentee.title,
        verdict=verdict,
        text=joined(lead, note, told(question, reference.explain.get(mentee.id, ""))),
        share=round(each, 4) if each else None,
    )
    return good, remark


def _lead(question, reference, mentee: str, mentor: str, best: str, allowed: bool) -> str:
    titles = {one.id: one.title for one in question.mentors} | {NONE: "без наставника"}
    key = told(question, f"В лучшем распределении: {titles.get(best, best)}.") if mentor != best else ""
    if not mentor:
        return joined("Наставник не выбран.", key)
    if not allowed and mentor == NONE:
        return joined("Наставник мог бы найтись.", key)
    if not allowed:
        why = reference.forbidden.get(mentee, {}).get(mentor, "")
        return joined("Такая пара невозможна.", told(question, why), key)
    return "Как в лучшем распределении." if mentor == best else joined("Пара возможна.", key)
