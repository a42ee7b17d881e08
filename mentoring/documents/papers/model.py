"""A working paper as data: title, how to use it, blocks of questions and tables; what draws it as .docx and .xlsx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from mentoring import paper as sheet
from mentoring.paper import BLANK

LINE = "_" * 90


@dataclass(frozen=True)
class Ask:
    """A question: with `options` to tick, or with `lines` to write on."""

    text: str
    options: tuple[str, ...] = ()
    lines: int = 2


@dataclass(frozen=True)
class Grid:
    """A table to fill in: headings with widths in cm, given rows or `empty` ones."""

    head: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    empty: int = 0


@dataclass(frozen=True)
class Block:
    """A part of the paper under a heading."""

    title: str
    items: tuple[Ask | Grid | str, ...]


@dataclass(frozen=True)
class Book:
    """The table to fill in on a computer: a row a person (or a meeting); `notes` by column; `allowed` values."""

    name: str
    columns: tuple[str, ...]
    notes: dict[str, str] = field(default_factory=dict)
    allowed: dict[str, Sequence[str]] = field(default_factory=dict)
    scale: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    rows: int = 30


@dataclass(frozen=True)
class Paper:
    """One paper. `code_only`: people are named by a code, nobody signs."""

    id: str
    title: str
    use: str
    details: tuple[str, ...]
    blocks: tuple[Block, ...]
    signers: tuple[str, ...] = ()
    book: Book | None = None
    wide: bool = False

    def files(self) -> dict[str, bytes]:
        """Suffix → content."""
        made = {".docx": self.docx()}
        return made | ({".xlsx": workbook(self)} if self.book else {})

    def docx(self) -> bytes:
        document = sheet.page(self.title, wide=self.wide, size=11.5, numbered=True, edge=15)
        sheet.text(document, self.title, align="center", bold=True, size=14, after=6)
        sheet.text(document, self.use, italic=True, size=10.5, after=8)
        if self.details:
            widths = (6.5, 20.2) if self.wide else (6.0, 12.0)
            sheet.table(document, widths, rows=[(one, "") for one in self.details], bold=(0,), size=10.5)
        count = 0
        for block in self.blocks:
            sheet.heading(document, block.title)
            for item in block.items:
                if isinstance(item, str):
                    sheet.text(document, item, before=4, after=4)
                elif isinstance(item, Grid):
                    rows = item.rows or [("",) * len(item.head)] * item.empty
                    made = sheet.table(document, item.widths, item.head, rows, size=10)
                    for row in made.rows[1:]:
                        row.height = sheet.Cm(0.75)  # room to write by hand
                    sheet.text(document, "", size=4)
                else:
                    count += 1
                    _ask(document, count, item)
        if self.signers:
            sheet.signatures(document, [(one, "") for one in self.signers], under="(подпись, дата)", places=(9, 14.5))
        return sheet.to_bytes(document)


def _ask(document, number: int, ask: Ask) -> None:
    sheet.text(document, f"{number}. {ask.text}", before=5, after=2, keep=True)
    for option in ask.options:
        sheet.text(document, f"☐ {option}", left=0.8)
    for _ in range(0 if ask.options else ask.lines):
        sheet.text(document, LINE, size=11)


def workbook(paper: Paper) -> bytes:
    """The .xlsx of a paper: a sheet to fill in, and one that says how; strings never become formulas."""
    import xlsxwriter

    book = paper.book
    assert book is not None
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    look = {"font_name": "Liberation Sans", "font_size": 11, "text_wrap": True, "valign": "top", "border": 1}
    head = made.add_format(look | {"bold": True, "bg_color": "#DCE6F1"})
    cell = made.add_format(look)
    filled = made.add_worksheet(book.name)
    filled.freeze_panes(1, 1)
    filled.set_row(0, 78)
    for at, column in enumerate(book.columns):
        filled.set_column(at, at, 12 if at == 0 else 26)
        filled.write_string(0, at, column, head)
        if column in book.notes:
            filled.write_comment(0, at, book.notes[column])
        for line in range(1, book.rows + 1):
            filled.write_blank(line, at, None, cell)
        if values := book.allowed.get(column):
            filled.data_validation(
                1,
                at,
                book.rows,
                at,
                {
                    "validate": "list",
                    "source": list(values),
                    "error_title": "Так нельзя",
                    "error_message": "Выберите из списка.",
                },
            )
    about = made.add_worksheet("Сведения")
    about.set_column(0, 0, 34)
    about.set_column(1, 1, 90)
    for line, (name, text) in enumerate((("Бумага", paper.title), ("Как заполнять", paper.use), *book.about)):
        about.write_string(line, 0, name, head)
        about.write_string(line, 1, text, cell)
    for line, text in enumerate(book.scale, len(book.about) + 3):
        about.write_string(line, 0, "Шкала" if line == len(book.about) + 3 else "", head)
        about.write_string(line, 1, text, cell)
    made.close()
    return buffer.getvalue()


__all__ = ["BLANK", "Ask", "Block", "Book", "Grid", "Paper", "workbook"]
