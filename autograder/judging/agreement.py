"""How well two graders agree: the quadratic weighted kappa. Pure.

Own ten lines and not scikit-learn or statsmodels: those cost a hundred megabytes at every installation for this one
formula. The values are compared with scikit-learn's in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence


def weighted_kappa(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Cohen's kappa with quadratic weights of (first, second) marks: 1 is full agreement, 0 what chance gives.

    1 − Σ observed (a − b)² ÷ Σ expected (a − b)² when marks are paired at random. None without pairs, and where both
    gave one and the same mark to everything: chance explains that as well as agreement does.
    """
    if not pairs:
        return None
    expected = sum((a - b) ** 2 for a, _ in pairs for _, b in pairs) / len(pairs)
    if expected == 0:
        return None
    return 1 - sum((a - b) ** 2 for a, b in pairs) / expected


def exact_share(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Share of equal marks, 0..1; None without pairs."""
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None
