"""Right answers are shown to their author when the work is final; what is handed in after that does not count."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from lesson import OPEN_WHY, RIGHT, WRONG, copy_of, open_lesson, submit
from typer.testing import CliRunner

from autograder import attempts, opening
from autograder.batch import grade
from autograder.errors import KitError
from autograder.feedback import feedback
from autograder.marks import read_marks
from autograder.rules import Rule, RulesError, parse_rules
from mentoring_cli.commands import app

NOW = datetime(2026, 12, 5, tzinfo=UTC)
PASSING = {**WRONG, "q2": {"chosen": ["c"]}}  # 3 of 20 of what is graded without a person


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    return open_lesson(tmp_path_factory.mktemp("lesson") / "course")


@pytest.fixture
def course(lesson, tmp_path):
    return copy_of(lesson, tmp_path / "course")


def rule(course, **given):
    """Changes the line of the practicum in the course's table of rules."""
    lines = (course.datasets / "rules.csv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    for at, line in enumerate(lines):
        cells = line.split(",")
        if cells[0] == "practicum_1":
            lines[at] = ",".join(str(given.get(name, cell)) for name, cell in zip(names, cells, strict=True))
    (course.datasets / "rules.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def hand_in(course, number, answers, code="u01", at="2026-11-20T12:00:00+03:00"):
    """Hands in through the inbox, then collects; returns the line of the report."""
    folder = submit(course, code, answers, at)
    stored = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    stored["handed_in"] = [{"attempt": number, "at": at}]
    (folder / "answers.json").write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    shutil.move(folder, course.inbox / "practicum_1" / code / str(number))
    (course.attempts / "practicum_1" / code / "submitted.json").unlink(missing_ok=True)  # it was moved away above
    report = attempts.collect("practicum_1", place=course)
    return next(line for line in report.entries if line.attempt == number)


def read(course, code="u01", now=NOW):
    """What the participant reads after grading."""
    grade("practicum_1", place=course)
    feedback("practicum_1", place=course, now=now)
    page = (course.feedback / code / "practicum_1" / "practicum_1.html").read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.S)).split())


def points(course, code="u01"):
    return read_marks(course.db_url, "practicum_1")["practicum_1", code].points


def test_a_work_that_may_come_again_shows_no_key_and_its_next_attempt_counts(course):
    hand_in(course, 1, WRONG)
    text = read(course)
    assert OPEN_WHY not in text and "Верные ответы откроются" in text
    attempts.return_work("practicum_1", "u01", "ещё раз", place=course)
    assert OPEN_WHY not in read(course)
    hand_in(course, 2, PASSING)
    read(course)
    assert points(course) == 3


def test_what_is_handed_in_after_the_answers_were_shown_is_kept_and_does_not_count(course):
    rule(course, pass_percent=10)
    hand_in(course, 1, PASSING)
    text = read(course)
    assert OPEN_WHY in text and "новая попытка в зачёт уже не пойдёт" in text
    with pytest.raises(KitError, match="уже видел .*--count"):
        attempts.return_work("practicum_1", "u01", "", place=course)
    assert not list(course.workspace.rglob("returned.json"))
    line = hand_in(course, 2, RIGHT, at="2026-11-21T12:00:00+03:00")  # whatever moment it states
    assert "после показа верных ответов" in line.suspicious[0]
    text = read(course)
    assert points(course) == 3
    assert "Попытка 1 из 3" in text and "в зачёт идёт попытка 1" in text
    assert (course.attempts / "practicum_1" / "u01" / "2" / "answers.json").is_file()
    said = attempts.return_work("practicum_1", "u01", "", count=True, place=course)
    assert "Попытка 2" in said and "идёт в зачёт" in said
    read(course)
    assert points(course) == 10


def test_an_instructor_may_let_it_count_before_it_comes(course, monkeypatch):
    rule(course, pass_percent=10)
    hand_in(course, 1, PASSING)
    read(course)
    monkeypatch.setenv("MENTORING_ROOT", str(course.root))
    monkeypatch.delenv("MENTORING_WORKSPACE", raising=False)
    done = CliRunner().invoke(app, ["return", "practicum_1", "u01", "--count", "--comment", "болел"])
    assert done.exit_code == 0 and "засчитается по вашему решению" in done.output
    assert OPEN_WHY not in read(course), "while it is returned nothing is shown anew"
    assert not hand_in(course, 2, RIGHT).suspicious
    read(course)
    assert points(course) == 10


def test_the_last_attempt_is_final_whatever_it_earned(course):
    rule(course, attempts=1)
    hand_in(course, 1, WRONG)
    assert OPEN_WHY in read(course)


def test_the_column_of_the_table_decides(course):
    hand_in(course, 1, WRONG)
    rule(course, answers="term", due="2026-12-01T23:59")
    assert OPEN_WHY not in read(course, now=datetime(2026, 12, 1, tzinfo=UTC))
    rule(course, answers="never", due="2026-12-01T23:59", attempts=1)
    text = read(course)
    assert OPEN_WHY not in text and "Верные ответы откроются" not in text
    rule(course, answers="term", due="2026-12-01T23:59", attempts=3)
    assert OPEN_WHY in read(course)


def test_the_rule_by_itself():
    due = datetime(2026, 12, 1, 20, 59, tzinfo=UTC)
    one = Rule("p", "П", pass_percent=60, attempts=3, due=due, grace_minutes=60)
    given = {"returned": False, "attempt": 1, "percent": 60.0}
    assert not opening.opens(one, due + timedelta(minutes=59), **given), "the grace is still running"
    assert opening.opens(one, due + timedelta(minutes=60), **given)
    assert not opening.opens(one, NOW, **given | {"percent": 59.9})
    assert opening.opens(one, NOW, **given | {"percent": 0.0, "attempt": 3})
    assert not opening.opens(one, NOW, **given | {"returned": True})
    assert opening.opens(Rule("p", "П"), NOW, **given | {"percent": 0.0}), "no threshold, one attempt"


def test_a_word_that_is_no_rule_is_told():
    text = "assignment,title,answers\np,П,когда-нибудь\ncourse,К,final\n"
    with pytest.raises(RulesError, match="строка 2, столбец «answers»"):
        parse_rules(text)
    assert parse_rules("assignment,title\np,П\ncourse,К\n").of("p").answers == "final"


def test_a_damaged_note_opens_no_way_round(course):
    rule(course, pass_percent=10)
    hand_in(course, 1, PASSING)
    read(course)
    (course.attempts / "practicum_1" / "u01" / opening.FILE).write_text("[1")
    with pytest.raises(KitError, match="--count"):
        attempts.return_work("practicum_1", "u01", "", place=course)
