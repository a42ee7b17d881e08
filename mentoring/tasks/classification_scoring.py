"""Scoring of a classification: every axis weighs the same; its features carry a part and count only under a choice that
fits. A near option is worth a half. Marking every feature is worth little: precision counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tasks.base import Remark, Score, general, joined, told

if TYPE_CHECKING:
    from mentoring.tasks.classification import (
        Axis,
        ClassificationAnswer,
        ClassificationQuestion,
        ClassificationReference,
        ExpectedAxis,
        Told,
    )

NEAR = 0.5
"""What a near option is worth beside an accepted one."""


def against(
    question: ClassificationQuestion, answer: ClassificationAnswer, reference: ClassificationReference
) -> Score:
    """The mean of the axes that the reference knows."""
    asked = [axis for axis in question.axes if axis.id in reference.axes]
    remarks, total = [], 0.0
    for axis in asked:
        worth, remark = _axis(question, axis, answer.of(axis.id), reference.axes[axis.id], reference.reason_share)
        total += worth / len(asked)
        remarks.append(remark.model_copy(update={"share": round(1 / len(asked), 4)}))
    return Score.scored(total, (*remarks, *general(question, reference)))


def _axis(
    question: ClassificationQuestion, axis: Axis, given: Told, expected: ExpectedAxis, share: float
) -> tuple[float, Remark]:
    names = {option.id: option.text for option in axis.options}
    texts = {one.id: one.text for one in question.features}
    fits = f"Подходит: {' или '.join(_quoted(names[name]) for name in expected.accepted if name in names)}."
    decisive = [_quoted(texts[name]) for name in expected.decisive(given.chosen) if name in texts]
    signs = f"Решают признаки: {'; '.join(decisive)}." if decisive else ""
    source = "" if question.secret else expected.source
    if not given.chosen:
        text = joined("Не выбрано.", told(question, fits, _why(expected), signs))
        return 0.0, Remark(criterion=axis.title, verdict="missing", text=text, source=source)
    why = expected.explain.get(given.chosen, "")
    if given.chosen not in (*expected.accepted, *expected.near):
        said = f"Выбрано {_quoted(names[given.chosen])} — не подходит."
        text = joined(said, told(question, why, fits, _why(expected), signs))
        return 0.0, Remark(criterion=axis.title, verdict="wrong", text=text, source=source)
    full = given.chosen in expected.accepted
    reason = reason_worth(given.features, expected, given.chosen)
    worth = (1.0 if full else NEAR) * (1 - share * (1 - reason))
    said = "" if full else f"{_quoted(names[given.chosen])} — близко, но есть точнее."
    lacks = ""
    if reason < 1:
        lacks = (
            "Признаки выбраны не те или отмечены лишние." if given.features else "Выбор не обоснован: признаков нет."
        )
    better = "" if full else fits
    text = joined(said, lacks, told(question, why or expected.note, better, signs if lacks else ""))
    return worth, Remark(criterion=axis.title, verdict="right" if worth == 1 else "partial", text=text, source=source)


def reason_worth(given: tuple[str, ...], expected: ExpectedAxis, option: str | None = None) -> float:
    """How far the marked features give the reason of an option, 0..1: precision × share of those needed."""
    chosen, decisive = set(given), set(expected.decisive(option))
    if not decisive:
        return 1.0
    hits = len(chosen & decisive)
    return hits / len(chosen) * min(1.0, hits / min(expected.need, len(decisive))) if chosen else 0.0


def _quoted(text: str) -> str:
    return text if text.startswith("«") else f"«{text}»"


def _why(expected: ExpectedAxis) -> str:
    return joined(*(expected.explain.get(name, "") for name in expected.accepted), expected.note)
