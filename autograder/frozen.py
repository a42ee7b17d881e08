"""The tables that a release froze, in the place of today's while its works are graded: the key was made from them.

Task kinds and participants' code read tables as they grade; a row edited in the middle of a course would change grades.
Which environment variables name the tables, the entry points `autograder.public` say.
"""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.metadata import entry_points
from pathlib import Path

from autograder.key import release_folder
from autograder.layout import Layout


@contextmanager
def tables(place: Layout, assignment: str, release: str) -> Iterator[None]:
    """While it is open the tables of `release` are those that are read, also by the sandbox that is started meanwhile.

    Nothing changes for an assignment without a key, where the tables in use are not the course's, and where the kit
    now reads other tables or columns than it froze.
    """
    frozen = release_folder(place, assignment, release) / "snapshot" / "datasets" if release else None
    names = _names(place, frozen) if frozen is not None and frozen.is_dir() else []
    if not names or not _columns(frozen).items() >= _columns(place.datasets).items():
        yield
        return
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(frozen)))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _names(place: Layout, frozen: Path) -> list[str]:
    """Variables whose folder is now the course's tables, or those of another of its releases."""
    folders = {name: Path(folder()) for name, folder in _public().items()}
    live, keys = place.datasets.resolve(), place.keys.resolve()
    return [
        name for name, folder in folders.items()
        if folder != frozen and (folder.resolve() == live or folder.resolve().is_relative_to(keys))
    ]  # fmt: skip


@cache
def _public() -> dict[str, Callable[[], Path]]:
    return {point.name: point.load() for point in entry_points(group="autograder.public")}


def _columns(folder: Path) -> dict[str, bytes]:
    """Table → its header."""
    return {path.name: _header(path, path.stat().st_mtime_ns) for path in folder.glob("*.csv")}


@lru_cache(maxsize=1000)
def _header(path: Path, _changed: int) -> bytes:
    with path.open("rb") as file:  # spreadsheets write a mark of the encoding, semicolons and quotes of their own
        return file.readline(20_000).strip().removeprefix(BOM_UTF8).replace(b";", b",").replace(b'"', b"")
