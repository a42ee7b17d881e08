"""Files to take along: tables of the course as spreadsheets, blanks of banks and of a route. No keys, no code."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mentoring.wording import number_ru

# Tables that serve a reader; what cases and keys are made of stays with the kit.
TABLES = ("glossary", "acts", "indicators", "criteria", "defects", "document_kinds", "monitoring", "document_shares",
          "orders", "municipality_status", "mentoring_forms", "interaction_models", "mentoring_types",
          "mentor_requirements", "stages", "roadmap_topics")  # fmt: skip


@dataclass(frozen=True)
class Given:
    """A file of the site and what it is."""

    name: str
    title: str
    kind: str
    content: bytes


def files() -> list[Given]:
    """Every file, in the order of the page."""
    blanks = [Given(name, title, "Бланки и образцы", content) for name, title, content in _blanks()]
    return blanks + [Given(f"{table}.xlsx", *_spreadsheet(table)) for table in TABLES]


def listed(given: list[Given]) -> str:
    """The page of downloads."""
    parts = []
    for kind in dict.fromkeys(one.kind for one in given):
        items = "".join(
            f'<li><a href="files/{one.name}" download>{html.escape(one.title)}</a> '
            f'<span class="mk-small">{one.name.rpartition(".")[2]}, {_size(len(one.content))}</span></li>'
            for one in given if one.kind == kind
        )  # fmt: skip
        parts.append(f"<h2>{kind}</h2><ul class='st-files'>{items}</ul>")
    lead = "Бланки заполняйте без фамилий и телефонов, пока файл ходит по почте. В таблицах у строк указан источник."
    return f'<div class="mk"><h1>Материалы</h1><p>{lead}</p>{"".join(parts)}</div>'


def _size(count: int) -> str:
    return f"{number_ru(max(1, round(count / 1024)))}\u00a0КБ"


def _blanks() -> list[tuple[str, str, bytes]]:
    from mentoring.course.tool_samples import sample_mentees, sample_mentors, sample_route
    from mentoring.course.tools import bank_files, route_files

    banks = bank_files(sample_mentors()[:2], sample_mentees()[:2])
    route = [
        (one.name, "Индивидуальный маршрут: образец заполнения", one.content) for one in route_files(sample_route())
    ]
    names = ("Банк наставников: бланк с примером", "Банк наставляемых: бланк с примером")
    return [*route, *((one.name, title, one.content) for one, title in zip(banks, names, strict=True))]


def _spreadsheet(table: str) -> tuple[str, str, bytes]:
    import io

    import xlsxwriter

    from mentoring.data import load
    from mentoring.data.schemas import SCHEMAS

    frame, schema = load(table), SCHEMAS[table].to_schema()
    heads = [schema.columns[name].title or name if name in schema.columns else name for name in frame.columns]
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet("Таблица")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1"})
        wrap, day = (
            book.add_format({"text_wrap": True, "valign": "top", **more}) for more in ({}, {"num_format": "dd.mm.yyyy"})
        )
        page.freeze_panes(1, 0)
        for at, (name, head) in enumerate(zip(frame.columns, heads, strict=True)):
            page.set_column(at, at, min(48, max(12, int(frame[name].astype(str).str.len().quantile(0.8)))))
            page.write_string(0, at, head, bold)
        for number, row in enumerate(frame.itertuples(index=False), 1):
            for at, value in enumerate(row):
                _cell(page, number, at, value, wrap, day)
        page.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    return str(schema.title or table), "Таблицы", buffer.getvalue()


def _cell(page: Any, number: int, at: int, value: Any, wrap: Any, day: Any) -> None:
    if pd.isna(value):
        return
    if hasattr(value, "strftime"):
        page.write_datetime(number, at, value.to_pydatetime(), day)
    elif isinstance(value, bool):
        page.write_string(number, at, "да" if value else "нет", wrap)
    elif isinstance(value, (int, float)) or hasattr(value, "item"):
        page.write_number(number, at, float(value), wrap)
    else:
        page.write_string(number, at, str(value), wrap)
