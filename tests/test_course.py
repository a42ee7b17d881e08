"""The course as its readers meet it: computed figures, pop-up terms, plans of 240 minutes, whole notebooks."""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from mentoring.charts import draw
from mentoring.course import AuthorError, document_gaps, options, plain, said, typeset
from mentoring.course import execute as runner
from mentoring.course.blocks import note_2026, place_ru
from mentoring.course.explorers import FLAGS, _told, base_card, municipality_card
from mentoring.course.pictures import figure, picture, table_html
from mentoring.course.prose import _glossary, inline, rendered
from mentoring.course.sessions import facilitator, header, next_step, plan, work_facts
from mentoring.data import load
from mentoring.tasks import ChoiceQuestion, Remark, kind_of
from mentoring.typography import typeset_task

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "course").glob("*.ipynb"))
SESSIONS = [path for path in NOTEBOOKS if path.stem.startswith("session_")]
NBSP = "\u00a0"
UNCERTAIN_WORDS = re.compile(r"\b(Traceback|Warning|Error)\b")


@pytest.fixture
def shown(monkeypatch):
    """What blocks display, as a list of mime bundles."""
    bundles = []
    monkeypatch.setattr("IPython.display.display", lambda data=None, **_: bundles.append(data))
    return bundles


def read(path):
    return nbformat.read(path, as_version=4)


def outputs(notebook):
    for cell in notebook.cells:
        for out in cell.get("outputs", ()):
            yield cell, out


# Text


@pytest.mark.parametrize(
    ("value", "spec", "words"),
    [
        (89.0696, "%1", f"89,1{NBSP}%"),
        (2.25, "пп1", f"2,3{NBSP}п.{NBSP}п."),
        (2.25, "+пп1", f"+2,3{NBSP}п.{NBSP}п."),
        (-4.5, "+пп1", f"−4,5{NBSP}п.{NBSP}п."),
        (112, "", "112"),
        (12345, "", f"12{NBSP}345"),
        (3.14159, "2", "3,14"),
        (21, "школа|школы|школ", f"21{NBSP}школа"),
        (112, "~школа|школы|школ", "школ"),
        (pd.Timestamp("2021-12-21"), "", "21.12.2021"),
        (pd.Timestamp("2021-12-21"), "дата", f"21{NBSP}декабря 2021{NBSP}года"),
        ("1\\4 *х*", "", "1\\\\4 \\*х\\*"),
    ],
)
def test_figures_in_text_are_said_in_russian(value, spec, words):
    assert said(value, spec) == words


def test_a_unit_that_ends_a_sentence_has_one_full_stop():
    assert plain("Рост — {x:пп1}.", x=2).endswith(f"2,0{NBSP}п.{NBSP}п.")


@pytest.mark.parametrize(
    ("text", "fields", "told"),
    [
        ("Доля {share:%1}", {}, "не передано"),
        ("Доля {share}", {"share": 1, "extra": 2}, "extra"),
        ("Доля {share:?}", {"share": 1}, "Непонятный формат"),
        ("[[куратр]]", {}, "куратор"),
        ("[[ничего похожего тут нет]]", {}, "нет в глоссарии"),
    ],
)
def test_a_slip_of_the_author_is_one_russian_sentence(text, fields, told):
    with pytest.raises(AuthorError, match=told):
        rendered(text, **fields)


def test_a_term_is_a_button_that_opens_its_definition_without_script():
    drawn = rendered("Это [[куратор|кураторы]] школы.")
    target = re.search(r'popovertarget="([^"]+)">кураторы</button>', drawn)[1]
    assert f'popover id="{target}"' in drawn
    assert "координирует" in drawn
    assert "<script" not in drawn


def test_every_term_of_the_glossary_can_be_named():
    for row in _glossary().values():
        assert "popovertarget" in inline(f"[[{row['term']}]]")


def test_the_same_term_twice_has_two_notes():
    ids = re.findall(r'popover id="([^"]+)"', rendered("[[реестр]] и [[реестр]]"))
    assert len(ids) == len(set(ids)) == 2


