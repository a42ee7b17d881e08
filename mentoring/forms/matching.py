"""Read-only view of a matching: a table of pairs."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import EMPTY, esc, given, mark, table, view
from mentoring.tasks.matching import KIND, MatchingAnswer, MatchingQuestion, MatchingReference


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A matching as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: MatchingQuestion, answer: MatchingAnswer, reference: MatchingReference | None) -> str:
    texts = {item.id: item.text for item in question.right}
    rows = []
    for item in question.left:
        chosen = answer.pairs.get(item.id)
        row = [esc(item.text), esc(texts[chosen]) if chosen in texts else given(chosen) if chosen else EMPTY]
        if reference is not None:
            accepted = reference.pairs.get(item.id, ())
            how = "missing" if not chosen else "right" if chosen in accepted else "wrong"
            row += [" или ".join(esc(texts.get(name, name)) for name in accepted), mark(how)]
        rows.append(row)
    return table(["Элемент", "Выбранная пара", *([] if reference is None else ["Верная пара", "Итог"])], rows)
