"""Task kinds: what an answer is worth and what is said about it."""

import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mentoring.tasks import (
    ChecklistCriterion,
    ChecklistQuestion,
    ChoiceQuestion,
    CodeQuestion,
    Column,
    Consistency,
    Document,
    IndicatorQuestion,
    MatchingQuestion,
    NumberQuestion,
    Option,
    OrderingQuestion,
    TextQuestion,
    kinds,
)
from mentoring.tasks.checklist import ChecklistReference, ExpectedRow
from mentoring.tasks.choice import ChoiceReference, fraction_of
from mentoring.tasks.code import CodeReference, equal
from mentoring.tasks.evidence import alike, holds, words
from mentoring.tasks.indicator import IndicatorReference
from mentoring.tasks.matching import MatchingReference
from mentoring.tasks.number import NumberReference
from mentoring.tasks.ordering import OrderingReference
from mentoring.tasks.reading import read_number, same_unit

KINDS = kinds()
SAMPLES = [(kind, sample) for kind in KINDS.values() for sample in kind.samples()]

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["a", "b", "x", "%", "met", "89,07", "1e999", "\ud800", "\x00"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(
                [
                    "chosen",
                    "pairs",
                    "order",
                    "value",
                    "unit",
                    "numerator",
                    "denominator",
                    "conclusion",
                    "rows",
                    "text",
                    "form",
                    "code",
                    "source",
                    "error",
                    "verdict",
                    "evidence",
                    "a",
                    "b",
                    "what",
                    "when",
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


def options(names):
    return tuple(Option(id=name, text=f"Вариант {name}") for name in names)


def grade(question, answer, reference):
    return KINDS[question.kind].grade(
        question.model_dump(mode="json"), answer, reference and reference.model_dump(mode="json")
    )


def fraction(question, answer, reference):
    return grade(question, answer, reference)["fraction"]


@pytest.mark.parametrize("kind,sample", SAMPLES, ids=lambda value: getattr(value, "name", ""))
def test_every_sample_gets_its_score(kind, sample):
    score = grade(sample.question, sample.answer, sample.reference)
    assert (score["outcome"], score["fraction"]) == (sample.outcome, sample.fraction)
    json.dumps(score, allow_nan=False)


def test_every_kind_has_every_sort_of_sample():
    for kind in KINDS.values():
        assert {sample.name for sample in kind.samples()} == {"blank", "correct", "partial", "malformed", "hostile"}


@pytest.mark.parametrize("kind,sample", SAMPLES, ids=lambda value: getattr(value, "name", ""))
def test_samples_have_nothing_for_the_author_to_mend(kind, sample):
    assert kind.check(sample.question, sample.reference) == []


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(answer=json_values, number=st.integers(0, len(SAMPLES) - 1))
def test_no_answer_breaks_grading(answer, number):
    _, sample = SAMPLES[number]
    score = grade(sample.question, answer, sample.reference)
    assert score["fraction"] is None or 0 <= score["fraction"] <= 1
    assert (score["fraction"] is None) == (score["outcome"] == "manual")
    json.dumps(score, allow_nan=False, ensure_ascii=False).encode("utf-8")


def deep(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "piece",
    [
        "а" * 1_000_000,
        ["x"] * 100_000,
        deep(100_000),
        "\ud800\x00",
        10**400,
        {1: 2},
        [{"a": "я"}] * 100_000,
        b"x",
        math.nan,
    ],
    ids=["megabyte", "rows", "deep", "surrogate", "huge int", "int keys", "many", "bytes", "nan"],
)
@pytest.mark.timeout(120)
def test_huge_and_broken_answers_are_handled_at_once(piece):
    names = ["chosen", "pairs", "order", "value", "numerator", "conclusion", "rows", "text", "form", "code"]
    for kind in KINDS.values():
        sample = kind.samples()[1]
        cells = {"a": {"verdict": "met", "evidence": piece}}
        for answer in (piece, *({name: piece} for name in names), {"rows": cells}, {"rows": [{"what": piece}]}):
            score = grade(sample.question, answer, sample.reference)
            json.dumps(score, allow_nan=False).encode("utf-8")


# --- reading numbers


@pytest.mark.parametrize(
    "entry,value,unit",
    [
        ("89,07", 89.07, ""),
        ("1 107", 1107, ""),
        ("1\u00a0107", 1107, ""),
        ("1\u2009107,5", 1107.5, ""),
        ("89.07 %", 89.07, "%"),
        ("89,07%", 89.07, "%"),
        ("−3,5", -3.5, ""),
        ("–3,5 п. п.", -3.5, "п. п."),
        ("  +2 ", 2, ""),
        (",5", 0.5, ""),
        (89, 89.0, ""),
        ("0", 0, ""),
        ("≈ 89,1", 89.1, ""),
        ("12 345 678", 12345678, ""),
    ],
)
def test_numbers_are_read_as_russians_write_them(entry, value, unit):
    read = read_number(entry)
    assert (read.value, read.unit, read.problem) == (value, unit, "")


@pytest.mark.parametrize(
    "entry",
    [
        "nan",
        "inf",
        "1e999",
        "1e5",
        "1.107,5",
        "1,107,5",
        "986/1107",
        "986 из 1107",
        "11 07",
        "9" * 500,
        "9" * 30,
        "=1+1",
        "восемьдесят",
        "--3",
        "٣",
        math.nan,
        math.inf,
        10**300 * 1.0,
        "<b>1</b>",
    ],
)
def test_what_is_not_a_plain_number_gets_a_clear_sentence(entry):
    read = read_number(entry)
    assert read.value is None
    assert read.problem.endswith(".")


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none()))
def test_reading_never_raises(entry):
    read = read_number(entry)
    assert read.value is None or math.isfinite(read.value)


@given(st.floats(-1e9, 1e9).map(lambda value: round(value, 3)))
def test_a_number_written_in_russian_is_read_back(value):
    text = f"{value:,.3f}".replace(",", "\u202f").replace(".", ",").replace("-", "−")
    assert read_number(text).value == pytest.approx(value)


def test_units_are_compared_as_people_write_them():
    assert same_unit("процентов", "%") and same_unit("п.п.", "п. п.") and same_unit("процентных пункта", "пп")
    assert not same_unit("%", "п. п.") and not same_unit("", "%")


# --- choice


@settings(deadline=None)
@given(st.data())
def test_choice_pays_for_right_options_and_never_for_everything(data):
    names = "abcdefgh"[: data.draw(st.integers(2, 8))]
    correct = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=len(names) - 1, unique=True))
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True))
    question = ChoiceQuestion(id="q", title="Вопрос", multiple=True, options=options(names))
    reference = ChoiceReference(correct=correct)
    earned = fraction(question, {"chosen": chosen}, reference)
    assert fraction(question, {"chosen": correct}, reference) == 1
    assert fraction(question, {"chosen": list(names)}, reference) == 0
    for more in set(correct) - set(chosen):
        assert fraction(question, {"chosen": [*chosen, more]}, reference) >= earned
    for wrong in set(names) - set(correct) - set(chosen):
        assert fraction(question, {"chosen": [*chosen, wrong]}, reference) <= earned
    shuffled = question.model_copy(update={"options": tuple(data.draw(st.permutations(question.options)))})
    assert fraction(shuffled, {"chosen": data.draw(st.permutations(chosen))}, reference) == earned


