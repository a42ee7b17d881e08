"""Our writer into nbgrader's gradebook: the same rows as its converters write, many submissions a transaction.

SQLAlchemy Core on nbgrader's own tables (0.9, whose models cost two seconds to import); works on SQLite and PostgreSQL.
Marks that people gave (manual scores, comments, extra credit) are never touched.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from autograder.errors import KitError

BUSY_SECONDS = 60
RETRIES = 5
NO_RESPONSE = "No response."
EMPTY = "Журнал оценок пуст: сначала выпустите задание (mentoring release)."

_tables = sa.MetaData()


def _table(name: str, *columns: str | sa.Column) -> sa.Table:
    made = [sa.Column(column, sa.String) if isinstance(column, str) else column for column in columns]
    return sa.Table(name, _tables, *made)


ASSIGNMENT = _table("assignment", "id", "name", sa.Column("duedate", sa.DateTime))
NOTEBOOK = _table("notebook", "id", "name", "assignment_id")
BASE_CELL = _table("base_cell", "id", "name", "notebook_id", "type")
GRADE_CELL = _table("grade_cells", "id", sa.Column("max_score", sa.Float), "cell_type")
SOURCE_CELL = _table("source_cell", "id", "name", "notebook_id", "source", sa.Column("locked", sa.Boolean))
STUDENT = _table("student", "id")
SUBMISSION = _table("submitted_assignment", "id", "assignment_id", "student_id", sa.Column("timestamp", sa.DateTime))
SUBMITTED = _table(
    "submitted_notebook",
    *("id", "assignment_id", "notebook_id"),
    sa.Column("flagged", sa.Boolean),
    sa.Column("late_submission_penalty", sa.Float),
)
GRADE = _table(
    "grade",
    *("id", "notebook_id", "cell_id"),
    sa.Column("auto_score", sa.Float),
    sa.Column("manual_score", sa.Float),
    sa.Column("needs_manual_grade", sa.Boolean),
)
COMMENT = _table(
    "comment",
    *("id", "notebook_id", "cell_id"),
    sa.Column("auto_comment", sa.Text),
    sa.Column("manual_comment", sa.Text),
)

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """What is recorded of one submission. `scores`: cell → (points or None, manual); `untouched`: solution cells
    nobody wrote in."""

    participant: str
    timestamp: datetime | None
    scores: dict[str, tuple[float | None, bool]]
    untouched: frozenset[str]


@dataclass(frozen=True)
class _Cells:
    assignment: str
    notebook: str
    graded: dict[str, str]
    solution: dict[str, str]


class Recorder:
    """One connection to a gradebook that nbgrader made (a release makes it). Use as a context manager."""

    def __init__(self, db_url: str):
        options: dict[str, Any] = {}
        if db_url.startswith("sqlite"):
            options["connect_args"] = {"timeout": BUSY_SECONDS}
        self.engine = sa.create_engine(db_url, **options)
        if db_url.startswith("sqlite"):
            sa.event.listen(self.engine, "connect", _no_autobegin)
            sa.event.listen(self.engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    def rest(self) -> None:
        """Closes open connections; the next call opens one again."""
        self.engine.dispose()

    def exists(self) -> bool:
        """Whether nbgrader has made its tables."""
        return sa.inspect(self.engine).has_table("assignment")

    def record(self, assignment: str, notebook: str, rows: Sequence[Row]) -> None:
        """Writes grades and comments of many submissions in one transaction. Raises KitError."""
        if rows:
            self.transaction(lambda connection: _record(connection, _cells(connection, assignment, notebook), rows))

    def graded(self, assignment: str) -> set[str]:
        """Participants that have rows for this assignment."""
        query = (
            sa.select(SUBMISSION.c.student_id)
            .join_from(SUBMISSION, ASSIGNMENT, SUBMISSION.c.assignment_id == ASSIGNMENT.c.id)
            .where(ASSIGNMENT.c.name == assignment)
        )
        return set(self.transaction(lambda connection: connection.execute(query).scalars().all()))

    def has_submissions(self, assignment: str) -> bool:
        return bool(self.graded(assignment))

    def cell_names(self, assignment: str) -> set[str]:
        """`grade_id` of every cell the gradebook knows of this assignment."""
        query = (
            sa.select(SOURCE_CELL.c.name)
            .join_from(SOURCE_CELL, NOTEBOOK, SOURCE_CELL.c.notebook_id == NOTEBOOK.c.id)
            .join(ASSIGNMENT, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
            .where(ASSIGNMENT.c.name == assignment)
        )
        return set(self.transaction(lambda connection: connection.execute(query).scalars().all()))

    def locked_sources(self, assignment: str, notebook: str) -> dict[str, str]:
        """`grade_id` → source of the cells that nbgrader restores at grading: the author's, hidden tests included."""
        query = (
            sa.select(SOURCE_CELL.c.name, SOURCE_CELL.c.source)
            .join_from(SOURCE_CELL, NOTEBOOK, SOURCE_CELL.c.notebook_id == NOTEBOOK.c.id)
            .join(ASSIGNMENT, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
            .where(ASSIGNMENT.c.name == assignment, NOTEBOOK.c.name == notebook, SOURCE_CELL.c.locked)
        )
        return dict(self.transaction(lambda connection: [tuple(row) for row in connection.execute(query)]))

    def set_due(self, assignment: str, due: datetime | None) -> None:
        """The term as nbgrader keeps it: naive UTC."""
        change = sa.update(ASSIGNMENT).where(ASSIGNMENT.c.name == assignment).values(duedate=_naive(due))
        self.transaction(lambda connection: connection.execute(change))

    def transaction(self, work: Callable[[sa.Connection], T]) -> T:
        """Runs `work` in one writing transaction, again when the gradebook is busy. Raises KitError."""
        for attempt in range(RETRIES):
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except ProgrammingError as error:  # PostgreSQL; SQLite says the same as an operational error
                if "does not exist" in str(error):
                    raise KitError(EMPTY) from None
                raise
            except (OperationalError, IntegrityError) as error:  # busy, deadlock, or another made the same row first
                if "no such table" in str(error):
                    raise KitError(EMPTY) from None
                if attempt + 1 == RETRIES:
                    raise KitError(f"Журнал оценок занят или недоступен: {error.orig}. Повторите позже.") from error
                time.sleep(0.2 * 2**attempt * (1 + random.random()))
        raise AssertionError("unreachable")


def _no_autobegin(connection: Any, _: object) -> None:
    # sqlite3 would begin late and read-only; we begin ourselves, for writing, so that two writers wait and not fail.
    connection.isolation_level = None


def _cells(connection: sa.Connection, assignment: str, notebook: str) -> _Cells:
    query = (
        sa.select(ASSIGNMENT.c.id, NOTEBOOK.c.id)
        .join_from(NOTEBOOK, ASSIGNMENT, NOTEBOOK.c.assignment_id == ASSIGNMENT.c.id)
        .where(ASSIGNMENT.c.name == assignment, NOTEBOOK.c.name == notebook)
    )
    found = connection.execute(query).first()
    if found is None:
        raise KitError(f"В журнале оценок нет задания «{assignment}»: выпустите его заново.")
    rows = connection.execute(
        sa.select(BASE_CELL.c.name, BASE_CELL.c.type, BASE_CELL.c.id).where(BASE_CELL.c.notebook_id == found[1])
    ).all()
    graded = {name: cell for name, kind, cell in rows if kind in ("GradeCell", "TaskCell")}
    solution = {name: cell for name, kind, cell in rows if kind in ("SolutionCell", "TaskCell")}
    return _Cells(found[0], found[1], graded, solution)


def _record(connection: sa.Connection, cells: _Cells, rows: Sequence[Row]) -> None:
    people = [row.participant for row in rows]
    known = set(_in(connection, STUDENT.c.id, STUDENT.c.id, people))
    _insert(connection, STUDENT, [{"id": name} for name in people if name not in known])

    pairs = _in(connection, (SUBMISSION.c.student_id, SUBMISSION.c.id), SUBMISSION.c.student_id, people,
                SUBMISSION.c.assignment_id == cells.assignment)  # fmt: skip
    submissions = dict(pairs)
    new = {name: _id() for name in people if name not in submissions}
    stamps = {row.participant: _naive(row.timestamp) for row in rows}
    _insert(connection, SUBMISSION, [
        {"id": made, "assignment_id": cells.assignment, "student_id": name, "timestamp": stamps[name]}
        for name, made in new.items()
    ])  # fmt: skip
    _update(connection, sa.update(SUBMISSION).where(SUBMISSION.c.id == sa.bindparam("row")), [
        {"row": submissions[name], "timestamp": stamps[name]}
        for name in people if name in submissions and stamps[name]
    ])  # fmt: skip
    submissions |= new

    notebooks = dict(_in(connection, (SUBMITTED.c.assignment_id, SUBMITTED.c.id), SUBMITTED.c.assignment_id,
                         list(submissions.values()), SUBMITTED.c.notebook_id == cells.notebook))  # fmt: skip
    fresh = {made: _id() for made in submissions.values() if made not in notebooks}
    _insert(connection, SUBMITTED, [
        {"id": made, "assignment_id": owner, "notebook_id": cells.notebook, "flagged": False}
        for owner, made in fresh.items()
    ])  # fmt: skip
    notebooks |= fresh
    place = {row.participant: notebooks[submissions[row.participant]] for row in rows}
    _grades(connection, cells, rows, place)
    _comments(connection, cells, rows, place)


def _grades(connection: sa.Connection, cells: _Cells, rows: Sequence[Row], place: dict[str, str]) -> None:
    there = _there(connection, GRADE, cells.graded, place)
    made, changed = [], []
    for row in rows:
        for name, cell in cells.graded.items():
            # A cell that was not graded stands as nbgrader makes it: no score, a person must look.
            score, manual = row.scores.get(name, (None, True))
            key = {"notebook": place[row.participant], "cell": cell}
            if (key["notebook"], cell) in there:
                changed.append({**key, "score": score, "manual": manual})
            else:
                made.append({"id": _id(), "notebook_id": key["notebook"], "cell_id": cell, "auto_score": score,
                             "needs_manual_grade": manual})  # fmt: skip
    _insert(connection, GRADE, made)
    update = (
        sa.update(GRADE)
        .where(GRADE.c.notebook_id == sa.bindparam("notebook"), GRADE.c.cell_id == sa.bindparam("cell"))
        .values(
            auto_score=sa.bindparam("score"),
            # What a person has marked is asked for again after a regrade, as nbgrader does.
            needs_manual_grade=sa.or_(GRADE.c.manual_score.is_not(None), sa.bindparam("manual", type_=sa.Boolean)),
        )
    )
    _update(connection, update, changed)


def _comments(connection: sa.Connection, cells: _Cells, rows: Sequence[Row], place: dict[str, str]) -> None:
    there = _there(connection, COMMENT, cells.solution, place)
    made, changed = [], []
    for row in rows:
        for name, cell in cells.solution.items():
            comment = NO_RESPONSE if name in row.untouched else None
            notebook = place[row.participant]
            if (notebook, cell) in there:
                changed.append({"notebook": notebook, "cell": cell, "comment": comment})
            else:
                made.append({"id": _id(), "notebook_id": notebook, "cell_id": cell, "auto_comment": comment})
    _insert(connection, COMMENT, made)
    update = (
        sa.update(COMMENT)
        .where(COMMENT.c.notebook_id == sa.bindparam("notebook"), COMMENT.c.cell_id == sa.bindparam("cell"))
        .values(auto_comment=sa.bindparam("comment"))
    )
    _update(connection, update, changed)


def _there(
    connection: sa.Connection, table: sa.Table, cells: dict[str, str], place: dict[str, str]
) -> set[tuple[str, str]]:
    """Notebook and cell of the rows there are; the index begins with the cell, so cells are named as well."""
    pair, known = (table.c.notebook_id, table.c.cell_id), table.c.cell_id.in_(list(cells.values()))
    return set(_in(connection, pair, table.c.notebook_id, list(place.values()), known))


def _in(connection: sa.Connection, columns: Any, column: sa.Column, values: Iterable[str], *where: Any) -> list[Any]:
    """Rows whose `column` is one of `values`; single columns come as scalars, several as tuples."""
    single = isinstance(columns, sa.Column)
    query = sa.select(columns) if single else sa.select(*columns)
    result = connection.execute(query.where(column.in_(list(values)), *where))
    return list(result.scalars()) if single else [tuple(row) for row in result]


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _update(connection: sa.Connection, statement: sa.Update, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)


def _naive(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment and moment.tzinfo else moment


def _id() -> str:
    """As long as nbgrader's, but in order of time: new rows lie together, and a transaction changes few pages."""
    return f"{time.time_ns():016x}{os.urandom(8).hex()}"
