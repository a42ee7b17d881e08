"""Releasing an assignment: key executed and frozen, nbgrader's release made and checked for leaks, then published.

`release` is what the CLI calls; the steps in nbgrader's converter use the other functions, so that the formgrader's
button does the same.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import leaks, mailboxes, reference, variants
from autograder.config import configure
from autograder.errors import KitError
from autograder.layout import Layout, layout
from autograder.reference import Built
from autograder.school_year import year_of


@dataclass(frozen=True)
class Released:
    """What `release` made: the folder with the public files and the numbers a person asks for."""

    assignment: str
    release: str
    folder: Path
    tasks: int
    points: float


def release(assignment: str, place: Layout | None = None) -> Released:
    """Releases an assignment, again too. Nothing that is published changes before every check has passed.

    Raises KitError with what the author must mend.
    """
    place = place or layout()
    built = prepare(place, assignment)
    if not built.tasks:
        raise KitError(f"В задании «{assignment}» нет ни одной задачи (ячейки с баллами и вызовом task).")
    leaks.check_files(place, built)
    staging = place.workspace / f".staging-{uuid.uuid4().hex[:8]}"
    try:
        _convert(place, assignment, staging)
        _check_cells(place, built, staging / assignment / f"{built.key.notebook}.ipynb")
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    folder = _convert(place, assignment, place.release)
    _set_due(place, assignment)
    mailboxes.publish(place, assignment)
    return Released(assignment, built.release, folder, len(built.tasks), sum(t.points for t in built.tasks.values()))


def prepare(place: Layout, assignment: str) -> Built:
    """The executed and checked keys of the assignment as it stands now. Raises KitError."""
    return reference.build(place, assignment)


def public_files(place: Layout, built: Built) -> dict[str, bytes]:
    """What lies beside the released notebook for everyone: `release.json` and, with variants, the pool without keys.

    Raises KitError when the pool would give an answer away.
    """
    note = json.dumps(public_note(place, built), ensure_ascii=False, indent=1) + "\n"
    files = {variants.NOTE: note.encode("utf-8")}
    if built.public:
        leaks.check_pool(built)
        files[variants.FILE] = variants.pool_note(built.assignment, built.release, built.public)
    return files


def public_note(place: Layout, built: Built) -> dict[str, Any]:
    """`release.json`: what everyone may know of a release."""
    due = _due(place, built.assignment)
    tasks = [
        {"id": task.id, "title": task.question.get("title", task.id), "points": task.points, "manual": task.manual}
        for task in built.tasks.values()
    ]
    note = {
        "schema": 1,
        "assignment": built.assignment,
        "release": built.release,
        "variant": built.key.variant,
        "title": built.key.title,
        "tasks": tasks,
        "due": due.isoformat() if due else None,
        "year": year_of(),
    }
    return note | ({"variants": sorted(built.public)} if built.public else {})


def _convert(place: Layout, assignment: str, folder: Path) -> Path:
    """Runs nbgrader's GenerateAssignment; only a run into the real release folder writes the gradebook and the key."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config()
    configure(config, place.root)
    trial = folder != place.release
    if trial:
        config.CourseDirectory.release_directory = str(folder)
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
    place.workspace.mkdir(parents=True, exist_ok=True)
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = assignment
    converter = GenerateAssignment(coursedir=coursedir, config=config)
    converter.force = True
    errors = _Errors()
    converter.log = logging.Logger("autograder.release")
    converter.log.addHandler(errors)
    try:
        converter.start()
    except NbGraderException as error:
        raise KitError(errors.reason() or f"nbgrader не смог выпустить «{assignment}»: {error}") from error
    return folder / assignment


def _check_cells(place: Layout, built: Built, staged: Path) -> None:
    """Refuses a changed set of cells while there are submissions: nbgrader would fail and delete the release."""
    if not place.has_gradebook:
        return
    from autograder.recorder import Recorder

    new = {
        cell["metadata"]["nbgrader"]["grade_id"]
        for cell in json.loads(staged.read_text(encoding="utf-8"))["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id")
    }
    with Recorder(place.db_url) as recorder:
        if not recorder.exists() or not recorder.has_submissions(built.assignment):
            return
        old = recorder.cell_names(built.assignment)
    if old and old != new:
        changed = ", ".join(sorted(old ^ new)[:6])
        raise KitError(
            f"По заданию «{built.assignment}» уже есть работы, а набор ячеек изменился ({changed}): верните ячейки "
            "или выпустите задание под новым именем."
        )


def _set_due(place: Layout, assignment: str) -> None:
    """The term in the gradebook, where the formgrader shows it."""
    from autograder.recorder import Recorder

    with Recorder(place.db_url) as recorder:
        recorder.set_due(assignment, _due(place, assignment))


def _due(place: Layout, assignment: str):
    """The term by the table of rules; None without a table or a term."""
    from autograder.rules import load_rules

    return load_rules(place=place).of(assignment).due if (place.datasets / "rules.csv").is_file() else None


class _Errors(logging.Handler):
    """Keeps what nbgrader says of an error."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record):
        self.texts.append(record.getMessage())

    def reason(self) -> str:
        """The Russian sentence of a KitError that nbgrader wrapped into its own, if there was one."""
        for text in self.texts:
            found = re.search(r"^autograder\.errors\.KitError: (.+)", text, re.M | re.S)
            if found:
                return found.group(1).strip()
        return ""
