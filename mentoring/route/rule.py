"""What a rule of a route or a programme sees, what it says, and the few words that rules share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from mentoring.route.criteria import Verdict
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
