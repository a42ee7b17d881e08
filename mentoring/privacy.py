"""What looks like personal data in a Russian text: marks for a person to look at. A guess, never a verdict; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "phone", "email", "passport", "snils", "address", "birthday", "contact"]

LABELS: dict[Kind, str] = {
    "name": "похоже на фамилию или имя",
    "phone": "похоже на номер телефона",
    "email": "похоже на адрес электронной почты",
    "passport": "похоже на паспортные данные",
    "snils": "похоже на СНИЛС",
    "address": "похоже на домашний адрес",
    "birthday": "похоже на дату рождения",
    "contact": "похоже на личную ссылку",
}


@dataclass(frozen=True)
class Mark:
    """A place in the text, `text[start:end]`, and what it looks like."""

    start: int
    end: int
    kind: Kind
    text: str

    @property
    def message(self) -> str:
        return f"{LABELS[self.kind]}: «{self.text}»"


WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
INITIAL = r"[А-ЯЁ]\.(?:\s?-\s?[А-ЯЁ]\.)?"
INITIALS = rf"{INITIAL}[ \u00a0]?{INITIAL}"
PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:(?:[ое]вич|[кмл]ич|ьич)(?:а|у|ем|е)?|(?:[ое]вн|ичн|инишн)(?:а|ы|у|ой|ою|е))"
SURNAME_END = r"(?:[ое]в|[ёе]в|[иы]н|ск[ио]й|цк[ио]й|ская|цкая|[ое]ва|[иы]на|енко|чук|юк|ян|дзе|швили|ко|их|ых)"
CASES = r"(?:а|у|ым|ом|е|ой|ого|ому|ую|ы)?"
_NAMES = """
    александр александра алексей алена алёна алина алла анастасия анатолий ангелина андрей анна антон антонина
    арина артем артём борис вадим валентин валентина валерий валерия варвара василий вера вероника виктор виктория
    виталий владимир владислав всеволод вячеслав галина геннадий георгий григорий дарья денис диана дмитрий евгений
    евгения екатерина елена елизавета жанна зинаида зоя иван игорь илья инна ирина карина кирилл клавдия константин
    ксения лариса лев леонид лидия любовь людмила маргарита марина мария матвей михаил надежда наталия наталья никита
    николай нина оксана олег олеся ольга павел петр пётр полина раиса римма роман руслан светлана семен семён сергей
    софия софья станислав степан тамара татьяна тимофей ульяна федор фёдор эдуард элла эльвира юлия юрий яна ярослав
"""
FIRST_NAMES = frozenset(_NAMES.split())
_PLACES = """
    мария-эл район области область край республика школа лицей гимназия вера надежда любовь лев роман
    невский великий новгород
