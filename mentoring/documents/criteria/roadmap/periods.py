"""The period of a roadmap and the terms of its activities."""

from __future__ import annotations

from ... import dates
from ...activities import Activity
from ...view import Document
from ...view.period import Period


def period(document: Document) -> Period | None:
    """The period that is stated; a school year to August begins in August too, when it is prepared."""
    stated = document.period
    if stated and (stated[0].month, stated[0].day) == (9, 1) and stated[1].month == 8:
        return stated[0].replace(month=8), stated[1]
    return stated


def spans(document: Document, activity: Activity) -> list[dates.Span]:
    text = activity.when if activity.when is not None else ""
    return dates.spans(text, period(document), loose=True)
