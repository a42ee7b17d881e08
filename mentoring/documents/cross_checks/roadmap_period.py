"""XD-ROADMAP: orders are inside the period of the roadmap."""

from __future__ import annotations

from collections.abc import Iterator

from ..audit_results import CrossRemark
from ..criteria.roadmap import periods
from .remarks import Package, remark


def contradictions(package: Package) -> Iterator[CrossRemark]:
    for roadmap in package.get("roadmap", []):
        period = roadmap.document.period
        if not period:
            continue
        first, last = periods.period(roadmap.document)
        if first.month == 9:
            first = first.replace(month=8, day=1)  # what begins in September is ordered in August
        for kind in ("implementation_order", "pairing_order"):
            for order in package.get(kind, []):
                day = order.document.own_date[0]
                if day and not (first <= day <= last):
                    yield remark(
                        "XD-ROADMAP",
                        [roadmap, order],
                        f"Дата приказа {day:%d.%m.%Y} вне периода дорожной карты "
                        f"{period[0]:%d.%m.%Y}–{period[1]:%d.%m.%Y}.",
                    )