def test_no_break_spaces_stand_where_they_matter_and_once():
    text = typeset("Доля — 5 % в школе № 4, и не более")
    assert text == f"Доля{NBSP}— 5{NBSP}% в{NBSP}школе №{NBSP}4, и{NBSP}не{NBSP}более"
    assert typeset(text) == text
    assert typeset("№581") == "№581"


def test_html_in_a_figure_or_a_text_stays_text():
    assert "<b>" not in rendered("<b>{x}</b>", x="<i>")


def test_places_of_sources_are_told_in_words():
    assert place_ru("002:296–306").startswith("презентация вебинара 07.02.2024")
    assert place_ru("мониторинг (002:300)") == f"мониторинг (презентация вебинара, строка{NBSP}300)"
    assert "domain" not in place_ru("domain 1k") and "design" not in place_ru("design §6")
    assert "выводы авторов" not in place_ru("domain X34, X35; 000:98") and "X3" not in place_ru("domain X34, X35")
    assert place_ru("domain X03, domain 4").count("авторов курса") == 2


def test_a_task_and_what_is_said_of_its_answer_name_no_codes_of_sources():
    question = ChoiceQuestion(id="q", title="В", source="002:296–301; 000:5", options=options(a="А", b="Б"))
    remark = Remark(criterion="К", verdict="info", source="002:300")
    assert "00" not in re.sub(r"20\d\d|30\d", "", question.source + remark.source)
    assert f"презентация занятия №{NBSP}1" in question.source and f"строка{NBSP}300" in remark.source
    assert ChoiceQuestion.model_validate(question.model_dump()) == question


# Blocks


def test_what_must_not_be_used_as_fact_is_refused_and_what_is_unsure_is_marked(shown):
    with pytest.raises(AuthorError, match="непригодное"):
        note_2026(claims=["X46"])
    note_2026(claims=["X01", "X05a"])
    drawn = shown[-1]["text/html"]
    assert "подтверждено" in drawn and "mk-c-uncertain" in drawn and f"На{NBSP}ноябрь 2026" in drawn


def test_notes_of_the_leader_are_hidden_from_participants(shown, monkeypatch):
    monkeypatch.delenv("MENTORING_FACILITATOR", raising=False)
    facilitator(10, "Секрет ведущего")
    assert shown == []
    monkeypatch.setenv("MENTORING_FACILITATOR", "1")
    facilitator(10, "Секрет ведущего")
    assert "Секрет ведущего" in shown[0]["text/html"] and f"10{NBSP}минут" in shown[0]["text/html"]
    with pytest.raises(AuthorError):
        facilitator(5, "[[несуществующий термин]]")


def test_a_plan_that_is_not_240_minutes_is_refused(shown, monkeypatch):
    rows = load("session_plan")
    monkeypatch.setattr(
        "mentoring.course.sessions._table",
        lambda name: rows.assign(minutes=5) if name == "session_plan" else load(name),
    )
    with pytest.raises(AuthorError, match="240"):
        plan("session_05")


def test_an_unknown_session_or_work_is_told(shown):
    with pytest.raises(AuthorError, match="session_99"):
        header("session_99")
    with pytest.raises(AuthorError, match="practicum_9"):
        next_step("practicum_9")


