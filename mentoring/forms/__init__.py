"""What a notebook calls: `task`, `reference`, `variant`, `secret`, `exercise`, `hand_in`. Widgets load when shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from mentoring.recording import note
from mentoring.typography import typeset_task

if TYPE_CHECKING:
    from mentoring.tasks import Question, Reference

    Export = Callable[[dict[str, Any]], tuple[str, bytes]]

__all__ = ["exercise", "hand_in", "reference", "secret", "task", "variant"]


def task(question: Question, export: Export | Sequence[Export] | None = None) -> None:
    """Show the form of a task; the answer is saved beside a released notebook at every change.

    `export(answer) -> (file name, bytes)` adds a button that makes a document of the answer (label: `export.label`);
    several exports, several buttons.
    Raises RuntimeError under `nbgrader autograde`: forms are data there and never executed.
    """
    if note("task", words=question.title, data={"question": question}):
        return
    from mentoring.forms import place

    if place.is_author():  # the key run: nobody looks, and widgets cost more to load than the key
        place.show_question(question, export)
        return
    from mentoring.forms import widget

    widget.show_task(question, export)


def reference(id: str, **fields: Any) -> None:
    """The right answer to the task `id`: recorded for the key when the author runs it, nothing at a participant's."""
    from mentoring.forms import place

    place.show_reference(id, fields)


def variant(name: str, make: Callable[[int], Any]) -> Any:
    """An individual variant: `make(seed)` returns JSON, or `mentoring.variants.Variant(public, secret)`; pure.

    Returns the public part. It is made where the author runs the notebook and at release (for every variant of the
    pool, with seeds nobody else knows); a participant's kernel reads it from the released pool and makes nothing.
    """
    from mentoring.forms.drawing import draw

    return draw(name, make)


def secret(name: str) -> Any:
    """The secret part of a variant that was drawn above; for solution regions only."""
    from mentoring.forms.drawing import hidden

    return hidden(name)


def exercise(question: Question, reference: Reference | dict[str, Any], session: str = "") -> None:
    """A formative exercise with an open key: «Проверить» explains every part at once. Answers are kept by session."""
    question, reference = _typeset(question), _typeset(reference)
    if note("exercise", words=question.title, data={"question": question, "reference": reference},
            again=lambda: exercise(question, reference, session)):  # fmt: skip
        return
    from mentoring.forms import widget

    widget.show_exercise(question, reference, session)


def hand_in() -> None:
    """The last form of an assignment: what is still empty, and «Сдать работу»."""
    if note("hand_in"):
        return
    from mentoring.forms import place

    if place.is_author():
        return
    from mentoring.forms import handing_in

    handing_in.show_hand_in()


def _typeset(model: Any) -> Any:
    """A question or a reference with the no-break spaces of page text; a dictionary stays one."""
    if isinstance(model, dict):
        return typeset_task(model)
    return type(model).model_validate(typeset_task(model.model_dump()))
