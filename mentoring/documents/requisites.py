"""Requisites in a text: numbers, people, signatures, approval stamps, blanks, acts referred to and their force."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from mentoring.data.requisites import MONTH_STEMS

from . import dates

_ROLE = (
    r"(?!(?:Директор|Работник|Работодатель|Наставник|Наставляем|Куратор|Методист|Учител|Заведующ|Заместител"
    r"|Педагог|Воспитател|Ознакомлен|Согласован"
    r"|Подпись|Приказ|Положени|Председател|Руководител|Секретар|Преподавател|Исполнител|Ответственн|Согласи"
    r"|Утвержд|Получил|Школ|Гимнази|Лице|Экземпляр|Сопровожд|Старш|Тьютор|Психолог)[а-яё]*[ \u00a0])"
)
_W = rf"{_ROLE}[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_I = r"[А-ЯЁ]\."
PERSON = re.compile(
    rf"(?P<a>{_W})[ \u00a0]+(?P<ai>{_I})[ \u00a0]?(?:{_I})?"
    rf"|{_I}[ \u00a0]?(?:{_I})?[ \u00a0]?(?P<b>{_W})"
    rf"|(?P<c>{_W})[ \u00a0]+(?P<cn>{_W})[ \u00a0]+[А-ЯЁ][а-яё]+(?:ич(?:а|у|ем|ом|е)?|[вч]н(?:а|ы|е|у|ой|ою)"
    rf"|оглы|кызы)\b"
)
TWO_WORDS = re.compile(rf"^\s*(?P<a>{_W})\s+{_W}(?:\s+{_W})?\s*(?:[,(–—-].*)?$")
_NOT_PEOPLE_WORDS = """
    российская российской московская федерация федерации приказ положение дорожная приложение директор закон
    трудовой трудового кодекс министерство общие школа гимназия лицей приказываю утверждаю наставник наставляемый
    январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь город село поселок учитель
    педагог работник работодатель заместитель методист куратор
