"""Read-only view of pairing: every mentee with the chosen mentor and the reason; the banks folded under the table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mentoring.forms.readonly import EMPTY, esc, given, table, view
from mentoring.tasks.pairing import KIND, PairingAnswer, PairingQuestion, PairingReference, Person
from mentoring.tasks.pairing_scoring import NONE


def readonly(
    question: dict[str, Any], answer: Any, score: dict[str, Any] | None, *, reveal: dict[str, Any] | None = None
) -> str:
    """A pairing as static HTML."""
    return view(KIND, question, answer, score, reveal, body)


def body(question: PairingQuestion, answer: PairingAnswer, reference: PairingReference | None) -> str:
    titles = {one.id: one.title for one in question.mentors} | {NONE: "без наставника"}
    rows = []
    for mentee in question.mentees:
        one = answer.choice(mentee.id)
        chosen = esc(titles[one.mentor]) if one.mentor in titles else given(one.mentor) if one.mentor else EMPTY
        cells = [esc(mentee.title), chosen, given(one.reason)]
        if reference is not None:
            best = reference.best.get(mentee.id, "")
            cells.append(esc(titles.get(best, best)))
        rows.append(cells)
    head = ["Наставляемый", "Наставник", "Причина", *([] if reference is None else ["Лучшее распределение"])]
    limits = {one.id: f", нагрузка {question.limit(one.id)}" for one in question.mentors}
    return (
        table(head, rows, "ro-pairing")
        + _bank("Наставники", question.mentors, limits)
        + _bank("Наставляемые", question.mentees, {})
    )


def _bank(title: str, people: Iterable[Person], notes: dict[str, str]) -> str:
    lines = "".join(
        f"<li>{esc(one.title)}{esc(notes.get(one.id, ''))}: {esc('; '.join(one.facts))}</li>" for one in people
    )
    return f'<details class="ro-document"><summary>{esc(title)}</summary><ul>{lines}</ul></details>'
