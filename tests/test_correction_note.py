"""The note on corrected findings: a document a school can print, sign and send; what a person typed is only text."""

import io
import zipfile

import pytest
from docx import Document

from mentoring.documents.correction_note import COLUMNS, correction_note, plan_rows
from mentoring.paper import BLANK

ROW = {
    "finding": "Приказ № 1, п. 3: нет срока",
    "action": "Внести срок",
    "role": "директор",
    "date": "2026-12-04",
    "evidence": "приказ с изменениями",
}


def note(answer) -> Document:
    name, content = correction_note(answer)
    assert name == "spravka_ob_ustranenii_nedochetov.docx"
    return Document(io.BytesIO(content))


def text(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_rows_of_the_plan_stand_in_the_table_in_their_order():
    document = note({"rows": [ROW, {**ROW, "finding": "Второй", "date": "2026-12-11"}]})
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["№", *(title for title, _ in COLUMNS.values())]
    assert [cell.text for cell in table.rows[1].cells] == [
        "1", ROW["finding"], ROW["action"], ROW["role"], "04.12.2026", ROW["evidence"],
    ]  # fmt: skip
    assert table.rows[2].cells[1].text == "Второй"
    told = text(document)
    assert "СПРАВКА" in told and "2\u00a0недочёта" in told and "Последний срок исполнения — 11.12.2026." in told
    assert "Руководитель организации" in told and "Кому:" in told


def test_what_is_empty_is_a_line_to_fill_in_by_hand():
    document = note({"rows": [{"finding": "Нет куратора"}]})
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["1", "Нет куратора", *[BLANK] * 4]
    assert "Последний срок" not in text(document), "no last term while one is missing"


@pytest.mark.parametrize(
    "answer", [None, {}, {"rows": []}, {"rows": [{}]}, {"rows": "нет"}, {"rows": [None, 3, {"finding": "  "}]}, [1]]
)
def test_an_empty_or_damaged_plan_gives_a_form_to_print(answer):
    assert [cell.text for cell in note(answer).tables[0].rows[1].cells] == ["1", *[BLANK] * 5]
    assert plan_rows(answer) == []


def test_a_typed_date_that_is_none_stays_as_written():
    assert note({"rows": [{**ROW, "date": "до конца четверти"}]}).tables[0].rows[1].cells[4].text == "до конца четверти"


def test_user_text_is_data():
    evil = 'a\x00\x0b\ud800<w:p/> & {{ 7*7 }} {% raw %} =HYPERLINK("x") «ё»'
    shown = 'a<w:p/> & {{ 7*7 }} {% raw %} =HYPERLINK("x") «ё»'
    document = note({"rows": [{"finding": evil, "action": "строка 1\r\nстрока 2", "role": 5, "date": True}]})
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells == ["1", shown, "строка 1\nстрока 2", "5", BLANK, BLANK]


def test_it_is_an_a4_page_with_cyrillic_font_and_no_trace_of_its_maker():
    document = note({"rows": [ROW] * 40})
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [round(edge.mm) for edge in (section.left_margin, section.right_margin, section.top_margin)] == [20, 10, 20]
    width = sum(column.width for column in document.tables[0].columns)
    assert width <= section.page_width - section.left_margin - section.right_margin
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert document.core_properties.author == "" and document.core_properties.title.startswith("Справка")
    with zipfile.ZipFile(io.BytesIO(correction_note({"rows": [ROW]})[1])) as parts:
        assert 'altName w:val="PT Astra Serif"' in parts.read("word/fontTable.xml").decode()
        body = parts.read("word/document.xml").decode()
    assert "w:tblHeader" in body and body.count("w:cantSplit") == 2


def test_the_button_has_its_label():
    assert correction_note.label == "Скачать справку (.docx)"
