"""The school year that a release belongs to: it is settled when a key is made, so that no grade asks the clock."""

from __future__ import annotations

import datetime as dt
import os

from autograder.errors import KitError

TURN = 7  # the same month stands in `mentoring.practice.year` (docs/contract.md)
NAME = "AUTOGRADER_YEAR"


def year_of(day: dt.date | None = None) -> int:
    """The year in which the school year of a release begins: env `AUTOGRADER_YEAR` (a course prepared beforehand), else
    that of the day; from July on it is the coming one. Raises KitError."""
    given = os.environ.get(NAME, "").strip()
    if day is None and given:
        if not (given.isdecimal() and 2000 <= int(given) <= 2100):
            raise KitError(f"{NAME} — год, в котором начинается учебный год, например 2026; стоит «{given[:20]}».")
        return int(given)
    day = day or dt.date.today()
    return day.year - (day.month < TURN)
