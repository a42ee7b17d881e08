"""The activities of a plan (roadmap, programme, route): rows of its tables or numbered lines, with their fields."""

from __future__ import annotations

from ..view import Document, remembered
from .lines import of_lines
from .model import Activity
from .table import of_tables

__all__ = ["Activity", "activities"]


@remembered
def activities(document: Document) -> list[Activity]:
    """Rows of the plan's tables; without a table — lines with a term or a responsible."""
    return of_tables(document) or of_lines(document)
