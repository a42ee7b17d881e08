"""Indicators as a user meets them: right figures, honest words, no silent gap."""

import math
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mentoring.data import load
from mentoring.indicators import (
    Indicator,
    IndicatorError,
    at_constant_base,
    by,
    by_many,
    check_published,
    compare,
    decompose,
    decompose_table,
    document_metrics,
    evaluate_description,
    explain_rounding,
    find_catalogue_defects,
    find_formula_defects,
    group_rows,
    indicator,
    parse_definitions,
    recommend,
    round_half_up,
    satisfaction,
    share,
    share_table,
    trend,
    unknown_metrics,
    wilson,
)
from mentoring.wording import count_ru, number_ru, percent_ru, plural_ru, points_ru

ENGLISH = re.compile(r"\b[a-z]{3,}\b", re.IGNORECASE)
counts = st.integers(min_value=0, max_value=10**9)


@st.composite
def parts_and_wholes(draw):
    whole = draw(st.one_of(st.integers(1, 10**9), st.floats(1e-6, 1e12)))
    return draw(st.integers(0, int(whole))) if isinstance(whole, int) else draw(st.floats(0, whole)), whole


def russian_sentence(error):
    text = str(error)
    return re.match(r"[А-ЯЁ]", text) and text.endswith(".") and "\n" not in text and not ENGLISH.search(text)


# --- shares ---


@given(parts_and_wholes())
def test_a_share_lies_between_0_and_100(pair):
    value = share(*pair)
    assert isinstance(value, float) and 0 <= value <= 100


@given(st.lists(parts_and_wholes(), min_size=1, max_size=20))
def test_a_column_gives_the_same_shares_as_one_by_one(pairs):
    a, b = (pd.Series([float(pair[i]) for pair in pairs], index=range(5, 5 + len(pairs))) for i in (0, 1))
    result = share(a, b)
    assert list(result.index) == list(a.index)
    np.testing.assert_array_equal(result, [share(x, y) for x, y in zip(a, b, strict=True)])


def test_monitoring_shares_are_those_of_the_source():
    monitoring = load("monitoring")
    regulation = share(monitoring["with_regulation"], monitoring["organizations"])
    pairs = share(monitoring["with_pairs"], monitoring["organizations"])
    assert list(regulation.round(2)) == [89.07, 95.78, 97.84]
    assert list(pairs.round(2)) == [86.63, 89.64, 92.30]
    assert list(at_constant_base(monitoring["with_pairs"], 1107).round(1)) == [86.6, 84.4, 81.2]
    for row in monitoring.itertuples():
        assert check_published(row.with_regulation, row.organizations, row.share_regulation_stated)[0]
        assert check_published(row.with_pairs, row.organizations, row.share_pairs_stated)[0]


def test_simple_shares_are_exact():
    assert share(7, 100) == 7.0
    assert share(1, 3) == 100 / 3
    assert share(np.int64(1), np.int16(2)) == 50.0
    assert isinstance(share(np.array([1, 2]), np.array([2, 2])), np.ndarray)
    assert list(share([1, 2], 4)) == [25.0, 50.0]


BAD = [
    (1, 0, "знаменатель равен нулю"),
    (0, 0, "знаменатель равен нулю"),
    (1, None, "знаменатель не указан"),
    (math.nan, 5, "числитель не указан"),
    (pd.NA, 5, "числитель не указан"),
    (6, 5, "числитель больше знаменателя"),
    (-1, 5, "числитель отрицательный"),
    (1, -5, "знаменатель отрицательный"),
    ("десять", 20, "числитель должен быть числом"),
    (1, pd.Timestamp("2023-01-01"), "знаменатель должен быть числом"),
    (True, 5, "числитель должен быть числом"),
    (1, math.inf, "знаменатель бесконечен"),
    (math.inf, math.inf, "числитель бесконечен"),
]


