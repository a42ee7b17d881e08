"""The school year of a day: from July on, the coming one. A planned event is dated by it, not by a year in the text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

TURN = 7  # in summer people plan the year that begins in September


@dataclass(frozen=True)
class SchoolYear:
    """From 1 September to 31 August."""

    start: int

    @property
    def title(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02d}"

    @property
    def first(self) -> dt.date:
        return dt.date(self.start, 9, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.start + 1, 8, 31)

    def iso(self, month: int, day: int) -> str:
        """A day of this school year as 2027-02-10."""
        return dt.date(self.start + (month < 9), month, day).isoformat()


def school_year(today: dt.date | None = None) -> SchoolYear:
    """The year that a plan made today belongs to."""
    today = today or dt.date.today()
    return SchoolYear(today.year - (today.month < TURN))
