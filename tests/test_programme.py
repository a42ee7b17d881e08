"""Programme papers: everything of the tables is there, marked as a draft; the sheet holds no formula of a person."""

import datetime as dt
import io

import pytest
from docx import Document
from openpyxl import load_workbook

from autograder.layout import Layout
from autograder.roster import import_roster
from mentoring.data import load
from publishing.programme import attendance_docx, attendance_xlsx, groups, programme_docx
from publishing.programme.calendar import hours, meetings


def text_of(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_programme_holds_plan_calendar_results_and_assessment():
    text = text_of(programme_docx())
    assert "ПРОЕКТ" in text and "76\u00a0академических часов" in text and "5⅓" in text
    for table, column in (("sessions", "title"), ("session_results", "result"), ("practicums", "result"),
                          ("rubrics", "criterion")):  # fmt: skip
        missing = [words for words in load(table)[column] if words not in text]
        assert missing == [], table
    assert "24.10.2022" in text and "как образец" in text
    bank = text_of(programme_docx())
    assert "REC-" not in bank and "s03r2" not in bank


def test_another_first_day_keeps_the_rhythm():
    days = meetings(dt.date(2027, 2, 1))
    assert [day.day for day in days[:3]] == [dt.date(2027, 2, 1), dt.date(2027, 2, 3), dt.date(2027, 2, 15)]
    assert sum(day.minutes for day in days) == 12 * 240
    assert "01.02.2027, пн" in text_of(programme_docx(dt.date(2027, 2, 1)))
    assert (hours(240), hours(12 * 240), hours(0), hours(50)) == ("5⅓", "64", "0", "1,11")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("MENTORING_WORKSPACE", str(tmp_path / "workspace"))
    from autograder.layout import layout

    file = tmp_path / "list.csv"
    file.write_text('Фамилия;Имя;Группа\nСосновая;Вера;1: [a]\n"=HYPERLINK(""x"")";Имя;2\n', encoding="utf-8")
    made: Layout = layout()
    import_roster(file, place=made)
    return made


def test_the_sheet_is_by_group_and_what_people_typed_is_text(place):
    sheet, found = groups(place)
    assert list(found) == ["1: [a]", "2"]
    days = meetings()
    book = load_workbook(io.BytesIO(attendance_xlsx(sheet, found, days)))
    assert len(book.sheetnames) == 2
    formulas = [cell.value for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas and all(one.startswith("=COUNTIF(") for one in formulas)
    text = text_of(attendance_docx(sheet, found, days))
    assert "Сосновая Вера" in text and '=HYPERLINK("x") Имя' in text and "ПРОЕКТ" in text and "Пр. №\u00a01, %" in text
    assert text_of(attendance_docx(sheet, {}, days))
