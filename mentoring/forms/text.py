"""Read-only view of free text: the text or the table of rows, and the rubric by which a person judges it."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import esc, given, given_day, table, view
from mentoring.tasks.text import KIND, TextAnswer, TextQuestion, TextReference
from mentoring.wording import count_ru, number_ru


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A free text as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: TextQuestion, answer: TextAnswer, reference: TextReference | None) -> str:
    drawn = _text(question, answer.text, answer.filled())
    if reference is not None and (reference.text or reference.rows):
        rows = [{name: cell for name, cell in row.items() if cell} for row in reference.rows]
        drawn += f'<div class="ro-right"><strong>Образец ответа</strong>{_text(question, reference.text, rows)}</div>'
    return drawn + _rubric(question, reference is not None)


def _text(question: TextQuestion, text: str, rows: list[dict[str, str]]) -> str:
    parts = [f'<div class="ro-free">{given(text)}</div>'] if text.strip() else []
    if rows and question.columns:
        shown = rows[: 2 * question.max_rows]
        lines = [
            [str(n), *((given_day if one.type == "date" else given)(row.get(one.id)) for one in question.columns)]
            for n, row in enumerate(shown, 1)
        ]
        parts.append(table(["№", *(column.title for column in question.columns)], lines, "ro-rows"))
        if len(rows) > len(shown):
            parts.append(f"<p>Показаны первые {count_ru(len(shown), 'строка', 'строки', 'строк')} из {len(rows)}.</p>")
    elif rows:
        parts += [f'<div class="ro-free">{given(" · ".join(row.values()))}</div>' for row in rows[: question.max_rows]]
    return "".join(parts)


def _rubric(question: TextQuestion, anchors: bool) -> str:
    """Criteria with their levels; example answers only together with the right answer."""
    if not question.rubric:
        return ""
    lines = []
    for line in question.rubric:
        levels = []
        for level in line.levels:
            example = f'<span class="ro-place">Например: {esc(level.anchor)}</span>' if anchors and level.anchor else ""
            levels.append(f"<li><strong>{number_ru(level.points)}</strong> — {esc(level.text)}{example}</li>")
        lines.append([esc(line.criterion), f'<ul class="ro-levels">{"".join(levels)}</ul>'])
    return f'<p class="ro-sub">Как оценивает преподаватель</p>{table(["Критерий", "Баллы"], lines, "ro-rubric")}'
