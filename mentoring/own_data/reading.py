"""A spreadsheet or a text table as raw cells: encodings, delimiters, merged cells, percents. No formula is computed."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 10_000_000, 20_000, 60


class OwnDataError(ValueError):
    """The file can't be used at all; the message is one Russian sentence that says how to mend it."""


@dataclass(frozen=True)
class Percent:
    """A number that a spreadsheet shows as a percent: 0.95 of it is 95 %."""

    value: float


@dataclass(frozen=True)
class Formula:
    """A formula whose value was never saved."""

    text: str


@dataclass
class Sheet:
    """Cells of one sheet, row by row as in the file; `notes`: what was noticed while reading."""

    name: str
    cells: list[list[Any]]
    notes: list[str] = field(default_factory=list)


def read(path: Path | str) -> list[Sheet]:
    """Every sheet of an .xlsx, or the one table of a .csv, .tsv or .txt. Raises OwnDataError."""
    path = Path(path)
    if not path.is_file():
        raise OwnDataError(f"Файла «{path}» нет: проверьте имя и папку.")
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError:
        raise OwnDataError(f"Файл «{path.name}» не открывается: закройте его в редакторе и повторите.") from None
    if size > MAX_BYTES:
        raise OwnDataError(f"Файл «{path.name}» больше {MAX_BYTES // 1_000_000} МБ: оставьте в нём одну таблицу.")
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise OwnDataError(f"Файл «{path.name}» пуст.")
    if content.startswith(b"PK"):
        return _xlsx(content, path.name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise OwnDataError(f"Файл «{path.name}» — в старом формате .xls или под паролем: сохраните его как .xlsx.")
    return [_text(content, path.name)]


def _xlsx(content: bytes, name: str) -> list[Sheet]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > 20 * MAX_BYTES:
                raise OwnDataError(f"Файл «{name}» распаковывается в слишком большой объём.")
        written = load_workbook(io.BytesIO(content), data_only=False)
        values = load_workbook(io.BytesIO(content), data_only=True)
        sheets = [
            _sheet(page, values[page.title])
            for page in written.worksheets
            if page.sheet_state == "visible" and page.max_row
        ]
    except OwnDataError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged archive provokes
        raise OwnDataError(f"Файл «{name}» повреждён или это не таблица Excel: сохраните его заново.") from error
    return sheets


def _sheet(written: Any, values: Any) -> Sheet:
    rows, columns = min(written.max_row, MAX_ROWS), min(written.max_column, MAX_COLUMNS)
    cells: list[list[Any]] = []
    for line in written.iter_rows(max_row=rows, max_col=columns):
        cells.append([_cell(cell, values) for cell in line])
    made = Sheet(written.title, cells)
    for area in written.merged_cells.ranges:
        if area.min_row > rows or area.min_col > columns:
            continue
        value = cells[area.min_row - 1][area.min_col - 1]
        for row in range(area.min_row - 1, min(area.max_row, rows)):
            for column in range(area.min_col - 1, min(area.max_col, columns)):
                cells[row][column] = value
    if written.max_row > MAX_ROWS:
        made.notes.append(f"Прочитаны первые {MAX_ROWS} строк: остальные разделите на файлы.")
    return made


def _cell(cell: Any, values: Any) -> Any:
    value = cell.value
    if cell.data_type == "f":
        value = values.cell(cell.row, cell.column).value
        if value is None:
            return Formula(str(cell.value)[:40])
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in str(cell.number_format):
        return Percent(float(value))
    return value


def _text(content: bytes, name: str) -> Sheet:
    text, notes = _decoded(content, name)
    head = "\n".join(text.splitlines()[:15])
    delimiter = max("\t;,", key=head.count)
    if not head.count(delimiter):
        raise OwnDataError(
            f"Файл «{name}»: столбцов не видно — строки не делятся ни точкой с запятой, ни табуляцией, ни запятой; "
            "сохраните таблицу как .xlsx или «CSV UTF-8»."
        )
    try:
        cells: list[list[Any]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error:
        raise OwnDataError(f"Файл «{name}» не разбирается: где-то не закрыта кавычка; сохраните его .xlsx.") from None
    if len(cells) > MAX_ROWS:
        notes.append(f"Прочитаны первые {MAX_ROWS} строк: остальные разделите на файлы.")
    return Sheet("", [row[:MAX_COLUMNS] for row in cells[:MAX_ROWS]], notes)


def _decoded(content: bytes, name: str) -> tuple[str, list[str]]:
    """Text in whatever encoding Russian tables come in, and what was noticed. Raises OwnDataError."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not marked and b"\0" in content:
        raise OwnDataError(f"Файл «{name}» — не таблица: нужен .xlsx или .csv.")
    try:
        encoding, said = ("utf-16", "UTF-16") if marked else ("utf-8-sig", "")
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text, said = content.decode("cp1251", "replace"), "Windows-1251"
        if not _russian(text):
            text, said = content.decode("cp866"), "DOS (cp866)"
    return text, [f"Кодировка файла — {said}: прочитана; сохраняйте таблицы как «CSV UTF-8»."] if said else []


def _russian(text: str) -> bool:
    """In the right encoding small Russian letters prevail over capitals and over pseudographics."""
    small = sum("а" <= sign <= "я" for sign in text)
    other = sum(ord(sign) > 127 and not "а" <= sign <= "я" for sign in text)
    return small >= other
