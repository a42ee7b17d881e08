"""The figures of an own municipality as a workbook: whole lists that don't fit into the note. Text stays text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from .figures import STATUS, Figures

Cell = str | int | float | None


def note_xlsx(found: Figures) -> bytes:
    """Bytes of the workbook: shares, who lacks what, the register, statuses, recommendations, caveats."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    look = {"text_wrap": True, "valign": "top", "border": 1}
    head, plain = book.add_format(look | {"bold": True, "bg_color": "#E4EAF4"}), book.add_format(look)
    tenth = book.add_format(look | {"num_format": "0.0"})

    def sheet(title: str, columns: dict[str, int], rows: Sequence[Sequence[Cell]]) -> None:
        if not rows:
            return
        page = book.add_worksheet(title)
        for at, (name, width) in enumerate(columns.items()):
            page.set_column(at, at, width)
            page.write_string(0, at, name, head)
        for line, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                _write(page, line, at, value, plain, tenth)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(rows), len(columns) - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    sheet(
        "Рекомендации",
        {
            "Очередь": 9,
            "Кому": 24,
            "Что сделать": 70,
            "Кого касается": 60,
            "Срок": 14,
            "Чем подтвердить": 24,
            "Правило": 10,
        },
        [(a.priority, a.addressee, a.text, "; ".join(a.organizations), "", "", a.rule) for a in found.advice],
    )
    sheet(
        "Доли",
        {
            "Документ": 28,
            "Есть": 9,
            "Всего": 9,
            "Доля, %": 10,
            "Разрыв с приказами о парах, п. п.": 20,
            "Регион, ноябрь 2023, %": 16,
        },
        [(d.title, d.have, d.total, d.share, d.gap, d.region) for d in found.documents],
    )
    lacking = [(one.title, who) for one in found.documents for who in one.without]
    sheet("Нет документа", {"Документ": 28, "Организация": 70}, lacking)
    doubts = {flag.flag: flag for flag in found.doubts}
    sheet(
        "Реестр",
        {"Организация": 50, "Реквизит": 36, "Номер": 14, "Дата": 12, "Что проверить": 60},
        [
            (row["organization"], row["requisite"], row["number"], _day(row["date"]),
             "; ".join(doubts[flag].words for flag in row["flags"].split() if flag in doubts))
            for row in found.orders
        ],
    )  # fmt: skip
    sheet(
        "Статусы",
        {"Статус": 28, "Организация": 70},
        [(STATUS[c], who) for c, all_ in found.statuses.items() for who in all_],
    )
    sheet("Оговорки", {"Оговорка": 120}, [(line,) for line in found.limits])
    if not book.worksheets():
        book.add_worksheet("Нет данных")
    book.close()
    return buffer.getvalue()


def _write(page: Any, line: int, at: int, value: Cell, plain: Any, tenth: Any) -> None:
    if value is None or value == "":
        page.write_blank(line, at, None, plain)
    elif isinstance(value, str):
        page.write_string(line, at, value[:32000], plain)
    else:
        page.write_number(line, at, value, tenth if isinstance(value, float) else plain)


def _day(iso: str) -> str:
    return ".".join(reversed(iso.split("-"))) if iso else ""
