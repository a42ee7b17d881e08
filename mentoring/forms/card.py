"""Read-only view of a card: sections of named values and tables of rows; with the key, an example beside the answer."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import EMPTY, esc, fields, given, given_day, table, view
from mentoring.tasks.card import KIND, CardAnswer, CardQuestion, CardReference, Cell


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A card as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: CardQuestion, answer: CardAnswer, reference: CardReference | None) -> str:
    drawn = _card(question, answer)
    if reference is None or not reference.fields:
        return drawn
    example = _card(question, CardAnswer(fields=reference.fields))
    told = "<summary>Образец: так карточку заполнил автор курса</summary>"
    return f'{drawn}<details class="ro-document">{told}{example}</details>'


def _card(question: CardQuestion, answer: CardAnswer) -> str:
    parts: list[str] = []
    pairs: list[tuple[str, str]] = []
    for slot in question.slots:
        if slot.section:
            parts += [fields(pairs)] if pairs else []
            pairs = []
            parts.append(f'<p class="ro-sub">{esc(slot.section)}</p>')
        if slot.type != "rows":
            pairs.append((slot.title, _shown(slot, answer.chosen(slot.id))))
            continue
        parts += [fields(pairs)] if pairs else []
        pairs = []
        rows = [
            [str(number), *(_shown(cell, (row[cell.id],)) for cell in slot.columns)]
            for number, row in enumerate(answer.rows(slot), 1)
        ]
        head = ["№", *(cell.title for cell in slot.columns)]
        parts.append(f"<p><strong>{esc(slot.title)}</strong></p>{table(head, rows, 'ro-rows') if rows else EMPTY}")
    return "".join([*parts, fields(pairs) if pairs else ""])


def _shown(cell: Cell, values: tuple[str, ...]) -> str:
    titles = {option.id: option.text for option in cell.choices}
    text = "; ".join(titles.get(one, one) for one in values)
    if cell.type == "date":
        return given_day(text)
    return given(text)
