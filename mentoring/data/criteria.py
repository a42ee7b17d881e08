"""The table `criteria` as values: what a document of each kind is looked at for, and which typical defects break it.

Read anew when the table changes or another folder of tables is in use. What is made of a criterion is said elsewhere.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Criterion:
    """A row of the table. `earns` is the worst conclusion allowed: `check` may only ask to look; `defects` are ids of
    the table `defects`."""

    id: str
    document: str
    text: str
    why: str
    weight: str
    decided_by: str
    law_from: dt.date | None
    earns: str
    certainty: str
    source: str
    defects: tuple[str, ...] = ()


def criteria() -> tuple[Criterion, ...]:
    """All criteria, in the order of the table."""
    from mentoring.data import folder, path_of

    return _read(str(folder()), *(path_of(name).stat().st_mtime_ns for name in ("criteria", "defects")))


@lru_cache(maxsize=4)
def _read(_folder: str, *_changed: int) -> tuple[Criterion, ...]:
    import pandas as pd

    from mentoring.data import load

    broken: dict[str, list[str]] = {}
    for row in load("defects").itertuples():
        for id in str(row.criteria).split():
            broken.setdefault(id, []).append(row.id)
    return tuple(
        Criterion(
            row.id, row.document, row.criterion, row.why, row.weight, row.decided_by,
            None if pd.isna(row.law_from) else pd.Timestamp(row.law_from).date(), row.earns, row.certainty, row.source,
            tuple(broken.get(row.id, ())),
        )
        for row in load("criteria").itertuples()
    )  # fmt: skip