@pytest.mark.parametrize(("numerator", "denominator", "reason"), BAD)
def test_each_bad_value_has_its_russian_sentence(numerator, denominator, reason):
    with pytest.raises(IndicatorError) as caught:
        share(numerator, denominator)
    assert reason in str(caught.value).lower()
    assert russian_sentence(caught.value)


@pytest.mark.parametrize(("numerator", "denominator", "reason"), BAD)
def test_each_bad_row_of_a_table_is_flagged_and_spares_the_others(numerator, denominator, reason):
    frame = pd.DataFrame({"a": [1, numerator, 3], "b": [2, denominator, 4]}, dtype=object)
    table = share_table(frame, "a", "b")
    assert list(table["share"].isna()) == [False, True, False]
    assert list(table["flag"] != "") == [False, True, False]
    assert reason in table["flag"][1]
    with pytest.raises(IndicatorError, match=r"1 из 3\sстрок"):
        share(frame["a"], frame["b"])


@given(
    st.lists(st.tuples(*[st.one_of(st.none(), st.integers(-3, 5), st.floats(), st.text(max_size=3))] * 2), min_size=1)
)
def test_a_table_row_has_either_a_share_or_a_reason(rows):
    frame = pd.DataFrame(rows, columns=["a", "b"], dtype=object)
    table = share_table(frame, "a", "b")
    assert (table["share"].isna() == (table["flag"] != "")).all()
    assert table["share"].dropna().between(0, 100).all()


def test_rows_are_matched_by_their_labels():
    a, b = pd.Series([1, 2], index=["x", "y"]), pd.Series([4, 2], index=["y", "x"])
    assert share(a, b).to_dict() == {"x": 50.0, "y": 50.0}
    with pytest.raises(IndicatorError, match="подписи"):
        share(a, pd.Series([4, 2], index=["x", "z"]))
    with pytest.raises(IndicatorError, match="разное количество"):
        share([1, 2], [3, 4, 5])


# --- change of a share ---


@given(parts_and_wholes(), parts_and_wholes(), st.sampled_from(["shapley", "chain"]))
def test_effects_add_up_to_the_change(before, after, method):
    step = decompose(*before, *after, method=method)
    scale = max(1, abs(step.numerator_effect), abs(step.denominator_effect))
    assert math.isclose(step.numerator_effect + step.denominator_effect, step.change, abs_tol=1e-9 * scale)


@given(counts, counts, counts, counts)
def test_turning_time_round_turns_the_signs(a0, b0, a1, b1):
    assume(b0 > 0 and a0 <= b0 and b1 > 0 and a1 <= b1)
    there, back = decompose(a0, b0, a1, b1), decompose(a1, b1, a0, b0)
    scale = max(1, abs(there.numerator_effect))
    assert math.isclose(there.numerator_effect, -back.numerator_effect, abs_tol=1e-9 * scale)
    assert math.isclose(there.denominator_effect, -back.denominator_effect, abs_tol=1e-9 * scale)


def test_one_factor_alone_gets_the_whole_change():
    assert decompose(10, 100, 20, 100).denominator_effect == 0
    assert decompose(10, 100, 10, 50).numerator_effect == 0


def test_pairs_fall_while_their_share_grows_and_no_trend_is_claimed():
    monitoring = load("monitoring")
    for before, after in ((0, 1), (1, 2)):
        rows = monitoring.iloc[[before, after]]
        step = decompose(*rows[["with_pairs", "organizations"]].to_numpy().ravel())
        assert step.change > 0 > step.numerator_effect and step.denominator_effect > 0
        assert not step.trend_can_be_claimed
        assert "база изменилась, причина не названа" in step.interpretation
        assert "Шепли" in step.method and step.method in step.interpretation
    found = trend(monitoring, "with_pairs", "organizations")
    assert not found.can_be_claimed and "динамику установить нельзя" in found.verdict.lower()
    table = decompose_table(monitoring, "with_pairs", "organizations", period="period_title")
    assert list(table["numerator_change"]) == [-25, -35] and not table["flag"].any()


def test_a_constant_base_allows_a_comparison():
    step = decompose(50, 100, 60, 100)
    assert step.trend_can_be_claimed and "нельзя" not in step.interpretation


