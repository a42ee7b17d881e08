"""Tables with columns: which row of a grid is its header, which table stands on its side, which row is a caption."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from .. import requisites
from ..language import Words
from ..reading.model import Grid


@dataclass
class Row:
    """A row of a table under its header. `cells` in the order of `Table.header`."""

    cells: list[str]
    number: int
    place: str

    @property
    def text(self) -> str:
        return " | ".join(cell for cell in self.cells if cell)


@dataclass
class Table:
    header: list[str]
    rows: list[Row]
    place: str

    @cached_property
    def titles(self) -> list[Words]:
        return [Words(title) for title in self.header]

    def column(self, *patterns: str) -> int | None:
        """The column whose title has one of the patterns; patterns in order of preference."""
        for pattern in patterns:
            for at, title in enumerate(self.titles):
                if title.find(pattern):
                    return at
        return None

    def values(self, column: int | None) -> list[str]:
        return [] if column is None else [row.cells[column] for row in self.rows]


def tables_of(grids: list[Grid]) -> list[Table]:
    """Grids that have a header, as tables; one that goes on with the same header is a part of the one before."""
    result: list[Table] = []
    for grid in grids:
        table = _turned(grid) or _table(grid)
        if table is not None:
            before = result[-1] if result else None
            if before and table.header == before.header:
                before.rows += table.rows
            else:
                result.append(table)
    return result


def row_words(grid: Grid, at: int) -> Words:
    """A row of a grid as one line, a merged cell once."""
    return Words(" | ".join(dict.fromkeys(cell for cell in grid.rows[at] if cell)), f"{grid.place}, строка {at + 1}")


_HEADS = re.compile(
    r"мероприят|срок|ответствен|исполнител|результат|№|наставник|наставляем|ф\.?\s?и\.?\s?о|должност|дефицит"
    r"|задач|форм|вид|дата|категори|этап|показател"
    r"|содержани|ресурс|период|предмет|действи|способ|тема|отметк|критери|затруднен|подпись|согласи|соглашен"
    r"|основани|доказательств|формула|работ|куратор"
    r"|\bшаг|на выходе|\bитог|продукт|участник|\bстарт|финиш|^(?:чем|что|чему|как|когда|кто|кому|зачем)\b",
    re.IGNORECASE,
)


def _titled(cell: str) -> bool:
    """Reads like the title of a column: a known word, short, without people, dates or figures."""
    return (
        len(cell) < 70
        and bool(_HEADS.search(cell))
        and not re.search(r"\d{2}\.\d|\d{3}|\d+ (?:дн|час|раз)", cell)
        and not requisites.people(cell)
    )


def _turned(grid: Grid) -> Table | None:
    """A table whose titles stand in the first column and whose pairs are columns, turned to rows."""
    titles = [row[0] for row in grid.rows]
    mentor = any(re.match(r"\W*(?:ф\.?\s?и\.?\s?о\.?\s+)?наставник", t, re.IGNORECASE) for t in titles)
    mentee = any(re.match(r"\W*(?:ф\.?\s?и\.?\s?о\.?\s+)?наставляем", t, re.IGNORECASE) for t in titles)
    if len(grid.rows) < 4 or not (mentor and mentee) or len(grid.rows[0]) < 3:
        return None
    columns = range(1, len(grid.rows[0]))
    rows = [Row([row[at] for row in grid.rows], at + 1, f"{grid.place}, столбец {at + 1}") for at in columns]
    return Table(titles, rows, grid.place)


def _table(grid: Grid) -> Table | None:
    """The header is the row among the first four with most of the known titles; a wide row before it is a caption."""
    rows = grid.rows
    if not rows or len(rows[0]) < 2:
        return None
    scores = []
    for row in rows[:4]:
        distinct = len({cell for cell in row if cell})
        scores.append(sum(1 for cell in row if cell and _titled(cell)) if distinct > 1 else 0)
    at = max(range(len(scores)), key=lambda n: (scores[n] - 1.5 * n, -n))
    if len(rows[0]) == 2 and (
        at or len(rows) < 3 or re.search(r"\d|[–—-]\s", " ".join(rows[0])) or requisites.people(rows[0][1], True)
    ):
        return None
    if scores[at] < 2 or (scores[at] < len([c for c in rows[at] if c]) / 2.5):
        return None
    header = list(rows[at])
    body = at + 1
    # Two-storey headers: «Наставник» over «ФИО | должность».
    if body < len(rows) and len(set(header)) < len([c for c in header if c]):
        below = rows[body]
        if all(len(cell) < 60 for cell in below) and sum(bool(_HEADS.search(c)) for c in below) >= 2:
            header = [f"{a} {b}" if b and a != b else a for a, b in zip(header, below, strict=True)]
            body += 1
    lines = []
    for number in range(body, len(rows)):
        cells = rows[number]
        if all(re.fullmatch(r"\d{1,2}", cell or "0") for cell in cells) and len(cells) > 2:
            continue  # a row with the numbers of columns
        lines.append(Row(list(cells), number + 1, f"{grid.place}, строка {number + 1}"))
    return Table(header, lines, grid.place)


def is_caption(row: Row) -> bool:
    """A row that is the title of a stage: one text over the whole width, or only a number and a text."""
    filled = [cell for cell in row.cells if cell.strip()]
    distinct = list(dict.fromkeys(filled))
    if len(distinct) == 1:
        return len(row.cells) > 2
    return len(row.cells) > 3 and len(distinct) == 2 and bool(re.fullmatch(r"[\dIVX.]{1,5}", distinct[0]))
