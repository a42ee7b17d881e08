"""Practicum №2: an own practice as a card that agrees with itself, its documents, and the catalogue of a group."""

import io
import json

import pytest
from docx import Document
from openpyxl import load_workbook
from practicum import assert_nothing_leaks, assert_sound, grade, notebook, published
from typer.testing import CliRunner

from mentoring import portable, privacy
from mentoring.data import load
from mentoring.practice import card_document, card_pdf, clauses, contest_application
from mentoring.tasks.card import KIND
from mentoring.tasks.planning_examples import idle_card
from mentoring.tasks.rubrics import rubric

EVIL = "<script>alert(1)</script> {{7*7}} =1+1 \x0b"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict:
    return published("practicum_2", tmp_path_factory.mktemp("key") / "out.json")


@pytest.fixture(scope="module")
def question(made):
    return KIND.read_question(made["questions"]["p1"]["question"])


def fields(made, **changes) -> dict:
    return {"fields": made["references"]["p1"]["fields"] | changes}


def words_of(content: bytes) -> str:
    tables = Document(io.BytesIO(content)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def remark(score: dict, criterion: str) -> dict:
    return next(one for one in score["remarks"] if one["criterion"] == criterion)


def test_the_notebook_is_sound_and_gives_nothing_away(made):
    assert list(made["questions"]) == ["p1", "p2"]
    assert_sound("practicum_2", made, {"p2"})
    assert_nothing_leaks("practicum_2", made)


@pytest.mark.parametrize(
    ("changes", "criterion"),
    [
        ({"type": "reverse"}, "Вид отвечает тому, что рассказано"),
        ({"mentees": "5"}, "Вид отвечает тому, что рассказано"),
        ({"type": "team"}, "Вид отвечает тому, что рассказано"),
        ({"form": "head_teacher"}, "Форма отвечает участникам"),
        ({"category": "burnout"}, "Модель отвечает участникам"),
        ({"starts": "2026-04-01"}, "Начало раньше окончания"),
        ({"ends": "2026-01-10"}, "Действия — внутри срока практики"),
    ],
)
def test_what_does_not_agree_is_named_and_costs(made, changes, criterion):
    score = grade(made, "p1", fields(made, **changes))
    found = remark(score, criterion)
    assert score["fraction"] < 1 and found["verdict"] in ("partial", "wrong") and found["text"].endswith(".")


def test_a_group_practice_is_as_good_as_a_pair(made):
    group = fields(made, type="group", mentees="4", model="subject_experienced")
    assert grade(made, "p1", group)["fraction"] == 1.0


def test_what_the_sources_do_not_say_costs_nothing(made):
    score = grade(made, "p1", fields(made, model="innovator_conservative", category="growth_seeker"))
    assert score["fraction"] == 1.0
    assert any(one["verdict"] == "info" and one["text"].startswith("Проверьте:") for one in score["remarks"])
    for subject in ("type", "form", "model"):
        source = load("practice_features").query("subject == @subject")
        assert all(one.soft or row.certainty == "source"
                   for one, row in zip(clauses(subject), source.itertuples(), strict=True))  # fmt: skip


def test_every_form_model_and_type_has_its_features():
    table = load("practice_features")
    for subject, catalogue in (("type", "mentoring_types"), ("form", "mentoring_forms")):
        assert set(table[table["subject"] == subject]["value"]) == set(load(catalogue)["id"])
    assert set(table[table["subject"] == "model"]["value"]) <= set(load("interaction_models")["id"])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"title": "Повышение качества уроков"}, "пожелание"),
        ({"target": "много"}, "числом"),
        ({"method": "опрос"}, "одного слова мало"),
        ({"title": "Доля довольных, %", "after": "120"}, "больше 100"),
        ({"before": ""}, "«до»"),
    ],
)
def test_an_indicator_that_cannot_be_counted_is_named(made, row, said):
    rows = made["references"]["p1"]["fields"]["results"]
    score = grade(made, "p1", fields(made, results=[rows[0] | row, rows[1]]))
    assert said in remark(score, "Показатели можно измерить")["text"].replace("\u00a0", " ")


