"""Pictures of sessions 1 and 2 and the acts asked about a day: what a reader sees must follow from the tables."""

import datetime as dt
import re

import pandas as pd
import pytest

from mentoring.charts import texts
from mentoring.course import AuthorError
from mentoring.course.charts_sessions_01_02 import (
    STATES,
    TEACH,
    TOPICS,
    claims_chart,
    day_card,
    force_map,
    on_day,
    problems_map,
    signatures_chart,
    state_on,
    timeline_chart,
    usable,
)
from mentoring.data import load

ENGLISH = re.compile(r"[A-Za-z]{4,}|nan|NaT")
TIMELINE = ["r145", "az1128", "p276", "p196", "gost7097_2016", "gost7097_2025", "tk351_8", "fz156", "r76"]


@pytest.fixture(scope="module")
def acts():
    return load("acts")


def charts():
    acts = load("acts")
    return {
        "problems": problems_map(load("challenges"), load("mentee_categories")),
        "signatures": signatures_chart(load("document_shares"), load("document_kinds")),
        "timeline": timeline_chart(acts, TIMELINE),
        "force": force_map(acts, ["r145", "az1128", "p196", "tk351_8", "bill_half_salary", "fz156", "c1264"]),
        "claims": claims_chart(load("claims")),
    }


@pytest.mark.parametrize("name", ["problems", "signatures", "timeline", "force", "claims"])
def test_a_picture_is_russian_and_told_in_words(name):
    chart = charts()[name]
    for text in [chart.title, chart.alt, chart.source, *texts(chart)]:
        assert not ENGLISH.search(text), text
    assert chart.alt.endswith(".") and len(chart.alt) > 60


def test_every_category_stands_in_the_map_and_the_silent_ones_are_named():
    challenges, categories = load("challenges"), load("mentee_categories")
    chart = problems_map(challenges, categories)
    drawn = " ".join(texts(chart))
    assert all(title in drawn for title in categories["short_title"])
    assert drawn.count("не названа") == 3
    assert "5 из 8" in chart.title


def test_documents_signed_by_a_worker_are_told_apart_by_the_table_of_kinds():
    chart = signatures_chart(load("document_shares"), load("document_kinds"))
    assert "92–98" in chart.title and "52–86" in chart.title
    assert chart.alt.count("подписывает работник") == 3


@pytest.mark.parametrize(
    ("id", "day", "state"),
    [
        ("tk351_8", "2024-11-08", ""),
        ("tk351_8", "2024-12-01", "passed"),
        ("tk351_8", "2025-02-28", "passed"),
        ("tk351_8", "2025-03-01", "acts"),
        ("p276", "2023-08-31", "acts"),
        ("p276", "2023-09-01", "ended"),
        ("p196", "2023-08-31", "passed"),
        ("p196", "2029-08-31", "acts"),
        ("p196", "2029-09-01", "ended"),
        ("p582", "2025-02-28", "acts"),
        ("p779", "2025-02-28", "passed"),
        ("az1128", "2021-12-20", ""),
        ("az1128", "2021-12-21", "advises"),
        ("rostrud7300", "2026-11-16", "explains"),
        ("bill_half_salary", "2026-11-16", "draft"),
        ("r145", "2026-11-16", "check"),
        ("r76", "2026-11-16", "check"),
        ("gost7097_2016", "2025-08-17", "unknown"),
        ("gost7097_2016", "2025-08-18", "ended"),
        ("fz152", "2006-12-01", "passed"),
        ("fz152", "2026-11-16", "acts"),
    ],
)
def test_an_act_changes_its_state_on_the_right_day(acts, id, day, state):
    assert state_on(acts.set_index("id").loc[id], dt.date.fromisoformat(day)) == state


def test_nothing_doubtful_is_ever_said_to_be_in_force(acts):
    doubtful = set(acts.loc[acts["certainty"].isin(["uncertain", "inferred"]), "id"])
    for day in pd.date_range("2019-06-01", "2032-01-01", freq="180D"):
        rows = on_day(acts, day.date())
        sure = set(rows.loc[rows["state"].isin(["acts", "advises", "explains"]), "id"])
        assert not sure & doubtful
        assert set(rows["level"]) <= {"federal"}


def test_a_replaced_act_and_its_successor_never_act_together(acts):
    pairs = acts[acts["replaced_by"].notna() & acts["certainty"].eq("confirmed")]
    for row in pairs.itertuples():
        for day in pd.date_range("2014-06-01", "2028-01-01", freq="30D"):
            states = on_day(acts, day.date()).set_index("id")["state"]
            assert not {states.get(row.id), states.get(row.replaced_by)} <= {"acts"}, (row.id, day)


@pytest.mark.parametrize("day", ["2019-01-01", "2021-12-21", "2025-01-15", "2026-11-16"])
def test_the_card_of_a_day_is_russian(acts, day):
    day = dt.date.fromisoformat(day)
    words = re.sub(r"<[^>]+>", " ", day_card(acts, day))
    assert not ENGLISH.search(words), words
    assert f"{day:%d.%m.%Y}" in words


def test_a_day_without_acts_or_without_a_date_is_one_sentence(acts):
    assert "Выберите день" in day_card(acts, None)
    assert "ещё нет ни одного акта" in day_card(acts, dt.date(1900, 1, 1))


def test_an_unknown_act_is_told_to_the_author(acts):
    with pytest.raises(AuthorError, match="nothing_such"):
        timeline_chart(acts, ["r145", "nothing_such"])


def test_every_claim_has_a_topic_and_every_state_a_name():
    claims = load("claims")
    number = claims["id"].str.extract(r"X(\d+)", expand=False).astype(int)
    assert all(any(first <= one <= last for _, first, last in TOPICS) for one in number)
    assert set(claims["teach"]) <= set(TEACH)
    assert f"{(claims['teach'] == 'fact').sum()} из {len(claims)}" in claims_chart(claims).title
    assert all(STATES.values())


def test_an_act_known_only_from_claims_not_to_be_used_is_never_shown(acts):
    shown = set(usable(acts, load("claims"))["id"])
    assert "p266" not in shown
    assert {"p196", "mentor_day", "tk351_8"} <= shown


def test_acts_of_the_timeline_stay_in_the_room_of_the_chart(acts):
    chart = timeline_chart(acts, TIMELINE)
    assert "из 9" in chart.title
    assert "пунктир — проверьте" in chart.source
