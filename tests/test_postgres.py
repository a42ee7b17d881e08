"""The gradebook on a real PostgreSQL server, which the tests start themselves as a user without rights."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import database_server
import pytest
import sqlalchemy as sa
from classroom import CODE, COMMENTS, FIXTURE, RIGHT, ROWS, Classroom, open_classroom
from database_server import DatabaseServer

from autograder import batch, forget, release
from autograder.errors import KitError
from autograder.layout import Layout
from autograder.marks import read_marks, waiting
from autograder.operation.backup import backup
from autograder.operation.restore import restore
from autograder.recorder import Recorder, Row
from mentoring_cli.doctor.course import database

GRADER = """
import sys
from autograder import batch
from autograder.layout import Layout
from pathlib import Path
batch.TOGETHER = 3
place = Layout(Path(sys.argv[1]), Path(sys.argv[1]) / "workspace")
for turn in range(int(sys.argv[2])):
    report = batch.grade("mini", students=sys.argv[3:], force=True, place=place)
    assert len(report.graded) == len(sys.argv[3:]), report.lines()
"""
MARKER = """
import os, sys
from nbgrader.api import Gradebook
for turn in range(int(sys.argv[1])):
    for name in sys.argv[2:]:
        with Gradebook(os.environ["MENTORING_DB"], "mentoring") as gradebook:
            grade = gradebook.find_grade("t1", "mini", "mini", name)
            grade.manual_score, grade.needs_manual_grade = turn + 0.5, False
            gradebook.find_comment("t1", "mini", "mini", name).manual_comment = f"Отметка {turn}"
            gradebook.db.commit()
"""
SECOND_MARKER = """
import os, sys
from nbgrader.api import Gradebook
for turn in range(int(sys.argv[1])):
    for name in sys.argv[2:]:
        with Gradebook(os.environ["MENTORING_DB"], "mentoring") as gradebook:
            gradebook.find_grade("q1", "mini", "mini", name).extra_credit = turn + 1
            gradebook.find_comment("q1-key", "mini", "mini", name).manual_comment = f"Замечание {turn}"
            gradebook.db.commit()
