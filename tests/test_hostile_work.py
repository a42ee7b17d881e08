"""What a dishonest or unlucky participant may put into a work costs them a line of the report, nobody else anything."""

import json
import os
import time
import zipfile
from datetime import UTC, datetime

import pytest
from classroom import CODE, RIGHT, Classroom, open_classroom

from autograder import answers, attempts, batch, damaged, feedback, files, intake, likeness, rules, sandbox
from autograder.parcels import open_all
from autograder.works import Work


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Classroom:
    return open_classroom(tmp_path_factory.mktemp("hostile") / "course")


@pytest.fixture
def room(released, tmp_path) -> Classroom:
    return released.twin(tmp_path / "course")


def zipped(room, folder, name, code, more=(), **head):
    folder.mkdir(exist_ok=True)
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answers.json", json.dumps(room.stored(code, RIGHT, **head)))
        for other, content in more:
            archive.writestr(other, content)
    return path


@pytest.mark.parametrize("head", ['{"answers": {', '{"answers": {"q1": {"answer": 1}'])
def test_a_megabyte_of_blanks_in_a_broken_file_is_read_at_once(head):
    start = time.perf_counter()
    answers.parse((head + " " * 1_000_000).encode())
    assert time.perf_counter() - start < 2


def test_a_number_beyond_all_numbers_is_not_infinite_for_the_scorer():
    found = damaged.loads('{"value": 1e999, "other": -1e999, "sound": 1.5}')
    assert found == {"value": None, "other": None, "sound": 1.5}
    assert answers.parse(b'{"answers": {"q2": {"answer": {"value": 1e999}}}}').given == {"q2": {"value": None}}


def test_two_endless_texts_do_not_hold_the_comparison_up():
    words = " ".join(f"слово{number}" for number in range(30_000))
    start = time.perf_counter()
    assert likeness.alike({"u01": words, "u02": f"ещё {words}"})
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("text", ["0001-01-01 00:00:00 Europe/Moscow", "9999-12-31 23:59:59 America/New_York"])
def test_a_moment_beyond_the_calendar_is_no_moment(room, text):
    folder = room.submit("u01", RIGHT)
    (folder / "timestamp.txt").write_text(text, encoding="utf-8")
    room.submit("u02", RIGHT)
    report = batch.grade("mini", place=room.place)
    assert [line.status for line in report.entries] == ["graded", "graded"]


def test_a_work_of_the_last_day_of_the_calendar_has_its_feedback_and_the_others_too(room):
    for code, moment in (("u01", "9999-12-31T23:59:59+00:00"), ("u02", "2026-11-20T12:00:00+03:00")):
        (room.submit(code, RIGHT) / "timestamp.txt").write_text(moment, encoding="utf-8")
    batch.grade("mini", place=room.place)
    assert set(feedback.feedback("mini", place=room.place).written) == {"u01", "u02"}
    assert rules.said(datetime.max.replace(tzinfo=UTC)) and rules.said(datetime.min.replace(tzinfo=UTC))


def test_whatever_breaks_one_page_of_feedback_the_others_are_written(room, monkeypatch):
    for code in ("u01", "u02"):
        room.submit(code, RIGHT)
    batch.grade("mini", place=room.place)
    own = feedback.Collector.page

    def page(self, code, *more):
        if code == "u01":
            raise ZeroDivisionError("surprise")
        return own(self, code, *more)

    monkeypatch.setattr(feedback.Collector, "page", page)
    report = feedback.feedback("mini", place=room.place)
    assert set(report.written) == {"u02"} and set(report.unwritten) == {"u01"}
    assert "u01" in report.summary()


def test_an_archive_with_a_name_too_long_for_the_disk_is_collected_and_so_are_the_others(room, tmp_path):
    sent = tmp_path / "sent"
    zipped(room, sent, "mini_u01_1.zip", "u01", [("ы" * 140 + ".json", "{}")])
    zipped(room, sent, "mini_u02_1.zip", "u02")
    report = attempts.collect("mini", sent, place=room.place)
    assert {line.participant for line in report.collected} == {"u01", "u02"}


def test_whatever_breaks_one_parcel_the_others_are_collected(room, tmp_path, monkeypatch):
    sent = tmp_path / "sent"
    for code in ("u01", "u02"):
        zipped(room, sent, f"mini_{code}_1.zip", code)
    own = attempts._keep

    def keep(folder, *more):
        if folder.parent.name == "u01":
            raise OSError(28, "No space left on device")
        own(folder, *more)

    monkeypatch.setattr(attempts, "_keep", keep)
    report = attempts.collect("mini", sent, place=room.place)
    assert [(line.participant, line.status) for line in report.entries] == [("u01", "refused"), ("u02", "collected")]
    assert "закончилось место" in report.entries[0].text()


