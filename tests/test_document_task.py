"""A document uploaded to a task: accepted or refused, kept by the answers, carried to grading, read in the sandbox."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import zipfile

import pytest

from autograder import grading, sandbox
from autograder import uploads as engine
from autograder.key import Key, Task
from autograder.parcels import open_all
from mentoring import handin, uploads
from mentoring.answers.disk import StoreError
from mentoring.documents.drafting import draft, example
from mentoring.forms import document as view
from mentoring.forms import place, shown, uploading, widget
from mentoring.tasks import DocumentQuestion, asked, kind_of
from mentoring.tasks.document import KIND, DocumentReference, Fact

NEEDS_WALLS = pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())
ORDER = draft("pairing_order", example())[0].content
QUESTION = DocumentQuestion(
    id="d1",
    title="Приказ о закреплении пар",
    as_of="2026-11-21",
    wanted=("pairing_order",),
    points=10,
    criteria=asked("PRP-02", "PRP-05", "PRP-06", "PRP-08", evidence=("PRP-05",)),
    max_files=2,
)
QUOTE = "О закреплении наставнических пар на 2026/27 учебный год"
REFERENCE = DocumentReference(
    facts=(
        Fact(id="mentor", phrases=("Лозовицкая",), explain="Наставник — Лозовицкая."),
        Fact(id="day", phrases=("11.09.2026",)),
    )
)


def stored(content: bytes = ORDER, name: str = "приказ.docx", evidence=None):
    given = uploads.accept("d1", name, content)
    return given, {"files": [given.to_json()], "evidence": evidence or {}}


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A participant's released assignment with one document task, the kernel standing in it."""
    for name in ("AUTOGRADER_ROLE", "NBGRADER_EXECUTION", "MENTORING_PARTICIPANT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(shown, "tasks", {})
    monkeypatch.setattr(shown, "hand_ins", [])
    folder = tmp_path / "practicum_4"
    folder.mkdir()
    (tmp_path / "participant.json").write_text('{"schema": 1, "participant": "u07"}')
    (folder / "release.json").write_text('{"schema": 1, "assignment": "practicum_4", "release": "r1", "tasks": []}')
    (folder / "practicum_4.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    monkeypatch.chdir(folder)
    return folder


def form():
    return widget.TaskWidget(QUESTION, place.assignment_place())


def talk(form, content, buffers=()):
    said = []
    form.send = lambda message, buffers=None: said.append(message)
    form._receive(form, content, list(buffers))
    return said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("приказ.exe", b"x", "не подходит"),
        ("приказ.docx", b"", "пуст"),
        ("../приказ.docx", b"x", "Имя файла"),
        (".docx", b"x", "Имя файла"),
        ("a" * 200 + ".docx", b"x", "Имя файла"),
        ("а\u202eб.docx", b"x", "Имя файла"),
        ("приказ.docx", b"x" * (uploads.MAX_FILE + 1), "слишком велик"),
    ],
)
def test_what_is_no_document_is_refused_in_one_sentence(name, content, words):
    with pytest.raises(StoreError, match=words):
        uploads.accept("d1", name, content)


def test_both_sides_agree_on_names_and_on_the_archive():
    given, _ = stored()
    assert uploads.NAME.pattern == engine.NAME.pattern and uploads.MAX_FILE == engine.MAX_FILE
    assert engine.NAME.fullmatch(given.file) and not engine.NAME.fullmatch("doc_d1_0123.docx")
    assert uploads.unpack(engine._pack({"a": 1}, [("б.docx", b"2")])) == ({"a": 1}, [("б.docx", b"2")])


