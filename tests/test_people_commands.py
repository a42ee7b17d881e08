"""A whole group at once: codes listed, folders and pages for everyone, letters with attachments a folder deeper."""

import json
import re

import pytest
from lesson import open_lesson
from typer.testing import CliRunner

from autograder.attempts import collect
from autograder.errors import KitError
from autograder.feedback import feedback
from autograder.roster import Person, save_roster
from mentoring_cli.commands import app
from mentoring_cli.people import chosen


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    place = open_lesson(tmp_path_factory.mktemp("lesson") / "course")
    people = [Person("u01", "Группа А", '=1+"1"', "Анна"), Person("u02", "Группа Б", "О'Нил, мл.", "Ян")]
    save_roster([*people, Person("demo-01", "Демонстрация", "Образцова", "Вера")], place=place)
    return place


@pytest.fixture
def place(lesson, monkeypatch):
    monkeypatch.setenv("MENTORING_ROOT", str(lesson.root))
    monkeypatch.delenv("MENTORING_WORKSPACE", raising=False)
    return lesson


def said(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


def test_codes_are_listed_with_names(place):
    told = said("roster", "list")
    assert 'u01  =1+"1" Анна — Группа А' in told and "demo-01" in told
    assert "u01" not in said("roster", "list", "--group", "группа б")
    with pytest.raises(KitError, match="«Группа А»"):
        chosen("В")


def test_everyone_gets_a_folder_but_the_demonstration_class(place):
    assert "Готово папок: 2." in said("home", "--all")
    assert {path.name for path in place.participants.iterdir()} >= {"u01", "u02"}
    assert not (place.participants / "demo-01").exists()


def test_an_unknown_code_is_told(place):
    assert "нет в списке" in said("home", "u77") and "нет в списке" not in said("home", "u01")


@pytest.mark.parametrize("command", [("grade",), ("demo",), ("page",), ("collect",), ("feedback",), ("release",),
                                     ("catalogue",), ("return", "u01")], ids=lambda command: command[0])  # fmt: skip
def test_an_assignment_there_is_none_of_is_told_with_those_there_are(place, command):
    done = CliRunner().invoke(app, [command[0], "practicum_9", *command[1:]])
    assert done.exit_code == 1
    assert str(done.exception) == "Нет задания «practicum_9» в папке assignments (есть: practicum_1)."


def test_a_page_or_feedback_for_a_code_nobody_has_says_so(place, tmp_path):
    page = str(tmp_path / "u77.html")
    assert "нет в списке" in said("page", "practicum_1", "--participant", "u77", "--output", page)
    assert "нет в списке" not in said("page", "practicum_1", "--participant", "u01", "--output", page)
    report = feedback("practicum_1", ["u77"], place=place)
    assert not report.written and "u77 не записан: такой работы нет" in report.summary()
    assert not (place.feedback / "u77").exists()


def test_help_has_no_english_defaults():
    for command in ("start", "webinar"):
        assert not re.search(r"по умолчанию: [a-z]", said(command, "--help"))


def test_a_letter_may_keep_its_attachments_in_a_folder(place, tmp_path):
    inside = tmp_path / "почта" / "Письмо от 03" / "вложения"
    inside.mkdir(parents=True)
    data = {"schema": 1, "participant": "u01", "assignment": "practicum_1", "answers": {}}
    (inside / "ответы (1).json").write_text(json.dumps(data), encoding="utf-8")
    report = collect("practicum_1", tmp_path / "почта", place=place)
    assert [line.participant for line in report.collected] == ["u01"]


def test_collecting_speaks_of_taking_in_and_not_of_grading(place, tmp_path):
    (tmp_path / "чужое.json").write_text("{}", encoding="utf-8")
    assert "не принята" in "\n".join(collect("practicum_1", tmp_path, place=place).lines())
    (tmp_path / "пусто").mkdir()
    assert "не нашлось" in collect("practicum_1", tmp_path / "пусто", place=place).summary()


def test_everyone_of_a_group_gets_a_page_with_the_own_code(place, tmp_path):
    assert "Страниц: 2." in said("page", "practicum_1", "--all", "--output", str(tmp_path / "страницы"))
    made = sorted(path.name for path in (tmp_path / "страницы").iterdir())
    assert made == ["practicum_1_u01.html", "practicum_1_u02.html"]
    assert '"u02"' in (tmp_path / "страницы" / made[1]).read_text(encoding="utf-8")
    assert "Страниц: 1." in said("page", "practicum_1", "--group", "Группа Б", "--output", str(tmp_path / "группа"))
    assert [path.name for path in (tmp_path / "группа").iterdir()] == ["practicum_1_u02.html"]


def test_a_site_is_not_made_for_a_minute_and_then_refused(place, tmp_path):
    (tmp_path / "list.csv").write_text("")
    done = CliRunner().invoke(app, ["site", "--output", str(tmp_path / "list.csv")])
    assert done.exit_code == 1 and "а сайту нужна папка" in str(done.exception)
