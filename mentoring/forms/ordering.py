"""Read-only view of an ordering: the participant's order and, with a reference, the right one beside it."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import EMPTY, esc, given, mark, table, view
from mentoring.tasks.ordering import KIND, OrderingAnswer, OrderingQuestion, OrderingReference


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """An ordering as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: OrderingQuestion, answer: OrderingAnswer, reference: OrderingReference | None) -> str:
    texts = {item.id: item.text for item in question.items}
    order = list(dict.fromkeys(answer.order))

    def name(item: str) -> str:
        return esc(texts[item]) if item in texts else given(item)

    if reference is None:
        return f'<ol class="ro-order">{"".join(f"<li>{name(item)}</li>" for item in order)}</ol>'
    rows = []
    for number, right in enumerate(reference.order, 1):
        taken = order[number - 1] if number <= len(order) else None
        how = "missing" if taken is None else "right" if taken == right else "wrong"
        rows.append([str(number), name(taken) if taken is not None else EMPTY, name(right), mark(how)])
    return table(["Место", "В ответе", "Верный порядок", "Итог"], rows)
