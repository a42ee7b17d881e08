"""An activity of a plan with its fields."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import Words
from ..view.tables import Row


@dataclass
class Activity:
    """A row: what, when, who, with what, result. None — there is no such column; «» — the cell is empty."""

    row: Row | Words
    title: str
    when: str | None = None
    who: str | None = None
    means: str | None = None
    result: str | None = None
    number: str = ""
    stage: str = ""
    stage_at: int = 0
    detail: str = ""

    @property
    def text(self) -> str:
        return self.row.text
