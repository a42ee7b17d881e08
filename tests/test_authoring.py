"""Authoring without Python: templates pass the check at once, and the check names what an author spoilt."""

import csv
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from mentoring_cli.commands import app
from mentoring_cli.new.rows import added

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A copy of the course to write in."""
    root = tmp_path_factory.mktemp("kit")
    for name in ("datasets", "assignments", "course", "docs"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("pictures", ".ipynb_checkpoints"))
    for name in ("nbgrader_config.py", "README.md"):
        shutil.copy(ROOT / name, root)
    (root / "docs" / "pictures").symlink_to(ROOT / "docs" / "pictures")
    return root


@pytest.fixture
def run(kit, monkeypatch):
    monkeypatch.setenv("MENTORING_ROOT", str(kit))
    monkeypatch.setenv("MENTORING_DATASETS", str(kit / "datasets"))
    monkeypatch.setenv("MENTORING_WORKSPACE", str(kit / "workspace"))

    def call(*words):
        done = CliRunner().invoke(app, list(words))
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output.replace("\u00a0", " ")

    return call


@pytest.fixture
def spoilt(kit):
    """Change a file of the copy; it is as before when the test is over."""
    kept = {}

    def change(name, edit):
        path = kit / name
        kept.setdefault(path, path.read_bytes())
        path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")

    yield change
    for path, content in kept.items():
        path.write_bytes(content)


def test_templates_pass_the_check_at_once_and_leave_the_workspace_alone(kit, run):
    for kind, name in (("practicum", "practicum_6"), ("case", "first_lesson"), ("session", "session_13")):
        code, said = run("new", kind, name)
        assert code == 0 and "Записано" in said, said
        code, said = run("check", "--quick")
        assert code == 0, said
    code, said = run("check", "session_13", "practicum_6")
    assert code == 0, said
    assert "Всё в порядке." in said and "занятие названо черновиком" in said
    assert not (kit / "workspace").exists()
    with pytest.raises(Exception, match="уже есть"):
        run("new", "session", "session_13")
    with pytest.raises(Exception, match="не подходит"):
        run("new", "practicum", "../evil")


def test_a_task_added_with_the_cell_toolbar_of_nbgrader_is_released_and_graded(kit, run, spoilt):
    """The metadata are what the toolbar «Create Assignment» writes: no `cell_type`, an id typed by hand."""

    def cell(source, **mark):
        made = nbformat.v4.new_code_cell(source)
        made.metadata["nbgrader"] = {"schema_version": 3, "task": False, **mark}
        return made

    def edit(text):
        book = nbformat.reads(text, as_version=4)
        key = 'reference("q2", value=40.0, unit="%", tolerance=0.5, explain="12 из 30.")'
        book.cells[-2:-2] = [
            cell(
                f"### BEGIN SOLUTION\n{key}\n### END SOLUTION",
                grade=False, solution=True, locked=False, grade_id="q2-key",
            ),
            cell(
                "from mentoring.tasks import NumberQuestion\n\n"
                'task(NumberQuestion(id="q2", title="Доля", text="Сколько процентов составляют 12 из 30?", points=2, '
                'label="Доля", units=("%", "единиц")))',
                grade=True, solution=False, locked=True, grade_id="q2", points=2,
            ),
        ]  # fmt: skip
        return nbformat.writes(book, version=4)

    spoilt("assignments/practicum_6/practicum_6.ipynb", edit)
    code, said = run("check", "practicum_6")
    assert code == 0, said
    spoilt("assignments/practicum_6/practicum_6.ipynb", lambda text: text.replace('grade_id": "q2"', 'grade_id": "q3"'))
    code, said = run("check", "practicum_6")
    assert code == 1 and "practicum_6" in said


def test_a_spoilt_table_is_named_before_anything_else(run, spoilt):
    spoilt("datasets/acts.csv", lambda t: t.replace(",confirmed\n", ",sure\n", 1))
    spoilt("datasets/case_situations.csv", lambda t: t.replace("teacher_teacher", "teacher_robot", 1))
    code, said = run("check", "--quick")
    assert code == 1 and "Сначала исправьте таблицы" in said
    for told in ("«sure» — неизвестное значение", "teacher_robot"):
        assert told in said, said


SPOILT = (
    ("datasets/session_plan.csv", lambda t: t.replace(",opening,10,", ",opening,15,", 1), "набралось минут"),
    ("assignments/bank/choice.csv", lambda t: t.replace(",one,", ",two,", 1), "Банк вопросов"),
    ("course/README.md", lambda t: t + "\nСм. [страницу](нет.md).\n", "ссылка ведёт на нет.md"),
    ("docs/contract.md", lambda t: t + "\nНаставнек.\n", "слова «Наставнек» нет в словаре"),
    ("course/README.md", lambda t: t + '\nСказал "да" и ушёл.\n', "ёлочки"),
    ("datasets/session_results.csv", lambda t: t.replace("s01-problem s01-sign", "s01-problem s01-nothing", 1),
     "а в тетради его нет"),
    ("datasets/rules.csv", lambda t: t.replace("practicum_1,", "practicum_01,", 1), "в таблице rules для него нет"),
)  # fmt: skip


def test_everything_an_author_spoils_is_named(run, spoilt):
    for name, edit, _ in SPOILT:
        spoilt(name, edit)
    code, said = run("check", "--quick")
    assert code == 1
    assert [told for *_, told in SPOILT if told not in said] == [], said


def test_a_session_that_does_not_run_is_named(run, spoilt):
    spoilt("course/session_13.ipynb", lambda text: text.replace("Главная мысль занятия одной фразой.", "{first}"))
    code, said = run("check", "session_13")
    assert code == 1 and "не выполнилась" in said and "session_13" in said


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_row_is_added_the_way_the_file_is_kept(tmp_path, delimiter, ends, bom):
    path = tmp_path / "t.csv"
    path.write_bytes((bom + delimiter.join("ab") + ends + delimiter.join("12")).encode())
    text = added(path, [{"b": 'с; запятой, и "кавычкой"'}]).decode()
    assert text.startswith(bom + "a") and text.count(ends) == 3
    rows = list(csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=delimiter))
    assert rows == [["a", "b"], ["1", "2"], ["", 'с; запятой, и "кавычкой"']]


def test_the_committed_course_passes(run, kit):
    """Of what has to be run, one session and one practicum; the others have tests of their own."""
    code, said = run("check", "--quick")
    assert code == 0, said
    assert json.loads((kit / "course" / "session_13.ipynb").read_text())["cells"]


def first_row(path, **changes):
    """A copy of the first row of a table with another id."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    return row | changes


