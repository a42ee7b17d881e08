"""Read-only view of a number: value and unit as they were typed."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import esc, fields, given, right_answer, view
from mentoring.tasks.number import KIND, NumberAnswer, NumberQuestion, NumberReference
from mentoring.tasks.reading import read_number
from mentoring.wording import number_ru


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A number as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def typed(value: str | float | None) -> str:
    """An entry as it was typed; JSON numbers with a decimal comma."""
    return given("" if value is None else value if isinstance(value, str) else number_ru(value, None))


def body(question: NumberQuestion, answer: NumberAnswer, reference: NumberReference | None) -> str:
    pairs = [(question.label, typed(answer.value))]
    if question.units:
        pairs.append(("Единица измерения", given(answer.unit or read_number(answer.value).unit)))
    key = "" if reference is None else f"{number_ru(reference.value)} {reference.unit}".strip()
    return fields(pairs) + right_answer(esc(key))