def test_repeated_and_short_texts_do_not_count_as_filled_in(made):
    whole = made["references"]["p1"]["fields"]
    for changes in ({"context": "да да да да да да да да да да да да да да да да"}, {"aim": "Помочь"},
                    {"transfer": whole["outcome"]}):  # fmt: skip
        assert remark(grade(made, "p1", fields(made, **changes)), "Полнота")["verdict"] == "partial"


def test_a_thoughtless_card_earns_at_most_a_quarter_of_the_practicum(made):
    """Lists, numbers and dates as they should be, words that fit any school; the other half is a person's."""
    asked, key = made["questions"]["p1"]["question"], made["references"]["p1"]
    score = grade(made, "p1", idle_card(asked, key))
    assert asked["points"] == 50 and score["fraction"] * 50 <= 15
    for criterion in ("Рассказано о своём деле", "Вид отвечает тому, что рассказано"):
        assert remark(score, criterion)["verdict"] != "right"
    line = "Проведена большая совместная работа наставника и педагога в соответствии с планом организации"
    same = {"fields": {name: line if isinstance(value, str) and " " in value else value
                       for name, value in key["fields"].items()}}  # fmt: skip
    repeated = grade(made, "p1", same)
    assert "написано дважды" in remark(repeated, "Рассказано о своём деле")["text"]
    assert repeated["fraction"] < score["fraction"] + 0.4


@pytest.mark.parametrize(
    ("changes", "criterion"),
    [
        ({"actions": [{"what": "Ходили вместе в бассейн по субботам", "date": "2025-11-01", "made": "абонемент"}] * 3},
         "У каждого дефицита есть действие"),
        ({"aim": "Педагог ведёт электронный дневник без напоминаний завуча"}, "Цель вырастает из дефицита"),
        ({"outcome": "Дневник заполняется в тот же вечер, бумажная тетрадь замечаний убрана в шкаф навсегда и забыта"},
         "Изменение — о том же"),
    ],
)  # fmt: skip
def test_parts_that_do_not_hang_together_are_named_and_cost(made, changes, criterion):
    score = grade(made, "p1", fields(made, **changes))
    assert score["fraction"] < 1 and remark(score, criterion)["verdict"] in ("wrong", "partial")
    assert remark(score, criterion)["text"]


def test_names_of_people_are_noticed_and_cost_nothing(made):
    score = grade(
        made,
        "p1",
        fields(made, participants="Наставник Примерова Анна Ивановна, педагог второго года, тот же предмет и класс"),
    )
    assert score["fraction"] == 1.0 and remark(score, "Персональные данные")["verdict"] == "info"


def test_hostile_text_stays_text_everywhere(made, question):
    from mentoring.forms.card import readonly

    evil = fields(made, title=EVIL, why=EVIL, actions=[{"what": EVIL, "date": EVIL, "made": EVIL}])
    asked = made["questions"]["p1"]["question"]
    shown = readonly(asked, evil, grade(made, "p1", evil), reveal=made["references"]["p1"])
    assert "<script" not in shown and "&lt;script&gt;" in shown
    for export in (card_document(question, heading="К", name="k", label="л"), contest_application(question)):
        _, content = export(evil)
        assert "<script>alert(1)</script> {{7*7}}" in words_of(content)


def test_the_card_and_the_application_carry_what_was_written(made, question):
    whole = fields(made)
    for export in (card_document(question, heading="Карточка", name="k", label="л"), contest_application(question)):
        name, content = export(whole)
        text = words_of(content)
        assert name.endswith(".docx") and whole["fields"]["outcome"] in text and "Традиционное наставничество" in text
    assert "____" in Document(io.BytesIO(contest_application(question)({"fields": {}})[1])).tables[0].cell(0, 1).text


def test_a_portfolio_finds_the_documents_by_name(made):
    from mentoring.practice.named import practice_application, practice_card

    named = made["questions"]["p1"]["export"].split()
    assert [name.partition(":")[2] for name in named] == ["practice_card", "practice_application"]
    for make in (practice_card, practice_application):
        assert make.wants_question
        assert make(fields(made), made["questions"]["p1"]["question"])[1].startswith(b"PK")


