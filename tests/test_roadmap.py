"""Roadmaps: what a curator sees of terms, findings, the chart and the mended plan; the roadmaps of the sources."""

# ruff: noqa: E501  (rows of plans)

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.data import load
from mentoring.roadmap import (
    RoadmapError,
    audit,
    from_rows,
    gantt,
    mend,
    mended_document,
    municipal,
    read_roadmap,
    read_term,
    school,
    school_year,
    to_docx,
    to_xlsx,
)
from mentoring.roadmap.model import COLUMNS, TO_CLARIFY
from mentoring.roadmap.sources import compare
from mentoring.roadmap.topics import catalogue, mentions

YEAR = school_year(2026)

# Defects that no program finds in the tables; docs/roadmap_defects.md says why.
NOT_FOUND = {"RM3-D04", "RM4-D14"}

GOOD = [
    ("Подготовка", "Опрос педагогов о запросах и дефицитах", "01.09.2026–05.09.2026", "куратор", "анкеты", "сводка запросов: 100 % педагогов"),
    ("Подготовка", "Приказ о внедрении и положение о наставничестве", "07.09.2026", "директор", "образцы", "приказ с приложениями"),
    ("Подготовка", "Утверждение дорожной карты", "08.09.2026", "директор", "проект", "приказ"),
    ("Подготовка", "Приказ о назначении куратора", "09.09.2026", "директор", "проект", "приказ"),
    ("Подготовка", "Входной мониторинг: показатели вовлечённости", "10.09.2026–12.09.2026", "куратор", "анкеты", "таблица значений"),
    ("Подготовка", "Банк наставляемых всех категорий: молодые, новое место работы, выгорание", "14.09.2026", "куратор", "анкеты", "список из 8 категорий"),
    ("Подготовка", "Банк наставников, виды наставничества: традиционное, реверсивное", "16.09.2026", "куратор", "анкеты", "список"),
    ("Подготовка", "Отбор наставников под запросы", "18.09.2026", "куратор", "критерии", "протокол"),
    ("Подготовка", "Обучение наставников: семинар об обратной связи", "21.09.2026–25.09.2026", "методист", "8 часов", "сертификаты"),
    ("Основной", "Подбор пар по взаимному выбору", "28.09.2026", "куратор", "банки", "список пар"),
    ("Основной", "Согласия наставников и наставляемых на закрепление, дополнительные соглашения о доплате", "30.09.2026", "специалист по кадрам", "бланки", "согласия обеих сторон"),
    ("Основной", "Приказ о закреплении пар", "01.10.2026", "директор", "согласия", "приказ"),
    ("Основной", "Разработка персонализированных программ", "05.10.2026–09.10.2026", "наставники", "диагностика", "программы"),
    ("Основной", "Промежуточный мониторинг по тем же показателям", "январь 2027", "куратор", "анкеты", "справка"),
    ("Заключение", "Итоговый мониторинг по показателям", "май 2027", "куратор", "анкеты", "справка"),
    ("Заключение", "Итоговый аналитический отчёт куратора", "июнь 2027", "куратор", "данные", "отчёт"),
    ("Заключение", "Поощрение участников", "июнь 2027", "директор", "фонд", "приказ"),
]  # fmt: skip


def plan(rows=GOOD, **about):
    names = ("stage", "activity", "term", "responsible", "resource", "result")
    made = [dict(zip(names, row, strict=True)) | {"id": f"r{at}"} for at, row in enumerate(rows, 1)]
    about = {"period": YEAR, "title": "Дорожная карта", "organization": "Школа", "approval": "приказ № 1"} | about
    return from_rows(made, **about)


def codes(roadmap):
    return {one.criterion for one in audit(roadmap)}


# --- terms


