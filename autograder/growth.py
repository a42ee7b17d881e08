"""Growth of a participant from the entrance test to the final one: pure, in percent of the points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.rules import Result

FIRST, LAST = "entrance_test", "final_test"


@dataclass(frozen=True)
class Growth:
    """`before` and `after` in percent; None where that test is not graded."""

    before: float | None
    after: float | None

    @property
    def points(self) -> float | None:
        """Growth in percentage points."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def share(self) -> float | None:
        """Which part of what was not known at the entrance is known now, in percent; None without growth."""
        if self.points is None or self.points < 0 or self.before is None or self.before >= 100:
            return None
        return 100 * self.points / (100 - self.before)


def growth_of(results: Mapping[str, Result]) -> Growth | None:
    """From the results of one participant; None when neither test is graded. A penalty for lateness is no ignorance:
    it is given back."""
    before, after = (_percent(results.get(name)) for name in (FIRST, LAST))
    return None if before is None and after is None else Growth(before, after)


def _percent(result: Result | None) -> float | None:
    if result is None or result.state != "graded" or result.points is None or not result.max_points:
        return None
    return 100 * (result.points + result.penalty) / result.max_points
