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
from mentoring.route.model import MAX_ROWS, Route, RouteError, clean, days

MAX_BYTES = 20_000_000
MAX_UNPACKED = 80_000_000
MAX_TABLES = 60
_DETAIL = re.compile(r"\s*([^:\t\n]{3,60}?)\s*[:\t]\s*(\S.*)", re.DOTALL)


def from_docx(content: bytes) -> Route:
    """The route in a document. Raises RouteError with one Russian sentence where there is none or it can't be read."""
    blocks = list(_blocks(content))
    texts = " ".join(block for block in blocks if isinstance(block, str))[:2_000]
    programme = re.search(r"персонализированн\w+\s+программ", texts, re.IGNORECASE)
    fields: dict[str, Any] = {"kind": "programme" if programme else "route"}
    rows = _Rows()
    for block in blocks:
        if isinstance(block, str):
            match = _DETAIL.match(block[:600])
            if match and not block.startswith(tuple(TITLES.values())):
                _detail(fields, match[1], match[2])
        elif not rows.table(block):
            for cells in block:
                _detail(fields, cells[0], next((cell for cell in cells[1:] if cell), ""))
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


def _detail(fields: dict[str, Any], label: str, value: str) -> None:
    """One named value of the head or the end of the document; unknown names are passed over."""
    name = re.sub(r"\(.*?\)|[.:]+$", "", label.casefold()).strip()
    value = clean(value)
    if not name or not value:
        return
    if name in PERIOD_WORDS:
        span = days(value)
        if span:
            fields.setdefault("starts", f"{span[0]:%d.%m.%Y}")
            fields.setdefault("ends", f"{span[1]:%d.%m.%Y}")
        return
    for field, (title, words) in DETAILS.items():
        if (
            label.strip().rstrip(":") == title
            or name == re.sub(r"\(.*?\)", "", title.casefold()).strip()
            or name in words
        ):
            fields.setdefault(field, value)
            return


class _Rows:
    """The rows read so far, by section; ids are given where the document has none."""

    def __init__(self) -> None:
        self.found: dict[str, list[dict[str, Any]]] = {section.field: [] for section in SECTIONS}

    def table(self, rows: list[list[str]]) -> bool:
        """Read a table of rows; False where its heading names nothing of a route."""
        for top in range(min(2, len(rows))):  # a heading may stand under a line of its own
            head = rows[top]
            own = next((one for one in SECTIONS if [column.title for column in one.columns] == head), None)
            if own is not None:
                self._own(own, rows[top + 1 :])
                return True
            columns = columns_of(head)
            if len({field for _, field in columns.values()}) > 1 and {"tasks", "deficits", "activities"} & {
                section for section, _ in columns.values()
            }:
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
                self._add(section, row, unmark(given.get("id", ""), section))

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
            if "deficits" in made:
                deficit = self._once("deficits", "text", made.pop("deficits"))
            if made.get("tasks", {}).get("wording"):
                task = self._once("tasks", "wording", made.pop("tasks") | {"deficits": (deficit,) if deficit else ()})
            made.pop("tasks", None)
            for field, row in made.items():
                if field in ("reflections", "measures"):
                    self._add(_section(field), row)
                elif set(row) - {"due"}:
                    self._add(_section(field), row | {"tasks": (task,) if task else ()})

    def _once(self, field: str, key: str, row: dict[str, Any]) -> str:
        """The id of the row with this text, added when it is new."""
        known = next((one for one in self.found[field] if one.get(key) == row.get(key)), None)
        return known["id"] if known else self._add(_section(field), row)

    def _add(self, section: Section, row: dict[str, Any], id: str = "") -> str:
        rows = self.found[section.field]
        if len(rows) >= MAX_ROWS:
            raise RouteError(f"В разделе «{section.title}» больше {MAX_ROWS} строк: это не маршрут одного человека.")
        taken = {one["id"] for one in rows}
        if not id or id in taken:
            id = next(f"{section.prefix}{n}" for n in range(1, MAX_ROWS + 2) if f"{section.prefix}{n}" not in taken)
        if "form" in row and row["form"].casefold() in FORM_TITLES:
            row["form"] = FORM_TITLES[row["form"].casefold()].id
        if section.field == "measures":
            row["whose"] = "mentor" if row.get("whose", "").casefold().startswith("наставник") else "mentee"
        rows.append({"id": id} | row)
        return id

    def done(self) -> dict[str, Any]:
        return {field: tuple(rows) for field, rows in self.found.items() if rows}


def columns_of(head: list[str]) -> dict[int, tuple[str, str]]:
    """Which field of which section each column of a foreign heading holds: place → (section, field)."""
    taken: set[tuple[str, str]] = set()
    columns = {}
    for place, title in enumerate(head):
        name = title.casefold().replace("\n", " ")
        for section, column in _choices():
            key = (section.field, column.field)
            if key not in taken and any(word in name for word in column.words):
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
