"""Which task kinds exist, by name: the same entry points that the grading engine reads."""

from functools import cache
from importlib.metadata import entry_points

from mentoring.tasks.base import Kind

GROUP = "autograder.kinds"


@cache
def kinds() -> dict[str, Kind]:
    """All installed kinds, name → kind."""
    return {point.name: point.load() for point in entry_points(group=GROUP)}


def kind_of(name: str) -> Kind:
    """The kind called `name`; KeyError names what is installed."""
    try:
        return kinds()[name]
    except KeyError:
        raise KeyError(f"no task kind {name!r}; installed: {', '.join(sorted(kinds()))}") from None
