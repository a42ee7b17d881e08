"""A read document prepared for judging: sentences with lemmas, sections, tables with columns, requisites.

`Document` is what criteria ask; how each thing is found stands in the module of its name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cached_property, wraps
from typing import TypeVar

from .. import dates, requisites
from ..language import SAME, Hit, Index, Words, sentences
from ..reading.model import Block, Text
from ..wording import evened
from . import days, headings
from .period import Period, period_of
from .signatures import signatures_of
from .stamp import stamp_of
from .tables import Table, tables_of
from .units import units_of

ORDERS = ("implementation_order", "pairing_order")
Answer = TypeVar("Answer")


class Document:
    """What criteria look at. `as_of` is the day of the audit."""

    def __init__(self, text: Text, kind: str, as_of: dt.date):
        self.original, self.text, self.kind, self.as_of = text, evened(text), kind, as_of
        self.blocks = self.text.blocks
        self.answers: dict[Callable, object] = {}  # see `remembered`

    @cached_property
    def index(self) -> Index:
        """All sentences."""
        return Index(
            [
                Words(piece, block.place, number, block.kind)
                for number, block in enumerate(self.blocks)
                for piece in sentences(block.text)
            ]
        )

    @cached_property
    def by_block(self) -> dict[int, list[Words]]:
        result: dict[int, list[Words]] = {}
        for words in self.index.words:
            result.setdefault(words.block, []).append(words)
        return result

    def part(self, numbers) -> Index:
        """Sentences of some blocks."""
        return Index([words for number in numbers for words in self.by_block.get(number, ())])

    # Searching.

    def find(self, *patterns: str) -> Hit | None:
        return self.index.find(*patterns)

    def all(self, *patterns: str) -> list[Hit]:
        return self.index.all(*patterns)

    def search(self, pattern: str | re.Pattern[str], flags: int = re.IGNORECASE) -> Hit | None:
        """A place by a regular expression over the text as written; in it `[^.;]` goes on over initials («И. И.»)."""
        written, flags = (pattern, flags) if isinstance(pattern, str) else (pattern.pattern, pattern.flags)
        compiled = re.compile(written.replace("[^.;]", SAME), flags)
        for words in self.index.words:
            match = compiled.search(words.text)
            if match:
                return Hit(words, 0, 0, match.start(), match.end())
        return None

    @cached_property
    def plain(self) -> str:
        return self.text.plain

    # Sections.

    @cached_property
    def headings(self) -> list[int]:
        """Numbers of the blocks that are headings."""
        return [number for number, block in enumerate(self.blocks) if headings.is_heading(block)]

    def section(self, *patterns: str) -> Index:
        """Sentences under the headings that have one of the patterns, the headings included."""
        numbers: list[int] = []
        heads = self.headings
        for order, number in enumerate(heads):
            if not any(words.find(pattern) for words in self.by_block.get(number, ()) for pattern in patterns):
                continue
            sort = headings.level(self.blocks[number])
            end = len(self.blocks)
            for later in heads[order + 1 :]:
                if headings.level(self.blocks[later]) <= sort:
                    end = later
                    break
            numbers += range(number, end)
        return self.part(dict.fromkeys(numbers))

    # Tables.

    @cached_property
    def tables(self) -> list[Table]:
        return tables_of(self.text.tables)

    def row_of(self, block: Block) -> list[str]:
        """The cells of the row a cell stands in."""
        return self.text.tables[block.table].rows[block.row]

    @cached_property
    def units(self) -> list[Words]:
        """What is said in one go: a paragraph, or a row of a table."""
        return units_of(self.blocks, self.text.tables, self.tables)

    @cached_property
    def unit_of(self) -> dict[int, Words]:
        """Block number to its unit (for a cell, the unit of its row)."""
        rows = {unit.place: unit for unit in self.units if unit.kind in ("row", "title")}
        whole = {unit.block: unit for unit in self.units}
        return {n: rows.get(b.place, whole.get(n)) if b.kind == "cell" else whole[n] for n, b in enumerate(self.blocks)}

    # Requisites.

    @cached_property
    def head(self) -> list[int]:
        """Blocks before the body: before «приказываю», the first heading of a section or the first large table."""
        for number, block in enumerate(self.blocks[:60]):
            lowered = block.text.lower().replace(" ", "")
            if "приказываю" in lowered or re.match(r"(?:1|I)(?:\.1)?\.?\s+[А-ЯЁ]", block.text):
                return list(range(number))
            if block.kind == "cell" and block.row >= 2 and number > 12:
                return list(range(number))
        return list(range(min(len(self.blocks), 30)))

    @cached_property
    def stamp(self) -> list[int]:
        """Blocks of the approval stamp in the head of a document, or empty; an order has none."""
        return [] if self.kind in ORDERS else stamp_of(self.blocks, self.head)

    @cached_property
    def stamp_text(self) -> str:
        """The stamp as one line."""
        return " ".join(self.blocks[number].text for number in self.stamp)[:400]

    @cached_property
    def own_number(self) -> tuple[str | None, Hit | None]:
        """Number of the order itself: in its head, not of an act it refers to."""
        for words in days.own_lines(self.part(self.head[:25]).words):
            found = requisites.number(words.text)
            if found:
                return found, Hit(words, 0, 0, 0, len(words.text))
        return None, None

    @cached_property
    def own_date(self) -> tuple[dt.date | None, Hit | None]:
        """Full date of the order itself."""
        for words in days.own_lines(self.part(self.head[:25]).words):
            day = requisites.day_in(words.text)
            if day:
                return day, Hit(words, 0, 0, 0, len(words.text))
        return None, None

    @cached_property
    def day(self) -> dt.date | None:
        """The date of the document: its own, of the stamp, or the last date near signatures."""
        if self.kind in ORDERS:
            return self.own_date[0]
        if stamped := dates.dates(self.stamp_text):
            return stamped[-1]
        if self.kind in ("supplementary_agreement", "consent"):
            first = days.labelled_day(self.blocks, agreement=self.kind == "supplementary_agreement")
            if first:
                return first
        return days.last_day(self.blocks)

    @cached_property
    def period(self) -> Period | None:
        return self._period[0]

    @cached_property
    def period_hit(self) -> Hit | None:
        return self._period[1]

    @cached_property
    def _period(self) -> tuple[Period | None, Hit | None]:
        return period_of(self.blocks, self.text.tables, self.units)

    @cached_property
    def signatures(self) -> list[Words]:
        """Lines of signature with a name."""
        return signatures_of(self.blocks, self.text.tables, self.stamp)

    @cached_property
    def surnames(self) -> set[str]:
        """Stems of the surnames of everyone the document names."""
        return set().union(
            *(requisites.surnames(requisites.filled(block.text), block.kind == "cell") for block in self.blocks)
        )

    @cached_property
    def references(self) -> list[tuple[requisites.Reference, Words]]:
        found = []
        for number, block in enumerate(self.blocks):
            words = Words(block.text, block.place, number, block.kind)
            found += [(reference, words) for reference in requisites.references(block.text)]
        return found

    def refers(self, *ids: str) -> Hit | None:
        for reference, words in self.references:
            if reference.act.id in ids:
                return Hit(words, 0, 0, reference.start, reference.end)
        return None


def remembered(question: Callable[[Document], Answer]) -> Callable[[Document], Answer]:
    """A question about a document that is answered once for each document."""

    @wraps(question)
    def asked(document: Document) -> Answer:
        if question not in document.answers:
            document.answers[question] = question(document)
        return document.answers[question]

    return asked
