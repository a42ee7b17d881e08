"""A file of an own municipality held against what its tables must be: remarks with row and column, clean rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mentoring.wording import count_ru

from . import rows_of
from .kinds import KINDS, NEEDED, PERSONAL, Layout, folded, recognise, text_of
from .reading import OwnDataError, Sheet, read

SHOWN = 60


@dataclass(frozen=True)
class Remark:
    """One thing about a cell, a row or the table. `left_out`: because of it a row is not in the clean copy."""

    sheet: str
    row: int | None
    column: str
    value: str
    wrong: str
    mend: str
    left_out: bool = False

    def line(self) -> str:
        """One sentence: where, what is wrong, how to mend it."""
        parts = [f"лист «{self.sheet}»" if self.sheet else "", f"строка {self.row}" if self.row else ""]
        parts += [f"столбец «{_short(self.column)}»" if self.column else ""]
        place = ", ".join(part for part in parts if part)
        what = f"«{_short(self.value)}» — {self.wrong}" if self.value else self.wrong
        said = f"{place}: {what}" if place else what
        said += f"; {self.mend}" if self.mend else ""
        said = f"{said[:1].upper()}{said[1:]}."
        return f"{said} Строка не взята." if self.left_out else said


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


@dataclass
class Table:
    """One recognised sheet. `rows`: clean rows, field → value; `given`: how many rows with data the sheet has."""

    kind: str
    sheet: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    given: int = 0


@dataclass
class Checked:
    """What a file is: its tables and everything to say about them."""

    name: str
    tables: list[Table] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        return any(table.rows for table in self.tables)

    @property
    def errors(self) -> list[Remark]:
        """Remarks for which a row had to be left out."""
        return [one for one in self.remarks if one.left_out]

    def lines(self) -> Iterator[str]:
        """All of it for a person."""
        for table in self.tables:
            sheet = f", лист «{table.sheet}»" if table.sheet else ""
            taken = f"взято {len(table.rows)} из {count_ru(table.given, 'строки', 'строк', 'строк')}"
            yield f"Это {KINDS[table.kind]} ({self.name}{sheet}): {taken}."
        yield from self.notes
        for remark in self.remarks:
            yield f"  {remark.line()}"
        if not self.remarks and self.usable:
            yield "Замечаний нет."


def check(path: Path | str) -> Checked:
    """Read a file and tell what it is and what is wrong in it. Raises OwnDataError when nothing of it can be used."""
    path = Path(path)
    found = Checked(path.name)
    sheets = read(path)
    for sheet in sheets:
        found.notes += sheet.notes
        layout = recognise(sheet)
        if layout is None:
            continue
        if sum(table.kind == layout.kind for table in found.tables):
            found.notes.append(f"Лист «{sheet.name}»: таблица «{KINDS[layout.kind]}» уже взята с другого листа.")
            continue
        found.tables.append(_table(sheet, layout, found))
    if not found.tables:
        raise OwnDataError(_unknown(path.name, sheets))
    if not found.usable:
        lines = " ".join(remark.line() for remark in found.remarks[:3])
        raise OwnDataError(f"В файле «{path.name}» не нашлось ни одной годной строки. {lines}".strip())
    return found


def _table(sheet: Sheet, layout: Layout, found: Checked) -> Table:
    table = Table(layout.kind, sheet.name)
    if layout.depth > 1:
        found.notes.append(
            f"Заголовок в {layout.depth} строки прочитан как один; надёжнее одна строка без объединений."
        )
    for place, title in layout.titles.items():
        if place not in layout.columns.values() and PERSONAL.search(folded(title)):
            found.notes.append(
                f"Столбец «{_short(title)}» похож на персональные данные: он не взят. Удалите его из файла."
            )
    reading: Callable[..., list[dict[str, Any]]] = getattr(rows_of, layout.kind)
    lines = list(_data(sheet, layout, found))
    table.given = len(lines)

    def remark(row: int | None, name: str, value: Any, wrong: str, mend: str = "", left_out: bool = False) -> None:
        column = layout.titles.get(layout.columns.get(name, -1), "")
        found.remarks.append(Remark(sheet.name, row, column, text_of(value), wrong, mend, left_out))

    table.rows = reading(lines, layout.columns, remark)
    return table


def _data(sheet: Sheet, layout: Layout, found: Checked) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows under the header: number in the file and field → raw cell; totals, numbering and blank rows are passed."""
    district: Any = None
    for number, cells in enumerate(sheet.cells[layout.first :], layout.first + 1):
        words = [text_of(cell) for cell in cells]
        if not any(words):
            continue
        filled = [word for word in words if word]
        if number == layout.first + 1 and len(filled) > 1 and filled == [str(n) for n in range(1, len(filled) + 1)]:
            continue  # the row that numbers the columns
        if any(folded(word).startswith(("итого", "всего", "в среднем", "среднее")) for word in filled[:2]):
            found.notes.append(f"Строка {number} — итоговая: она не взята, итоги считаются заново.")
            continue
        row = {name: cells[place] if place < len(cells) else None for name, place in layout.columns.items()}
        if not any(text_of(value) for value in row.values()):
            continue
        if "municipality" in row:
            district = row["municipality"] if text_of(row["municipality"]) else district
            row["municipality"] = district
        yield number, row


def _unknown(name: str, sheets: list[Sheet]) -> str:
    seen = next((row for sheet in sheets for row in sheet.cells if sum(bool(text_of(cell)) for cell in row) > 1), [])
    titles = ", ".join(f"«{_short(text_of(cell))}»" for cell in seen[:8] if text_of(cell))
    wanted = "; ".join(f"{KINDS[kind]} — {columns}" for kind, columns in NEEDED.items())
    return (
        f"В файле «{name}» не узнана ни одна таблица{f' (столбцы: {titles})' if titles else ''}. "
        f"Назовите столбцы так: {wanted}."
    )
