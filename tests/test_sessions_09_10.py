"""What sessions 9 and 10 compute and draw: counts that follow the tables, charts in Russian with all their texts."""

import re

import pytest

from mentoring.charts import texts
from mentoring.course import charts_sessions_09_10 as charts
from mentoring.data import load

HEADER = load("roadmap_headers").set_index("id").loc["school"]


def drawn():
    bodies, functions, school = load("bodies"), load("body_functions"), load("roadmap_school")
    return [
        charts.contours_chart(bodies, functions),
        charts.functions_chart(bodies, functions),
        charts.calendar_chart(load("stages"), load("course_plan")),
        charts.schemes_chart(load("stages"), load("stage_mapping"), school),
        charts.school_chart(school, HEADER),
        charts.criteria_tiles(load("criteria")),
        charts.pair_chart(school, HEADER),
        charts.path_chart(load("criteria")),
    ]


def test_charts_say_everything_in_russian_and_are_drawn():
    for chart in drawn():
        words = " ".join([chart.title, chart.alt, chart.source, *texts(chart)])
        assert not re.search(r"[a-z]{3,}|nan", re.sub(r"IOM|PPN", "", words)), words
        assert chart.png(40)[:4] == b"\x89PNG"


def test_two_stages_before_the_plan_are_found_and_a_mended_term_is_not():
    school = load("roadmap_school")
    terms = charts.stage_terms(school, HEADER)
    assert list(terms.loc[terms["early"], "stage"]) == [2, 6]
    mended = school.assign(
        starts=school["starts"].where(school["stage"] != 6, HEADER["ends"].replace(month=6, day=1)),
    )
    assert list(charts.stage_terms(mended, HEADER).query("early")["stage"]) == [2]


def test_months_with_two_stages_are_counted_once():
    assert charts.overlaps(load("stages")) == (3, 11)


def test_the_council_has_most_functions_and_only_helps_in_most_of_them():
    counted = charts.shared_functions(load("body_functions"))
    assert counted.index[0] == "methodical_council"
    assert tuple(counted.loc["methodical_council"]) == (10, 6)
    assert counted.loc["curator", "helps"] == 0


@pytest.mark.parametrize("body", charts.BODY_NAMES)
def test_every_participant_has_a_card_without_codes(body):
    card = charts.body_card(load("bodies"), load("body_functions"), body)
    assert card.count("<li>") >= 4
    assert "EL-D" not in card and "nan" not in card


def test_the_three_questions_stand_on_critical_criteria_only():
    found = charts.asked_by_three(load("criteria"))
    assert set(found.loc[found["three"], "weight"]) == {"critical"}


def test_the_five_forms_are_those_of_the_webinar_word_for_word():
    title = load("webinars").set_index("id").loc["webinar_2024_3", "title"]
    forms = charts.forms_table()
    assert title.partition(": ")[2].split("; ") == list(forms["title"])
    assert all(form in charts.form_card(id).lower() for id, form in zip(forms["id"], ["наблюдение", "исследовательское", "планирование", "сообщества", "виртуальное"], strict=True))  # fmt: skip  # noqa: E501


def test_the_steps_of_a_programme_are_criteria_of_the_table():
    assert set(charts.PATH) <= set(load("criteria")["id"])