def test_random_ticks_earn_nothing_on_average_before_clamping():
    assert fraction_of(("a", "b", "x"), ("a", "b"), 4) == 0.5
    assert fraction_of(("a", "b", "c", "x"), ("a", "b", "c"), 4) == 0


def test_choosing_twice_the_same_counts_once():
    question = ChoiceQuestion(id="q", title="Вопрос", options=options("ab"))
    assert fraction(question, {"chosen": ["a", "a"]}, ChoiceReference(correct=("a",))) == 1


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_secret_questions_keep_the_key(kind):
    sample = next(one for one in kind.samples() if one.name == "partial")
    key = "КЛЮЧ-НАРУЖУ"
    reference = sample.reference.model_dump(mode="json") | {"note": key} if sample.reference else None
    if reference is None:
        return
    if isinstance(reference.get("explain"), dict):
        reference["explain"] = dict.fromkeys([*"abcdefgh", "value", "numerator", "conclusion", "yes", "no"], key)
    elif "explain" in reference:
        reference["explain"] = key
    for row in reference.get("rows") or ():
        if isinstance(reference["rows"], dict):
            reference["rows"][row]["explain"] = key
    asked = sample.question.model_dump(mode="json") | {"secret": True}
    said = json.dumps(kind.grade(asked, sample.answer, reference), ensure_ascii=False)
    assert key not in said
    for telling in ("Подходит", "Ожидалось", "Верно: ", "верное место", "Верная единица"):
        assert telling not in said


