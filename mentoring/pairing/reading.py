"""The two banks from .xlsx, .csv or frames: Russian headings, lists in a cell separated by «;» or «,»."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mentoring.pairing.model import Mentee, Mentor, PairingError
from mentoring.pairing.rules import Rules, standard

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no document can hold these
MAX_BYTES, MAX_PEOPLE = 30_000_000, 20_000
_HEADINGS = {
    "id": r"^(?:код|id|табельн)",
    "name": r"^(?:фио|ф\. ?и\. ?о|фамилия|имя|name)",
    "position": r"должност|position",
    "organization": r"организац|школа|^оо$|organization",
    "category": r"категори\w* наставляем|^категори|categor",
    "subject": r"предмет|subject",
    "format": r"формат|format",
    "type": r"вид\w*(?: наставнич\w*)?$|^types?$",
    "deficits": r"дефицит|затруднен|запрос|deficit",
    "helps_with": r"помога|поможет|сильн|компетенц|helps",
    "requirements": r"требовани|requirement",
    "load": r"нагрузк|load|сколько",
    "wishes": r"желаем|хочет|предпочт|выбор|wishes",
    "vetoes": r"вето|отказ|нельзя|vetoes",
    "consent": r"согласи|consent",
    "agreement": r"соглашени|agreement",
}
_WHO = {"id", "name"}
TITLE_ROWS = 6  # so many rows may stand above the headings


def read_mentors(source: Any, rules: Rules | None = None) -> list[Mentor]:
    """Mentors from a path, a pandas frame or a list of dicts. Raises PairingError with the row and the column."""
    rules = rules or standard()
    people = []
    for at, cells in _rows(source, "наставников"):
        people.append(
            Mentor(
                id=cells.get("id") or f"н{at:04d}",
                **{name: cells.get(name, "") for name in ("name", "position", "organization", "consent", "agreement")},
                subjects=_set(cells, "subject"),
                formats=frozenset(_format(one) for one in _set(cells, "format")),
                types=_known(cells, "type", _types(rules), at),
                categories=_known(cells, "category", _categories(rules), at),
                helps_with=_set(cells, "helps_with") or _set(cells, "deficits"),
                requirements=_known(cells, "requirements", _requirements(rules), at),
                load=_load(cells.get("load", ""), at),
                wishes=_list(cells.get("wishes", ""), False),
                vetoes=frozenset(_list(cells.get("vetoes", ""), False)),
            )
        )
    return people


def read_mentees(source: Any, rules: Rules | None = None) -> list[Mentee]:
    """Mentees from a path, a pandas frame or a list of dicts. Raises PairingError with the row and the column."""
    rules = rules or standard()
    people = []
    for at, cells in _rows(source, "наставляемых"):
        category = _known(cells, "category", _categories(rules), at)
        types = _known(cells, "type", _types(rules), at)
        if len(category) > 1 or len(types) > 1:
            raise PairingError(f"Банк наставляемых, строка {at}: укажите одну категорию и один вид (или ни одного).")
        people.append(
            Mentee(
                id=cells.get("id") or f"у{at:05d}",
                **{name: cells.get(name, "") for name in ("name", "position", "organization", "consent")},
                category=next(iter(category), ""),
                subject=cells.get("subject", "").casefold(),
                format=_format(cells.get("format", "")),
                type=next(iter(types), ""),
                deficits=_set(cells, "deficits"),
                wishes=_list(cells.get("wishes", ""), False),
                vetoes=frozenset(_list(cells.get("vetoes", ""), False)),
            )
        )
    return people


def _rows(source: Any, word: str) -> list[tuple[int, dict[str, str]]]:
    first = 2
    if isinstance(source, str | Path):
        head, lines, first = _file(Path(source), word)
    elif hasattr(source, "to_dict"):
        head, lines = [str(name) for name in source.columns], source.astype(object).values.tolist()
    else:
        records = list(source)
        head = list(dict.fromkeys(str(name) for one in records for name in one))
        lines = [[one.get(name) for name in head] for one in records]
    fields = _fields(head, word)
    found = []
    for at, line in enumerate(lines, first):
        cells = {field: _text(line[place]) for place, field in fields.items() if place < len(line)}
        if any(cells.values()):
            found.append((at, cells))
    if len(found) > MAX_PEOPLE:
        raise PairingError(f"В банке {word} больше {MAX_PEOPLE} строк: разделите его.")
    if not found:
        raise PairingError(f"Банк {word} пуст: под заголовком нет ни одной строки.")
    return found


def _file(path: Path, word: str) -> tuple[list[str], list[list[Any]], int]:
    """Headings (a title may stand above them), the rows below and the number of the first of these."""
    if not path.is_file():
        raise PairingError(f"Файла «{path}» нет.")
    if path.stat().st_size > MAX_BYTES:
        raise PairingError(f"Файл «{path.name}» больше 30 МБ: похоже, это не банк {word}.")
    if path.suffix.casefold() == ".csv":
        lines = _csv(path)
    elif path.suffix.casefold() == ".xlsx":
        lines = _xlsx(path)
    else:
        raise PairingError(f"Файл «{path.name}» не подходит: нужен .xlsx или .csv.")
    if not lines:
        raise PairingError(f"Файл «{path.name}» пуст.")
    heads = [[_text(cell) for cell in line] for line in lines[:TITLE_ROWS]]
    at = next((at for at, head in enumerate(heads) if len(named := _named(head)) > 1 and _WHO & set(named.values())), 0)
    return heads[at], lines[at + 1 :], at + 2


def _csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", errors="replace")
    first = text.lstrip().partition("\n")[0]
    if not any(map(first.count, ";,\t")):  # a title above the table
        first = text[:2000]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count)))


def _xlsx(path: Path) -> list[list[Any]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MAX_PEOPLE + 2, max_col=60, values_only=True)
        return [list(row) for row in rows]
    except Exception as error:  # a damaged file fails in many ways inside the library
        raise PairingError(f"Файл «{path.name}» не читается: он повреждён или это другой формат.") from error


def _fields(head: list[str], word: str) -> dict[int, str]:
    found = _named(head)
    if not _WHO & set(found.values()):
        raise PairingError(f"В банке {word} нет столбца «Код» или «ФИО»: по нему людей различают.")
    return found


def _named(head: list[str]) -> dict[int, str]:
    """Place of a heading → the field it names."""
    found: dict[int, str] = {}
    for place, title in enumerate(head):
        words = " ".join(title.split()).casefold()
        exact = words if words in _HEADINGS else {"subjects": "subject", "formats": "format"}.get(words)
        for field, pattern in _HEADINGS.items():
            if exact == field or (exact is None and field not in found.values() and re.search(pattern, words)):
                found[place] = field
                break
    return found


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if hasattr(value, "strftime"):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, set | frozenset | list | tuple):
        return "; ".join(map(str, sorted(value) if isinstance(value, set | frozenset) else value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(_UNPRINTABLE.sub("", str(value)).split())


def _list(text: str, lower: bool = True) -> tuple[str, ...]:
    parts = re.split(r"[;\n]", text) if ";" in text else text.split(",")
    return tuple(dict.fromkeys((part.strip().casefold() if lower else part.strip()) for part in parts if part.strip()))


def _set(cells: dict[str, str], name: str) -> frozenset[str]:
    return frozenset(_list(cells.get(name, "")))


def _format(text: str) -> str:
    """очный, дистанционный, смешанный; another word stays as it is."""
    low = text.casefold().strip()
    for stem, name in (("дист", "дистанционный"), ("онлайн", "дистанционный"), ("оч", "очный"), ("смеш", "смешанный")):
        if low.startswith(stem):
            return "смешанный" if "очно-" in low or "очно‑" in low else name
    return low


def _load(text: str, at: int) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}", text):
        raise PairingError(f"Банк наставников, строка {at}, столбец «Нагрузка»: «{text[:40]}» — не целое число.")
    return int(text)


def _known(cells: dict[str, str], name: str, find: Callable[[str], str | None], at: int) -> frozenset[str]:
    found = set()
    for part in _list(cells.get(name, "")):
        if part in ("любой", "любая", "любые", "все", "-", "—"):
            continue
        code = find(part)
        if code is None:
            column = {"type": "Вид", "category": "Категория", "requirements": "Требования"}[name]
            raise PairingError(f"Строка {at}, столбец «{column}»: значение «{part[:60]}» не найдено в справочнике.")
        found.add(code)
    return frozenset(found)


def _types(rules: Rules) -> Callable[[str], str | None]:
    return _finder({one.id: one.title for one in rules.types.values()}, {})


def _categories(rules: Rules) -> Callable[[str], str | None]:
    return _finder(dict(rules.categories), {})


def _requirements(rules: Rules) -> Callable[[str], str | None]:
    numbers = {str(number): name for number, name in enumerate(rules.requirements, 1)}
    return _finder(dict(rules.requirements), numbers)


def _finder(titles: dict[str, str], numbers: dict[str, str]) -> Callable[[str], str | None]:
    """A code by itself, by its number, by its title or by the beginning of the first word of its title."""
    low = {code: title.casefold().replace("ё", "е") for code, title in titles.items()}

    def find(text: str) -> str | None:
        text = text.replace("ё", "е").strip(" .")
        if text in titles or text in numbers:
            return numbers.get(text, text)
        for code, title in low.items():
            if text == title:
                return code
        near = [
            code for code, title in low.items() if len(text) > 3 and title.startswith(text[: max(5, len(text) - 2)])
        ]
        return near[0] if len(near) == 1 else None

    return find
