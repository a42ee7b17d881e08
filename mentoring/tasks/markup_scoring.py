"""Scoring of markup: marks against planted defects. Fraction = 2·credit / (planted + marks), the F-measure.

A mark in the right place under the right name is worth 1; with a wrong severity less; the right place under a wrong
name is worth a part. A second right mark of the same defect neither earns nor costs. Defects that are not firm stand
outside both sums. Marking everything therefore earns next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tasks.base import Remark, Score, general, joined, told, verdict_of

if TYPE_CHECKING:
    from mentoring.tasks.markup import Finding, MarkupAnswer, MarkupQuestion, MarkupReference, Planted

PLACE = 0.4
"""Credit of the right place under a wrong name."""
SEVERITY = 0.15
"""What a wrong severity takes."""
SHOWN = 90


def against(question: MarkupQuestion, answer: MarkupAnswer, reference: MarkupReference) -> Score:
    """Every mark goes to at most one planted defect and every defect takes its best mark."""
    marks = list({(one.fragment, one.defect): one for one in answer.findings}.values())
    took: dict[str, tuple[Finding, float]] = {}
    left = list(marks)
    for exact in (True, False):
        for one in reference.planted:
            if one.id in took:
                continue
            fits = [
                mark for mark in left if mark.fragment in one.fragments and (not exact or mark.defect in one.defects)
            ]
            if fits:
                best = max(fits, key=lambda mark: credit(question, mark, one))
                took[one.id] = (best, credit(question, best, one))
                left = [mark for mark in left if mark is not best]
    repeats = [mark for mark in left if any(_names(mark, one) for one in reference.planted)]
    extra = [mark for mark in left if not any(mark is other for other in repeats)]
    firm = [one for one in reference.planted if one.firm]
    earned = sum(took[one.id][1] for one in firm if one.id in took)
    counted = sum(one.id in took for one in firm) + len(extra)
    fraction = 2 * earned / (len(firm) + counted) if firm and counted else 0.0
    remarks = [_summary(question, reference, took, extra)]
    if not question.secret:
        remarks += [_of_planted(question, one, took.get(one.id), len(firm)) for one in reference.planted]
        remarks += [_of_extra(question, reference, mark) for mark in extra]
    return Score.scored(fraction, (*remarks, *general(question, reference)))


def credit(question: MarkupQuestion, mark: Finding, planted: Planted) -> float:
    """What a mark in a right place is worth, 0..1."""
    if mark.defect not in planted.defects:
        return PLACE
    return 1.0 if not question.ask_severity or mark.severity in planted.severities else 1.0 - SEVERITY


def _names(mark: Finding, planted: Planted) -> bool:
    return mark.fragment in planted.fragments and mark.defect in planted.defects


def _summary(question, reference, took, extra) -> Remark:
    firm = [one for one in reference.planted if one.firm]
    exact = sum(one.id in took and took[one.id][0].defect in one.defects for one in firm)
    place = sum(one.id in took for one in firm) - exact
    total = len(firm)
    whole = f" из {total}" if not question.secret or question.told else ""
    text = f"Названо верно: {exact}{whole}"
    text += f"; место верно, дефект назван иначе: {place}" if place else ""
    text += f"; лишних отметок: {len(extra)}" if extra else ""
    if question.ask_severity and exact:
        right = sum(one.id in took and took[one.id][1] == 1 for one in firm)
        text += f"; тяжесть оценена верно: {right} из {exact}"
    return Remark(criterion="Найдено", verdict="info", text=f"{text}.")


def _of_planted(question, one: Planted, taken, firm: int) -> Remark:
    known, names = question.fragments(), {option.id: option.text for option in question.defects}
    words = [known[place].words for place in one.fragments if place in known]
    name = names.get(one.defects[0], one.defects[0]).rstrip(".")
    where = f"Место: «{_cut(words[0])}»." if words and words[0] else ""
    why = told(question, where, one.explain, one.mend and f"Как исправить: {one.mend}")
    share = round(1 / firm, 4) if one.firm and firm else None
    if not one.firm:
        word = "Отмечено." if taken else "Можно было отметить."
        text = joined(word, "Это повод проверить, а не нарушение: на балл не влияет.", why)
        return Remark(criterion=name, verdict="info", text=text, source=one.source)
    if taken is None:
        return Remark(
            criterion=name, verdict="missing", text=joined("Не отмечено.", why), source=one.source, share=share
        )
    mark, worth = taken
    if mark.defect not in one.defects:
        said = (
            f"Место найдено, но выбрано «{names[mark.defect].rstrip('.')}»."
            if mark.defect
            else "Место найдено, дефект не назван."
        )
        return Remark(criterion=name, verdict="partial", text=joined(said, why), source=one.source, share=share)
    said = "" if worth == 1 else f"Тяжесть другая: {' или '.join(_severity(name) for name in one.severities)}."
    return Remark(
        criterion=name,
        verdict=verdict_of(1 if worth == 1 else 0.5),
        text=joined(said, why),
        source=one.source,
        share=share,
    )


def _of_extra(question, reference, mark: Finding) -> Remark:
    names = {option.id: option.text for option in question.defects}
    words = question.fragments()[mark.fragment].words
    name = names[mark.defect].rstrip(".") if mark.defect else "Отметка без дефекта"
    why = reference.decoys.get(mark.fragment, "")
    text = joined(f"Лишняя отметка: «{_cut(words)}».", why or "Этого дефекта здесь нет.")
    return Remark(criterion=name, verdict="wrong", text=text)


def _severity(name: str) -> str:
    from mentoring.tasks.markup import SEVERITIES_RU

    return SEVERITIES_RU[name]


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + "…"