def test_without_libreoffice_the_button_says_what_to_do(made, question, monkeypatch):
    export = card_pdf(card_document(question, heading="К", name="k", label="л"), "Скачать (.pdf)")
    if portable.converter():
        assert export(fields(made))[1].startswith(b"%PDF")
    monkeypatch.setattr(portable.shutil, "which", lambda _name: None)
    with pytest.raises(portable.NoConverter, match="скачайте .docx"):
        export(fields(made))


def test_the_rubric_is_the_table_and_is_shown_beforehand(made):
    asked = made["questions"]["p2"]["question"]["rubric"]
    assert [line["id"] for line in asked] == ["value", "evidence", "transfer"]
    assert asked == [line.model_dump(mode="json") for line in rubric("practicum_2", "p2")]
    table = load("rubrics")
    best = table.groupby(["assignment", "task", "criterion_id"])["points"].max().groupby(["assignment", "task"]).sum()
    assert best.to_dict() == {
        ("practicum_1", "b2"): 10, ("practicum_1", "d1"): 15, ("practicum_2", "p2"): 50, ("practicum_3", "r2"): 30,
        ("practicum_4", "k5"): 24, ("practicum_5", "s2"): 50,
    }  # fmt: skip
    top = table.sort_values("level").groupby(["assignment", "task", "criterion_id"]).tail(1)
    assert top["anchor"].notna().all(), "every best level has an example"


def test_the_catalogue_holds_only_what_its_authors_allowed(made, tmp_path, monkeypatch):
    import shutil

    from test_practicum_routes import ROOT

    from autograder import release, roster
    from autograder.layout import Layout
    from mentoring_cli.commands import app
    from mentoring_cli.main import main  # noqa: F401  (Russian messages)

    shutil.copytree(ROOT / "assignments" / "practicum_2", tmp_path / "assignments" / "practicum_2")
    shutil.copytree(ROOT / "datasets", tmp_path / "datasets")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    place = Layout(tmp_path, tmp_path / "workspace")
    released = release.release("practicum_2", place)
    roster.save_roster([roster.Person(f"u0{n}", "Г1", "Выдуманная", f"Имя{n}") for n in range(1, 5)], place=place)
    for code, choice in (("u01", "name"), ("u02", "code"), ("u03", "no"), ("u04", None)):
        folder = place.submitted / code / "practicum_2"
        folder.mkdir(parents=True)
        given = fields(made, title=f"=Практика {code}", catalogue=choice)
        stored = {"schema": 1, "participant": code, "assignment": "practicum_2", "release": released.release,
                  "variant": "base", "answers": {"p1": {"revision": 1, "saved_at": "2026-11-20T12:00:00+03:00",
                  "answer": given}}, "handed_in": [], "returned": None}  # fmt: skip
        (folder / "answers.json").write_text(json.dumps(stored), encoding="utf-8")
    monkeypatch.setenv("MENTORING_ROOT", str(tmp_path))
    monkeypatch.setenv("MENTORING_WORKSPACE", str(place.workspace))
    done = CliRunner().invoke(app, ["catalogue", "practicum_2", "--to", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    sheet = load_workbook(tmp_path / "out" / "practicum_2_catalogue.xlsx").active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[2]) for row in rows] == [("Выдуманная Имя1", "=Практика u01"), ("u02", "=Практика u02")]
    assert sheet["C2"].data_type == "s"
    text = "\n".join(p.text for p in Document(tmp_path / "out" / "practicum_2_catalogue.docx").paragraphs)
    assert "Автор: Выдуманная Имя1" in text and "Автор: u02" in text and "u03" not in text and "u04" not in text


def test_nothing_in_it_looks_like_a_contact_of_a_person():
    text = "\n".join(c.source for c in notebook("practicum_2").cells)
    assert not [mark for mark in privacy.find(text) if mark.kind != "name"]
