"""A list of participants as people keep it (.xlsx, .csv) → people and problems. Formulas are never evaluated.

Who is who and which code they get is `autograder.roster`.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path

from autograder.errors import KitError, reason

MAX_BYTES = 5_000_000
MAX_ROWS = 5_000
MAX_CELL = 200
HEADER_ROWS = 10

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}

HEADERS = {
    "surname": ("фамилия", "фам", "surname", "lastname"),
    "name": ("имя", "name", "firstname"),
    "patronymic": ("отчество", "отч", "отчествоприналичии", "patronymic"),
    "full": ("фио", "фамилияимяотчество", "участник", "слушатель", "фиослушателя", "фиоучастника"),
    "group": ("группа", "группы", "номергруппы", "группаномер", "подгруппа", "group"),
    "email": ("email", "почта", "электроннаяпочта", "эпочта", "адресэлектроннойпочты", "mail"),
    "stepik": ("stepik", "idstepik", "stepikid", "номерstepik"),
    "code": ("код", "кодучастника", "code"),
}


class RosterError(KitError):
    """The list can't be read at all; the message is one Russian sentence."""


@dataclass(frozen=True)
class Person:
    """One participant; `code` is what everything else calls them; `stepik`: the number of their Stepik account."""

    code: str
    group: str
    surname: str
    name: str
    patronymic: str = ""
    email: str = ""
    stepik: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.name, self.patronymic) if part)


COLUMNS = tuple(item.name for item in fields(Person))


@dataclass(frozen=True)
class Row:
    number: int
    person: Person


def people_of(table: list[list[object]]) -> tuple[list[Row], list[str]]:
    """Raw cells → rows with people, and problems of the rows that can't be used. The number is the row of the sheet."""
    at, columns = _header(table)
    rows, problems = [], []
    for number, cells in enumerate(table[at + 1 :], at + 2):
        row = {key: cells[place] if place < len(cells) else "" for key, place in columns.items()}
        formula = next((key for key, value in row.items() if isinstance(value, _Formula)), None)
        if formula:
            problems.append(f"Строка {number}: в ячейке стоит формула; впишите само значение. Строка пропущена.")
            continue
        text = {key: _clean(value) for key, value in row.items()}
        if not any(text.values()):
            continue
        long = next((value for value in text.values() if len(value) > MAX_CELL), None)
        if long:
            problems.append(f"Строка {number}: текст длиннее {MAX_CELL} знаков («{long[:30]}…»); строка пропущена.")
            continue
        if text.get("full") and not text.get("surname"):
            parts = text["full"].split(" ", 2) + ["", ""]
            text["surname"], text["name"], text["patronymic"] = parts[:3]
        if not text.get("surname") or not text.get("name"):
            missing = "фамилии" if not text.get("surname") else "имени"
            problems.append(f"Строка {number}: нет {missing}; строка пропущена.")
            continue
        code = text.get("code", "")
        if code and (not CODE.fullmatch(code) or code.casefold() in RESERVED):
            problems.append(
                f"Строка {number}: код «{code}» не годится: нужны латинская буква, затем буквы, цифры, дефис; "
                "строка пропущена."
            )
            continue
        if text.get("email") and not EMAIL.fullmatch(text["email"]):
            problems.append(f"Строка {number}: «{text['email']}» не похоже на адрес почты; адрес пропущен.")
            text["email"] = ""
        rows.append(Row(number, Person(**{name: text.get(name, "") for name in COLUMNS})))
    return rows, problems


def _header(table: list[list[object]]) -> tuple[int, dict[str, int]]:
    """Index of the header row and field → column."""
    for at, cells in enumerate(table[:HEADER_ROWS]):
        found: dict[str, int] = {}
        for place, cell in enumerate(cells):
            key = re.sub(r"[^а-яa-z]", "", fold(cell))
            for name, aliases in HEADERS.items():
                if key in aliases and name not in found:
                    found[name] = place
        if "full" in found or {"surname", "name"} <= found.keys():
            return at, found
    raise RosterError(
        "В списке не нашлось строки заголовков: нужны столбцы «Фамилия», «Имя», «Отчество», «Группа» "
        "(по желанию «e-mail» и «код»)."
    )


class _Formula(str):
    """A cell that holds a formula: never evaluated, never taken for a value."""


def cells_of(path: Path) -> list[list[object]]:
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise RosterError(f"Файл {path} не открывается: {reason(error)}.") from error
    if content is None:
        raise RosterError(f"Файл {path.name} больше {MAX_BYTES // 1_000_000} МБ: это не список участников.")
    if content.startswith(b"PK"):
        table = _xlsx(path, content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise RosterError(f"Файл {path.name} в старом формате .xls: сохраните его как .xlsx или .csv.")
    else:
        table = _csv(path, content)
    if len(table) > MAX_ROWS:
        raise RosterError(f"В файле {path.name} больше {MAX_ROWS} строк: это не список участников.")
    return table


def _xlsx(path: Path, content: bytes) -> list[list[object]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > 20 * MAX_BYTES:
                raise RosterError(f"Файл {path.name} распаковывается в слишком большой объём.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        table = []
        for row in sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=50):
            table.append([_Formula(cell.value) if cell.data_type == "f" else cell.value for cell in row])
        book.close()
    except RosterError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged archive provokes
        raise RosterError(f"Файл {path.name} повреждён или это не таблица Excel: сохраните его заново.") from error
    return table


def _csv(path: Path, content: bytes) -> list[list[object]]:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise RosterError(f"Файл {path.name} в неизвестной кодировке: сохраните его как «CSV UTF-8».")
    if "\0" in text:
        raise RosterError(f"Файл {path.name} не текстовый: нужен .csv или .xlsx.")
    head = "\n".join(text.splitlines()[:HEADER_ROWS])
    delimiter = max(";,\t", key=head.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise RosterError(f"Файл {path.name} не разбирается как таблица: {error}.") from error


def _clean(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "".join(char if char.isprintable() else " " for char in str(value))
    return " ".join(text.split())


def fold(value: object) -> str:
    return _clean(value).casefold().replace("ё", "е")
