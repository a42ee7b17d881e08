"""Number and date out of an order's requisite as a person typed it: «№ 68/20 от 31.08.2021», «28.08.2019г. №389».

Reads what is there and guesses nothing: what can't be read stays undated or keeps its raw text, with a flag.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

R145 = dt.date(2019, 12, 25)  # methodology of the students' mentoring, domain 1a N01
LETTER = dt.date(2021, 12, 21)  # letter on the teachers' system АЗ-1128/08, domain 1a N03

FLAGS = {
    "no_date": "даты нет",
    "year_only": "из даты указан только год",
    "invalid_date": "дата записана, но такого дня нет или год неправдоподобен",
    "conflicting_dates": "стоят две разные даты",
    "duplicate_date": "одна дата записана дважды",
    "slash_date": "дата записана через косую черту",
    "two_digit_year": "год даты — две цифры",
    "single_digit": "день или месяц даты — одна цифра",
    "year_word": "после даты стоит «г», «г.» или «года»",
    "no_number": "номера нет",
    "no_number_sign": "перед номером нет знака № или #",
    "hash_sign": "вместо знака № стоит #",
    "damaged_number": "номер повреждён: оставлен так, как напечатан",
    "odd_number": "номер читается, но выглядит ошибочным: обратная черта, точка или ноль в конце вместо буквы",
    "order_word": "в реквизите стоит слово «Приказ»",
    "extra_text": "кроме номера и даты стоит посторонний текст",
    "weekend": "дата приходится на субботу или воскресенье",
    "before_r145": "дата раньше 25.12.2019 — дня распоряжения Р-145",
    "before_letter": "дата раньше 21.12.2021 — дня письма АЗ-1128/08 о наставничестве педагогов",
    "on_letter_day": "дата совпадает с днём письма АЗ-1128/08",
}

MONTH_STEMS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_START = r"(?:(?P<from>(?<![^\W\d_])от\s*)|(?<![\w.,/\\№#-]))"
_END = r"(?P<suffix>\s*г(?:ода|\.|(?!\w)))?(?![\w/\\-])"
_DATE = re.compile(
    _START + r"(?:(?P<day>[0-9]{1,2})(?P<point>[./])(?P<month>[0-9]{1,2})(?P=point)(?P<year>[0-9]{4}|[0-9]{2})"
    r"|«?(?P<day_w>[0-9]{1,2})»?\s+(?P<month_w>"
    + "|".join(MONTH_STEMS)
    + r")(?:а|я|ь)?\s+(?P<year_w>[0-9]{4}))"
    + _END,
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\w.,/\\№#-])(?:от\s*)?(?P<year>[0-9]{4})\s*г(?:ода|од|\.|(?!\w))", re.IGNORECASE)
_MARK = re.compile(r"[№#]")
_AFTER_MARK = re.compile(r"[№#]\s*$")
_ORDER = re.compile(r"(?<!\w)(?:[0-9]{1,2}\.\s*)?приказ(?![^\W\d_])", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+[^\W\d_]*(?:[-/\\.][0-9]+[^\W\d_]*|[-/\\.][^\W\d_]+)*")
_CUT = "\x00"  # stands where a date was


@dataclass(frozen=True)
class Requisite:
    """What a requisite says. `date` is there only for precision `day`; `year` for `day` and `year`; flags: see FLAGS.

    `layout` is the order of the parts: `№N от D`, `D №N`, `N`, … with N for the number and D for the date.
    """

    raw: str
    number: str | None
    date: dt.date | None
    date_precision: str
    year: int | None
    flags: tuple[str, ...]
    layout: str


def parse_requisite(raw: object) -> Requisite:
    """Read one requisite. Any input is accepted; never raises and never gives a date that isn't written there."""
    raw = raw if isinstance(raw, str) else ""
    text = " ".join(raw.replace(_CUT, " ").split())
    flags: set[str] = set()
    rest, date, year, date_at = _take_date(text, flags)
    precision = "day" if date else "year" if year else "none"
    number, number_at, signed = _take_number(rest, flags)
    if date:
        flags |= {
            flag
            for flag, holds in (
                ("weekend", date.weekday() >= 5),
                ("before_r145", date < R145),
                ("before_letter", date < LETTER),
                ("on_letter_day", date == LETTER),
            )
            if holds
        }
    elif year:
        flags.add("year_only")
    elif not flags & {"invalid_date", "conflicting_dates"}:
        flags.add("no_date")
    layout = _layout(rest, number_at, signed, date_at, text)
    return Requisite(raw, number, date, precision, year, tuple(flag for flag in FLAGS if flag in flags), layout)