@pytest.mark.parametrize(
    "text,first,last,precision",
    [
        ("4 неделя августа 2023", "2023-08-22", "2023-08-28", "week"),
        ("в течение учебного года", "2026-08-01", "2027-08-31", "period"),
        ("сентябрь2022", "2022-09-01", "2022-09-30", "month"),
        ("Сентя/брь/2023", "2023-09-01", "2023-09-30", "month"),
        ("Июнь 2023", "2023-06-01", "2023-06-30", "month"),
        ("до 15 сентября", None, "2026-09-15", "day"),
        ("до конца мая 2027", None, "2027-05-31", "part"),
        ("до мая 2027", None, "2027-04-30", "month"),
        ("с 1 сентября", "2026-09-01", None, "day"),
        ("01.09.2026–31.05.2027", "2026-09-01", "2027-05-31", "period"),
        ("с 01.09.2026 по 31.05.2027", "2026-09-01", "2027-05-31", "period"),
        ("ежеквартально", "2026-08-01", "2027-08-31", "recurring"),
        ("1 раз в четверть", "2026-08-01", "2027-08-31", "recurring"),
        ("I четверть", "2026-09-01", "2026-10-31", "quarter"),
        ("IV квартал 2026 г.", "2026-10-01", "2026-12-31", "quarter"),
        ("2 полугодие", "2027-01-01", "2027-05-31", "half_year"),
        ("В течение всего периода с сентября по май 2024", "2023-09-01", "2024-05-31", "period"),
        ("1–15 сентября 2026", "2026-09-01", "2026-09-15", "day"),
        ("сентябрь – май", "2026-09-01", "2027-05-31", "period"),
        ("2023/24", "2023-08-01", "2024-08-31", "year"),
        ("2026-09-01", "2026-09-01", "2026-09-01", "day"),
        ("последняя неделя мая 2027", "2027-05-25", "2027-05-31", "week"),
        ("конец мая", "2027-05-21", "2027-05-31", "part"),
        ("29 февраля 2028", "2028-02-29", "2028-02-29", "day"),
        ("По итогам 2023-2024 учебного года", None, None, "event"),
        ("по мере необходимости", None, None, "event"),
        ("32.01.2026", None, None, "unknown"),
        ("30 февраля", None, None, "unknown"),
        ("скоро", None, None, "unknown"),
        ("", None, None, "unknown"),
    ],
)
def test_terms_are_read_as_plans_write_them(text, first, last, precision):
    term = read_term(text, YEAR)
    assert (term.start and term.start.isoformat(), term.end and term.end.isoformat()) == (first, last)
    assert term.precision == precision


def test_what_is_doubtful_is_said():
    assert "нет пробела" in read_term("сентябрь2022").doubts[0]
    assert "год не назван" in read_term("до 15 сентября", YEAR).doubts[0]
    assert "не существует" in read_term("32.01.2026").doubts[0]
    assert "событи" in read_term("По итогам года", YEAR).doubts[0]
    assert read_term("в течение года").doubts and not read_term("май 2027").doubts


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400) | st.text(alphabet="0123456789.-– сентябрьмаядогXIV/", max_size=60))
def test_reading_a_term_never_raises(text):
    term = read_term(text, YEAR)
    assert (term.known) == bool(term.start or term.end)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 400))
def test_dates_written_in_russian_are_read_back(first, days):
    last = first + dt.timedelta(days=days)
    term = read_term(f"{first:%d.%m.%Y} – {last:%d.%m.%Y}")
    assert (term.start, term.end) == (first, last)


# --- the roadmaps of the sources


@pytest.mark.parametrize("name,roadmap", [("school", school()), ("municipal", municipal())])
def test_listed_defects_of_the_sources_are_found_except_those_that_need_a_reader(name, roadmap):
    found = compare(name, audit(roadmap))
    assert {defect for defect, findings in found.items() if not findings} == {one for one in NOT_FOUND if one in found}


def test_the_page_about_source_defects_names_each_of_them():
    from mentoring.data import folder

    page = (folder().parent / "docs" / "roadmap_defects.md").read_text(encoding="utf-8")
    for defect in load("roadmap_defects")["id"]:
        line = next(line for line in page.splitlines() if line.startswith(f"| {defect} "))
        assert ("не находит" in line) == (defect in NOT_FOUND)