"""
_NOT_PEOPLE = frozenset(_NOT_PEOPLE_WORDS.split())
NUMBER = re.compile(
    r"(?:№|#|\bN[o°]?(?=\s*\d))\s*(?P<n>\w+(?:\s?[-–/\\]\s?(?:\d\w*|[^\W\d]{1,4}\b)|\.\d+)*(?:\s?[-–/]?\s?(?:ОД|О|П"
    r"|од|о|п|ОС|ос"
    r"|А|а)\b)?)"
)
_BLANK = re.compile(
    r"_{2,}|\.{4,}|…{2,}|\[[^\]]*\]|<[^>]*>|\((?:ф\.?\s?и\.?\s?о|подпись|дата|должность)[^)]*\)", re.IGNORECASE
)
_EMPTY = re.compile(
    r"^[\s\-–—_.…/\\«»\"']*(?:нет|не указан[оаы]?|не определен[оаы]?|не заполнено|н/д)?[\s\-–—_.…/\\«»\"']*$",
    re.IGNORECASE,
)
POSITIONS = re.compile(
    r"\b(?:учител|педагог|воспитател|преподавател|методист|психолог|логопед|дефектолог|директор|заведующ"
    r"|заместител|социальн\w+ педагог"
    r"|тьютор|тренер|инструктор|мастер\w* (?:производственн|п/о)|концертмейстер|библиотекар|вожат|завуч|зам\."
    r"|руководител"
    r"|ассистент|студент|стажер|стажёр)",
    re.IGNORECASE,
)


def blank(text: str) -> bool:
    """A cell or a field with nothing in it: empty, dashes, underscores, «не указано»."""
    return bool(_EMPTY.match(_BLANK.sub("", text)))


def filled(text: str) -> str:
    """The text without fields left blank."""
    return _BLANK.sub(" ", text)


@dataclass(frozen=True)
class Person:
    surname: str
    text: str
    start: int
    end: int


def people(text: str, cell: bool = False) -> list[Person]:
    """People named with initials or in full; in a cell also «Фамилия Имя»."""
    found = []
    for match in PERSON.finditer(text):
        surname = match["a"] or match["b"] or match["c"]
        if surname.lower().replace("ё", "е") in _NOT_PEOPLE or (match["c"] and match["cn"].lower() in _NOT_PEOPLE):
            continue
        found.append(Person(surname, match.group(), match.start(), match.end()))
    if not found and cell:
        match = TWO_WORDS.match(text)
        if match and match["a"].lower() not in _NOT_PEOPLE and not POSITIONS.match(text.strip()):
            found.append(Person(match["a"], text.strip(), 0, len(text)))
    return found


def stem(surname: str) -> str:
    """What two grammatical cases of a surname share, for comparison only."""
    word = surname.lower().replace("ё", "е")
    word = re.sub(r"(?:ского|скому|ским|ском|ская|ской|скую|ский|ские)$", "ск", word)
    word = re.sub(r"(?:ого|его|ому|ему|ым|им|ой|ою|ей|ая|ую|ый|ий)$", "", word) if len(word) > 6 else word
    word = re.sub(r"(?:ыми|ами|ых|ам|ах|ов(?=а$)|[аяуюеоыи])$", "", word) if len(word) > 4 else word
    return re.sub(r"[ьй]$", "", word)


def surnames(text: str, cell: bool = False) -> set[str]:
    """Stems of the surnames of everyone named in the text."""
    return {stem(person.surname) for person in people(text, cell)}


_SCHOOL_NUMBER = re.compile(
    r"(?:школ\w*|[СНО]ОШ|гимнази\w*|лице\w*|сад\w*|колледж\w*|интернат\w*|центр\w*|[А-Я]{0,3}ОУ|ЦО|ЦРР|ДШИ|ДМШ|ДДТ"
    r"|техникум\w*"
    r"|образовани\w*|корпус\w*|приложени\w*|протокол\w*|кабинет\w*)[\s«»\"]*$",
    re.IGNORECASE,
)


_ORDER_BY = re.compile(r"приказ\w*\s+по\s+\w+\s*$", re.IGNORECASE)  # «приказом по лицею № 118»


def number(text: str) -> str | None:
    """The number of a document after №: not of a school, an annex or a minute."""
    text = filled(text)
    for match in NUMBER.finditer(text):
        value = re.sub(r"\s", "", match["n"])
        if any(sign.isdigit() for sign in value) and (
            not _SCHOOL_NUMBER.search(text[: match.start()]) or _ORDER_BY.search(text[: match.start()])
        ):
            return value.strip(".")
    bare = re.search(r"\bприказ\w*\s+(\d+(?:[-/]\w+)*)\s+от\b", text, re.IGNORECASE)  # «приказом 45-ОД от …»
    return bare[1] if bare else None


@dataclass(frozen=True)
class Act:
    """A row of the table of acts with what finds it in a text."""

    id: str
    title: str
    kind: str
    day: dt.date | None
    ends: dt.date | None
    certainty: str
    note: str
    pattern: re.Pattern[str]


@cache
def known_acts() -> tuple[Act, ...]:
    """Acts of `datasets/acts.csv` that have a number or an article."""
    import pandas as pd

    from mentoring.data import load

    def day(value) -> dt.date | None:
        return None if pd.isna(value) else value.date()

    acts = []
    for row in load("acts").to_dict("records"):
        if pd.isna(row["number"]) or row["binding"] == "local" or row["kind"] == "form":
            continue
        numbers = [n.strip() for n in str(row["number"]).split(";")]
        variants = [_variant(n, row["kind"], day(row["date"])) for n in numbers]
        if row["id"] in ("az1128", "nt944"):
            variants = variants[:1]
        pattern = re.compile("|".join(variants), re.IGNORECASE)
        note = "" if pd.isna(row["note"]) else row["note"]
        ends = day(row["in_force_to"])
        acts.append(
            Act(row["id"], row["short_title"], row["kind"], day(row["date"]), ends, row["certainty"], note, pattern)
        )
    return tuple(acts)


def _variant(value: str, kind: str, day: dt.date | None) -> str:
    """A regular expression for one number; a bare number needs its date or its kind beside it."""
    loose = r"\s?".join(re.escape(part) for part in re.findall(r"\d+|[^\W\d_]+|[^\w\s]", value)).replace(r"\-", "[-–—]")
    loose = loose.replace("0?8", "08")
    if kind == "code_article":
        return rf"(?:ст(?:атьи|атьей|атье|атья|атью|\.)|ст)\s*(?:\d[\d.]*\s*(?:,|и)\s*)*{loose}(?!\d|\.\d)"
    if value.isdigit():
        if day is None:
            return r"(?!)"
        written = (
            rf"0?{day.day}(?:\.{day.month:02d}\.|»?\s*{MONTH_STEMS[day.month - 1]}\w*\s*){day.year}(?:\s*г(?:ода|\.)?)?"
        )
        return rf"{written},?\s*(?:№|N)\s*{loose}(?!\d)|(?:№|N)\s*{loose}\s*,?\s*от\s*«?{written}"
    return rf"(?<![\w/]){loose}(?![\d])"


@dataclass(frozen=True)
class Reference:
    act: Act
    text: str
    start: int
    end: int


def references(text: str) -> list[Reference]:
    """Known acts that the text names by number."""
    found = [
        Reference(act, match.group(), match.start(), match.end())
        for act in known_acts()
        for match in act.pattern.finditer(text)
    ]
    return sorted(found, key=lambda reference: reference.start)


def out_of_force(act: Act, day: dt.date) -> bool:
    """Confirmed to have lost force before the day; what isn't confirmed is never said."""
    return act.ends is not None and act.ends < day and act.certainty in ("confirmed", "source")


_SIGN_ROLE = re.compile(
    r"(?:директор|заведующ|руководител|и\.\s?о\.|исполняющ|начальник|работник|работодатель|наставник|наставляем"
    r"|педагог|учитель|воспитатель"
    r"|куратор|методист|заместител|подпись|согласи[ея]|преподаватель|стажер|стажёр|студент|психолог|логопед"
    r"|ознакомлен)",
    re.IGNORECASE,
)
_SIGN_LINE = re.compile(
    r"_{3,}|/\s*[^/]{3,40}/|\bподпись\b|\bп/п\b|\bм\.\s?п\.|личная подпись|подписано|\bэп\b|электронной подпис", re.I
)


def signed(text: str) -> bool:
    """A line of signature with a name: «Директор ____ /И. И. Иванов/», «Директор И. И. Иванов», «Подпись: Иванова»."""
    if len(text) > 420:
        return False
    named = people(filled(text))
    said = re.search(
        r"\b(?:даю|соглас(?:ен|на)|поруча|принима|обязу|назнач|ввести|закреп|соглаша|возража)", text, re.IGNORECASE
    )
    if named and (_SIGN_LINE.search(text) or (_SIGN_ROLE.search(text) and len(text) < 130 and not said)):
        return True
    return bool(
        re.search(r"(?:подпись|/)\s*:?\s*[А-ЯЁ][а-яё]{2,}(?:\s*/|\s*$|\s+[А-ЯЁ])", filled(text))
        and not named
        and "_" not in text
    )


def day_in(text: str) -> dt.date | None:
    """The first full date of the text."""
    found = dates.dates(text)
    return found[0] if found else None
