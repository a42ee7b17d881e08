"""A question's rubric as the desk uses it: criteria, levels, points of chosen levels. Pure; reads a question's dump.

A question carries `rubric: [{"id", "criterion", "levels": [{"points", "text", "anchor"}]}]`; the points of a level hold
its criterion's weight already. Any kind may have one; a question without a rubric is judged by points alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.errors import KitError

WITHOUT_RUBRIC = 5  # a step is a fifth of the points where no rubric says what a step is


@dataclass(frozen=True)
class Level:
    points: float
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Criterion:
    """One line; `levels` from the lowest to the highest."""

    id: str
    title: str
    levels: tuple[Level, ...]

    @property
    def most(self) -> float:
        return self.levels[-1].points


def criteria(question: Mapping[str, Any]) -> tuple[Criterion, ...]:
    """The rubric of a question's dump; empty when it has none."""
    found = []
    for line in question.get("rubric") or ():
        levels = [Level(float(one["points"]), str(one["text"]), str(one.get("anchor") or "")) for one in line["levels"]]
        if levels:
            ordered = tuple(sorted(levels, key=lambda level: level.points))
            found.append(Criterion(str(line["id"]), str(line["criterion"]), ordered))
    return tuple(found)


def step(lines: tuple[Criterion, ...], most: float) -> float:
    """Points between neighbouring levels, the widest of the rubric: what two graders may differ by."""
    gaps = [b.points - a.points for line in lines for a, b in zip(line.levels, line.levels[1:], strict=False)]
    return max(gaps, default=most / WITHOUT_RUBRIC)


def points_of(lines: tuple[Criterion, ...], chosen: Mapping[str, int], corrected: float | None, most: float) -> float:
    """Points of chosen levels (criterion → place of the level, from 0), or the grader's own when `corrected`.

    Raises KitError for what can't be a mark.
    """
    known = {line.id: line for line in lines}
    for name, at in chosen.items():
        if name not in known or type(at) is not int or not 0 <= at < len(known[name].levels):
            raise KitError("Такого уровня в рубрике нет: обновите страницу.")
    if corrected is not None:
        if isinstance(corrected, bool) or not isinstance(corrected, int | float) or not math.isfinite(corrected):
            raise KitError("Балл нужно записать числом.")
        if not 0 <= corrected <= most + 1e-9:
            raise KitError(f"Балл должен быть от 0 до {most:g}.".replace(".", ",", most != int(most)))
        return round(float(corrected), 2)
    if not lines or len(chosen) < len(lines):
        raise KitError("Выберите уровень по каждому критерию или впишите балл.")
    return min(round(sum(known[name].levels[at].points for name, at in chosen.items()), 2), most)