def _take_date(text: str, flags: set[str]) -> tuple[str, dt.date | None, int | None, int | None]:
    """The text without its dates, the date, the year and the place where the date stood."""
    found = [match for match in _DATE.finditer(text) if match["from"] or not _AFTER_MARK.search(text[: match.start()])]
    if not found:
        partial = _YEAR.search(text)
        if not partial or _AFTER_MARK.search(text[: partial.start()]):
            return text, None, None, None
        year = int(partial["year"])
        rest = text[: partial.start()] + _CUT + text[partial.end() :]
        if not _plausible(year):
            flags.add("invalid_date")
            return rest, None, None, partial.start()
        flags.add("year_word")
        return rest, None, year, partial.start()
    dates = [_date_of(match) for match in found]
    for match in found:
        flags |= {"slash_date"} if match["point"] == "/" else set()
        flags |= {"two_digit_year"} if match["year"] and len(match["year"]) == 2 else set()
        flags |= {"single_digit"} if match["day"] and 1 in (len(match["day"]), len(match["month"])) else set()
        flags |= {"year_word"} if match["suffix"] else set()
    rest = text
    for match in reversed(found):
        rest = rest[: match.start()] + _CUT + rest[match.end() :]
    date = dates[0]
    if None in dates:
        flags.add("invalid_date")
        date = None
    elif len(set(dates)) > 1:
        flags.add("conflicting_dates")
        date = None
    elif len(dates) > 1:
        flags.add("duplicate_date")
    return rest, date, date.year if date else None, found[0].start()


def _date_of(match: re.Match[str]) -> dt.date | None:
    if match["day"]:
        day, month, year = int(match["day"]), int(match["month"]), int(match["year"])
        year += 2000 if len(match["year"]) == 2 else 0
    else:
        stem = match["month_w"].lower()
        day, month, year = int(match["day_w"]), MONTH_STEMS.index(stem) + 1, int(match["year_w"])
    try:
        return dt.date(year, month, day) if _plausible(year) else None
    except ValueError:
        return None


def _plausible(year: int) -> bool:
    return 1990 <= year <= 2049


def _take_number(rest: str, flags: set[str]) -> tuple[str | None, int | None, bool]:
    """The number, the place in `rest` where it stands, and whether a number sign precedes it."""
    word = _ORDER.search(rest)
    if word:
        flags.add("order_word")
        rest = rest[: word.start()] + " " * (word.end() - word.start()) + rest[word.end() :]
    marks = [match for match in _MARK.finditer(rest) if rest[match.end() :].partition(_CUT)[0].strip(" ,;.")]
    if marks:
        at, start = marks[-1].start(), marks[-1].end()
        flags |= {"hash_sign"} if marks[-1].group() == "#" else set()
        before = rest[:at].replace(_CUT, " ").strip(" ,;.")
    else:
        start = next((at for at, sign in enumerate(rest) if sign not in " ,;." + _CUT), len(rest))
        at, before = start, ""
    segment = rest[start:].partition(_CUT)[0]
    number = segment.strip(" ,;").removesuffix(".") or None
    after = rest[start + len(segment) :].replace(_CUT, " ").strip(" ,;.")
    if number is None or not any(sign.isdigit() for sign in number):
        flags.add("no_number")
        flags |= {"extra_text"} if number or before or after else set()
        return None, None, False
    if not marks:
        flags.add("no_number_sign")
    if before or after:
        flags.add("extra_text")
    if not _NUMBER.fullmatch(number):
        flags.add("damaged_number")
    elif "\\" in number or "." in number or re.search(r"[-/]0$", number):
        flags.add("odd_number")
    return number, at, bool(marks)


def _layout(rest: str, number_at: int | None, signed: bool, date_at: int | None, text: str) -> str:
    number = {(True, True): "№N", (True, False): "N"}.get((number_at is not None, signed), "")
    if date_at is None:
        return number
    date = "от D" if text[date_at:].lower().startswith("от") else "D"
    if not number:
        return date
    if rest.index(_CUT) < number_at:
        return f"{date} {number}"
    comma = "," if rest[: rest.index(_CUT)].rstrip().endswith(",") else ""
    return f"{number}{comma} {date}"
