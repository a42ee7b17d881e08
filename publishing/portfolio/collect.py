"""What goes into a portfolio, gathered: results, feedback as the participant may see it, documents made of the answers.

A document is what the form's own button makes (`task(…, export=…)`): the key names the function, the answers are data.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from autograder import opening
from autograder.feedback.collect import Collector, PageView
from autograder.files import read_plain
from autograder.key import Key
from autograder.layout import Layout
from autograder.marks import read_marks
from autograder.progress import Line, Sheet, collect
from autograder.works import Work, key_of
from publishing.portfolio.uploaded import safe, uploads

log = logging.getLogger(__name__)
MAX_FEEDBACK = 20_000_000
ALLOWED = ("mentoring.",)  # rooms whose functions make documents


@dataclass(frozen=True)
class Piece:
    """One work: its line of results, the feedback page (view and file); documents and uploads are name → content."""

    assignment: str
    title: str
    state: str
    view: PageView | None = None
    page: bytes = b""
    documents: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Portfolio:
    """Everything of one participant. `line` holds the name: the portfolio is an export."""

    sheet: Sheet
    line: Line
    pieces: tuple[Piece, ...]
    made: datetime

    @property
    def code(self) -> str:
        return self.line.person.code


class Gatherer:
    """Portfolios of one course; what all of them share is read once."""

    def __init__(self, place: Layout):
        self.place, self.sheet, self.now = place, collect(place=place), datetime.now(UTC)
        self._collectors: dict[str, Collector] = {}

    def portfolio(self, line: Line) -> Portfolio:
        pieces = tuple(piece for name in line.results if (piece := self._piece(line, name)))
        return Portfolio(self.sheet, line, pieces, self.now)

    def _piece(self, line: Line, name: str) -> Piece | None:
        from autograder.progress import state_said

        code, result = line.person.code, line.results[name]
        if result.state == "not_issued":
            return None
        rule = self.sheet.rules.of(name, code)
        state = state_said(rule, result)
        work = Work(self.place, name, code)
        if not work.folder.is_dir():
            return Piece(name, rule.title, state)
        key = key_of(self.place, name, work.answers.release, work.answers.variant)
        page = b""
        for path in sorted((self.place.feedback / code / name).glob("*.html"))[:1]:
            page = read_plain(path, MAX_FEEDBACK) or b""
        return Piece(name, key.title if key else rule.title, state, self._view(name, code), page,
                     dict(documents(key, work.answers.given)) if key else {},
                     dict(uploads(key, work.answers.given, work.folder)) if key else {})  # fmt: skip

    def _view(self, name: str, code: str) -> PageView | None:
        if name not in self._collectors:
            marks = {who: found for (_, who), found in read_marks(self.place.db_url, name).items()}
            self._collectors[name] = Collector(self.place, name, marks, self.now)
        view = self._collectors[name].page(code)
        if view.opened:
            opening.note(self.place, name, code, self.now)
        return None if view.problem else view


def documents(key: Key, given: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """File name and content of every document that the answers make; one that fails is left out."""
    used: set[str] = set()
    wanted = [(task.id, name) for task in key.tasks.values() for name in task.export.split() if task.id in given]
    for task, named in wanted:
        make = exporter(named)
        if make is None or given[task] is None:
            continue
        try:
            more = (key.tasks[task].question,) if getattr(make, "wants_question", False) else ()
            name, content = make(given[task], *more)
        except Exception:  # whatever an answer does to it
            log.exception("document of %s", task)
            continue
        name = safe(name)[-100:]
        if name in used:
            name = f"{task}_{name}"
        used.add(name)
        yield name, content


def exporter(name: str):
    """The function that the author's notebook named as `module:function`; None for anything that is not ours."""
    module, _, function = name.partition(":")
    if not module.startswith(ALLOWED) or not function.isidentifier():
        return None
    try:
        return getattr(import_module(module), function)
    except (ImportError, AttributeError):
        return None
