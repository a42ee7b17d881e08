"""Free texts that nearly coincide: told to the instructor as a place to look, never judged.

Texts that share many five-word runs are candidates (an index, so that two thousand works stay quick); candidates are
compared letter by letter with rapidfuzz. Short texts, and runs that most works share (a template), do not count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

WORDS = 5
LEAST_WORDS = 15
ALIKE = 85.0
COMMON = 0.2
WORD = re.compile(r"\w+")


def free_text(answer: Any) -> str:
    """All that was typed in an answer, in order: strings of objects and lists; "" when there is none."""
    return " ".join(_strings(answer))


def alike(texts: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """Pairs of owners whose texts nearly coincide, with the likeness in percent (85–100), most alike first.

    `texts`: owner → text of one task.
    """
    words = {owner: WORD.findall(text.lower().replace("ё", "е")) for owner, text in texts.items()}
    words = {owner: found for owner, found in words.items() if len(found) >= LEAST_WORDS}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    runs = {}
    for owner, found in words.items():
        runs[owner] = {tuple(found[at : at + WORDS]) for at in range(len(found) - WORDS + 1)}
        for run in runs[owner]:
            holders[run].append(owner)
    most = max(3, COMMON * len(words))
    shared: dict[tuple[str, str], int] = defaultdict(int)
    for owners in holders.values():
        if 1 < len(owners) <= most:
            for pair in combinations(sorted(owners), 2):
                shared[pair] += 1
    return sorted(_near(words, runs, shared), key=lambda pair: (-pair[2], pair[:2]))


def _near(words: dict, runs: dict, shared: dict) -> Iterator[tuple[str, str, float]]:
    from rapidfuzz.fuzz import ratio

    for (one, other), count in shared.items():
        if count * 3 < min(len(runs[one]), len(runs[other])):
            continue
        likeness = ratio(" ".join(words[one]), " ".join(words[other]))
        if likeness >= ALIKE:
            yield one, other, round(likeness, 1)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
