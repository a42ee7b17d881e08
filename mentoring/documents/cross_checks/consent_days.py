"""XD-DATES: consents are not later than the order on pairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from .. import dates
from ..audit_results import CrossRemark
from ..criteria import signing
from ..criteria.consent import sorts
from ..view import Document
from . import surnames
from .remarks import Package, order_pairs, remark


def given_day(document: Document) -> dt.date | None:
    """The day a consent was given."""
    _, dated = signing.signature_and_date(document)
    found = dates.dates(dated.text) if dated else []
    return found[-1] if found else None


def contradictions(package: Package) -> Iterator[CrossRemark]:
    for order in package.get("pairing_order", []):
        day = order.document.own_date[0]
        names = {s for p in order_pairs(order) for s in (p.mentor, p.mentee) if s}
        for consent in package.get("consent", []):
            given = given_day(consent.document)
            if not {"mentor", "mentee"} & set(sorts.sorts(consent.document)):
                continue
            known = consent.document.surnames
            if names and known and not any(surnames.has(name, known) for name in names):
                continue
            if day and given and given > day:
                yield remark(
                    "XD-DATES",
                    [consent, order],
                    f"Согласие от {given:%d.%m.%Y} позже приказа о парах от {day:%d.%m.%Y}.",
                )
