"""Terms of a route, and how much fits into them."""

from __future__ import annotations

import datetime as dt

from ... import dates, requisites
from ...activities import activities
from ...judgement import Judgement, met, not_applicable, partial, unknown, violated
from ...language import Words
from ...tasks import tasks
from ...terms import outside
from ...view import Document
from ...view.tables import Row


def _deadlines(document: Document) -> list[tuple[Words | Row, str | None]]:
    """Tasks (or rows) with the text of their term; None — no term is written."""
    listed = tasks(document)
    rows = [a for a in activities(document) if a.title.strip()]
    if rows and document.tables and any(a.when is not None for a in rows):
        return [(a.row, a.when or None) for a in rows]
    if listed:
        return [(t.place, (t.row_text or t.text) if dates.is_time(t.row_text or t.text) else None) for t in listed]
    return [(a.row, a.when or None) for a in rows]


def inside(document: Document) -> Judgement:
    found = _deadlines(document)
    if not found or all(when is None for _, when in found):
        return violated("сроков у задач нет", found[0][0] if found else None)
    period = document.period
    begins = _begins(document) if period is None else None
    for place, when in found:
        if not when or not dates.is_time(when):
            return partial("у задачи нет срока", place)
        for span in dates.spans(when, period, loose=len(when) < 60):
            if period is not None and span.kind not in ("year", "years") and outside(span, period):
                return violated("срок вне периода маршрута", place, 0.9)
            if begins and span.dated and span.last < begins:
                return violated("срок раньше начала маршрута", place, 0.8)
    return met(found[0][0]) if period else not_applicable("период маршрута не назван: сроки сверить не с чем")


def _begins(document: Document) -> dt.date | None:
    """«Начало: 01.11.2026»: the beginning where no end is named."""
    hit = document.search(r"(?:\bначал\w+|\bстарт\w*|дата начала)[^.;\d]{0,25}\d|\bс \d{1,2}[. ]")
    return requisites.day_in(hit.words.text[hit.start :]) if hit else None


def feasible(document: Document) -> Judgement:
    count = len(tasks(document))
    if not count:
        rows = activities(document)
        return unknown("задачи не выделены") if not rows else met(rows[0].row, 0.4)
    first = tasks(document)[0].place
    return partial(f"задач {count}: столько за период не выполнить", first, 0.5) if count > 5 else met(first)
