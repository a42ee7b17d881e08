"""Criteria of routes and programmes as the table `criteria` gives them, and a finding: one criterion looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mentoring.data.criteria import Criterion
from mentoring.data.criteria import criteria as every

Verdict = Literal["met", "partial", "violated", "not_applicable", "unknown"]
VERDICTS_RU = {
    "met": "выполнено", "partial": "частично", "violated": "нарушено", "not_applicable": "не применимо",
    "unknown": "проверьте",
}  # fmt: skip
WEIGHTS_RU = {"critical": "критичный", "substantial": "существенный", "desirable": "желательный"}
DOCUMENTS = {"route": "learning_route", "programme": "mentoring_programme"}


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
    return tuple(one for one in every() if one.document in DOCUMENTS.values())
