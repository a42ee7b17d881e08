"""Working papers: what is printed, what is filled in as a table, what satisfaction comes out of a filled survey."""

from __future__ import annotations

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from mentoring.data import load
from mentoring.documents.papers import PAPERS, SurveyError, read_survey
from mentoring.documents.papers.surveys import MENTEES, SURVEYS
from mentoring.pairing import read_mentees, read_mentors


def filled(paper_id, rows, tmp_path, at=2):
    """The paper's own workbook with rows written below its head."""
    book = load_workbook(io.BytesIO(PAPERS[paper_id].files()[".xlsx"]))
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, at):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    path = tmp_path / f"{paper_id}.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("id", list(PAPERS))
def test_every_paper_opens_in_word_and_is_in_russian(id):
    files = PAPERS[id].files()
    document = Document(io.BytesIO(files[".docx"]))
    assert document.core_properties.title == PAPERS[id].title and document.core_properties.author == ""
    assert document.paragraphs[0].text == PAPERS[id].title
    if ".xlsx" in files:
        book = load_workbook(io.BytesIO(files[".xlsx"]))
        assert [cell.value for cell in book.worksheets[0][1]] == list(PAPERS[id].book.columns)


def test_surveys_feed_the_satisfaction_indicators_of_the_catalogue(tmp_path):
    known = load("indicators").set_index("id")["title"]
    assert [one.indicator for one in SURVEYS] == ["webinar_3", "webinar_4"]
    assert all("довлетворенности" in known[one.indicator] for one in SURVEYS)
    width = len(MENTEES.columns)
    rows = [["k1", *[5] * width], ["k2", *[4] * width], ["k3", 2, *[5] * (width - 1)], ["k4", *[None] * width]]
    result = read_survey(filled("mentee_survey", rows, tmp_path))
    assert result.indicator == "webinar_3"
    assert (result.overall.asked, result.overall.answered, result.overall.satisfied) == (4, 3, 2)
    assert result.overall.share == pytest.approx(200 / 3)
    assert all(one.share == 100 for one in result.statements.values())
    said = " ".join(result.lines())
    assert "66,67" in said and "webinar_3" in said and "Без ответа: 1 из 4" in said


def test_marks_as_text_and_off_the_scale_are_told_apart(tmp_path):
    rows = [["m1", "5", "9", *["4"] * 6], ["m2", "да", "3", *["4"] * 6]]
    result = read_survey(filled("mentor_survey", rows, tmp_path))
    assert result.indicator == "webinar_4" and result.overall.invalid == 1 and result.overall.answered == 1


def test_what_is_no_survey_is_one_sentence(tmp_path):
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"PK")
    for path, words in ((broken, "не открывается"), (tmp_path / "нет.xlsx", "не открывается"),
                        (filled("meeting", [["1"]], tmp_path), "нет столбцов опроса"),
                        (filled("mentee_survey", [], tmp_path), "ни одного ответа")):  # fmt: skip
        with pytest.raises(SurveyError, match=words):
            read_survey(path)


def test_the_questionnaires_tables_are_banks_for_pairing(tmp_path):
    mentee = [
        "u1",
        "учитель",
        "школа",
        "молодой педагог",
        "физика",
        "очно",
        None,
        "обратная связь",
        None,
        None,
        "08.09.2026",
    ]
    read = read_mentees(filled("mentee_request", [mentee], tmp_path))
    assert read[0].id == "u1" and read[0].category == "young"
    mentor = [
        "n1",
        "учитель",
        "школа",
        "физика",
        "очно",
        None,
        None,
        "обратная связь",
        None,
        2,
        None,
        None,
        "07.09.2026",
        None,
    ]
    read = read_mentors(filled("mentor_questionnaire", [mentor], tmp_path))
    assert read[0].id == "n1" and read[0].load == 2
