"""A mentoring pair that a document names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ..language import Words
from ..view.tables import Row


@dataclass
class Pair:
    """`mentor`, `mentee` are stems of surnames («» when not named); `*_post` whether a position is stated."""

    row: Row | Words
    mentor: str = ""
    mentee: str = ""
    mentor_post: bool = False
    mentee_post: bool = False
    mentor_named: bool = False
    mentee_named: bool = False
    categories: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    first: dt.date | None = None
    last: dt.date | None = None
    text: str = ""
