"""Grading the demonstration practicum: `mentoring grade` against stock `nbgrader autograde`, same submissions.

Whole commands in fresh processes, bytecode compiled for both. Stock nbgrader has none of our steps: it executes every
notebook in a kernel; damaged and incomplete works of the class are left out because stock stops at them. The sound
works are copied until there are `COPIES` of them, so that the start of a command does not decide.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.commands import ROOT, STOCK, Place, paired

COPIES = 24
ASSIGNMENT = "practicum_1"
UNSOUND = {"demo-06", "demo-09", "demo-10"}
CONFIG = (
    STOCK
    + """for step in ("release", "submitted", "autograded", "feedback"):
    setattr(c.CourseDirectory, step + "_directory", "workspace/" + step)
c.CourseDirectory.db_url = "sqlite:///" + {gradebook!r}
"""
)


def run() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-grading-") as folder:
        place = Place(Path(folder))
        for name in ("assignments", "course", "datasets"):
            shutil.copytree(ROOT / name, place.folder / name)
        shutil.copy(ROOT / "nbgrader_config.py", place.folder)
        place.mentoring("start", "--no-serve")
        codes = _multiply(place.folder / "workspace/submitted")
        only = [word for code in codes for word in ("--student", code)]
        stock = _stock(place.folder)
        ours, theirs = paired(
            lambda: place.mentoring("grade", ASSIGNMENT, "--force", *only),
            lambda: stock.nbgrader("autograde", ASSIGNMENT, "--force"),
            1,
        )
        return {
            "grade_demo_vs_stock": theirs / ours,
            "grade_demo_seconds": ours,
            "grade_demo_stock_seconds": theirs,
            "grade_demo_submissions": len(codes),
        }


def _multiply(submitted: Path) -> list[str]:
    """Copies of the sound works under new codes; the unsound ones go. Returns all codes."""
    for code in UNSOUND:
        shutil.rmtree(submitted / code, ignore_errors=True)
    sound = sorted(path for path in submitted.iterdir() if path.is_dir())
    codes = [path.name for path in sound]
    for number in range(COPIES - len(sound)):
        code = f"copy-{number:03d}"
        shutil.copytree(sound[number % len(sound)], submitted / code)
        answers = submitted / code / ASSIGNMENT / "answers.json"
        original = sound[number % len(sound)].name
        answers.write_text(answers.read_text(encoding="utf-8").replace(f'"{original}"', f'"{code}"'), encoding="utf-8")
        codes.append(code)
    return codes


def _stock(place: Path) -> Place:
    """The same release and submissions under plain nbgrader with a gradebook of its own."""
    stock = place / "stock"
    (stock / "workspace").mkdir(parents=True)
    for name in ("assignments", "workspace/submitted", "workspace/release"):
        shutil.copytree(place / name, stock / name)
    shutil.copy(place / "workspace/gradebook.db", stock / "workspace/gradebook.db")
    text = CONFIG.format(gradebook=str(stock / "workspace/gradebook.db"))
    (stock / "nbgrader_config.py").write_text(text, encoding="utf-8")
    return Place(stock)
