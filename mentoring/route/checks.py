"""`check`: a route or programme held against its criteria of the table, one finding a criterion.

Texts and weights of criteria come from the table; a criterion that may only ask («проверьте») never says «нарушено».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from mentoring.route import programme_rules, route_rules
from mentoring.route.criteria import DOCUMENTS, Criterion, Finding, criteria
from mentoring.route.model import Route
from mentoring.route.rule import Seen

RULES = {**route_rules.RULES, **programme_rules.RULES}


def check(route: Route, as_of: dt.date | None = None, documents: Iterable[str] | None = None) -> list[Finding]:
    """Findings for every criterion of the document kind (`learning_route` or `mentoring_programme`; by default that of
    the route's kind), in the order of the table. `as_of` is the day the judgement is for (today by default)."""
    seen = Seen(route, as_of or dt.date.today())
    return [
        judge(one, seen) for document in (documents or (DOCUMENTS[route.kind],)) for one in criteria(document).values()
    ]


def judge(criterion: Criterion, seen: Seen) -> Finding:
    """One criterion, with the worst conclusion that the table allows."""
    if criterion.law_from is not None and seen.as_of < criterion.law_from:
        text = f"Применяется к документам с {criterion.law_from:%d.%m.%Y}."
        return Finding(criterion, "not_applicable", text)
    looked = RULES.get(criterion.id)
    if looked is None:
        return Finding(criterion, "unknown", "По тексту этого не установить: посмотрите сами.")
    said = looked(seen)
    verdict = said.verdict
    if criterion.earns == "check" and verdict in ("violated", "partial"):
        verdict = "unknown"
    return Finding(criterion, verdict, said.text, said.suggestion, said.places)
