"""Text of a .pdf that has text: lines and ruled tables page by page; a scan or a password is one clear sentence."""

from __future__ import annotations

import io
import logging
import re
import zlib
from dataclasses import replace
from typing import Any

from ..language import is_word
from .build import MAX_PAGES, Builder, too_long
from .lines import add_lines
from .model import DocumentError, Text

MAX_STREAM = 40 * 2**20


def read_pdf(data: bytes, name: str) -> Text:
    """Raises DocumentError: password, scan, damage, too many pages."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    _not_a_bomb(data, name)
    builder = Builder(name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            count = len(pdf.pages)
            if count > MAX_PAGES:
                raise too_long(name, count)
            lines: list[str] = []
            for page in pdf.pages:
                _page(builder, page, lines)
                page.close()
            add_lines(builder, lines)
    except DocumentError:
        raise
    except (RecursionError, Exception) as error:
        chain = (error, error.__cause__, error.__context__, *getattr(error, "args", ()))
        if any(isinstance(e, (PDFPasswordIncorrect, PDFEncryptionError)) for e in chain):
            raise DocumentError(f"Файл «{name}» закрыт паролем: снимите пароль и пришлите снова.") from error
        raise DocumentError(f"Файл «{name}» повреждён: PDF не читается; сохраните документ заново.") from error
    if not count:
        raise DocumentError(f"Файл «{name}» повреждён: в нём нет ни одной страницы.")
    return builder.done(count)


def _not_a_bomb(data: bytes, name: str) -> None:
    """Packed streams that unpack to more than a document ever holds are not opened."""
    total = 0
    for mark in re.finditer(rb"stream\r?\n(?=[\x48\x58\x68\x78])", data):
        try:
            total += len(zlib.decompressobj().decompress(data[mark.end() : mark.end() + MAX_STREAM], MAX_STREAM))
        except zlib.error:
            continue
        if total > 4 * MAX_STREAM:
            raise DocumentError(f"Файл «{name}» похож на архивную бомбу: распакованным он слишком велик; он не открыт.")


def _page(builder: Builder, page: Any, lines: list[str]) -> None:
    """Adds the page's tables in their places; text waits in `lines`: a paragraph may go on to the next page."""
    tables = []
    if page.rects or page.lines or page.curves:
        tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    tables.sort(key=lambda table: table.bbox[1])
    top = 0.0
    for table in tables:
        x0, y0, x1, y1 = table.bbox
        if y0 > top + 1:
            lines += _lines(page.within_bbox((0, top, page.width, min(y0, page.height))))
        add_lines(builder, lines)
        lines.clear()
        rows = [[_unwrapped(cell or "") for cell in row] for row in table.extract()]
        before = builder.text.blocks[-1] if builder.text.blocks else None
        grid = builder.text.tables[-1] if builder.text.tables else None
        if top == 0 and before is not None and before.kind == "cell" and grid and len(grid.rows[0]) == len(rows[0]):
            _continue(builder, rows)
        else:
            builder.table(rows)
        top = max(top, min(y1, page.height))
    if top < page.height - 1:
        lines += _lines(page.within_bbox((0, top, page.width, page.height)) if top else page)


def _unwrapped(cell: str) -> str:
    """Lines of a cell are joined: on a page they are wrapped, and a word wider than its column is broken anywhere."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    text, at = "", 0
    while at < len(lines):
        if text and re.match(r"(?:\d{1,2}[.)]|[–—•*-])\s", lines[at]):
            text += "\n"
        elif text and not _goes_on(lines, at, text):
            text += " "
        text += lines[at]
        at += 1
    return text


def _goes_on(lines: list[str], at: int, text: str) -> bool:
    """Whether the line begins inside a word: «учите / ль», «Наст / авни / к»: all the pieces together are a word."""
    first = at - 1
    while first > 0 and re.fullmatch(r"[а-яё]+", lines[first]):
        first -= 1
    for start in range(first, at):
        for end in range(at, min(at + 3, len(lines))):
            middle = lines[start + 1 : end]
            left, right = re.search(r"[А-Яа-яЁё]+$", lines[start]), re.match(r"[а-яё]+", lines[end])
            if not left or not right or not all(re.fullmatch(r"[а-яё]+", piece) for piece in middle):
                continue
            alone = left[0] == lines[start]
            if is_word("".join([left[0], *middle, right[0]])) and (alone or len(right[0]) > 1):
                return True
    left, right = re.search(r"[А-Яа-яЁё]+$", text), re.match(r"[а-яё]+", lines[at])
    if not left or not right or is_word(left[0]):
        return False
    begun = "".join([right[0], *(re.match(r"[а-яё]*", line)[0] for line in lines[at + 1 : at + 2])])
    return not is_word(right[0]) and not is_word(begun)


def _continue(builder: Builder, rows: list[list[str]]) -> None:
    """A table that goes on over the page break is one table."""
    from .build import clean
    from .model import Block

    grid, number = builder.text.tables[-1], len(builder.text.tables) - 1
    for row in rows:
        cells = [clean(cell).replace("\n", " ") for cell in row]
        if not any(cells) or cells == grid.rows[0]:
            continue
        if row is rows[0] and not cells[0] and grid.rows[-1][0] and sum(map(bool, cells)) < len(cells):
            _append(builder, number, cells)
            continue
        at = len(grid.rows)
        grid.rows.append(cells)
        for column, cell in enumerate(cells):
            if cell:
                place = f"{grid.place}, строка {at + 1}"
                builder.text.blocks.append(Block(cell, place, "cell", number, at, column))


def _append(builder: Builder, number: int, cells: list[str]) -> None:
    """The row that the page break cut in two."""
    grid = builder.text.tables[number]
    at = len(grid.rows) - 1
    for column, cell in enumerate(cells):
        if cell:
            grid.rows[at][column] = f"{grid.rows[at][column]} {cell}".strip()
            for place, block in enumerate(builder.text.blocks):
                if (block.table, block.row, block.column) == (number, at, column):
                    builder.text.blocks[place] = replace(block, text=grid.rows[at][column])


def _lines(page: Any) -> list[str]:
    return (page.extract_text(x_tolerance=2) or "").split("\n")
