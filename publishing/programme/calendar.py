"""Days of the meetings: those of the source plan, or the same rhythm from another first day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mentoring.data import load

ACADEMIC = 45  # minutes


@dataclass(frozen=True)
class Meeting:
    """One meeting of the plan with its session; `opens`, `due`: assignments that open and are handed in there."""

    number: int
    day: dt.date
    starts: str
    ends: str
    self_study: bool
    session: str
    title: str
    opens: tuple[str, ...]
    due: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return _clock(self.ends) - _clock(self.starts)


def meetings(start: dt.date | None = None) -> list[Meeting]:
    """Meetings in order; with `start` the days keep their distances from the first one."""
    plan, sessions = load("course_plan").sort_values("number"), load("sessions").set_index("number")
    first = plan["date"].iloc[0].date()
    made = []
    for row in plan.itertuples():
        if row.number not in sessions.index:
            continue
        session = sessions.loc[row.number]
        day = row.date.date() + ((start - first) if start else dt.timedelta())
        made.append(
            Meeting(int(row.number), day, row.starts, row.ends, bool(row.self_study), session["id"], session["title"],
                    _many(session["practicum_opens"]), _many(session["practicum_due"]))
        )  # fmt: skip
    return made


def hours(minutes: float) -> str:
    """Academic hours of minutes, thirds as signs: 240 minutes are 5⅓."""
    whole, rest = divmod(round(minutes * 3 / ACADEMIC), 3)
    if abs(minutes * 3 / ACADEMIC - round(minutes * 3 / ACADEMIC)) > 1e-9:
        return f"{minutes / ACADEMIC:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{whole or ''}{('', '⅓', '⅔')[rest]}" or "0"


def _many(cell: object) -> tuple[str, ...]:
    return tuple(cell.split()) if isinstance(cell, str) else ()


def _clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
