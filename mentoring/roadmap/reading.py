"""Roadmaps from .docx, .xlsx and .csv files: finds the table, understands its headings, keeps cells as written."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

from mentoring.roadmap.dates import Interval, read_period, read_term, school_year
from mentoring.roadmap.findings import RoadmapError
from mentoring.roadmap.model import MAX_ROWS, TO_CLARIFY, Roadmap, from_rows

MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000
_HEADINGS = (
    ("responsible", r"ответствен|исполнител"),
    ("term", r"срок|период|дата|время|когда"),
    ("result", r"результат|подтвержд|итог\b|выход"),
    ("resource", r"ресурс|обеспечени[ея]$|средств"),
    ("participants", r"участник|целевая аудитория|категория"),
    ("content", r"содержани|примерный план"),
    ("stage", r"этап|раздел|направлени|блок"),
    ("activity", r"мероприят|действи|наименование|шаг|вид работ|задач"),
    ("number", r"^\s*№|п/п|номер"),
)
_NUMBERED = re.compile(r"№\s*\w|\d{2}\.\d{2}\.\d{4}")
_YEARS = re.compile(
    r"\d\d\.\d\d\.\d{4}\s?[-–—]\s?\d\d\.\d\d\.\d{4}|(?<!\d)\d{4}\s?[-–—/]\s?(?:\d{4}|\d{2})(?!\d)|на \d{4} год"
)
_ORGANIZATION = re.compile(
    r"(?i)\b(?:М[АБК]?ОУ|М[АБ]ДОУ|ГБОУ|ГОУ|школ|лице|гимнази|колледж|городско\w+ округ|СОШ)\w*[^\n]{0,120}"
)
_APPROVAL = re.compile(r"(?i)утвержд\w+[^\n]{0,80}|приказ\w*\s+(?:от\s+\S+\s+)?№\s*\S+[^\n]{0,40}")


def read_roadmap(path: str | Path) -> Roadmap:
    """The roadmap in a file. Raises RoadmapError with one Russian sentence when there is none in it.

    Merged stage cells are carried down; a row that is one merged cell is a stage; dates of spreadsheets become text.
    """
    path = Path(path)
    if not path.is_file():
        raise RoadmapError(f"Файла «{path}» нет.")
    if path.stat().st_size > MAX_BYTES:
        raise RoadmapError(f"Файл «{path.name}» больше 20 МБ: похоже, это не дорожная карта.")
    readers = {".docx": _docx, ".xlsx": _xlsx, ".csv": _csv}
    reader = readers.get(path.suffix.casefold())
    if reader is None:
        raise RoadmapError(f"Файл «{path.name}» не подходит: нужен .docx, .xlsx или .csv.")
    try:
        if reader is not _csv:
            _safe(path)
        tables, text = reader(path)
    except RoadmapError:
        raise
    except Exception as error:  # a damaged file fails in many ways inside the libraries
        raise RoadmapError(f"Файл «{path.name}» не читается: он повреждён или это другой формат.") from error
    best = max((found for table in tables if (found := _table(table))), key=lambda found: len(found[1]), default=None)
    if best is None:
        raise RoadmapError(
            f"В файле «{path.name}» нет таблицы мероприятий: нужен столбец «Мероприятие» и хотя бы одна строка под ним."
        )
    columns, rows, above = best
    return from_rows(rows, columns=columns, **_about("\n".join((text, *above)), rows))


def _safe(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
            raise RoadmapError(f"Файл «{path.name}» внутри слишком велик.")


def _docx(path: Path):
    from docx import Document

    document = Document(str(path))
    tables = []
    for table in document.tables[:50]:
        lines = []
        for row in table.rows[: MAX_ROWS + 50]:
            cells, seen = [], None
            for cell in row.cells:
                cells.append(None if cell._tc is seen else cell.text)  # a merged cell is met once a column
                seen = cell._tc
            lines.append(cells)
        tables.append(lines)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs[:60])
    return tables, text


def _xlsx(path: Path):
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    tables = []
    for sheet in book.worksheets[:20]:
        lines = sheet.iter_rows(max_row=MAX_ROWS + 50, max_col=30, values_only=True)
        tables.append([[_shown(value) for value in line] for line in lines])
    return tables, ""


def _csv(path: Path):
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    return [[list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)][: MAX_ROWS + 50]], ""


def _shown(value) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return value.strftime("%d.%m.%Y")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _table(lines: list[list[str | None]]):
    """Columns, rows and the lines above the heading; None where no line looks like a heading with activities."""
    for at, line in enumerate(lines[:15]):
        names = _names(line)
        if "activity" in names.values() and len(set(names.values())) >= 2:
            rows = _rows(lines[at + 1 :], names)
            above = [" ".join(filter(None, cells)) for cells in lines[:at]]
            return (frozenset(names.values()) | {"activity"}, rows, above) if rows else None
    return None


def _names(line: list[str | None]) -> dict[int, str]:
    """Column → field. «№ и наименование этапа» is a stage, «Наименование мероприятия» an activity."""
    found: dict[int, str] = {}
    for at, text in enumerate(line):
        words = " ".join((text or "").split()).casefold()
        if not words or len(words) > 120:
            continue
        # «примерный план мероприятий» is content, «наименование этапа» a stage: the order of patterns decides
        for field, pattern in _HEADINGS:
            if field not in found.values() and re.search(pattern, words):
                found[at] = field
                break
    if "activity" not in found.values() and "content" in found.values():
        found = {at: "activity" if field == "content" else field for at, field in found.items()}
    return found


def _rows(lines: list[list[str | None]], names: dict[int, str]) -> list[dict[str, str]]:
    rows, stage, number, above = [], "", "", {}
    for line in lines:
        texts = [" ".join((text or "").split()) for text in line]
        filled = [text for text in texts if text]
        if not filled or (len(filled) > 2 and all(text.isdigit() for text in filled)):
            continue  # empty, or the row that numbers the columns
        cells = {field: texts[at] for at, field in names.items() if at < len(texts)}
        whole = len(set(filled)) == 1 and sum(text is not None for text in line) <= 2
        if (whole or (len(set(filled)) == 1 and len(names) > 3)) and len(filled[0]) > 3:
            number, stage = _split(filled[0])
            continue
        if cells.get("stage"):
            number, stage = _split(cells["stage"])
        if "content" in names.values() and not cells.get("activity"):
            cells["activity"] = above.get("activity", "") if stage == above.get("stage") else ""
        item, text = _split(cells.get("content") or cells.get("activity", ""))
        if item and not cells.get("number"):
            cells["number"] = item
            cells["content" if cells.get("content") else "activity"] = text
        rows.append(cells | {"stage": stage, "stage_number": number})
        above = rows[-1]
    return rows


def _split(text: str) -> tuple[str, str]:
    """«3. Отбор и обучение» → («3», «Отбор и обучение»)."""
    match = re.match(r"\s*(?:этап\s+)?(\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4})[.)]\s*(.*)", text, re.S | re.I)
    return (match.group(1), match.group(2).strip()) if match else ("", text.strip())


def _about(text: str, rows: list[dict[str, str]]) -> dict:
    """Title, organisation, approval and period from the words above; a period can be guessed from the terms."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title = next((line for line in lines if re.search(r"(?i)дорожн\w+ карт|план мероприятий", line)), "")
    named = re.search(r"(?i)организация:\s*([^\n.]{3,150})", text)
    others = "\n".join(line for line in lines if line != title)
    organization = (named.group(1) if named else _found(_ORGANIZATION, others)).strip()
    approval = _found(_APPROVAL, others)
    numbers = re.findall(r"(?m)^\s*(\d{1,2})[.)]\s+[А-ЯЁ]", text.partition("адачи")[2]) if "адачи" in text else []
    return {
        "title": title[:300],
        "preamble": "\n".join(lines)[:4000],
        "organization": "" if organization.startswith(TO_CLARIFY) else organization,
        "approval": approval if _NUMBERED.search(approval) and "___" not in approval else "",
        "period": _period(lines, rows),
        "tasks": tuple(numbers),
    }


def _found(pattern: re.Pattern, text: str) -> str:
    match = pattern.search(text)
    return match.group().strip() if match else ""


def _period(lines: list[str], rows: list[dict[str, str]]) -> Interval:
    for line in lines:
        for match in re.finditer(
            r"\d{4}\s?[-–—/]\s?\d{2,4}|\d\d\.\d\d\.\d{4}\s?[-–—]\s?\d\d\.\d\d\.\d{4}|на \d{4} год", line
        ):
            found = read_period(match.group())
            if found.known:
                return found
    years: dict[int, int] = {}
    for row in rows:
        term = read_term(row.get("term", ""))
        if term.start and term.precision != "year":
            first = term.start.year - (term.start.month < 8)
            years[first] = years.get(first, 0) + 1
    if not years:
        return Interval()
    guessed = school_year(max(years, key=lambda year: (years[year], year)))
    return Interval(guessed.start, guessed.end, "year", ("период угадан по срокам",), guessed.text)