# --- matching and ordering


@settings(deadline=None)
@given(st.data())
def test_matching_pays_for_pairs_and_not_for_one_answer_everywhere(data):
    left, right = "abcdef"[: data.draw(st.integers(2, 6))], "uvwxyz"[: data.draw(st.integers(2, 6))]
    pairs = {name: data.draw(st.sampled_from(right)) for name in left}
    question = MatchingQuestion(id="m", title="Пары", left=options(left), right=options(right))
    reference = MatchingReference(pairs={name: (pair,) for name, pair in pairs.items()})
    answer = data.draw(st.dictionaries(st.sampled_from(left), st.sampled_from(right)))
    earned = fraction(question, {"pairs": answer}, reference)
    assert fraction(question, {"pairs": pairs}, reference) == 1
    for name in left:
        assert fraction(question, {"pairs": {**answer, name: pairs[name]}}, reference) >= earned
    for one in right:
        if 2 * list(pairs.values()).count(one) <= len(left):
            assert fraction(question, {"pairs": dict.fromkeys(left, one)}, reference) == 0


@settings(deadline=None)
@given(st.data())
def test_ordering_pays_for_pairs_in_order(data):
    right = "abcdef"[: data.draw(st.integers(2, 6))]
    order = data.draw(st.permutations(right))
    question = OrderingQuestion(id="o", title="Порядок", items=options(data.draw(st.permutations(right))))
    reference = OrderingReference(order=tuple(right))
    assert fraction(question, {"order": list(right)}, reference) == 1
    assert fraction(question, {"order": list(reversed(right))}, reference) == 0
    earned = fraction(question, {"order": order}, reference)
    for place in range(len(order) - 1):
        if order[place] > order[place + 1]:
            better = [*order[:place], order[place + 1], order[place], *order[place + 2 :]]
            assert fraction(question, {"order": better}, reference) >= earned


# --- number and indicator


def test_a_value_that_follows_from_own_wrong_numbers_keeps_its_points():
    question = IndicatorQuestion(id="i", title="Доля", ask=("numerator", "denominator", "value", "unit"))
    reference = IndicatorReference(numerator=899, denominator=974, value=92.30)
    answer = {"numerator": "899", "denominator": "1107", "value": "81,21", "unit": "%"}
    score = grade(question, answer, reference)
    assert score["fraction"] == 0.75
    assert [remark["verdict"] for remark in score["remarks"]] == ["right", "wrong", "right", "right"]
    assert "следует из ваших" in score["remarks"][2]["text"]
    assert fraction(question, answer | {"value": "92,3"}, reference) == 0.75
    assert fraction(question, answer | {"value": "50"}, reference) == 0.5


