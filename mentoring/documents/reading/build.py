"""Collects blocks and tables in the order of the document and gives each its place. Enforces the limit of size."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .model import Block, DocumentError, Grid, Text

MAX_PAGES = 150
CHARACTERS_A_PAGE, LINES_A_PAGE = 2600, 60
MAX_CELLS = 60_000

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
HEADING = re.compile(
    r"(?:(?:раздел|глава|часть)\s+)?(?:[IVXLС]{1,5}|\d{1,2})\.?\s+(?=[А-ЯЁA-Z«])[^.;]{2,110}\.?$", re.IGNORECASE
)


def clean(text: str) -> str:
    """Spaces of all kinds become one; soft hyphens and invisible signs go; a word broken by a hyphen is joined."""
    text = _INVISIBLE.sub("", text)
    text = re.sub(r"(?<=[а-яё])-[ \t]*\n[ \t]*(?=[а-яё])", "", text)
    lines = [_SPACES.sub(" ", line).strip() for line in re.split(r"[\n\r\v\u2028\u2029]+", text)]
    return "\n".join(line for line in lines if line)


def too_long(name: str, pages: int) -> DocumentError:
    return DocumentError(
        f"Файл «{name}» слишком длинный (около {pages} страниц): проверяются документы до {MAX_PAGES} страниц; "
        "отделите нужный документ и пришлите его."
    )


class Builder:
    """Adds paragraphs and tables; `done()` gives the Text or raises DocumentError (empty, too long)."""

    def __init__(self, name: str):
        self.text = Text(name)
        self._paragraphs = self._cells = self._size = self._lines = 0

    def paragraph(self, text: str, kind: str = "paragraph", place: str | None = None) -> None:
        text = clean(text)
        if not text:
            return
        for line in text.split("\n"):
            if place is None:
                self._paragraphs += 1
            self._add(Block(line, place or f"абзац {self._paragraphs}", kind))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        rows = [[clean(cell) for cell in row] for row in rows]
        rows = [row for row in rows if any(row)]
        if not rows:
            return
        width = max(len(row) for row in rows)
        self._cells += width * len(rows)
        if self._cells > MAX_CELLS:
            raise too_long(self.text.name, self._cells // 100)
        number = len(self.text.tables)
        place = f"таблица {number + 1}"
        grid = Grid([[cell.replace("\n", " ") for cell in row] + [""] * (width - len(row)) for row in rows], place)
        self.text.tables.append(grid)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                repeated = (column and row[column - 1] == cell and len(cell) > 20) or (
                    at and column < len(rows[at - 1]) and rows[at - 1][column] == cell and len(cell) > 60
                )
                if cell and not repeated:
                    for line in cell.split("\n"):
                        self._add(Block(line, f"{place}, строка {at + 1}", "cell", number, at, column))

    def _add(self, block: Block) -> None:
        self._size += len(block.text)
        self._lines += 1
        self.text.blocks.append(block)

    def done(self, pages: int = 0) -> Text:
        text = self.text
        estimate = max(self._size // CHARACTERS_A_PAGE, (self._lines - self._cells // 2) // LINES_A_PAGE)
        text.pages = max(1, pages, estimate)
        if text.pages > MAX_PAGES:
            raise too_long(text.name, text.pages)
        if not any(sign.isalpha() for block in text.blocks for sign in block.text):
            raise DocumentError(
                f"В файле «{text.name}» нет текста: если это скан, распознайте его или пришлите документ в .docx."
            )
        return text
