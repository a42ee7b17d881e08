"""Roadmaps (план мероприятий): read, checked against criteria DK-01…15, drawn, mended, written.

Nothing here knows of tasks or grading. The seven stages of the students' model are never a check (domain 1f).
"""

import lazy_loader

from mentoring.roadmap.dates import Interval, read_period, read_term, school_year
from mentoring.roadmap.findings import Finding, RoadmapError
from mentoring.roadmap.model import COLUMNS, Roadmap, Row, from_rows

__all__ = [
    "COLUMNS", "Finding", "Interval", "Roadmap", "RoadmapError", "Row", "audit", "from_rows", "gantt", "mend",
    "mended_document", "municipal", "read_period", "read_roadmap", "read_term", "school", "school_year", "to_docx",
    "to_xlsx",
]  # fmt: skip

# rooms that need heavy libraries open at first use: scoring needs none of them
_ROOMS = {
    "checks": ["audit"],
    "chart": ["gantt"],
    "mending": ["mend"],
    "sources": ["municipal", "school"],
    "reading": ["read_roadmap"],
    "writing": ["mended_document", "to_docx", "to_xlsx"],
}
__getattr__, __dir__, _ = lazy_loader.attach(__name__, submod_attrs=_ROOMS)
