"""Reading and writing the engine's own files: whole or not at all, UTF-8, and paths that are no links."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

from autograder.errors import KitError


def read_json(path: Path) -> Any:
    """A file of the engine. Raises KitError when it is damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KitError(f"Файл {path} не читается ({error}): верните его из копии или создайте заново.") from error


def write_json(path: Path, data: Any, *, durable: bool = True) -> None:
    """Indented, in the order given (tasks stand as in the notebook), replaced in one step."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n", durable=durable)


def write_text(path: Path, text: str, mode: int = 0o644, *, durable: bool = True) -> None:
    """Writes beside and renames, so that a reader never sees half a file. `durable`: it is on disk before it has its
    name, so that a power cut leaves no empty key; what a command makes anew in a class's hundreds need not be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(draft, mode)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def is_plain(path: Path) -> bool:
    """An ordinary file that has this one name only: no symbolic or hard link, no pipe, no device."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1


def read_plain(path: Path, limit: int) -> bytes | None:
    """Bytes of an ordinary file up to `limit`; None when it is absent, a link or larger. Never follows a link."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_size > limit:
            return None
        return file.read(limit + 1)[:limit]
