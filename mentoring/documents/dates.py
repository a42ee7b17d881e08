"""Dates and periods in every form a Russian document writes them; spans of days, with what wasn't written resolved.

`spans(text, within=period)`: numeric, in words, months, quarters, school years, ranges «с … по …». Guesses no day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

_M = (
    ("январ", "янв"),
    ("феврал", "фев"),
    ("март", "мар"),
    ("апрел", "апр"),
    ("ма(?=[йяею])", "май"),
    ("июн", "июн"),
    ("июл", "июл"),
    ("август", "авг"),
    ("сентябр", "сен"),
    ("октябр", "окт"),
    ("ноябр", "ноя"),
    ("декабр", "дек"),
)
_MONTH = (
    r"(?P<{0}>январ[ьяею][а-яё]*|феврал[ьяею][а-яё]*|март(?:а|е|у|ом)?(?![а-яё])|апрел[ьяею][а-яё]*|ма[йяею](?![а-яё])"
    r"|июн[ьяею][а-яё]*|июл[ьяею][а-яё]*"
    r"|август[а-яё]*|сентябр[ьяею][а-яё]*|октябр[ьяею][а-яё]*|ноябр[ьяею][а-яё]*|декабр[ьяею][а-яё]*|(?:янв|фев|апр|авг|сент?|окт"
    r"|нояб?|дек)\.)"
)
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_QUARTER_WORDS = {"перв": 1, "втор": 2, "трет": 3, "четв": 4}
_Y = r"(?:19|20)\d\d"
_G = r"(?:\s*(?:годах|года|году|год|гг?\.|г\b))?"
_Q = "[«»\"“”„'_ ]*"
_ORDINALS_WORDS = """
    первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого одиннадцатого
    двенадцатого тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого девятнадцатого
    двадцатого