def test_a_bad_slice_is_named():
    with pytest.raises(IndicatorError, match="^Во втором срезе знаменатель равен нулю"):
        decompose(1, 2, 1, 0)
    table = decompose_table(pd.DataFrame({"a": [1, 1, 1], "b": [2, 0, 4]}), "a", "b")
    assert table["flag"].str.contains("равен нулю").all() and table["change"].isna().all()


# --- rounding, target, wording ---


@pytest.mark.parametrize(
    ("value", "digits", "expected"), [(86.5, 0, 87), (87.5, 0, 88), (-2.5, 0, -3), (2.675, 2, 2.68), (92.30, 0, 92)]
)
def test_halves_go_up(value, digits, expected):
    assert round_half_up(value, digits) == expected
    assert list(round_half_up(pd.Series([value]), digits)) == [expected]


def test_rounding_is_explained():
    assert explain_rounding(92.3).startswith("92,30 → 92")
    assert "не меньше 5" in explain_rounding(86.63)
    agrees, remark = check_published(953, 974, 97)
    assert not agrees and "не пересчитывается" in remark


def test_a_gap_hidden_by_rounding_is_told():
    result = compare(99.6, 100)
    assert not result.reached and math.isclose(result.gap, -0.4) and "После округления" in result.wording
    assert compare(100, 100).reached
    assert ".." not in result.wording
    with pytest.raises(IndicatorError, match="Целевое значение не указан"):
        compare(5, None)


def test_figures_read_as_russian():
    assert number_ru(12345.5) == "12\u00a0345,5" and number_ru(1107) == "1107" and number_ru(-0.001) == "0"
    assert percent_ru(89.0696) == "89,07\u00a0%" and points_ru(-2.25) == "\u22122,25\u00a0п.\u00a0п."
    assert [plural_ru(n, "школа", "школы", "школ") for n in (1, 2, 5, 11, 21, 112, 1.5)] == [
        "школа", "школы", "школ", "школ", "школа", "школ", "школы",
    ]  # fmt: skip
    assert count_ru(22, "строка", "строки", "строк") == "22\u00a0строки"


# --- satisfaction ---


def test_satisfaction_tells_silence_and_wrong_answers():
    result = satisfaction([5, 4, 3, None, 9, "x", 4, True, " "])
    assert (result.asked, result.answered, result.silent, result.invalid, result.satisfied) == (9, 4, 2, 3, 3)
    assert result.share == 75 and result.mean == 4
    assert "Без ответа" in result.interpretation and "Вне шкалы" in result.interpretation
    with pytest.raises(IndicatorError, match="ни одного ответа"):
        satisfaction([None, ""])
    with pytest.raises(IndicatorError, match="вне шкалы"):
        satisfaction([1], threshold=6)


@given(st.integers(1, 10_000), st.data())
def test_the_interval_holds_the_share(trials, data):
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials)
    assert 0 <= low <= share(successes, trials) + 1e-9 and share(successes, trials) - 1e-9 <= high <= 100


def test_the_interval_agrees_with_a_published_figure():
    # R. Newcombe, Stat. Med. 17 (1998), 857-872, table I: 81/263, score method, 0.2553 to 0.3662
    assert [round(x, 2) for x in wilson(81, 263)] == [25.53, 36.62]


# --- whole tables ---


@st.composite
def teachers(draw):
    rows = draw(st.integers(1, 60))
    column = lambda values: draw(st.lists(values, min_size=rows, max_size=rows))  # noqa: E731
    return pd.DataFrame({
        "region": column(st.sampled_from(["Б", "А", "В"])), "type": column(st.sampled_from(["школа", "лицей"])),
        "young": column(st.booleans()), "supported": column(st.booleans()), "mentor": column(st.booleans()),
    })  # fmt: skip


