"""Terms as Russian plans write them («4 неделя августа 2023», «в течение учебного года») read into intervals.

Never raises: what can't be read is an interval without dates and with a doubt in Russian.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from mentoring.data.requisites import MONTH_STEMS

Precision = Literal[
    "day", "week", "part", "month", "quarter", "season", "half_year", "year", "period", "recurring", "event", "unknown"
]
MAX_CHARS = 300
FIRST_YEAR, LAST_YEAR = 1990, 2099

_STEMS = tuple("ма[йяею]" if stem == "ма" else stem for stem in MONTH_STEMS)
_MONTH = "|".join(_STEMS)
_ORDINALS = {"перв": 1, "втор": 2, "трет": 3, "четверт": 4, "пят": 5, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_ORDINAL = r"\d|iii|ii|iv|i|v|перв\w*|втор\w*|трет\w*|четверт(?:ая|ой|ую|ый|ого|ом)|пят\w*|последн\w*"
_YEAR = r"(?:\s+(?P<y{n}>\d{{4}})(?!\d))?"
# School quarters have no national dates: a usual division, always told as a doubt.
_SCHOOL_QUARTERS = {1: ((9, 1), (10, 31)), 2: ((11, 1), (12, 31)), 3: ((1, 1), (3, 31)), 4: ((4, 1), (5, 31))}
_SEASONS = {"осен": ((9, 1), (11, 30)), "зим": ((12, 1), (2, 28)), "весн": ((3, 1), (5, 31)), "лет": ((6, 1), (8, 31))}

_ATOM = re.compile(
    "|".join(
        [
            r"(?P<iso>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d))",
            r"(?P<full>(?<![\d.])\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d))",
            r"(?P<short>(?<![\d.])\d{1,2}\.\d{2}(?![\d.]))",
            r"(?P<schoolyear>(?<!\d)(?P<sy1>\d{4})\s?[-–—/]\s?(?P<sy2>\d{4}|\d{2})(?!\d)(?:\s?(?:уч\w*\.?|учебн\w+)?\s?г\w*\.?)?)",
            rf"(?P<week>(?:(?P<wn>{_ORDINAL})(?:-?[а-я]{{1,2}})?\s+(?:учебн\w+\s+)?недел\w*)\s+(?P<wm>{_MONTH})\w*{_YEAR.format(n=1)})",
            rf"(?P<part>(?P<pw>начал|середин|кон[еи]?ц)\w*\s+(?P<pm>{_MONTH})\w*{_YEAR.format(n=2)})",
            rf"(?P<decade>(?P<dn>{_ORDINAL})(?:-?[а-я]{{1,2}})?\s+декад\w*\s+(?P<dm>{_MONTH})\w*{_YEAR.format(n=3)})",
            rf"(?P<days>(?<!\d)(?P<d1>\d{{1,2}})\s?[-–—]\s?(?P<d2>\d{{1,2}})\s+(?P<dsm>{_MONTH})\w*{_YEAR.format(n=4)})",
            rf"(?P<day>(?<!\d)(?P<dd>\d{{1,2}})(?:-?го)?\s+(?P<dm2>{_MONTH})\w*{_YEAR.format(n=5)})",
            rf"(?P<month>(?<![а-я])(?P<mm>{_MONTH})[а-я]*{_YEAR.format(n=6)})",
            rf"(?P<quarter>(?P<qn>{_ORDINAL})(?:-?[а-я]{{1,2}})?\s+квартал\w*{_YEAR.format(n=7)})",
            rf"(?P<term>(?P<tn>{_ORDINAL})(?:-?[а-я]{{1,2}})?\s+(?:учебн\w+\s+)?четверт\w*{_YEAR.format(n=8)})",
            rf"(?P<half>(?P<hn>{_ORDINAL})(?:-?[а-я]{{1,2}})?\s+(?:учебн\w+\s+)?полугоди\w*{_YEAR.format(n=9)})",
            rf"(?P<season>(?<![а-я])(?P<sn>осен|зим|весн|лет)[а-я]*(?:\s+каникул\w*)?{_YEAR.format(n=10)})",
            r"(?P<year>(?<![\d№])\d{4}(?!\d))",
        ]
    )
)
_RANGE = re.compile(r"^\s*(?:г(?:ода|од|г|\.)?\.?)?,?\s*(?:[-–—]|по|до)\s*$")
_EVENT = re.compile(r"по итогам|по оконч|по завершен|после |по результат|до начала|перед ")
_WHOLE = re.compile(
    r"в течени[ие]|на протяжении|весь (?:период|год|учебн)|всего (?:периода|года|учебн)|постоянно|"
    r"на всех этапах|круглогодично|(?:учебный|весь) год|за год\b|в ходе "
)
_RECURRING = re.compile(
    r"еже(?:недельн|месячн|квартальн|годн|дневн)\w*|(?:\d+|один|два|три)?\s?раза? в \w+|каждую? \w+|"
    r"регулярно|систематически"
)
_ON_DEMAND = re.compile(r"по мере|по запрос|по необходимост|по план|по график|по согласован|при необходимост|по заявк")


@dataclass(frozen=True)
class Interval:
    """Days from `start` to `end` (both in it); None where the text does not fix them. `doubts` are Russian clauses."""

    start: date | None = None
    end: date | None = None
    precision: Precision = "unknown"
    doubts: tuple[str, ...] = ()
    text: str = ""

    @property
    def known(self) -> bool:
        """At least one end is fixed."""
        return self.start is not None or self.end is not None

    def within(self, other: Interval) -> bool:
        """Nothing known of this interval lies outside `other`."""
        days = [day for day in (self.start, self.end) if day]
        return all((not other.start or other.start <= day) and (not other.end or day <= other.end) for day in days)

    def russian(self) -> str:
        """«01.09.2026–31.05.2027», «до 15.09.2026» or an empty text."""
        if self.start and self.end:
            same = self.start == self.end
            return f"{self.start:%d.%m.%Y}" if same else f"{self.start:%d.%m.%Y}–{self.end:%d.%m.%Y}"
        return f"с {self.start:%d.%m.%Y}" if self.start else f"до {self.end:%d.%m.%Y}" if self.end else ""


def school_year(first: int) -> Interval:
    """A school year with the August in which it is prepared: 2023 → 01.08.2023–31.08.2024."""
    return Interval(date(first, 8, 1), date(first + 1, 8, 31), "year", text=f"{first}/{first + 1} учебный год")


def read_period(text: str) -> Interval:
    """The period of a plan: «2023–2024 учебный год», «2023/24», «01.09.2026–31.05.2027», «2026 год»."""
    return read_term(text, None)


def read_term(text: str | None, period: Interval | None = None) -> Interval:
    """One cell of the column «Срок». `period` gives years to months without one and dates to «в течение года»."""
    written = " ".join(str(text or "")[:MAX_CHARS].split())
    if not written:
        return Interval(text="")
    line, doubts = _normal(written)
    atoms = list(_atoms(line))
    broken = [one.text for one in atoms if one.precision == "unknown"]
    atoms = [one for one in atoms if one.precision != "unknown"]
    doubts += [f"даты «{one}» не существует" for one in broken]
    if any(one.missing_year for one in atoms):
        atoms, more = _with_years(atoms, period)
        doubts += more
    if _EVENT.search(line):
        return Interval(None, None, "event", (*doubts, "срок зависит от события: назовите месяц"), written)
    if atoms:
        found = _hull(line, atoms, doubts)
        if _RECURRING.search(line) and found.precision != "unknown":
            found = replace(found, precision="recurring")
        return replace(found, text=written)
    if broken:
        return Interval(None, None, "unknown", tuple(doubts), written)
    if recurring := bool(_RECURRING.search(line)) or bool(_WHOLE.search(line)):
        kind: Precision = "recurring" if _RECURRING.search(line) else "period"
        if period is None or not period.known:
            return Interval(None, None, kind, (*doubts, "год не назван, период плана неизвестен"), written)
        return Interval(period.start, period.end, kind, tuple(doubts), written)
    if _ON_DEMAND.search(line) and not recurring:
        return Interval(None, None, "event", (*doubts, "срок не определён: назовите месяц"), written)
    return Interval(None, None, "unknown", (*doubts, "срок прочитать не удалось"), written)


@dataclass(frozen=True)
class _Atom:
    """One date expression: bounds as (year, month, day), a year of 0 is not written."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]
    precision: Precision
    span: tuple[int, int]
    text: str
    doubt: str = ""

    @property
    def missing_year(self) -> bool:
        return self.first[0] == 0


