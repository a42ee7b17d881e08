"""What lies on disk about a handed-in work: who, when, which attempt, whether it was returned, and its key.

Reads only, and takes nothing that a participant wrote for more than data. Grading and recording are elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from autograder.answers import Answers, read
from autograder.errors import KitError
from autograder.files import read_plain
from autograder.key import Key, is_released, load, load_skeleton
from autograder.layout import NAME, Layout

SMALL = 200_000


@dataclass(frozen=True)
class Work:
    """One submission as it lies in `workspace/submitted/<code>/<assignment>`."""

    place: Layout
    assignment: str
    code: str

    @property
    def folder(self):
        return self.place.submitted / self.code / self.assignment

    @cached_property
    def answers(self) -> Answers:
        return read(self.folder)

    @cached_property
    def handed_in(self) -> datetime | None:
        """When nbgrader's timestamp (else the form) says it was handed in; aware."""
        stamp = read_plain(self.folder / "timestamp.txt", 1000)
        found = moment(stamp.decode("utf-8-sig", "replace")) if stamp else None
        if found is None and self.answers.handed_in:
            found = moment(self.answers.handed_in[-1].get("at"))
        return found

    @cached_property
    def attempt(self) -> int:
        """Number of the last attempt; 1 when nothing says more."""
        said = [entry.get("attempt") for entry in self.answers.handed_in]
        kept = self.place.attempts / self.assignment / self.code
        stored = [int(item.name) for item in kept.iterdir() if item.name.isdecimal()] if kept.is_dir() else []
        return max([number for number in said if isinstance(number, int) and 0 < number < 1000] + stored, default=1)

    @cached_property
    def returned(self) -> dict[str, Any] | None:
        """`returned.json` when it sends the last attempt back for revision."""
        kept = self.place.attempts / self.assignment / self.code / str(self.attempt)
        home = self.place.participants / self.code / self.assignment
        for content in (read_plain(folder / "returned.json", SMALL) for folder in (kept, home)):
            try:
                data = json.loads(content) if content else None
            except ValueError:
                continue
            if isinstance(data, dict) and isinstance(data.get("attempt"), int) and data["attempt"] >= self.attempt:
                return data
        return None

    def newer_than(self, graded: datetime | None) -> bool:
        """Whether what lies in `submitted` was handed in after the work whose marks the gradebook holds."""
        return bool(graded and self.handed_in and (self.handed_in - graded).total_seconds() > 1)


def submitters(place: Layout, assignment: str) -> list[str]:
    """Codes that have a folder for the assignment in `workspace/submitted`, sorted."""
    return sorted(
        folder.parent.name
        for folder in place.submitted.glob(f"*/{assignment}")
        if folder.is_dir() and NAME.fullmatch(folder.parent.name)
    )


def key_of(place: Layout, assignment: str, release: str = "", variant: str = "base") -> Key | None:
    """The key a work is read with: of its own release, else the present one; None when the assignment has none."""
    if not is_released(place, assignment):
        return None
    try:
        return load(place, assignment, release or None, variant)
    except KitError:
        return load(place, assignment)


def task_order(place: Layout, key: Key) -> list[str]:
    """Ids of tasks as they stand in the notebook; files of keys are sorted by name."""
    try:
        cells = load_skeleton(place, key.assignment, key.release)["cells"]
    except (KitError, KeyError, TypeError):
        return list(key.tasks)
    names = [(cell.get("metadata", {}).get("nbgrader") or {}).get("grade_id") for cell in cells]
    found = [name for name in names if name in key.tasks]
    return [*found, *(name for name in key.tasks if name not in found)]


def moment(text: object) -> datetime | None:
    """ISO text as an aware moment (UTC when it names no zone)."""
    try:
        read_moment = datetime.fromisoformat(str(text).strip().removesuffix(" UTC"))
    except ValueError:
        return None
    return read_moment if read_moment.tzinfo else read_moment.replace(tzinfo=UTC)
