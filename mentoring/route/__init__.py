"""Individual learning routes (ИОМ) and personalised programmes: model, checks, pictures, documents out and in.

Pure: knows nothing of tasks, forms or grading. What is required stands in the table `criteria`; here is how it is seen.
"""

from mentoring.route.criteria import Finding
from mentoring.route.model import (
    Activity,
    Deficit,
    Evidence,
    Measure,
    Reflection,
    Route,
    RouteError,
    RouteTask,
    Transfer,
)

__all__ = [
    "Activity", "Deficit", "Evidence", "Finding", "Measure", "Reflection", "Route", "RouteError", "RouteTask",
    "Transfer", "check", "from_docx", "route_picture", "timeline", "to_docx",
]  # fmt: skip


def check(route, as_of=None, documents=None):
    """See `mentoring.route.checks.check`."""
    from mentoring.route import checks

    return checks.check(route, as_of, documents)


def to_docx(route) -> bytes:
    """See `mentoring.route.document.to_docx`."""
    from mentoring.route import document

    return document.to_docx(route)


def from_docx(content: bytes):
    """See `mentoring.route.reading.from_docx`."""
    from mentoring.route import reading

    return reading.from_docx(content)


def route_picture(route):
    """See `mentoring.route.pictures.route_picture`."""
    from mentoring.route import pictures

    return pictures.route_picture(route)


def timeline(route):
    """See `mentoring.route.pictures.timeline`."""
    from mentoring.route import pictures

    return pictures.timeline(route)
