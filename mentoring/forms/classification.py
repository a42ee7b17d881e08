"""Read-only view of a classification: the case, then axis, choice and the features it rests on."""

from __future__ import annotations

from typing import Any

from mentoring.forms.readonly import EMPTY, esc, given, mark, prose, table, view
from mentoring.tasks.classification import KIND, ClassificationAnswer, ClassificationQuestion, ClassificationReference


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A classification as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(
    question: ClassificationQuestion, answer: ClassificationAnswer, reference: ClassificationReference | None
) -> str:
    features = {one.id: one.text for one in question.features}
    rows = []
    for axis in question.axes:
        names, told = {option.id: option.text for option in axis.options}, answer.of(axis.id)
        chosen = EMPTY if not told.chosen else esc(names[told.chosen]) if told.chosen in names else given(told.chosen)
        row = [esc(axis.title), chosen]
        if features:
            row.append(_list(features.get(name, name) for name in told.features) or EMPTY)
        if reference is not None:
            expected = reference.axes.get(axis.id)
            accepted = expected.accepted if expected else ()
            near = told.chosen in (expected.near if expected else ())
            how = (
                "missing" if not told.chosen else "right" if told.chosen in accepted else "partial" if near else "wrong"
            )
            decisive = expected.decisive(told.chosen) if expected else ()
            signs = _list(features[name] for name in decisive if name in features) if expected else ""
            row += [" или ".join(esc(names.get(name, name)) for name in accepted) + signs, mark(how)]
        rows.append(row)
    head = ["Основание", "Выбор", *(["На чём основан"] if features else [])]
    head += [] if reference is None else ["Подходит", "Итог"]
    return prose(question.case) + table(head, rows, "ro-checklist")


def _list(texts: Any) -> str:
    lines = "".join(f"<li>{esc(text)}</li>" for text in texts)
    return f'<ul class="ro-levels">{lines}</ul>' if lines else ""