@given(teachers(), st.booleans())
def test_groups_agree_with_pandas(frame, categorical):
    if categorical:
        frame = frame.astype({"region": "category"})
    keys = ["region", "type"]
    expected = frame.assign(both=frame["young"] & frame["supported"]).groupby(keys, observed=True)
    table = by(frame, keys, "supported", "young")
    assert list(table["numerator"]) == list(expected["both"].sum())
    assert list(table["denominator"]) == list(expected["young"].sum())
    assert ((table["denominator"] == 0) == (table["flag"] != "")).all()
    assert list(table[keys].itertuples(index=False, name=None)) == list(expected.groups)
    many = by_many(frame, keys, {"support": ("supported", "young"), "mentors": ("mentor", None)})
    for name, one in (("support", table), ("mentors", by(frame, keys, "mentor"))):
        part = many[many["indicator"] == name].drop(columns="indicator").reset_index(drop=True)
        pd.testing.assert_frame_equal(part, one, check_dtype=False, check_categorical=False)


def test_counts_are_summed_and_bad_rows_flag_their_group():
    frame = pd.DataFrame({
        "municipality": ["Химки", "Химки", "Клин", "Клин", "Реутов", None], "a": [1, 2, 3, None, 1, 1],
        "b": [4, 4, 3, 5, 1, 2],
    })  # fmt: skip
    table = by(frame, "municipality", "a", "b").set_index("municipality")
    assert table.loc["Химки", "share"] == 37.5 and table.loc["Реутов", "share"] == 100
    assert "1\u00a0строка с ошибкой: числитель не указан" in table.loc["Клин", "flag"]
    assert math.isnan(table.loc["Клин", "share"]) and len(table) == 4


def test_a_wrong_row_does_not_hide_in_a_sum():
    frame = pd.DataFrame({"m": ["Клин", "Клин"], "a": [5, 0], "b": [3, 9]})
    assert "больше знаменателя" in by(frame, "m", "a", "b")["flag"][0]


def test_sparse_keys_and_unordered_categories_keep_the_order_of_names():
    names = [f"м{n:03d}" for n in range(300)]
    frame = pd.DataFrame({"m": names, "n": names[::-1], "yes": True})
    assert list(by(frame, ["m", "n"], "yes")["m"]) == names
    mixed = pd.DataFrame({"m": pd.Categorical(["Б", "А", "Б"], categories=["Б", "А"]), "yes": [True, True, False]})
    assert list(by(mixed, "m", "yes")["m"]) == ["А", "Б"] and list(by(mixed, "m", "yes")["share"]) == [100, 50]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda f: by(f, "нет", "yes"), "нет столбца"),
        (lambda f: by(f, "m", "нет"), "нет столбца"),
        (lambda f: by(f, "m"), "числитель"),
        (lambda f: by(f.iloc[:0], "m", "yes"), "пуста"),
        (lambda f: by(f, "m", np.array([True])), "должны совпадать"),
        (lambda f: group_rows(f, []), "столбец"),
    ],
)
def test_a_wrong_request_is_one_sentence(call, text):
    with pytest.raises(IndicatorError, match=text) as caught:
        call(pd.DataFrame({"m": ["а", "б"], "yes": [True, False]}))
    assert russian_sentence(caught.value)


# --- the catalogue ---


def test_an_indicator_goes_from_definition_to_interpretation():
    result = indicator("project_1").calculate(998, 1042)
    assert round(result.value, 2) == 95.78 and result.unit == "%" and result.target == 100
    assert result.reached is False and round(result.gap, 2) == -4.22
    assert "95,78" in result.interpretation and "не достигнута" in result.interpretation


def test_a_count_needs_no_denominator_and_no_target_is_said_so():
    count = indicator("project_5")
    assert count.kind == "count" and count.calculate(120).value == 120
    assert "нельзя" in count.calculate(120).interpretation
    with pytest.raises(IndicatorError, match="знаменатель"):
        count.calculate(1, 2)
    with pytest.raises(IndicatorError, match="и числитель, и знаменатель"):
        indicator("project_1").calculate(1)
    with pytest.raises(IndicatorError, match="нет в перечне"):
        indicator("project_8")


