"""The grading engine against stock nbgrader: whole commands in one run, two cores, bytecode compiled for both.

`grade_form_vs_stock`: throughput of `mentoring grade practicum_1` (forms only; an uncached run of the key is added to
its time) to that of stock `nbgrader autograde` on the assert twin of the same tasks, as many submissions.
`feedback_vs_stock`: the same for feedback. `grade_one_vs_stock`: one submission. `grade_growth`: added time of one more
submission at 2 000 against that at 100, start-up subtracted. `grade_memory_growth`: peak memory, 2 000 to 100.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

import nbformat

from autograder.variants import assigned
from benchmarks import twin

ROOT = Path(__file__).resolve().parent.parent
ASSIGNMENT = "practicum_1"
SUBMISSIONS = 101
LARGE = 2_000
STOCK = """c = get_config()
c.CourseDirectory.course_id = "mentoring"
c.CourseDirectory.source_directory = "assignments"
"""


def run() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-engine-") as folder:
        ours, stock = Path(folder) / "ours", Path(folder) / "stock"
        env = _course(ours)
        _answers(ours, SUBMISSIONS)
        _twin_course(ours, stock)
        figures = _forms(ours, stock, env)
        figures |= _growth(ours, env)
        return figures


def _forms(ours: Path, stock: Path, env: dict[str, str]) -> dict[str, float]:
    stock_env = {**env, "MENTORING_ROOT": str(stock)}
    nbgrader = [sys.executable, "-m", "nbgrader"]
    mentoring = [sys.executable, "-m", "mentoring_cli.main"]
    key_run = _timed([sys.executable, "-c", KEY_RUN], ours, env)
    graded = min(_timed([*mentoring, "grade", ASSIGNMENT, "--force"], ours, env) for _ in range(3))
    theirs = _timed([*nbgrader, "autograde", "twin"], stock, stock_env)
    one = min(_timed([*mentoring, "grade", ASSIGNMENT, "--force", "--student", "p0001"], ours, env) for _ in range(3))
    their_one = _timed([*nbgrader, "autograde", "twin", "--student=p0001", "--force"], stock, stock_env)
    pages = min(_timed([*mentoring, "feedback", ASSIGNMENT], ours, env) for _ in range(3))
    their_pages = _timed([*nbgrader, "generate_feedback", "twin"], stock, stock_env)
    return {
        "grade_form_vs_stock": theirs / (graded + key_run),
        "grade_form_vs_stock_key_frozen": theirs / graded,
        "grade_form_seconds": graded,
        "grade_form_key_seconds": key_run,
        "grade_form_stock_seconds": theirs,
        "grade_one_vs_stock": their_one / one,
        "feedback_vs_stock": their_pages / pages,
        "feedback_seconds": pages,
        "feedback_stock_seconds": their_pages,
    }


def _growth(ours: Path, env: dict[str, str]) -> dict[str, float]:
    """Seconds and peak memory for 1, 100 and 2 000 submissions."""
    command = [sys.executable, "-m", "mentoring_cli.main", "grade", ASSIGNMENT, "--force"]
    seconds, memory = {}, {}
    for count in (1, 100, LARGE):
        _answers(ours, count)
        measured = [_measured(command, ours, env) for _ in range(3 if count < LARGE else 1)]
        seconds[count], memory[count] = min(item[0] for item in measured), min(item[1] for item in measured)
    at_100 = (seconds[100] - seconds[1]) / 99
    at_large = (seconds[LARGE] - seconds[100]) / (LARGE - 100)
    return {
        "grade_growth": at_large / at_100,
        "grade_memory_growth": memory[LARGE] / memory[100],
        "grade_milliseconds_each": 1000 * at_large,
        "grade_peak_mb": memory[LARGE] / 1024,
    }


KEY_RUN = """
import sys
from autograder import reference, variants
from autograder.layout import layout
place = layout()
reference.execute(place, place.source("practicum_1"), variants.seeds(place, "practicum_1"))
"""


def _course(place: Path) -> dict[str, str]:
    place.mkdir(parents=True)
    for name in ("assignments/practicum_1", "course", "datasets"):
        shutil.copytree(ROOT / name, place / name)
    shutil.copy(ROOT / "nbgrader_config.py", place)
    env = {**os.environ, "MENTORING_ROOT": str(place), "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env.pop("MENTORING_WORKSPACE", None)
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
    _call([sys.executable, "-m", "mentoring_cli.main", "release", ASSIGNMENT], place, env)
    return env


def _key(place: Path, variant: str = "base") -> dict:
    keys = place / "workspace/keys" / ASSIGNMENT
    current = json.loads((keys / "current.json").read_text(encoding="utf-8"))["release"]
    name = "key.json" if variant == "base" else f"key-{variant}.json"
    return json.loads((keys / current / name).read_text(encoding="utf-8"))


@cache
def _given(place: Path, number: int, variant: str = "base") -> dict[str, dict]:
    """Answers of one participant by task: made by the examples of the kinds, from excellent to weak."""
    from importlib.metadata import entry_points

    makers = {point.name: point.load() for point in entry_points(group="autograder.examples")}
    quality = 1.0 - (number % 10) / 12
    return {
        name: makers[task["kind"]](task["question"], task["reference"], quality, number)
        for name, task in _key(place, variant)["tasks"].items()
    }


def _answers(place: Path, count: int) -> None:
    """`count` submissions of answers files and untouched notebooks in the submitted folder."""
    submitted, key = place / "workspace/submitted", _key(place)
    shutil.rmtree(submitted, ignore_errors=True)
    released = (place / f"workspace/release/{ASSIGNMENT}/{ASSIGNMENT}.ipynb").read_text(encoding="utf-8")
    pool = json.loads((place / f"workspace/release/{ASSIGNMENT}/release.json").read_text(encoding="utf-8"))["variants"]
    for number in range(count):
        code = f"p{number:04d}"
        folder = submitted / code / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / f"{ASSIGNMENT}.ipynb").write_text(released, encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-11-20T12:00:00+03:00\n", encoding="utf-8")
        variant = assigned(ASSIGNMENT, code, pool)
        entries = {
            name: {"revision": 1, "saved_at": "2026-11-20T11:00:00+03:00", "answer": answer}
            for name, answer in _given(place, number % 20, variant).items()
        }
        stored = {
            "schema": 1, "participant": code, "assignment": ASSIGNMENT, "release": key["release"], "variant": variant,
            "answers": entries, "handed_in": [{"attempt": 1, "at": "2026-11-20T12:00:00+03:00"}], "returned": None,
        }  # fmt: skip
        (folder / "answers.json").write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")


def _twin_course(ours: Path, stock: Path) -> None:
    """Stock nbgrader's course with the twin released and the same number of submissions."""
    (stock / "assignments/twin").mkdir(parents=True)
    nbformat.write(twin.source_notebook(_key(ours)), stock / "assignments/twin/twin.ipynb")
    (stock / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    env = {**os.environ, "MENTORING_ROOT": str(stock)}
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
    _call([sys.executable, "-m", "nbgrader", "generate_assignment", "twin"], stock, env)
    for number in range(SUBMISSIONS):
        folder = stock / "submitted" / f"p{number:04d}" / "twin"
        folder.mkdir(parents=True)
        given = {name: answer or {} for name, answer in _given(ours, number % 20).items()}
        nbformat.write(twin.submission(stock / "release/twin/twin.ipynb", given), folder / "twin.ipynb")


def _call(command: list[str], place: Path, env: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[-3:])}: {(done.stderr or done.stdout)[-400:]}")


def _timed(command: list[str], place: Path, env: dict[str, str]) -> float:
    started = time.perf_counter()
    _call(command, place, env)
    return time.perf_counter() - started


def _measured(command: list[str], place: Path, env: dict[str, str]) -> tuple[float, int]:
    """Wall seconds and peak memory in KiB of the largest single process of a command."""
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.chdir(place)
        os.execvpe(command[0], command, env)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"{' '.join(command[-3:])} ended with {status}")
    return time.perf_counter() - started, usage.ru_maxrss
