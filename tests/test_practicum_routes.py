"""The demonstration class on the real practicum №1: the three ways to grade it write the same rows."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import ROWS

from autograder import attempts, batch, release
from autograder.demo import make_demo_class
from autograder.layout import Layout

ROOT = Path(__file__).resolve().parent.parent
CODES = ("demo-01", "demo-02", "demo-05", "demo-06", "demo-08", "demo-09", "demo-10", "demo-12")


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Layout:
    root = tmp_path_factory.mktemp("practicum")
    for name in ("assignments/practicum_1", "datasets"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    place = Layout(root, root / "workspace")
    release.release("practicum_1", place)
    make_demo_class("practicum_1", place=place)
    attempts.collect("practicum_1", place=place)
    return place


def rows(place: Layout) -> dict[tuple, tuple]:
    with sqlite3.connect(place.gradebook) as database:
        return {row[:3]: row[3:] for row in database.execute(ROWS).fetchall() if row[0] in CODES}


def graded_by(place: Layout, folder: Path, *command: str) -> dict[tuple, tuple]:
    """The grade rows after `command` has graded a copy of the course."""
    shutil.copytree(place.root, folder)
    env = {**os.environ, "MENTORING_ROOT": str(folder), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for code in CODES:
        filled = [word.replace("CODE", code) for word in command]
        done = subprocess.run(
            [sys.executable, *filled], cwd=folder, env=env, capture_output=True, text=True, timeout=200
        )
        assert done.returncode == 0, done.stderr[-2000:]
    return rows(Layout(folder, folder / "workspace"))


BUTTON = """
import os
from traitlets.config import Config
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
app = NbGrader(); app.load_config_file()
result = NbGraderAPI(config=app.config).autograde("practicum_1", "CODE", force=True)
assert result["success"], result
"""


def test_the_three_ways_agree_on_the_demonstration_class(place, tmp_path):
    report = batch.grade("practicum_1", place=place)
    assert [line.participant for line in report.graded] == [f"demo-{n:02d}" for n in range(1, 13)]
    ours = rows(place)
    assert len({student for student, _, _ in ours}) == len(CODES)
    plain = graded_by(
        place, tmp_path / "plain", "-m", "nbgrader", "autograde", "practicum_1", "--student=CODE", "--force"
    )
    button = graded_by(place, tmp_path / "button", "-c", BUTTON)
    assert plain == ours
    assert button == ours
