"""Contradictions between the documents of a package: a module a check, here their table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..audit_results import CrossRemark, FileReport
from . import (
    agreements,
    allowed,
    consent_days,
    curators,
    indicators,
    programmes,
    roadmap_period,
    stamps,
    terms,
)
from .remarks import Package

CHECKS: dict[str, Callable[[Package], Iterator[CrossRemark]]] = {
    "XD-DATES": consent_days.contradictions,
    "XD-PERIOD": terms.contradictions,
    "XD-PAIRS": programmes.contradictions,
    "XD-AGREEMENTS": agreements.contradictions,
    "XD-TYPES": allowed.contradictions,
    "XD-ROADMAP": roadmap_period.contradictions,
    "XD-CURATOR": curators.contradictions,
    "XD-INDICATORS": indicators.contradictions,
    "XD-STAMPS": stamps.contradictions,
}


def cross_check(files: Iterable[FileReport]) -> list[CrossRemark]:
    """Contradictions between files that have been read, in the order of the checks."""
    package: Package = {}
    for file in files:
        package.setdefault(file.kind or "", []).append(file)
    remarks: list[CrossRemark] = []
    for check in CHECKS.values():
        try:
            remarks += check(package)
        except Exception:  # a package nobody foresaw costs one check, not the audit
            continue
    return remarks
