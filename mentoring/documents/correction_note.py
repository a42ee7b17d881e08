"""The note on corrected findings («справка об устранении недочётов», 002:242, 280) as .docx, from a correction plan.

Not a check of the plan: what is empty stays a line to fill in by hand, what is written is copied as text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Row

from mentoring.wording import NBSP, count_ru

BLANK = "_" * 10
FONT, SUBSTITUTE = "Times New Roman", "PT Astra Serif"  # the second where the first is missing (Russian Linux systems)
LABEL = "Скачать справку (.docx)"

# Id of a plan's column → its heading and width in the note; the first column is the number of the row.
COLUMNS: dict[str, tuple[str, float]] = {
    "finding": ("Недочёт (документ, пункт)", 4.3),
    "action": ("Что сделано или будет сделано", 4.3),
    "role": ("Отвечает (должность)", 2.9),
    "date": ("Срок", 2.2),
    "evidence": ("Подтверждение", 3.3),
}
NUMBER_WIDTH = 1.0

# XML can't hold these; everything else a person typed goes into the note as it stands.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def correction_note(answer: Mapping[str, Any] | None) -> tuple[str, bytes]:
    """File name and bytes of the note for an answer `{"rows": [{"finding", "action", "role", "date", "evidence"}]}`.

    Rows without a single word are left out; an empty plan gives a form with one row of blanks.
    """
    rows = plan_rows(answer)
    document = _page()
    _heading(document)
    _summary(document, rows)
    _table(document, rows or [{}])
    _signatures(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return "spravka_ob_ustranenii_nedochetov.docx", buffer.getvalue()


correction_note.label = LABEL  # type: ignore[attr-defined]


def plan_rows(answer: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """The rows of a plan that say anything, cleaned of what a document can't hold; unknown columns are dropped."""
    rows = answer.get("rows") if isinstance(answer, Mapping) else None
    cleaned = [
        {key: clean(row.get(key)) for key in COLUMNS} for row in (rows if isinstance(rows, list | tuple) else ())
        if isinstance(row, Mapping)
    ]  # fmt: skip
    return [row for row in cleaned if any(row.values())]


def clean(value: Any) -> str:
    """Text of a cell without control characters and outer blanks; anything that is not text or a number is empty."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return FORBIDDEN.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def date_ru(text: str) -> str:
    """`2026-12-01` → `01.12.2026`; what is no such date stays as written."""
    day = _as_date(text)
    return f"{day:%d.%m.%Y}" if day else text


def _as_date(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _page() -> DocxDocument:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
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
    _name_substitute(document)
    about = document.core_properties
    about.title, about.language, about.author, about.comments = "Справка об устранении недочётов", "ru-RU", "", ""
    about.created = about.modified = datetime.now().replace(microsecond=0)
    return document


def _name_substitute(document: DocxDocument) -> None:
    """Name a second font in the font table, for a computer that lacks the first one."""
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    entry = f'<w:font w:name="{FONT}">'.encode()
    part._blob = part.blob.replace(entry, entry + f'<w:altName w:val="{SUBSTITUTE}"/>'.encode(), 1)


def _heading(document: DocxDocument) -> None:
    for line in (f"Кому: {BLANK * 2}", f"(должность, орган или организация){NBSP}", f"От: {BLANK * 2}",
                 f"(наименование организации){NBSP}"):  # fmt: skip
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.left_indent = Cm(9.5)
        if line.startswith("("):
            paragraph.runs[0].font.size = Pt(9)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(18), Pt(12)
    title.add_run("СПРАВКА\n").bold = True
    title.add_run("об устранении недочётов в документах\nо наставничестве педагогических работников").bold = True
    line = document.add_paragraph(f"по состоянию на «____» {BLANK * 2} 20___{NBSP}г.")
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(12)


def _summary(document: DocxDocument, rows: list[dict[str, str]]) -> None:
    text = "По итогам аудита документов о наставничестве составлен план исправлений."
    if rows:
        text += f" В нём {count_ru(len(rows), 'недочёт', 'недочёта', 'недочётов')}."
        days = [day for row in rows if (day := _as_date(row["date"]))]
        if len(days) == len(rows):
            text += f" Последний срок исполнения — {max(days):%d.%m.%Y}."
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.25)
    paragraph.paragraph_format.space_after = Pt(8)


def _table(document: DocxDocument, rows: list[dict[str, str]]) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS) + 1)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _fill(table.rows[0], ["№", *(title for title, _ in COLUMNS.values())], heading=True)
    for number, row in enumerate(rows, 1):
        values = (date_ru(row.get(key, "")) if key == "date" else row.get(key, "") for key in COLUMNS)
        _fill(table.add_row(), [str(number), *(value or BLANK for value in values)])
    _set_widths(table, [NUMBER_WIDTH, *(width for _, width in COLUMNS.values())])


def _fill(row: _Row, texts: Iterable[str], *, heading: bool = False) -> None:
    for index, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(10), heading
        if heading or index == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))  # repeated on every page


def _set_widths(table: Table, widths: list[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _signatures(document: DocxDocument) -> None:
    """One line a role; the lines stay together, so that no signature stands alone on a page."""
    for role, made in (("Руководитель организации", ""), ("Куратор наставничества", "(составил справку)")):
        line = document.add_paragraph(f"{role}\t{BLANK}\t{BLANK * 2}")
        line.paragraph_format.space_before = Pt(16)
        note = document.add_paragraph(f"{made}\t(подпись)\t(расшифровка подписи)")
        note.runs[0].font.size = Pt(9)
        for paragraph in (line, note):
            paragraph.paragraph_format.keep_with_next = True
            for place in (Cm(10), Cm(15)):
                paragraph.paragraph_format.tab_stops.add_tab_stop(place, WD_TAB_ALIGNMENT.CENTER)
