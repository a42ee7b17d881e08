"""XD-PAIRS: pairs of the order are those of the programmes."""

from __future__ import annotations

from collections.abc import Iterator

from ..audit_results import CrossRemark
from ..criteria.mentoring_programme import general
from ..pairs.model import Pair
from . import surnames
from .remarks import Package, order_pairs, remark, short


def contradictions(package: Package) -> Iterator[CrossRemark]:
    orders, programmes = package.get("pairing_order", []), package.get("mentoring_programme", [])
    if not orders or (not programmes and len(package) < 6):
        return
    known = [(order, pair) for order in orders for pair in order_pairs(order) if pair.mentor and pair.mentee]
    people = {programme.file: set(general.pair_named(programme.document)) for programme in programmes}
    for order, pair in known:
        both = [p for p in programmes if _names(pair, people[p.file])]
        if not both:
            yield remark(
                "XD-PAIRS",
                [order, *[p for p in programmes if surnames.has(pair.mentee, people[p.file])]],
                f"Для пары из приказа нет своей программы: {short(pair)}.",
            )
    for programme in programmes:
        named = people[programme.file]
        if known and len(named) >= 2 and not any(_names(pair, named) for _, pair in known):
            yield remark("XD-PAIRS", [*orders, programme], "Пары этой программы нет в приказе о закреплении.")


def _names(pair: Pair, people: set[str]) -> bool:
    return surnames.has(pair.mentor, people) and surnames.has(pair.mentee, people)
