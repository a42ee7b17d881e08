"""Free texts that nearly coincide: told to the instructor as a place to look, never judged.

Texts that share many five-word runs are candidates (an index, so that two thousand works stay quick); candidates are
compared letter by letter with rapidfuzz. Short texts, and runs that most works share (a template), do not count.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, islice
from sys import intern
from typing import Any

WORDS = 5
LEAST_WORDS = 15
MOST_WORDS = 3_000  # of one answer: letters are compared with letters, and nobody bounds what is sent
ALIKE = 85.0
COMMON = 0.2  # of the works: a run that more of them have tells nothing
TEMPLATE = 0.5  # of the works: what more of them have word for word was given to them
SHOWN = 12  # people of a group that are named; the report as JSON has them all
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Group:
    """People whose texts of one task nearly coincide, each with at least one other of them; percents of the pairs."""

    task: str
    title: str
    people: tuple[str, ...]
    most: float
    least: float
    pairs: tuple[tuple[str, str, float], ...]

    def text(self) -> str:
        """«Вывод»: u01, u02, u03 (92–100 %)."""
        shown = ", ".join(self.people[:SHOWN])
        more = f" и ещё {len(self.people) - SHOWN}" if len(self.people) > SHOWN else ""
        least = f"{self.least:.0f}–" if round(self.least) != round(self.most) else ""
        return f"«{self.title}»: {shown}{more} ({least}{self.most:.0f} %)"

    def beside(self, person: str) -> str:
        """What is told of one of them: with whom, how alike at most."""
        peers = {one if other == person else other for one, other, _ in self.pairs if person in (one, other)}
        most = max(likeness for one, other, likeness in self.pairs if person in (one, other))
        shown = ", ".join(sorted(peers)[:SHOWN])
        work = "работой" if len(peers) == 1 else "работами"
        return f"ответ «{self.title}» почти совпадает с {work} {shown} ({most:.0f} %)"


def groups(texts: Mapping[str, Mapping[str, str]], titles: Mapping[str, str]) -> list[Group]:
    """Task → owner → text: who is alike, a group of people and task each, most alike first."""
    found = []
    for task, owned in texts.items():
        for pairs in _joined(alike(owned)):
            people = tuple(sorted({owner for one, other, _ in pairs for owner in (one, other)}))
            likenesses = [likeness for _, _, likeness in pairs]
            title = titles.get(task) or task
            found.append(Group(task, title, people, max(likenesses), min(likenesses), tuple(pairs)))
    return sorted(found, key=lambda group: (-group.most, -len(group.people), group.task, group.people))


def _joined(pairs: list[tuple[str, str, float]]) -> list[list[tuple[str, str, float]]]:
    """Pairs that are connected through people they share."""
    parent: dict[str, str] = {}

    def root(owner: str) -> str:
        parent.setdefault(owner, owner)
        while parent[owner] != owner:
            parent[owner] = parent[parent[owner]]
            owner = parent[owner]
        return owner

    for one, other, _ in pairs:
        parent[root(one)] = root(other)
    joined: dict[str, list] = defaultdict(list)
    for pair in pairs:
        joined[root(pair[0])].append(pair)
    return list(joined.values())


def free_text(answer: Any) -> str:
    """All that was typed in an answer, in order: strings of objects and lists; "" when there is none."""
    return " ".join(_strings(answer))


def alike(texts: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """Pairs of owners whose texts nearly coincide, with the likeness in percent (85–100), most alike first.

    `texts`: owner → text of one task. Every owner of such a text is named in a pair, not every pair of owners: a
    hundred copies of one text are a ring.
    """
    owners: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for owner, text in texts.items():
        words = (word.group() for word in islice(WORD.finditer(text.lower().replace("ё", "е")), MOST_WORDS))
        found = tuple(map(intern, words))  # a class writes the same words: one object each
        if len(found) >= LEAST_WORDS:
            owners[found].append(owner)
    runs = {words: _runs(words) for words in owners}
    total = sum(map(len, owners.values()))
    holders = _holders(runs)
    held = {run: sum(len(owners[words]) for words in found) for run, found in holders.items()}
    common = {run for run, people in held.items() if people > max(3, COMMON * total)}
    pairs = []
    for words, group in owners.items():
        telling = sum(held.get(run, len(group)) <= max(3, TEMPLATE * total) for run in runs[words])
        if len(group) > 1 and 3 * telling >= len(runs[words]):
            pairs += [(*sorted(pair), 100.0) for pair in _ring(sorted(group))]
    for one, other, likeness in _near(runs, (found for run, found in holders.items() if run not in common)):
        pairs += [(*sorted(pair), likeness) for pair in _matched(sorted(owners[one]), sorted(owners[other]))]
    return sorted(pairs, key=lambda pair: (-pair[2], pair[:2]))


def _runs(words: tuple[str, ...]) -> array:
    """Five-word runs of a text as numbers, each once: packed, since thousands of texts are held together."""
    return array("q", {hash(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)})


def _holders(runs: Mapping[tuple[str, ...], array]) -> dict[int, list[tuple[str, ...]]]:
    """Run → the different texts that have it, of runs that more than one has."""
    seen: set[int] = set()
    again: dict[int, list[tuple[str, ...]]] = {}
    for own in runs.values():
        again.update((run, []) for run in own if run in seen)
        seen.update(own)
    for words, own in runs.items():
        for run in own:
            if run in again:
                again[run].append(words)
    return again


def _near(runs: Mapping, telling: Iterable[list]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], float]]:
    """Different texts that share a third of their runs and are alike letter by letter."""
    from rapidfuzz.fuzz import ratio

    shared: dict[tuple, int] = defaultdict(int)
    for found in telling:
        for pair in combinations(found, 2):
            shared[pair] += 1
    for (one, other), count in shared.items():
        if count * 3 < min(len(runs[one]), len(runs[other])):
            continue
        likeness = ratio(" ".join(one), " ".join(other), score_cutoff=ALIKE)
        if likeness:
            yield one, other, round(likeness, 1)


def _ring(group: list[str]) -> set[tuple[str, str]]:
    """Each with its next two: all pairs of up to five."""
    size = len(group)
    return {tuple(sorted((group[at], group[(at + step) % size]))) for at in range(size) for step in (1, 2)
            if group[at] != group[(at + step) % size]}  # fmt: skip


def _matched(some: list[str], others: list[str]) -> set[tuple[str, str]]:
    """Everyone of two groups with somebody of the other."""
    return {(some[at % len(some)], others[at % len(others)]) for at in range(max(len(some), len(others)))}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
