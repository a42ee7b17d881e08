"""Roadmaps (план мероприятий): read, checked against criteria DK-01…15, drawn, mended, written.

Nothing here knows of tasks or grading. The seven stages of the students' model are never a check (domain 1f).
"""

from mentoring.roadmap.dates import Interval, read_period, read_term, school_year
from mentoring.roadmap.findings import Finding, RoadmapError
from mentoring.roadmap.model import COLUMNS, Roadmap, Row, from_rows

__all__ = [
    "COLUMNS", "Finding", "Interval", "Roadmap", "RoadmapError", "Row", "audit", "from_rows", "gantt", "mend",
    "mended_document", "municipal", "read_period", "read_roadmap", "read_term", "school", "school_year", "to_docx",
    "to_xlsx",
]  # fmt: skip

_ROOMS = {
    "audit": "checks", "gantt": "chart", "mend": "mending", "municipal": "sources", "school": "sources",
    "read_roadmap": "reading", "mended_document": "writing",
    "to_docx": "writing", "to_xlsx": "writing",
}  # fmt: skip


def __getattr__(name: str):
    """Rooms that need heavy libraries open at first use: scoring needs none of them."""
    if name not in _ROOMS:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"mentoring.roadmap.{_ROOMS[name]}"), name)
