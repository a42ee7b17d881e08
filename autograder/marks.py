"""What the gradebook holds, as plain values: one query, no nbgrader import (that costs two seconds), nothing written.

Not for recording; the sums and rules are elsewhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from autograder.errors import KitError

QUERY = """
select a.name, sa.student_id, sa.timestamp, sn.late_submission_penalty, b.name,
       coalesce(gc.max_score, tc.max_score), g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
from submitted_assignment sa
join assignment a on a.id = sa.assignment_id
left join submitted_notebook sn on sn.assignment_id = sa.id
left join grade g on g.notebook_id = sn.id
left join base_cell b on b.id = g.cell_id
left join grade_cells gc on gc.id = b.id
left join task_cells tc on tc.id = b.id
"""
COMMENTS = """
select a.name, sa.student_id, b.name, c.auto_comment, c.manual_comment
from comment c
join base_cell b on b.id = c.cell_id
join submitted_notebook sn on sn.id = c.notebook_id
join submitted_assignment sa on sa.id = sn.assignment_id
join assignment a on a.id = sa.assignment_id
where c.manual_comment is not null or c.auto_comment is not null
"""
WAITING = """
select count(distinct sn.id)
from grade g
join submitted_notebook sn on sn.id = g.notebook_id
join submitted_assignment sa on sa.id = sn.assignment_id
join assignment a on a.id = sa.assignment_id
where g.needs_manual_grade and a.name = :assignment
"""
# After a power cut in the middle of a write the next one who may write puts the file in order.
ROLLED_BACK_BY_WRITERS = ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY")
UNREADABLE = {
    "SQLITE_BUSY": "занят: повторите через минуту",
    "SQLITE_NOTADB": "повреждён: верните его из копии (mentoring restore)",
    "SQLITE_CORRUPT": "повреждён: верните его из копии (mentoring restore)",
}
OTHERWISE = "не читается: к нему нет доступа, или это не журнал nbgrader"
SUFFIXES = ("-key", "-code")  # solution cells that hold the comment for the task cell of the same name


class GradebookError(KitError):
    """The gradebook can't be read; the message is one Russian sentence."""


@dataclass(frozen=True)
class Mark:
    """One scored cell, in points. A manual score replaces the automatic one, extra credit is added to either."""

    max_points: float
    auto: float | None = None
    manual: float | None = None
    extra: float | None = None
    needs_manual: bool = False
    comment: str = ""

    @property
    def points(self) -> float | None:
        base = self.auto if self.manual is None else self.manual
        return None if base is None else base + (self.extra or 0.0)


@dataclass
class Marks:
    """One submission in the gradebook: when it was handed in (aware) and its marks by task id."""

    assignment: str
    code: str
    handed_in: datetime | None = None
    penalty: float | None = None
    tasks: dict[str, Mark] = field(default_factory=dict)

    @property
    def points(self) -> float:
        return round(sum(mark.points or 0.0 for mark in self.tasks.values()), 6)

    @property
    def max_points(self) -> float:
        return sum(mark.max_points for mark in self.tasks.values())

    @property
    def awaiting(self) -> list[str]:
        """Tasks that a person still has to judge."""
        return [task for task, mark in self.tasks.items() if mark.needs_manual]

    def graded(self, manual: Iterable[str] = ()) -> bool:
        """Whether every automatic task has a score; a failed run leaves rows without one. `manual`: tasks without an
        automatic score by design."""
        manual = set(manual)
        return bool(self.tasks) and all(
            mark.points is not None for task, mark in self.tasks.items() if task not in manual
        )


def waiting(database: str | Path, assignment: str) -> int:
    """How many works have a task that a person still has to judge; counted by the database, since classes are large."""
    ((found,),) = _rows(str(database), (WAITING, {"assignment": assignment}))[0] or [(0,)]
    return int(found)


def read_marks(database: str | Path, assignment: str | None = None) -> dict[tuple[str, str], Marks]:
    """(assignment, code) → marks. `database`: a path, or a database URL. Empty when there is no gradebook yet."""
    where, arguments = ("", {}) if assignment is None else (" where a.name = :assignment", {"assignment": assignment})
    rows, comments = _rows(
        str(database),
        (QUERY + where, arguments),
        (COMMENTS + where.replace("where", "and"), arguments),
    )
    found: dict[tuple[str, str], Marks] = {}
    said = _said(comments)
    for name, code, moment, late, cell, top, automatic, manual, extra, needs in rows:
        marks = found.setdefault((name, code), Marks(name, code, _moment(moment), late))
        if cell is not None:
            texts = [said.get((name, code, place)) for place in (cell, *(cell + suffix for suffix in SUFFIXES))]
            comment = "\n\n".join(dict.fromkeys(text for text in texts if text))
            marks.tasks[cell] = Mark(top or 0.0, automatic, manual, extra, bool(needs), comment)
    return found


def _said(comments: Iterable[tuple]) -> dict[tuple[str, str, str], str]:
    """(assignment, code, cell) → comment. A person's comment wins; nbgrader's own «No response.» is not for people."""
    found = {}
    for name, code, cell, automatic, manual in comments:
        text = manual or ("" if (automatic or "").startswith("No response") else automatic)
        if text:
            found[name, code, cell] = text
    return found


def _rows(database: str, *queries: tuple[str, dict]) -> list[list[tuple]]:
    if database.startswith("sqlite:///"):
        database = database.removeprefix("sqlite:///")
    if "://" in database:
        return _rows_from_server(database, *queries)
    path = Path(database)
    if not path.is_file():
        return [[] for _ in queries]
    try:
        try:
            return _rows_from_file(path, "ro", queries)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname not in ROLLED_BACK_BY_WRITERS:
                raise
            return _rows_from_file(path, "rw", queries)
    except sqlite3.Error as error:
        kind = getattr(error, "sqlite_errorname", "")
        what = next((what for start, what in UNREADABLE.items() if kind.startswith(start)), OTHERWISE)
        raise GradebookError(f"Журнал оценок {path} {what}.") from error


def _rows_from_file(path: Path, mode: str, queries: Iterable[tuple[str, dict]]) -> list[list[tuple]]:
    uri = f"file:{quote(str(path.resolve()))}?mode={mode}"
    with closing(sqlite3.connect(uri, uri=True, timeout=30)) as connection:
        return [connection.execute(query, arguments).fetchall() for query, arguments in queries]


def _rows_from_server(url: str, *queries: tuple[str, dict]) -> list[list[tuple]]:
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import SQLAlchemyError

    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return [[tuple(row) for row in connection.execute(text(query), arguments)] for query, arguments in queries]
    except SQLAlchemyError as error:
        raise GradebookError("Журнал оценок на сервере не отвечает: проверьте адрес и доступ.") from error
    finally:
        engine.dispose()


def _moment(value: str | datetime | None) -> datetime | None:
    """nbgrader stores UTC without a zone."""
    if value is None or value == "":
        return None
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
