"""Rubrics of `datasets/rubrics.csv` as lines of a text task; a grading desk reads the same table."""

from __future__ import annotations

from typing import Any

from mentoring.data import load
from mentoring.tasks.text import Level, RubricLine


def rubric(assignment: str, task: str) -> tuple[RubricLine, ...]:
    """Criteria of one task, best level first, in the order of the table. Raises KeyError when there are none."""
    table = load("rubrics")
    lines: dict[str, list[dict[str, Any]]] = {}
    for row in table[(table["assignment"] == assignment) & (table["task"] == task)].to_dict("records"):
        lines.setdefault(str(row["criterion_id"]), []).append(row)
    if not lines:
        raise KeyError(f"no rubric for {assignment}/{task}")
    return tuple(
        RubricLine(
            id=id, criterion=rows[0]["criterion"],
            levels=tuple(
                Level(points=row["points"], text=row["text"], anchor=_text(row["anchor"]))
                for row in sorted(rows, key=lambda row: row["level"], reverse=True)
            ),
        )
        for id, rows in lines.items()
    )  # fmt: skip


def _text(value: Any) -> str:
    """An empty cell is no text."""
    return value if isinstance(value, str) else ""