def test_the_way_on_is_a_link_only_where_the_work_lies(shown, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    next_step("practicum_1")
    assert "<a " not in shown[-1]["text/html"]
    (tmp_path / "practicum_1").mkdir()
    (tmp_path / "practicum_1" / "practicum_1.ipynb").write_text("{}")
    next_step("practicum_1")
    assert 'href="practicum_1/practicum_1.ipynb"' in shown[-1]["text/html"]


def test_the_way_on_tells_what_a_work_takes_and_gives(shown):
    next_step("practicum_1")
    assert "4 академических часа вне встреч" in shown[-1]["text/html"].replace("\u00a0", " ")
    for row in load("practicums").to_dict("records"):
        book = json.loads((ROOT / "assignments" / row["id"] / f"{row['id']}.ipynb").read_text(encoding="utf-8"))
        points = sum(cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in book["cells"])
        assert points == row["points"] and f"{int(points)}\u00a0балл" in work_facts(row)


def test_a_picture_has_a_finding_a_text_and_a_source(shown):
    chart = draw(lambda axes: axes.plot([1, 2]), title="Вывод", source="002:299", alt="Линия растёт")
    figure(chart)
    assert "Вывод" in shown[0]["text/html"] and "Линия растёт" in shown[2]["text/html"]
    page = shown[1]["text/html"]
    assert page.count('alt="Линия растёт"') == 1, "those who can't see are told once, not once a width"
    assert page.index('<source media="screen and (max-width') < page.index("<img") and page.count("data:image/png") == 2
    assert all(text.get_visible() for text in chart.figure.texts)  # the chart itself is left as it was
    with pytest.raises(AuthorError, match="заголовка"):
        figure(chart.figure, alt="Линия", source="002:299")
    assert picture(chart)[:4] == b"\x89PNG"


def test_a_table_keeps_register_entries_letter_by_letter():
    frame = pd.DataFrame({"requisite": ["№581 от 11.10.2021", "1\\4", "<b>"], "n": [1.0, None, 2.5]})
    drawn = table_html(frame, "Записи", columns={"requisite": "Реквизит", "n": "Число"}, formats={"n": "1"})
    assert "№581" in drawn and "1\\4" in drawn and "&lt;b&gt;" in drawn
    assert ">1,0<" in drawn and ">—<" in drawn
    with pytest.raises(AuthorError, match="нет столбца"):
        table_html(frame, columns={"x": "Икс"})


def test_gaps_are_floors_with_the_error_of_rounding():
    gaps = document_gaps(load("document_shares"), load("monitoring")).set_index("document")
    assert round(gaps.loc["consent_mentor_work", "gap"]) == 354
    assert round(gaps.loc["supplementary_agreement", "gap"]) == 393
    assert round(gaps.loc["consent_mentee", "gap"]) == 61
    assert round(gaps["error"].iloc[0]) == 5
    assert "pairing_order" not in gaps.index


# Explorers


def test_every_municipality_has_a_card_in_russian():
    statuses, orders = load("municipality_status"), load("orders")
    for name in [*statuses["municipality"], "ГОО"]:
        card = municipality_card(name, statuses, orders)
        words = html.unescape(re.sub(r"<[^>]+>", " ", card))
        assert not re.search(r"[a-z]{4,}|nan", words), words
    assert "даты нет" in municipality_card("Ленинский", statuses, orders)
    assert "повод спросить" in municipality_card("Рузский", statuses, orders)
    shared = {flag for flags in orders["flags"].dropna() for flag in flags.split()}
    assert set(FLAGS) & shared


def test_a_base_smaller_than_the_numerator_is_explained():
    told = _told(lambda base: base_card(load("monitoring"), "with_regulation", base, "организаций с Положением"), 900)
    assert "Часть не бывает больше целого" in told
    told = _told(lambda base: base_card(load("monitoring"), "with_regulation", base, "организаций с Положением"), 1107)
    assert "динамику установить нельзя" in told


def test_a_failing_explorer_says_one_russian_sentence():
    assert "Traceback" not in _told(lambda _: 1 / 0, None)
    assert "не получилось" in _told(lambda _: 1 / 0, None)


# Notebooks


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_executed_folded_and_clean(path):
    notebook = read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.metadata.get("jupyter", {}).get("source_hidden"), cell.source
            assert cell.execution_count, "not executed"
    for cell, out in outputs(notebook):
        assert out.output_type == "display_data", f"{cell.source[:80]}: {out.output_type}"
        assert runner.WIDGET not in out.data
        text = out.data.get("text/html", "") + out.data.get("text/plain", "")
        assert not UNCERTAIN_WORDS.search(text)
        assert not re.search(r"(src|href)=\"https?://", text)
    assert "widgets" not in notebook.metadata


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_a_session_has_all_parts(path):
    notebook = read(path)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for call in (
        "header",
        "plan",
        "exercise",
        "figure",
        "case",
        "discuss",
        "recap",
        "glossary",
        "sources",
        "facilitator",
    ):
        assert re.search(rf"\b{call}\(", code), call
    assert code.count("figure(") >= 2
    assert len(set(re.findall(r"\b(\w+)Question\(", code))) >= 3
    assert code.count("exercise(") >= 3


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_cells_name_the_blocks_of_the_plan_with_their_minutes(path):
    rows = load("session_plan").query("session == @path.stem")
    planned = {
        row.block: {"block": row.block, "minutes": row.minutes, "priority": row.priority} for row in rows.itertuples()
    }
    cells = read(path).cells
    met = [dict(cell.metadata["mentoring"]) for cell in cells if "mentoring" in cell.metadata]
    assert list(dict.fromkeys(block["block"] for block in met)) == list(planned)
    assert all(block == planned[block["block"]] for block in met)
    for cell in cells:
        if "facilitator(" in cell.source and "import" not in cell.source:
            assert "facilitator" in cell.metadata["tags"]
            assert int(re.search(r"facilitator\(\s*(\d+)", cell.source)[1]) == cell.metadata["mentoring"]["minutes"]


def test_plans_add_up_and_results_name_blocks_and_exercises():
    assert (load("session_plan").groupby("session")["minutes"].sum() == 240).all()
    for row in load("session_results").itertuples():
        path = ROOT / "course" / f"{row.session}.ipynb"
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            missing = [name for name in row.exercises.split() if f'id=\\"{name}\\"' not in text]
            assert not missing, f"{row.id}: {missing}"


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_exercises_are_sound_and_their_right_answers_score_full(path, monkeypatch):
    asked = collected(path, monkeypatch)
    assert len({question.id for question, _ in asked}) == len(asked)
    for question, reference in asked:
        kind = kind_of(question.kind)
        key = kind.read_reference(reference)
        if question.kind == "text":
            continue
        assert kind.check(question, key) == []
        answer = right_answer(question, key)
        score = kind.grade(question.model_dump(), answer, key.model_dump(mode="json"))
        assert score["fraction"] == 1, (question.id, score["remarks"])
        if question.kind == "choice":
            assert {option.id for option in question.options} == set(key.explain), (
                f"{question.id}: explain every option"
            )


def test_exercises_do_not_repeat_graded_tasks(monkeypatch):
    graded = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "assignments").glob("*/*.ipynb"))
    for path in SESSIONS:
        for question, _ in collected(path, monkeypatch):
            assert f'id=\\"{question.id}\\"' not in graded
            for option in getattr(question, "options", ()):
                assert len(option.text) < 25 or option.text not in graded.replace(NBSP, " "), option.text


