"""A table held against its pandera schema, and pandera's findings said in Russian. The only module that imports pandera
at work; it is loaded only when a table is new or was changed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pa

from .schemas import SCHEMAS
from .tables import DataError, Raw, typed

PATTERN = "запись не по образцу"
_SCHEMAS: dict[str, pa.DataFrameSchema] = {}


def schema_of(table: str) -> pa.DataFrameSchema:
    """The schema of a table. Raises DataError for a table that has none."""
    if table not in SCHEMAS:
        raise DataError(
            f"Для таблицы «{table}» нет схемы: проверьте имя файла или опишите её в mentoring/data/schemas.",
            table=table,
        )
    if table not in _SCHEMAS:
        _SCHEMAS[table] = SCHEMAS[table].to_schema()
    return _SCHEMAS[table]


def dtypes_of(table: str) -> dict[str, str]:
    """Pandas dtype of every column that the schema of a table declares."""
    return {name: str(column.dtype) for name, column in schema_of(table).columns.items()}


def problems(raw: Raw) -> list[DataError]:
    """Everything that is wrong in a table, in the order of its rows."""
    schema = schema_of(raw.table)
    found = _header_problems(raw, schema)
    if found:
        return found
    frame, found = typed(raw, dtypes_of(raw.table))
    unreadable = {(error.row, error.column) for error in found}
    for name, column in schema.columns.items():
        if not column.nullable:
            rows = frame.index[frame[name].isna()]
            found += [
                DataError.cell(raw.table, row, name, None, "ячейка пуста, а значение обязательно")
                for row in rows
                if (row, name) not in unreadable
            ]
    # Pandera can't check types of columns with holes: it gets the rows that have none.
    rows = frame.drop(index=sorted({error.row for error in found}))
    try:
        schema.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            found += _said(raw, frame, error)
    return sorted(found, key=lambda error: (error.row or 0, str(error)))


def broken_references(tables: Mapping[str, pd.DataFrame]) -> list[DataError]:
    """Cells whose column says `metadata={"refers": "table.column"}` and that name what isn't there.

    With `"many": True` a cell holds several values separated by spaces. Only `tables` are asked.
    """
    found = []
    for table, frame in tables.items():
        for name, column in schema_of(table).columns.items():
            other, _, key = (column.metadata or {}).get("refers", "").partition(".")
            if other not in tables:
                continue
            known = set(tables[other][key])
            for at, cell in frame[name].dropna().items():
                for value in cell.split() if column.metadata.get("many") else [cell]:
                    if value not in known:
                        wrong = f"такого значения нет в таблице «{other}»"
                        expected = f"ожидается значение её столбца «{key}»"
                        found.append(DataError.cell(table, at + 2, name, value, wrong, expected))
    return found


def _header_problems(raw: Raw, schema: pa.DataFrameSchema) -> list[DataError]:
    missing = [name for name in schema.columns if name not in raw.cells]
    extra = [name for name in raw.cells if name not in schema.columns]
    found = [
        DataError.cell(raw.table, 1, name, None, "столбца нет", f"нужны столбцы: {', '.join(schema.columns)}")
        for name in missing
    ]
    return found + [
        DataError.cell(raw.table, 1, name, None, "лишний столбец", f"ожидаются: {', '.join(schema.columns)}")
        for name in extra
    ]


def _said(raw: Raw, frame: pd.DataFrame, error: pa.errors.SchemaError) -> list[DataError]:
    """One pandera finding as sentences, one for each row it names."""
    reason = getattr(error.reason_code, "name", "")
    cases = error.failure_cases
    has_rows = isinstance(cases, pd.DataFrame) and "index" in cases
    rows = [row for row in dict.fromkeys(cases["index"]) if row in frame.index] if has_rows else []
    if reason == "DUPLICATES" or "unique" in str(error.check):
        columns = list(dict.fromkeys(cases["column"])) if "column" in cases else [error.schema.name]
        return [
            DataError.cell(
                raw.table,
                row,
                ", ".join(columns),
                ", ".join(str(frame.at[row, c]) for c in columns),
                f"уже стоит в строке {rows[0]}",
                "значения не должны повторяться",
            )
            for row in rows[1:]
        ]
    column = error.schema.name if isinstance(error.schema, pa.Column) else None
    if column is None:
        rule = str(getattr(error.check, "error", None) or error.check)
        return [
            DataError(f"Таблица «{raw.table}», строка {row}: {rule}.", table=raw.table, row=row) for row in rows
        ] or [DataError(f"Таблица «{raw.table}»: {rule}.", table=raw.table)]
    wrong, expected = _rule(error.check)
    if wrong == PATTERN:  # a person needs words, not a regular expression
        expected = (error.schema.metadata or {}).get("expected") or f"ожидается: {error.schema.description}"
    return [DataError.cell(raw.table, row, column, frame.at[row, column], wrong, expected) for row in rows] or [
        DataError.cell(raw.table, None, column, None, wrong, expected)
    ]


def _rule(check: pa.Check | str) -> tuple[str, str]:
    """What a failed check means: what is wrong, what is expected."""
    name, of = getattr(check, "name", ""), getattr(check, "statistics", None) or {}
    if name == "isin":
        return "неизвестное значение", f"ожидается одно из: {', '.join(map(str, of['allowed_values']))}"
    if name == "str_matches":
        return PATTERN, ""
    if name in ("greater_than_or_equal_to", "less_than_or_equal_to", "greater_than", "less_than"):
        word = {
            "greater_than_or_equal_to": "не меньше",
            "greater_than": "больше",
            "less_than": "меньше",
            "less_than_or_equal_to": "не больше",
        }[name]
        return "недопустимое число", f"ожидается {word} {next(iter(of.values()))}"
    if name in ("in_range", "str_length"):
        return "недопустимое значение", f"ожидается от {of.get('min_value')} до {of.get('max_value')}"
    return "недопустимое значение", str(getattr(check, "error", None) or check)
