"""The paper of every Word document of the kit: A4 page, Cyrillic font, paragraphs, tables, stamps, signature lines.

What people typed is copied as text (`clean`); nothing of it becomes a template, a field or a formula. What a document
says is not decided here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

BLANK = "_" * 10
FONT, SUBSTITUTE = "Times New Roman", "PT Astra Serif"  # the second where the first is missing (Russian Linux systems)
WIDTH, WIDE = 18.0, 26.7  # cm between the margins of an upright page and of one on its side

# XML can't hold these; everything else a person typed goes into a document as it stands.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Align = Literal["left", "center", "right", "justify"]
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def clean(value: Any) -> str:
    """Text without control characters and outer blanks; anything that is not text or a number is empty."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return FORBIDDEN.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n")).strip()


def page(title: str, *, wide: bool = False, edge: float = 20, size: float = 12, numbered: bool = False) -> DocxDocument:
    """An empty A4 document, `wide` on its side; `edge`: upper and lower margin in mm; `numbered`: with numbers."""
    document = Document()
    section = document.sections[0]
    sides = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = sides
    section.left_margin, section.right_margin = Mm(20), Mm(10)
    section.top_margin = section.bottom_margin = Mm(edge)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(size)
    for name in ("Normal", "Heading 1", "Heading 2", "Title"):
        _own_font(document.styles[name])
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(0)
    _name_substitute(document)
    about = document.core_properties
    about.title, about.language, about.author, about.comments = clean(title)[:200], "ru-RU", "", ""
    about.created = about.modified = datetime.now().replace(microsecond=0)
    if numbered:
        _number_pages(section.footer.paragraphs[0])
    return document


def _own_font(style) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
    fonts.attrib.pop(qn("w:cstheme"), None)


def _name_substitute(document: DocxDocument) -> None:
    """Name a second font in the font table, for a computer that lacks the first one."""
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    entry = f'<w:font w:name="{FONT}">'.encode()
    part._blob = part.blob.replace(entry, entry + f'<w:altName w:val="{SUBSTITUTE}"/>'.encode(), 1)


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def to_bytes(document: DocxDocument) -> bytes:
    """The file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text(
    place: Any,
    words: Any,
    *,
    align: Align = "left",
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    first: float = 0,
    left: float = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Paragraph:
    """A paragraph in a document or a cell. `first`, `left`: indents in cm; `before`, `after` in points."""
    paragraph = place.add_paragraph()
    run = paragraph.add_run(clean(words))
    run.bold, run.italic = bold or None, italic or None
    if size:
        run.font.size = Pt(size)
    shape = paragraph.paragraph_format
    paragraph.alignment = _ALIGN[align]
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), keep or None
    if first:
        shape.first_line_indent = Cm(first)
    if left:
        shape.left_indent = Cm(left)
    return paragraph


def body(document: Any, words: Any, *, before: float = 0, after: float = 4, keep: bool = False) -> Paragraph:
    """A paragraph of running text: justified, with a first-line indent."""
    return text(document, words, align="justify", first=1.25, before=before, after=after, keep=keep)


def heading(document: Any, words: Any, *, size: float | None = None, centred: bool = False) -> Paragraph:
    """A bold line that stays with what follows."""
    return text(
        document, words, bold=True, size=size, before=12, after=4, keep=True, align="center" if centred else "left"
    )


def picture(document: DocxDocument, content: bytes, alt: str, *, width: float = WIDTH, tallest: float = 9) -> None:
    """A picture as wide as the text, or narrower where it would be too high (cm); `alt` is its text in words."""
    paragraph = text(document, "", align="center", keep=True)
    shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Cm(width))
    if shape.height > Cm(tallest):
        shape.width, shape.height = int(shape.width * Cm(tallest) / shape.height), Cm(tallest)
    shape._inline.docPr.set("descr", clean(alt))


def table(
    document: DocxDocument,
    widths: Sequence[float],
    head: Sequence[str] = (),
    rows: Iterable[Sequence[Any]] = (),
    *,
    size: float = 10,
    bold: Sequence[int] = (),
    centred: Sequence[int] = (),
    mark: str = "",
) -> Table:
    """A ruled table, its head repeated on every page; `widths` in cm; `mark`: text to be set in italics."""
    made = document.add_table(rows=0, cols=len(widths))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    if head:
        fill(made.add_row(), head, heading=True, size=size)
    for row in rows:
        fill(made.add_row(), row, size=size, bold=bold, centred=centred, mark=mark)
    set_widths(made, widths)
    return made


def fill(
    row: _Row,
    texts: Iterable[Any],
    *,
    heading: bool = False,
    left: bool = False,
    size: float = 10,
    bold: Sequence[int] = (),
    centred: Sequence[int] = (),
    mark: str = "",
) -> None:
    """Texts into the cells of a row that no page break divides; a `heading` repeats on every page unless `left`."""
    for index, (cell, words) in enumerate(zip(row.cells, texts, strict=False)):
        paragraph = cell.paragraphs[0]
        words = clean(words)
        run = paragraph.add_run(words)
        run.font.size, run.bold, run.italic = Pt(size), heading or index in bold, bool(mark) and words == mark
        if heading and not left or index in centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading and not left:
        properties.append(OxmlElement("w:tblHeader"))


def span(table: Table, words: Any, *, size: float = 10) -> None:
    """A bold row across the whole table."""
    row = table.add_row()
    row.cells[0].merge(row.cells[-1])
    fill(row, [words], heading=True, left=True, size=size)


def set_widths(table: Table, widths: Iterable[float]) -> None:
    """Column widths in centimetres; rows that are one cell across keep their width."""
    widths = list(widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        if len(row._tr.tc_lst) == len(widths):
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)


def columns(
    document: DocxDocument, blocks: Sequence[Sequence[str]], *, width: float = WIDTH, size: float | None = None
):
    """Blocks of lines side by side without rules (stamps, sides of an agreement)."""
    made = document.add_table(rows=1, cols=len(blocks))
    made.autofit = False
    for cell, lines in zip(made.rows[0].cells, blocks, strict=True):
        cell.width = Cm(width / len(blocks))
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            run = paragraph.add_run(clean(line))
            if size:
                run.font.size = Pt(size)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return made


def signatures(
    document: DocxDocument,
    lines: Iterable[Sequence[str]],
    *,
    under: str = "(подпись)",
    places: tuple[float, float] = (10, 15),
    before: float = 14,
) -> None:
    """Lines to sign on: `(role, name, note under the role)`, the last two may be missing.

    They stay together, so that no signature stands alone on a page.
    """
    for role, name, note in ((*line, "", "")[:3] for line in lines):
        line = text(document, role, before=before, keep=True)
        line.add_run(f"\t{BLANK}\t{clean(name) or BLANK * 2}")
        below = text(document, note, size=9, keep=True)
        below.add_run(f"\t{under}\t{'' if clean(name) else '(расшифровка подписи)'}").font.size = Pt(9)
        stops(line, below, places=places)


def stops(*paragraphs: Paragraph, places: Sequence[float]) -> None:
    """Centred tab stops, in cm from the left margin."""
    for paragraph in paragraphs:
        for place in places:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(place), WD_TAB_ALIGNMENT.CENTER)
