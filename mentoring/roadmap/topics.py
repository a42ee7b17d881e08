"""What a line of a plan is about, by beginnings of words. Matching is pure; the catalogue is roadmap_topics.csv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from mentoring.roadmap.model import Row

_WORD = re.compile(r"[a-zа-я0-9]+")
READ_CHARS = 2000
LONGEST = 24


@dataclass(frozen=True)
class Topic:
    """One subject of a plan: alternatives of word beginnings (and excluded ones), what must stand before it."""

    id: str
    title: str
    words: str
    kind: str = "step"
    teachers_stage: str = ""
    checklist_number: int = 0
    criterion: str = ""
    after: tuple[str, ...] = ()
    once: bool = False
    proposal: str = ""
    order: int = 0

    def holds(self, text: str) -> bool:
        """Whether any alternative stands in `text`."""
        return mentions(text, self.words)


def mentions(text: str, words: str) -> bool:
    """Whether `text` holds an alternative of `words`: «приказ закреплен; закреплени =пар !проект» (= a whole word)."""
    beginnings = _beginnings(text[:READ_CHARS])
    return any(wanted <= beginnings and not refused & beginnings for wanted, refused in _alternatives(words))


@lru_cache(maxsize=4096)
def _beginnings(text: str) -> frozenset[str]:
    words = set(_WORD.findall(text.casefold().replace("ё", "е")))
    starts = {word[:size] for word in words for size in range(1, min(len(word), LONGEST) + 1)}
    return frozenset(starts | {f"={word}" for word in words})


@lru_cache(maxsize=1024)
def _alternatives(words: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    found = []
    for part in words.casefold().replace("ё", "е").split(";"):
        items = [item[: LONGEST + 1] for item in part.split()]
        wanted = frozenset(item for item in items if not item.startswith("!"))
        if wanted:
            found.append((wanted, frozenset(item[1:] for item in items if item.startswith("!"))))
    return tuple(found)


def topics_of(row: Row, topics: Sequence[Topic]) -> list[Topic]:
    """Steps that a row takes: by what is to be done; where that says nothing, by its activity, then by its result."""
    steps = [topic for topic in topics if topic.kind == "step"]
    for text in (row.text, row.activity, row.result, row.stage):
        if text and (found := [topic for topic in steps if topic.holds(text)]):
            return found
    return []


def all_of(rows: Iterable[Row], topic: Topic) -> list[Row]:
    """Rows that speak of a topic anywhere in what is done, in the result or in the resource."""
    return [row for row in rows if topic.holds(row.text) or topic.holds(row.result) or topic.holds(row.resource)]


@cache
def catalogue() -> tuple[Topic, ...]:
    """The topics of the table, in the usual order of steps. Raises DataError when the table is broken."""
    from mentoring.data import load

    table = load("roadmap_topics").sort_values("order")
    made = []
    for line in table.astype(object).where(table.notna(), None).to_dict("records"):
        made.append(
            Topic(
                id=line["id"],
                title=line["title"],
                words=line["words"],
                kind=line["kind"],
                order=int(line["order"]),
                teachers_stage=line["teachers_stage"] or "",
                checklist_number=int(line["checklist_number"] or 0),
                criterion=line["criterion"] or "",
                after=tuple((line["after"] or "").split()),
                once=line["once"] == "yes",
                proposal=line["proposal"] or "",
            )
        )
    return tuple(made)
