"""The journal of what was run: one JSON line a command, with counts and codes, never a name, an answer or a path.

Whatever is noted passes `clean`: numbers, and words of lists that are known beforehand (commands, assignments, codes of
the roster, names of error classes). Everything else is left out, so a careless caller can't leak a person. A journal
that can't be written never stops the work.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.layout import Layout, layout

FOLDER, FILE = "logs", "mentoring.jsonl"
MAX_BYTES, KEPT = 1_000_000, 5
WORD = re.compile(r"[a-z][a-z_]{0,39}")
_counts: dict[str, Any] = {}


def count(**numbers: Any) -> None:
    """Numbers (or the codes of refused works, `refused_codes`) for the line of the command that is running."""
    _counts.update(numbers)


def count_report(counts: dict[str, int], refused: Iterable[str] = ()) -> None:
    """What a run over an assignment reports."""
    count(**counts, refused_codes=list(refused))


@contextlib.contextmanager
def running(arguments: list[str], commands: Iterable[str], place: Layout | None = None) -> Iterator[None]:
    """Notes one line when the command ends, however it ends."""
    _counts.clear()
    start, outcome = time.perf_counter(), "ok"
    try:
        yield
    except SystemExit as error:
        outcome = "ok" if error.code in (None, 0) else "failed"
        raise
    except BaseException as error:
        outcome = type(error).__name__
        raise
    finally:
        names = [word for word in arguments if word in set(commands)]
        with contextlib.suppress(Exception):  # the journal is the last thing that may stop a course
            place = place or layout()
            line = {"command": names[0] if names else "", "outcome": outcome,
                    "seconds": round(time.perf_counter() - start, 3)}  # fmt: skip
            line |= {"assignment": found} if (found := _assignment(place, arguments)) else {}
            note(place, line | _counts)


def note(place: Layout, line: dict[str, Any]) -> None:
    """Append one line; only where there is a workspace. Raises OSError."""
    if not place.workspace.is_dir():
        return
    folder = place.workspace / FOLDER
    folder.mkdir(mode=0o750, exist_ok=True)
    path = folder / FILE
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    text = json.dumps({"at": at, **clean(line, _codes(place))}, ensure_ascii=False) + "\n"
    with _alone(folder):
        if path.exists() and path.stat().st_size + len(text) > MAX_BYTES:
            _rotate(path)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o640)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)


def clean(line: dict[str, Any], codes: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The line without anything that could be a person's: see the module."""
    kept: dict[str, Any] = {}
    for name, value in line.items():
        if not WORD.fullmatch(name):
            continue
        if isinstance(value, bool | int | float):
            kept[name] = value
        elif name in ("command", "assignment", "outcome") and isinstance(value, str):
            if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", value):
                kept[name] = value
        elif name == "refused_codes":
            known = sorted({code for code in value if code in codes})
            kept |= {name: known} if known else {}
    return kept


def forget(place: Layout, codes: Iterable[str]) -> bool:
    """Take codes out of all lines; True when there were any."""
    gone, found = set(codes), False
    folder = place.workspace / FOLDER
    for path in sorted(folder.glob(f"{FILE}*")) if folder.is_dir() else []:
        with _alone(folder):
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            if not any(gone & set(line.get("refused_codes", ())) for line in lines):
                continue
            found = True
            for line in lines:
                line["refused_codes"] = [code for code in line.get("refused_codes", ()) if code not in gone]
            text = "".join(json.dumps({k: v for k, v in line.items() if v != []}, ensure_ascii=False) + "\n"
                           for line in lines)  # fmt: skip
            path.write_text(text, encoding="utf-8")
    return found


def _assignment(place: Layout, arguments: list[str]) -> str:
    """The argument that names a folder of `assignments/`; a code or a file name never is one."""
    known = {folder.name for folder in place.assignments.glob("*") if folder.is_dir()}
    return next((word for word in arguments if word in known), "")


def _codes(place: Layout) -> frozenset[str]:
    from autograder.roster import load_roster

    return (
        frozenset(person.code for person in load_roster(place=place).people) if place.roster.is_file() else frozenset()
    )


def _rotate(path: Path) -> None:
    for number in range(KEPT, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        newer = path if number == 1 else path.with_name(f"{path.name}.{number - 1}")
        if newer.exists():
            os.replace(newer, older)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o640)
    try:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
