"""`check`: a route or programme held against its criteria of the table, one finding a criterion.

Texts and weights of criteria come from the table; a criterion that may only ask («проверьте») never says «нарушено».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from mentoring.route.criteria import DOCUMENTS, Criterion, Finding, Verdict, criteria
from mentoring.route.model import Route
from mentoring.route.practice import Path, paths
from mentoring.route.wording import Wording, read_wording


@dataclass(frozen=True)
class Said:
    """What a rule says of a criterion."""

    verdict: Verdict
    text: str
    suggestion: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """A route with what every rule needs, read once."""

    route: Route
    as_of: dt.date

    @cached_property
    def paths(self) -> dict[str, Path]:
        return paths(self.route)

    @cached_property
    def wordings(self) -> dict[str, Wording]:
        return {
            task.id: read_wording(task.wording, task.criterion, task.due, self.route.period)
            for task in self.route.tasks
            if task.said()
        }

    @cached_property
    def deficits(self) -> dict[str, str]:
        return {one.id: one.text for one in self.route.deficits if one.text}

    def numbers(self, ids: Iterable[str], word: str = "задача") -> str:
        """«задачи 1 и 3», «дефицит 2»: places of ids among the tasks or the deficits."""
        order = [row.id for row in (self.route.tasks if word == "задача" else self.route.deficits)]
        places = [str(order.index(id) + 1) for id in ids if id in order]
        many = {"задача": "задачи", "дефицит": "дефициты"}[word]
        return f"{word if len(places) == 1 else many} {listed(places)}"


Rule = Callable[[Seen], Said]
RULES: dict[str, Rule] = {}


def rule(*ids: str) -> Callable[[Rule], Rule]:
    """Register the rule of one or more criteria."""

    def register(function: Rule) -> Rule:
        RULES.update(dict.fromkeys(ids, function))
        return function

    return register


def check(route: Route, as_of: dt.date | None = None, documents: Iterable[str] | None = None) -> list[Finding]:
    """Findings for every criterion of the document kind (`learning_route` or `mentoring_programme`; by default that of
    the route's kind), in the order of the table. `as_of` is the day the judgement is for (today by default)."""
    from mentoring.route import programme_rules, route_rules  # noqa: F401  (they register the rules)

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


def by_share(good: int, all_: int) -> Verdict:
    """met, partial or violated by how many of all are good; nothing at all is violated."""
    return "met" if all_ and good == all_ else "partial" if good else "violated"


def capital(text: str) -> str:
    """The text with its first letter upper case."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[str]) -> str:
    """«1, 2 и 3»."""
    items = list(items)
    return " и ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
