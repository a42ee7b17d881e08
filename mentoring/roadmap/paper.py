"""A landscape Word page with a Cyrillic font, and tables on it: what the documents of plans and pairs share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Row

FONT = "Times New Roman"


def landscape(title: str) -> DocxDocument:
    """An empty A4 document on its side."""
    return _page(title, Mm(297), Mm(210), WD_ORIENT.LANDSCAPE)


def portrait(title: str) -> DocxDocument:
    """An empty upright A4 document."""
    return _page(title, Mm(210), Mm(297), WD_ORIENT.PORTRAIT)


def _page(title: str, width, height, orientation) -> DocxDocument:
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = orientation, width, height
    section.left_margin, section.right_margin = Mm(20), Mm(10)
    section.top_margin = section.bottom_margin = Mm(15)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    properties = normal.element.get_or_add_rPr()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        properties.get_or_add_rFonts().set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    properties.append(language)
    normal.paragraph_format.space_after = Pt(0)
    about = document.core_properties
    about.title, about.language, about.author, about.comments = title[:200], "ru-RU", "", ""
    about.created = about.modified = datetime.now().replace(microsecond=0)
    return document


def fill(row: _Row, texts: Sequence[str], *, heading: bool = False, left: bool = False, mark: str = "") -> None:
    """Texts into the cells of a row; `mark` in a cell is set in italics; a heading repeats on every page."""
    for cell, text in zip(row.cells, texts, strict=False):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(10), heading, bool(mark) and text == mark
        if heading and not left:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading and not left:
        properties.append(OxmlElement("w:tblHeader"))


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Column widths in centimetres."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        if len(row._tr.tc_lst) == len(widths):
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
