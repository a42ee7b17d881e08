"""A designed route as it was answered: as a route, what is empty, what the checks say so far, which rows count.

Pure reading; what it is worth is `route_scoring`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from mentoring.route.model import Deficit, Route
from mentoring.tasks.base import joined
from mentoring.tasks.evidence import MAX_WORDS, holds, own_words, words

if TYPE_CHECKING:
    from mentoring.tasks.route import RouteAnswer, RouteQuestion, RouteReference

LIVE = ("IOM-03", "IOM-04", "IOM-05", "IOM-06", "IOM-07", "IOM-08", "IOM-09", "IOM-10", "IOM-12")
PARTS_OF = ("activities", "transfers", "evidence", "reflections")
# Before anything stands in these sections a criterion is not spoken of.
NEEDS = {
    "IOM-05": ("activities", "transfers"), "IOM-06": ("transfers", "evidence"), "IOM-07": ("activities",),
    "IOM-08": ("activities", "transfers", "evidence", "reflections"), "IOM-12": ("reflections",),
}  # fmt: skip
WIDE = 2  # a row linked to more tasks (a task to more deficits) says nothing of each of them
ALIKE = 0.8


def date_ru(text: str) -> str:
    """`2026-11-20` of the form → `20.11.2026`; what is no such date stays as written."""
    return re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3.\2.\1", text)


def as_route(question: RouteQuestion, answer: RouteAnswer) -> Route:
    """The answer as a route of the case's person and period, dates as documents have them."""

    def rows(name: str) -> tuple:
        return tuple(one.model_copy(update={"due": date_ru(one.due)}) for one in getattr(answer, name))

    given = [Deficit(id=one.id, text=one.text, method=one.evidence) for one in question.deficits]
    own = (
        [one for one in answer.deficits if one.id not in {other.id for other in given}] if question.own_deficits else []
    )
    return Route(
        person=question.person, position=question.position or "педагог", mentor=question.mentor,
        starts=date_ru(question.starts), ends=date_ru(question.ends), hours_per_week=question.hours_per_week,
        deficits=(*given, *own), decision=answer.decision, **{name: rows(name) for name in ("tasks", *PARTS_OF)},
    )  # fmt: skip


def rows_missing(question: RouteQuestion, answer: RouteAnswer) -> list[str]:
    """What is still empty, in short Russian phrases."""
    tasks = [one for one in answer.tasks if one.said()]
    if not tasks:
        return ["задачи маршрута"]
    empty = []
    for number, task in enumerate(tasks, 1):
        fields = {"дефицит": task.deficits, "формулировка": task.wording, "критерий": task.criterion, "срок": task.due}
        empty += [f"задача {number}: {name}" for name, value in fields.items() if not value]
        for name, rows in (("мероприятие", answer.activities), ("перенос в практику", answer.transfers),
                           ("доказательство", answer.evidence)):  # fmt: skip
            if not any(task.id in row.tasks and row.said() for row in rows):
                empty.append(f"задача {number}: {name}")
    return empty + ([] if any(one.said() for one in answer.reflections) else ["рефлексия"])


def live_findings(question: RouteQuestion, answer: RouteAnswer) -> list[str]:
    """Findings on what is already written, one sentence or two each; empty sections are `rows_missing`'s business."""
    from mentoring.route import check

    if not any(task.wording for task in answer.tasks):
        return []
    filled = {name for name in PARTS_OF if any(row.said() for row in getattr(answer, name))}
    silent = {id for id, sections in NEEDS.items() if not filled.intersection(sections)}
    found = [one for one in check(as_route(question, answer)) if one.id in LIVE and one.id not in silent]
    flawed = {one.id for one in found if one.verdict in ("violated", "partial", "unknown")}
    if "IOM-04" in flawed:  # a criterion or date that is missing is told there
        flawed -= {"IOM-09"}
    return [joined(one.text, one.suggestion) for one in found if one.id in flawed]


class Look:
    """An answer with what every part needs, read once."""

    def __init__(self, question: RouteQuestion, answer: RouteAnswer, reference: RouteReference | None):
        self.question, self.answer = question, answer
        self.route = as_route(question, answer)
        self.expected = dict(reference.deficits) if reference else {}
        self.case = " ".join((question.text, *(f"{one.text} {one.evidence}" for one in question.deficits)))
        self.tasks = [one for one in answer.tasks if one.said()][: question.max_tasks]
        skipped = {id for id, one in self.expected.items() if one.skip}
        self.skipped = skipped
        self.deficits = [one.id for one in self.route.deficits if one.text and one.id not in skipped]
        self.numbers = {one.id: number for number, one in enumerate(self.route.deficits, 1)}

    @cached_property
    def paths(self):
        from mentoring.route.practice import paths

        return paths(self.route)

    @cached_property
    def texts(self) -> list[str]:
        rows = (*self.answer.tasks, *self.answer.activities, *self.answer.transfers, *self.answer.evidence)
        return [str(value) for row in rows for value in row.model_dump().values() if isinstance(value, str)]

    @cached_property
    def pasted(self) -> set[str]:
        """Ids of rows whose text stands in another row of its section too or is hollow."""
        found: set[str] = set()
        sections = (
            [(one.id, one.wording) for one in self.tasks],
            [(one.id, one.what) for one in self.answer.activities if one.what],
            [(one.id, f"{one.what} {one.lesson}") for one in self.answer.transfers if one.said()],
            [(one.id, one.what) for one in self.answer.evidence if one.what],
        )
        for section, rows in zip("tape", sections, strict=True):
            bags = [(id, set(words(text))) for id, text in rows]
            for place, (id, bag) in enumerate(bags):
                same = any(_alike(bag, other) for at, (_, other) in enumerate(bags) if at != place)
                if same or self.hollow(rows[place][1]):
                    found.add(f"{section}:{id}")
        return found

    def hollow(self, text: str) -> bool:
        """A text that is not the participant's own wording: runs of the case, places left to fill in, a heap of words
        (too many for a cell, or the same ones over and over)."""
        given = words(text)
        heap = len(given) > MAX_WORDS or (len(given) >= 10 and len(set(given)) < 0.6 * len(given))
        return heap or "__" in text or len(own_words(text, self.case, ())) < max(2, len(given) / 2)

    def own_measure(self, task) -> bool:
        return not task.criterion or len(own_words(task.criterion, self.case, ())) > 0

    def about(self, task, deficit: str) -> bool:
        """The task is on this deficit and on no more than two, in words that the reference knows."""
        linked = [id for id in task.deficits if id in self.numbers]
        if deficit not in linked or len(linked) > WIDE or f"t:{task.id}" in self.pasted:
            return False
        phrases = self.expected[deficit].about if deficit in self.expected else ()
        return not phrases or holds(words(f"{task.wording} {task.criterion}"), phrases)

    def relevant(self, deficit: str) -> list:
        return [task for task in self.tasks if self.about(task, deficit)]

    def rows(self, deficit: str, section: str, rows: Iterable, field: str) -> list:
        """Rows that say something of their own about the tasks on a deficit, in words that the reference knows."""
        tasks = {task.id for task in self.relevant(deficit)}
        phrases = getattr(self.expected[deficit], field) if deficit in self.expected else ()
        return [
            row for row in rows
            if row.said() and tasks & set(row.tasks) and len(row.tasks) <= WIDE
            and f"{section}:{row.id}" not in self.pasted
            and (not phrases or holds(words(f"{row.what} {getattr(row, 'lesson', '')}"), phrases))
        ]  # fmt: skip


def _alike(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and len(one & other) / len(one | other) >= ALIKE
