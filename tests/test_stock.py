"""Our grades against those of nbgrader as it comes, and every place where they differ (docs/differences.md).

One run of stock nbgrader over an assert twin of practicum 1 and over a plain assignment with pandas and a chart.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import RIGHT, open_classroom
from nbformat import read, write
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from nbgrader.utils import determine_grade
from test_plain import cell

from autograder import batch, reference, sandbox
from autograder.layout import Layout
from benchmarks import twin
from benchmarks.classroom import CODE
from benchmarks.commands import STOCK

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())
TEST = {"grade": True, "locked": True}
HIDDEN = "assert x > 1\n### BEGIN HIDDEN TESTS\nassert x == 5\n### END HIDDEN TESTS"
CELLS = [
    cell("import pandas as pd\ndata = pd.DataFrame({'a': [1, 2, 3]})", "table", locked=True),
    cell("### BEGIN SOLUTION\nx = 5\n### END SOLUTION", "answer", solution=True),
    cell("assert x > 1", "visible", **TEST, points=1),
    cell(HIDDEN, "hidden", **TEST, points=2),
    cell("x / 2.5", "partial", **TEST, points=2),
    cell("axes = data.assign(a=data['a'] * x).plot()\nassert len(axes.lines) == 1", "chart", **TEST, points=1),
    cell("Почему?", "essay", new_markdown_cell, grade=True, solution=True, points=3),
]
LOUD = "import sys\nclass Loud(int):\n    def __gt__(self, other):\n        print('!', file=sys.stderr)\n"
SAME = {
    "right": "x = 5",
    "wrong": "x = 1",
    "half": "x = 3",
    "blank": None,
    "broken": "x = (",
    "cheat": "x = 2",
    "own": "x = five",
    "essay": "x = 5\nprint('шум ' * 1000)",
    "helper": "from mine import x\nx = int(x + open('data/more.txt').read())",
}
OTHER = {
    "stderr": LOUD + "        return int(self) > other\nx = Loud(5)",
    "nan": "x = float('nan')",
    "minus": "x = -4",
    "numpy": "import numpy\nx = numpy.float64(1.0)",
    "much": "x = 7",
    "exit": "x = 5\nimport os; os._exit(0)",
    "short": "x = 5",
    "program": "import subprocess\nx = int(subprocess.run(['echo', '5'], capture_output=True).stdout)",
}
SPEC = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SCORES = """
select s.student_id, b.name, g.auto_score from grade g join base_cell b on b.id = g.cell_id
join submitted_notebook sn on sn.id = g.notebook_id join submitted_assignment s on s.id = sn.assignment_id
join assignment a on a.id = s.assignment_id where a.name = ? order by 1, 2"""


class Stock:
    """A course of nbgrader without anything of ours."""

    def __init__(self, root: Path):
        self.root = root
        (root / "assignments").mkdir(parents=True)
        (root / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
        self.submitted, self.release = root / "submitted", root / "release"

    def nbgrader(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [str(Path(sys.executable).parent / "nbgrader"), *arguments]
        env = dict(os.environ, PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        return subprocess.run(command, cwd=self.root, env=env, capture_output=True, text=True, timeout=500)

    def scores(self, assignment: str) -> dict[str, dict[str, float]]:
        return by_student(self.root / "gradebook.db", assignment)


def by_student(gradebook: Path, assignment: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with sqlite3.connect(gradebook) as database:
        for student, name, score in database.execute(SCORES, (assignment,)):
            found.setdefault(student, {})[name] = score
    return found


def hand_in(course, assignment: str, code: str, notebook: dict) -> Path:
    folder = course.submitted / code / assignment
    folder.mkdir(parents=True)
    for path in (course.release / assignment).glob("*.csv"):
        shutil.copy(path, folder)
    (folder / f"{assignment}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def work(course, code: str, answer: str | None) -> dict:
    """A work of the plain assignment."""
    notebook = json.loads((course.release / "plain" / "plain.ipynb").read_text(encoding="utf-8"))
    cells = {one["metadata"]["nbgrader"]["grade_id"]: one for one in notebook["cells"]}
    if answer is not None:
        cells["answer"]["source"] = answer
    if code == "essay":
        cells["essay"]["source"] = "Потому что."
    if code == "cheat":
        cells["hidden"]["source"] = "assert True"
    if code == "own":
        own = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": "five = 5"}
        notebook["cells"].insert(0, own | {"id": "mine"})
    if code == "short":
        notebook["cells"].remove(cells["hidden"])
    return notebook


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Scores by student of both assignments: ours, and stock's; and the room that ours were graded in."""
    base = tmp_path_factory.mktemp("stock")
    made = reference.build(Layout(ROOT, base / "workspace"), "practicum_1").key.to_json()
    ours, stock = open_classroom(base / "ours"), Stock(base / "theirs")
    for course, assignments in ((ours.place, ours.place.assignments), (stock, stock.root / "assignments")):
        for name, notebook in (
            ("twin", twin.source_notebook(made, code=True)),
            ("plain", new_notebook(cells=CELLS, metadata=SPEC)),
        ):
            (assignments / name).mkdir()
            write(notebook, assignments / name / f"{name}.ipynb")
            shutil.copy(ROOT / "datasets" / "orders.csv", assignments / name)
            run = ours.nbgrader if course is ours.place else stock.nbgrader
            done = run("generate_assignment", name)
            assert done.returncode == 0, done.stderr[-2000:]
        for number in range(4):
            said = twin.answers(made, number * 3, CODE[number])
            hand_in(course, "twin", f"p{number}", twin.submission(course.release / "twin" / "twin.ipynb", said))
        for code, answer in (SAME | OTHER).items():
            hand_in(course, "plain", code, work(course, code, answer))
        for name, text in (("mine.py", "x = '0'"), ("data/more.txt", "5"), ("orders.csv", "own")):
            path = course.submitted / "helper" / "plain" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for course in (ours.place, stock):
        (course.submitted.parent / "planted.txt").write_text("planted-secret", encoding="utf-8")
        folder = hand_in(course, "plain", "linked", work(course, "linked", "x = 5"))
        (folder / "notes.txt").symlink_to(course.submitted.parent / "planted.txt")
    for name in ("twin", "plain"):
        batch.grade(name, place=ours.place)
        stock.nbgrader("autograde", name)
    found = {
        name: (by_student(ours.place.gradebook, name), stock.scores(name)) for name in ("twin", "plain")
    }  # fmt: skip
    return found, ours, stock


