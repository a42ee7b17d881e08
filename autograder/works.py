"""What lies on disk about a work that was handed in: who, when, which attempt, the answers, the key it is read with.

Reads only, and takes nothing that a participant wrote for more than data. Grading and recording are elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.layout import NAME, Layout

MAX_ANSWERS = 5_000_000


@dataclass(frozen=True)
class Work:
    """One handed-in work. `problem` is a Russian clause when its answers can't be read."""

    code: str
    assignment: str
    handed_in: datetime | None = None
    attempt: int = 1
    release: str = ""
    variant: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    saved_at: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def submitters(place: Layout, assignment: str) -> list[str]:
    """Codes that have a folder for the assignment in `workspace/submitted`, sorted."""
    return sorted(
        folder.parent.name
        for folder in place.submitted.glob(f"*/{assignment}")
        if folder.is_dir() and NAME.fullmatch(folder.parent.name)
    )


def read_work(place: Layout, assignment: str, code: str) -> Work:
    """The handed-in work as it lies in `workspace/submitted`; never raises for what a participant wrote."""
    folder = place.submitted / code / assignment
    handed_in = _timestamp(folder / "timestamp.txt")
    path = folder / "answers.json"
    if not path.is_file() or path.is_symlink():
        problem = "в сданной папке нет файла с ответами" if folder.is_dir() else "работа не сдана"
        return Work(code, assignment, handed_in, problem=problem)
    data = read_json(path)
    if data is None or not isinstance(data.get("answers"), dict):
        return Work(code, assignment, handed_in, problem="файл с ответами повреждён")
    stored = {task: entry for task, entry in data["answers"].items() if isinstance(entry, dict)}
    tries = [item for item in data.get("handed_in") or () if isinstance(item, dict)]
    numbers = [item["attempt"] for item in tries if isinstance(item.get("attempt"), int)]
    return Work(
        code,
        assignment,
        handed_in or (moment(tries[-1].get("at")) if tries else None),
        max(numbers, default=max(len(tries), 1)),
        str(data.get("release") or ""),
        str(data.get("variant") or ""),
        {task: entry.get("answer") for task, entry in stored.items()},
        {task: str(entry.get("saved_at") or "") for task, entry in stored.items()},
    )


def read_key(place: Layout, assignment: str, release: str = "", variant: str = "") -> dict[str, Any]:
    """`key.json` of a release: the named one, else the one that is released now, else the newest. Empty when none."""
    folder = place.keys / assignment
    for name in (release, release_id(place, assignment)):
        if name and NAME.fullmatch(name):
            key = read_json(folder / name / "key.json")
            if key:
                return key
    newest = sorted(folder.glob("[!.]*/key.json"), key=lambda path: path.stat().st_mtime)
    return (read_json(newest[-1]) if newest else None) or {}


def release_id(place: Layout, assignment: str) -> str:
    """Id of what is released now; empty when nothing is."""
    return str((read_json(place.release / assignment / "release.json") or {}).get("release") or "")


def read_json(path: Path) -> dict[str, Any] | None:
    """A JSON object, or None for anything else."""
    try:
        if path.stat().st_size > MAX_ANSWERS:
            return None
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def moment(text: object) -> datetime | None:
    """ISO text as an aware moment (UTC when it names no zone)."""
    try:
        read = datetime.fromisoformat(str(text).strip().removesuffix(" UTC"))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _timestamp(path: Path) -> datetime | None:
    try:
        return None if path.is_symlink() else moment(path.read_text(encoding="utf-8-sig")[:64])
    except (OSError, UnicodeDecodeError):
        return None
