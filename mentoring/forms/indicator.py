"""Read-only view of an indicator task: its parts side by side with the right ones where these may be shown."""

from __future__ import annotations

from typing import Any

from mentoring.forms.choice import options
from mentoring.forms.number import typed
from mentoring.forms.readonly import esc, given, table, view
from mentoring.tasks.indicator import KIND, IndicatorAnswer, IndicatorQuestion, IndicatorReference
from mentoring.tasks.reading import read_number
from mentoring.wording import number_ru


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """An indicator task as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: IndicatorQuestion, answer: IndicatorAnswer, reference: IndicatorReference | None) -> str:
    """Numbers and unit as a table, the conclusion as options."""
    rows = []
    for part, label in question.parts.items():
        if part == "conclusion":
            continue
        entry = _unit(answer) if part == "unit" else typed(getattr(answer, part))
        rows.append([esc(label), entry, *([] if reference is None else [_right(part, reference)])])
    drawn = (
        table(["Часть ответа", "В ответе", *([] if reference is None else ["Верно"])], rows, "ro-parts") if rows else ""
    )
    if "conclusion" in question.parts:
        right = None if reference is None else reference.conclusion
        listed = options(question.conclusions, answer.conclusion, right, question.multiple_conclusions)
        drawn += f'<p class="ro-sub">Вывод</p>{listed}'
    return drawn


def _unit(answer: IndicatorAnswer) -> str:
    typed_in = "" if answer.unit else read_number(answer.value).unit
    return f"{given(typed_in)} (записана в поле значения)" if typed_in else given(answer.unit)


def _right(part: str, reference: IndicatorReference) -> str:
    value = getattr(reference, part)
    return "" if value is None else esc(value if part == "unit" else number_ru(value))
