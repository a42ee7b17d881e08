"""Terms that a text states: start and end, and whether a term is inside a period."""

from __future__ import annotations

import datetime as dt
import re

from . import dates
from .view.period import Period

_BEGUN = re.compile(r"\bнач(?:ал|ина|н[её]|ат)\w*|\bприступ\w+|\bстарт\w*", re.IGNORECASE)


_DONE = re.compile(r"оконч\w+|оканч\w+|заверш\w+|закан\w+|законч\w+|\bконец|\bконч\w+|финиш", re.IGNORECASE)


def term(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Start and end written in the text: a range, «сентябрь 2026 – май 2027», «до 31.05.2027» (end only)."""
    for span in dates.spans(text):
        if span.range or span.first != span.last and span.kind == "range":
            return span.first, span.last
    found = dates.dates(text)
    if len(found) >= 2 and (begun := _BEGUN.search(text)) and (done := _DONE.search(text)):
        start, end = dates.dates(text[begun.start() :]), dates.dates(text[done.start() :])
        if start and end:
            return start[0], end[0]
    if len(found) >= 2 and found[0] < found[1] and re.search(r"с |начал|по |до ", text):
        return found[0], found[1]
    if found and re.search(r"\b(?:до|по)\s*[«\"]?\d", text):
        return None, found[-1]
    if found and re.search(r"\bс\s*[«\"]?\d", text):
        return found[0], None
    return None, None


def apart(span: dates.Span, period: Period) -> bool:
    """The two have no day in common."""
    return span.last < period[0] or span.first > period[1]


def outside(span: dates.Span, period: Period) -> bool:
    """A day or a range is not wholly inside the period; a year has no day of it; a month begins or ends beyond it."""
    if span.kind in ("school", "year"):
        return apart(span, period)
    if span.exact:
        return span.first < period[0] or span.last > period[1]
    return span.first < period[0].replace(day=1) or span.first > period[1] or (span.last - period[1]).days > 31
