"""XD-AGREEMENTS: every mentor of the order has an agreement."""

from __future__ import annotations

from collections.abc import Iterator

from ..audit_results import CrossRemark
from . import surnames
from .remarks import Package, order_pairs, remark, short


def contradictions(package: Package) -> Iterator[CrossRemark]:
    agreements = package.get("supplementary_agreement", [])
    if not agreements and len(package) < 3:
        return
    for order in package.get("pairing_order", []):
        done: list[str] = []
        for pair in order_pairs(order):
            if not pair.mentor or surnames.has(pair.mentor, done):
                continue
            done.append(pair.mentor)
            if not any(surnames.has(pair.mentor, a.document.surnames) for a in agreements):
                yield remark(
                    "XD-AGREEMENTS",
                    [order, *agreements],
                    f"Для наставника нет дополнительного соглашения: {short(pair)}.",
                )