def collected(path, monkeypatch):
    """Questions and references of a session, by running its cells with the forms switched off."""
    found = []
    monkeypatch.setattr(
        "mentoring.forms.exercise", lambda question, reference, session="": found.append((question, reference))
    )
    monkeypatch.setattr("IPython.display.display", lambda *_, **__: None)
    names = {}
    for cell in read(path).cells:
        if cell.cell_type == "code" and "facilitator" not in cell.metadata.get("tags", ()):
            exec(compile(cell.source, path.name, "exec"), names)
    return found


def right_answer(question, key):
    if question.kind == "choice":
        return {"chosen": list(key.correct)}
    if question.kind == "number":
        return {"value": str(key.value).replace(".", ","), "unit": key.unit}
    if question.kind == "matching":
        return {"pairs": {left: right[0] for left, right in key.pairs.items()}}
    if question.kind == "ordering":
        return {"order": list(key.order)}
    if question.kind == "indicator":
        parts = {name: str(getattr(key, name)) for name in ("numerator", "denominator", "value")}
        return {**parts, "unit": key.unit, "conclusion": list(key.conclusion)}
    if question.kind == "checklist":
        return {
            "rows": {
                id: {"verdict": row.verdict[0], "evidence": row.evidence[0] if row.evidence else ""}
                for id, row in key.rows.items()
            }
        }
    if question.kind == "markup":
        marks = [(one.fragments[0], one.defects[0], one.severities[0]) for one in key.planted]
        return {"findings": [dict(zip(("fragment", "defect", "severity"), mark, strict=True)) for mark in marks]}
    if question.kind == "classification":
        told = {id: (one.accepted[0], list(one.features[: one.need])) for id, one in key.axes.items()}
        return {"axes": {id: {"chosen": chosen, "features": signs} for id, (chosen, signs) in told.items()}}
    raise AssertionError(f"no right answer is written for {question.kind}")


