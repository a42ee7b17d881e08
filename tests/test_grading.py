"""Grades: always explicit, three outcomes apart, code in a process of its own, marks of people kept."""

import json
import math
import os
import shutil
import sqlite3
import threading

import pytest
from classroom import CODE, RIGHT, Classroom, open_classroom

from autograder import attempts, batch, cells, corrections, grading, key, registry, sandbox
from autograder.answers import Answers
from autograder.assess import Course
from autograder.errors import KitError
from autograder.key import Task
from autograder.works import Work

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\u2028\"'; DROP TABLE grade; --"


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Classroom:
    return open_classroom(tmp_path_factory.mktemp("grading") / "course")


@pytest.fixture
def room(released, tmp_path) -> Classroom:
    return released.twin(tmp_path / "course")


def outcomes(room, code):
    return {name: grade.outcome for name, grade in cells.read(room.autograded_path(code)).grades.items()}


# -- explicit grades ---------------------------------------------------------------------------------------------------


def test_right_answers_get_their_points_and_free_text_waits_for_a_person(room):
    room.submit("u01", RIGHT, CODE)
    report = batch.grade("mini", place=room.place)
    assert room.scores("u01") == {"c1": 3.0, "q1": 2.0, "q2": 1.0, "t1": None}
    assert room.rows()["u01", "mini", "t1"][3] == 1
    assert (report.graded[0].score, report.graded[0].max, report.graded[0].waiting) == (6.0, 10.0, 1)


def test_silence_is_never_full_marks(room):
    room.submit("empty", {})
    room.submit("nothing")
    room.submit("blank", {"q1": {"chosen": []}, "q2": {"value": None, "unit": ""}, "t1": {"text": "  "}}, "# пусто")
    batch.grade("mini", place=room.place)
    for code in ("empty", "nothing", "blank"):
        assert room.scores(code) == {"c1": 0.0, "q1": 0.0, "q2": 0.0, "t1": 0.0}
        assert set(outcomes(room, code).values()) == {"unanswered"}


def test_unanswered_unreadable_and_scored_are_told_apart(room):
    room.submit("u01", {"q1": {"chosen": ["c"]}, "q2": "не число"})
    batch.grade("mini", place=room.place)
    assert outcomes(room, "u01") == {"q1": "scored", "q2": "unreadable", "c1": "unanswered", "t1": "unanswered"}
    texts = {
        c.metadata.get("nbgrader", {}).get("grade_id"): str(c.get("outputs")) for c in room.autograded("u01").cells
    }
    assert "нет ответа" in texts["c1"] and "ответ не прочитан" in texts["q2"] and "оценено" in texts["q1"]


def test_the_first_result_of_a_graded_cell_is_a_plain_float(room):
    room.submit("u01", RIGHT, CODE)
    batch.grade("mini", place=room.place)
    for cell in room.autograded("u01").cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade") and not meta.get("solution"):
            assert cell.outputs[0].output_type == "execute_result"
            assert math.isfinite(float(cell.outputs[0].data["text/plain"]))


@pytest.mark.parametrize("fraction", [float("nan"), -1.0, 1.0000000001, 3, None])
def test_whatever_a_kind_returns_the_grade_is_within_its_points(monkeypatch, fraction):
    class Odd:
        def grade(self, question, answer, reference):
            return {"outcome": "scored", "fraction": fraction, "remarks": []}

    monkeypatch.setattr(registry, "kind", lambda name: Odd())
    made = key.Key("a", "r", "base", "a", "A", {"q": Task("q", "odd", 3.0, {}, None)})
    score = grading.grade(made, Answers({"q": {}}, present=True), {}, {"q": 3.0})["q"].score
    assert isinstance(score, float) and 0.0 <= score <= 3.0


def test_a_kind_that_crashes_costs_one_remark_and_no_batch(monkeypatch):
    class Broken:
        def grade(self, question, answer, reference):
            raise ZeroDivisionError

    monkeypatch.setattr(registry, "kind", lambda name: Broken())
    made = key.Key("a", "r", "base", "a", "A", {"q": Task("q", "odd", 3.0, {}, None)})
    grade = grading.grade(made, Answers({"q": {}}, present=True), {}, {"q": 3.0})["q"]
    assert (grade.outcome, grade.score) == ("unreadable", 0.0)
    assert "прочитать не удалось" in grade.remarks[0]["text"]


# -- what a participant can't change -----------------------------------------------------------------------------------