"""
NOT_SURNAMES = frozenset(_PLACES.split())

# Streets and institutions bear names of people; those are no personal data.
NAMED_AFTER = re.compile(r"(?:\b(?:им|ул|пр|пер|просп)\.|имени|улиц[аеуы]|проспект\w*|переул\w*|площад\w*)\s*$", re.I)

CODE = re.compile(r"\bКод-[А-ЯЁ][а-яё]+")  # what `mentoring.documents.codes` puts in the place of a person

PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("contact", re.compile(r"(?:https?://)?(?:t\.me|vk\.com|ok\.ru|wa\.me|max\.ru)/[\w./?=-]+|(?<![\w.])@[A-Za-z]\w{4,}")),
    ("snils", re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)|снилс\D{0,5}\d{11}(?!\d)", re.I)),
    ("phone", re.compile(r"(?<![\d+])(?:\+7|8)[ \u00a0-]?\(?\d{3,5}\)?(?:[ \u00a0-]?\d){5,7}(?!\d)")),
    ("passport", re.compile(
        r"паспорт\w*\D{0,25}\d{2}\s?\d{2}\D{0,5}\d{6}|(?<![\d№])\d{2} ?\d{2} (?:№ ?)?\d{6}(?!\d)", re.I)),
    ("birthday", re.compile(
        r"(?:дат[аыу]\s+рождения|родил(?:ся|ась)|д\.\s?р\.)\D{0,4}\d{1,2}[. ]\s?(?:\d{1,2}|[а-я]+)[. ]\s?\d{2,4}"
        r"|\d{1,2}\.\d{1,2}\.\d{4}\s?(?:г\.\s?р\.|года рождения)", re.I)),
    ("address", re.compile(
        r"(?:\b(?:ул|пр|пер|просп|б-р|пр-т|пр-кт|ш|мкр)\.?\s|улиц[аеуы]\s|проспект\w?\s|переулок\s|микрорайон\s)"
        r"[^,\n;]{2,40},?\s*(?:д\.|дом\b)?\s*\d+[а-я]?(?:[ ,/]+(?:к|корп|стр)\.?\s*\d+)?(?:[ ,]+кв(?:\.|артира)\s*\d+)?"
        r"|\bкв\.\s?\d+", re.I)),
    ("name", re.compile(rf"\b{WORD}[ \u00a0]+{INITIALS}|{INITIALS}[ \u00a0]?{WORD}\b")),
    ("name", re.compile(rf"\b(?:{WORD}[ \u00a0]+){{1,2}}{PATRONYMIC}\b(?:[ \u00a0]+{WORD}{SURNAME_END}{CASES}\b)?")),
    ("name", re.compile(rf"\b{WORD}[ \u00a0]+{WORD}\b")),
    ("name", re.compile(rf"\b{WORD}[ \u00a0]+[А-ЯЁ]\.(?![А-ЯЁа-яё])")),
)  # fmt: skip


def find(text: str) -> list[Mark]:
    """Places that look like personal data, in the order of the text, without overlaps."""
    marks: list[Mark] = []
    for number, (kind, pattern) in enumerate(PATTERNS):
        last = number >= len(PATTERNS) - 2
        for start, end in _matches(pattern, text):
            found = text[start:end]
            if any(mark.start < end and start < mark.end for mark in marks):
                continue
            if kind == "name" and CODE.search(found):
                continue
            if kind == "name" and NAMED_AFTER.search(text[max(0, start - 30) : start]):
                continue
            if last and not _is_first_name_and_surname(found):
                continue
            marks.append(Mark(start, end, kind, found))
    return sorted(marks, key=lambda mark: mark.start)


def messages(text: str, limit: int = 5) -> list[str]:
    """Russian phrases for a form, one a distinct finding, at most `limit`."""
    found = list(dict.fromkeys(mark.message for mark in find(text)))
    return found if len(found) <= limit else [*found[:limit], f"и ещё мест: {len(found) - limit}"]


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while match := pattern.search(text, position):
        yield match.span()
        # Overlapping pairs of words («Учителю Марии Ивановой») are all looked at.
        space = re.search(r"\s", match.group())
        position = match.start() + space.end() if space and pattern in _PAIRS else max(match.end(), position + 1)


def _is_first_name_and_surname(found: str) -> bool:
    words = found.split()
    for first, other in (words, words[::-1]):
        if not _is_first_name(first):
            continue
        if re.fullmatch(r"[А-ЯЁ]\.", other):
            return True
        if other.lower() not in NOT_SURNAMES and re.fullmatch(rf"(?i)[а-яё-]+{SURNAME_END}{CASES}", other):
            return True
    return False


def _is_first_name(word: str) -> bool:
    """The name in any case: endings are tried instead of a dictionary of forms."""
    low = word.lower()
    if low in FIRST_NAMES:
        return True
    for ending in ("а", "у", "ом", "ем", "е", "ы", "и", "ой", "ей", "ю", "я", "ью"):
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            stem = low[: -len(ending)]
            if any(stem + tail in FIRST_NAMES for tail in ("", "а", "я", "й", "ь", "ия")) or (
                stem.endswith("и") and stem + "я" in FIRST_NAMES
            ):
                return True
    return False


_PAIRS = frozenset(pattern for _, pattern in PATTERNS[-2:])