def test_grades_of_the_assert_twin_of_practicum_1_are_those_of_stock(graded):
    ours, theirs = graded[0]["twin"]
    assert ours == theirs and len(ours) == 4
    assert len({tuple(scores.values()) for scores in ours.values()}) > 2  # not all alike
    assert {ours["p0"]["c3"], ours["p2"]["c3"], ours["p3"]["c3"]} == {4.0, 0.0}


@pytest.mark.parametrize("code", SAME)
def test_grades_of_a_plain_assignment_are_those_of_stock(graded, code):
    ours, theirs = graded[0]["plain"]
    assert ours[code] == theirs[code]


def pair(graded, code, cell):
    return tuple(scores[code][cell] for scores in graded[0]["plain"])


def test_a_warning_on_stderr_costs_nothing(graded):
    assert pair(graded, "stderr", "visible") == (1.0, 0.0)


def test_a_form_nobody_filled_is_nothing_here_and_full_marks_in_stock(graded):
    """A form shows itself and prints no number: to stock that is a test that passed."""
    ours = graded[1]
    ours.submit("silent")
    batch.grade("mini", place=ours.place)
    assert by_student(ours.place.gradebook, "mini")["silent"]["q1"] == 0.0
    path = ours.place.release / "mini" / "mini.ipynb"
    (form,) = [one for one in read(path, 4).cells if one.metadata.get("nbgrader", {}).get("grade_id") == "q1"]
    form.outputs = [new_output("display_data", {"text/html": "<form>"})]
    assert determine_grade(form) == (2.0, 2.0)


def test_a_result_that_is_no_number_of_points_earns_nothing(graded):
    ours, theirs = pair(graded, "nan", "partial")
    assert ours == 0.0 and theirs != 0.0
    ours, theirs = pair(graded, "minus", "partial")
    assert ours == 0.0 and theirs != 0.0


def test_a_number_of_numpy_is_a_number(graded):
    assert pair(graded, "numpy", "partial") == (0.4, 2.0)


