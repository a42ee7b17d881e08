"""Grading the demonstration practicum: `mentoring grade` against stock `nbgrader autograde`, same submissions.

Whole commands in fresh processes, bytecode compiled for both. Stock nbgrader has none of our steps: it executes every
notebook in a kernel; damaged and incomplete works of the class are left out because stock stops at them. The sound
works are copied until there are `COPIES` of them, so that the start of a command does not decide.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIES = 24
ASSIGNMENT = "practicum_1"
UNSOUND = {"demo-06", "demo-09", "demo-10"}
STOCK = """c = get_config()
c.CourseDirectory.course_id = "mentoring"
c.CourseDirectory.source_directory = "assignments"
for step in ("release", "submitted", "autograded", "feedback"):
    setattr(c.CourseDirectory, step + "_directory", "workspace/" + step)
c.CourseDirectory.db_url = "sqlite:///" + {gradebook!r}
"""


def run() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-grading-") as folder:
        place = Path(folder)
        for name in ("assignments", "course", "datasets", "nbgrader_config.py"):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, place / name)
            else:
                shutil.copy(source, place / name)
        env = _environment(place)
        mentoring = [sys.executable, "-m", "mentoring_cli.main"]
        _call([*mentoring, "start", "--no-serve"], place, env)
        codes = _multiply(place / "workspace/submitted")
        ours, stock = [], []
        for turn in range(2):
            ours.append(_timed([*mentoring, "grade", ASSIGNMENT, "--force", *_only(codes)], place, env))
            if turn == 0:
                _make_stock(place)
                stock_env = {**env, "MENTORING_ROOT": str(place / "stock")}
                stock.append(
                    _timed(
                        [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT, "--force"],
                        place / "stock",
                        stock_env,
                    )
                )
        seconds = statistics.median(ours)
        return {
            "grade_demo_vs_stock": stock[0] / seconds,
            "grade_demo_seconds": seconds,
            "grade_demo_stock_seconds": stock[0],
            "grade_demo_submissions": len(codes),
        }


def _environment(place: Path) -> dict[str, str]:
    env = {**os.environ, "MENTORING_ROOT": str(place), "MENTORING_WORKSPACE": "workspace", "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
    return env


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


def _make_stock(place: Path) -> None:
    """The same release and submissions under plain nbgrader with a gradebook of its own."""
    stock = place / "stock"
    (stock / "workspace").mkdir(parents=True)
    for name in ("assignments", "workspace/submitted", "workspace/release"):
        shutil.copytree(place / name, stock / name)
    shutil.copy(place / "workspace/gradebook.db", stock / "workspace/gradebook.db")
    text = STOCK.format(gradebook=str(stock / "workspace/gradebook.db"))
    (stock / "nbgrader_config.py").write_text(text, encoding="utf-8")


def _only(codes: list[str]) -> list[str]:
    return [word for code in codes for word in ("--student", code)]


def _call(command: list[str], place: Path, env: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[-3:])}: {(done.stderr or done.stdout)[-400:]}")


def _timed(command: list[str], place: Path, env: dict[str, str]) -> float:
    started = time.perf_counter()
    _call(command, place, env)
    return time.perf_counter() - started
