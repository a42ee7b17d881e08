"""Marks of people: the desk's own table `desk_judgement` beside nbgrader's, and the final mark in nbgrader's own rows.

Both change in one transaction, so that they never disagree; it waits for a batch that is recording, and repeats. The
table stands in the gradebook's database (SQLite or PostgreSQL) and holds nbgrader's ids, not participants' codes.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from autograder.errors import KitError
from autograder.judging import claims
from autograder.judging.verdict import DECIDES, OUTSIDE, Answer, Decision, Judgement
from autograder.recorder import (
    ASSIGNMENT,
    BASE_CELL,
    BUSY_SECONDS,
    COMMENT,
    GRADE,
    GRADE_CELL,
    NOTEBOOK,
    SUBMISSION,
    SUBMITTED,
    Recorder,
)

_tables = sa.MetaData()
JUDGEMENT = sa.Table(
    "desk_judgement",
    _tables,
    sa.Column("cell_id", sa.String(32), primary_key=True),
    sa.Column("notebook_id", sa.String(32), primary_key=True),
    sa.Column("who", sa.String(128), primary_key=True),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("points", sa.Float, nullable=False),
    sa.Column("step", sa.Float, nullable=False),
    sa.Column("levels", sa.Text, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("stamp", sa.String(40), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)
CHANGED = "Пока вы читали, пришла новая попытка этой работы: показан новый ответ, отметка не записана."


@dataclass(frozen=True)
class Cell:
    """A scored cell of the gradebook; `comments`: the cell that holds its comment, empty when none does."""

    id: str
    assignment: str
    task: str
    most: float
    comments: str


class Ledger:
    """The gradebook as the desk uses it. Use as a context manager."""

    def __init__(self, db_url: str):
        self.recorder = Recorder(db_url)
        options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}} if db_url.startswith("sqlite") else {}
        self.reading = sa.create_engine(db_url, **options)  # readers take no writer's lock
        self._made = False

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.reading.dispose()
        self.recorder.rest()

    def cells(self) -> list[Cell]:
        """Cells in which somebody's mark is awaited or given, of all assignments."""
        used = sa.select(GRADE.c.cell_id).where(sa.or_(GRADE.c.needs_manual_grade, GRADE.c.manual_score.is_not(None)))
        with self._read() as connection:
            return _cells(connection, BASE_CELL.c.id.in_(used))

    def cell(self, assignment: str, task: str) -> Cell:
        """Raises KitError when the gradebook has no such task."""
        with self._read() as connection:
            found = _cells(connection, sa.and_(ASSIGNMENT.c.name == assignment, BASE_CELL.c.name == task))
        if not found:
            raise KitError("Такой задачи в журнале оценок нет.")
        return found[0]

    def answers(self, cell: Cell, id: str | None = None) -> list[Answer]:
        """Answers to one task that a person judges or has judged; `id` names one."""
        with self._read() as connection:
            return _answers(connection, cell, id)

    def comment(self, cell: Cell, id: str) -> str:
        """What nbgrader holds as a person's comment."""
        with self._read() as connection:
            return _comment(connection, cell, id)

    def mark(self, cell: Cell, id: str, judgement: Judgement) -> Answer:
        """Keeps a mark beside the others and writes what they come to as the final one.

        `judgement.stamp` says which work was read; its turn is decided here. Raises KitError when another attempt came.
        """
        self._make()
        return self.recorder.transaction(lambda connection: _mark(connection, cell, id, judgement))

    def held(self, cell: Cell, who: str) -> set[str]:
        """Answers that other people are reading now."""
        with self._read() as connection:
            return claims.held(connection, cell.id, who)

    def claim(self, cell: Cell, id: str, who: str) -> bool:
        """Says that `who` reads this answer; false when somebody else does."""
        self._make()
        return self.recorder.transaction(lambda connection: claims.take(connection, cell.id, id, who))

    def let_go(self, cell: Cell, who: str, ids: Collection[str]) -> None:
        """`who` reads these answers no longer."""
        self._make()
        self.recorder.transaction(lambda connection: claims.drop(connection, cell.id, who, ids))

    def confirm(self, cell: Cell) -> int:
        """After a regrade: marks that people gave to these very works count again. Returns how many."""
        self._make()
        return self.recorder.transaction(lambda connection: _confirm(connection, cell))

    def drop_lost(self) -> None:
        """Deletes marks and claims of works that the gradebook no longer holds."""
        for table in (JUDGEMENT, claims.CLAIM):
            if sa.inspect(self.reading).has_table(table.name):
                gone = sa.delete(table).where(table.c.notebook_id.not_in(sa.select(SUBMITTED.c.id)))
                self.recorder.transaction(lambda connection, gone=gone: connection.execute(gone))

    def _read(self) -> sa.Connection:
        self._make()
        return self.reading.connect()

    def _make(self) -> None:
        if not self._made:
            if not self.recorder.exists():
                raise KitError("Журнал оценок пуст: сначала выпустите и проверьте задание.")
            there = sa.inspect(self.reading).get_table_names()
            for table in (JUDGEMENT, claims.CLAIM):
                if table.name not in there:
                    create = sa.schema.CreateTable(table, if_not_exists=True)
                    self.recorder.transaction(lambda connection, create=create: connection.execute(create))
            self._made = True


