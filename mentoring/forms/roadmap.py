"""Read-only view of a roadmap: the rows as a table, and with a reference the steps and order that were expected."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import esc, given, table, view
from mentoring.tasks.roadmap import KIND, RoadmapAnswer, RoadmapQuestion, RoadmapReference


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A roadmap as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: RoadmapQuestion, answer: RoadmapAnswer, reference: RoadmapReference | None) -> str:
    period = f"<p>Период плана: {question.starts:%d.%m.%Y}–{question.ends:%d.%m.%Y}.</p>"
    drawn = period + _rows(question, answer)
    if question.start:
        start = _rows(question, RoadmapAnswer(rows=question.start))
        drawn += f'<details class="ro-document"><summary>Исходная карта</summary>{start}</details>'
    return drawn + (_expected(question, reference) if reference is not None else "")


def _rows(question: RoadmapQuestion, answer: RoadmapAnswer) -> str:
    rows = answer.filled(question)
    if not rows:
        return ""
    lines = [
        [str(number), *(given(row[column.id]) for column in question.columns)] for number, row in enumerate(rows, 1)
    ]
    left = sum(1 for _ in answer.rows) - len(rows)
    more = "<p>Пустые и лишние строки не показаны.</p>" if left > 0 else ""
    return table(["№", *(column.title for column in question.columns)], lines, "ro-rows") + more


def _expected(question: RoadmapQuestion, reference: RoadmapReference) -> str:
    asked = [*(need.title for need in reference.needs), *(one.title for one in reference.before)]
    listed = "".join(f"<li>{esc(text)}</li>" for text in asked)
    parts = f"<ul>{listed}</ul>" if asked else ""
    if reference.rows:
        parts += _rows(question, RoadmapAnswer(rows=reference.rows))
    return f'<div class="ro-right"><strong>Образец и нужные шаги</strong>{parts}</div>' if parts else ""
