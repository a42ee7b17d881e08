"""Cells read as people write them: numbers with separated thousands, percents, dates, yes and no, statuses.

Each function gives the value, or raises `Unread` with what is wrong and how to mend it.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from mentoring.data.requisites import parse_requisite

from .kinds import folded, text_of
from .reading import Formula, Percent

YES = {"да", "есть", "+", "1", "имеется", "v", "✓", "✔", "х", "x", "true", "истина", "в наличии", "представлен", "д"}
NO = {"нет", "-", "–", "—", "0", "отсутствует", "false", "ложь", "не имеется", "не представлен", "н"}
STATUSES = {
    "not_provided": r"не (?:предостав|представл|сда|поступ)|отсутств|^нет$|не получен|^not_provided$",
    "needs_revision": r"доработ|замечан|частич|исправ|не в полн|неполн|^needs_revision$",
    "complete": r"полн|предостав|представл|принят|соответств|^да$|^complete$",
}
FIRST_SERIAL, LAST_SERIAL = 32874, 54789  # 1990-01-01 … 2049-12-31 counted by a spreadsheet


class Unread(ValueError):
    """A cell that can't be read: `args[0]` what is wrong, `args[1]` how to mend it."""

    @property
    def wrong(self) -> str:
        return self.args[0]

    @property
    def mend(self) -> str:
        return self.args[1]


def number(value: Any) -> float | None:
    """A count or a share; None for an empty cell. «1 107», «1 107,5», «95 %» are numbers, «около 90» is not."""
    if isinstance(value, Formula):
        raise Unread("формула без сохранённого значения", "откройте файл в редакторе, сохраните его или впишите число")
    if isinstance(value, Percent):
        return value.value * 100
    if isinstance(value, bool | dt.datetime | dt.date):
        raise Unread(
            "не число", "впишите число цифрами; если редактор сделал из числа дату, задайте ячейке вид «число»"
        )
    if isinstance(value, int | float):
        return float(value)
    text = text_of(value).strip("'\"").replace("−", "-")
    if text in ("", "-", "–", "—"):
        return None
    plain = re.sub(r"(?:%|процент\w*|ед\.?|единиц\w*|шт\.?|оо|организаци\w*)$", "", text.casefold()).strip()
    if re.fullmatch(r"[+-]?\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?|[+-]?\d{1,12}(?:[.,]\d+)?", plain):
        return float(re.sub(r"[ '’]", "", plain).replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3}){2,}", plain):
        return float(re.sub(r"[.,]", "", plain))
    raise Unread("не число", "впишите одно число цифрами, слова перенесите в примечание")


def is_percent(value: Any) -> bool:
    """Whether a cell says itself that it is a percent."""
    return isinstance(value, Percent) or (isinstance(value, str) and "%" in value)


def count(value: Any) -> int | None:
    """A whole number that is not negative; None for an empty cell."""
    found = number(value)
    if found is None:
        return None
    if is_percent(value):
        raise Unread("процент вместо количества", "впишите количество организаций")
    if found < 0:
        raise Unread("отрицательное число", "количество не бывает меньше нуля")
    if not found.is_integer():
        raise Unread("дробное число", "количество организаций — целое; процент пишут в столбце «Доля, %»")
    return int(found)


def date(value: Any) -> dt.date | None:
    """A day; None for an empty cell. A number of a spreadsheet's calendar counts as a date."""
    if isinstance(value, Formula):
        raise Unread("формула без сохранённого значения", "откройте файл в редакторе, сохраните его или впишите дату")
    if isinstance(value, dt.datetime):
        return _plausible(value.date())
    if isinstance(value, dt.date):
        return _plausible(value)
    text = text_of(value)
    if text in ("", "-", "–", "—"):
        return None
    if re.fullmatch(r"\d{5}", text) and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
    if iso := re.match(r"(\d{4})[-.](\d{1,2})[-.](\d{1,2})(?:[ T]\d\d:\d\d(?::\d\d)?)?$", text):
        try:
            return _plausible(dt.date(*map(int, iso.groups())))
        except ValueError:
            raise Unread("такого дня нет", "исправьте день и месяц") from None
    spoken = re.sub(r"(?<=\d)-(?=\d)", ".", text)
    read = parse_requisite(f"№ 1 от {spoken.removeprefix('от ').strip()}")
    if read.date:
        return read.date
    if "invalid_date" in read.flags:
        raise Unread("такого дня нет или год неправдоподобен", "исправьте дату, например 28.08.2026")
    if "conflicting_dates" in read.flags:
        raise Unread("две разные даты", "оставьте одну")
    raise Unread("не дата", "впишите день, месяц и год, например 28.08.2026")


def _plausible(day: dt.date) -> dt.date:
    if not 1990 <= day.year <= 2049:
        raise Unread("год неправдоподобен", "исправьте год")
    return day


def yes(value: Any) -> bool | None:
    """Whether there is a document; None for an empty cell. A requisite or a link in place of «да» counts as «да»."""
    if isinstance(value, Formula):
        raise Unread("формула без сохранённого значения", "впишите «да» или «нет»")
    words = folded(text_of(value)).strip("'\"")
    if not words or words in ("?", "н/д", "нет данных", "неизвестно"):
        return None
    if words in YES or re.match(r"(?:да|есть|имеется)\b", words):
        return True
    if words in NO or re.match(r"(?:нет|отсутств|не )", words):
        return False
    if re.search(r"№|\bот \d|\d{1,2}\.\d{1,2}\.\d{2,4}", words) or isinstance(value, dt.datetime | dt.date):
        return True
    raise Unread("не «да» и не «нет»", "впишите «да» или «нет», остальное перенесите в примечание")


def status(value: Any) -> str | None:
    """The code of a status; None for an empty cell."""
    words = folded(text_of(value))
    if not words:
        return None
    for code, pattern in STATUSES.items():
        if re.search(pattern, words):
            return code
    raise Unread("статус не распознан", "впишите «полностью», «требует доработки» или «не предоставлено»")
