"""Practicum №5: an event whose minutes add up, dated by the school year of today, with consents for photographs."""

import datetime as dt
import io
import re

import pytest
from docx import Document
from practicum import assert_nothing_leaks, assert_sound, cells, grade, notebook, published

from mentoring.practice import card_document, school_year
from mentoring.tasks.card import KIND
from mentoring.tasks.planning_examples import idle_card


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict:
    return published("practicum_5", tmp_path_factory.mktemp("key") / "out.json")


def fields(made, **changes) -> dict:
    return {"fields": made["references"]["s1"]["fields"] | changes}


def told(score: dict, criterion: str) -> str:
    return " ".join(one["text"] for one in score["remarks"] if one["criterion"] == criterion)


def test_the_notebook_is_sound_and_gives_nothing_away(made):
    assert list(made["questions"]) == ["s1", "s2"]
    assert_sound("practicum_5", made, {"s2"})
    assert_nothing_leaks("practicum_5", made)


@pytest.mark.parametrize(
    ("today", "title"),
    [("2026-11-28", "2026/27"), ("2027-06-30", "2026/27"), ("2027-07-01", "2027/28"), ("2030-01-09", "2029/30")],
)
def test_the_school_year_follows_the_date(today, title):
    year = school_year(dt.date.fromisoformat(today))
    assert year.title == title and year.first.month == 9 and year.iso(2, 10) == f"{year.start + 1}-02-10"


def test_no_year_is_typed_into_the_assignment():
    assert not re.search(
        r"\b20\d\d\b", "\n".join(c.source for c in notebook("practicum_5").cells).replace("2023 год", "")
    )


@pytest.mark.parametrize(
    ("changes", "criterion", "words"),
    [
        ({"day": "2023-10-05"}, "Дата — в этом учебном году", "вне"),
        ({"minutes": "60"}, "Минуты сценария сходятся с длительностью", "В строках 90, а указано 60"),
        ({"minutes": "5"}, "Длительность посильна", "короче"),
        ({"after_day": "2020-01-01"}, "Проверка — после события", "раньше"),
        ({"consents": ["none"]}, "Съёмка и согласия сходятся", "согласия на обработку"),
    ],
)
def test_a_slip_is_named_and_costs(made, changes, criterion, words):
    score = grade(made, "s1", fields(made, **changes))
    assert score["fraction"] < 1 and words in told(score, criterion).replace("\u00a0", " ")


def test_a_thoughtless_card_earns_at_most_a_fifth_of_the_practicum(made):
    score = grade(made, "s1", idle_card(made["questions"]["s1"]["question"], made["references"]["s1"]))
    assert score["fraction"] * 50 <= 20 and "своего мало" in told(score, "Рассказано о своём событии")


def test_a_task_after_the_event_is_late(made):
    rows = made["references"]["s1"]["fields"]["prepare"]
    late = [*rows[:-1], rows[-1] | {"due": school_year().iso(6, 1)}]
    assert "позже события" in told(grade(made, "s1", fields(made, prepare=late)), "Подготовка закончена до события")


def test_publication_without_its_own_consent_is_a_question_and_not_a_fine(made):
    score = grade(made, "s1", fields(made, consents=["processing"]))
    assert score["fraction"] == 1.0 and "Проверьте" in told(score, "Съёмка и согласия сходятся")


def test_an_event_without_photographs_needs_no_consents(made):
    assert grade(made, "s1", fields(made, photo="none", consents=["none"]))["fraction"] == 1.0


def test_the_card_holds_the_scenario_and_russian_dates(made):
    question = KIND.read_question(made["questions"]["s1"]["question"])
    _, content = card_document(question, heading="Карточка", name="k", label="л")(fields(made))
    text = "\n".join(
        cell.text for table in Document(io.BytesIO(content)).tables for row in table.rows for cell in row.cells
    )
    day = dt.date.fromisoformat(made["references"]["s1"]["fields"]["day"])
    assert "Запись пятнадцати минут урока с паузами" in text and f"{day:%d.%m.%Y}" in text
    assert "card_pdf" in cells("practicum_5")["s1"].source
