"""A route as a Word document on A4: details, tables, signature lines by role; empty places are lines to fill in.

What people wrote is copied as text; nothing of it is a template, a field or a formula.
"""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document as DocxDocument

from mentoring import paper
from mentoring.paper import BLANK, WIDTH
from mentoring.route.forms import BY_ID
from mentoring.route.layout import DETAILS, ENDING, PROGRAMME_ONLY, SECTIONS, SIGNERS, TITLES, WHOSE, Section, mark
from mentoring.route.model import Route
from mentoring.wording import number_ru

SHORT_BLANK = "_" * 6  # in columns where the usual one would break
DETAIL_WIDTHS = (6.0, 12.0)


def to_docx(route: Route) -> bytes:
    """The document of a route or a programme; `mentoring.route.reading.from_docx` reads it back."""
    document = paper.page(TITLES[route.kind])
    paper.text(document, TITLES[route.kind], align="center", bold=True, size=14, after=8)
    programme = route.kind == "programme"
    fields = [name for name in DETAILS if name not in ENDING and (programme or name not in PROGRAMME_ONLY)]
    fields += [name for name in PROGRAMME_ONLY if not programme and name not in ENDING and getattr(route, name)]
    _details(document, route, fields)
    sections = [one for one in SECTIONS if programme or not one.programme_only or getattr(route, one.field)]
    for number, section in enumerate(sections, 1):
        paper.heading(document, f"{number}. {section.title}")
        _section(document, route, section)
    paper.heading(document, f"{len(sections) + 1}. Итог")
    _details(document, route, [name for name in ENDING if programme or name == "decision" or getattr(route, name)])
    signers = ((role, "") for role in SIGNERS[route.kind])
    paper.signatures(document, signers, under="(подпись, дата)", places=(9, 14.5))
    return paper.to_bytes(document)


def _details(document: DocxDocument, route: Route, fields: Iterable[str]) -> None:
    rows = []
    for name in fields:
        value = getattr(route, name)
        rows.append([DETAILS[name][0], (number_ru(value) if isinstance(value, float) else value) or BLANK])
    paper.table(document, DETAIL_WIDTHS, rows=rows, bold=(0,))


def _section(document: DocxDocument, route: Route, section: Section) -> None:
    blanks = {column.field: BLANK if column.width > 2.9 else SHORT_BLANK for column in section.columns}
    rows = [
        [_cell(row, column.field, section) or blanks[column.field] for column in section.columns]
        for row in getattr(route, section.field)
    ]
    scale = WIDTH / sum(column.width for column in section.columns)
    widths = [column.width * scale for column in section.columns]
    empty = [[f"{section.letter}-1", *list(blanks.values())[1:]]]
    paper.table(document, widths, [column.title for column in section.columns], rows or empty)


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