def _normal(text: str) -> tuple[str, list[str]]:
    line, doubts = text.casefold().replace("ё", "е").replace("\u00a0", " "), []
    joined = re.sub(r"(?<=[а-я])/\s?(?=[а-я0-9])", lambda m: " " if text[m.end() : m.end() + 1].isdigit() else "", line)
    if joined != line and re.search(_MONTH, joined):
        doubts.append("слово разорвано")
        line = joined
    spaced = re.sub(rf"\b((?:{_MONTH})[а-я]{{0,3}})(?=\d{{4}})", r"\1 ", line)
    if spaced != line:
        doubts.append("между месяцем и годом нет пробела")
    return re.sub(r"(\d{4})\s?г(?:ода|оду|од|\.г)?\b\.?", r"\1", spaced), doubts


def _atoms(line: str):
    for match in _ATOM.finditer(line):
        try:
            yield _atom(match)
        except ValueError:
            yield _Atom((0, 1, 1), (0, 1, 1), "unknown", match.span(), match.group())


def _atom(match: re.Match) -> _Atom:
    kind, found, text = match.lastgroup, match.groupdict(), match.group().strip()
    # lastgroup may be an inner group: the outer one is the first alternative that took part
    kind = next(name for name in _KINDS if found[name] is not None)
    year = int(next((found[f"y{n}"] for n in range(1, 11) if found[f"y{n}"]), 0))

    def made(first, last, precision: Precision, doubt=""):
        _check(*first)
        _check(*last)
        return _Atom(first, last, precision, match.span(), text, doubt)

    if kind == "iso":
        day = tuple(map(int, text.split("-")))
        return made(day, day, "day")
    if kind == "full":
        d, m, y = map(int, text.split("."))
        day = (y if y > 99 else 2000 + y, m, d)
        return made(day, day, "day")
    if kind == "short":
        d, m = map(int, text.split("."))
        return made((0, m, d), (0, m, d), "day")
    if kind == "schoolyear":
        one, two = int(found["sy1"]), int(found["sy2"])
        two = two if two > 99 else one // 100 * 100 + two
        if two == one + 1:
            return made((one, 8, 1), (two, 8, 31), "year")
        if one < two <= one + 10:
            return made((one, 1, 1), (two, 12, 31), "year")
        raise ValueError(text)
    if kind in ("week", "decade", "part", "days", "day", "month"):
        month = _month(
            found[{"week": "wm", "decade": "dm", "part": "pm", "days": "dsm", "day": "dm2", "month": "mm"}[kind]]
        )
        days = monthrange(year or 2023, month)[1]
        if kind == "month":
            return made((year, month, 1), (year, month, days), "month")
        if kind == "days":
            one, two = int(found["d1"]), int(found["d2"])
            if one > two:
                raise ValueError(text)
            return made((year, month, one), (year, month, two), "day")
        if kind == "day":
            return made((year, month, int(found["dd"])), (year, month, int(found["dd"])), "day")
        if kind == "week":
            number = _ordinal(found["wn"])
            start = days - 6 if number is None else 7 * (number - 1) + 1
            return made((year, month, start), (year, month, min(start + 6, days)), "week")
        third = (_ordinal(found["dn"]) or 3) if kind == "decade" else {"н": 1, "с": 2, "к": 3}[found["pw"][0]]
        if third > 3:
            raise ValueError(text)
        return made((year, month, 10 * third - 9), (year, month, days if third == 3 else 10 * third), "part")
    if kind == "quarter":
        number = _ordinal(found["qn"]) or 4
        return made((year, 3 * number - 2, 1), (year, 3 * number, monthrange(2023, 3 * number)[1]), "quarter")
    if kind == "term":
        first, last = _SCHOOL_QUARTERS[_ordinal(found["tn"]) or 4]
        return made((year, *first), (year, *last), "quarter", "границы учебной четверти приняты обычные: уточните")
    if kind == "half":
        first, last = ((9, 1), (12, 31)) if (_ordinal(found["hn"]) or 2) == 1 else ((1, 1), (5, 31))
        return made((year, *first), (year, *last), "half_year", "полугодие понято как учебное")
    if kind == "season":
        first, last = _SEASONS[found["sn"]]
        return made((year, *first), (year and year + (last < first), *last), "season", "время года — неточный срок")
    year = int(text)
    return made((year, 1, 1), (year, 12, 31), "year")