def test_every_indicator_of_the_catalogue_can_be_calculated():
    for row in load("indicators").to_dict("records"):
        item = Indicator.from_row(row)
        result = item.calculate(3) if item.kind == "count" else item.calculate(3, 4)
        assert result.interpretation


def test_known_formula_defects_are_found_by_reading():
    found = find_catalogue_defects(load("indicators"))
    known = load("indicator_defects").set_index("id")
    computable = [f"IND-D{n:02d}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 17)] + [
        "FED-D04",
        "FED-D05",
        "WEB-D01",
        "MUN-D01",
    ]
    for code in computable:
        ids = set(known.loc[code, "indicators"].split())
        same = [d for d in found if d.kind == known.loc[code, "kind"] and ids & set(d.indicators)]
        covered = set().union(*(d.indicators for d in same)) if same else set()
        assert same, code
        if code != "IND-D17":
            assert ids <= covered, (code, ids - covered)
    symbols = {s for d in found if d.kind == "undefined_symbol" for s in d.symbols}
    assert {"Коо", "Ку", "Кw"} <= symbols
    suspected = [d for d in found if d.certainty == "inferred"]
    assert [d.indicators for d in suspected] == [("project_2",)] and "проверьте" in suspected[0].message


def test_a_sound_formula_has_no_defects():
    assert find_formula_defects("N=A/B*100%", {"A": "школы с документом", "B": "все школы"}) == []
    assert find_formula_defects("N=A/B*100%", "где A – число школ с документом, B – число всех школ") == []
    assert parse_definitions("где A – число школ, а B – число пар") == {"A": "число школ", "B": "число пар"}


def test_what_can_not_be_computed_is_asked():
    rows = load("indicators").set_index("id", drop=False)
    parameters = load("evaluation_parameters")
    for id in rows.index:
        review = evaluate_description(rows.loc[id])
        assert len(review.findings) == 10
        for parameter in parameters[~parameters["computable"].isin(["yes", True])]["id"]:
            assert review[parameter].verdict == "ask" and review[parameter].question in review.questions
    assert evaluate_description(rows.loc["project_1"])["calculation_described"].verdict == "violated"
    assert evaluate_description(rows.loc["project_1"])["indicator_harmful"].verdict == "violated"
    assert evaluate_description(rows.loc["project_2"])["indicator_harmful"].verdict == "partial"
    assert evaluate_description(rows.loc["project_5"])["goal_present"].verdict == "violated"
    assert evaluate_description(rows.loc["federal_n"])["method_described"].verdict == "violated"


# --- recommendations ---


def test_the_monitoring_gaps_bring_their_recommendations():
    found = recommend(document_metrics(load("document_shares")))
    assert {"REC-05", "REC-06", "REC-07"} <= {item.rule for item in found}
    assert "36" in next(item.text for item in found if item.rule == "REC-06")
    assert [item.priority for item in found] == sorted(item.priority for item in found)
    assert all("{" not in item.text for item in found)


def test_every_municipality_gets_a_recommendation_by_its_status():
    statuses = load("municipality_status").set_index("municipality")
    table = recommend(statuses)
    assert table["row"].nunique() == 60
    assert (table["rule"] == "REC-08").sum() == 24


def test_missing_figures_fire_nothing_and_are_named():
    assert recommend({"response_rate": None, "satisfaction": math.nan}) == []
    assert "response_rate" in unknown_metrics({"satisfaction": 80})


def test_a_broken_rule_is_named():
    rule = load("recommendation_rules").iloc[[0]]
    with pytest.raises(IndicatorError, match="неизвестный знак"):
        recommend({"share_regulation": 50}, rule.assign(operator="~"))
    with pytest.raises(IndicatorError, match="порог"):
        recommend({"share_regulation": 50}, rule.assign(threshold="много"))
    with pytest.raises(IndicatorError, match="не число"):
        recommend({"share_regulation": "много"}, rule)


def test_importing_is_cheap():
    code = "import sys, mentoring.indicators; print([m for m in ('matplotlib', 'pandera') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
