"""Rubrics of `datasets/rubrics.csv` as lines of a text task; a grading desk reads the same table."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mentoring.data import load, path_of
from mentoring.tasks.text import Level, RubricLine


def rubric(assignment: str, task: str) -> tuple[RubricLine, ...]:
    """Criteria of one task, best level first, in the order of the table. Raises KeyError when there are none."""
    path = path_of("rubrics")
    state = path.stat()
    lines: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(str(path), state.st_mtime_ns, state.st_size).get((assignment, task), ()):
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


@lru_cache(maxsize=4)
def _rows(_path: str, _changed: int, _size: int) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Rows by assignment and task, read anew when the file has changed."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in load("rubrics").to_dict("records"):
        found.setdefault((row["assignment"], row["task"]), []).append(row)
    return found


def _text(value: Any) -> str:
    """An empty cell is no text."""
    return value if isinstance(value, str) else ""