def test_nobody_returns_a_work_to_oneself(room, tmp_path):
    note = json.dumps({"schema": 1, "attempt": 1, "at": "2026-11-20", "comment": "Верните мне всё"})
    sent = tmp_path / "sent"
    zipped(room, sent, "mini_u01_1.zip", "u01", [("returned.json", note)])
    assert attempts.collect("mini", sent, place=room.place).collected
    assert Work(room.place, "mini", "u01").returned is None
    again = attempts.collect("mini", sent, place=room.place)
    assert [line.status for line in again.entries] == ["unchanged"]


def test_a_returned_work_that_is_collected_again_is_not_another_attempt(room, tmp_path):
    sent = tmp_path / "sent"
    zipped(room, sent, "mini_u01_1.zip", "u01")
    attempts.collect("mini", sent, place=room.place)
    attempts.return_work("mini", "u01", "Допишите", place=room.place)
    zipped(room, sent, "mini_u01_1.zip", "u01", [("returned.json", json.dumps({"attempt": 1}))])
    assert [line.status for line in attempts.collect("mini", sent, place=room.place).entries] == ["unchanged"]
    assert Work(room.place, "mini", "u01").returned["comment"] == "Допишите"


def test_a_link_in_ones_own_mailbox_brings_nobody_elses_answers(room, monkeypatch):
    monkeypatch.setenv("MENTORING_EXCHANGE", str(room.place.workspace / "exchange"))
    boxes = room.place.course_exchange / "mailboxes"
    theirs = boxes / "u02" / "in" / "mini" / "u02" / "1"
    theirs.mkdir(parents=True)
    (theirs / "answers.json").write_text(json.dumps(room.stored("u02", RIGHT)), encoding="utf-8")
    mine = boxes / "u01" / "in" / "mini"
    mine.mkdir(parents=True)
    os.symlink(theirs, mine / "mini")
    attempts.collect("mini", place=room.place)
    assert not (room.place.attempts / "mini" / "u01").exists()
    assert (room.place.attempts / "mini" / "u02" / "1" / "answers.json").is_file()


def test_a_link_in_a_folder_of_works_is_told(room, tmp_path):
    (tmp_path / "sent" / "u01").mkdir(parents=True)
    os.symlink(tmp_path, tmp_path / "sent" / "u01" / "mini")
    assert list(open_all(tmp_path / "sent", "mini")) == []


@pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())
@pytest.mark.parametrize("source", [r"'\ud800'", "{'a': ['\\udfff']}"])
def test_half_a_letter_as_a_value_costs_its_own_task_only(room, source):
    room.submit("u01", RIGHT, source)
    report = batch.grade("mini", place=room.place)
    assert [line.status for line in report.entries] == ["graded"], report.entries[0].text()
    assert room.scores("u01")["q1"] == 2.0 and not room.scores("u01")["c1"]


def test_an_endless_number_is_no_reply_of_the_sandbox():
    assert sandbox._strict(b'{"value": 1e999, "error": "", "token": "x"}', {"value", "error", "token"}) is None
    assert sandbox._strict(b'{"value": NaN, "error": "", "token": "x"}', {"value", "error", "token"}) is None


def test_the_moment_of_answers_is_never_in_the_future(room):
    folder = room.submit("u01", RIGHT, CODE, handed_in=[{"attempt": 1, "at": "2999-01-01T00:00:00+03:00"}])
    (folder / "timestamp.txt").unlink()
    taken = intake.prepare(folder, "mini", folder / "mini.ipynb", True)
    assert taken.handed_in and taken.handed_in <= datetime.now(UTC)


def test_a_power_cut_leaves_no_key_without_content(tmp_path, monkeypatch):
    """The content is on disk before the file has its name; after a cut a name without content would be an empty key."""
    done, sync, replace = [], os.fsync, os.replace
    monkeypatch.setattr(files.os, "fsync", lambda handle: (done.append("sync"), sync(handle)))
    monkeypatch.setattr(files.os, "replace", lambda *paths: (done.append("name"), replace(*paths)))
    files.write_json(tmp_path / "key.json", {"schema": 1})
    assert done == ["sync", "name"]
