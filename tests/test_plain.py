"""Plain nbgrader assignments: tests in locked cells, run in the sandbox; grades as nbgrader's, except where it errs."""

import json

import pytest
from classroom import open_classroom
from nbformat import write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import asserts, batch, sandbox

needs_sandbox = pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())
STUB = "# Здесь будет ваш ответ"
HIDDEN = "assert x > 1\n### BEGIN HIDDEN TESTS\nassert x == 5\n### END HIDDEN TESTS"


def cell(source, name, make=new_code_cell, **meta):
    base = {"grade": False, "grade_id": name, "locked": False, "schema_version": 3, "solution": False, "task": False}
    return make(source, metadata={"nbgrader": base | meta})


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The assignment `plain`: an answer with three tests (one hidden, one of partial credit), a chart, a free text."""
    room = open_classroom(tmp_path_factory.mktemp("plain") / "course")
    test = {"grade": True, "locked": True}
    cells = [
        cell("### BEGIN SOLUTION\nx = 5\n### END SOLUTION", "answer", solution=True),
        cell("assert x", "visible", **test, points=1),
        cell(HIDDEN, "hidden", **test, points=2),
        cell("min(x, 4) / 2", "partial", **test, points=2),
        cell("import pandas as pd\nassert len(pd.DataFrame({'a': [x]}).plot().lines) == 1", "chart", **test, points=1),
        cell("Почему?", "essay", new_markdown_cell, grade=True, solution=True, points=3),
    ]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    folder = room.place.assignments / "plain"
    folder.mkdir()
    write(new_notebook(cells=cells, metadata=spec), folder / "plain.ipynb")
    assert room.nbgrader("generate_assignment", "plain").returncode == 0
    return room


def hand_in(room, code, answer=None, essay=None, change=None):
    folder = room.place.submitted / code / "plain"
    folder.mkdir(parents=True)
    notebook = json.loads((room.place.release / "plain" / "plain.ipynb").read_text(encoding="utf-8"))
    for one in notebook["cells"]:
        name = one["metadata"]["nbgrader"]["grade_id"]
        if (answer is not None and name == "answer") or (essay is not None and name == "essay"):
            one["source"] = answer if name == "answer" else essay
    if change:
        change(notebook)
    (folder / "plain.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def forget_a_cell(notebook):
    del notebook["cells"][2]


def soften_the_test(notebook):
    notebook["cells"][2]["source"] = "assert True"


def define_in_an_own_cell(notebook):
    notebook["cells"].insert(0, {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
                                 "id": "mine", "source": "five = 5"})  # fmt: skip


WORKS = {
    "right": ("x = 5", None, None),
    "wrong": ("x = 1", None, None),
    "half": ("x = 3", "Потому <script>alert(1)</script>", None),
    "blank": (None, None, None),
    "broken": ("x = (", None, None),
    "short": ("x = 5", None, forget_a_cell),
    "cheat": ("x = 2", None, soften_the_test),
    "own": ("x = five", None, define_in_an_own_cell),
    "noisy": ("x = 5\nprint('шум ' * 1000)", None, None),
}
ALIKE = [name for name in WORKS if name != "short"]


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    for code, (answer, essay, change) in WORKS.items():
        hand_in(released, code, answer, essay, change)
    ours = released.twin(tmp_path_factory.mktemp("ours") / "course")
    report = batch.grade("plain", place=ours.place)
    theirs = released.twin(tmp_path_factory.mktemp("theirs") / "course")
    done = theirs.nbgrader("autograde", "plain", "--force")
    return ours, theirs, report, done


@needs_sandbox
def test_grades_of_plain_assignments_equal_those_of_nbgraders_command(graded):
    ours, theirs, report, done = graded
    assert not report.refused, report.refused
    by_us = {key: row for key, row in ours.rows().items() if key[0] in ALIKE}
    by_them = {key: row for key, row in theirs.rows().items() if key[0] in ALIKE}
    assert by_us == by_them, done.stderr[-2000:]


@needs_sandbox
def test_hidden_tests_partial_credit_and_free_text_count(graded):
    ours = graded[0]
    assert ours.scores("right") == {"visible": 1, "hidden": 2, "partial": 2, "chart": 1, "essay": 0}
    assert ours.scores("half") == {"visible": 1, "hidden": 0, "partial": 1.5, "chart": 1, "essay": None}
    assert ours.scores("cheat")["hidden"] == 0 and ours.scores("own")["hidden"] == 2
    assert ours.scores("short") == ours.scores("right")
    assert set(ours.scores("blank").values()) == {0.0}


@needs_sandbox
def test_markup_of_a_participant_is_text_in_both_ways(graded):
    for room in graded[:2]:
        text = (room.place.autograded / "half" / "plain" / "plain.ipynb").read_text(encoding="utf-8")
        assert "&lt;script>" in text and "<script" not in text


@needs_sandbox
@pytest.mark.parametrize(
    ("answer", "scores"),
    [
        ("x = 5\nimport sys; print('осторожно', file=sys.stderr)", (1, 2, 2, 1)),
        ("import os; os._exit(0)", (0, 0, 0, 0)),
        ("x = 5\ndel __builtins__.print", (1, 2, 2, 1)),
        ("from IPython.display import HTML, display\nx = 5\ndisplay(HTML('<script>alert(1)</script>'))", (1, 2, 2, 1)),
    ],
)
def test_what_nbgrader_gets_wrong_is_graded_right(released, tmp_path, answer, scores):
    room = released.twin(tmp_path / "course")
    hand_in(room, "u01", answer)
    batch.grade("plain", ["u01"], place=room.place)
    found = room.scores("u01")
    assert (found["visible"], found["hidden"], found["partial"], found["chart"]) == scores
    notebook = json.loads((room.place.autograded / "u01" / "plain" / "plain.ipynb").read_text(encoding="utf-8"))
    assert "<script" not in str([one.get("outputs") for one in notebook["cells"]])


def test_without_a_sandbox_plain_work_waits_and_is_not_zero(released, tmp_path, monkeypatch):
    room = released.twin(tmp_path / "course")
    hand_in(room, "u01", "x = 5")
    monkeypatch.setattr(sandbox, "missing", lambda: "ядро старое")
    report = batch.grade("plain", ["u01"], place=room.place)
    assert room.scores("u01")["hidden"] is None and "не проверено: ядро старое" in str(report.entries[0])


@pytest.mark.parametrize(
    ("outputs", "points"),
    [
        ([], 3.0),
        ([{"output_type": "execute_result", "data": {"text/plain": "1.5"}}], 1.5),
        ([{"output_type": "execute_result", "data": {"text/plain": "nan"}}], 0.0),
        ([{"output_type": "execute_result", "data": {"text/plain": "-1"}}], 0.0),
        ([{"output_type": "execute_result", "data": {"text/plain": "30"}}], 3.0),
        ([{"output_type": "execute_result", "data": {"text/plain": "'да'"}}], 3.0),
        ([{"output_type": "stream", "name": "stderr", "text": "осторожно"}], 3.0),
        ([{"output_type": "error", "ename": "AssertionError", "evalue": "", "traceback": []}], 0.0),
    ],
)
def test_points_of_a_test_cell(outputs, points):
    graded = {"cell_type": "code", "metadata": {"nbgrader": {"grade": True}}, "source": "check()", "outputs": outputs}
    assert asserts.score_of(graded, True, 3.0) == points
    assert asserts.score_of(graded, False, 3.0) == 0.0


@needs_sandbox
@pytest.mark.parametrize(
    "odd",
    [
        {"source": "1", "metadata": {}},
        {"cell_type": "code", "source": "1", "metadata": {"nbgrader": {"grade_id": ["x"]}}},
    ],
    ids=["no kind", "a list as a name"],
)
def test_an_odd_cell_of_ones_own_costs_nothing(released, tmp_path, odd):
    room = released.twin(tmp_path / "course")
    hand_in(room, "odd", "x = 5", change=lambda notebook: notebook["cells"].append(odd))
    lines = {line.participant: line for line in batch.grade("plain", ["odd"], place=room.place).entries}
    assert lines["odd"].status == "graded", lines["odd"].text()
    assert room.scores("odd")["hidden"] == 2


@needs_sandbox
@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("import builtins\nx = 1\nbuiltins.min = lambda *a: 4", "подменил то, чем пользуются проверки: builtins.min"),
        ("x = 1\ndef min(a, b):\n    return 4", "переопределил функции, которые вызывают проверки: min"),
        ("x = 5", ""),
    ],
)  # fmt: skip
def test_what_tests_lean_on_is_watched_and_told_of_in_the_report(released, tmp_path, answer, told):
    room = released.twin(tmp_path / "course")
    hand_in(room, "u01", answer)
    (line,) = batch.grade("plain", ["u01"], place=room.place).entries
    assert (told in str(line.suspicious)) if told else not line.suspicious


SEND = (
    "x = 5\nfrom IPython.display import display\nimport sys\nip = get_ipython()\n"
    "evil = '\"><script>alert(1)</script>'\n"
    "def send(kind, **content):\n    kernel = ip.kernel\n"
    "    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent(), ident=kind.encode())\n"
    "send('display_data', data={'image/png': evil, 'text/html': evil}, metadata={'image/png': {'width': evil}})\n"
    "send('execute_input', code='1', execution_count=evil)\n"
    "send('execute_result', data={'text/plain': '1', 'text/html': evil}, metadata={}, execution_count=evil)\n"
    "send('stream', name=evil, text=evil)\n"
    "send('error', ename=evil, evalue='x' * 1_000_000, traceback=[evil])\n"
    "print('\\ud800')"
)


@needs_sandbox
def test_messages_that_a_work_makes_itself_bring_no_script_onto_a_page(released, tmp_path):
    """The probe is one: as the kernel sent it, the page of nbconvert (which nbgrader's pages are made of) runs it."""
    from nbconvert import HTMLExporter
    from nbformat import from_dict

    notebook = new_notebook(cells=[new_code_cell(SEND)])
    raw, _, _ = asserts.execute(notebook, {})
    raw = from_dict(raw)
    raw.cells[0].execution_count = 1
    raw.cells[0].outputs = [one for one in raw.cells[0].outputs if "image/png" in one.get("data", {})]
    assert "<script>alert(1)" in HTMLExporter().from_notebook_node(raw)[0]
    room = released.twin(tmp_path / "course")
    hand_in(room, "u01", SEND)
    (line,) = batch.grade("plain", ["u01"], place=room.place).entries
    assert line.status == "graded" and room.scores("u01")["hidden"] == 2
    path = room.place.autograded / "u01" / "plain" / "plain.ipynb"
    assert path.stat().st_size < 400_000
    assert "<script>alert(1)" not in HTMLExporter().from_filename(str(path))[0]
