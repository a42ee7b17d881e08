"""A route read from a Word document: ours exactly, anyone's by the words of its headings.

A table where deficit, task and work stand in one row is taken apart; an empty or merged cell means the row above.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from mentoring.route.forms import TITLES as FORM_TITLES
from mentoring.route.layout import DETAILS, PERIOD_WORDS, SECTIONS, TITLES, Column, Section, unmark
from mentoring.route.model import MAX_ROWS, MAX_TEXT, Route, RouteError, clean, days
from mentoring.route.prose import Prose

MAX_BYTES = 20_000_000
MAX_UNPACKED = 80_000_000
MAX_TABLES = 60
_DETAIL = re.compile(r"\s*([^:\t\n]{3,60}?)\s*(?:[:\t]| — )\s*(\S.*)", re.DOTALL)
_PERSON = re.compile(r"[А-ЯЁ][а-яё-]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+, [а-яё][^.;]{3,80}")
_LABELLED = re.compile(r"(?<=\.)\s+(?=[А-ЯЁ][а-яё]+(?: [а-яё]+){0,3}: )")  # «Период: … . Форма: … . Вид: …»


def from_docx(content: bytes) -> Route:
    """The route in a document. Raises RouteError with one Russian sentence where there is none or it can't be read."""
    blocks = list(_blocks(content))
    texts = " ".join(block for block in blocks if isinstance(block, str))[:2_000]
    programme = re.search(r"персонализированн\w+\s+программ", texts, re.IGNORECASE)
    fields: dict[str, Any] = {"kind": "programme" if programme else "route"}
    rows = _Rows()
    prose = Prose(rows, fields)
    ours = any(own_section(block[0]) for block in blocks if not isinstance(block, str) and block)
    for block in blocks:
        if isinstance(block, str):
            for piece in [block] if ours else _LABELLED.split(block[:MAX_TEXT]):
                match = _DETAIL.match(piece[:600])
                named = match and not piece.startswith(tuple(TITLES.values())) and _detail(fields, match[1], match[2])
                if not named and not ours:
                    prose.paragraph(piece)
            continue
        prose.listing = ""
        if not rows.table(block):
            for cells in block:
                named = _detail(fields, cells[0], next((cell for cell in cells[1:] if cell), ""))
                for cell in dict.fromkeys(cells) if not named and not ours else ():
                    prose.paragraph(cell)
    if not ours:
        prose.end()
        _guess(fields, [block for block in blocks if isinstance(block, str)])
    fields |= rows.done()
    if not any(fields.get(section.field) for section in SECTIONS):
        raise RouteError(
            "В документе нет таблицы с дефицитами, задачами или мероприятиями: проверьте, тот ли это файл."
        )
    return Route(**fields)


