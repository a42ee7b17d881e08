"""A person who is taken out leaves nothing behind, and nobody else loses anything."""

import shutil
import sqlite3
import zipfile

import pytest
from classroom import RIGHT, open_classroom
from typer.testing import CliRunner

from autograder import attempts, batch, traces
from autograder.errors import KitError
from autograder.feedback import feedback
from autograder.forget import forget, strangers
from autograder.operation import journal
from autograder.operation.backup import backup
from autograder.progress import progress
from autograder.roster import Person, load_roster, save_roster
from mentoring_cli.commands import app


@pytest.fixture
def room(tmp_path):
    made = open_classroom(tmp_path / "course")
    shutil.copytree("datasets", made.place.datasets, dirs_exist_ok=True)
    save_roster([Person("u1", "А", "Лесная", "Ия"), Person("u12", "А", "Речная", "Ева")], place=made.place)
    for code in ("u1", "u12"):
        folder = made.submit(code, RIGHT)
        shutil.copytree(folder, made.place.inbox / "mini" / code / "1")
        (made.place.participants / code).mkdir(parents=True)
    attempts.collect("mini", place=made.place)
    batch.grade("mini", place=made.place)
    feedback("mini", place=made.place)
    progress(place=made.place)
    return made


def test_a_forgotten_person_is_found_nowhere_and_the_neighbour_keeps_everything(room):
    before = room.scores("u12")
    gone = forget(["u1"], place=room.place)
    assert gone.left == ()
    assert any("журнал оценок" in line for line in gone.removed)
    assert room.scores("u1") == {}
    assert room.scores("u12") == before
    assert [person.code for person in load_roster(place=room.place).people] == ["u12"]
    assert (room.place.feedback / "u12").is_dir() and not (room.place.feedback / "u1").exists()
    assert "Лесная".encode() not in b"".join(p.read_bytes() for p in room.place.workspace.rglob("*") if p.is_file())


def test_what_still_names_a_code_is_told(room):
    note = room.place.workspace / "note.txt"
    note.write_text("позвонить u1", encoding="utf-8")
    assert forget(["u1"], place=room.place).left == (note,)


def test_a_code_that_cannot_be_one_is_refused(room):
    with pytest.raises(KitError, match="не годится"):
        forget(["../u12"], place=room.place)


def test_mailboxes_exchange_portfolios_copies_of_upgrades_and_the_journal_are_searched_too(room, tmp_path, monkeypatch):
    monkeypatch.setenv("MENTORING_EXCHANGE", str(tmp_path / "exchange"))
    place = room.place
    course = place.course_exchange
    traces = [
        course / "mailboxes" / "u1" / "in" / "mini" / "1" / "answers.json",
        course / "mailboxes" / "u1" / "out" / "mini.feedback.html",
        course / "inbound" / "u1+mini+2026-11-20" / "answers.json",
        place.workspace / "upgraded" / "2026-11-20" / "submitted" / "u1" / "mini" / "answers.json",
        place.workspace / "upgraded" / "2026-11-20" / "attempts" / "mini" / "u1" / "1" / "answers.json",
        place.reports / "portfolio" / "u1.docx",
        place.reports / "practicum_2_catalogue.docx",
    ]
    for path in traces:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Лесная Ия")
    (course / "mailboxes" / "u12" / "in").mkdir(parents=True)
    journal.note(place, {"command": "grade", "refused_codes": ["u1", "u12"]})
    copy = backup(place=place)
    gone = forget(["u1"], place=place)
    assert gone.left == () and not [path for path in traces if path.exists()]
    assert gone.copies == (copy.path,), "a copy is named, not changed"
    assert (course / "mailboxes" / "u12" / "in").is_dir()
    assert "u12" in (place.workspace / "logs" / journal.FILE).read_text() and any(
        "журнал работы" in s for s in gone.removed
    )


def test_a_name_inside_a_packed_file_is_found(room):
    path = room.place.workspace / "списки" / "группа.docx"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as document:
        document.writestr("word/document.xml", "<w:t>Лесная Ия, куратор</w:t>")
    assert forget(["u1"], place=room.place).left == (path,)
    path.unlink()
    assert forget(["u1"], place=room.place).left == ()


def test_a_table_of_the_gradebook_that_still_has_a_code_is_told(room):
    with sqlite3.connect(room.place.gradebook) as database:
        database.execute("create table elsewhere (whose varchar(20))")
        database.execute("insert into elsewhere values ('u1')")
    assert traces.in_gradebook(room.place.db_url, ["u1"]) and not traces.in_gradebook(room.place.db_url, ["u77"])
    assert forget(["u1"], place=room.place).left == (room.place.gradebook,)


def test_a_damaged_packed_file_does_not_stop_the_search(room):
    """A participant's .docx may be broken anywhere: the others are searched all the same."""
    path = room.place.submitted / "u12" / "mini" / "broken.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "слово " * 2_000)
    content = bytearray(path.read_bytes())
    content[60:120] = b"\xff" * 60
    path.write_bytes(content)
    assert forget(["u1"], place=room.place).left == ()


def test_own_terms_written_by_a_russian_spreadsheet_are_forgotten_too(room):
    terms = room.place.workspace / "extensions.csv"
    head, other = "code;assignment;due;note\n", "u12;mini;2026-12-02;\n"
    terms.write_text(f"{head}u1;mini;2026-12-01;по болезни\n{other}", encoding="utf-8")
    gone = forget(["u1"], place=room.place)
    assert gone.left == () and "личные сроки" in gone.removed
    assert terms.read_text(encoding="utf-8") == head + other


def test_a_code_nobody_has_removes_nothing(room, monkeypatch):
    monkeypatch.setenv("MENTORING_ROOT", str(room.place.root))
    monkeypatch.delenv("MENTORING_WORKSPACE", raising=False)
    before = sorted(path for path in room.place.workspace.rglob("*") if "logs" not in path.parts)
    done = CliRunner().invoke(app, ["forget", "u12", "u77"])
    assert done.exit_code == 1 and str(done.exception).startswith("Не удалено ничего: u77 нет ни в списке")
    assert sorted(path for path in room.place.workspace.rglob("*") if "logs" not in path.parts) == before
    assert strangers(["u1", "u12", "u77"], place=room.place) == ["u77"]
    save_roster([], place=room.place)  # not in the list any more, and still in the works
    assert strangers(["u1"], place=room.place) == []
