"""Criteria of routes and programmes as the table `criteria` gives them, and a finding: one criterion looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Verdict = Literal["met", "partial", "violated", "not_applicable", "unknown"]
VERDICTS_RU = {
    "met": "выполнено", "partial": "частично", "violated": "нарушено", "not_applicable": "не применимо",
    "unknown": "проверьте",
}  # fmt: skip
WEIGHTS_RU = {"critical": "критичный", "substantial": "существенный", "desirable": "желательный"}
DOCUMENTS = {"route": "learning_route", "programme": "mentoring_programme"}


@dataclass(frozen=True)
class Criterion:
    """A row of the table. `earns` is the worst conclusion allowed: `check` may only ask to look; `defects` are the
    typical defects (table `defects`) that break it."""

    id: str
    document: str
    text: str
    why: str
    weight: str
    decided_by: str
    earns: str
    law_from: dt.date | None
    source: str
    defects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A criterion looked at: how it came out, why, how to mend it; `places` are ids of the rows it speaks of."""

    criterion: Criterion
    verdict: Verdict
    text: str
    suggestion: str = ""
    places: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.criterion.id

    def to_json(self) -> dict:
        one = self.criterion
        return {
            "id": one.id, "criterion": one.text, "weight": one.weight, "verdict": self.verdict, "text": self.text,
            "suggestion": self.suggestion, "places": list(self.places), "decided_by": one.decided_by,
            "source": one.source, "defects": list(one.defects),
        }  # fmt: skip


def criteria(document: str) -> dict[str, Criterion]:
    """Criteria of a document kind (`learning_route`, `mentoring_programme`) by id, in the order of the table."""
    return {one.id: one for one in _all() if one.document == document}


def criterion(id: str) -> Criterion:
    """One criterion; KeyError where the table has none."""
    return next((one for one in _all() if one.id == id), None) or _missing(id)


def _missing(id: str) -> Criterion:
    raise KeyError(f"criterion {id!r} is not in the table")


def _all() -> tuple[Criterion, ...]:
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
    table = load("criteria")
    table = table[table["document"].isin(DOCUMENTS.values())]
    return tuple(
        Criterion(
            row.id, row.document, row.criterion, row.why, row.weight, row.decided_by, row.earns,
            None if pd.isna(row.law_from) else pd.Timestamp(row.law_from).date(), row.source,
            tuple(broken.get(row.id, ())),
        )
        for row in table.itertuples()
    )  # fmt: skip
