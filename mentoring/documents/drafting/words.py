"""How names, days and terms are written in a draft; an empty one is a line to fill in by hand."""

from __future__ import annotations

import datetime as dt

from mentoring.paper import BLANK
from mentoring.wording import NBSP

NO_DAY = f"«____» {BLANK} 20___ г."


def short(name: str) -> str:
    """«Брусничный Аркадий Львович» → «А. Л. Брусничный»; what is no full name stays as written, empty: empty."""
    parts = name.split()
    if len(parts) in (2, 3) and all(part[:1].isalpha() and "." not in part for part in parts):
        return NBSP.join([*(f"{part[0]}." for part in parts[1:]), parts[0]])
    return name


def short_after(name: str) -> str:
    """«Брусничный А. Л.», as in lists and points of an order."""
    parts = name.split()
    if len(parts) in (2, 3) and all(part[:1].isalpha() and "." not in part for part in parts):
        return NBSP.join([parts[0], *(f"{part[0]}." for part in parts[1:])])
    return name


def surname(name: str) -> str:
    return name.split()[0] if name.split() else ""


def day_ru(day: dt.date | None) -> str:
    """`28.08.2026`, or a place for the day."""
    return f"{day:%d.%m.%Y}" if day else NO_DAY


def term_ru(first: dt.date | None, last: dt.date | None) -> str:
    return f"с {day_ru(first)} по {day_ru(last)}"


def or_blank(text: str, length: int = 2) -> str:
    return text or BLANK * length


def person(name: str, position: str) -> str:
    """«Фамилия Имя Отчество, должность» with places for what is missing."""
    return f"{or_blank(name)}, {or_blank(position)}"


def workday(day: dt.date) -> dt.date:
    """The same day, or the Friday before a weekend: a deadline never slips behind what it is a limit of."""
    return day - dt.timedelta(max(0, day.weekday() - 4))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
