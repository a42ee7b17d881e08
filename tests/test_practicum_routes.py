"""The demonstration class on real practicums: the three ways to grade it write the same rows."""

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
FEW = ("demo-02", "demo-05")
CLASSES = [
    ("practicum_1", CODES),
    ("practicum_2", FEW),
    pytest.param("practicum_3", FEW, marks=pytest.mark.slow),
    pytest.param("practicum_4", FEW, marks=pytest.mark.slow),
    pytest.param("practicum_5", FEW, marks=pytest.mark.slow),
]


def course(root: Path, assignment: str) -> Layout:
    """A course with the assignment released and the demonstration class collected."""
    for name in (f"assignments/{assignment}", "datasets"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    place = Layout(root, root / "workspace")
    release.release(assignment, place)
    make_demo_class(assignment, place=place)
    attempts.collect(assignment, place=place)
    return place


def rows(place: Layout, codes: tuple[str, ...]) -> dict[tuple, tuple]:
    with sqlite3.connect(place.gradebook) as database:
        return {row[:3]: row[3:] for row in database.execute(ROWS).fetchall() if row[0] in codes}


def graded_by(place: Layout, folder: Path, codes: tuple[str, ...], *command: str) -> dict[tuple, tuple]:
    """The grade rows after `command` has graded a copy of the course."""
    shutil.copytree(place.root, folder)
    env = {**os.environ, "MENTORING_ROOT": str(folder), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for code in codes:
        filled = [word.replace("CODE", code) for word in command]
        done = subprocess.run(
            [sys.executable, *filled], cwd=folder, env=env, capture_output=True, text=True, timeout=200
        )
        assert done.returncode == 0, done.stderr[-2000:]
    return rows(Layout(folder, folder / "workspace"), codes)


BUTTON = """
import os
from traitlets.config import Config
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
app = NbGrader(); app.load_config_file()
result = NbGraderAPI(config=app.config).autograde("ASSIGNMENT", "CODE", force=True)
assert result["success"], result
"""


@pytest.mark.parametrize("assignment,codes", CLASSES)
def test_the_three_ways_agree_on_the_demonstration_class(assignment, codes, tmp_path):
    place = course(tmp_path / "course", assignment)
    report = batch.grade(assignment, place=place)
    assert [line.participant for line in report.graded] == [f"demo-{n:02d}" for n in range(1, 13)]
    ours = rows(place, codes)
    assert len({student for student, _, _ in ours}) == len(codes)
    plain = graded_by(
        place, tmp_path / "plain", codes, "-m", "nbgrader", "autograde", assignment, "--student=CODE", "--force"
    )
    button = graded_by(place, tmp_path / "button", codes, "-c", BUTTON.replace("ASSIGNMENT", assignment))
    assert plain == ours
    assert button == ours
