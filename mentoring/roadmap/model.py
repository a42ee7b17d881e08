"""A roadmap as values: rows with their cells as written, and what stands around the table. No reading, no checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mentoring.roadmap.dates import Interval, read_period, read_term

# Field of a row → its Russian heading; the order is the order of a mended roadmap.
COLUMNS = {
    "stage": "Этап",
    "number": "№",
    "activity": "Мероприятие",
    "content": "Содержание",
    "term": "Срок",
    "responsible": "Ответственный",
    "participants": "Участники",
    "resource": "Ресурс",
    "result": "Ожидаемый результат",
}
REQUIRED = ("activity", "term", "responsible", "resource", "result")
"""The columns that a roadmap must have (000:1012–1016, criterion DK-02)."""
MAX_ROWS, MAX_CELL = 500, 4000
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no document can hold these
TO_CLARIFY = "уточните"


@dataclass(frozen=True)
class Row:
    """One line of the plan. `stage_number` and `number` are as written; `note` is ours (what to clarify)."""

    id: str
    activity: str = ""
    content: str = ""
    stage: str = ""
    stage_number: str = ""
    number: str = ""
    term: str = ""
    responsible: str = ""
    participants: str = ""
    resource: str = ""
    result: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """What is to be done: the content where there is one, else the activity."""
        return self.content or self.activity

    @property
    def label(self) -> str:
        """How a person finds the row."""
        short = self.text if len(self.text) <= 60 else self.text[:57].rstrip() + "…"
        return f"«{short}»" if not self.number else f"п. {self.number.strip().rstrip('.')} «{short}»"


@dataclass(frozen=True)
class Roadmap:
    """Rows in their order. `columns` are the fields that the plan has; `approval` is None where it can't be known."""

    rows: tuple[Row, ...]
    columns: frozenset[str] = frozenset()
    title: str = ""
    organization: str | None = None
    approval: str | None = None
    period: Interval = field(default_factory=Interval)
    preamble: str = ""
    indicators: str = ""
    tasks: tuple[str, ...] = ()

    @cached_property
    def terms(self) -> dict[str, Interval]:
        """Row id → its term, read with the period of the plan."""
        known = self.period if self.period.known else None
        return {row.id: read_term(row.term, known) for row in self.rows}

    @property
    def text(self) -> str:
        """All words of the plan, the header included."""
        cells = (getattr(row, name) for row in self.rows for name in ("stage", *_TEXTS))
        return "\n".join(filter(None, (self.title, self.preamble, self.indicators, *cells)))

    def stages(self) -> dict[str, list[Row]]:
        """Rows by stage in their order; the key is the number and title as written."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.stage, []).append(row)
        return found


_TEXTS = ("activity", "content", "responsible", "participants", "resource", "result")


def void(text: str) -> bool:
    """Nothing, a dash, or «уточните»."""
    return not text.strip(" -–—._") or text.strip().casefold().startswith(TO_CLARIFY)


def vague_role(text: str) -> bool:
    """Everybody at once is nobody: «все», «коллектив», «администрация»."""
    return text.strip(" .,;").casefold() in {
        "все",
        "всё",
        "коллектив",
        "администрация",
        "школа",
        "педагоги",
        "все педагоги",
    }


def ids(rows: Iterable[Row]) -> tuple[str, ...]:
    """Ids of rows in their order."""
    return tuple(row.id for row in rows)


def where(rows: Sequence[Row]) -> str:
    """The first rows as a person finds them, and how many more there are."""
    return "; ".join(row.label for row in rows[:3]) + (f" и ещё {len(rows) - 3}" if len(rows) > 3 else "")


def from_rows(rows: Iterable[Mapping[str, Any]], **about: Any) -> Roadmap:
    """A roadmap from dicts with keys of `COLUMNS` (and `id`, `stage_number`), such as the rows of a form.

    Empty rows are dropped, a column that no row fills is no column. `period` may be text.
    """
    made, seen = [], set()
    for place, cells in enumerate(rows, 1):
        values = {name: _text(cells.get(name)) for name in Row.__dataclass_fields__}
        if len(made) == MAX_ROWS or not any(values[name] for name in COLUMNS if name != "stage"):
            continue
        made.append(Row(**values | {"id": values["id"] if values["id"] not in seen | {""} else f"row_{place:02d}"}))
        seen.add(made[-1].id)
    given = about.pop("columns", None)
    columns = (
        frozenset(given) if given is not None else frozenset(n for n in COLUMNS if any(getattr(r, n) for r in made))
    )
    if isinstance(about.get("period"), str):
        about["period"] = read_period(about["period"])
    return Roadmap(tuple(made), columns, **about)


def _text(value: Any) -> str:
    if value is None or value != value or isinstance(value, bool | dict | list | tuple):
        return ""
    return " ".join(_UNPRINTABLE.sub("", str(value)[:MAX_CELL]).split())
