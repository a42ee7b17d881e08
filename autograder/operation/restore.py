"""`restore`: a copy becomes a workspace again, where there is none. Nothing that exists is ever overwritten."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.layout import Layout, layout
from autograder.operation import archive, database


@dataclass(frozen=True)
class Restored:
    """Where the course lies now; `files` counts what was checked; `made`: the moment of the copy."""

    folder: Path
    files: int
    made: str
    places: tuple[Path, ...] = ()


def restore(
    source: Path, to: Path | None = None, *, homes: Path | None = None, place: Layout | None = None
) -> Restored:
    """Unpack, check every digest, and only then put things in their places. Raises KitError, changing nothing."""
    archive.must_be_there(source)
    place = place or layout()
    target = (to or place.workspace).resolve()
    _must_be_free(target, "Папка {0} не пуста, поверх неё копия не разворачивается: назовите другую через --to.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        note = archive.unpacked(source, draft)
        book = note.get("database", "")
        server = bool(os.environ.get("MENTORING_DB", "")) and not place.db_url.startswith("sqlite")
        _check_database(book, draft, server)
        moves = _moves(draft, target, homes)
        for _, final in moves:
            _must_be_free(final, "Папка {0} не пуста: разберите её или назовите другую, ничего не изменено.")
        workspace = draft / "workspace"
        workspace.mkdir(exist_ok=True)
        if book == database.FILE:
            os.rename(draft / book, workspace / book)
            os.chmod(workspace / book, 0o644)
            if os.geteuid() == 0:  # the copy of the gradebook belonged to whoever made it
                os.chown(workspace / book, workspace.stat().st_uid, workspace.stat().st_gid)
        if book == database.DUMP:
            database.put_back(draft / book, place.db_url)
        for folder, final in [*moves, (workspace, target)]:
            final.parent.mkdir(parents=True, exist_ok=True)
            if final.is_dir():
                final.rmdir()
            shutil.move(folder, final)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Restored(target, len(note["files"]), note.get("made", ""), tuple(final for _, final in moves))


def _moves(draft: Path, target: Path, homes: Path | None) -> list[tuple[Path, Path]]:
    moves: list[tuple[Path, Path]] = []
    if (draft / "exchange").is_dir():
        course = layout().course_exchange if os.environ.get("MENTORING_EXCHANGE") else None
        own = draft / "workspace" / "exchange"
        if course is not None:
            moves.append((draft / "exchange", course))
        else:  # a course that shared a server goes on alone
            own.mkdir(parents=True, exist_ok=True)
            os.rename(draft / "exchange", own / layout().course_id)
    if (draft / "homes").is_dir():
        moves.append((draft / "homes", homes or target.with_name(f"{target.name}_homes")))
    return moves


def _check_database(book: Any, draft: Path, server: bool) -> None:
    if book == database.FILE:
        if server:
            raise KitError(
                "В копии журнал — файл SQLite, а MENTORING_DB называет сервер: уберите MENTORING_DB и повторите."
            )
        database.check(draft / book)
    if book == database.DUMP and not server:
        raise KitError("В копии журнал из PostgreSQL: назовите пустую базу в MENTORING_DB и повторите.")


def _must_be_free(folder: Path, sentence: str) -> None:
    if folder.is_symlink() or folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise KitError(sentence.format(folder))
