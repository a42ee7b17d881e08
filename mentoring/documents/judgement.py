"""The verdict on one criterion and the few ways to come to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from .language import Hit, Words, cut
from .view import Document
from .view.tables import Row

VERDICTS = ("met", "partial", "violated", "not_applicable", "unknown")
CHECK = "проверьте"


@dataclass(frozen=True)
class Judgement:
    """`quote` is the text and `place` where it stands; `remark` is a Russian sentence: what is missing or to check."""

    verdict: str
    quote: str = ""
    place: str = ""
    confidence: float = 0.8
    remark: str = ""

    @property
    def problem(self) -> bool:
        return self.verdict in ("partial", "violated")


Place = Hit | Words | Row | None
Rule = Callable[[Document], Judgement]


def _quoted(verdict: str, place: Place, confidence: float, remark: str) -> Judgement:
    if isinstance(place, Hit):
        return Judgement(verdict, place.quote, place.place, confidence, remark)
    if isinstance(place, (Words, Row)):
        return Judgement(verdict, cut(place.text), place.place, confidence, remark)
    return Judgement(verdict, "", "", confidence, remark)


def met(place: Place = None, confidence: float = 0.85, remark: str = "") -> Judgement:
    return _quoted("met", place, confidence, remark)


def partial(remark: str, place: Place = None, confidence: float = 0.7) -> Judgement:
    return _quoted("partial", place, confidence, remark)


def violated(remark: str, place: Place = None, confidence: float = 0.8) -> Judgement:
    return _quoted("violated", place, confidence, remark)


def not_applicable(remark: str, confidence: float = 0.8) -> Judgement:
    return Judgement("not_applicable", confidence=confidence, remark=remark)


def unknown(remark: str = "решает человек") -> Judgement:
    return Judgement("unknown", confidence=0.0, remark=remark)


def by_parts(parts: Mapping[str, Place | bool], key: str | None = None) -> Judgement:
    """All parts are there: met; some: partial; none, or not the `key` one: violated. The remark names the missing."""
    missing = [name for name, found in parts.items() if not found]
    place = next((found for found in parts.values() if found and not isinstance(found, bool)), None)
    if not missing:
        return met(place)
    remark = "нет: " + "; ".join(missing)
    if len(missing) == len(parts) or (key is not None and key in missing):
        return violated(remark, place)
    return partial(remark, place)


def softened(judgement: Judgement) -> Judgement:
    """What rests on uncertain law is at most «проверьте»: a remark for a person, never `violated`."""
    if not judgement.problem:
        return judgement
    remark = f"{CHECK}: {judgement.remark}" if judgement.remark else CHECK
    return replace(judgement, verdict="partial", confidence=min(judgement.confidence, 0.5), remark=remark)
