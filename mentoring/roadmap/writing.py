"""A roadmap as .xlsx and .docx. What a user typed is copied as text: no formulas, no markup."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mentoring.roadmap.findings import Finding
from mentoring.roadmap.mending import mend
from mentoring.roadmap.model import COLUMNS, TO_CLARIFY, Roadmap, from_rows
from mentoring.roadmap.sheets import AS_TEXT, row_height

_SHOWN = ("number", "activity", "term", "responsible", "participants", "resource", "result")
_WIDTHS = {"number": 1.2, "activity": 7.2, "term": 3.2, "responsible": 3.2, "participants": 2.6, "resource": 2.8,
           "result": 4.2, "note": 4.6}  # fmt: skip
NOTE = "Что уточнить"


def to_xlsx(roadmap: Roadmap, path: str | Path | io.BytesIO, findings: Sequence[Finding] = ()):
    """Write the plan and, on a second sheet, the findings; returns `path`. Cells to clarify are highlighted."""
    import xlsxwriter

    names = _names(roadmap)
    book = xlsxwriter.Workbook(path if isinstance(path, io.BytesIO) else str(path), dict(AS_TEXT))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#DCE6F1"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    gap = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": "#FFF2CC", "italic": True})
    stage = book.add_format({"bold": True, "valign": "vcenter", "border": 1, "bg_color": "#F2F2F2", "text_wrap": True})
    title = book.add_format({"bold": True, "font_size": 14})
    sheet = book.add_worksheet("Дорожная карта")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, roadmap.title or "Дорожная карта", title)
    sheet.write_string(1, 0, _about(roadmap))
    for at, name in enumerate(names):
        sheet.set_column(at, at, _WIDTHS[name] * 4.3)
        sheet.write_string(2, at, COLUMNS.get(name, NOTE), head)
    sheet.set_row(2, 32)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    line, current = 3, None
    for row in roadmap.rows:
        if row.stage != current and row.stage:
            text = f"{row.stage_number}. {row.stage}" if row.stage_number else row.stage
            sheet.merge_range(line, 0, line, len(names) - 1, "", stage)
            sheet.write_string(line, 0, text, stage)
            line += 1
        current = row.stage
        sheet.set_row(line, row_height([_cell(row, name) for name in names], [_WIDTHS[name] * 4.3 for name in names]))
        for at, name in enumerate(names):
            text = _cell(row, name)
            sheet.write_string(line, at, text, gap if text == TO_CLARIFY else cell)
        line += 1
    if findings:
        _findings_sheet(book, findings, head, cell)
    book.close()
    return path


def _findings_sheet(book, findings, head, cell) -> None:
    from mentoring.roadmap.findings import SEVERITIES

    sheet = book.add_worksheet("Замечания")
    titles = (("Тяжесть", 16), ("Критерий", 11), ("Дефект", 11), ("Где", 48), ("Что не так", 60), ("Что сделать", 50))
    for at, (text, width) in enumerate(titles):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, text, head)
    sheet.freeze_panes(1, 0)
    for line, one in enumerate(findings, 1):
        texts = (
            SEVERITIES[one.severity],
            one.criterion,
            one.defect,
            one.place or "карта в целом",
            one.text,
            one.suggestion,
        )
        sheet.set_row(line, row_height(texts, [width for _, width in titles]))
        for at, text in enumerate(texts):
            sheet.write_string(line, at, text, cell)


def to_docx(roadmap: Roadmap, path: str | Path | None = None) -> bytes:
    """The plan as a landscape document with a place for approval; written to `path` when given."""
    from mentoring import paper

    title = roadmap.title or "Дорожная карта наставничества педагогических работников"
    document = paper.page(roadmap.title or "Дорожная карта", wide=True, edge=15)
    for text in ("УТВЕРЖДЕНО", roadmap.approval or "приказом от «___» ____________ 20___ г. № ______",
                 roadmap.organization or "______________________________ (организация)"):  # fmt: skip
        paper.text(document, text, left=17)
    paper.text(document, title, align="center", bold=True, before=12, after=4)
    paper.text(document, _about(roadmap), align="center", after=8)
    names = _names(roadmap)
    room = sum(_WIDTHS[name] for name in names)
    widths = [_WIDTHS[name] * paper.WIDE / room for name in names]
    table = paper.table(document, widths, [COLUMNS.get(name, NOTE) for name in names])
    current = None
    for row in roadmap.rows:
        if row.stage != current and row.stage:
            paper.span(table, f"{row.stage_number}. {row.stage}" if row.stage_number else row.stage)
        current = row.stage
        paper.fill(table.add_row(), [_cell(row, name) for name in names], mark=TO_CLARIFY)
    paper.set_widths(table, widths)
    content = paper.to_bytes(document)
    if path is not None:
        Path(path).write_bytes(content)
    return content


def mended_document(answer: Mapping[str, Any] | None) -> tuple[str, bytes]:
    """For the button of a form: file name and bytes of the mended plan of an answer `{"rows": […]}`."""
    return "dorozhnaya_karta.docx", to_docx(mend(_typed(answer)))


def plain_document(answer: Mapping[str, Any] | None) -> tuple[str, bytes]:
    """The same of a task: the plan as it was typed, nothing mended."""
    return "dorozhnaya_karta.docx", to_docx(_typed(answer))


def _typed(answer: Mapping[str, Any] | None) -> Roadmap:
    rows = answer.get("rows") if isinstance(answer, Mapping) else None
    return from_rows(row for row in (rows if isinstance(rows, list | tuple) else ()) if isinstance(row, Mapping))


plain_document.label = "Скачать дорожную карту (.docx)"  # type: ignore[attr-defined]
mended_document.label = "Скачать исправленную карту (.docx)"  # type: ignore[attr-defined]


def _names(roadmap: Roadmap) -> list[str]:
    names = [name for name in _SHOWN if name != "participants" or "participants" in roadmap.columns]
    return names + (["note"] if any(row.note for row in roadmap.rows) else [])


def _cell(row, name: str) -> str:
    if name == "activity" and row.content and row.activity:
        return f"{row.activity}: {row.content}"
    return row.text if name == "activity" else getattr(row, name)


def _about(roadmap: Roadmap) -> str:
    period = roadmap.period.text or roadmap.period.russian() or TO_CLARIFY
    return _clean(f"Период: {period}. Организация: {roadmap.organization or TO_CLARIFY}.")


def _clean(text: str) -> str:
    from mentoring.paper import clean

    return clean(text)
