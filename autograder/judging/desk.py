"""What the pages ask for, as plain values: the list of tasks, the next answer of a queue, a mark taken. No HTTP."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.errors import KitError
from autograder.judging import agreement, phrases, show
from autograder.judging.ledger import Cell, Ledger
from autograder.judging.rubric import Criterion, criteria, points_of, step
from autograder.judging.verdict import Answer, Judgement, pairs
from autograder.layout import Layout
from autograder.works import key_of, task_order

QUEUES = ("first", "second", "third", "all")
LONGEST = 6_000


@dataclass(frozen=True)
class Line:
    """A task in the list: how many answers wait for `who` in each queue, how well graders agree."""

    assignment: str
    task: str
    work: str
    title: str
    most: float
    counts: dict[str, int]
    waiting: int
    done: int
    pairs: int
    kappa: float | None


@dataclass(frozen=True)
class Agreement:
    """Of one criterion of a task, or of the points (`title` empty)."""

    title: str
    pairs: int
    kappa: float | None
    exact: float | None


@dataclass(frozen=True)
class Card:
    """One answer to be judged. `others` are shown only to whoever decides; `mine` is the grader's own mark."""

    cell: Cell
    answer: Answer
    work: show.Work
    rubric: tuple[Criterion, ...]
    mine: Judgement | None
    others: tuple[Judgement, ...]
    comment: str
    phrases: tuple[str, ...]


