"""XD-PERIOD: the term of a pair is inside the school year and the term of its agreement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import dates
from ..audit_results import CrossRemark, FileReport
from ..pairs import outside_pairs
from ..terms import term
from ..view import Document
from ..view.period import Period
from . import surnames
from .remarks import Package, order_pairs, remark


def agreement_term(document: Document) -> Period | None:
    """Start and end of the mentor's work by an agreement."""
    for words in document.index.words:
        if re.search(r"трудов\w+ договор\w* (?:от|№)|закон", words.text, re.I) and not re.search(
            r"срок|период|с «?\d", words.text, re.I
        ):
            continue
        first, last = term(words.text)
        if first and last:
            return first, last
    return None


def contradictions(package: Package) -> Iterator[CrossRemark]:
    for order in package.get("pairing_order", []):
        general = _general_term(order.document)
        for pair in order_pairs(order):
            first, last = pair.first or (general or (None, None))[0], pair.last or (general or (None, None))[1]
            if not first or not last:
                continue
            year = dates.school_year(first)
            if last > year[1]:
                yield remark(
                    "XD-PERIOD", [order], f"Срок пары {first:%d.%m.%Y}–{last:%d.%m.%Y} выходит за учебный год."
                )
            for agreement in package.get("supplementary_agreement", []):
                if not pair.mentor or not surnames.has(pair.mentor, agreement.document.surnames):
                    continue
                own = agreement_term(agreement.document)
                if own is None:
                    continue
                if (
                    pair.mentee
                    and _mentees(order, pair.mentor) > 1
                    and not surnames.has(pair.mentee, agreement.document.surnames)
                ):
                    continue
                if first < own[0] or last > own[1]:
                    yield remark(
                        "XD-PERIOD",
                        [order, agreement],
                        f"Срок пары {first:%d.%m.%Y}–{last:%d.%m.%Y} не укладывается в срок соглашения "
                        f"{own[0]:%d.%m.%Y}–{own[1]:%d.%m.%Y}.",
                    )
    for agreement in package.get("supplementary_agreement", []):
        own = agreement_term(agreement.document)
        if own and own[1] > dates.school_year(own[0])[1]:
            yield remark(
                "XD-PERIOD", [agreement], f"Срок соглашения {own[0]:%d.%m.%Y}–{own[1]:%d.%m.%Y} выходит за учебный год."
            )


def _mentees(order: FileReport, mentor: str) -> int:
    return sum(1 for pair in order_pairs(order) if pair.mentor and surnames.same(pair.mentor, mentor))


def _general_term(document: Document):
    for words in outside_pairs(document):
        first, last = term(words.text)
        if first and last:
            return first, last
    return None
