"""What the sandbox costs: a warm code submission of practicum 1 with it and without, in turns, in one run.

All cells of the author before the code cell belong to the work; they are run once a class in both ways.
"""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path

from autograder import sandbox

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "assignments" / "practicum_1" / "practicum_1.ipynb"
WORK = 'share((orders["date_precision"] == "day").sum(), len(orders))'
CODE = "c3-code"
TURNS = 120


def run() -> dict[str, float]:
    cells = _program()
    author = {name for name, _ in cells} - {CODE}

    def submission(unsafe: bool) -> float:
        start = time.perf_counter()
        result = sandbox.run_code(cells, {CODE}, trusted=author, unsafe=unsafe)[CODE]
        assert result["error"] == "", result["error"]
        return time.perf_counter() - start

    first = submission(False)
    submission(True)
    shut, open_ = [], []
    for turn in range(TURNS):
        for unsafe in (True, False) if turn % 2 else (False, True):
            (open_ if unsafe else shut).append(submission(unsafe))
    sandbox.close()
    return {
        "sandbox_overhead": statistics.median(shut) / statistics.median(open_),
        "sandbox_submission_seconds": statistics.median(shut),
        "sandbox_first_seconds": first,
    }


def _program() -> list[tuple[str, str]]:
    """The code cells of the practicum as the engine runs them: without forms and keys, the work in its cell."""
    made = []
    for number, cell in enumerate(json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]):
        meta = cell["metadata"].get("nbgrader") or {}
        name = meta.get("grade_id", f"cell {number}")
        if cell["cell_type"] != "code" or name.endswith("-key") or meta.get("grade"):
            continue
        made.append((name, WORK if name == CODE else "".join(cell["source"])))
        if name == CODE:
            break
    return made