def test_the_form_keeps_the_file_beside_the_answers_and_locks_it_after_hand_in(home):
    shown = form()
    told = talk(shown, {"type": "upload", "name": "приказ.docx", "tab": "t"}, [memoryview(ORDER)])[0]
    assert told["type"] == "uploaded"
    file = told["files"][0]
    assert (home / file["file"]).read_bytes() == ORDER and file["sha256"] == hashlib.sha256(ORDER).hexdigest()
    talk(shown, {"type": "answer", "seq": 1, "base_revision": 0, "answer": {"files": [file], "evidence": {}}})
    kept = json.loads((home / "answers.json").read_text(encoding="utf-8"))["answers"]["d1"]["answer"]
    assert kept["files"][0]["name"] == "приказ.docx"
    assert shown._now()[1]["missing"] == ["цитата к критерию PRP-05"]
    refused = talk(shown, {"type": "upload", "name": "x.exe", "tab": "t"}, [b"1"])[0]
    assert refused["type"] == "refused" and "не подходит" in refused["message"]
    handin.hand_in(shown.place.store)
    late = talk(shown, {"type": "upload", "name": "приказ.docx"}, [ORDER])[0]
    assert late["type"] == "refused" and "уже сдана" in late["message"]


@NEEDS_WALLS
def test_the_form_shows_the_audit_and_replaces_people_by_codes(home):
    shown = form()
    file = talk(shown, {"type": "upload", "name": "приказ.docx"}, [ORDER])[0]["files"][0]
    told = talk(shown, {"type": "audit", "answer": {"files": [file]}})[0]
    assert told["type"] == "audited" and told["files"][0]["title"] == "Приказ о закреплении наставнических пар (групп)"
    assert set(told["files"][0]["criteria"]) == {one.id for one in QUESTION.criteria} and "text" not in told["files"][0]
    assert any("фамилию" in line for line in told["files"][0]["personal"])
    coded = talk(shown, {"type": "codes", "answer": {"files": [file]}})[0]
    assert coded["replace"] and "Заменено кодами" in coded["said"][0]
    with zipfile.ZipFile(home / coded["files"][0]["file"]) as archive:
        assert "Лозовицк" not in archive.read("word/document.xml").decode()
    again = talk(shown, {"type": "audit", "answer": {"files": coded["files"]}})[0]
    assert again["files"][0]["personal"] == []
    assert {one["verdict"] for one in again["files"][0]["criteria"].values()} == {"met"}


def test_where_nothing_isolates_the_form_says_so_and_the_grade_waits(home, monkeypatch):
    refused = {"value": None, "error": "не проверено: ядро системы не даёт Landlock", "refused": True}
    monkeypatch.setattr(uploading, "run", lambda *_: refused)
    shown = form()
    file = talk(shown, {"type": "upload", "name": "приказ.docx"}, [ORDER])[0]["files"][0]
    told = talk(shown, {"type": "audit", "answer": {"files": [file]}})[0]
    assert told["type"] == "refused" and "её проверит преподаватель" in told["message"]
    monkeypatch.setattr(sandbox, "run_worker", lambda *_, **__: refused)
    read = engine.read(home, KIND.worker, QUESTION.model_dump(mode="json"), {"files": [file]})
    one = graded({"files": [file]}, read)
    assert one.outcome == "manual" and one.score is None and "Landlock" in one.remarks[-1]["text"]


def graded(form, read, reference=REFERENCE):
    from autograder.answers import Answers

    task = Task(
        "d1", "document", 10.0, QUESTION.model_dump(mode="json"), reference.model_dump(mode="json"), False, False
    )
    key = Key("practicum_4", "r1", "base", "practicum_4", "", {"d1": task})
    return grading.grade(key, Answers(given={"d1": form}), {}, {"d1": 10.0}, {"d1": read} if read else {})["d1"]


@NEEDS_WALLS
def test_the_grade_needs_the_document_the_case_and_the_place(tmp_path):
    given, answer = stored(evidence={"PRP-05": QUOTE})
    uploads.keep(tmp_path, given, ORDER)
    question = QUESTION.model_dump(mode="json")
    read = engine.read(tmp_path, KIND.worker, question, answer)
    assert read["error"] == "" and read["value"]["files"][0]["kind"] == "pairing_order"
    one = graded(answer, read)
    assert one.outcome == "scored" and one.score >= 9, one.remarks
    bare = graded({**answer, "evidence": {}}, read)
    assert bare.score == pytest.approx(8.5)
    other = DocumentReference(facts=(Fact(id="a", phrases=("учитель химии",)), Fact(id="b", phrases=("гимназия",))))
    assert graded({**answer, "evidence": {}}, read, other).score == 0  # a ready document of another case earns nothing
    html = view.readonly(question, one.answer, one.to_json(), reveal=REFERENCE.model_dump(mode="json"))
    assert "приказ.docx" in html and "Аудит документа" in html and "Наставник — Лозовицкая." in html


