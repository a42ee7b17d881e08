"""A table that is edited in the middle of a course changes no grade: a release is graded by the tables it froze."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sources
from classroom import FIXTURE

from autograder import batch, release, sandbox
from autograder.frozen import tables
from autograder.layout import Layout

COUNT = "len(Path(os.environ['MENTORING_DATASETS'], 'pairs.csv').read_text(encoding='utf-8').splitlines())"
CELLS = [
    ("imports", {}, "import os\nfrom pathlib import Path\nfrom mentoring.forms import hand_in, reference, task\n"
     "from mentoring.tasks import CodeQuestion"),
    ("c1-code", {"solution": True}, COUNT),
    ("c1-key", {"solution": True}, f"reference('c1', value={COUNT})"),
    ("c1", {"grade": True, "points": 3}, "task(CodeQuestion(id='c1', title='Строк в таблице', points=3))"),
    ("end", {}, "hand_in()"),
]  # fmt: skip


@pytest.fixture
def place(tmp_path, monkeypatch):
    made = Layout(tmp_path, tmp_path / "workspace")
    made.datasets.mkdir()
    (made.datasets / "pairs.csv").write_text("code,kind\n1,a\n2,b\n", encoding="utf-8")
    shutil.copy(FIXTURE / "nbgrader_config.py", tmp_path)
    monkeypatch.setenv("MENTORING_DATASETS", str(made.datasets))
    sources.write(made, "count", "Счёт", CELLS)
    release.release("count", made)
    return made


def submit(place: Layout, code: str) -> None:
    folder = place.submitted / code / "count"
    folder.mkdir(parents=True)
    notebook = json.loads((place.release / "count" / "count.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "c1-code":
            cell["source"] = COUNT
    (folder / "count.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "timestamp.txt").write_text("2026-11-20T12:00:00+03:00\n", encoding="utf-8")


@pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())
def test_a_row_added_in_the_middle_of_a_course_costs_nobody_a_point(place):
    submit(place, "u01")
    assert batch.grade("count", place=place).graded[0].score == 3.0
    (place.datasets / "pairs.csv").write_text("code;kind\r\n1;a\r\n2;b\r\n3;c\r\n", encoding="utf-8-sig", newline="")
    submit(place, "u02")
    report = batch.grade("count", place=place, force=True)
    assert {line.participant: line.score for line in report.graded} == {"u01": 3.0, "u02": 3.0}
    assert os.environ["MENTORING_DATASETS"] == str(place.datasets)


def test_a_kit_that_reads_other_columns_takes_the_present_tables(place):
    """What the snapshot lacks can't be read by newer code: then the tables of today are used, as they are."""
    number = json.loads((place.keys / "count" / "current.json").read_text(encoding="utf-8"))["release"]
    with tables(place, "count", number):
        assert Path(os.environ["MENTORING_DATASETS"]) == place.keys / "count" / number / "snapshot" / "datasets"
    (place.datasets / "pairs.csv").write_text("code,kind,more\n1,a,x\n", encoding="utf-8")
    with tables(place, "count", number):
        assert os.environ["MENTORING_DATASETS"] == str(place.datasets)


def test_tables_of_somewhere_else_are_left_alone(place, monkeypatch, tmp_path):
    number = json.loads((place.keys / "count" / "current.json").read_text(encoding="utf-8"))["release"]
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("MENTORING_DATASETS", str(tmp_path / "other"))
    with tables(place, "count", number):
        assert os.environ["MENTORING_DATASETS"] == str(tmp_path / "other")


def test_folders_of_public_data_are_asked_for_without_loading_tables():
    """Every grading asks; pandas would cost a class of forms a quarter of its start."""
    asks = "import sys; from autograder import frozen; frozen._public(); print('pandas' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
