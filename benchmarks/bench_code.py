"""Grading code against stock nbgrader: practicum 1 with its code cell used in every work, and a plain assert
assignment with pandas and a chart; as many works, whole commands in one run, an uncached run of the key included.

`grade_code_vs_stock`: time of stock's two commands to that of ours. Ours run everything in the sandbox.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.bench_engine import KEY_RUN
from benchmarks.classroom import ASSIGNMENT, add_plain, add_twin, course, hand_in, stock_course
from benchmarks.commands import paired

SUBMISSIONS = 101


def run() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-code-") as folder:
        ours = course(Path(folder) / "ours")
        hand_in(ours, SUBMISSIONS, code=True)
        add_plain(ours, SUBMISSIONS)
        stock = stock_course(Path(folder) / "stock")
        add_twin(ours, stock, SUBMISSIONS, code=True)
        add_plain(stock, SUBMISSIONS)
        practicum, their_practicum = paired(
            lambda: ours.run("-c", KEY_RUN) + ours.mentoring("grade", ASSIGNMENT, "--force"),
            lambda: stock.nbgrader("autograde", "twin", "--force"),
            1,
        )
        plain, their_plain = paired(
            lambda: ours.mentoring("grade", "plain", "--force"),
            lambda: stock.nbgrader("autograde", "plain", "--force"),
            1,
        )
    return {
        "grade_code_vs_stock": (their_practicum + their_plain) / (practicum + plain),
        "grade_code_practicum_vs_stock": their_practicum / practicum,
        "grade_code_plain_vs_stock": their_plain / plain,
        "grade_code_practicum_seconds": practicum,
        "grade_code_plain_seconds": plain,
        "grade_code_stock_seconds": their_practicum + their_plain,
    }
