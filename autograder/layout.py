"""Where everything of a course lies: the root, the assignments, the workspace and nbgrader's folders in it.

Reads the environment (`MENTORING_ROOT`, `MENTORING_WORKSPACE`, `MENTORING_DB`) when asked, creates nothing.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import KitError

CONFIG = "nbgrader_config.py"
COURSE_ID = "mentoring"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Layout:
    """Paths of one course. `root` is the folder of `nbgrader_config.py`; both paths are absolute."""

    root: Path
    workspace: Path

    @property
    def assignments(self) -> Path:
        return self.root / "assignments"

    @property
    def datasets(self) -> Path:
        return self.root / "datasets"

    @property
    def release(self) -> Path:
        return self.workspace / "release"

    @property
    def submitted(self) -> Path:
        return self.workspace / "submitted"

    @property
    def autograded(self) -> Path:
        return self.workspace / "autograded"

    @property
    def feedback(self) -> Path:
        return self.workspace / "feedback"

    @property
    def keys(self) -> Path:
        return self.workspace / "keys"

    @property
    def key_cache(self) -> Path:
        return self.workspace / "keys" / ".cache"

    @property
    def inbox(self) -> Path:
        return self.workspace / "inbox"

    @property
    def attempts(self) -> Path:
        return self.workspace / "attempts"

    @property
    def participants(self) -> Path:
        return self.workspace / "participants"

    @property
    def reports(self) -> Path:
        return self.workspace / "reports"

    @property
    def exchange(self) -> Path:
        """nbgrader's exchange: env `MENTORING_EXCHANGE` on a shared server, else a folder of the workspace."""
        return Path(os.environ.get("MENTORING_EXCHANGE") or self.workspace / "exchange")

    @property
    def course_id(self) -> str:
        """The course in nbgrader's sense: env `MENTORING_COURSE` names the group on a shared server."""
        return check_name(os.environ.get("MENTORING_COURSE") or COURSE_ID)

    @property
    def course_exchange(self) -> Path:
        """This course's folder in the exchange; it is there only where an operator made it."""
        return self.exchange / self.course_id

    @property
    def roster(self) -> Path:
        return self.workspace / "roster.csv"

    @property
    def secret(self) -> Path:
        return self.workspace / "secret"

    @property
    def gradebook(self) -> Path:
        return self.workspace / "gradebook.db"

    @property
    def db_url(self) -> str:
        """SQLAlchemy address of nbgrader's gradebook: env `MENTORING_DB` (PostgreSQL), else SQLite in the workspace."""
        return os.environ.get("MENTORING_DB") or f"sqlite:///{self.gradebook}"

    @property
    def has_gradebook(self) -> bool:
        """Whether there is a gradebook to ask: a server always is, a file only when it was made."""
        return not self.db_url.startswith("sqlite") or self.gradebook.is_file()

    def source(self, assignment: str) -> Path:
        """The author's notebook: the only one in the assignment's folder. Raises KitError."""
        folder = self.assignments / assignment
        if not NAME.fullmatch(assignment) or not folder.is_dir():
            known = ", ".join(sorted(p.parent.name for p in self.assignments.glob("*/*.ipynb"))) or "ни одного"
            raise KitError(f"Нет задания «{assignment}» в папке assignments (есть: {known}).")
        found = sorted(folder.glob("*.ipynb"))
        if len(found) != 1:
            raise KitError(f"В папке задания «{assignment}» должен быть один блокнот .ipynb, а их {len(found)}.")
        return found[0]


def layout(root: str | os.PathLike | None = None) -> Layout:
    """The course in use: `root`, else env `MENTORING_ROOT`, else the working directory or a parent of it that holds
    `nbgrader_config.py`, else the checkout. Raises KitError."""
    place = _root(root)
    return Layout(place, (place / os.environ.get("MENTORING_WORKSPACE", "workspace")).resolve())


def check_name(name: str) -> str:
    """The name of an assignment or a participant, safe as a folder name. Raises KitError."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise KitError(f"Имя «{str(name)[:40]}» не годится: нужны латинские буквы, цифры, «_» и «-».")
    return name


def _root(root: str | os.PathLike | None) -> Path:
    named = os.environ.get("MENTORING_ROOT") or root
    if named:
        return Path(named).resolve()
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file() and (folder / "assignments").is_dir():
            return folder
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / CONFIG).is_file():
        return checkout
    raise KitError(f"Не нашлась папка комплекта: перейдите в неё (там лежит {CONFIG}) и повторите команду.")