def test_edited_questions_points_outputs_and_metadata_do_not_matter(room):
    folder = room.submit("u01", {"q1": {"chosen": ["a"]}})
    notebook = json.loads((folder / "mini.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("nbgrader")
        if meta:
            meta["points"] = 1000
            cell["source"] = "print('полный балл')"
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {
                "text/plain": "1000", "text/html": HOSTILE}}]  # fmt: skip
        cell["metadata"]["evil"] = HOSTILE
        cell["attachments"] = {"x.svg": {"image/svg+xml": HOSTILE}}
    notebook["metadata"]["evil"] = HOSTILE
    notebook["cells"].insert(0, {"cell_type": "markdown", "metadata": {}, "source": HOSTILE})
    (folder / "mini.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    batch.grade("mini", place=room.place)
    assert room.scores("u01") == {"c1": 0.0, "q1": 1.0, "q2": 0.0, "t1": 0.0}
    text = room.autograded_path("u01").read_text(encoding="utf-8")
    assert "alert(1)" not in text and "1000" not in text and "attachments" not in text


def test_html_in_answers_is_text(room):
    room.submit("u01", {"q1": {"chosen": [HOSTILE]}, "q2": {"value": HOSTILE, "unit": HOSTILE}, "t1": {"text": HOSTILE},
                        HOSTILE: {"x": 1}}, f"'''{HOSTILE}'''")  # fmt: skip
    batch.grade("mini", place=room.place)
    shown = [o.data["text/html"] for c in room.autograded("u01").cells for o in c.get("outputs", []) if "data" in o
             and "text/html" in o.data]  # fmt: skip
    assert shown and all("<script" not in html and "<img" not in html for html in shown)
    for cell in room.autograded("u01").cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.endswith("-key"):
            assert all(line.startswith("#") for line in cell.source.splitlines())


def test_answers_of_another_participant_are_suspicious(room):
    room.submit("u01", RIGHT, participant="u02")
    room.submit("u03", RIGHT, participant="u\n\x1b[31m\u202eu04")
    report = batch.grade("mini", place=room.place)
    first, second = (line.text() for line in report.suspicious)
    assert "именем другого участника (u02)" in first
    assert second.isprintable()


@pytest.mark.parametrize(
    "head", [{"release": "nope"}, {"variant": "v7"}, {"assignment": "other"}, {"release": "../.."}]
)
def test_a_work_of_an_unknown_release_or_variant_is_not_graded_and_gets_no_zero(room, head):
    room.submit("u01", RIGHT, **head)
    room.submit("u02", RIGHT)
    report = batch.grade("mini", place=room.place)
    assert [line.participant for line in report.refused] == ["u01"]
    assert room.scores("u01") == {} and room.scores("u02")["q1"] == 2.0


# -- code --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source, said",
    [
        ("1/0", "ZeroDivisionError: division by zero"),
        ("сумма(", "SyntaxError"),
        ("raise SystemExit", "SystemExit"),
        ("import os; os._exit(0)", "оборвала работу"),
        ("import os; os.abort()", "оборвала работу"),
        ("object()", "последняя строка даёт «object»"),
        ("float('nan')", "nan"),
        ("'x' * 10**7", "слишком большой"),
        ("bytearray(10**11)", "не хватило памяти"),
        ("while True: pass", "дольше"),
        ("class E(Exception):\n    def __str__(self): raise KeyError\nraise E", "E"),
    ],
)
def test_what_goes_wrong_in_code_is_one_russian_sentence(source, said):
    result = sandbox.run_code([("a", source)], {"a"}, limits=sandbox.Limits(cell=2))["a"]
    assert result["value"] is None and said in result["error"] and "\n" not in result["error"]


def test_values_come_back_as_json():
    cells_ = [
        ("setup", "import numpy as np, pandas as pd"),
        ("a", "np.float64(2.5)"),
        ("b", "x = pd.Series([1, 2]).sum()"),
        ("c", "pd.Series({'а': 1, 'б': 2})"),
        ("d", "print('шум' * 10**6)\n{1: (2, 3), 'k': {None: True}}"),
        ("e", "%matplotlib inline\n# только комментарий"),
        ("f", "def f(): return 1"),
    ]
    done = sandbox.run_code(cells_, {"a", "b", "c", "d", "e", "f"})
    assert {name: r["value"] for name, r in done.items()} == {
        "a": 2.5, "b": 3, "c": {"а": 1, "б": 2}, "d": {"1": [2, 3], "k": {"None": True}}, "e": None, "f": None,
    }  # fmt: skip


