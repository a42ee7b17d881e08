"""Taking what the instructor has put out: released assignments, feedback, works given back for revision.

Runs with the participant's own rights; only reads outside the home, and never touches work that is under way. Where
things lie is told by the environment: `MENTORING_RELEASED` (a folder of released assignments) and
`MENTORING_MAILBOX_OUT` (for this person alone: `<assignment>.feedback.html`, `<assignment>.returned.json`,
`progress.json`).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from mentoring.answers.disk import write_atomic

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
FEEDBACK = "feedback"
MAX_BYTES = 60_000_000


@dataclass(frozen=True)
class PickedUp:
    """What came: ids of assignments that are new, with a new feedback, given back; and what could not be read."""

    assignments: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.assignments or self.feedback or self.returned or self.unread)


def available() -> bool:
    """Whether there is a place to take things from."""
    return bool(os.environ.get("MENTORING_RELEASED") or os.environ.get("MENTORING_MAILBOX_OUT"))


def pick_up(home: Path, released: Path | None = None, out: Path | None = None) -> PickedUp:
    """Take everything that is new into `home`. What can't be read is named, the rest comes all the same."""
    released = released or _named("MENTORING_RELEASED")
    out = out or _named("MENTORING_MAILBOX_OUT")
    fresh, pages, returned, unread = [], [], [], []
    for folder in _folders(released, unread):
        try:
            if _hand_out(folder, home / folder.name):
                fresh.append(folder.name)
        except OSError:
            unread.append(folder.name)
    for item in _files(out, unread):
        assignment, _, kind = item.name.partition(".")
        try:
            if item.name == "progress.json":
                _renew(item, home / item.name)
            elif kind == "feedback.html" and _renew(item, home / FEEDBACK / f"{assignment}.html"):
                pages.append(assignment)
            elif kind == "returned.json" and (home / assignment).is_dir() and _renew(item, home / assignment / kind):
                returned.append(assignment)
        except OSError:
            unread.append(assignment)
    return PickedUp(tuple(fresh), tuple(pages), tuple(returned), tuple(dict.fromkeys(unread)))


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None


def _folders(parent: Path | None, unread: list[str]) -> list[Path]:
    if parent is None:
        return []
    try:
        return sorted(item for item in parent.iterdir() if NAME.fullmatch(item.name) and item.is_dir())
    except OSError:
        unread.append(parent.name)
        return []


def _files(parent: Path | None, unread: list[str]) -> list[Path]:
    if parent is None:
        return []
    try:
        return sorted(item for item in parent.iterdir() if NAME.fullmatch(item.name.partition(".")[0]))
    except OSError:
        unread.append(parent.name)
        return []


def _hand_out(source: Path, folder: Path) -> bool:
    """Copy a released assignment unless work on it has begun; True when something changed."""
    if os.path.lexists(folder / "answers.json"):
        return False
    changed = False
    for item in sorted(source.rglob("*")):
        if item.is_file() and not item.is_symlink():
            changed |= _renew(item, folder / item.relative_to(source))
    return changed


def _renew(source: Path, target: Path) -> bool:
    """Make `target` equal to `source` where that exists; True when it was not."""
    if source.is_symlink() or not source.is_file() or source.stat().st_size > MAX_BYTES:
        return False
    content = source.read_bytes()
    if target.is_file() and not target.is_symlink() and target.read_bytes() == content:
        return False
    if target.is_symlink():
        target.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(target, content)
    return True