def test_the_years_of_the_school_roadmap_are_told_with_their_rows():
    wrong = [one for one in audit(school()) if one.defect == "DEF-32"]
    assert [set(one.places) for one in wrong] == [
        {"school_11", "school_12", "school_13"},
        {"school_26", "school_27", "school_28", "school_29"},
    ]
    assert all(one.severity == "critical" for one in wrong)


def test_abbreviations_of_the_municipal_roadmap_are_counted_as_in_the_source():
    text = next(one.text for one in audit(municipal()) if one.defect == "DEF-40")
    assert "МЦН (23)" in text and "МНЦ (26)" in text


def test_severity_and_codes_come_from_the_tables():
    defects, criteria = load("defects").set_index("id"), set(load("criteria")["id"])
    for roadmap in (school(), municipal()):
        for one in audit(roadmap):
            assert not one.criterion or one.criterion in criteria
            assert (
                not one.defect or one.criterion in defects.at[one.defect, "criteria"].split() or one.defect == "DEF-23"
            )
            assert one.severity in ("critical", "substantial", "minor") and one.text.endswith(".")


def test_the_seven_stages_of_the_students_model_are_never_asked_for():
    said = " ".join(one.text + one.suggestion for one in audit(municipal()))
    for title in load("stages").query("model == 'students'")["title"]:
        assert title not in said


# --- checks


def test_a_sound_plan_has_no_findings():
    assert [one.line() for one in audit(plan())] == []


@pytest.mark.parametrize(
    "change,criterion",
    [
        (lambda rows: [(*row[:3], "", *row[4:]) for row in rows], "DK-02"),
        (lambda rows: [(*row[:2], "сентябрь 2024", *row[3:]) if at == 3 else row for at, row in enumerate(rows)], "DK-03"),
        (lambda rows: [(*row[:2], "10.10.2026–01.10.2026", *row[3:]) if at == 4 else row for at, row in enumerate(rows)], "DK-04"),
        (lambda rows: [(*rows[11][:2], "02.09.2026", *rows[11][3:]), *rows[:11], *rows[12:]], "DK-05"),
        (lambda rows: [*rows, ("Заключение", "Поощрение участников", "июнь 2027", "директор", "фонд", "приказ")], "DK-07"),
        (lambda rows: [(*row[:5], "заявка на участие") if at == 8 else row for at, row in enumerate(rows)], "DK-08"),
        (lambda rows: [row for row in rows if "Согласия" not in row[1]], "DK-09"),
        (lambda rows: [row for row in rows if "Обучение" not in row[1]], "DK-10"),
        (lambda rows: [row for row in rows if "мониторинг" not in row[1].casefold()], "DK-11"),
        (lambda rows: [row for row in rows if "Поощрение" not in row[1]], "DK-12"),
        (lambda rows: [row for row in rows if "виды" not in row[1]], "DK-13"),
        (lambda rows: [*rows, ("Основной", "Наставничество обучающихся старших классов", "май 2027", "куратор", "нет", "отчёт")], "DK-15"),
    ],
)  # fmt: skip
def test_one_fault_gives_its_criterion(change, criterion):
    assert criterion in codes(plan(change(list(GOOD))))


def test_header_faults():
    assert "DK-01" in codes(plan(approval="", organization="", period=from_rows([]).period))
    assert "DK-06" in codes(plan(tasks=("1", "2", "4")))
    assert "DK-15" in codes(plan(title="Дорожная карта наставничества обучающихся"))


def test_an_order_by_dates_wins_over_the_order_of_rows():
    rows = list(GOOD)
    rows.insert(0, rows.pop(11))  # the pairing order stands first but is dated after everything it needs
    found = [one for one in audit(plan(rows)) if one.criterion == "DK-05"]
    assert not found