def _blocks(content: bytes) -> Iterator[str | list[list[str]]]:
    """Paragraphs as text and tables as rows of cells, in the order of the document."""
    from docx import Document
    from docx.table import Table

    if len(content) > MAX_BYTES:
        raise RouteError("Файл больше 20 МБ: для маршрута это слишком много.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(info.file_size for info in packed.infolist()) > MAX_UNPACKED:
                raise RouteError("Файл распаковывается в слишком большой документ: сохраните маршрут без вложений.")
        document = Document(io.BytesIO(content))
        parts = list(document.iter_inner_content())
    except RouteError:
        raise
    except Exception as error:  # whatever a broken file makes the parser raise
        raise RouteError("Файл не открывается как документ .docx: сохраните его заново в Word.") from error
    tables = 0
    for part in parts:
        if not isinstance(part, Table):
            if part.text.strip():
                yield part.text
            continue
        tables += 1
        if tables > MAX_TABLES:
            return
        yield [[clean(cell.text) for cell in row.cells] for row in part.rows[: 4 * MAX_ROWS]]


def _detail(fields: dict[str, Any], label: str, value: str) -> bool:
    """Take one named value of the head or the end of the document; False where the name is unknown."""
    name = re.sub(r"\(.*?\)|[.:]+$", "", label.casefold()).strip()
    value = clean(value)
    if not name or not value:
        return bool(name)
    if name in PERIOD_WORDS:
        span = days(value)
        if span:
            fields.setdefault("starts", f"{span[0]:%d.%m.%Y}")
            fields.setdefault("ends", f"{span[1]:%d.%m.%Y}")
        return True
    for field, (title, words) in DETAILS.items():
        if (
            label.strip().rstrip(":") == title
            or name == re.sub(r"\(.*?\)", "", title.casefold()).strip()
            or name in words
        ):
            fields.setdefault(field, value)
            return True
    return False


class _Rows:
    """The rows read so far, by section; ids are given where the document has none."""

    def __init__(self) -> None:
        self.found: dict[str, list[dict[str, Any]]] = {section.field: [] for section in SECTIONS}

    def table(self, rows: list[list[str]]) -> bool:
        """Read a table of rows; False where its heading names nothing of a route."""
        for top in range(min(2, len(rows))):  # a heading may stand under a line of its own
            head = rows[top]
            own = own_section(head)
            if own is not None:
                self._own(own, rows[top + 1 :])
                return True
            ends = [
                [place for place, cell in enumerate(head) if word in cell.casefold()]
                for word in ("на вход", "на выход")
            ]
            if all(ends):
                self._measures(ends[0][0], ends[1][0], rows[top + 1 :])
                return True
            columns = columns_of(head)
            named = {section for section, _ in columns.values()}
            if len(columns) > 1 and named & {"tasks", "deficits", "activities"}:
                self._mixed(columns, rows[top + 1 :])
                return True
        return False

    def _own(self, section: Section, rows: list[list[str]]) -> None:
        for cells in rows:
            given = dict(zip((column.field for column in section.columns), cells, strict=False))
            row: dict[str, Any] = {name: value for name, value in given.items() if name != "id"}
            for field in ("deficits", "tasks"):
                if field in row:
                    linked = next(one for one in SECTIONS if one.field == field)
                    row[field] = tuple(unmark(one, linked) for one in row[field].split(",") if one.strip())
            if any(row.values()):
                self.add(section.field, row, unmark(given.get("id", ""), section))

    def _measures(self, before: int, after: int, rows: list[list[str]]) -> None:
        """A table of indicators at the beginning and at the end; whose they are stands in the words."""
        for cells in rows:
            if len(cells) > max(before, after):
                what = " ".join(cells[: min(before, after)])
                whose = "mentor" if re.search(r"\bнаставник", what, re.IGNORECASE) else "mentee"
                self.add("measures", {"whose": whose, "what": what, "before": cells[before], "after": cells[after]})

    def _mixed(self, columns: dict[int, tuple[str, str]], rows: list[list[str]]) -> None:
        """Rows of a foreign table: each cell goes to its section, linked to the task and the deficit of its row."""
        deficit = task = ""
        for cells in rows:
            if len(set(cells)) == 1:  # one merged cell: a heading between the rows
                continue
            made: dict[str, dict[str, Any]] = {}
            for place, (field, name) in columns.items():
                if place < len(cells) and cells[place]:
                    made.setdefault(field, {})[name] = cells[place]
            when = next((row["due"] for row in made.values() if row.get("due")), "")
            for field in ("tasks", "activities", "transfers", "evidence"):
                if when and made.get(field):
                    made[field].setdefault("due", when)
            if "deficits" in made:
                deficit = self.once("deficits", "text", made.pop("deficits"))
            if made.get("tasks", {}).get("wording"):
                task = self.once("tasks", "wording", made.pop("tasks") | {"deficits": (deficit,) if deficit else ()})
            made.pop("tasks", None)
            for field, row in made.items():
                if field in ("reflections", "measures"):
                    self.add(field, row)
                elif set(row) - {"due"}:
                    self.add(field, row | {"tasks": (task,) if task else ()})

    def once(self, field: str, key: str, row: dict[str, Any]) -> str:
        """The id of the row with this text, added when it is new."""
        known = next((one for one in self.found[field] if one.get(key) == row.get(key)), None)
        return known["id"] if known else self.add(field, row)

    def add(self, field: str, row: dict[str, Any], id: str = "") -> str:
        section = _section(field)
        rows = self.found[section.field]
        if len(rows) >= MAX_ROWS:
            raise RouteError(f"В разделе «{section.title}» больше {MAX_ROWS} строк: это не маршрут одного человека.")
        taken = {one["id"] for one in rows}
        if not id or id in taken:
            id = next(f"{section.prefix}{n}" for n in range(1, MAX_ROWS + 2) if f"{section.prefix}{n}" not in taken)
        if "form" in row and row["form"].casefold() in FORM_TITLES:
            row["form"] = FORM_TITLES[row["form"].casefold()].id
        if section.field == "measures":
            row["whose"] = "mentor" if row.get("whose", "").casefold().startswith(("наставник", "mentor")) else "mentee"
        rows.append({"id": id} | row)
        return id

    def done(self) -> dict[str, Any]:
        return {field: tuple(rows) for field, rows in self.found.items() if rows}


def own_section(head: list[str]) -> Section | None:
    """The section whose heading, written by us, this is."""
    return next((one for one in SECTIONS if [column.title for column in one.columns] == head), None)


def _guess(fields: dict[str, Any], paragraphs: list[str]) -> None:
    """Period from the title, position from what stands after the person's name, where they are not named by label."""
    for text in paragraphs[:8]:
        span = days(text)
        if "person" not in fields and (match := _PERSON.match(text)):
            fields["person"] = match[0]
        if "starts" not in fields and span and (span[1] - span[0]).days > 27:
            fields |= {"starts": f"{span[0]:%d.%m.%Y}", "ends": f"{span[1]:%d.%m.%Y}"}
    for person, position in (("person", "position"), ("mentor", "mentor_position")):
        name, comma, rest = fields.get(person, "").partition(", ")
        if comma and position not in fields:
            fields |= {person: name, position: rest}


def columns_of(head: list[str]) -> dict[int, tuple[str, str]]:
    """Which field of which section each column of a foreign heading holds: place → (section, field)."""
    taken: set[tuple[str, str]] = set()
    columns = {}
    for place, title in enumerate(head):
        name = title.casefold().replace("\n", " ")
        for section, column in _choices():
            key = (section.field, column.field)
            if key not in taken and any(word in name or word == f"^{name.strip()}" for word in column.words):
                taken.add(key)
                columns[place] = key
                break
    if ("activities", "what") not in taken:  # without work, date and the like belong to the tasks
        for place, (section, field) in columns.items():
            if section == "activities" and field == "due":
                columns[place] = ("tasks", "due")
    return columns


def _choices() -> Iterator[tuple[Section, Column]]:
    """Columns in the order in which words of a foreign heading decide; the general ones last."""
    wanted = (
        "deficits.method", "deficits.text", "evidence.what", "transfers.what", "tasks.criterion", "tasks.wording",
        "reflections.what", "activities.hours", "activities.form", "activities.what", "activities.due",
        "activities.where", "activities.result", "transfers.lesson",
    )  # fmt: skip
    for name in wanted:
        field, _, column = name.partition(".")
        section = _section(field)
        yield section, next(one for one in section.columns if one.field == column)


def _section(field: str) -> Section:
    return next(one for one in SECTIONS if one.field == field)
