"""Rubrics of `datasets/rubrics.csv` as lines of a text task; a grading desk reads the same table."""

from __future__ import annotations

from mentoring.data import load
from mentoring.tasks.text import Level, RubricLine


def rubric(assignment: str, task: str) -> tuple[RubricLine, ...]:
    """Criteria of one task, best level first, in the order of the table. Raises KeyError when there are none."""
    table = load("rubrics").fillna({"anchor": ""})
    table = table[(table["assignment"] == assignment) & (table["task"] == task)]
    if table.empty:
        raise KeyError(f"no rubric for {assignment}/{task}")
    return tuple(
        RubricLine(
            id=str(id), criterion=lines["criterion"].iloc[0],
            levels=tuple(
                Level(points=line.points, text=line.text, anchor=line.anchor)
                for line in lines.sort_values("level", ascending=False).itertuples()
            ),
        )
        for id, lines in table.groupby("criterion_id", sort=False)
    )  # fmt: skip