def test_invented_numbers_with_a_trivial_value_do_not_count_as_following():
    question = IndicatorQuestion(id="i", title="Доля", ask=("numerator", "denominator", "value"))
    reference = IndicatorReference(numerator=899, denominator=974, value=92.30)
    assert fraction(question, {"numerator": 1, "denominator": 1, "value": 100}, reference) == 0
    assert fraction(question, {"numerator": 0, "denominator": 5, "value": 0}, reference) == 0
    assert fraction(question, {"numerator": 5, "denominator": 0, "value": 0}, reference) == 0


def test_a_difference_follows_through_too():
    question = IndicatorQuestion(id="i", title="Изменение", ask=("numerator", "denominator", "value"))
    reference = IndicatorReference(numerator=92.3, denominator=86.6, value=5.7, unit="п. п.", formula="difference")
    assert fraction(question, {"numerator": 92.3, "denominator": 89.6, "value": "2,7"}, reference) == pytest.approx(
        2 / 3
    )


def test_weights_are_shared_among_what_is_asked():
    question = IndicatorQuestion(id="i", title="Доля", ask=("value", "unit"))
    reference = IndicatorReference(value=50, formula="none", weights={"value": 3, "unit": 1, "conclusion": 5})
    assert fraction(question, {"value": "50"}, reference) == 0.75
    assert fraction(question, {"value": "50 %"}, reference) == 1


def test_a_conclusion_is_judged_by_the_own_value_where_the_reference_says_so():
    question = IndicatorQuestion(
        id="i", title="Доля", ask=("numerator", "value", "conclusion"), target=90.0, conclusions=options(["yes", "no"])
    )
    reference = IndicatorReference(
        numerator=986, denominator=1107, value=89.07, conclusion=("no",), conclusion_by_target={"reached": ("yes",)}
    )
    answer = {"numerator": 998, "value": "90,15", "conclusion": ["yes"]}
    assert fraction(question, answer, reference) == pytest.approx(2 / 3)


def test_a_share_given_as_a_part_of_one_is_explained():
    question = NumberQuestion(id="n", title="Доля")
    text = grade(question, {"value": "0,89"}, NumberReference(value=89.07, tolerance=0.05))["remarks"][0]["text"]
    assert "умножьте на 100" in text


# --- checklist

ACT = "Приказ издан 01.09.2023. " + " ".join(f"Пункт{number} слово{number} текст{number}" for number in range(60))
AUDIT = ChecklistQuestion(
    id="c",
    title="Аудит",
    documents=(Document(id="d", title="Приказ", text=ACT + " Согласие наставника не запрашивается."),),
    criteria=(
        ChecklistCriterion(id="a", text="Есть письменное согласие наставника на закрепление", document="d", points=3),
        ChecklistCriterion(id="b", text="Приказ издан на текущий учебный год", document="d", points=1),
    ),
)
AUDIT_KEY = ChecklistReference(
    rows={
        "a": ExpectedRow(verdict=("violated",), evidence=("согласие наставника не запрашивается", "нет согласия")),
        "b": ExpectedRow(verdict=("met",), evidence=("издан 01.09.2023",)),
    }
)


def audit(verdict, evidence):
    return fraction(AUDIT, {"rows": {"a": {"verdict": verdict, "evidence": evidence}}}, AUDIT_KEY)


def test_checklist_points_follow_weights_verdict_and_evidence():
    assert audit("violated", "«Согласие наставника НЕ\u00a0запрашивается»") == 0.75
    assert audit("violated", "Согласий нет, нет согласия наставника") == 0.75
    assert audit("violated", "") == 0.375
    assert audit("partial", "согласие наставника не запрашивается") == 0.5625
    assert audit("partial", "") == 0.1875
    assert audit("met", "согласие наставника не запрашивается") == 0
    assert audit(None, "согласие наставника не запрашивается") == 0


