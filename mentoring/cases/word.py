"""The package as .docx files, one a document, in the order of the inventory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mentoring.cases.making import Case, CaseDocument, Part

FONT = "Times New Roman"
WIDE = ("roadmap", "learning_route", "indicator")


def write_package(case: Case, folder: Path) -> list[Path]:
    """Write all documents into `folder` (made when missing); returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in package_files(case):
        path = folder / name
        path.write_bytes(content)
        written.append(path)
    return written


def package_files(case: Case) -> list[tuple[str, bytes]]:
    """(file name, content) of every document."""
    return [
        (f"{number:02d} {document.title.replace('/', '-')}.docx", document_docx(document))
        for number, document in enumerate(case.documents)
    ]


def document_docx(document: CaseDocument) -> bytes:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    file: Any = Document()
    style = file.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    if document.subject in WIDE:
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2.5), Cm(1.5), Cm(2), Cm(2)
    rows: list[Part] = []
    for part in (*document.parts, None):
        if part is not None and part.cells:
            rows.append(part)
            continue
        if rows:
            _table(file, rows)
            rows = []
        if part is not None:
            _paragraph(file, part)
    file.core_properties.author, file.core_properties.title = "Учебный случай", document.title
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _paragraph(file: Any, part: Part) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = file.add_paragraph()
    run = paragraph.add_run(part.text)
    run.bold = part.form in ("title", "heading")
    if part.form == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(12)
    elif part.form == "sign":
        paragraph.paragraph_format.space_before = Pt(14)
    elif part.form == "heading":
        paragraph.paragraph_format.keep_with_next = True


def _table(file: Any, rows: Sequence[Part]) -> None:
    from docx.shared import Pt

    width = max(len(part.cells) for part in rows)
    table = file.add_table(rows=len(rows), cols=width)
    table.style, table.autofit = "Table Grid", False
    page = file.sections[-1]
    space = page.page_width - page.left_margin - page.right_margin
    for column, share in zip(table.columns, _shares(rows, width), strict=True):
        column.width = int(space * share)
        for cell in column.cells:
            cell.width = int(space * share)
    size = Pt(9) if width > 5 and page.page_width < page.page_height else Pt(10.5)
    for line, part in enumerate(rows):
        cells = table.rows[line].cells
        stage = part.form == "row" and part.cells[0] and not any(part.cells[1:])
        if stage and width > 2:
            cells[0].merge(cells[-1])
        for place in range(1 if stage else width):
            text = part.cells[place] if place < len(part.cells) else ""
            paragraph = cells[place].paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(text)
            run.font.size = size
            run.bold = part.form == "head" or stage
    file.add_paragraph()


def _shares(rows: Sequence[Part], width: int) -> list[float]:
    """Widths of columns, together 1: no word is broken, long texts get more, but not without end."""
    weights = [4.0] * width
    for part in rows:
        if any(part.cells[1:]):
            for place, cell in enumerate(part.cells):
                word = max((len(one) for one in cell.split()), default=0)
                weights[place] = max(weights[place], 1.15 * word + 3, 0.55 * min(len(cell), 45))
    return [weight / sum(weights) for weight in weights]
