"""A person who is taken out leaves nothing behind, and nobody else loses anything."""

import shutil

import pytest
from classroom import RIGHT, open_classroom

from autograder import attempts, batch
from autograder.errors import KitError
from autograder.feedback import feedback
from autograder.forget import forget
from autograder.progress import progress
from autograder.roster import Person, load_roster, save_roster


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