def test_pasted_document_or_criterion_proves_nothing():
    assert audit("violated", AUDIT.documents[0].text) == 0.375
    assert audit("violated", AUDIT.criteria[0].text) == 0.375
    easy = AUDIT_KEY.model_copy(
        update={"rows": {"a": ExpectedRow(verdict=("violated",), evidence=("согласие наставника",))}}
    )
    pasted = {"rows": {"a": {"verdict": "violated", "evidence": AUDIT.criteria[0].text}}}
    assert fraction(AUDIT, pasted, easy) == 0.5
    assert any(
        "слишком" in message.casefold() or "длинная" in message
        for message in [
            grade(AUDIT, {"rows": {"a": {"verdict": "violated", "evidence": ACT}}}, AUDIT_KEY)["remarks"][0]["text"]
        ]
    )


def test_one_long_note_for_all_criteria_is_not_counted():
    criteria = tuple(ChecklistCriterion(id=name, text=f"Условие {name}") for name in "abc")
    question = ChecklistQuestion(id="c", title="Аудит", criteria=criteria)
    key = ChecklistReference(
        rows={name: ExpectedRow(verdict=("violated",), evidence=(f"нет пункта {name}",)) for name in "abc"}
    )
    note = "нет пункта a, нет пункта b, нет пункта c, нет даты, нет номера, нет подписи, нет печати"
    rows = {name: {"verdict": "violated", "evidence": note} for name in "abc"}
    assert fraction(question, {"rows": rows}, key) == 0.5
    assert fraction(question, {"rows": {"a": rows["a"]}}, key) == pytest.approx(1 / 3)


def test_words_are_compared_without_case_endings_and_yo():
    assert words("Её «Учёт», НЕ\u00a0указан\u00adы") == ["ее", "учет", "не", "указаны"]
    assert alike("дата", "даты") and alike("положение", "положения") and alike("согласия", "согласие")
    assert not alike("наставник", "наставничества") and not alike("2021", "2022") and not alike("не", "нет")
    assert holds(words("в приказе дата не указана"), ["не указана дата"])
    assert not holds(words("указана дата"), ["не указана дата"])


def test_self_audit_counts_completeness_and_consistency():
    rule = Consistency(when={"a": ("met",)}, then={"b": ("met",)}, remark="Пары без приказа не закрепляют.")
    question = AUDIT.model_copy(update={"consistency": (rule,), "documents": ()})
    a = {"verdict": "met", "evidence": "Есть в папке 3"}
    full = {"rows": {"a": a, "b": {"verdict": "met", "evidence": "Приказ от 1 сентября"}}}
    assert fraction(question, full, None) == 1
    assert fraction(question, {"rows": {"a": a}}, None) == 0.5625
    broken = {"rows": full["rows"] | {"b": {"verdict": "violated", "evidence": "приказа нет"}}}
    score = grade(question, broken, None)
    assert score["fraction"] == 0.75
    assert "Пары без приказа не закрепляют." in [remark["text"] for remark in score["remarks"]]
    note = {"rows": {"a": {"verdict": "met", "evidence": "да"}, "b": {"verdict": "not_applicable"}}}
    assert fraction(question.model_copy(update={"consistency": ()}), note, None) == 0.625


def test_personal_data_of_colleagues_is_noticed_but_not_repeated():
    question = AUDIT.model_copy(update={"own_organization": True})
    rows = {"a": {"verdict": "met", "evidence": "согласие подписала Петрова А. И., тел. +7 916" + " 123-45-67"}}
    remark = grade(question, {"rows": rows}, None)["remarks"][-1]
    assert remark["criterion"] == "Персональные данные" and remark["verdict"] == "info"
    assert "Петрова" not in remark["text"] and "916" not in remark["text"]


# --- text and code


def test_free_text_is_left_to_a_person_with_hints_on_what_is_missing():
    question = TextQuestion(id="t", title="План", min_rows=2, columns=(Column(id="a", title="Срок"),))
    score = grade(question, {"rows": [{"a": "май"}]}, None)
    assert score["outcome"] == "manual" and score["fraction"] is None
    assert {remark["verdict"] for remark in score["remarks"]} == {"info"}
    assert KINDS["text"].missing(question, None) == ["ещё 2\u00a0строки"]


