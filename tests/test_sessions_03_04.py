"""Charts of sessions 3 and 4 tell what the tables hold."""

import pytest

from mentoring.charts import texts
from mentoring.course import charts_sessions_03_04 as charts
from mentoring.data import load


@pytest.fixture
def indicators():
    return load("indicators").query("id != 'project_3'")


def test_bars_of_criteria_hold_every_criterion_once_and_the_title_names_the_longest():
    criteria = load("criteria")
    table = charts.stacked_counts(criteria, "document", "weight", charts.KIND_NAMES)
    assert table.to_numpy().sum() == len(criteria)
    assert table["critical"].is_monotonic_decreasing
    title = charts.criteria_chart(criteria).title
    assert str(table.index[0]) in title and str(table["critical"].iloc[0]) in title


def test_the_two_lists_share_what_the_table_says():
    checkpoints, shares = load("checkpoints"), load("document_shares")
    links = charts.checklist_links(checkpoints)
    assert links == [(1, 2), (2, 3), (3, 4)]
    chart = charts.lists_chart(checkpoints, shares)
    assert f"Совпадают {len(links)}" in chart.title
    assert "контрольных точек — 3, документов — 4" in chart.alt


def test_the_chain_shows_the_shares_of_the_chosen_slice():
    shares = load("document_shares")
    november, march = charts.chain_chart(shares), charts.chain_chart(shares, "march")
    assert november.alt != march.alt
    for value in shares.set_index("document").loc[["consent_mentee", "pairing_order"], "november"]:
        assert f"{value:g}" in november.alt


def test_the_chain_names_another_gap_when_the_rarest_document_is_another():
    shares = load("document_shares")
    shares.loc[shares["document"] == "consent_mentee", "november"] = 10
    assert "согласие наставляемого" in charts.chain_chart(shares).title


def test_verdicts_of_descriptions_are_those_that_a_description_can_give(indicators):
    table = charts.parameter_verdicts(indicators, load("evaluation_parameters"))
    assert set(table.index) == set(indicators["id"]) and set(table.columns) == set(charts.PARAMETER_NAMES)
    assert set(table.to_numpy().ravel()) <= {"met", "partial", "violated", "ask"}


def test_the_map_of_parameters_counts_the_missing_targets(indicators):
    parameters = load("evaluation_parameters")
    absent = (charts.parameter_verdicts(indicators, parameters)["goal_present"] != "met").sum()
    names = {row.id: f"показатель {row.Index}" for row in indicators.itertuples()}
    chart = charts.parameters_chart(indicators, parameters, names)
    assert f"у {absent} из {len(indicators)}" in chart.title
    assert "признаки вреда — есть" in chart.alt and "признаки вреда — нет" not in chart.alt  # what is found is bad


def test_every_kind_of_indicator_defect_has_a_russian_name_and_a_bar():
    defects = load("indicator_defects")
    assert set(defects["kind"]) <= set(charts.DEFECT_KINDS)
    chart = charts.defect_kinds_chart(defects)
    assert all(charts.DEFECT_KINDS[kind] in chart.alt for kind in set(defects["kind"]))
    assert "не тех" in chart.title


def test_the_ceiling_of_an_indicator_counts_the_schools_that_can_reach_the_target():
    chart = charts.ceiling_chart([("А", 75.0), ("Б", 50.0), ("В", 25.0)], 60, "пример")
    assert "в 1 из 3" in chart.title


def test_charts_speak_russian(indicators):
    names = dict.fromkeys(indicators["id"], "показатель")
    drawn = [
        charts.criteria_chart(load("criteria")),
        charts.lists_chart(load("checkpoints"), load("document_shares")),
        charts.chain_chart(load("document_shares")),
        charts.parameters_chart(indicators, load("evaluation_parameters"), names),
        charts.defect_kinds_chart(load("indicator_defects")),
    ]
    for chart in drawn:
        assert chart.alt and chart.source
        assert not [text for text in texts(chart) if any("a" <= letter.lower() <= "z" for letter in text)]
