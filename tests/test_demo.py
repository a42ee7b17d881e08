"""The demonstration class: synthetic, the same on every run, graded to the end whatever is wrong with a work."""

import json
import shutil

import pytest
from lesson import copy_of, open_lesson

from autograder.attempts import collect
from autograder.batch import grade
from autograder.demo import ACTORS, DUE, GROUP, make_demo_class
from autograder.errors import KitError
from autograder.feedback import feedback
from autograder.progress import collect as sheet_of
from autograder.roster import Person, load_roster, save_roster


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    return open_lesson(tmp_path_factory.mktemp("lesson") / "course")


@pytest.fixture
def course(lesson, tmp_path, monkeypatch):
    monkeypatch.delenv("MENTORING_INBOX", raising=False)
    return copy_of(lesson, tmp_path / "course")


def files(folders):
    return {
        (code, path.name): path.read_bytes() for code, folder in folders.items() for path in sorted(folder.iterdir())
    }


def test_class_is_graded_from_excellent_to_empty(course):
    made = make_demo_class("practicum_1", place=course)
    assert len(made.folders) == 12 and made.due <= DUE
    taken = collect("practicum_1", place=course)
    assert len(taken.collected) == 12 and not taken.refused
    report = grade("practicum_1", place=course)
    assert not report.refused and len(report.graded) == 12
    scores = {line.participant: line.score for line in report.graded}
    assert scores["demo-01"] == 10 and scores["demo-05"] == 0
    assert scores["demo-01"] >= scores["demo-02"] >= scores["demo-04"]
    mended = {line.participant for line in report.repaired}
    assert {"demo-06", "demo-09", "demo-10"} <= mended
    assert [line.participant for line in report.late] == ["demo-07"]
    pages = feedback("practicum_1", place=course)
    assert len(pages.written) == 12 and not pages.not_graded
    for path in pages.written.values():
        html = path.read_text(encoding="utf-8")
        assert "<script" not in html and "<img" not in html
    sheet = sheet_of(place=course)
    assert {line.person.group for line in sheet.lines} == {GROUP}
    assert any("," in line.person.surname and '"' in line.person.surname for line in sheet.lines)


def test_again_gives_the_same_files_and_takes_nothing_twice(course):
    first = files(make_demo_class("practicum_1", place=course).folders)
    collect("practicum_1", place=course)
    assert files(make_demo_class("practicum_1", place=course).folders) == first
    assert not collect("practicum_1", place=course).collected


def test_real_people_are_left_alone(course):
    save_roster([Person("u01", "1", "Живая", "Анна")], place=course)
    (course.workspace / "extensions.csv").write_text(
        "code,assignment,due,note\nu01,practicum_1,2026-12-01T12:00,болезнь\n", encoding="utf-8"
    )
    make_demo_class("practicum_1", place=course)
    make_demo_class("practicum_1", place=course)
    people = load_roster(place=course).people
    assert len(people) == 13 and {p.group for p in people if p.code.startswith("demo-")} == {GROUP}
    lines = (course.workspace / "extensions.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 14 and "болезнь" in lines[1]


def test_everyone_is_marked_synthetic_and_special_in_one_way():
    assert all(actor.code.startswith("demo-") and actor.about for actor in ACTORS)
    assert {actor.notebook for actor in ACTORS} == {"whole", "damaged", "renamed", "none"}


def test_answers_file_keeps_the_contract(course):
    folder = make_demo_class("practicum_1", place=course).folders["demo-02"]
    data = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    assert set(data) == {
        "schema", "participant", "assignment", "release", "variant", "answers", "handed_in", "returned",
    }  # fmt: skip
    assert set(data["answers"]) == {"s1", "q2", "k1", "t1"}
    assert {"release.json", "answers.json", "practicum_1.ipynb"} == {path.name for path in folder.iterdir()}


def test_unreleased_assignment_is_one_sentence(course):
    with pytest.raises(KitError, match="Нет задания «practicum_2».*есть: practicum_1"):
        make_demo_class("practicum_2", place=course)
    shutil.copytree(course.assignments / "practicum_1", course.assignments / "practicum_2")
    with pytest.raises(KitError, match="ещё не выпущено"):
        make_demo_class("practicum_2", place=course)
    shutil.rmtree(course.assignments / "practicum_2")