def test_more_points_than_there_are_is_full_marks_and_not_a_failure(graded):
    ours, theirs = pair(graded, "much", "partial")
    assert ours == 2.0 and theirs is None


def test_a_kernel_that_died_is_zero_for_what_was_not_run_and_not_a_failure(graded):
    ours, theirs = graded[0]["plain"]
    assert ours["exit"] == {"visible": 0, "hidden": 0, "partial": 0, "chart": 0, "essay": 0}
    assert set(theirs.get("exit", {}).values()) <= {None}


def test_a_deleted_test_is_put_back_and_run(graded):
    ours, theirs = pair(graded, "short", "hidden")
    assert ours == 2.0 and theirs != 2.0


def test_a_link_to_a_secret_is_followed_by_stock_and_not_by_us(graded):
    _, ours, stock = graded
    assert (stock.root / "autograded/linked/plain/notes.txt").read_text(encoding="utf-8") == "planted-secret"
    assert not (ours.place.autograded / "linked/plain/notes.txt").exists()
    assert graded[0]["plain"][0]["linked"] == graded[0]["plain"][0]["right"]


def test_programs_are_not_started(graded):
    assert pair(graded, "program", "visible") == (0.0, 1.0)


def test_one_damaged_work_stops_stock_and_not_ours(graded):
    _, ours, stock = graded
    for course in (ours.place, stock):
        hand_in(course, "plain", "z-sound", work(course, "z-sound", "x = 5"))
        folder = hand_in(course, "plain", "a-damaged", work(course, "a-damaged", "x = 5"))
        (folder / "plain.ipynb").write_text('{"cells": [{"cell_type": "code", "sour', encoding="utf-8")
        folder = hand_in(course, "plain", "b-renamed", work(course, "b-renamed", "x = 5"))
        (folder / "plain.ipynb").rename(folder / "моя работа.ipynb")
        folder = hand_in(course, "plain", "c-linked", work(course, "c-linked", "x = 5"))
        (course.submitted.parent / "secret.txt").write_text("planted", encoding="utf-8")
        (folder / "notes.txt").symlink_to(course.submitted.parent / "secret.txt")
        folder = hand_in(course, "plain", "d-future", work(course, "d-future", "x = 5"))
        text = (folder / "plain.ipynb").read_text(encoding="utf-8")
        (folder / "plain.ipynb").write_text(re.sub(r'"schema_version": \d+', '"schema_version": 99', text))
    lines = {line.participant: line for line in batch.grade("plain", place=ours.place).entries}
    assert lines["z-sound"].status == lines["b-renamed"].status == lines["d-future"].status == "graded"
    assert lines["a-damaged"].status == "refused" and "ссылка notes.txt удалена" in lines["c-linked"].repaired
    done = stock.nbgrader("autograde", "plain")
    assert done.returncode != 0
    theirs = stock.scores("plain")
    assert theirs.get("z-sound", {}).get("visible") is None and theirs.get("b-renamed", {}).get("visible") is None
    ours_now = by_student(ours.place.gradebook, "plain")
    assert ours_now["z-sound"] == ours_now["b-renamed"] == ours_now["c-linked"] == ours_now["right"]
    assert not (ours.place.autograded / "c-linked" / "plain" / "notes.txt").exists()


def test_a_form_without_our_steps_is_worth_nothing_in_stock(graded):
    """Silence would be full marks there: the contract's cells raise instead."""
    _, ours, stock = graded
    source = stock.root / "assignments" / "mini"
    shutil.copytree(ours.place.assignments / "mini", source)
    assert stock.nbgrader("generate_assignment", "mini").returncode == 0
    for course in (ours.place, stock):
        shutil.rmtree(course.submitted)
    ours.submit("u01", RIGHT)
    shutil.copytree(ours.place.submitted, stock.submitted)
    batch.grade("mini", place=ours.place)
    stock.nbgrader("autograde", "mini")
    assert by_student(ours.place.gradebook, "mini")["u01"]["q1"] == 2.0
    assert stock.scores("mini")["u01"]["q1"] == 0.0


def test_every_difference_of_the_page_names_a_test_that_exists():
    text = (ROOT / "docs" / "differences.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)\.py::(test_\w+)`", text)
    assert len(named) >= 12
    for module, name in named:
        assert f"def {name}(" in (ROOT / "tests" / f"{module}.py").read_text(encoding="utf-8"), name
