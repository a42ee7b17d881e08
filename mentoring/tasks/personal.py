"""A reminder where texts seem to hold personal data: names kinds only, so that it never repeats the data."""

import re
from collections.abc import Iterable

from mentoring.privacy import LABELS, find
from mentoring.tasks.base import Remark

READ_CHARS = 10_000
_UNBROKEN = re.compile(r"\S{120,}")


def personal_data(texts: Iterable[str]) -> list[Remark]:
    """One remark that costs nothing, or none."""
    text = _UNBROKEN.sub(" ", "\n".join(texts)[:READ_CHARS])  # no name is that long, and a search would crawl on it
    kinds = dict.fromkeys(mark.kind for mark in find(text))
    if not kinds:
        return []
    seen = "; ".join(LABELS[kind] for kind in kinds)
    text = f"В тексте есть то, что {seen}. Замените сведения о людях должностью или ролью."
    return [Remark(criterion="Персональные данные", verdict="info", text=text)]