class Desk:
    """One course's desk; safe to use from several threads."""

    def __init__(self, place: Layout):
        if not place.has_gradebook:
            raise KitError("Журнала оценок ещё нет: сначала выпустите и проверьте задание (mentoring grade).")
        self.place, self.ledger = place, Ledger(place.db_url)

    def lines(self, who: str) -> list[Line]:
        """Every task with answers for people, in the order of assignments and notebooks."""
        found = []
        by: dict[str, list[Cell]] = {}
        for cell in self.ledger.cells():
            by.setdefault(cell.assignment, []).append(cell)
        for assignment, cells in sorted(by.items()):
            key = key_of(self.place, assignment)
            order = task_order(self.place, key) if key else []
            for cell in sorted(cells, key=lambda one: (order.index(one.task) if one.task in order else 999, one.task)):
                task = key.tasks.get(cell.task) if key else None
                if task is None or task.voided:
                    continue
                answers = self.ledger.answers(cell)
                two = pairs(answers).get("", [])
                title = str(task.question.get("title") or cell.task)
                found.append(Line(
                    assignment, cell.task, key.title, title, cell.most, _counts(answers, who),
                    sum(one.state == "waiting" for one in answers),
                    sum(one.state in ("done", "single") for one in answers),
                    len(two), agreement.weighted_kappa(two),
                ))  # fmt: skip
        return found

    def counts(self, assignment: str, task: str, who: str) -> dict[str, int]:
        return _counts(self.ledger.answers(self.ledger.cell(assignment, task)), who)

    def listed(self, assignment: str, task: str, who: str) -> list[Answer]:
        """All answers of a task in the order in which `who` meets them."""
        return sorted(self.ledger.answers(self.ledger.cell(assignment, task)), key=_order(who))

    def title(self, assignment: str, task: str) -> tuple[str, str]:
        """Of the assignment and of the task. Raises KitError."""
        key = key_of(self.place, assignment)
        if key is None or task not in key.tasks:
            raise KitError("Такой задачи нет: вернитесь к списку.")
        return key.title, str(key.tasks[task].question.get("title") or task)

    def agreement(self, assignment: str, task: str) -> list[Agreement]:
        """By criterion, then for the points."""
        key = key_of(self.place, assignment)
        found = pairs(self.ledger.answers(self.ledger.cell(assignment, task)))
        lines = criteria(key.tasks[task].question) if key and task in key.tasks else ()
        named = [(line.title, found.get(line.id, [])) for line in lines] + [("", found.get("", []))]
        return [Agreement(t, len(p), agreement.weighted_kappa(p), agreement.exact_share(p)) for t, p in named]

    def next(self, assignment: str, task: str, queue: str, who: str, skip: Collection[str] = ()) -> Card | None:
        """The first answer of a queue for `who` that is not in `skip` and that nobody else is reading; it is theirs for
        a while. Works that can't be shown are passed over."""
        if queue not in QUEUES:
            raise KitError("Такой очереди нет.")
        cell = self.ledger.cell(assignment, task)
        taken = self.ledger.held(cell, who)
        for answer in sorted(self.ledger.answers(cell), key=_order(who)):
            if answer.id in skip or answer.id in taken or not answer.waits_for(who, queue):
                continue
            if queue != "all":
                if not self.ledger.claim(cell, answer.id, who):
                    continue
                answer = self._answer(cell, answer.id)  # between the list and the claim somebody may have marked it
            try:
                if answer.waits_for(who, queue):
                    return self._card(cell, answer, who)
            except KitError:
                pass
            self.ledger.let_go(cell, who, (answer.id,))
        return None

    def taken(self, assignment: str, task: str, who: str) -> int:
        """How many answers to a task others are reading now."""
        return len(self.ledger.held(self.ledger.cell(assignment, task), who))

    def hold(self, assignment: str, task: str, id: str, who: str, on: bool = True) -> bool:
        """The page is still open (`on`) or the answer was put off; false when somebody else reads it meanwhile."""
        cell = self.ledger.cell(assignment, task)
        if on:
            return self.ledger.claim(cell, self._answer(cell, id).id, who)
        self.ledger.let_go(cell, who, (id,))
        return True

    def card(self, assignment: str, task: str, id: str, who: str) -> Card:
        """One answer. Raises KitError when it is not there."""
        cell = self.ledger.cell(assignment, task)
        return self._card(cell, self._answer(cell, id), who)

    def show(self, assignment: str, task: str, id: str, what: str) -> str:
        """HTML of `what`: question, model or rest. Raises KitError."""
        answer = self._answer(self.ledger.cell(assignment, task), id)
        work = show.work(self.place, assignment, answer.code)
        drawers = {"question": work.full, "model": work.model, "rest": work.rest, "answer": work.answer}
        if what not in drawers:
            raise KitError("Этого здесь нет.")
        return drawers[what](task)

    def code(self, assignment: str, task: str, id: str) -> str:
        """Whose work it is, for whoever asks."""
        return self._answer(self.ledger.cell(assignment, task), id).code

    def mark(self, assignment: str, task: str, id: str, who: str, given: Mapping[str, Any]) -> Answer:
        """Takes a mark: `levels`, `points` (None: by the levels), `comment`, `stamp`. Raises KitError."""
        cell = self.ledger.cell(assignment, task)
        levels, comment = given.get("levels"), given.get("comment") or ""
        if not isinstance(levels, dict) or not isinstance(comment, str) or len(comment) > LONGEST:
            raise KitError(f"Отметку прочитать не удалось; комментарий — не длиннее {LONGEST} знаков.")
        work = show.work(self.place, assignment, self._answer(cell, id).code)
        rubric = work.rubric(task)
        points = points_of(rubric, levels, given.get("points"), cell.most)
        comment = comment.replace("\x00", "").replace("\r\n", "\n").strip()
        made = Judgement(who, 1, points, levels, step(rubric, cell.most), comment, str(given.get("stamp") or ""))
        return self.ledger.mark(cell, id, made)

    def confirm(self, assignment: str, task: str) -> int:
        return self.ledger.confirm(self.ledger.cell(assignment, task))

    def _answer(self, cell: Cell, id: str) -> Answer:
        found = self.ledger.answers(cell, id)
        if not found:
            raise KitError("Такого ответа в журнале нет: обновите список.")
        return found[0]

    def _card(self, cell: Cell, answer: Answer, who: str) -> Card:
        work = show.work(self.place, cell.assignment, answer.code)
        mine = answer.by(who)
        decides = answer.state == "third" or len(answer.judgements) > 1
        others = tuple(one for one in answer.judgements if one.who != who) if decides or mine else ()
        held = self.ledger.comment(cell, answer.id)
        # a second grader reads nothing of the first; words left in the formgrader before any mark are nobody's secret
        comment = mine.comment if mine else "" if answer.judgements or answer.outside else held
        bank = tuple(phrases.read(self.place, cell.assignment, cell.task))
        return Card(cell, answer, work, work.rubric(cell.task), mine, others, comment, bank)


def _counts(answers: Collection[Answer], who: str) -> dict[str, int]:
    return {queue: sum(one.waits_for(who, queue) for one in answers) for queue in QUEUES}


def _order(who: str) -> Any:
    """Everyone's own order: it follows neither the list of people nor time, and two graders seldom meet."""
    return lambda answer: hashlib.sha256(f"{who}\0{answer.id}".encode()).digest()