@NEEDS_WALLS
@pytest.mark.parametrize("content", [b"no docx at all", b"PK\x05\x06" + b"\0" * 18])
def test_a_broken_file_is_unreadable_not_a_crash(content, tmp_path):
    given, answer = stored(content)
    uploads.keep(tmp_path, given, content)
    one = graded(answer, engine.read(tmp_path, KIND.worker, QUESTION.model_dump(mode="json"), answer))
    assert one.outcome == "unreadable" and "Traceback" not in str(one.remarks)


def test_a_file_that_did_not_come_or_was_changed_waits_for_a_person(tmp_path):
    given, answer = stored()
    lost = engine.read(tmp_path, KIND.worker, {}, answer)
    assert lost["lost"] and graded(answer, lost).outcome == "manual"
    (tmp_path / given.file).write_bytes(b"another")
    assert "не тот" in engine.read(tmp_path, KIND.worker, {}, answer)["error"]
    target = tmp_path / "secret"
    target.write_bytes(ORDER)
    (tmp_path / given.file).unlink()
    (tmp_path / given.file).symlink_to(target)
    assert engine.read(tmp_path, KIND.worker, {}, answer)["lost"]
    evil = {"files": [{"name": "x", "file": "../../etc/passwd", "sha256": ""}]}
    assert "записано неверно" in engine.read(tmp_path, KIND.worker, {}, evil)["error"]


@pytest.mark.parametrize("way", ["inbox", "zip"])
def test_files_go_with_the_work_through_hand_in_and_collecting(way, home, tmp_path):
    shown = form()
    file = talk(shown, {"type": "upload", "name": "приказ.docx"}, [ORDER])[0]["files"][0]
    (home / "doc_d1_0000000000000000.docx").write_bytes(b"an upload that was thrown away")
    (home / "secret.docx").write_bytes(b"not of the work")
    talk(shown, {"type": "answer", "seq": 1, "base_revision": 0, "answer": {"files": [file], "evidence": {}}})
    inbox = tmp_path / "inbox"
    made = handin.hand_in(shown.place.store, inbox if way == "inbox" else None)
    if way == "zip":
        inbox.mkdir()
        (inbox / made.zip_name).write_bytes(made.zip_bytes)
        parcel = next(iter(open_all(inbox, "practicum_4")))
    else:
        parcel = next(iter(open_all(inbox / "practicum_4", "practicum_4")))
    assert parcel.files[file["file"]] == ORDER
    assert not any(name in parcel.files for name in ("secret.docx", "doc_d1_0000000000000000.docx"))


