"""What a notebook shows, as data: while somebody records, blocks and forms are noted instead of displayed.

Decks, pages and the site are made of these notes; nothing here knows of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Note:
    """One shown thing. `html` is trusted HTML of the kit, `words` its plain text, `data` what the kind has besides
    (a chart, a question with its reference); `again` shows it live, as if nobody had recorded."""

    kind: str
    html: str = ""
    words: str = ""
    label: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    again: Callable[[], None] | None = None


_notes: list[list[Note]] = []


@contextmanager
def recording() -> Iterator[list[Note]]:
    """Everything shown inside goes into the list that is given out."""
    _notes.append([])
    try:
        yield _notes[-1]
    finally:
        _notes.pop()


@contextmanager
def live() -> Iterator[None]:
    """Inside, things are displayed even while somebody records."""
    kept = _notes[:]
    _notes.clear()
    try:
        yield
    finally:
        _notes[:] = kept


def note(kind: str, **fields: Any) -> bool:
    """Note what is shown; False where nobody records and it must be displayed."""
    if not _notes:
        return False
    _notes[-1].append(Note(kind, **fields))
    return True
