"""Practicum №3: types for two portraits of one's own, a sheet that agrees with itself, no one right type."""

import io
import json

import pytest
from docx import Document
from practicum import assert_nothing_leaks, assert_sound, cells, grade, notebook, published

from mentoring import privacy
from mentoring.cases.portraits import make_portrait, portraits
from mentoring.data import load
from mentoring.practice import types_sheet
from mentoring.tasks import kind_of
from mentoring.tasks.case_variants import types_case
from mentoring.tasks.planning_examples import idle_card
from mentoring.tasks.portrait_tasks import portrait_task
from mentoring.tasks.rubrics import rubric

SEEDS = range(40)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict:
    return published("practicum_3", tmp_path_factory.mktemp("key") / "out.json")


def fields(made, **changes) -> dict:
    return {"fields": made["references"]["r1"]["fields"] | changes}


def told(score: dict, criterion: str) -> str:
    return " ".join(one["text"] for one in score["remarks"] if one["criterion"].startswith(criterion))


def right(reference: dict, axis: str, option: str | None = None) -> dict:
    expected = reference["axes"][axis]
    option = option or expected["accepted"][0]
    features = expected.get("features_for", {}).get(option) or expected.get("features") or ()
    return {"chosen": option, "features": list(features)[:1]}


def test_the_notebook_is_sound_and_gives_nothing_away(made):
    assert list(made["questions"]) == ["c1", "c2", "v1", "v2", "r1", "r2"]
    keys = {task: made["references"][task] for task in ("c1", "c2", "v1", "v2")}
    answers = {task: {"axes": {axis: right(key, axis) for axis in key["axes"]}} for task, key in keys.items()}
    assert_sound("practicum_3", made, {"r2"}, answers)
    assert_nothing_leaks("practicum_3", made)


def test_right_choices_with_their_sentences_earn_everything_in_every_variant():
    kind = kind_of("classification")
    for seed in SEEDS:
        drawn = types_case(seed)
        assert json.loads(json.dumps(drawn.public)) == drawn.public and types_case(seed) == drawn
        for id, asked in drawn.public["tasks"].items():
            key = drawn.secret[id]
            assert kind.check(kind.read_question(asked), kind.read_reference(key)) == []
            answer = {"axes": {axis: right(key, axis) for axis in key["axes"]}}
            assert kind.grade(asked, answer, key)["fraction"] == 1.0, (seed, id)


def test_every_category_has_a_portrait_and_two_types_that_fit():
    assert set(load("case_portraits")["category"]) == set(load("mentee_categories")["id"])
    for name in portraits():
        for seed in range(6):
            person = make_portrait(seed, name)
            said = {one for sentence in person.sentences for one in sentence.fits}
            assert len(person.fits) >= 2 and said == set(person.fits)
            assert len(person.excluded) >= 3 and not set(person.excluded) & {*person.fits, *person.near}
            assert all(sentence.why for sentence in person.sentences if sentence.fits or sentence.excludes)


@pytest.mark.parametrize("name", ["young", "digital_learner", "burnout"])
def test_any_accepted_type_is_as_good_as_another_and_needs_its_own_reason(name):
    question, key = portrait_task(make_portrait(3, name), "v1", points=10)
    asked, key, kind = question.model_dump(mode="json"), key.model_dump(mode="json"), kind_of("classification")
    out = right(key, "out")
    for option in key["axes"]["main"]["accepted"]:
        whole = {"axes": {"main": right(key, "main", option), "out": out}}
        assert kind.grade(asked, whole, key)["fraction"] == 1.0
        idle = {"axes": {"main": {"chosen": option, "features": out["features"]}, "out": out}}
        assert kind.grade(asked, idle, key)["fraction"] == pytest.approx(0.8)
    for option in key["axes"]["out"]["accepted"]:
        assert kind.grade(asked, {"axes": {"out": right(key, "out", option)}}, key)["fraction"] == 0.5
        wrong = kind.grade(asked, {"axes": {"main": {"chosen": option, "features": []}}}, key)
        assert wrong["fraction"] == 0 and "Здесь он невозможен" in told(wrong, "Вид, с которого")
    everything = [one["id"] for one in asked["features"]]
    marked = {axis: {"chosen": key["axes"][axis]["accepted"][0], "features": everything} for axis in key["axes"]}
    assert kind.grade(asked, {"axes": marked}, key)["fraction"] < 0.75


def test_a_thoughtless_sheet_earns_less_than_half(made):
    score = grade(made, "r1", idle_card(made["questions"]["r1"]["question"], made["references"]["r1"]))
    assert score["fraction"] < 0.45


