"""Dates of a route: outside the period, in the wrong order, missing; and the load of the weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mentoring.route.model import Route

SLACK = dt.timedelta(days=30)  # «май» of a period that ends on 21 May is inside
MIDDLE = (0.15, 0.85)  # a reflection between these parts of the period is an intermediate one


@dataclass(frozen=True)
class Slip:
    """Something about a date: the row it stands in and a Russian clause."""

    place: str
    text: str


def rows(route: Route) -> list[tuple[str, str, str]]:
    """Id, what it is in Russian, text of the date of every row that says anything."""
    parts = (
        (route.tasks, "задача"), (route.activities, "дело"), (route.transfers, "перенос"),
        (route.evidence, "доказательство"), (route.reflections, "рефлексия"),
    )  # fmt: skip
    return [
        (one.id, f"{word} {place}", one.due) for part, word in parts for place, one in enumerate(part, 1) if one.said()
    ]


def outside(route: Route) -> list[Slip]:
    """Dates that don't lie inside the period; without a period nothing can be said."""
    if route.period is None:
        return []
    first, last = route.period
    slips = []
    for id, name, due in rows(route):
        span = route.days(due)
        if span and (span[1] < first or span[0] > last or span[0] < first - SLACK or span[1] > last + SLACK):
            slips.append(Slip(id, f"{name} — {due}"))
    return slips


def misordered(route: Route) -> list[Slip]:
    """Work after the date of its task, transfer before the first work, evidence before the transfer. Using the new and
    collecting evidence may go on after the task is done."""
    slips = []
    for task in route.tasks:
        due = route.days(task.due)
        starts = [span[0] for one in route.of_task(route.activities, task.id) if (span := route.days(one.due))]
        uses = [span for one in route.of_task(route.transfers, task.id) if (span := route.days(one.due))]
        for one in route.of_task(route.activities, task.id):
            span = route.days(one.due)
            if span and due and span[0] > due[1]:
                slips.append(Slip(one.id, f"дело ({one.due}) стоит позже срока своей задачи ({task.due})"))
        if uses and starts and min(use[1] for use in uses) < min(starts):
            slips.append(Slip(task.id, "применить на занятии предложено раньше, чем начато обучение"))
        for one in route.of_task(route.evidence, task.id):
            span = route.days(one.due)
            if span and uses and span[1] < min(use[0] for use in uses):
                slips.append(Slip(one.id, f"доказательство ({one.due}) раньше, чем применение на занятии"))
    return list({(slip.place, slip.text): slip for slip in slips}.values())


def undated(route: Route) -> list[Slip]:
    """Rows without a date that can be read."""
    return [Slip(id, name) for id, name, due in rows(route) if route.days(due) is None]


def intermediate(route: Route) -> bool | None:
    """Whether a reflection falls inside the period, not at its ends; none where no period or date can be read."""
    spans = [span for one in route.reflections if one.said() and (span := route.days(one.due))]
    if route.period is None or not spans:
        return None
    first, last = route.period
    length = max(1, (last - first).days)
    middles = [((span[0] - first).days + (span[1] - first).days) / 2 / length for span in spans]
    return any(MIDDLE[0] <= middle <= MIDDLE[1] for middle in middles)


def hours_a_week(route: Route) -> float | None:
    """Hours of activities spread over the period; none where hours or period are unknown."""
    hours = [one.hours for one in route.activities if one.said() and one.hours is not None]
    return sum(hours) / route.weeks if hours and route.weeks else None