_KINDS = ("iso", "full", "short", "schoolyear", "week", "part", "decade", "days", "day", "month", "quarter", "term",
          "half", "season", "year")  # fmt: skip


def _check(year: int, month: int, day: int) -> None:
    """ValueError for a day that no calendar has."""
    if year and not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    date(year or 2024, month, day)


def _month(text: str) -> int:
    return next(number for number, stem in enumerate(_STEMS, 1) if re.match(stem, text))


def _ordinal(text: str) -> int | None:
    """1…5; None for «последняя»."""
    if text.isdigit():
        number = int(text)
    elif text.startswith("последн"):
        return None
    else:
        number = next(
            value for stem, value in _ORDINALS.items() if (text == stem if stem[0] in "iv" else text.startswith(stem))
        )
    if not 1 <= number <= 5:
        raise ValueError(text)
    return number


def _with_years(atoms: list[_Atom], period: Interval | None) -> tuple[list[_Atom], list[str]]:
    """Years for atoms that have none: from the neighbour to the right, to the left, or from the period."""
    doubts, done = [], list(atoms)
    for place in reversed(range(len(done))):
        one = done[place]
        if one.missing_year and place + 1 < len(done) and not done[place + 1].missing_year:
            after = done[place + 1]
            if after.precision == "year":
                year = after.first[0] + (after.last[0] > after.first[0] and one.first[1] < 8)
            else:
                year = after.first[0] - (one.first[1:] > after.last[1:])
            done[place] = _dated(one, year)
    for place, one in enumerate(done):
        if not one.missing_year:
            continue
        if place and not done[place - 1].missing_year:
            before = done[place - 1]
            done[place] = _dated(one, before.last[0] + (one.first[1:] < before.first[1:]))
        elif period is not None and period.start:
            year = next(
                (
                    y
                    for y in range(period.start.year, period.start.year + 3)
                    if _day(_dated(one, y).last) >= period.start
                ),
                0,
            )
            done[place] = _dated(one, year)
            doubts.append("год не назван, взят из периода плана")
        else:
            doubts.append("год не назван")
    years = [one for one in done if one.precision == "year"]
    if len(years) < len(done):  # «сентябрь 2023/24 уч. года»: the year only dates the month
        done = [one for one in done if one.precision != "year"]
    return done, doubts


