"""A CSV file to typed columns, and the one kind of error a broken table gives. Needs pandas only, not the schemas."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pandas as pd

# What a cell of each kind must look like, said to a person.
EXPECTED = {
    "int": "ожидается целое число",
    "float": "ожидается число",
    "date": "ожидается дата вида 2021-09-01 или 01.09.2021",
    "bool": "ожидается true или false",
}
WRONG = {"int": "не целое число", "float": "не число", "date": "не дата", "bool": "не true и не false"}
_BOOL = {"true": True, "false": False, "истина": True, "ложь": False, "1": True, "0": False}


class DataError(ValueError):
    """What is wrong in a table, as one Russian sentence; `table, row, column, value` say the same to a program.

    Rows are numbered as in a spreadsheet: the header is row 1.
    """

    def __init__(
        self,
        message: str,
        *,
        table: str = "",
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ):
        super().__init__(message)
        self.table, self.row, self.column, self.value = table, row, column, value

    @classmethod
    def cell(cls, table: str, row: int | None, column: str, value: object, wrong: str, expected: str = "") -> DataError:
        """The sentence about one cell (or, without a row, about a column)."""
        text = None if value is None or value is pd.NA or value != value else _shown(value)
        place = f"Таблица «{table}»" + (f", строка {row}" if row else "") + f", столбец «{column}»"
        what = f"значение «{text}» — {wrong}" if text is not None else wrong
        return cls(
            f"{place}: {what}{'; ' + expected if expected else ''}.", table=table, row=row, column=column, value=text
        )

    def with_others(self, count: int) -> DataError:
        """The same error that also says how many more there are."""
        if not count:
            return self
        return DataError(
            f"{str(self).removesuffix('.')} (всего замечаний к таблице: {count + 1}).",
            table=self.table,
            row=self.row,
            column=self.column,
            value=self.value,
        )


@dataclass(frozen=True)
class Raw:
    """Cells of a table as text. The index of `cells` is the row number in the file; an empty cell is missing."""

    table: str
    cells: pd.DataFrame


def read(content: bytes, table: str) -> Raw:
    """Text cells of a CSV file: UTF-8, maybe with BOM, comma or semicolon, blank lines dropped. Raises DataError."""
    text = _decoded(content, table)
    first = text.lstrip("\r\n").partition("\n")[0]
    if not first.strip():
        raise _empty(table)
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        lines = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error:
        raise DataError(
            f"Таблица «{table}» не читается как CSV: сохраните её заново в формате «CSV UTF-8».", table=table
        ) from None
    numbered = [(number, row) for number, row in enumerate(lines, 1) if any(row)]
    if not numbered:
        raise _empty(table)
    header = numbered[0][1]
    while not header[-1]:
        header.pop()  # spreadsheet editors leave empty columns at the right
    _check_header(header, table)
    width = len(header)
    for number, row in numbered[1:]:
        if len(row) < width or any(row[width:]):
            raise DataError(
                f"Таблица «{table}», строка {number}: ячеек {len(row)}, а столбцов {width}; проверьте "
                "кавычки и разделители.",
                table=table,
                row=number,
            )
    if len(numbered) == 1:
        raise DataError(f"Таблица «{table}» пуста: под заголовком нет ни одной строки.", table=table)
    cells = {
        name: pd.Series([row[at] or None for _, row in numbered[1:]], dtype="str", index=[n for n, _ in numbered[1:]])
        for at, name in enumerate(header)
    }
    return Raw(table, pd.DataFrame(cells))


def typed(raw: Raw, dtypes: dict[str, str]) -> tuple[pd.DataFrame, list[DataError]]:
    """Cells converted to the dtypes of the columns, and an error for every cell that can't be (it stays missing).

    Columns without a dtype stay text. A non-nullable integer or boolean column with a bad or empty cell comes back
    in its nullable twin, so that the emptiness can still be reported.
    """
    columns, errors = {}, []
    for name, cells in raw.cells.items():
        dtype = dtypes.get(name, "str")
        kind = kind_of(dtype)
        if kind == "str":
            columns[name] = cells
            continue
        values = _CONVERT[kind](cells)
        bad = cells.notna() & values.isna()
        errors += [
            DataError.cell(raw.table, row, name, cells[row], WRONG[kind], EXPECTED[kind]) for row in cells.index[bad]
        ]
        if values.notna().all() or kind in ("float", "date"):
            values = values.astype(dtype)
        columns[name] = values
    return pd.DataFrame(columns, index=raw.cells.index), errors


def kind_of(dtype: str) -> str:
    """`str`, `int`, `float`, `date` or `bool` for the name of a pandas dtype."""
    lower = dtype.lower()
    for prefix, kind in (("int", "int"), ("uint", "int"), ("float", "float"), ("datetime", "date"), ("bool", "bool")):
        if lower.startswith(prefix):
            return kind
    return "str"


def _integers(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells.where(cells.str.fullmatch(r"[+-]?\d{1,18}", na=False)), errors="coerce").astype("Int64")


def _floats(cells: pd.Series) -> pd.Series:
    # "inf", "nan", "1e3" and hexadecimal are not numbers for a person; a decimal comma is.
    plain = cells.where(cells.str.fullmatch(r"[+-]?\d{1,15}([.,]\d+)?", na=False))
    return pd.to_numeric(plain.str.replace(",", "."), errors="coerce").astype("float64")


def _dates(cells: pd.Series) -> pd.Series:
    iso = pd.to_datetime(
        cells.where(cells.str.fullmatch(r"\d{4}-\d\d-\d\d", na=False)), format="%Y-%m-%d", errors="coerce"
    )
    local = pd.to_datetime(
        cells.where(cells.str.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", na=False)), format="%d.%m.%Y", errors="coerce"
    )
    return iso.astype("datetime64[ns]").fillna(local.astype("datetime64[ns]"))


def _booleans(cells: pd.Series) -> pd.Series:
    return cells.str.lower().map(_BOOL).astype("boolean")


_CONVERT = {"int": _integers, "float": _floats, "date": _dates, "bool": _booleans}


def _empty(table: str) -> DataError:
    return DataError(f"Таблица «{table}» пуста: в первой строке должны стоять названия столбцов.", table=table)


def _decoded(content: bytes, table: str) -> str:
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise _empty(table)
    if content.startswith(b"PK"):
        raise DataError(
            f"Таблица «{table}»: в файле книга Excel, а не CSV; сохраните лист в табличном редакторе как «CSV UTF-8».",
            table=table,
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"Таблица «{table}», строка {row}: файл сохранён не в кодировке UTF-8; сохраните его в табличном "
            "редакторе как «CSV UTF-8».",
            table=table,
            row=row,
        ) from None


def _check_header(header: list[str], table: str) -> None:
    for name in header:
        if not name:
            raise DataError(f"Таблица «{table}», строка 1: у одного из столбцов нет названия.", table=table, row=1)
        if header.count(name) > 1:
            raise DataError(
                f"Таблица «{table}», строка 1: столбец «{name}» встречается дважды.", table=table, row=1, column=name
            )


def _shown(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "…"
