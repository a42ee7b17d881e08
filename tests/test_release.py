"""Releasing: what participants get gives nothing away, and old releases stay gradable."""

import json

import nbformat
import pytest
from classroom import RIGHT, Classroom, open_classroom

from autograder import batch, key, release
from autograder.errors import KitError


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Classroom:
    return open_classroom(tmp_path_factory.mktemp("release") / "course")


@pytest.fixture
def own(room, tmp_path) -> Classroom:
    return room.twin(tmp_path / "course")


def source_of(room):
    return room.place.assignments / "mini" / "mini.ipynb"


def change(room, old, new):
    path = source_of(room)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_released_files_hold_no_key(room):
    folder = room.place.release / "mini"
    assert sorted(path.name for path in folder.iterdir()) == ["mini.ipynb", "release.json"]
    text = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for secret in ("43.02", "reference(", "Верно: педагог", "назначить куратора", "SOLUTION", "sum(pairs)"):
        assert secret not in text
    notebook = nbformat.read(folder / "mini.ipynb", as_version=4)
    nbformat.validate(notebook)
    hidden = {c.metadata.get("nbgrader", {}).get("grade_id"): c.metadata.get("jupyter", {}).get("source_hidden")
              for c in notebook.cells if c.cell_type == "code"}  # fmt: skip
    assert hidden["q1"] and hidden["q1-key"] and hidden["t1"] and not hidden["c1-code"]
    assert all(not cell.get("outputs") for cell in notebook.cells)


def test_a_released_solution_cell_is_only_a_russian_comment(room):
    cells = key.load_skeleton(room.place, "mini")["cells"]
    stubs = {c["metadata"]["nbgrader"]["grade_id"]: c["source"] for c in cells if "nbgrader" in c["metadata"]}
    assert stubs["q1-key"] == stubs["c1-code"] == "# Здесь будет ваш ответ"
    assert stubs["t1"].startswith("# Здесь будет ваш ответ\ntask(")


def test_release_note_tells_tasks_and_points(room):
    note = json.loads((room.place.release / "mini" / "release.json").read_text(encoding="utf-8"))
    assert (note["assignment"], note["release"], note["variant"]) == ("mini", room.release_id, "base")
    assert note["tasks"][0] == {"id": "q1", "title": "Форма наставничества", "points": 2.0, "manual": False}
    assert [task["id"] for task in note["tasks"]] == ["q1", "q2", "c1", "t1"]
    assert note["tasks"][3]["manual"] is True


def test_key_is_the_executed_reference_solution(room):
    made = key.load(room.place, "mini")
    assert made.tasks["q2"].reference["value"] == 43.02
    assert made.tasks["c1"].reference["value"] == 12 and made.tasks["c1"].code
    assert (room.place.keys / "mini" / room.release_id / "snapshot" / "assignment" / "mini.ipynb").is_file()


def test_same_content_is_the_same_release(own):
    assert release.release("mini", own.place).release == own.release_id


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("points=2,", "points=5,", "баллов 2, а в вопросе 5"),
        ('\\"q2\\", value', '\\"zz\\", value', "нет эталона задачи q2"),
        ('id=\\"q2\\"', 'id=\\"q9\\"', "q2 с баллами не показала вопроса"),
        ('"grade_id": "c1-key"', '"grade_id": "q1-key"', "встречается дважды"),
        ("pairs = [3, 4, 5]", "pairs = 1/0", "остановилось в ячейке № 2: ZeroDivisionError"),
        ("correct=(", "korrect=(", "вопрос или эталон q1 не читается"),
        ("Какая доля школ", "Ответ 43,02, какая доля школ", None),
        ("Четыре задачи для", "Ответ 43,02. Четыре задачи для", "выдаёт ответ задачи q2 (43.02)"),
        ("Четыре задачи для", "Сначала утвердить положение, затем назначить куратора. Для", "выдаёт эталон задачи t1"),
        ("### END SOLUTION", "### ENDE", "границы решения не парные"),
    ],
)
def test_an_authors_slip_stops_the_release(own, old, new, said):
    before = (own.place.release / "mini" / "mini.ipynb").read_bytes()
    change(own, old, new)
    if said is None:
        release.release("mini", own.place)
        return
    with pytest.raises(KitError, match=said.replace("(", r"\(").replace(")", r"\)")):
        release.release("mini", own.place)
    assert (own.place.release / "mini" / "mini.ipynb").read_bytes() == before
    assert key.current_release(own.place, "mini") == own.release_id
    assert not list(own.place.workspace.glob(".staging*"))


@pytest.mark.parametrize("name", ["answers.json", "answers.json.bak", "key.json", "other.ipynb.bak"])
def test_a_file_with_answers_beside_the_source_stops_the_release(own, name):
    (own.place.assignments / "mini" / name).write_text("{}", encoding="utf-8")
    with pytest.raises(KitError, match="попал бы к участникам"):
        release.release("mini", own.place)


def test_a_data_file_that_tells_the_answer_stops_the_release(own):
    path = own.place.assignments / "mini" / "notes.txt"
    path.write_text("Сначала утвердить положение,\nзатем назначить куратора.", encoding="utf-8")
    with pytest.raises(KitError, match=r"notes\.txt выдаёт эталон задачи t1"):
        release.release("mini", own.place)
    path.write_text("данные", encoding="utf-8")
    release.release("mini", own.place)
    assert (own.place.release / "mini" / "notes.txt").is_file()


def test_work_of_an_earlier_release_is_graded_by_its_own_key(own):
    own.submit("old", RIGHT, "sum(pairs)")
    batch.grade("mini", place=own.place)
    change(own, "37 / 86", "38 / 86")
    made = release.release("mini", own.place)
    assert made.release != own.release_id
    own.submit("new", RIGHT | {"q2": {"value": "44,19", "unit": "%"}}, release=made.release)
    own.submit("wrong", RIGHT, release=made.release)
    batch.grade("mini", place=own.place)
    assert own.scores("old")["q2"] == own.scores("new")["q2"] == 1.0
    assert own.scores("wrong")["q2"] < 1.0
    assert own.scores("old")["c1"] == 3.0
    comments = own.query("select count(*) from comment where auto_comment = 'No response.'")
    assert comments[0][0] >= 1


def test_cells_can_not_change_once_works_are_in(own):
    own.submit("u01", RIGHT)
    batch.grade("mini", place=own.place)
    change(own, '"grade_id": "c1-code"', '"grade_id": "c1-kode"')
    with pytest.raises(KitError, match="уже есть работы, а набор ячеек изменился"):
        release.release("mini", own.place)
    assert (own.place.release / "mini" / "mini.ipynb").is_file()


def test_unknown_assignment_is_one_sentence(own):
    with pytest.raises(KitError, match="Нет задания «nothing»"):
        release.release("nothing", own.place)
    with pytest.raises(KitError, match="Нет задания «nothing»"):
        batch.grade("nothing", place=own.place)


def test_nbgraders_own_command_releases_the_same(own):
    skeleton = key.load_skeleton(own.place, "mini")
    done = own.nbgrader("generate_assignment", "mini", "--force")
    assert done.returncode == 0, done.stderr[-2000:]
    assert key.load_skeleton(own.place, "mini") == skeleton
    assert json.loads((own.place.release / "mini" / "release.json").read_text(encoding="utf-8"))["release"]


def test_keys_are_closed_to_other_accounts_of_the_machine(tmp_path):
    room = open_classroom(tmp_path / "course")
    assert room.place.keys.stat().st_mode & 0o007 == 0
