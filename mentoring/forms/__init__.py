"""What a notebook calls: `task`, `reference`, `exercise`, `hand_in`. Widgets load when one is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mentoring.recording import note

if TYPE_CHECKING:
    from mentoring.tasks import Question, Reference

__all__ = ["exercise", "hand_in", "reference", "task"]


def task(question: Question, export: Callable[[dict[str, Any]], tuple[str, bytes]] | None = None) -> None:
    """Show the form of a task; the answer is saved beside a released notebook at every change.

    `export(answer) -> (file name, bytes)` adds a button that makes a document of the answer (label: `export.label`).
    Raises RuntimeError under `nbgrader autograde`: forms are data there and never executed.
    """
    if note("task", words=question.title, data={"question": question}):
        return
    from mentoring.forms import widget

    widget.show_task(question, export)


def reference(id: str, **fields: Any) -> None:
    """The right answer to the task `id`: recorded for the key when the author runs it, nothing at a participant's."""
    from mentoring.forms import place

    place.show_reference(id, fields)


def exercise(question: Question, reference: Reference | dict[str, Any], session: str = "") -> None:
    """A formative exercise with an open key: «Проверить» explains every part at once. Answers are kept by session."""
    if note("exercise", words=question.title, data={"question": question, "reference": reference},
            again=lambda: exercise(question, reference, session)):  # fmt: skip
        return
    from mentoring.forms import widget

    widget.show_exercise(question, reference, session)


def hand_in() -> None:
    """The last form of an assignment: what is still empty, and «Сдать работу»."""
    if note("hand_in"):
        return
    from mentoring.forms import widget

    widget.show_hand_in()
