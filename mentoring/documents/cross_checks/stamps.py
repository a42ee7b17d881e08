"""XD-STAMPS: approval stamps name the order that brings mentoring in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import dates, requisites
from ..audit_results import CrossRemark
from .remarks import Package, remark


def contradictions(package: Package) -> Iterator[CrossRemark]:
    orders = package.get("implementation_order", [])
    if len(orders) != 1:
        return
    order = orders[0]
    number, day = order.document.own_number[0], order.document.own_date[0]
    for kind in ("regulation", "roadmap"):
        for file in package.get(kind, []):
            text = file.document.stamp_text
            if not text:
                continue
            theirs, days = requisites.number(text), dates.dates(text)
            if number and theirs and _plain(number) != _plain(theirs):
                yield remark(
                    "XD-STAMPS", [file, order], f"В грифе приказ № {theirs}, а приказ о внедрении — № {number}."
                )
            elif day and days and day not in days and re.search(r"приказ", text, re.I):
                yield remark(
                    "XD-STAMPS",
                    [file, order],
                    f"В грифе дата {days[-1]:%d.%m.%Y}, а приказ о внедрении от {day:%d.%m.%Y}.",
                )


def _plain(number: str) -> str:
    return re.sub(r"[\s–—-]", "", number).lower().replace("о", "0")
