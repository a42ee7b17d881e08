"""Quotations as evidence: which words of a note count, and whether they hold an expected phrase.

A pasted document or the criterion's own text proves nothing. Words are compared without case, ё/е, punctuation and
no-break spaces, and with some tolerance for Russian endings («дата» = «даты»); numbers exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

MAX_WORDS = 60
MAX_PART = 0.4
ALWAYS_WORDS = 15
READ_CHARS = 20_000
SLACK = 3
RUN = 4

_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def words(text: str) -> list[str]:
    """Words of a text in the form in which they are compared."""
    return list(_words(text))


@lru_cache(maxsize=2_000)  # documents, criteria and expected phrases are the same for a whole class
def _words(text: str) -> tuple[str, ...]:
    bare = _INVISIBLE.sub("", unicodedata.normalize("NFC", text[:READ_CHARS]))
    return tuple(_WORD.findall(bare.casefold().replace("ё", "е")))


def limit(documents: Iterable[str]) -> int:
    """The most words a quotation may have: 60, and not above 40 % of the shortest document (15 are always allowed)."""
    parts = [int(MAX_PART * len(words(text))) for text in documents if text.strip()]
    return max(ALWAYS_WORDS, min([MAX_WORDS, *parts]))


def own_words(note: str, criterion: str, documents: Sequence[str]) -> list[str]:
    """The words of a note without runs copied from the criterion (four words and more, or all of the note), unless the
    run stands in a document too: then it is a quotation."""
    given = words(note)
    asked = f" {' '.join(words(criterion))} "
    quoted = [f" {' '.join(words(text))} " for text in documents]

    def copied(run: Sequence[str]) -> bool:
        text = f" {' '.join(run)} "
        return text in asked and not any(text in document for document in quoted)

    if not given or copied(given):
        return []
    keep = [True] * len(given)
    for start in range(len(given) - RUN + 1):
        if copied(given[start : start + RUN]):
            keep[start : start + RUN] = [False] * RUN
    return [word for word, kept in zip(given, keep, strict=True) if kept]


def holds(given: Sequence[str], phrases: Iterable[str]) -> bool:
    """Whether all words of any phrase stand near each other in `given` (three words may come between), in any order."""
    return any(_near(given, wanted) for wanted in map(words, phrases) if wanted)


def _near(given: Sequence[str], wanted: Sequence[str]) -> bool:
    width = len(wanted) + SLACK
    places = [[number for number, word in enumerate(given) if alike(word, one)] for one in wanted]
    if not all(places):
        return False
    return any(
        all(any(start <= place < start + width for place in found) for found in places) for start in range(len(given))
    )


def alike(one: str, other: str) -> bool:
    """The same word, perhaps with another ending: a common beginning of three letters and more, at most two thirds of
    an ending apart. Numbers and short words must be equal."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or any(map(str.isdigit, one + other)):
        return False
    common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common >= max(3, 0.6 * max(len(one), len(other))) and max(len(one), len(other)) - common <= 3
