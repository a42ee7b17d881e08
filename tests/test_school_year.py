"""The school year of a practicum is that of its release: neither the day of work nor of grading moves a grade."""

import datetime as dt
import json
import shutil

import pytest
from test_practicum_routes import course, rows

from autograder import batch, key, release, school_year
from autograder.errors import KitError
from mentoring.practice import year

CODES = ("demo-01", "demo-02")


def clock(monkeypatch, day: str) -> None:
    """Today is `day` for both sides."""

    class Day(dt.date):
        @classmethod
        def today(cls):
            return cls.fromisoformat(day)

    class Clock:
        date = Day

    for module in (school_year, year):
        monkeypatch.setattr(module, "dt", Clock)


@pytest.fixture
def settled(monkeypatch):
    monkeypatch.delenv("AUTOGRADER_YEAR", raising=False)


@pytest.mark.parametrize("day", ["2026-11-28", "2027-06-30", "2027-07-01", "2027-08-31", "2028-01-09"])
def test_both_sides_turn_the_year_on_one_day(settled, day, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    clock(monkeypatch, day)
    assert school_year.year_of() == year.school_year().start


def test_a_course_may_be_released_beforehand(monkeypatch):
    monkeypatch.setenv("AUTOGRADER_YEAR", "2031")
    assert school_year.year_of() == year.school_year().start == 2031
    monkeypatch.setenv("AUTOGRADER_YEAR", "следующий")
    with pytest.raises(KitError, match="например 2026"):
        school_year.year_of()


def first_day(place) -> str:
    """The first day an event of practicum №5 may have by the released key."""
    rules = key.load(place, "practicum_5").tasks["s1"].question["rules"]
    return next(rule["least"] for rule in rules if rule["id"] == "year")


def test_the_same_work_graded_later_gets_the_same_points(settled, tmp_path, monkeypatch):
    clock(monkeypatch, "2026-11-28")
    place = course(tmp_path / "course", "practicum_5")
    batch.grade("practicum_5", place=place, students=CODES)
    first = rows(place, CODES)
    assert max(points or 0 for points, *_ in first.values()) == 50
    note = place.release / "practicum_5" / "release.json"
    assert json.loads(note.read_text(encoding="utf-8"))["year"] == 2026 and first_day(place) == "2026-09-01"
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(note, home)
    for day in ("2026-12-28", "2027-09-15", "2029-01-10"):
        clock(monkeypatch, day)
        batch.grade("practicum_5", place=place, students=CODES, force=True)
        assert rows(place, CODES) == first, day
        with monkeypatch.context() as there:  # the participant opens the released notebook on that day
            there.chdir(home)
            assert year.school_year().title == "2026/27"
    old = key.current_release(place, "practicum_5")
    release.release("practicum_5", place)  # the next course, nothing but the date has changed
    assert key.current_release(place, "practicum_5") != old
    assert first_day(place) == "2028-09-01"
    batch.grade("practicum_5", place=place, students=CODES, force=True)
    assert rows(place, CODES) == first, "a work of the earlier release keeps its key"