def test_people_of_two_participants_differ():
    pairs = {tuple(one["id"] for one in types_case(seed).public["people"]) for seed in SEEDS}
    assert len(pairs) > 20 and all(first != second for first, second in pairs)


@pytest.mark.parametrize(
    ("change", "criterion", "words"),
    [
        ({"a_out": "=a_main"}, "Виды не спорят друг с другом, педагог 1", "один и тот же"),
        ({"b_spare": "=b_main"}, "Виды не спорят друг с другом, педагог 2", "тот же, что основной"),
        ({"b_spare": "=b_out"}, "Виды не спорят друг с другом, педагог 2", "от которого вы отказались"),
        ({"a_review": "2020-01-01"}, "Первые шаги — до дня решения, педагог 1", "позже дня"),
        ({"a_review": "2020-01-01"}, "День решения — в этом учебном году, педагог 1", "вне"),
        ({"b_why": "=a_why"}, "Причины у каждого свои", "повторяются"),
        ({"a_out_why": "=a_why"}, "Отказ объяснён иначе, чем выбор, педагог 1", "повторяет"),
    ],
)
def test_a_slip_of_the_sheet_is_named_and_costs(made, change, criterion, words):
    whole = made["references"]["r1"]["fields"]
    change = {name: whole[value[1:]] if value.startswith("=") else value for name, value in change.items()}
    score = grade(made, "r1", fields(made, **change))
    assert score["fraction"] < 1 and words in told(score, criterion)


def test_the_type_itself_costs_nothing_in_the_sheet(made):
    taken = {made["references"]["r1"]["fields"][name] for name in ("a_spare", "a_out")}
    for option in load("mentoring_types")["id"]:
        if option not in taken:
            assert grade(made, "r1", fields(made, a_main=option))["fraction"] == 1.0


def test_every_portrait_has_a_worked_example_that_earns_everything(made):
    source = cells("practicum_3")["r1-key"].source
    room: dict = {}
    exec(source.split("def example")[0].replace("### BEGIN SOLUTION", ""), room)
    assert set(room["EXAMPLES"]) == set(portraits())
    asked = made["questions"]["r1"]["question"]
    for name, told in room["EXAMPLES"].items():
        other = next(one for id, one in room["EXAMPLES"].items() if id != name)
        given = {"fields": as_person("a", told, made) | as_person("b", other, made)}
        missed = [one for one in grade(made, "r1", given)["remarks"] if one["verdict"] != "right" and one["share"]]
        assert not missed and asked["points"] == 24, (name, missed)
        person = make_portrait(1, name)
        assert told["main"] in person.fits and told["out"] in person.excluded, name
        assert len({told["main"], told["spare"], told["out"]}) == 3


def as_person(letter: str, told: dict, made: dict) -> dict:
    """A worked example as the fields of one person; days are those of the reference."""
    held = made["references"]["r1"]["fields"]
    fields = {name: told[name] for name in ("need", "main", "why", "spare", "when", "out", "out_why")}
    day = held["a_steps"][0]["due"]
    fields["steps"] = [dict(zip(("what", "who", "seen"), step, strict=True), due=day) for step in told["steps"]]
    fields["risks"] = [dict(zip(("risk", "action"), risk, strict=True)) for risk in told["risks"]]
    return {f"{letter}_{name}": value for name, value in (fields | {"review": held["a_review"]}).items()}


def test_the_sheet_carries_both_people(made):
    question = made["questions"]["r1"]["question"]
    assert made["questions"]["r1"]["export"] == "mentoring.practice.named:types_sheet"
    name, content = types_sheet(fields(made), question)
    document = Document(io.BytesIO(content))
    text = "\n".join(c.text for table in document.tables for row in table.rows for c in row.cells)
    whole = made["references"]["r1"]["fields"]
    assert whole["a_why"] in text and whole["b_steps"][0]["what"] in text
    evil = fields(made, a_why="<script>alert(1)</script> {{7*7}} =1+1 \x0b")
    assert types_sheet(evil, question)[1]


def test_the_rubric_is_the_table(made):
    asked = made["questions"]["r2"]["question"]["rubric"]
    assert asked == [line.model_dump(mode="json") for line in rubric("practicum_3", "r2")]
    assert sum(max(level["points"] for level in line["levels"]) for line in asked) == 30


def test_nothing_in_it_looks_like_a_contact_of_a_person():
    text = "\n".join(c.source for c in notebook("practicum_3").cells)
    assert not [mark for mark in privacy.find(text) if mark.kind != "name"]