def test_words_are_beginnings_with_exclusions_and_whole_words():
    assert mentions("Приказ о закреплении пар", "приказ закреплен")
    assert not mentions("партнёры школы", "=пар")
    assert mentions("подбор пар", "подбор =пар") and not mentions("подбор пар, проект", "подбор =пар !проект")


def test_every_criterion_of_roadmaps_can_be_given():
    criteria = set(load("criteria").query("document == 'roadmap'")["id"])
    given = {one.criterion for roadmap in (school(), municipal()) for one in audit(roadmap)}
    assert criteria <= given


def test_topics_depend_on_topics_that_stand_before_them():
    order = {topic.id: topic.order for topic in catalogue()}
    assert all(order[name] < topic.order for topic in catalogue() for name in topic.after)


cells = st.text(max_size=60) | st.sampled_from(
    ["приказ о закреплении пар", "сентябрь2022", "=1+1", "уточните", "МЦН МНЦ", "\x00", "\ud800"]
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.fixed_dictionaries({name: cells for name in COLUMNS}), max_size=8))
def test_any_rows_are_checked_mended_and_written(rows):
    roadmap = from_rows(rows, period=YEAR)
    assert isinstance(audit(roadmap), tuple)
    mended = mend(roadmap)
    assert len(mended.rows) >= len(roadmap.rows)
    assert to_docx(mended)
    assert to_xlsx(mended, io.BytesIO(), audit(mended))


# --- mending


@pytest.mark.parametrize("roadmap", [school(), municipal()], ids=["school", "municipal"])
def test_mending_keeps_every_activity_and_invents_nothing(roadmap):
    mended = mend(roadmap)
    written = {row.id: row for row in mended.rows}
    for row in roadmap.rows:
        after = written[row.id]
        assert (after.activity, after.content) == (row.activity, row.content)
        for name in ("term", "responsible", "resource", "result"):
            assert getattr(after, name) in (getattr(row, name), TO_CLARIFY)
    for row in mended.rows:
        if row.id.startswith("proposed_"):
            assert {row.term, row.responsible, row.resource, row.result} == {TO_CLARIFY} and "предложено" in row.note
    assert [row.number for row in mended.rows if row.stage_number == "1"][:3] == ["1.1", "1.2", "1.3"]
    left = {"DK-06", "DK-10"} | ({"DK-05"} if roadmap.rows[0].id.startswith("school") else set())
    assert not left & codes(mended)


def test_mending_puts_steps_after_what_they_depend_on():
    ids = [row.id for row in mend(school(), propose=False).rows]
    assert ids.index("school_13") < ids.index("school_14") < ids.index("school_15") < ids.index("school_05")
    assert ids.index("school_26") > ids.index("school_25")


def test_mending_twice_changes_nothing_more():
    once = mend(plan())
    again = mend(once)
    assert [(row.id, row.number) for row in again.rows] == [(row.id, row.number) for row in once.rows]


# --- files


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_a_written_plan_is_read_back(tmp_path, suffix):
    roadmap = plan()
    path = tmp_path / f"plan.{suffix}"
    (to_xlsx if suffix == "xlsx" else to_docx)(roadmap, path)
    read = read_roadmap(path)
    assert [row.activity for row in read.rows] == [row.activity for row in roadmap.rows]
    assert [row.term for row in read.rows] == [row.term for row in roadmap.rows]
    assert {row.stage for row in read.rows} == {"Подготовка", "Основной", "Заключение"}
    assert (read.period.start, read.period.end) == (YEAR.start, YEAR.end)


def test_a_csv_of_a_russian_spreadsheet_is_read(tmp_path):
    path = tmp_path / "план.csv"
    path.write_bytes(
        "№;Наименование мероприятия;Срок исполнения;Исполнитель\n1;Опрос;сентябрь 2026;куратор\n".encode("cp1251")
    )
    (row,) = read_roadmap(path).rows
    assert (row.number, row.activity, row.term, row.responsible) == ("1", "Опрос", "сентябрь 2026", "куратор")