def _cells(connection: sa.Connection, where: sa.ColumnElement) -> list[Cell]:
    query = (
        sa.select(BASE_CELL.c.id, ASSIGNMENT.c.name, BASE_CELL.c.name, GRADE_CELL.c.max_score, NOTEBOOK.c.id)
        .join_from(BASE_CELL, GRADE_CELL, GRADE_CELL.c.id == BASE_CELL.c.id)
        .join(NOTEBOOK, NOTEBOOK.c.id == BASE_CELL.c.notebook_id)
        .join(ASSIGNMENT, ASSIGNMENT.c.id == NOTEBOOK.c.assignment_id)
        .where(where)
    )
    rows = connection.execute(query).all()
    places = sa.select(BASE_CELL.c.notebook_id, BASE_CELL.c.name, BASE_CELL.c.id)
    places = places.where(BASE_CELL.c.type == "SolutionCell", BASE_CELL.c.notebook_id.in_({row[4] for row in rows}))
    held = {(notebook, name): cell for notebook, name, cell in connection.execute(places)}
    made = []
    for cell, assignment, task, most, notebook in rows:
        names = (task, f"{task}-key", f"{task}-code")
        comments = next((held[notebook, name] for name in names if (notebook, name) in held), "")
        made.append(Cell(cell, assignment, task, float(most), comments))
    return made


def _answers(connection: sa.Connection, cell: Cell, id: str | None = None, lock: bool = False) -> list[Answer]:
    judged = sa.select(JUDGEMENT).where(JUDGEMENT.c.cell_id == cell.id)
    query = (
        sa.select(
            SUBMITTED.c.id,
            SUBMISSION.c.student_id,
            SUBMISSION.c.timestamp,
            GRADE.c.manual_score,
            GRADE.c.needs_manual_grade,
        )
        .join_from(GRADE, SUBMITTED, SUBMITTED.c.id == GRADE.c.notebook_id)
        .join(SUBMISSION, SUBMISSION.c.id == SUBMITTED.c.assignment_id)
        .where(GRADE.c.cell_id == cell.id)
    )
    if id is not None:
        judged, query = judged.where(JUDGEMENT.c.notebook_id == id), query.where(SUBMITTED.c.id == id)
    if lock:  # a batch that records this work meanwhile waits for us, or we for it; SQLite locks the whole file
        query = query.with_for_update(of=[GRADE, SUBMISSION])
    rows = connection.execute(query).all()
    by: dict[str, list[Judgement]] = {}
    for row in connection.execute(judged):
        by.setdefault(row.notebook_id, []).append(_judgement(row))
    found = []
    for notebook, code, moment, manual, needs in rows:
        stamp = moment.isoformat() if moment else ""
        kept = tuple(one for one in by.get(notebook, ()) if one.stamp == stamp)
        if needs or manual is not None or kept:
            found.append(Answer(notebook, code, stamp, manual, bool(needs), kept))
    return found


