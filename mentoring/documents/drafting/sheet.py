"""The form as an .xlsx to fill in (sheets «Школа», «Пары», «Дефициты») or as .json; reading either back.

A row whose first cell says «пример» is an example and is skipped. Nothing a person typed becomes a formula.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from mentoring.documents.drafting.fields import DraftError, sentence
from mentoring.documents.drafting.pair import Deficit, Pair
from mentoring.documents.drafting.school import School

MAX_BYTES, MAX_ROWS = 5_000_000, 2_000
SCHOOL, PAIRS, DEFICITS = "Школа", "Пары", "Дефициты"
EXAMPLE = "пример"


def parse_form(data: Any) -> School:
    """A form from JSON. Raises DraftError with the first wrong field."""
    try:
        return School.model_validate(data)
    except ValidationError as error:
        raise DraftError(sentence(error, School)) from error


def read_form(path: str | Path) -> School:
    """A form from an .xlsx or .json file. Raises DraftError."""
    path = Path(path)
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    except OSError as error:
        raise DraftError(f"Файл «{path.name}» не открывается: проверьте, есть ли он.") from error
    if not content:
        raise DraftError(f"Файл «{path.name}» пуст или больше {MAX_BYTES // 1_000_000} МБ: это не форма.")
    if path.suffix.lower() == ".json":
        try:
            return parse_form(json.loads(content))
        except (ValueError, RecursionError) as error:
            raise DraftError(f"Файл «{path.name}» не читается как JSON.") from error
    if path.suffix.lower() == ".xlsx":
        return parse_form(_from_xlsx(content, path.name))
    raise DraftError(f"Файл «{path.name}» не подходит: нужна форма .xlsx или .json.")


def _from_xlsx(content: bytes, name: str) -> dict[str, Any]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 20 * MAX_BYTES:
                raise DraftError(f"Файл «{name}» распаковывается в слишком большой объём.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except DraftError:
        raise
    except Exception as error:
        raise DraftError(f"Файл «{name}» не открывается как таблица .xlsx.") from error
    if SCHOOL not in book.sheetnames:
        raise DraftError(f"В файле «{name}» нет листа «{SCHOOL}»: возьмите пустую форму командой mentoring draft form.")
    titles = {info.title: field for field, info in School.model_fields.items() if field != "pairs"}
    data: dict[str, Any] = {}
    for row in book[SCHOOL].iter_rows(max_row=MAX_ROWS, max_col=2, values_only=True):
        field = titles.get(str(row[0] or "").strip())
        if field and len(row) > 1 and row[1] not in (None, ""):
            data[field] = row[1]
    pairs = _rows(book, PAIRS, Pair, "deficits")
    for row in _rows(book, DEFICITS, Deficit, "", key="Наставляемый"):
        whose = str(row.pop("Наставляемый", "") or "").strip()
        found = [pair for pair in pairs if str(pair.get("mentee", "")).strip() == whose]
        if not found:
            raise DraftError(
                f"Форма: на листе «{DEFICITS}» назван наставляемый «{whose[:60]}», а на листе «{PAIRS}» его нет."
            )
        for pair in found:
            pair.setdefault("deficits", []).append(row)
    return data | {"pairs": pairs}


def _rows(book, sheet: str, model: type[BaseModel], skipped: str, key: str = "") -> list[dict[str, Any]]:
    if sheet not in book.sheetnames:
        return []
    titles = {info.title: field for field, info in model.model_fields.items() if field != skipped} | (
        {key: key} if key else {}
    )
    lines = book[sheet].iter_rows(max_row=MAX_ROWS, max_col=60, values_only=True)
    head = [titles.get(str(cell or "").strip()) for cell in next(lines, ())]
    found = []
    for line in lines:
        if str(line[0] or "").strip().lower() == EXAMPLE:
            continue
        row = {field: cell for field, cell in zip(head, line, strict=False) if field and cell not in (None, "")}
        if row:
            found.append(row)
    return found


def empty_form(school: School | None = None) -> bytes:
    """The workbook to fill in; `school`: already filled with it."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    look = {"font_name": "Liberation Sans", "font_size": 11, "text_wrap": True, "valign": "top"}
    plain = book.add_format(look)
    head = book.add_format(look | {"bold": True, "bg_color": "#DCE6F1", "border": 1})
    cell = book.add_format(look | {"border": 1, "num_format": "@"})
    grey = book.add_format(look | {"italic": True, "font_color": "#666666"})
    sheet = book.add_worksheet(SCHOOL)
    for at, (text, width) in enumerate((("Поле", 34), ("Значение", 52), ("Пример", 52), ("Что писать", 52))):
        sheet.set_column(at, at, width, plain)
        sheet.write_string(0, at, text, head)
    sheet.freeze_panes(1, 1)
    for line, (field, info) in enumerate((f for f in School.model_fields.items() if f[0] != "pairs"), 1):
        given = _shown(getattr(school, field)) if school else _shown(info.default)
        sheet.write_string(line, 0, info.title or field, head)
        sheet.write_string(line, 1, given, cell)
        sheet.write_string(line, 2, (info.examples or [""])[0], grey)
        sheet.write_string(line, 3, info.description or "", grey)
    pairs = [pair.model_dump() for pair in school.pairs] if school else []
    deficits = [{"Наставляемый": pair["mentee"], **one} for pair in pairs for one in pair["deficits"]]
    fields = {name: info for name, info in Pair.model_fields.items() if name != "deficits"}
    _table(book, PAIRS, fields, pairs, head, cell, grey)
    mentee = {"Наставляемый": Pair.model_fields["mentee"]}
    _table(book, DEFICITS, mentee | dict(Deficit.model_fields), deficits, head, cell, grey)
    book.close()
    return buffer.getvalue()


def _table(book, name: str, fields: dict[str, Any], rows: list[dict[str, Any]], head, cell, grey) -> None:
    """Headings, an example below them, then the rows (or empty ones)."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(2, 2)
    sheet.write_string(0, 0, "№", head)
    sheet.write_string(1, 0, EXAMPLE, grey)
    sheet.set_column(0, 0, 9)
    for at, (field, info) in enumerate(fields.items(), 1):
        sheet.set_column(at, at, 24)
        sheet.write_string(0, at, info.title, head)
        sheet.write_string(1, at, (info.examples or [""])[0], grey)
        if info.description:
            sheet.write_comment(0, at, info.description)
        for line in range(max(len(rows), 6)):
            value = _shown(rows[line].get(field)) if line < len(rows) else ""
            sheet.write_string(line + 2, at, value, cell)
    for line in range(max(len(rows), 6)):
        sheet.write_string(line + 2, 0, str(line + 1), cell)


def _shown(value: Any) -> str:
    if hasattr(value, "strftime"):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
