"""A route as data: deficits, tasks, activities, transfer into practice, evidence, reflection, decision.

Texts are kept as people wrote them, dates too («до 15 ноября»); `days` reads a date inside the period of the route.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mentoring.documents.dates import spans

MAX_TEXT = 4_000
MAX_ROWS = 60
MAX_HOURS = 10_000.0
# XML of a document can't hold these.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANK = re.compile(r"[\s_…]*")


class RouteError(ValueError):
    """What is wrong with a file or data a person gave: one Russian sentence."""


def clean(value: Any) -> str:
    """Text without control characters and outer blanks; a line of underscores is an empty place."""
    if value is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = FORBIDDEN.sub("", str(value)[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if _BLANK.fullmatch(text) else text


def number(value: Any) -> float | None:
    """Hours as people type them («4», «4,5 ч»); what is no number or no sane one is none."""
    if isinstance(value, bool) or value is None:
        return None
    found = re.search(r"\d{1,6}(?:[.,]\d{1,3})?", str(value)[:40])
    return min(float(found[0].replace(",", ".")), MAX_HOURS) if found else None


Text = Annotated[str, BeforeValidator(clean)]
Hours = Annotated[float | None, BeforeValidator(number)]
Ids = tuple[str, ...]


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    def said(self) -> bool:
        """Whether anything but the id and the links was written."""
        values = self.model_dump(exclude={"id", "deficits", "tasks"}).values()
        return any(value not in ("", None) for value in values)


class Deficit(Part):
    """What is lacking, and how that is known."""

    id: str
    text: Text = ""
    method: Text = Field("", description="diagnostics: how it was found")
    found_on: Text = ""
    result: Text = Field("", description="what diagnostics showed")


class RouteTask(Part):
    """What the person will be able to do, for which deficits, by what criterion and when."""

    id: str
    deficits: Ids = ()
    wording: Text = ""
    criterion: Text = ""
    due: Text = ""


class Activity(Part):
    """One thing to do on the way. `form` is an id of `mentoring.route.forms.FORMS` or the author's own word."""

    id: str
    tasks: Ids = ()
    what: Text = ""
    form: Text = ""
    where: Text = ""
    hours: Hours = None
    due: Text = ""
    result: Text = ""


class Transfer(Part):
    """What is used in which lesson, and when."""

    id: str
    tasks: Ids = ()
    what: Text = ""
    lesson: Text = ""
    due: Text = ""


class Evidence(Part):
    """What will show that practice changed, and when it will be there."""

    id: str
    tasks: Ids = ()
    what: Text = ""
    due: Text = ""


class Reflection(Part):
    """A meeting of looking back: between the two, or of the methodical council (audit)."""

    id: str
    what: Text = ""
    due: Text = ""


class Measure(Part):
    """An indicator at the beginning and at the end, of the mentee or of the mentor."""

    id: str
    whose: Literal["mentee", "mentor"] = "mentee"
    what: Text = ""
    before: Text = ""
    after: Text = ""


class Route(BaseModel):
    """An individual route (`kind="route"`) or a personalised programme of a pair (`"programme"`)."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    kind: Literal["route", "programme"] = "route"
    organization: Text = ""
    person: Text = Field("", description="role or code; names only where the user types one")
    position: Text = ""
    category: Text = Field("", description="category of the mentee")
    mentor: Text = ""
    mentor_position: Text = ""
    form: Text = ""
    type: Text = ""
    starts: Text = ""
    ends: Text = ""
    approved: Text = Field("", description="order or protocol that approves it")
    goal: Text = ""
    hours_per_week: Hours = Field(None, description="the most the person can give; none: unknown")
    deficits: tuple[Deficit, ...] = Field((), max_length=MAX_ROWS)
    tasks: tuple[RouteTask, ...] = Field((), max_length=MAX_ROWS)
    activities: tuple[Activity, ...] = Field((), max_length=MAX_ROWS)
    transfers: tuple[Transfer, ...] = Field((), max_length=MAX_ROWS)
    evidence: tuple[Evidence, ...] = Field((), max_length=MAX_ROWS)
    reflections: tuple[Reflection, ...] = Field((), max_length=MAX_ROWS)
    measures: tuple[Measure, ...] = Field((), max_length=MAX_ROWS)
    decision: Text = Field("", description="how it ends: finished or prolonged, who decides")
    report: Text = Field("", description="report of the mentor")
    correction: Text = Field("", description="when and by what results it is corrected")
    consents: Text = ""
    agreement: Text = Field("", description="agreement with the mentor: number, date, period")
    link: Text = Field("", description="the route this programme is tied to, or the other way round")

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """First and last day; none where they are not given or stand the wrong way round."""
        starts, ends = days(self.starts), days(self.ends)
        if starts is None or ends is None or starts[0] > ends[1]:
            return None
        return starts[0], ends[1]

    def days(self, text: str) -> tuple[dt.date, dt.date] | None:
        """`days` within this route's period."""
        return days(text, self.period)

    def of_task(self, rows: Iterable[Any], task: str) -> list[Any]:
        """The rows linked to a task that say anything."""
        return [row for row in rows if task in row.tasks and row.said()]

    @property
    def weeks(self) -> float | None:
        return None if self.period is None else max(1.0, ((self.period[1] - self.period[0]).days + 1) / 7)


@lru_cache(maxsize=8_000)
def days(text: str, within: tuple[dt.date, dt.date] | None = None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that a text names; none where it names no day. A month is all of its days."""
    if not text:
        return None
    found = spans(text[:300], within=within, loose=True)
    found = [span for span in found if span.dated or within]
    return (min(span.first for span in found), max(span.last for span in found)) if found else None