def test_running_a_notebook_leaves_it_as_it_was(tmp_path):
    source = ROOT / "course" / "session_05.ipynb"
    for neighbour in source.parent.glob("*.ipynb"):  # links to the next step depend on what lies beside
        (tmp_path / neighbour.name).write_bytes(neighbour.read_bytes())
    path = tmp_path / source.name
    done = subprocess.run(
        [sys.executable, "-m", "mentoring.course.execute", str(path)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    before, after = (json.loads(one.read_text(encoding="utf-8")) for one in (source, path))
    for one in (before, after):
        for cell in one["cells"]:
            for out in cell.get("outputs", ()):
                out["data"] = re.sub(r"data:image/png;base64,[\w+/=]+", "", json.dumps(out["data"]))
    assert before == after


def test_a_failing_notebook_is_told_and_left_alone(tmp_path):
    path = tmp_path / "broken.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("raise ValueError('Термина нет')")])
    nbformat.write(notebook, path)
    before = path.read_bytes()
    assert "Термина нет" in runner.execute(path)
    assert path.read_bytes() == before


def test_a_table_in_a_text_becomes_cards_on_a_phone_when_it_is_wordy():
    wide = rendered(
        "| Звено | Кто даёт |\n|---|---|\n"
        "| Согласие наставника на дополнительную работу и её условия | наставник, до приказа |"
    )
    assert 'class="mk-wordy"' in wide and 'data-label="Звено"' in wide and 'data-label="Кто даёт"' in wide
    narrow = rendered("| Минуты | Кто |\n|---|---|\n| 0–6 | учитель |")
    assert "mk-wordy" not in narrow and '<div class="mk-scroll"><table>' in narrow


def test_what_a_form_shows_gets_no_break_spaces_and_what_people_quote_stays():
    question = {
        "id": "a-1", "text": "Приказ № 196, ст. 351.8, статья 98 с 1 марта",
        "options": [{"id": "x", "text": "п. 4 в силе"}], "documents": [{"id": "d", "text": "Приказ № 5 от 1 марта"}],
        "columns": [{"title": "К 5 мая", "choices": ["п. 1"]}],
    }  # fmt: skip
    made = typeset_task(question)
    assert made["text"] == "Приказ №\u00a0196, ст.\u00a0351.8, статья\u00a098 с\u00a01\u00a0марта"
    assert made["options"] == [{"id": "x", "text": "п.\u00a04 в\u00a0силе"}]
    assert made["documents"] == question["documents"] and made["columns"][0]["choices"] == ["п. 1"]
    assert typeset_task({"explain": {"x": "№ 5"}, "pairs": {"a": ["№ 5"]}}) == {
        "explain": {"x": "№\u00a05"}, "pairs": {"a": ["№ 5"]},
    }  # fmt: skip
    assert typeset_task(made) == made


def test_the_tab_of_a_session_names_that_session():
    for number in range(1, 13):
        path = Path(__file__).parents[1] / "course" / f"session_{number:02d}.ipynb"
        assert json.loads(path.read_text(encoding="utf-8"))["metadata"]["title"] == f"Занятие {number}"


def test_ranges_of_our_own_notes_are_told_whole():
    law = "порядок авторов; справка авторов курса о том, что изменилось после 2021 года"
    assert place_ru("порядок авторов; domain X02–X05, X34") == typeset(law)
    assert place_ru("порядок авторов; domain 1a–1c, 4") == typeset("порядок авторов; расчёты и выводы авторов курса")
