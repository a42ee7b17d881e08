"""What a read document is: blocks of text in order, each with its place, and tables kept as tables. JSON both ways."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


class DocumentError(Exception):
    """A file that can't be read; `str()` is one Russian sentence for the person who gave it."""


@dataclass
class Block:
    """A piece of text. `kind`: paragraph, heading, cell, header, footer, footnote, textbox.

    `table` is the index of its table in `Text.tables` with `row` and `column` from 0; -1 outside tables.
    """

    text: str
    place: str
    kind: str = "paragraph"
    table: int = -1
    row: int = -1
    column: int = -1


@dataclass
class Grid:
    """A table: rows of cell texts. A merged cell repeats its text in every column and row it covers."""

    rows: list[list[str]]
    place: str


@dataclass
class Text:
    """A whole document. `pending` — tracked changes wait for a decision: inserted text is taken, deleted is not."""

    name: str
    blocks: list[Block] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    pending: bool = False
    pages: int = 1

    @property
    def plain(self) -> str:
        """All text, a block a line."""
        return "\n".join(block.text for block in self.blocks)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Text:
        return cls(
            name=data["name"],
            blocks=[Block(**block) for block in data["blocks"]],
            tables=[Grid(**grid) for grid in data["tables"]],
            pending=data["pending"],
            pages=data["pages"],
        )