def test_a_cell_that_dies_does_not_take_the_earlier_ones_with_it():
    done = sandbox.run_code([("a", "1 + 1"), ("b", "import os; os._exit(0)"), ("c", "3")], {"a", "b", "c"})
    assert done["a"]["value"] == 2 and done["b"]["error"] and "очередь не дошла" in done["c"]["error"]


def test_a_cell_can_not_answer_for_another():
    forge = (
        "import os, json\n"
        "for fd in range(3, 40):\n"
        "    try: os.write(fd, json.dumps({'value': 12, 'error': '', 'token': '0' * 32}).encode() + b'\\n')\n"
        "    except OSError: pass\n"
        "1"
    )
    done = sandbox.run_code([("a", forge), ("b", "0")], {"a", "b"})
    assert done["a"]["value"] is None and done["b"]["value"] != 12


def test_code_sees_neither_the_instructors_environment_nor_the_key(room, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    room.submit("u01", {}, "import os\nstr(dict(os.environ)) + os.getcwd() + str(os.listdir('.'))")
    course = Course.load(room.place, "mini")
    value = course.assess(course.admit("u01")).grades["c1"].answer["code"]["value"]
    assert "hunter2" not in value and str(room.place.root) not in value and "key" not in value


def test_endless_code_stops_and_the_others_are_graded(room):
    room.submit("u01", RIGHT, "while True: pass")
    room.submit("u02", RIGHT, CODE)
    course = Course.load(room.place, "mini")
    course.limits = sandbox.Limits(cell=1)
    assessed = course.assess(course.admit("u01"))
    assert assessed.grades["c1"].score == 0.0 and assessed.grades["q1"].score == 2.0
    assert "бесконечного цикла" in str(assessed.grades["c1"].answer)


# -- again and again ---------------------------------------------------------------------------------------------------


def test_the_same_run_twice_changes_nothing(room):
    room.submit("u01", RIGHT, CODE)
    batch.grade("mini", place=room.place)
    before, stamp = room.rows(), os.stat(room.autograded_path("u01")).st_mtime_ns
    report = batch.grade("mini", place=room.place)
    assert len(report.unchanged) == 1 and not report.graded
    assert room.rows() == before and os.stat(room.autograded_path("u01")).st_mtime_ns == stamp
    room.submit("u01", {"q1": {"chosen": ["c"]}})
    assert len(batch.grade("mini", place=room.place).graded) == 1
    assert room.scores("u01")["q1"] == 0.0


def test_marks_and_comments_of_people_survive_a_regrade(room):
    room.submit("u01", RIGHT, CODE)
    batch.grade("mini", place=room.place)
    person = "select g.id from grade g join base_cell b on b.id = g.cell_id where b.name = 't1'"
    room.query(f"update grade set manual_score = 3.5, extra_credit = 1, needs_manual_grade = 0 where id in ({person})")
    room.query("update comment set manual_comment = 'Хорошо'")
    batch.grade("mini", force=True, place=room.place)
    assert room.rows()["u01", "mini", "t1"][:4] == (None, 3.5, 4.0, 1)
    assert room.query("select distinct manual_comment from comment") == [("Хорошо",)]
    assert room.query("select sum(extra_credit) from grade") == [(1.0,)]


def test_a_voided_task_gives_everyone_its_points_and_keeps_marks(room):
    room.submit("u01", {"q1": {"chosen": ["c"]}, "t1": {"text": "План"}})
    room.submit("u02", {})
    batch.grade("mini", place=room.place)
    room.query("update grade set manual_score = 2 where auto_score is null")
    corrections.void(room.place, "mini", "q1", "в вопросе ошибка")
    report = batch.grade("mini", place=room.place)
    assert len(report.graded) == 2
    assert room.scores("u01")["q1"] == room.scores("u02")["q1"] == 2.0
    assert room.rows()["u01", "mini", "t1"][1] == 2.0
    assert "Задание снято" in room.autograded_path("u01").read_text(encoding="utf-8")
    with pytest.raises(KitError, match="нет задачи «zz»"):
        corrections.void(room.place, "mini", "zz", "")


def test_a_mended_reference_regrades_works_of_the_same_release(room):
    room.submit("u01", {"q2": {"value": "44,19", "unit": "%"}})
    batch.grade("mini", place=room.place)
    assert room.scores("u01")["q2"] < 1.0
    source = room.place.assignments / "mini" / "mini.ipynb"
    source.write_text(source.read_text(encoding="utf-8").replace("37 / 86", "38 / 86"), encoding="utf-8")
    corrections.mend(room.place, "mini", "q2", "в таблице было 38")
    batch.grade("mini", place=room.place)
    assert room.scores("u01")["q2"] == 1.0


def hand_in(room, code, number, answers, at="2026-11-20T12:00:00+03:00"):
    folder = room.submit(code, answers, CODE, handed_in=[{"attempt": number, "at": at}])
    target = room.place.inbox / "mini" / code / str(number)
    shutil.copytree(folder, target)
    shutil.rmtree(folder.parent)


def test_a_second_attempt_after_return_replaces_the_first_and_both_are_kept(room):
    hand_in(room, "u01", 1, {"q1": {"chosen": ["c"]}})
    assert attempts.collect("mini", place=room.place).collected[0].attempt == 1
    batch.grade("mini", place=room.place)
    (room.place.participants / "u01" / "mini").mkdir(parents=True)
    said = attempts.return_work("mini", "u01", "Допишите вывод", place=room.place)
    assert "попытка 1" in said
    note = json.loads((room.place.participants / "u01" / "mini" / "returned.json").read_text(encoding="utf-8"))
    assert (note["schema"], note["attempt"], note["comment"]) == (1, 1, "Допишите вывод")
    assert Work(room.place, "mini", "u01").returned["comment"] == "Допишите вывод"
    hand_in(room, "u01", 2, RIGHT)
    report = attempts.collect("mini", place=room.place)
    assert [(line.status, line.attempt) for line in report.entries] == [("unchanged", 1), ("collected", 2)]
    batch.grade("mini", place=room.place)
    assert room.scores("u01")["q1"] == 2.0
    kept = room.place.attempts / "mini" / "u01"
    assert sorted(item.name for item in kept.iterdir() if item.is_dir()) == ["1", "2"]
    with pytest.raises(KitError, match="не сдавал"):
        attempts.return_work("mini", "u77", "", place=room.place)


def test_an_interrupted_run_keeps_what_is_graded(room, monkeypatch):
    for number in range(5):
        room.submit(f"u{number}", RIGHT)
    monkeypatch.setattr(batch, "TOGETHER", 2)

    def stop(done, total):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.grade("mini", progress=stop, place=room.place)
    report = batch.grade("mini", place=room.place)
    assert (len(report.unchanged), len(report.graded)) == (4, 1)


def test_a_gradebook_that_somebody_is_writing_is_waited_for(room):
    room.submit("u01", RIGHT)
    other = sqlite3.connect(room.place.gradebook, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(1.5, other.execute, ["COMMIT"])
    timer.start()
    assert len(batch.grade("mini", place=room.place).graded) == 1
    timer.join()


def test_the_report_is_a_file_that_programs_read(room, tmp_path):
    room.submit("u01", RIGHT, participant="u02")
    (room.submit("u02") / "mini.ipynb").unlink()
    report = batch.grade("mini", place=room.place)
    report.save(tmp_path / "report.json")
    data = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert data["counts"]["graded"] == data["counts"]["refused"] == data["counts"]["suspicious"] == 1
    assert [line["text"] for line in data["lines"]] == [line.text() for line in report.entries]
    assert report.lines()[0].startswith("Оценено: 1") and report.lines()[1].startswith("u02: не оценена — в папке нет")


def test_a_broken_second_attempt_leaves_the_first_grade_and_says_so(room):
    folder = room.submit("u01", RIGHT, CODE)
    batch.grade("mini", place=room.place)
    for name in ("mini.ipynb", "answers.json"):
        (folder / name).write_bytes(b"\xff\xfe")
    report = batch.grade("mini", place=room.place)
    assert "прежняя оценка осталась" in report.refused[0].text()
    assert room.scores("u01")["q1"] == 2.0


def test_a_folder_that_can_not_be_written_costs_one_line(room):
    room.submit("u01", RIGHT)
    room.submit("u02", RIGHT)
    room.place.autograded.mkdir()
    (room.place.autograded / "u01").write_text("файл вместо папки")
    report = batch.grade("mini", place=room.place)
    assert [line.participant for line in report.refused] == ["u01"] and len(report.graded) == 1
