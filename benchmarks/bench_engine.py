"""The grading engine against stock nbgrader: whole commands in one run, two cores, bytecode compiled for both.

`grade_form_vs_stock`: throughput of `mentoring grade practicum_1` (forms only; an uncached run of the key is added to
its time) to that of stock `nbgrader autograde` on the assert twin of the same tasks, as many submissions.
`grade_one_vs_stock`: one submission. `feedback_vs_stock`: the pages of all. Medians of commands measured in turns.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.classroom import ASSIGNMENT, add_twin, course, hand_in, stock_course
from benchmarks.commands import Place, paired

SUBMISSIONS = 101
KEY_RUN = """
from autograder import reference, variants
from autograder.layout import layout
place = layout()
reference.execute(place, place.source("practicum_1"), variants.seeds(place, "practicum_1"))
"""


def run() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-engine-") as folder:
        ours = course(Path(folder) / "ours")
        hand_in(ours, SUBMISSIONS)
        stock = stock_course(Path(folder) / "stock")
        add_twin(ours, stock, SUBMISSIONS)
        return _figures(ours, stock)


def _figures(ours: Place, stock: Place) -> dict[str, float]:
    keys: list[float] = []

    def class_graded() -> float:
        keys.append(ours.run("-c", KEY_RUN))
        return ours.mentoring("grade", ASSIGNMENT, "--force") + keys[-1]

    graded, theirs = paired(class_graded, lambda: stock.nbgrader("autograde", "twin", "--force"), 1)
    one, their_one = paired(
        lambda: ours.mentoring("grade", ASSIGNMENT, "--force", "--student", "p0001"),
        lambda: stock.nbgrader("autograde", "twin", "--student=p0001", "--force"),
        3,
    )
    pages, their_pages = paired(
        lambda: ours.mentoring("feedback", ASSIGNMENT),
        lambda: stock.nbgrader("generate_feedback", "twin", "--force"),
        1,
    )
    key = sorted(keys)[len(keys) // 2]
    return {
        "grade_form_vs_stock": theirs / graded,
        "grade_form_vs_stock_key_frozen": theirs / (graded - key),
        "grade_form_seconds": graded,
        "grade_form_key_seconds": key,
        "grade_form_stock_seconds": theirs,
        "grade_one_vs_stock": their_one / one,
        "grade_one_seconds": one,
        "feedback_vs_stock": their_pages / pages,
        "feedback_seconds": pages,
        "feedback_stock_seconds": their_pages,
    }
