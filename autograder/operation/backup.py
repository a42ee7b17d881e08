"""`backup`: the workspace, its gradebook and its part of the exchange in one archive, while grading goes on.

What is copied first may be older than what is copied last, never newer: notes that let a run skip a work come before
the gradebook, attempts before submissions, the inbox last. So a work that moves meanwhile is graded or taken once more
in the restored course, and none is missed.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import Layout, layout
from autograder.operation import archive, database

FOLDER = "backups"
FIRST = ("reports/state",)
GRADEBOOK = "gradebook"
LATER = ("keys", "release", "attempts", "submitted", "autograded", "feedback", "reports", "participants")
LAST = ("inbox",)
SKIPPED_FOLDERS = (".staging-", ".taking-", ".publishing-", "snapshot-")
SKIPPED_FILES = (".tmp", ".lock", ".part", "-journal", "-wal", "-shm")
MAX_BYTES = 500_000_000


@dataclass(frozen=True)
class Copied:
    """What was made: the archive, how many files and bytes are in it, what was left out (paths in the workspace)."""

    path: Path
    files: int
    size: int
    database: str
    skipped: tuple[str, ...]


def backup(output: Path | None = None, *, homes: Path | None = None, place: Layout | None = None) -> Copied:
    """Make a copy; overwrites nothing. `homes`: participants' homes on a shared server. Raises KitError."""
    place = place or layout()
    if not place.workspace.is_dir():
        raise KitError(f"Рабочей папки {place.workspace} ещё нет: копировать нечего.")
    stamp = datetime.now().astimezone()
    output = output or place.workspace / FOLDER / f"mentoring_{stamp:%Y-%m-%d_%H-%M-%S}.tar.gz"
    skipped: list[str] = []
    with tempfile.TemporaryDirectory(prefix="copying-") as scratch, archive.written(output) as writer:
        book = None
        for step in (*FIRST, GRADEBOOK, *LATER, None, *LAST):
            if step == GRADEBOOK:
                book = database.copied(place, Path(scratch))
                if book is not None:
                    writer.add_file(book.name, book)
            elif step is None:
                _rest(writer, place, output, skipped)
            else:
                _tree(writer, place.workspace / step, f"workspace/{step}", skipped)
        if place.course_exchange.is_dir() and not place.course_exchange.is_relative_to(place.workspace):
            _tree(writer, place.course_exchange, "exchange", skipped)
        if homes is not None:
            if not homes.is_dir():
                raise KitError(f"Нет папки участников {homes}.")
            _tree(writer, homes, "homes", skipped)
        count = len(writer.files)
        writer.close({"made": stamp.isoformat(timespec="seconds"), "database": book.name if book else ""})
    return Copied(output, count, output.stat().st_size, book.name if book else "", tuple(skipped))


def _rest(writer: archive.Writer, place: Layout, output: Path, skipped: list[str]) -> None:
    """Everything of the workspace that no step names."""
    named = {step.split("/")[0] for step in (*FIRST, *LATER, *LAST)} | {FOLDER}
    for item in sorted(place.workspace.iterdir()):
        if item.name in named or item.name.startswith((place.gradebook.name, f".{output.name}")) or item == output:
            continue
        if item.is_dir() and not item.is_symlink():
            _tree(writer, item, f"workspace/{item.name}", skipped)
        else:
            _file(writer, item, f"workspace/{item.name}", skipped)


def _tree(writer: archive.Writer, folder: Path, name: str, skipped: list[str]) -> None:
    for path, inside in _walk(folder, name):
        if inside in writer.files:
            continue
        try:
            found = os.lstat(path)
            if stat.S_ISDIR(found.st_mode):
                writer.add_folder(inside, found)
            else:
                _file(writer, path, inside, skipped)
        except FileNotFoundError:  # moved on meanwhile
            continue


def _walk(folder: Path, name: str) -> Iterator[tuple[Path, str]]:
    def unreadable(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise KitError(
                f"Папка {error.filename} не читается: запустите копирование от имени её владельца."
            ) from None

    for base, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(
            one for one in folders
            if one not in ("__pycache__", ".cache") and not one.startswith(SKIPPED_FOLDERS)
            and not one.endswith(SKIPPED_FILES)
        )  # fmt: skip
        inside = f"{name}/{Path(base).relative_to(folder).as_posix()}".removesuffix("/.")
        yield Path(base), inside
        yield from ((Path(base) / one, f"{inside}/{one}") for one in sorted(files) if not one.endswith(SKIPPED_FILES))


def _file(writer: archive.Writer, path: Path, name: str, skipped: list[str]) -> None:
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            skipped.append(name)
            return
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return
    except OSError:
        skipped.append(name)
        return
    with os.fdopen(handle, "rb") as file:
        content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            skipped.append(name)
        else:
            writer.add(name, content, os.fstat(file.fileno()))