"""


CONTROL: dict[str, DatabaseServer] = {}  # address of a server → what starts and stops it


@pytest.fixture(scope="session")
def server():
    """Address of a server in a temporary folder, without a database name."""
    if reason := database_server.missing():
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    made = DatabaseServer(folder, "grader")
    made.start()
    address = f"postgresql+psycopg://grader@127.0.0.1:{made.port}"
    CONTROL[address] = made
    try:
        yield address
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Room(Classroom):
    """A classroom whose gradebook is on the server."""

    def query(self, sql, *values):
        engine = sa.create_engine(self.place.db_url)
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(sa.text(sql))]
        engine.dispose()
        return rows


@pytest.fixture
def room(server, tmp_path, monkeypatch) -> Room:
    """A course released straight into an empty database of its own."""
    name = f"course_{abs(hash(tmp_path)) % 10**9}"
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"create database {name}"))
    engine.dispose()
    monkeypatch.setenv("MENTORING_DB", f"{server}/{name}")
    shutil.copytree(FIXTURE, tmp_path / "course")
    place = Layout(tmp_path / "course", tmp_path / "course" / "workspace")
    return Room(place, release.release("mini", place).release)


def start(program: str, *arguments: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)], stderr=subprocess.PIPE, text=True, cwd="/"
    )  # fmt: skip


def ended(*processes: subprocess.Popen) -> None:
    for process in processes:
        _, said = process.communicate(timeout=240)
        assert process.returncode == 0, said


def test_the_rows_are_those_of_sqlite(room, tmp_path, monkeypatch):
    assert not room.place.gradebook.exists()
    names = ("u01", "u02", "u03")
    here = [room.submit("u01", RIGHT, CODE), room.submit("u02", {}), room.submit("u03", {"q1": {"chosen": ["a"]}})]
    batch.grade("mini", place=room.place)
    batch.grade("mini", place=room.place, force=True)
    rows, comments = room.query(ROWS), room.query(COMMENTS)
    marks = read_marks(room.place.db_url)
    expected = sum(bool(found.awaiting) for found in marks.values())
    assert expected and waiting(room.place.db_url, "mini") == expected
    assert len(batch.grade("mini", place=room.place).unchanged) == 3

    monkeypatch.delenv("MENTORING_DB")
    twin = open_classroom(tmp_path / "twin")
    for name, folder in zip(names, here, strict=True):
        shutil.copytree(folder, twin.folder(name))
    batch.grade("mini", place=twin.place)
    assert [tuple(row) for row in twin.query(ROWS)] == rows and len(rows) == 12
    assert twin.query(COMMENTS) == comments
    assert read_marks(twin.place.db_url) == marks and marks["mini", "u01"].points == 6.0
    assert waiting(twin.place.db_url, "mini") == expected


def test_nbgraders_own_command_writes_the_same_rows(room):
    room.submit("u01", RIGHT, CODE)
    batch.grade("mini", place=room.place)
    before = room.rows()
    done = room.nbgrader("autograde", "mini", "--student", "u01", "--force")
    assert done.returncode == 0, done.stderr
    assert room.rows() == before
    export = room.nbgrader("export", "--to", str(room.place.root / "grades.csv"))
    assert export.returncode == 0, export.stderr
    assert ",u01," in (room.place.root / "grades.csv").read_text(encoding="utf-8")


def test_two_instructors_who_grade_and_mark_at_the_same_time_lose_nothing(room):
    """Both grade works of their own and the same ones; both mark and comment everyone in the meantime."""
    names = [f"u{number:02d}" for number in range(12)]
    for name in names:
        room.submit(name, RIGHT, CODE)
    batch.grade("mini", place=room.place)
    ended(
        start(GRADER, room.place.root, 5, *names[:8]),
        start(GRADER, room.place.root, 5, *names[4:]),
        start(MARKER, 5, *names),
        start(SECOND_MARKER, 5, *reversed(names)),
    )
    assert room.query("select distinct extra_credit from grade where extra_credit is not null") == [(5.0,)]
    said = "select count(*), manual_comment from comment where manual_comment is not null group by 2 order by 2"
    assert room.query(said) == [(12, "Замечание 4"), (12, "Отметка 4")]
    marks = read_marks(room.place.db_url, "mini")
    assert sorted(code for _, code in marks) == names
    for found in marks.values():
        task = found.tasks["t1"]
        assert (task.auto, task.manual, task.comment) == (None, 4.5, "Отметка 4")
        assert {name: mark.auto for name, mark in found.tasks.items() if name != "t1"} == {
            "c1": 3.0, "q1": 2.0, "q2": 1.0,
        }  # fmt: skip


def test_two_graders_of_the_same_class_make_every_row_once(room):
    names = [f"u{number}" for number in range(9)]
    for name in names:
        room.submit(name, RIGHT, CODE)
    record = (
        "import sys, os; from autograder.recorder import Recorder, Row\n"
        "names = sys.argv[1:]\n"
        "for turn in range(30):\n"
        "    with Recorder(os.environ['MENTORING_DB']) as recorder:\n"
        "        recorder.record('mini', 'mini', [Row(n, None, {'q1': (2.0, False)}, frozenset()) for n in names])\n"
    )
    ended(start(record, *names), start(record, *reversed(names)), start(record, *names[4:], *names[:4]))
    assert len(room.rows()) == 4 * len(names)
    assert room.query("select count(*) from student") == [(len(names),)]


def test_a_person_is_forgotten_on_the_server_too(room):
    room.submit("u01", RIGHT, CODE)
    room.submit("u02", RIGHT, CODE)
    batch.grade("mini", place=room.place)
    gone = forget.forget(["u01"], place=room.place)
    assert not gone.left and room.query("select id from student") == [("u02",)]


def test_an_empty_or_absent_database_is_told_of_in_russian(room, server, monkeypatch):
    with pytest.raises(KitError, match="Журнал оценок пуст"), Recorder(f"{server}/postgres") as recorder:
        recorder.record("mini", "mini", [Row("u01", None, {}, frozenset())])
    monkeypatch.setattr("autograder.recorder.RETRIES", 1)
    with pytest.raises(KitError, match="недоступен"), Recorder(f"{server}/nowhere") as recorder:
        recorder.graded("mini")
    with pytest.raises(KitError, match="не отвечает"):
        read_marks(f"{server}/nowhere")


def test_desk_marks_lie_beside_the_gradebook_and_survive_a_batch(room):
    from autograder.judging.desk import Desk

    names = ("u01", "u02")
    for name in names:
        room.submit(name, RIGHT)
    batch.grade("mini", place=room.place)
    batching = start(GRADER, room.place.root, 4, *names)
    desks = {who: Desk(room.place) for who in ("Анна", "Борис")}
    task = ("mini", "t1")
    most = desks["Анна"].ledger.cell(*task).most

    def judge(who):
        for _ in range(5):
            for answer in desks[who].listed(*task, who):
                points = most if who == "Анна" else most * 0.9
                given = {"levels": {}, "points": points, "comment": f"Пишет {who}", "stamp": answer.stamp}
                desks[who].mark(*task, answer.id, who, given)

    with ThreadPoolExecutor(2) as people:
        list(people.map(judge, desks))
    ended(batching)
    desks["Анна"].confirm(*task)
    for name in names:
        mark = read_marks(room.place.db_url)["mini", name].tasks["t1"]
        assert mark.manual == pytest.approx(most * 0.95) and not mark.needs_manual
        assert set(mark.comment.split("\n\n")) == {"Пишет Анна", "Пишет Борис"}
    forget.forget(["u01"], place=room.place)
    with desks["Борис"].ledger.reading.connect() as connection:
        assert connection.execute(sa.text("select count(*) from desk_judgement")).scalar() == 2
    for desk in desks.values():
        desk.ledger.close()


def test_graders_in_separate_processes_are_never_given_one_answer(room):
    """Two desks with connections of their own: every answer is claimed and marked by one of them."""
    from autograder.judging.desk import Desk

    names = [f"u{number:02d}" for number in range(8)]
    for name in names:
        room.submit(name, RIGHT)
    batch.grade("mini", place=room.place)
    desks, task, given = {who: Desk(room.place) for who in ("Анна", "Борис", "Вера")}, ("mini", "t1"), []

    def judge(who):
        while (card := desks[who].next(*task, "first", who)) is not None:
            given.append(card.answer.id)
            mark = {"levels": {}, "points": 1, "comment": "", "stamp": card.answer.stamp}
            desks[who].mark(*task, card.answer.id, who, mark)

    with ThreadPoolExecutor(3) as people:
        list(people.map(judge, desks))
    assert len(given) == len(set(given)) == len(names)
    assert {len(one.judgements) for one in desks["Анна"].listed(*task, "Анна")} == {1}
    for desk in desks.values():
        desk.ledger.close()


def test_a_database_that_is_gone_and_comes_back_in_the_middle_of_grading_loses_nothing(room, server, monkeypatch):
    """The server is stopped as by a power cut after the first rows, and is back within the time a writer waits."""
    names = [f"u{number:02d}" for number in range(12)]
    for name in names:
        room.submit(name, RIGHT)
    monkeypatch.setattr(batch, "TOGETHER", 3)
    real, done = batch._Run.flush, []

    def flush(run):
        real(run)
        done.append(1)
        if len(done) == 2:
            CONTROL[server].stop()
            back.start()

    back = threading.Timer(1.0, CONTROL[server].start)
    monkeypatch.setattr(batch._Run, "flush", flush)
    report = batch.grade("mini", place=room.place)
    back.join()
    assert len(report.graded) == 12 and not report.refused
    assert len(room.rows()) == 4 * 12
    monkeypatch.undo()


def test_a_database_that_stays_away_is_one_sentence_and_the_next_run_does_the_rest(room, server, monkeypatch):
    names = [f"u{number:02d}" for number in range(9)]
    for name in names:
        room.submit(name, RIGHT)
    address = os.environ["MENTORING_DB"]
    with monkeypatch.context() as patch:
        patch.setattr(batch, "TOGETHER", 3)
        patch.setattr("autograder.recorder.RETRIES", 2)
        real, done = batch._Run.flush, []

        def flush(run):
            real(run)
            done.append(1)
            if len(done) == 1:
                CONTROL[server].stop()

        patch.setattr(batch._Run, "flush", flush)
        with pytest.raises(KitError, match="занят или недоступен"):
            batch.grade("mini", place=room.place)
    CONTROL[server].start()
    assert address == os.environ["MENTORING_DB"]
    report = batch.grade("mini", place=room.place)
    assert len(report.graded) + len(report.unchanged) == 9 and report.unchanged
    assert len(room.rows()) == 4 * 9


def test_a_copy_of_the_gradebook_is_restored_into_an_empty_database(room, server, tmp_path, monkeypatch):
    if not shutil.which("pg_dump"):
        pytest.skip("нет pg_dump: apt-get install postgresql-client")
    room.submit("u01", RIGHT, CODE)
    batch.grade("mini", place=room.place)
    made = backup(tmp_path / "copy.tar.gz", place=room.place)
    rows, comments = room.query(ROWS), room.query(COMMENTS)
    with pytest.raises(KitError, match="уже есть таблицы"):
        restore(made.path, tmp_path / "again", place=room.place)
    with monkeypatch.context() as patch:
        patch.delenv("MENTORING_DB")
        with pytest.raises(KitError, match="пустую базу"):
            restore(made.path, tmp_path / "again", place=room.place)
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("create database returned"))
    engine.dispose()
    monkeypatch.setenv("MENTORING_DB", f"{server}/returned")
    done = restore(made.path, tmp_path / "again", place=room.place)
    again = Room(Layout(room.place.root, done.folder), room.release_id)
    assert again.query(ROWS) == rows and again.query(COMMENTS) == comments and len(rows) == 4
    assert len(batch.grade("mini", place=again.place).unchanged) == 1
    again.submit("u02", RIGHT, CODE)
    assert len(batch.grade("mini", place=again.place).graded) == 1
    found = {one.name: one.state for one in database(again.place)}
    assert found == {"database": "ok", "database_clock": "ok"}