"""
_ORDINALS = _ORDINALS_WORDS.split()
_DAYS = {word: n for n, word in enumerate(_ORDINALS, 1)}
_DAYS |= {f"двадцать {word}": 20 + n for n, word in enumerate(_ORDINALS[:9], 1)}
_DAYS |= {"тридцатого": 30, "тридцать первого": 31}
_DAYS |= {w[:-3] + ("ье" if w == "третьего" else "ое"): n for w, n in list(_DAYS.items())}
_YEARS = {**_DAYS, "тридцатого": 30, **{f"тридцать {w}": 30 + n for n, w in enumerate(_ORDINALS[:9], 1)}}
_WORD_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_WORD_YEAR = "|".join(sorted(_YEARS, key=len, reverse=True))
_SCHOOL = r"\s*(?:-?\s?[йгоыму]{1,3}\s)?\s*уч(?:\.|ебн\w*|\b)"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("iso", rf"(?<![\d.])(?P<y>{_Y})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
        (
            "school",
            rf"(?<![\d./])(?P<y>20\d\d)\s*(?:[/\\–—-]|\s+и\s+)\s*(?P<y2>20\d\d|\d\d)(?![\d./])(?!\s+(?:январ|феврал"
            rf"|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)){_G}(?P<u>{_SCHOOL})?",
        ),
        (
            "days",
            rf"(?<![\d.])(?P<d>\d{{1,2}})\s*(?:[–—-]|\s+по\s+)\s*(?P<d2>\d{{1,2}})\.(?P<m>\d\d)\.(?P<y>{_Y}"
            rf"|\d\d)(?!\d)",
        ),
        (
            "days_w",
            rf"(?<![\d.])(?P<d>\d{{1,2}})\s*(?:[–—-]"
            rf"|\s+по\s+)\s*(?P<d2>\d{{1,2}})\s+{_MONTH.format('mw')}\s*(?:(?P<y>{_Y}){_G})?",
        ),
        (
            "num",
            rf"(?<![\d.№])(?P<d>\d{{1,2}})\s?[./]\s?(?P<m>\d{{1,2}})\s?[./]\s?(?P<y>{_Y}|\d\d)(?![\d/])(?!\.\d){_G}",
        ),
        (
            "roman",
            rf"(?<![\d.]){_Q}(?P<d>\d{{1,2}}){_Q}\s?[./ ]\s?(?P<r>[XХ]I{{1,2}}|[XХ]|I[XХ]|VI{{0,3}}|IV"
            rf"|I{{1,3}})\s?[./ ]"
            rf"\s?(?P<y>{_Y}|\d\d(?![\d.])){_G}",
        ),
        ("dash", rf"(?<![\d.№/-])(?P<d>\d{{1,2}})-(?P<m>\d{{1,2}})-(?P<y>{_Y})(?![\d-]){_G}"),
        (
            "word",
            rf"(?<![\d.]){_Q}(?P<d>\d{{1,2}})(?:-?(?:го|ое|е))?{_Q}\s*{_MONTH.format('mw')}[\s_]*(?:,\s*)?"
            rf"(?P<y>{_Y}|\d\d(?=\s*г)){_G}",
        ),
        (
            "words",
            rf"\b(?P<dw>{_WORD_DAY})\s+{_MONTH.format('mw')}\s+(?:две тысячи\s+(?P<yw>{_WORD_YEAR})"
            rf"|(?P<y>{_Y})){_G}",
        ),
        ("day", rf"(?<![\d.]){_Q}(?P<d>\d{{1,2}})(?:-?го)?{_Q}\s*{_MONTH.format('mw')}"),
        ("month", rf"(?<![а-яё]){_MONTH.format('mw')}\s*(?P<y>{_Y}){_G}(?!\s*[/–—-]\s*20\d\d)"),
        ("mm", rf"(?<![\d.№/])(?P<m>0?[1-9]|1[0-2])[./](?P<y>20\d\d)(?![\d./]){_G}"),
        (
            "quarter",
            rf"\b(?P<q>IV|III|II|I|[1-4](?:-?[ыйоеим]{{1,3}})?|перв\w+|втор\w+|трет\w+"
            rf"|четверт\w+)\s+(?P<what>квартал\w*|полугоди\w*|четверт\w*)"
            rf"(?:\s*(?P<y>20\d\d)(?![/–—-]?\s?\d){_G})?",
        ),
        ("bare", rf"(?<![а-яё]){_MONTH.format('mw')}"),
        ("year", r"(?<![\d.,/–—-])(?P<y>20\d\d)\s*(?:год\w*|г\.?)(?![а-яё])"),
        ("dm", r"(?<![\d.,№/])(?P<d>0?[1-9]|[12]\d|3[01])\.(?P<m>0[1-9]|1[0-2])(?![\d./%])"),
    )
)
_LINK = re.compile(r"\s*(?:г\.|года?|,)?\s*(?:[–—-]|по|до|и\s+до|\.\.\.|…)\s*(?:по\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """Days `first`–`last`. `exact` — a day was written; `dated` — the year was; `kind` — how; `start`, `end` where."""

    first: dt.date
    last: dt.date
    start: int
    end: int
    kind: str
    exact: bool
    dated: bool = True
    range: bool = False

    def moved(self, years: int) -> Span:
        return replace(self, first=_shift(self.first, years), last=_shift(self.last, years))


def _shift(day: dt.date, years: int) -> dt.date:
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def spans(text: str, within: tuple[dt.date, dt.date] | None = None, loose: bool = False) -> list[Span]:
    """Every date and period in the text, in order. Without a year: taken from the range or from `within`.

    `loose` — the text is known to be a deadline: «15.09» is a day there; elsewhere it may be a clause number.
    """
    atoms = _atoms(text[:20_000], loose)
    joined: list[Span] = []
    for atom in atoms:
        before = joined[-1] if joined else None
        if (
            before
            and not before.range
            and _LINK.fullmatch(text[before.end : atom.start])
            and _joinable(before, atom, text)
        ):
            joined[-1] = _join(before, atom)
        else:
            joined.append(atom)
    return [_resolve(span, within) for span in joined if span.dated or within or loose]


def dates(text: str) -> list[dt.date]:
    """Full dates (day, month, year) written in the text, in order; both ends of a range."""
    result = []
    for span in _atoms(text[:20_000], False):
        if span.exact and span.dated:
            result += [span.first] if span.first == span.last else [span.first, span.last]
    return result


def month_of(word: str) -> int:
    word = word.lower().rstrip(".")
    return next(n for n, (stem, short) in enumerate(_M, 1) if re.match(stem, word) or word.startswith(short))


def school_year(day: dt.date) -> tuple[dt.date, dt.date]:
    """1 September – 31 August around the day."""
    year = day.year if day.month >= 9 else day.year - 1
    return dt.date(year, 9, 1), dt.date(year + 1, 8, 31)


def _atoms(text: str, loose: bool) -> list[Span]:
    taken = bytearray(len(text) + 1)
    found: list[Span] = []
    for kind, pattern in _PATTERNS:
        if kind == "dm" and not loose:
            continue
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            span = _span(kind, match)
            if span is not None:
                found.append(span)
                taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return sorted(found, key=lambda span: span.start)


def _span(kind: str, match: re.Match[str]) -> Span | None:
    part = match.groupdict()
    year = _year(part)
    try:
        if kind == "school":
            second = int(part["y2"])
            second += 2000 if second < 100 else 0
            first = int(part["y"])
            if second != first + 1:
                if len(part["y2"]) == 2 or part["u"] or second <= first or second > first + 6:
                    return None
                return _make(dt.date(first, 1, 1), dt.date(second, 12, 31), match, "years", False, True)
            return _make(dt.date(first, 9, 1), dt.date(second, 8, 31), match, "school", False, True)
        if kind == "quarter":
            sign = part["q"].upper()
            number = _ROMAN.get(sign) or (int(sign[0]) if sign[0].isdigit() else _QUARTER_WORDS[part["q"][:4].lower()])
            what = part["what"].lower()
            months = {
                "к": {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)},
                "п": {1: (9, 12), 2: (1, 5)},
                "ч": {1: (9, 10), 2: (11, 12), 3: (1, 3), 4: (4, 5)},
            }[what[0]].get(number)
            if months is None:
                return None
            y = year or 2000
            last = dt.date(y, months[1], calendar.monthrange(y, months[1])[1])
            return _make(dt.date(y, months[0], 1), last, match, kind, False, year is not None)
        if kind == "year":
            return _make(dt.date(year, 1, 1), dt.date(year, 12, 31), match, kind, False, True)
        month = (
            month_of(part["mw"])
            if part.get("mw")
            else _ROMAN[part["r"].upper().replace("Х", "X")]
            if part.get("r")
            else int(part["m"])
        )
        y = year or 2000
        if kind in ("month", "mm", "bare"):
            last = calendar.monthrange(y, month)[1]
            return _make(dt.date(y, month, 1), dt.date(y, month, last), match, "month", False, year is not None)
        day = _DAYS[part["dw"].lower().replace("ё", "е")] if part.get("dw") else int(part["d"])
        first = dt.date(y, month, day)
        last = dt.date(y, month, int(part["d2"])) if part.get("d2") else first
        return _make(first, last, match, kind, True, year is not None, bool(part.get("d2")))
    except (ValueError, KeyError):
        return None


def _make(first, last, match, kind, exact, dated, ranged=False) -> Span:
    start, end = match.span()
    text = match.group()
    start += len(text) - len(text.lstrip(" _"))
    return Span(first, last, start, end - (len(text) - len(text.rstrip())), kind, exact, dated, ranged)


def _year(part: dict[str, str | None]) -> int | None:
    if part.get("yw"):
        return 2000 + _YEARS[part["yw"].lower().replace("ё", "е")]
    if not part.get("y"):
        return None
    year = int(part["y"])
    return year + 2000 if year < 100 else year


def _joinable(a: Span, b: Span, text: str) -> bool:
    if "year" in (a.kind, b.kind) or "years" in (a.kind, b.kind) or a.kind == "school":
        return False
    link = text[a.end : b.start].lower()
    if "до" in link or "," in link:
        return re.search(r"\b(?:с|со|от)\s*[«\"]?$", text[: a.start].lower()) is not None
    return True


def _join(a: Span, b: Span) -> Span:
    first, last = a.first, b.last
    if b.dated and not a.dated:
        first = _shift(first, last.year - first.year)
        if first > last:
            first = _shift(first, -1)
    elif a.dated and not b.dated:
        last = _shift(last, first.year - last.year)
        if last < first:
            last = _shift(last, 1)
    elif not a.dated and last < first:
        last = _shift(last, 1)
    return Span(first, last, a.start, b.end, "range", a.exact and b.exact, a.dated or b.dated, True)


def _resolve(span: Span, within: tuple[dt.date, dt.date] | None) -> Span:
    if span.dated or within is None:
        return span
    base = within[0].year - span.first.year
    moved = [span.moved(base + step) for step in range(0, max(1, within[1].year - within[0].year + 1))]
    for candidate in moved:
        if within[0] <= candidate.first and candidate.last <= within[1]:
            return candidate
    for candidate in moved:
        if candidate.first <= within[1] and within[0] <= candidate.last:
            return candidate
    return moved[0]


WHEN = re.compile(
    r"ежемесяч|еженедел|ежекварт|ежегод|ежедневн|постоян|в течени|в течение|по мере|по график|раз[аы]? в |не "
    r"позднее|до начала"
    r"|по итогам|недел|рабоч\w+ дн|месяц|весь период|за период|по запрос|по плану|по необходим|после |четверт"
    r"|полугод|квартал|систематич"
    r"|регулярн|в начале|в конце|каникул|осень|весн|зим[аоы]|лет[оа]\b|по согласован|учебн\w+ год|по факту"
    r"|перед |накануне|до \d|к \d",
    re.IGNORECASE,
)


def is_time(text: str) -> bool:
    """The text says when, in days or in words («ежемесячно», «в течение года»)."""
    return bool(WHEN.search(text) or spans(text, loose=True))