def test_a_zip_of_a_stranger_brings_no_other_files(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in (
            "answers.json",
            "doc_d1_0123456789abcdef.docx",
            "run.docx",
            "../doc_d1_0123456789abcdee.docx",
            "x.sh",
        ):
            archive.writestr(name, "{}")
    (tmp_path / "practicum_4_u07_1.zip").write_bytes(buffer.getvalue())
    parcel = next(iter(open_all(tmp_path, "practicum_4")))
    assert set(parcel.files) == {"answers.json", "doc_d1_0123456789abcdef.docx"}


def test_the_author_is_told_what_would_not_be_honest():
    warned = KIND.check(QUESTION, None)
    assert any("полный балл" in line for line in warned)
    doubtful = QUESTION.model_copy(update={"criteria": asked("PRP-13", "DK-01")})
    said = " ".join(KIND.check(doubtful, REFERENCE))
    assert "неподтверждённое право" in said and "другом виде" in said
    assert KIND.check(QUESTION, REFERENCE) == []


def test_everything_of_the_participant_is_escaped():
    hostile = next(one for one in kind_of("document").samples() if one.name == "hostile")
    html = view.readonly(hostile.question.model_dump(mode="json"), hostile.answer, None, reveal=None)
    assert "<script>" not in html and "<img" not in html and "&lt;b&gt;.docx" in html


def test_regrading_notices_another_file(tmp_path):
    before = engine.digest(tmp_path)
    (tmp_path / "doc_d1_0123456789abcdef.docx").write_bytes(b"1")
    one = engine.digest(tmp_path)
    (tmp_path / "doc_d1_0123456789abcdef.docx").write_bytes(b"2")
    assert len({before, one, engine.digest(tmp_path)}) == 3


def cell(source: str, name: str = "", **meta) -> dict:
    about = {"nbgrader": {"grade_id": name, "schema_version": 3, "task": False, "locked": False, "grade": False} | meta}
    return {
        "cell_type": "code",
        "id": f"id-{name or 'x'}",
        "metadata": about if name else {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


@NEEDS_WALLS
def test_a_released_document_task_is_collected_and_graded_in_a_batch(tmp_path):
    from classroom import FIXTURE

    from autograder import attempts, batch, release
    from autograder.layout import Layout

    shutil.copytree(FIXTURE, tmp_path / "course")
    place = Layout(tmp_path / "course", tmp_path / "course" / "workspace")
    source = place.assignments / "practicum_4"
    source.mkdir()
    facts = [one.model_dump() for one in REFERENCE.facts]
    key = f"### BEGIN SOLUTION\nreference('d1', facts={facts!r})\n### END SOLUTION"
    cells = [
        cell(
            "from mentoring.forms import hand_in, reference, task\nfrom mentoring.tasks import DocumentQuestion, asked"
        ),
        cell(key, "d1-key", solution=True),
        cell(
            f"task(DocumentQuestion(**{QUESTION.model_dump()!r}))",
            "d1",
            grade=True,
            locked=True,
            points=10,
            solution=False,
        ),
        cell("hand_in()"),
    ]
    cells[3]["id"] = "id-end"
    notebook = {
        "cells": cells,
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    }
    (source / "practicum_4.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    made = release.release("practicum_4", place)
    given, answer = stored(evidence={"PRP-05": QUOTE})
    for code, content in (("u01", ORDER), ("u02", None), ("u03", b"no document")):
        taken = place.inbox / "practicum_4" / code / "1"
        taken.mkdir(parents=True)
        form = answer if content != b"no document" else stored(content)[1]
        entry = {"d1": {"revision": 1, "saved_at": "2026-11-20T12:00:00+03:00", "answer": form}}
        answers = {
            "schema": 1,
            "participant": code,
            "assignment": "practicum_4",
            "release": made.release,
            "variant": "base",
            "answers": entry,
            "handed_in": [{"attempt": 1, "at": "2026-11-20T12:00:00+03:00"}],
            "returned": None,
        }
        (taken / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        if content:
            (taken / form["files"][0]["file"]).write_bytes(content)
    attempts.collect("practicum_4", place=place)
    assert (place.submitted / "u01" / "practicum_4" / given.file).read_bytes() == ORDER
    report = batch.grade("practicum_4", place=place)
    with sqlite3.connect(place.gradebook) as database:
        rows = dict(
            database.execute(
                "select s.student_id, g.auto_score from grade g join submitted_notebook n on n.id = g.notebook_id "
                "join submitted_assignment s on s.id = n.assignment_id"
            ).fetchall()
        )
    assert rows["u01"] >= 9 and rows["u02"] is None and rows["u03"] == 0
    assert any(
        "не пришёл" in phrase for line in report.entries if line.participant == "u02" for phrase in line.repaired
    )
    assert "Лозовицкая" not in (place.release / "practicum_4" / "practicum_4.ipynb").read_text(encoding="utf-8")
