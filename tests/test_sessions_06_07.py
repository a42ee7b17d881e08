"""Charts of sessions 6 and 7 tell what the tables hold."""

import pytest

from mentoring.charts import texts
from mentoring.course import charts_sessions_06_07 as charts
from mentoring.data import load


@pytest.fixture
def types():
    return load("mentoring_types")


def test_the_tree_shows_every_form_model_and_type(types):
    forms, models = load("mentoring_forms"), load("interaction_models")
    chart = charts.tree_chart(forms, models, types)
    assert f"Форм {len(forms)}" in chart.title and f"их {len(models)}" in chart.title
    for name in [*forms["title"], *models["title"]]:
        assert name in chart.alt
    shown = " ".join(" ".join(texts(chart)).split())
    assert all(charts.short_type(title) in shown for title in types["title"])


def test_names_of_types_are_short_and_differ(types):
    names = [charts.short_type(title) for title in types["title"]]
    assert len(set(names)) == len(types) and max(map(len, names)) < 30
    assert charts.short_type("Флэш-наставничество") == "Флэш"


def test_features_follow_the_words_of_the_table(types):
    table = charts.type_features(types)
    assert list(table.index) == list(types["id"])
    assert set(table.index[table["time"] == "разово"]) == {"flash", "speed_consulting"}
    assert table.loc["team", "who"] == "команда — группа" and table.loc["group", "who"] == "один — группа"
    assert (table["listed"] != "нет").sum() == (types["in_table"] == "yes").sum()
    assert set(table.index[table["listed"] == "иначе"]) == {"group", "speed_consulting"}


def test_the_matrix_of_features_counts_terms_that_the_source_does_not_set(types):
    unset = (types["duration"] == "не задано").sum()
    assert f"у {unset} видов" in charts.features_chart(types).title.replace("\u00a0", " ")


def test_the_card_of_a_type_leaves_out_what_is_not_known(types):
    rows = types.set_index("id", drop=False)
    assert "спорит с собой" in charts.type_card(rows.loc["group"])
    assert "спорит с собой" not in charts.type_card(rows.loc["traditional"])
    assert "nan" not in "".join(charts.type_card(row) for _, row in rows.iterrows())


def test_every_requirement_counts_for_a_type_as_its_rule_says(types):
    requirements, rules = load("mentor_requirements"), load("type_rules")
    table = charts.requirement_levels(requirements, rules)
    assert table.shape == (len(requirements), len(types))
    for row in requirements.itertuples():
        for name in str(row.conflicts_with).split():
            if name in table.columns:
                assert table.loc[row.id, name] == "ignored"
    assert table.loc["education_category_experience", "traditional"] == "hard"
    chart = charts.requirements_chart(requirements, rules, types)
    assert f"из {len(requirements)}" in chart.title


def test_categories_without_a_problem_stand_apart():
    chart = charts.categories_chart(load("mentee_categories"), load("challenges"))
    assert "о 5 категориях из 8" in chart.title
    assert chart.alt.endswith("Без линии: возвращение после перерыва, новое место работы, студент или стажёр.")


def test_consents_show_both_slices():
    shares = load("document_shares")
    alt = charts.consents_chart(shares).alt
    row = shares.set_index("document").loc["consent_mentor_work"]
    assert f"{row['march']:g}" in alt and f"{row['november']:g}" in alt
