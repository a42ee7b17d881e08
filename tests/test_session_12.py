"""Charts and counts of session 12 tell what the tables hold."""

import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest

from mentoring.charts import texts
from mentoring.course import charts_session_12 as charts
from mentoring.data import load

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def lines():
    return charts.exchange_lines(load("roadmap_school"), load("roadmap_municipal"), load("roadmap_headers"))


def test_the_line_of_the_contest_goes_back_in_time():
    known = charts.events_of_year(load("webinars"), load("events"))
    back = charts.out_of_order(known)
    assert list(known["line"]) == sorted(known["line"]) and len(known) == 7
    assert list(back["line"]) == [16]
    assert "подача заявок" in charts.events_chart(load("webinars"), load("events")).title


def test_a_list_in_order_has_no_accused_line():
    events = load("events").assign(date=pd.to_datetime(["2024-06-10", "2024-06-19"]))
    assert "по порядку дат" in charts.events_chart(load("webinars"), events).title


def test_lines_of_plans_say_what_the_maps_name(lines):
    school = lines[lines.index.str.startswith("school")]
    town = lines.drop(school.index)
    assert set(school["responsible"]) == {"no"} and set(town["term"]) == {"no"}
    assert set(town["responsible"]) == {"yes"}
    assert lines.loc["school_29", "term"] == "early"
    assert "нет ни в одной из 8" in charts.exchange_chart(lines).title


def test_a_completed_line_changes_the_finding(lines):
    lines.loc["school_29"] = "yes"
    assert "в 1 из 8" in charts.exchange_chart(lines).title


def test_the_countdown_goes_forward_and_warns_of_days_off():
    steps = charts.countdown(dt.date(2027, 3, 2))
    days = [at for at, *_ in steps]
    assert days == sorted(days) and dt.date(2027, 3, 2) in days
    assert steps[0][-1] == "новогодние праздники"
    assert charts.day_off(dt.date(2026, 11, 21)) == "суббота" and not charts.day_off(dt.date(2026, 11, 20))
    assert "02.03.2027, вторник" in charts.countdown_card(dt.date(2027, 3, 2))


def test_the_chance_of_a_growth_is_a_probability_that_falls():
    chances = charts.by_chance()
    assert chances[0] == pytest.approx((1 + sum_equal()) / 2)
    assert chances.is_monotonic_decreasing and chances.between(0, 1).all()
    assert charts.by_chance(1, 0.5)[1] == pytest.approx(0.25)
    shown = chances.loc[1:9]
    rare = int(shown[shown < 0.05].index[0])
    assert f"на {rare} вопрос" in charts.chance_chart(chances).title.replace("\u00a0", " ")


def sum_equal() -> float:
    """Chance that both tests end alike: by symmetry P(D ≥ 0) = (1 + P(D = 0)) / 2."""
    chances = charts.by_chance()
    return chances[0] - chances[1]


def test_the_number_of_questions_is_that_of_the_final_test():
    text = (ROOT / "assignments" / "final_test" / "final_test.ipynb").read_text(encoding="utf-8")
    assert len(re.findall(r"Вопрос \d+|Вопрос\u00a0\d+", text)) == charts.QUESTIONS


def test_charts_speak_russian(lines):
    for chart in (
        charts.events_chart(load("webinars"), load("events")),
        charts.exchange_chart(lines),
        charts.chance_chart(charts.by_chance()),
    ):
        assert not re.search("[A-Za-z]{2,}", " ".join([chart.alt, *texts(chart)]))
