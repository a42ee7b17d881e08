"""Short writing of exercises in a notebook."""

from __future__ import annotations

from mentoring.course.fields import typeset
from mentoring.tasks import Option


def options(**texts: str) -> tuple[Option, ...]:
    """`options(a="Первый вариант", b="Второй")` → options with these ids, in this order."""
    return tuple(Option(id=name, text=typeset(text)) for name, text in texts.items())
