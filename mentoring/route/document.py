"""A route as a Word document on A4: details, tables, signature lines by role; empty places are lines to fill in.

What people wrote is copied as text; nothing of it is a template, a field or a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Row

from mentoring.route.forms import BY_ID
from mentoring.route.layout import DETAILS, ENDING, PROGRAMME_ONLY, SECTIONS, SIGNERS, TITLES, WHOSE, Section, mark
from mentoring.route.model import Route
from mentoring.wording import number_ru

BLANK = "_" * 10
SHORT_BLANK = "_" * 6  # in columns where the usual one would break
FONT = "Times New Roman"
SUBSTITUTE = "PT Astra Serif"  # where the first is missing (Russian Linux systems)
WIDTH = 18.0  # cm between the margins
DETAIL_WIDTHS = (6.0, 12.0)


def to_docx(route: Route) -> bytes:
    """The document of a route or a programme; `mentoring.route.reading.from_docx` reads it back."""
    document = _page(TITLES[route.kind])
    title = document.add_paragraph(TITLES[route.kind])
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.runs[0].bold, title.runs[0].font.size = True, Pt(14)
    title.paragraph_format.space_after = Pt(8)
    programme = route.kind == "programme"
    fields = [name for name in DETAILS if name not in ENDING and (programme or name not in PROGRAMME_ONLY)]
    fields += [name for name in PROGRAMME_ONLY if not programme and name not in ENDING and getattr(route, name)]
    _details(document, route, fields)
    sections = [one for one in SECTIONS if programme or not one.programme_only or getattr(route, one.field)]
    for number, section in enumerate(sections, 1):
        _heading(document, f"{number}. {section.title}")
        _section(document, route, section)
    _heading(document, f"{len(sections) + 1}. Итог")
    _details(document, route, [name for name in ENDING if programme or name == "decision" or getattr(route, name)])
    _signatures(document, SIGNERS[route.kind])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _details(document: DocxDocument, route: Route, fields: Iterable[str]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for name in fields:
        value = getattr(route, name)
        text = number_ru(value) if isinstance(value, float) else value
        _fill(table.add_row(), [DETAILS[name][0], text or BLANK], bold=(0,))
    _set_widths(table, DETAIL_WIDTHS)


def _section(document: DocxDocument, route: Route, section: Section) -> None:
    rows = getattr(route, section.field)
    blanks = {column.field: BLANK if column.width > 2.9 else SHORT_BLANK for column in section.columns}
    table = document.add_table(rows=1, cols=len(section.columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _fill(table.rows[0], [column.title for column in section.columns], heading=True)
    for row in rows:
        _fill(
            table.add_row(), [_cell(row, column.field, section) or blanks[column.field] for column in section.columns]
        )
    if not rows:
        _fill(table.add_row(), [f"{section.letter}-1", *list(blanks.values())[1:]])
    scale = WIDTH / sum(column.width for column in section.columns)
    _set_widths(table, [column.width * scale for column in section.columns])


def _cell(row, field: str, section: Section) -> str:
    value = getattr(row, field)
    if field == "id":
        return mark(value, section)
    if field in ("deficits", "tasks"):
        linked = next(one for one in SECTIONS if one.field == field)
        return ", ".join(mark(id, linked) for id in value)
    if field == "form":
        return BY_ID[value].title if value in BY_ID else value
    if field == "whose":
        return WHOSE[value]
    return number_ru(value) if isinstance(value, float) else value or ""


def _page(name: str) -> DocxDocument:
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(20), Mm(10)
    section.top_margin = section.bottom_margin = Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    properties = normal.element.get_or_add_rPr()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        properties.get_or_add_rFonts().set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    properties.append(language)
    normal.paragraph_format.space_after = Pt(0)
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    entry = f'<w:font w:name="{FONT}">'.encode()
    part._blob = part.blob.replace(entry, entry + f'<w:altName w:val="{SUBSTITUTE}"/>'.encode(), 1)
    about = document.core_properties
    about.title, about.language, about.author, about.comments = name, "ru-RU", "", ""
    about.created = about.modified = datetime.now().replace(microsecond=0)
    return document


def _heading(document: DocxDocument, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.runs[0].bold = True
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12), Pt(4)
    paragraph.paragraph_format.keep_with_next = True


def _fill(row: _Row, texts: Iterable[str], *, heading: bool = False, bold: tuple[int, ...] = ()) -> None:
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.bold = Pt(10), heading or index in bold
        if heading:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))  # repeated on every page


def _set_widths(table: Table, widths: Iterable[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _signatures(document: DocxDocument, roles: Iterable[str]) -> None:
    """One line a role; they stay together, so that no signature stands alone on a page."""
    for role in roles:
        line = document.add_paragraph(f"{role}\t{BLANK}\t{BLANK * 2}")
        line.paragraph_format.space_before = Pt(14)
        note = document.add_paragraph("\t(подпись, дата)\t(расшифровка подписи)")
        note.runs[0].font.size = Pt(9)
        for paragraph in (line, note):
            paragraph.paragraph_format.keep_with_next = True
            for place in (Cm(9), Cm(14.5)):
                paragraph.paragraph_format.tab_stops.add_tab_stop(place, WD_TAB_ALIGNMENT.CENTER)
