"""Feedback: a Russian page for every handed-in work, one self-contained file in nbgrader's feedback directory.

Points are always the gradebook's; explanations come from grading; keys of secret tasks and code are not shown.
`autograder.feedback.FeedbackExporter` gives nbgrader's converter and the formgrader's button the same page.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from autograder import mailboxes, opening
from autograder.errors import reason, refusal
from autograder.feedback.collect import Collector
from autograder.feedback.page import render
from autograder.files import write_text
from autograder.layout import Layout, check_name, layout
from autograder.marks import read_marks
from autograder.rules import RulesError
from autograder.works import submitters

__all__ = ["FeedbackExporter", "FeedbackReport", "feedback", "page_of"]


@dataclass(frozen=True)
class FeedbackReport:
    """What was written: code → file; `not_graded`: code → why, their pages say so; `opened`: how many show right
    answers, whose later attempts don't count."""

    assignment: str
    folder: Path
    written: dict[str, Path] = field(default_factory=dict)
    not_graded: dict[str, str] = field(default_factory=dict)
    awaiting: tuple[str, ...] = ()
    seconds: float = 0.0
    unwritten: dict[str, str] = field(default_factory=dict)
    opened: int = 0

    def summary(self) -> str:
        """One Russian line."""
        lost = "".join(f" Отзыв {code} не записан: {why}." for code, why in list(self.unwritten.items())[:10])
        lost += f" Не записано всего: {len(self.unwritten)}." if len(self.unwritten) > 10 else ""
        return (
            f"Отзывы по заданию «{self.assignment}»: страниц {len(self.written)}, из них ждут ручной проверки "
            f"{len(self.awaiting)}, не проверены {len(self.not_graded)}, с верными ответами {self.opened}; "
            f"папка {self.folder}.{lost}"
        )

    def to_json(self) -> dict:
        return {
            "assignment": self.assignment,
            "folder": str(self.folder),
            "written": {code: str(path) for code, path in self.written.items()},
            "not_graded": self.not_graded,
            "unwritten": self.unwritten,
            "awaiting": list(self.awaiting),
            "opened": self.opened,
            "seconds": self.seconds,
        }


def feedback(
    assignment: str, students: Iterable[str] | None = None, *, place: Layout | None = None, now: datetime | None = None
) -> FeedbackReport:
    """Write the pages of everyone who handed in, or of `students`. Raises KitError with a Russian sentence."""
    started = time.perf_counter()
    place = place or layout()
    check_name(assignment)
    marks = {code: found for (_, code), found in read_marks(place.db_url, assignment).items()}
    collector = Collector(place, assignment, marks, now or datetime.now(UTC))
    here = set(submitters(place, assignment)) | set(marks)
    codes = sorted(here) if students is None else [check_name(code) for code in dict.fromkeys(students)]
    written, not_graded, awaiting, unwritten, opened = {}, {}, [], {}, 0
    for code in codes:
        if code not in here:
            unwritten[code] = "такой работы нет"
            continue
        path = place.feedback / code / assignment / f"{collector.notebook}.html"
        try:
            view = collector.page(code)
            if view.opened:
                opened += 1
                opening.note(place, assignment, code, collector.now)  # before anybody can read it
            _put(place, assignment, code, path, render(view))
        except OSError as error:  # the others have theirs all the same
            unwritten[code] = reason(error)
            continue
        except RulesError:  # concerns everyone
            raise
        except Exception as error:
            unwritten[code] = refusal(error)
            continue
        written[code] = path
        if view.problem:
            not_graded[code] = view.problem
        elif view.awaiting:
            awaiting.append(code)
    seconds = time.perf_counter() - started
    return FeedbackReport(assignment, place.feedback, written, not_graded, tuple(awaiting), seconds, unwritten, opened)


def _put(place: Layout, assignment: str, code: str, path: Path, page: str) -> None:
    write_text(path, page, durable=False)
    mailboxes.deliver(place, assignment, code, "feedback.html", page)
    stamp = place.submitted / code / assignment / "timestamp.txt"
    if stamp.is_file() and not stamp.is_symlink():  # nbgrader compares it to know whether feedback is out of date
        shutil.copyfile(stamp, path.parent / stamp.name)


def page_of(
    assignment: str, code: str, *, place: Layout | None = None, db_url: str = "", notebook: str | os.PathLike = ""
) -> str:
    """HTML of one participant's page. `notebook`: the autograded one, when it lies elsewhere than usual."""
    place = place or layout()
    marks = read_marks(db_url or place.db_url, assignment).get((assignment, code))
    collector = Collector(place, assignment, {code: marks} if marks else {}, datetime.now(UTC))
    view = collector.page(code, Path(notebook) if notebook else None)
    if view.opened:
        opening.note(place, assignment, code, collector.now)
    return render(view)


def __getattr__(name: str):
    # nbconvert takes half a second to import and only nbgrader's converter needs it.
    if name == "FeedbackExporter":
        from autograder.feedback.exporter import FeedbackExporter

        return FeedbackExporter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
