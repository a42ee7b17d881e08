"""Scoring of an indicator task, part by part, with follow-through from the participant's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tasks.base import Remark, Score, general, joined, told, verdict_of
from mentoring.tasks.choice import fraction_of, known_ids
from mentoring.tasks.reading import Reading, read_number
from mentoring.tasks.values import close, follow, miss, unit_remark
from mentoring.wording import number_ru

if TYPE_CHECKING:
    from mentoring.tasks.indicator import IndicatorAnswer, IndicatorQuestion, IndicatorReference, Part


def score_parts(question: IndicatorQuestion, answer: IndicatorAnswer, reference: IndicatorReference) -> Score:
    """Every asked part earns its share of the points, with a remark of its own."""
    a, b, n = map(read_number, (answer.numerator, answer.denominator, answer.value))
    value, followed = _value(question, a, b, n, reference)
    accepted = reference.conclusion
    if followed and question.target is not None and reference.conclusion_by_target:
        side = "reached" if n.value >= question.target - 1e-9 else "missed"
        accepted = reference.conclusion_by_target.get(side, accepted)
    makers = {
        "numerator": lambda: _input(question, "numerator", a, reference.numerator, reference),
        "denominator": lambda: _input(question, "denominator", b, reference.denominator, reference),
        "value": lambda: value,
        "unit": lambda: _unit(question, answer.unit or n.unit, n, reference),
        "conclusion": lambda: _conclusion(question, answer.conclusion, accepted, reference),
    }
    weights = shares(question, reference)
    fraction, remarks = 0.0, []
    for part, share in weights.items():
        earned, remark = makers[part]()
        fraction += share * earned
        source = question.source if part in reference.explain and not question.secret else ""
        remarks.append(remark.model_copy(update={"share": round(share, 4), "source": source}))
    return Score.scored(fraction, (*remarks, *general(question, reference)))


def _input(question, part, given: Reading, expected: float, reference) -> tuple[float, Remark]:
    label, why = question.parts[part], told(question, reference.explain.get(part, ""))
    key = told(question, f"Верно: {number_ru(expected)}.")
    if given.value is None:
        text = joined(given.problem or "Не заполнено.", key, why)
        return 0.0, Remark(criterion=label, verdict="wrong" if given.problem else "missing", text=text)
    if close(given.value, expected):
        return 1.0, Remark(criterion=label, verdict="right", text=why)
    text = joined(f"Записано {number_ru(given.value)} — не то число.", key, why)
    return 0.0, Remark(criterion=label, verdict="wrong", text=text)


def _value(question, a: Reading, b: Reading, n: Reading, reference) -> tuple[tuple[float, Remark], bool]:
    label, why = question.value_label, told(question, reference.explain.get("value", ""))
    if n.value is None:
        text = joined(n.problem or "Не заполнено.", told(question, f"Верно: {number_ru(reference.value)}."), why)
        return (0.0, Remark(criterion=label, verdict="wrong" if n.problem else "missing", text=text)), False
    shown = number_ru(n.value)
    if close(n.value, reference.value, reference.tolerance):
        return (1.0, Remark(criterion=label, verdict="right", text=joined(f"{shown} — верно.", why))), False
    right = (reference.numerator, reference.denominator)
    own = (
        a.value if "numerator" in question.parts else right[0],
        b.value if "denominator" in question.parts else right[1],
    )
    own = follow(own, right, reference.formula)
    if own is not None and close(n.value, own, reference.tolerance):
        text = f"{shown} верно следует из ваших исходных чисел, поэтому баллы за вычисление сохранены."
        text = joined(text, told(question, f"По верным числам выходит {number_ru(reference.value)}."), why)
        return (1.0, Remark(criterion=label, verdict="right", text=text)), True
    hint = told(question, miss(n.value, reference.value, reference.tolerance), f"Верно: {number_ru(reference.value)}.")
    return (0.0, Remark(criterion=label, verdict="wrong", text=joined(f"{shown} — не сходится.", hint, why))), False


def _unit(question, given: str, n: Reading, reference) -> tuple[float, Remark]:
    remark = unit_remark(
        given,
        reference.unit,
        n.value is not None,
        told(question, reference.unit),
        "Единица засчитывается вместе со значением, а его нет.",
    )
    text = joined(remark.text, told(question, reference.explain.get("unit", "")))
    return float(remark.verdict == "right"), remark.model_copy(update={"text": text})


def _conclusion(question, given, accepted, reference) -> tuple[float, Remark]:
    chosen = known_ids(given, question.conclusions)
    texts = {option.id: option.text for option in question.conclusions}
    why = told(
        question,
        *(reference.explain.get(name, "") for name in ("conclusion", *dict.fromkeys([*chosen, *accepted]))),
    )
    key = told(question, f"Подходит: {'; '.join(f'«{texts.get(name, name)}»' for name in accepted)}.")
    if not chosen:
        return 0.0, Remark(criterion="Вывод", verdict="missing", text=joined("Вывод не выбран.", key, why))
    if question.multiple_conclusions:
        earned = fraction_of(chosen, accepted, len(question.conclusions))
    else:
        earned = float(len(chosen) == 1 and chosen[0] in accepted)
    verdict = verdict_of(earned)
    lead = {"right": "Вывод верен.", "partial": "Вывод верен частично."}.get(verdict, "Вывод не следует из данных.")
    return earned, Remark(criterion="Вывод", verdict=verdict, text=joined(lead, key if verdict != "right" else "", why))


def shares(question: IndicatorQuestion, reference: IndicatorReference, possible: bool = False) -> dict[Part, float]:
    """Share of the points by asked part that has a reference (sum 1); `possible` ignores the weights."""
    absent = {name for name in ("numerator", "denominator") if getattr(reference, name) is None}
    absent |= set() if reference.conclusion else {"conclusion"}
    absent |= set() if reference.unit else {"unit"}
    weights = {
        part: 1.0 if possible or not reference.weights else max(0.0, reference.weights.get(part, 0.0))
        for part in question.parts
        if part not in absent
    }
    total = sum(weights.values())
    return {part: weight / total for part, weight in weights.items() if weight > 0}