ADDED = {
    "datasets/indicators.csv": {"id": "project_99", "number": "99"},
    "datasets/acts.csv": {"id": "new_act", "seed_id": "N99", "short_title": "Новый акт"},
    "datasets/criteria.csv": {"id": "PLZ-99", "criterion": "Назван ли день встреч пары?"},
    "datasets/claims.csv": {"id": "X99"},
    "datasets/recommendation_rules.csv": {"id": "REC-99"},
    "datasets/case_wordings.csv": {"id": "def01-y"},
    "datasets/glossary.csv": {
        "id": "new_term",
        "term": "новый термин",
        "number": "99",
        "definition": "Определение термина.",
    },
    "assignments/bank/choice.csv": {"id": "s01r1-99"},
}


@pytest.fixture
def with_rows(kit, spoilt):
    """An indicator, an act, a criterion, a statement, a rule, a wording, a term, a question: one row each."""
    for name, changes in ADDED.items():
        row = first_row(kit / name, **changes)
        spoilt(name, lambda text, name=name, row=row: added(kit / name, [row]).decode("utf-8"))


def test_a_row_is_all_it_takes(run, with_rows):
    code, said = run("check", "--quick")
    assert code == 0, said


@pytest.mark.slow
def test_sessions_tasks_cases_and_the_audit_take_the_new_rows(run, with_rows, kit):
    code, said = run("check", "session_02", "session_03", "session_04", "session_05", "practicum_1")
    assert code == 0, said
    folder = kit / "package"
    run("case", "--seed", "7", "--output", str(folder))
    code, said = run("audit", str(folder))
    assert "Traceback" not in said and code in (0, 1)
