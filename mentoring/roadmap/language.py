"""Slips of language that make a plan unclear: a singular document of many orders, a case after «о», a nameless project.

Guesses for a person to look at, never more than minor. There is no spelling check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from mentoring.roadmap.findings import Finding
from mentoring.roadmap.model import Roadmap, Row, ids, where
from mentoring.roadmap.topics import Topic

_SINGLE = re.compile(
    r"(?i)\b(?:утвержд[её]н[ао]?|принят[ао]?|согласован[ао]?)\s+(?:приказами|решениями|протоколами|распоряжениями)\b"
)
_PROJECT = re.compile(
    r"(?i)\b(?:муниципальн|региональн|федеральн|национальн)\w*\s+проект(?:а|у|ом|е)?\b(?P<rest>.{0,25})"
)
_ABOUT = re.compile(r"(?<![\w-])[Оо]б?\s+(?P<word>[а-яё]{4,})")


def slips(roadmap: Roadmap, topics: Sequence[Topic]) -> Iterator[Finding]:
    """DK-14: words by which a reader can't tell how many documents there are or which project is meant."""
    for found, text, mend in (
        (_SINGLE.search, "Приказов много, а документ в единственном числе: неясно, один он или у каждого свой.",
         "Согласуйте число: «приказами — карты» или «приказом — карта»."),
        (_nameless, "Проект упомянут без названия.", "Назовите проект и документ, которым он утверждён."),
        (_wrong_case, "После предлога «о» стоит другой падеж: похоже на описку.", "Перечитайте и исправьте."),
    ):  # fmt: skip
        rows = [row for row in roadmap.rows if any(found(cell) for cell in _cells(row))]
        if rows:
            yield Finding("DK-14", text, mend, "", ids(rows), where(rows), sure=False, grade="minor")


def _cells(row: Row) -> tuple[str, ...]:
    return row.activity, row.content, row.result


def _nameless(text: str) -> bool:
    return any("«" not in one["rest"] and '"' not in one["rest"] for one in _PROJECT.finditer(text))


def _wrong_case(text: str) -> bool:
    return any(_not_prepositional(one["word"]) for one in _ABOUT.finditer(text))


@lru_cache(maxsize=2048)
def _not_prepositional(word: str) -> bool:
    """A known noun in no reading of which it can stand after «о»: «о назначение»."""
    return _morph().word_is_known(word) and all(
        one.tag.POS == "NOUN" and one.tag.case not in ("loct", "loc2") for one in _morph().parse(word)
    )


@cache
def _morph():
    import pymorphy3

    return pymorphy3.MorphAnalyzer()
