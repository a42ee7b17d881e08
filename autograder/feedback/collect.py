"""What stands on a feedback page: autograded notebook, key, gradebook, rules. No HTML but that of the views."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder import cells, opening, registry
from autograder.errors import KitError
from autograder.grading import Grade
from autograder.growth import FIRST, LAST, Growth
from autograder.key import Key, Task
from autograder.layout import Layout
from autograder.marks import Mark, Marks, read_marks
from autograder.rules import Rules, late_said, lateness, load_rules, penalty, said
from autograder.works import Work, key_of, task_order

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TaskView:
    """One task on the page; `html` is its read-only view, `state`: right, partial, wrong, waiting, empty, lost."""

    id: str
    number: int
    title: str
    points: float | None
    max_points: float
    state: str
    html: str = ""
    comment: str = ""
    manual: float | None = None
    extra: float | None = None
    voided: str = ""
    secret: bool = False
    revealed: bool = False


@dataclass(frozen=True)
class PageView:
    """Everything a page shows. `problem`: why the work is not graded (then there are no tasks); `uncounted`: the last
    attempt, where it came after the right answers were shown; `hushed`: they will be shown later."""

    code: str
    assignment: str
    title: str
    attempt: int = 1
    attempts: int = 1
    handed_in: str = ""
    due: str = ""
    late: str = ""
    penalty: float = 0.0
    points: float = 0.0
    max_points: float = 0.0
    pass_percent: float | None = None
    awaiting: int = 0
    problem: str = ""
    returned: str | None = None
    uncounted: int = 0
    hushed: bool = False
    made: str = ""
    growth: Growth | None = None
    tasks: tuple[TaskView, ...] = field(default=())

    @property
    def total(self) -> float:
        return max(0.0, self.points - self.penalty)

    @property
    def percent(self) -> float:
        return 100 * self.total / self.max_points if self.max_points else 0.0

    @property
    def opened(self) -> bool:
        """Whether the author reads a right answer here."""
        return any(task.revealed for task in self.tasks)

    @property
    def passed(self) -> bool | None:
        if self.pass_percent is None or self.awaiting or self.problem:
            return None
        return self.percent + 1e-9 >= self.pass_percent


class Collector:
    """Pages of one assignment; what all of them share is read once."""

    def __init__(self, place: Layout, assignment: str, marks: Mapping[str, Marks], now: datetime):
        self.place, self.assignment, self.marks, self.now = place, assignment, marks, now
        self._keys: dict[tuple[str, str], tuple[Key, list[str]]] = {}
        self._entrance: dict[tuple[str, str], Marks] | None = None

    @cached_property
    def rules(self) -> Rules:
        return load_rules(place=self.place)

    @cached_property
    def key(self) -> Key | None:
        return key_of(self.place, self.assignment)

    @property
    def notebook(self) -> str:
        return self.key.notebook if self.key else self.assignment

    def page(self, code: str, notebook: Path | None = None) -> PageView:
        """The page of a participant. Whatever a work is like, there is a page."""
        work = Work(self.place, self.assignment, code)
        rule = self.rules.of(self.assignment, code)
        marks = self.marks.get(code)
        handed_in = work.handed_in or (marks.handed_in if marks else None)
        late = lateness(handed_in, rule)
        returned = work.returned
        last, counts = work.attempt, opening.counted(self.place, self.assignment, code)
        seen = opening.shown(self.place, self.assignment, code)
        uncounted = last if seen and last > max(seen[0], 1) else 0
        top = marks.max_points if marks else 0.0
        off = 0.0
        if marks:
            off = penalty(rule, late, marks.points, top) if marks.penalty is None else min(marks.penalty, marks.points)
        common = {
            "code": code,
            "assignment": self.assignment,
            "title": self.key.title if self.key else rule.title,
            "attempt": (counts or 1) if uncounted else last,
            "uncounted": uncounted,
            "attempts": rule.attempts,
            "handed_in": said(handed_in),
            "due": said(rule.due),
            "late": late_said(late),
            "pass_percent": rule.pass_percent,
            "returned": None if returned is None else str(returned.get("comment") or ""),
            "made": said(self.now),
        }
        try:
            graded = cells.read(notebook or self.place.autograded / code / self.assignment / f"{self.notebook}.ipynb")
            key, order = self._key(graded)
        except (KitError, TypeError, KeyError) as error:
            log.info("no graded work of %s: %s", code, error)
            graded = None
        if graded is None or marks is None or not marks.tasks or work.newer_than(marks.handed_in):
            return PageView(**common, problem=self._problem(work))
        used = len(opening.attempts(self.place, self.assignment, code)) or 1
        percent = 100 * max(0.0, marks.points - off) / top if top else 0.0
        hushed = not opening.opens(rule, self.now, returned=returned is not None, attempt=used, percent=percent)
        lost = [name for name, mark in marks.tasks.items() if mark.points is None and not mark.needs_manual]
        if lost:
            return PageView(**common, problem=f"нет оценок по заданиям: {', '.join(lost)}")
        shown = [name for name in order if name in marks.tasks] + [n for n in marks.tasks if n not in key.tasks]
        tasks = [
            self._task(number, name, marks.tasks[name], graded.grades.get(name), key.tasks.get(name), hushed)
            for number, name in enumerate(shown, 1)
        ]
        return PageView(
            **common,
            points=marks.points,
            max_points=top,
            penalty=off,
            awaiting=len(marks.awaiting),
            growth=None if marks.awaiting or not top else self._growth(code, 100 * marks.points / top),
            hushed=hushed and rule.answers != "never" and any(not task.secret for task in tasks),
            tasks=tuple(tasks),
        )

    def _growth(self, code: str, percent: float) -> Growth | None:
        """Growth since the entrance test, on the page of the final one."""
        if self.assignment != LAST:
            return None
        if self._entrance is None:
            self._entrance = read_marks(self.place.db_url, FIRST)
        marks = self._entrance.get((FIRST, code))
        if marks is None or marks.awaiting or not marks.graded() or not marks.max_points:
            return None
        return Growth(100 * marks.points / marks.max_points, percent)

    def _key(self, graded: cells.Graded) -> tuple[Key, list[str]]:
        at = (graded.release, graded.variant)
        if at not in self._keys:
            key = key_of(self.place, self.assignment, *at)
            if key is None:
                raise KitError(f"Задание «{self.assignment}» не выпущено.")
            self._keys[at] = key, task_order(self.place, key)
        return self._keys[at]

    def _problem(self, work: Work) -> str:
        """Why there is no grade: what the grading engine says of the folder, else that it was not run yet."""
        from autograder.assess import Course  # the engine, only where a work needs an explanation

        if not work.folder.is_dir():
            return "работа не сдана"
        try:
            self._course = getattr(self, "_course", None) or Course.load(self.place, self.assignment)
            self._course.admit(work.code)
        except KitError as error:
            return str(error).rstrip(".")
        return "после сдачи проверка ещё не проводилась"

    def _task(
        self, number: int, name: str, mark: Mark, grade: Grade | None, task: Task | None, hushed: bool
    ) -> TaskView:
        question = dict(task.question) if task else {}
        secret = bool(question.get("secret"))
        waiting = mark.needs_manual
        return TaskView(
            id=name,
            number=number,
            title=str(question.get("title") or name),
            points=None if waiting and mark.manual is None else mark.points,
            max_points=mark.max_points,
            state=_state(mark, grade),
            html=_view(task, grade, mark, hushed) if task and grade else "",
            comment=mark.comment,
            manual=mark.manual,
            extra=mark.extra or None,
            voided=task.voided if task else "",
            secret=secret,
            revealed=not (secret or hushed) and grade is not None and _reveals(grade, mark),
        )


def _state(mark: Mark, grade: Grade | None) -> str:
    if mark.needs_manual:
        return "waiting"
    if grade is not None and mark.manual is None and grade.outcome in ("unanswered", "unreadable"):
        return "empty" if grade.outcome == "unanswered" else "lost"
    ratio = (mark.points or 0.0) / mark.max_points if mark.max_points else 1.0
    return "right" if ratio >= 1 - 1e-9 else "partial" if ratio > 1e-9 else "wrong"


def _reveals(grade: Grade, mark: Mark) -> bool:
    """Nobody gets the key by handing in nothing, nor before a person has judged."""
    return not mark.needs_manual and grade.outcome not in ("unanswered", "unreadable")


def _view(task: Task, grade: Grade, mark: Mark, hushed: bool) -> str:
    """The read-only view with remarks. While keys stay shut the question is treated as a secret one: its own scorer
    knows which remarks then give nothing away. Points are the gradebook's."""
    question, reveal = task.question, task.reference
    score = {"outcome": grade.outcome, "fraction": grade.fraction, "remarks": [dict(item) for item in grade.remarks]}
    if not _reveals(grade, mark):
        reveal = None
    if question.get("secret") or hushed:
        reveal = None
        question = {**question, "secret": True}
        if grade.outcome in ("scored", "manual") and not task.voided:
            score = _rescored(task, question, grade) or {**score, "remarks": []}
    score |= {"max_points": mark.max_points}
    if not mark.needs_manual or mark.manual is not None:
        score |= {"points": mark.points}
    if mark.manual is not None and mark.max_points:  # a person's judgement is the outcome now
        score |= {"outcome": "scored", "fraction": min(max(mark.manual / mark.max_points, 0.0), 1.0)}
    readable = grade.outcome != "unreadable"
    return registry.drawn(task.kind, question, grade.answer, score, reveal=reveal, readable=readable)


def _rescored(task: Task, question: dict[str, Any], grade: Grade) -> dict[str, Any] | None:
    try:
        return registry.kind(task.kind).grade(question, grade.answer, task.reference)
    except Exception:
        log.exception("grading %s again", task.id)
        return None