@pytest.mark.parametrize(
    "value,expected,same",
    [
        (92.3, 92.3, True),
        (92, 92.0, True),
        ("92.3", 92.3, False),
        (True, 1.0, False),
        (1, True, False),
        (True, True, True),
        ([1, 2.0], [1, 2], True),
        ([1], [1, 2], False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": True}, {"a": 1}, False),
        ("да ", "да", True),
        (math.nan, 1.0, False),
        (10**400, 1.0, False),
        (None, 0.0, False),
    ],
)
def test_code_values_are_compared_by_type(value, expected, same):
    assert equal(value, expected, 0.001) is same


def test_the_better_of_code_and_form_counts():
    form = IndicatorQuestion(id="f", title="Доля", ask=("value",))
    question = CodeQuestion(id="k", title="Доля", alternative=form)
    key = CodeReference(value=50.0, alternative=IndicatorReference(value=50, formula="none"))
    right, wrong = {"source": "1", "value": 50}, {"source": "1", "value": 1}
    assert fraction(question, {"form": {"value": "1"}, "code": right}, key) == 1
    both = grade(question, {"form": {"value": "50"}, "code": wrong}, key)
    assert both["fraction"] == 1
    assert {"Код", "Форма: Значение показателя (N)"} <= {remark["criterion"] for remark in both["remarks"]}
    assert fraction(question, {"form": {}, "code": None}, key) == 0
    assert grade(question, {"form": {}, "code": {"source": "# ответ\n"}}, key)["outcome"] == "unanswered"


# --- authors


def test_authors_hear_of_slips_in_russian():
    with pytest.raises(ValidationError, match="повторяются id a"):
        ChoiceQuestion(id="q", title="Вопрос", options=options("aa"))
    choice = ChoiceQuestion(id="q", title="Вопрос", options=options("ab"))
    assert "«z»" in KINDS["choice"].check(choice, ChoiceReference(correct=("z",)))[0]
    assert KINDS["choice"].check(choice, None)
    order = OrderingQuestion(id="o", title="Порядок", items=options("abc"))
    assert "уже верный" in KINDS["ordering"].check(order, OrderingReference(order=("a", "b", "c")))[0]
    match = MatchingQuestion(id="m", title="Пары", left=options("ab"), right=options("xy"))
    assert any("нет пары" in text for text in KINDS["matching"].check(match, MatchingReference(pairs={"a": ("x",)})))
    indicator = IndicatorQuestion(id="i", title="Доля", ask=("numerator", "value"))
    wrong = IndicatorReference(numerator=1, denominator=2, value=60)
    assert any("не следует" in text for text in KINDS["indicator"].check(indicator, wrong))
    one_verdict = AUDIT_KEY.model_copy(update={"evidence_share": 0.1})
    assert any("одной оценкой" in text for text in KINDS["checklist"].check(AUDIT, one_verdict))


def test_without_a_key_a_person_judges():
    question = ChoiceQuestion(id="q", title="Вопрос", options=options("ab"))
    assert grade(question, {"chosen": ["a"]}, None)["outcome"] == "manual"


@pytest.mark.parametrize("kind,sample", SAMPLES, ids=lambda value: getattr(value, "name", ""))
def test_what_is_missing_shrinks_to_nothing(kind, sample):
    assert kind.missing(sample.question, None)
    if sample.name == "correct":
        assert kind.missing(sample.question, kind.read_answer(sample.answer)) == []


@pytest.mark.parametrize("text", ["1" * 30_000, "Иванов И. " * 3_000, "a@" * 9_000, "\n" * 20_000])
@pytest.mark.timeout(60)  # a pattern that backtracks would need hours
def test_looking_for_personal_data_ends_on_hostile_text(text):
    question = TextQuestion(id="t", title="План", personal_data_warning=True)
    assert grade(question, {"text": text + "."}, None)["outcome"] == "manual"
