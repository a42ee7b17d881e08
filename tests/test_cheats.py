"""Tests of plain notebooks can't be switched off: every cheat scores in a kernel as nbgrader runs it, and not here."""

import pytest
from classroom import open_classroom
from nbclient import NotebookClient
from nbformat import read, write
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade
from probes.cheats import CHEATS, TRACELESS

from autograder import asserts, sandbox
from autograder.examination import bound
from autograder.sandbox.provisioner import SandboxKernelManager

pytestmark = pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())
POINTS = 2.0


def notebook(answer: str, *tests: str):
    base = {"schema_version": 3, "task": False}
    meta = {"nbgrader": base | {"grade": False, "grade_id": "a", "locked": False, "solution": True}}
    cells = [new_code_cell(answer, metadata=meta)]
    for number, test in enumerate(tests):
        graded = {"grade": True, "grade_id": f"t{number}", "locked": True, "solution": False, "points": POINTS}
        cells.append(new_code_cell(test, metadata={"nbgrader": base | graded | {"cell_type": "code"}}))
    return new_notebook(cells=cells)


def as_stock(answer: str, test: str) -> float:
    """Points by nbgrader's rules from a kernel that is asked as nbgrader asks."""
    client = NotebookClient(
        notebook(answer, test), kernel_manager_class=SandboxKernelManager, allow_errors=True, timeout=30
    )
    return determine_grade(client.execute().cells[1])[0]


def ours(answer: str, *tests: str):
    """Points of every test, what was changed, and the executed cells."""
    node, executed, changed = asserts.execute(notebook(answer, *tests), {})
    cells = node.cells
    points = [asserts.score_of(cells[n], n in executed, POINTS) for n in range(1, len(cells))]
    return points, changed, cells


@pytest.mark.parametrize("name", CHEATS)
def test_a_test_that_a_cheat_passes_elsewhere_is_not_passed_here(name):
    answer, test = CHEATS[name]
    assert as_stock(answer, test) == POINTS, "the probe is no cheat"
    (points,), changed, _ = ours(answer, test)
    assert points < POINTS / 2
    assert bool(changed) or name in TRACELESS


HONEST = {
    "x = 5": "assert x == 5",
    "def largest(a, b):\n    return a if a > b else b": "assert largest(2, 3) == 3\nassert largest(3, 2) == 3",
    "import pandas as pd\nx = pd.DataFrame({'a': [1, 2]})": "%matplotlib inline\nassert len(x.plot().lines) == 1",
    "x = [1]": "import asyncio\nawait asyncio.sleep(0)\nassert x == [1]",
    "class Point:\n    pass\nx = Point()": "assert isinstance(x, Point)\nx",
    "print = 3\nx = 1": "assert x == 1\nx * 2;",
    "x = None": "",
    "x = 2  ": "# only a comment",
    "import sys\nx = 'да'": "print(x, file=sys.stderr)\nassert x\nx",
}


@pytest.mark.parametrize("answer", HONEST)
def test_honest_work_passes_and_nothing_is_held_against_it(answer):
    points, changed, _ = ours(answer, HONEST[answer])
    assert points == [POINTS] and not changed


def test_partial_credit_tracebacks_and_pictures_are_shown_as_ever():
    answer = "import pandas as pd\nx = 3\nframe = pd.DataFrame({'a': [1, 2]})"
    tests = ("x / 2", "assert x == 3, 'да'\nassert x == 5, 'нет'", "frame", "frame.plot();", "1 / 0")
    points, changed, cells = ours(answer, *tests)
    assert points == [1.5, 0.0, 2.0, 2.0, 0.0] and not changed
    assert cells[1].outputs[0]["data"]["text/plain"] == "1.5"
    error = cells[2].outputs[0]
    assert error["ename"] == "AssertionError" and "нет" in error["evalue"] and "x == " in "".join(error["traceback"])
    assert "<table" in cells[3].outputs[0]["data"]["text/html"]
    assert [one["output_type"] for one in cells[4].outputs] == ["display_data"]
    assert cells[5].outputs[0]["ename"] == "ZeroDivisionError"


def test_what_was_changed_is_put_back_for_every_test():
    answer = "import builtins\nx = 1\nbuiltins.all = lambda things: True"
    sly = "assert x == 1\nassert not all([False])"
    points, changed, _ = ours(answer, sly, sly)
    assert points == [POINTS, POINTS] and "builtins.all" in changed


def test_an_endless_test_is_interrupted_and_the_next_one_runs(monkeypatch):
    monkeypatch.setattr(asserts, "CELL_SECONDS", 2)
    points, _, _ = ours("def f():\n    while True: pass", "f()", "assert f")
    assert points == [0.0, POINTS]


def test_names_that_a_cell_binds():
    assert bound("all = 1\ndef any(): pass\nimport os.path as sum\nfor max in []: pass\n%magic") >= {
        "all",
        "any",
        "sum",
        "max",
    }
    assert bound("x = (") == set()


def test_assignments_of_several_notebooks_have_their_tests_examined_too(tmp_path):
    """nbgrader's own execution grades them, with our kernels: a transformer earns nothing, an honest answer all."""
    room = open_classroom(tmp_path / "course")
    source = room.place.assignments / "pair"
    source.mkdir()
    for name in ("first", "second"):
        made = notebook("### BEGIN SOLUTION\nx = 5\n### END SOLUTION", "assert x == 5")
        write(made, source / f"{name}.ipynb")
    done = room.nbgrader("generate_assignment", "pair")
    assert done.returncode == 0, done.stderr[-1500:]
    folder = room.place.submitted / "u01" / "pair"
    folder.mkdir(parents=True)
    cheat, _ = CHEATS["a transformer empties later cells"]
    for name, answer in (("first", cheat), ("second", "x = 5")):
        given = read(room.place.release / "pair" / f"{name}.ipynb", 4)
        given.cells[0].source = answer
        write(given, folder / f"{name}.ipynb")
    done = room.nbgrader("autograde", "pair")
    assert done.returncode == 0, done.stderr[-2000:]
    scores = (
        "select n.name, g.auto_score from grade g join submitted_notebook s on s.id = g.notebook_id "
        "join notebook n on n.id = s.notebook_id order by 1"
    )
    assert room.query(scores) == [("first", 0.0), ("second", 2.0)]
