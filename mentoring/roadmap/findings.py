"""What is wrong in a roadmap, as values: criterion, defect, place, text, suggestion. Weights come from the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

SEVERITIES = {"critical": "критично", "substantial": "существенно", "minor": "незначительно"}


class RoadmapError(ValueError):
    """A roadmap that can't be read; the message is one Russian sentence."""


@dataclass(frozen=True)
class Finding:
    """One problem. `criterion` is an id of criteria.csv (empty: only the checklist of documents asks it), `defect` of
    defects.csv or empty, `places` are ids of rows (empty: the whole roadmap), `sure` is False for guesses.
    """

    criterion: str
    text: str
    suggestion: str = ""
    defect: str = ""
    places: tuple[str, ...] = ()
    place: str = ""
    sure: bool = True
    grade: str = ""

    @property
    def severity(self) -> str:
        """`critical`, `substantial` or `minor`: own, of the defect, or by the weight of the criterion."""
        if self.grade:
            return self.grade
        defects, weights = _catalogue()
        if self.defect in defects:
            return defects[self.defect]
        return {"critical": "critical", "desirable": "minor"}.get(weights.get(self.criterion, ""), "substantial")

    def line(self) -> str:
        """One Russian line for a person."""
        codes = ", ".join(code for code in (self.criterion, self.defect) if code)
        head = f"[{SEVERITIES[self.severity]}{f'; {codes}' if codes else ''}]"
        return " ".join(
            part for part in (head, f"{self.place}:" if self.place else "", self.text, self.suggestion) if part
        )

    def to_json(self) -> dict:
        names = ("criterion", "defect", "severity", "place", "text", "suggestion")
        return {name: getattr(self, name) for name in names} | {"rows": list(self.places), "sure": self.sure}


@cache
def _catalogue() -> tuple[dict[str, str], dict[str, str]]:
    from mentoring.data import load

    defects, criteria = load("defects"), load("criteria")
    return dict(zip(defects["id"], defects["severity"], strict=True)), dict(
        zip(criteria["id"], criteria["weight"], strict=True)
    )