def _dated(one: _Atom, year: int) -> _Atom:
    wraps = one.last[1:] < one.first[1:]
    return replace(one, first=(year, *one.first[1:]), last=(year + wraps, *one.last[1:]))


def _day(parts: tuple[int, int, int]) -> date:
    year, month, day = parts
    return date(year, month, min(day, monthrange(year, month)[1]))


def _hull(line: str, atoms: list[_Atom], doubts: list[str]) -> Interval:
    if any(one.missing_year for one in atoms):
        return Interval(None, None, atoms[0].precision, tuple(doubts))
    doubts = [*doubts, *dict.fromkeys(one.doubt for one in atoms if one.doubt)]
    between = [line[a.span[1] : b.span[0]] for a, b in zip(atoms, atoms[1:], strict=False)]
    starts, ends = [_day(one.first) for one in atoms], [_day(one.last) for one in atoms]
    if between and not all(_RANGE.match(text) for text in between):
        doubts.append("названо несколько сроков, взят общий промежуток")
        return Interval(min(starts), max(ends), atoms[0].precision, tuple(doubts))
    if between and starts[0] > ends[-1]:
        doubts.append("окончание раньше начала")
    start, end = starts[0], ends[-1]
    if len(atoms) == 1:
        before = line[: atoms[0].span[0]]
        if re.search(r"(?:^|\s)(?:до|не позднее|к)\s*$", before):
            whole = atoms[0].precision in ("day", "part", "week")
            return Interval(None, end if whole else start - timedelta(days=1), atoms[0].precision, tuple(doubts))
        if re.search(r"(?:^|\s)(?:с|со|начиная с)\s*$", before):
            return Interval(start, None, atoms[0].precision, tuple(doubts))
    precision = atoms[0].precision if len(atoms) == 1 else "period"
    return Interval(start, end, precision, tuple(doubts))
