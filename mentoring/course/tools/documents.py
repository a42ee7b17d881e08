"""Documents that a tool makes of a roadmap, a route, pairs; blank banks to fill in."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mentoring.course.tools.files import File
from mentoring.pairing import Assignment, Mentee, Mentor
from mentoring.roadmap import Finding, Roadmap
from mentoring.route import Route


def roadmap_files(roadmap: Roadmap, found: Sequence[Finding] | None = None) -> list[File]:
    """The mended plan with findings as .xlsx, and the plan alone as .docx."""
    from mentoring.roadmap import audit, mend, to_docx, to_xlsx

    mended, sheet = mend(roadmap), io.BytesIO()
    to_xlsx(mended, sheet, audit(roadmap) if found is None else found)
    return [File("dorozhnaya_karta.xlsx", sheet.getvalue(), "Исправленная карта и замечания (.xlsx)"),
            File("dorozhnaya_karta.docx", to_docx(mended), "Исправленная карта (.docx)")]  # fmt: skip


def route_files(route: Route) -> list[File]:
    """The route as a document by our layout."""
    from mentoring.route import to_docx

    return [File("marshrut.docx", to_docx(route), "Документ по образцу (.docx)")]


def pair_files(found: Assignment, mentors: Sequence[Mentor], mentees: Sequence[Mentee], **details: str) -> list[File]:
    """The table of pairs and the draft of the order; `details` as in `mentoring.pairing.order.OrderDetails`."""
    from mentoring.pairing import pairing_order, to_xlsx
    from mentoring.pairing.order import OrderDetails

    order = pairing_order(found, mentors, mentees, OrderDetails(**details))
    with tempfile.TemporaryDirectory() as folder:
        sheet = to_xlsx(found, mentors, mentees, Path(folder) / "pary.xlsx").read_bytes()
    return [
        File("prikaz_o_parah.docx", order, "Проект приказа (.docx)"),
        File("pary.xlsx", sheet, "Таблица пар (.xlsx)"),
    ]


def bank_files(mentors: Sequence[dict[str, Any]], mentees: Sequence[dict[str, Any]]) -> list[File]:
    """Two banks as spreadsheets to fill in; rows are dicts with Russian headings."""
    import xlsxwriter

    made = []
    for name, label, rows in (
        ("bank_nastavnikov.xlsx", "Банк наставников для заполнения (.xlsx)", mentors),
        ("bank_nastavlyaemyh.xlsx", "Банк наставляемых для заполнения (.xlsx)", mentees),
    ):
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        sheet, heads = book.add_worksheet("Банк"), list(dict.fromkeys(head for row in rows for head in row))
        bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#DCE6F1"})
        sheet.freeze_panes(1, 0)
        for place, head in enumerate(heads):
            sheet.set_column(place, place, 24)
            sheet.write_string(0, place, head, bold)
            for line, row in enumerate(rows, 1):
                sheet.write_string(line, place, str(row.get(head, "")))
        book.close()
        made.append(File(name, buffer.getvalue(), label))
    return made
