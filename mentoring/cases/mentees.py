"""A mentee to draw a route for: deficits with evidence, context, limits of time, and a sound route as the model."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from mentoring.cases.dice import Dice
from mentoring.cases.making import YEAR
from mentoring.cases.school import _names, deficits, workday
from mentoring.cases.tables import CaseError

COUNT = {"easy": 1, "medium": 2, "hard": 3}
"""How many deficits."""
CONTEXT = (
    "Наставник ведёт тот же предмет и свободен два раза в неделю.",
    "В школе один учитель этого предмета, наставник работает в соседней.",
    "Класс сильный, но к новым приёмам относится настороженно.",
    "Педагог уже пробовал менять уроки и остановился на полпути.",
    "Завуч просит не снимать педагога с уроков.",
)


@dataclass(frozen=True)
class MenteeCase:
    """`deficits` are rows of `case_deficits` with ids d1, d2 …; days are dates; `route` is a sound answer (JSON)."""

    seed: str
    position: str
    category: str
    context: str
    hours: int
    starts: dt.date
    ends: dt.date
    deficits: tuple[dict[str, Any], ...]
    route: dict[str, Any]

    @property
    def code(self) -> str:
        return f"П-{Dice(self.seed, 'code').number(11, 89)}"


def make_mentee(seed: object, difficulty: str = "medium", year: int = YEAR) -> MenteeCase:
    """A mentee of the school year that begins in `year`. Raises CaseError."""
    if difficulty not in COUNT:
        raise CaseError(f"Сложности «{difficulty}» нет; есть: {', '.join(COUNT)}.")
    dice = Dice(seed, "mentee")
    position = f"учитель {dice.one(_names()['subject'])[0]}"
    category = dice.one(("первый год работы", "второй год работы", "шестой год работы", "девятнадцатый год работы"))
    starts = workday(dt.date(year, 10, 5), dice.number(0, 5))
    ends = workday(dt.date(year, 12, 21), dice.number(0, 3))
    rows = Dice(seed, "deficits").some(deficits(), COUNT[difficulty])
    named = tuple({"id": f"d{place}", **row} for place, row in enumerate(rows, 1))
    hours = dice.number(2, 3)
    return MenteeCase(
        str(seed), position, category, dice.one(CONTEXT), hours, starts, ends, named, _route(named, starts, ends)
    )


def _route(rows: tuple[dict[str, Any], ...], starts: dt.date, ends: dt.date) -> dict[str, Any]:
    """Task, activity, transfer and evidence for every deficit; reflection in the middle and an audit at the end."""

    def day(part: float, place: int) -> str:
        return str(workday(starts + (ends - starts) * part, place))

    route: dict[str, Any] = {"tasks": [], "activities": [], "transfers": [], "evidence": []}
    for place, row in enumerate(rows, 1):
        tasks, last = [f"t{place}"], min(day(0.85, place), str(ends))
        route["tasks"].append({"id": f"t{place}", "deficits": [row["id"]], "wording": row["task"],
                               "criterion": row["criterion"], "due": last})  # fmt: skip
        for mark, what, form, part in (
            ("a", _capital(row["activity"]), "planning", 0.25),
            ("b", f"Посещение урока наставника и разбор: {row['practice'].split(';')[0]}", "observation", 0.35),
        ):
            route["activities"].append(
                {"id": f"{mark}{place}", "tasks": tasks, "what": what, "form": form, "where": "школа", "hours": "2",
                 "due": day(part, place)}
            )  # fmt: skip
        route["transfers"].append({"id": f"p{place}", "tasks": tasks, "what": row["practice"].split(";")[0],
                                   "lesson": row["transfer"], "due": day(0.55, place)})  # fmt: skip
        route["evidence"].append({"id": f"e{place}", "tasks": tasks, "what": row["product"], "due": last})
    route["reflections"] = [
        {"id": "r1", "what": "Промежуточная встреча с наставником: что изменилось на уроке", "due": day(0.5, 0)},
        {"id": "r2", "what": "Методический аудит маршрута", "due": str(ends)},
    ]
    return route | {"decision": "Завершить или продлить маршрут решает методический совет"}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