def test_a_docx_with_merged_stages_is_read(tmp_path):
    from docx import Document

    document = Document()
    document.add_paragraph("Дорожная карта на 2026–2027 учебный год")
    table = document.add_table(rows=5, cols=4)
    lines = [
        ("№ и этап", "Мероприятия", "Содержание", "Сроки"),
        ("1. Подготовка", "Нормативная база", "1. Приказ о внедрении", "сентябрь 2026"),
        ("", "", "2. Назначение куратора", "сентябрь 2026"),
        ("2. Завершение", "Отчёты", "6. Финальная встреча", "июнь 2026"),
        ("", "", "4. Круглый стол", "июнь 2026"),
    ]
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(tmp_path / "karta.docx")
    roadmap = read_roadmap(tmp_path / "karta.docx")
    assert [(row.stage_number, row.stage, row.number) for row in roadmap.rows] == [
        ("1", "Подготовка", "1"), ("1", "Подготовка", "2"), ("2", "Завершение", "6"), ("2", "Завершение", "4"),
    ]  # fmt: skip
    found = {one.defect for one in audit(roadmap)}
    assert {"DEF-32", "DEF-33", "DEF-35"} <= found


@pytest.mark.parametrize(
    "name,data", [("a.docx", b"PK\x03\x04nonsense"), ("a.xlsx", b""), ("a.pdf", b"%PDF"), ("a.csv", b"x,y\n1,2\n")]
)
def test_a_file_without_a_roadmap_gets_one_sentence(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(RoadmapError) as caught:
        read_roadmap(path)
    assert re.fullmatch(r"[^\n]+\.", str(caught.value)) and name in str(caught.value)
    with pytest.raises(RoadmapError):
        read_roadmap(tmp_path / "нет.docx")


def test_formulas_of_a_user_stay_text(tmp_path):
    evil = '=HYPERLINK("http://e")'
    path = to_xlsx(plan([("Этап", evil, "май 2027", evil, evil, evil)]), tmp_path / "x.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet.casefold()


def test_the_chart_shows_what_lies_outside_the_period():
    from mentoring.charts import texts

    chart = gantt(school())
    assert "вне периода — 7" in chart.title and "без читаемого срока — 2" in chart.title
    assert any("По итогам" in text for text in texts(chart))
    with pytest.raises(ValueError):
        gantt(from_rows([]))


@pytest.mark.parametrize("topic", [one for one in catalogue() if one.kind == "step"], ids=lambda one: one.id)
def test_what_is_proposed_is_recognised_as_the_step_it_stands_for(topic):
    assert topic.holds(topic.proposal) or topic.id == "programme_bank"


# --- the task kind


def graded(rows, **about):
    from mentoring.tasks.roadmap import KIND, Before, Need, Planted, RoadmapQuestion, RoadmapReference

    question = RoadmapQuestion(id="r", title="Карта", starts="2026-08-01", ends="2027-08-31", min_rows=12, **about)
    reference = RoadmapReference(
        rows=[
            dict(zip(("stage", "activity", "term", "responsible", "resource", "result"), row, strict=True))
            for row in GOOD
        ],
        needs=[
            Need(id=topic.id, title=topic.title, words=topic.words)
            for topic in catalogue()
            if topic.id in ("training", "consent_mentor", "monitoring_mid", "final_report", "pairing_order")
        ],
        before=[Before(title="пары после банка", first="банк наставник", then="закреплени =пар")],
        planted=[
            Planted(id="a", title="срок банка", words="банк наставляем", check="term"),
            Planted(id="b", title="кто обучает", words="обучен наставник", check="responsible"),
        ],
    )
    if about:
        assert KIND.check(question, reference) == []
    return KIND.grade(question.model_dump(mode="json"), {"rows": rows}, reference.model_dump(mode="json"))["fraction"]


def damaged():
    names = ("stage", "activity", "term", "responsible", "resource", "result")
    rows = [dict(zip(names, row, strict=True)) for row in GOOD if "Согласия" not in row[1] and "отчёт" not in row[1]]
    for row in rows:
        if "Банк наставляемых" in row["activity"]:
            row["term"] = "сентябрь2022"
        if "Обучение" in row["activity"]:
            row["responsible"] = ""
    return rows


def test_what_the_kit_mends_by_itself_earns_little_and_the_mended_plan_everything():
    names = ("stage", "activity", "term", "responsible", "resource", "result")
    start = damaged()
    assert graded(start, start=start) == 0
    tool = [{name: getattr(row, name) for name in names} for row in mend(from_rows(start, period=YEAR)).rows]
    assert graded(tool, start=start) < 0.1
    good = [dict(zip(names, row, strict=True)) for row in GOOD]
    assert graded(good, start=start) == 1
    assert (
        0
        < graded(
            [row | {"term": "сентябрь 2026"} if row["term"] == "сентябрь2022" else row for row in start], start=start
        )
        < 0.7
    )


def test_one_row_that_names_everything_is_no_plan():
    everything = " ".join(row[1] for row in GOOD)
    assert (
        graded(
            [
                {
                    "activity": everything,
                    "term": "май 2027",
                    "responsible": "куратор",
                    "resource": "есть",
                    "result": "отчёт",
                }
            ]
        )
        < 0.3
    )


def test_a_form_gives_the_mended_plan_as_a_document():
    name, data = mended_document(
        {"rows": [{"activity": "Опрос педагогов", "term": "сентябрь 2026"}, "мусор", {"term": None}]}
    )
    assert name.endswith(".docx") and len(data) > 10_000
    assert mended_document(None)[1] and "docx" in mended_document.label


def test_the_command_says_findings_and_writes_the_mended_plan(tmp_path):
    to_xlsx(plan(GOOD[:-1]), tmp_path / "карта.xlsx")
    options = ["--xlsx", "о.xlsx", "--docx", "о.docx", "--chart", "о.png"]
    done = command("roadmap", "карта.xlsx", *options, cwd=tmp_path)
    assert done.returncode == 0 and "DK-12" in done.stdout and "поощрение участников" in done.stdout
    assert {path.name for path in tmp_path.iterdir()} >= {"о.xlsx", "о.docx", "о.png"}
    found = json.loads(command("roadmap", "карта.xlsx", "--json", cwd=tmp_path).stdout)
    assert {one["criterion"] for one in found["findings"]} >= {"DK-12"}
    lost = command("roadmap", "нет.docx", cwd=tmp_path)
    assert lost.returncode == 1 and lost.stderr.strip() == "Файла «нет.docx» нет."


def test_the_command_pairs_two_banks(tmp_path):
    (tmp_path / "m.csv").write_text(
        "Код;ФИО;Вид;Требования\nн1;Наставник А;традиционное;1; 13\n".replace("1; 13", '"1, 13"'), encoding="utf-8"
    )
    (tmp_path / "e.csv").write_text(
        "Код;ФИО;Категория;Вид\nу1;Педагог Б;выгорание;традиционное\nу2;Педагог В;;флэш\n", encoding="utf-8"
    )
    done = command(
        "pairs", "m.csv", "e.csv", "--docx", "п.docx", "--xlsx", "п.xlsx", "--from", "01.10.2026", cwd=tmp_path
    )
    assert done.returncode == 0 and "Педагог Б — Наставник А" in done.stdout and "Без пары: Педагог В" in done.stdout
    assert (tmp_path / "п.docx").stat().st_size > 10_000 and (tmp_path / "п.xlsx").exists()
    told = json.loads(command("pairs", "m.csv", "e.csv", "--json", cwd=tmp_path).stdout)
    assert told["pairs"][0]["mentor"] == "н1" and told["proved"] and len(told["missing"]) == 3
    assert "Traceback" not in command("pairs", "m.csv", "m.xlsx", cwd=tmp_path).stderr


def command(*arguments, cwd):
    line = [sys.executable, "-m", "mentoring_cli.main", *arguments]
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, encoding="utf-8")