def _mark(connection: sa.Connection, cell: Cell, id: str, given: Judgement) -> Answer:
    found = _answers(connection, cell, id, lock=True)
    if not found or found[0].stamp != given.stamp:
        raise KitError(CHANGED)
    answer = _adopted(connection, cell, found[0])
    mine, others = answer.by(given.who), [one for one in answer.judgements if one.who != given.who]
    # A mark that was changed past the desk settled the matter; whoever marks after it settles it anew.
    settled = found[0].outside and found[0].judgements
    turn = DECIDES if settled else mine.turn if mine else min(len(others) + 1, DECIDES)
    made = replace(given, turn=turn, at=_now())
    _keep(connection, cell, id, made)
    answer = replace(answer, judgements=(*others, made))
    decision = answer.decision
    assert decision is not None
    _final(connection, cell, id, decision)
    claims.drop(connection, cell.id, given.who, (id,))
    return replace(answer, manual=decision.points, needs=decision.disputed)


def _adopted(connection: sa.Connection, cell: Cell, answer: Answer) -> Answer:
    """What was marked or written past the desk becomes part of the marks."""
    comment, decision = _comment(connection, cell, answer.id), answer.decision
    if answer.outside:
        assert answer.manual is not None
        turn = DECIDES if answer.judgements else 1
        outside = Judgement(OUTSIDE, turn, answer.manual, comment=comment, stamp=answer.stamp, at=_now())
        outside = replace(outside, step=max((one.step for one in answer.judgements), default=cell.most / 5))
        _keep(connection, cell, answer.id, outside)
        kept = [one for one in answer.judgements if one.who != OUTSIDE]
        return replace(answer, judgements=(*kept, outside))
    if decision is not None and not decision.disputed and not answer.needs and comment != decision.comment:
        first, *rest = sorted(answer.judgements, key=lambda one: (one.turn, one.at))
        changed = (replace(first, comment=comment), *(replace(one, comment="") for one in rest))
        for one in changed:
            _keep(connection, cell, answer.id, one)
        return replace(answer, judgements=changed)
    return answer


def _confirm(connection: sa.Connection, cell: Cell) -> int:
    count = 0
    for answer in _answers(connection, cell, lock=True):
        decision = answer.decision
        if answer.needs and decision is not None and not decision.disputed:
            _final(connection, cell, answer.id, decision)
            count += 1
    return count


def _keep(connection: sa.Connection, cell: Cell, id: str, one: Judgement) -> None:
    place = sa.and_(JUDGEMENT.c.cell_id == cell.id, JUDGEMENT.c.notebook_id == id, JUDGEMENT.c.who == one.who)
    row = {**vars(one), "levels": json.dumps(one.levels)}
    if connection.execute(sa.update(JUDGEMENT).where(place).values(**row)).rowcount == 0:
        connection.execute(sa.insert(JUDGEMENT), {**row, "cell_id": cell.id, "notebook_id": id})


def _final(connection: sa.Connection, cell: Cell, id: str, decision: Decision) -> None:
    """nbgrader's rows: the formgrader, the feedback and the progress sheet read these."""
    place = sa.and_(GRADE.c.notebook_id == id, GRADE.c.cell_id == cell.id)
    mark = {"manual_score": decision.points, "needs_manual_grade": decision.disputed}
    connection.execute(sa.update(GRADE).where(place).values(**mark))
    if cell.comments:
        place = sa.and_(COMMENT.c.notebook_id == id, COMMENT.c.cell_id == cell.comments)
        connection.execute(sa.update(COMMENT).where(place).values(manual_comment=decision.comment or None))


def _comment(connection: sa.Connection, cell: Cell, id: str) -> str:
    if not cell.comments:
        return ""
    query = sa.select(COMMENT.c.manual_comment)
    query = query.where(COMMENT.c.notebook_id == id, COMMENT.c.cell_id == cell.comments)
    return connection.execute(query).scalar() or ""


def _judgement(row: Any) -> Judgement:
    levels = json.loads(row.levels)
    return Judgement(row.who, row.turn, row.points, levels, row.step, row.comment, row.stamp, row.at)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
