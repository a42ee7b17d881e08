"""Mentoring pairs that a document names: rows of its table or its sentences, with everything said of each pair."""

from __future__ import annotations

from ..language import Words
from ..view import Document, remembered
from .model import Pair
from .prose import from_prose
from .table import from_table, pair_table


@remembered
def pairs(document: Document) -> list[Pair]:
    """Every pair the document names."""
    found = pair_table(document)
    rows = from_table(*found) if found else []
    if rows and any(pair.mentor and pair.mentee for pair in rows):
        return rows
    return from_prose(document) or rows


def outside_pairs(document: Document) -> list[Words]:
    """Units that speak of all pairs at once: not those that name a pair, nor the rows of a table of pairs."""
    own = {pair.row.block if isinstance(pair.row, Words) else pair.row.place for pair in pairs(document)}
    return [unit for unit in document.units if unit.block not in own and unit.place not in own]
