"""Charts of sessions 8 and 11 tell what the tables hold."""

import pandas as pd
import pytest

from mentoring.charts import texts
from mentoring.course import charts_sessions_08_11 as charts
from mentoring.data import load


def test_the_year_of_a_pair_shows_every_line_and_what_begins_before_the_map():
    school, headers = load("roadmap_school"), load("roadmap_headers")
    lines = charts.pair_lines(school)
    assert list(lines["id"]) == list(charts.MEETINGS)
    chart = charts.pair_year_chart(school, headers)
    assert "раньше начала работы" in chart.title
    assert all(name in chart.alt and name in texts(chart) for name in charts.MEETINGS.values())
    begins = headers.set_index("id").loc["school", "starts"]
    assert list(lines.loc[lines["starts"] < begins, "id"]) == ["school_26"]


def test_a_mended_map_is_not_blamed():
    school, headers = load("roadmap_school").copy(), load("roadmap_headers")
    late = school["id"] == "school_26"
    school.loc[late, ["starts", "ends"]] += pd.DateOffset(years=1)
    assert "раньше" not in charts.pair_year_chart(school, headers).title


def test_qualities_unseen_in_documents_are_counted():
    requirements = load("mentor_requirements")
    chart = charts.proof_chart(requirements)
    unseen = (requirements["checkable_by_documents"] == "no").sum()
    assert chart.title.startswith(str(unseen)) and f"из {len(requirements)}" in chart.title.replace("\u00a0", " ")
    assert all(title in chart.alt for title in requirements["title"])


@pytest.mark.parametrize(
    ("name", "column", "kinds"),
    [("criteria", "decided_by", charts.DECIDED), ("defects", "severity", charts.SEVERITY)],
)
def test_counts_lose_no_row_of_the_set(name, column, kinds):
    table = load(name)
    counted = charts.counts(table, column, kinds)
    assert counted.to_numpy().sum() == table["document"].isin(charts.SHORT).sum()
    assert list(counted.index) == list(charts.SHORT)


def test_every_document_of_the_set_has_a_short_name():
    assert set(charts.SHORT) == set(load("document_kinds")["id"])


def test_titles_name_the_counted_findings():
    criteria, defects = load("criteria"), load("defects")
    assert charts.decided_chart(criteria).title.startswith(str((criteria["decided_by"] == "package").sum()))
    grave = (defects["document"].isin(charts.SHORT) & (defects["severity"] == "critical")).sum()
    assert f"недочётов {grave} из" in charts.severity_chart(defects).title.replace("\u00a0", " ")
