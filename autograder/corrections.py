"""Correcting a faulty task of a released assignment: taken out, or asked and answered as the author has it now.

What is written here is applied by `autograder.key.load` to every release; the next grading regrades everyone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from autograder.errors import KitError
from autograder.files import write_json
from autograder.key import SCHEMA, load, load_corrections
from autograder.layout import Layout
from autograder.reference import build


def void(place: Layout, assignment: str, task: str, reason: str) -> None:
    """Takes a faulty task out: everyone gets its points at the next grading. Raises KitError."""
    _correct(place, assignment, task, {"action": "void", "reason": reason})


def mend(place: Layout, assignment: str, task: str, reason: str) -> None:
    """Uses the author's present question and reference for works of all releases. Raises KitError."""
    built = build(place, assignment)
    if task not in built.tasks:
        raise KitError(f"В задании «{assignment}» нет задачи «{task}».")
    change = {"action": "mend", "reason": reason, **_asked(built.tasks[task])}
    if built.variants:
        change["variants"] = {name: _asked(key.tasks[task]) for name, key in built.variants.items()}
    _correct(place, assignment, task, change)


def _asked(task) -> dict[str, Any]:
    return {"question": task.question, "reference": task.reference}


def _correct(place: Layout, assignment: str, task: str, change: dict[str, Any]) -> None:
    if task not in load(place, assignment).tasks:
        raise KitError(f"В задании «{assignment}» нет задачи «{task}».")
    change["at"] = datetime.now().astimezone().isoformat(timespec="seconds")
    tasks = load_corrections(place, assignment) | {task: change}
    write_json(place.keys / assignment / "corrections.json", {"schema": SCHEMA, "tasks": tasks})
