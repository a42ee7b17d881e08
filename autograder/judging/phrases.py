"""The bank of comments: `workspace/desk_phrases.jsonl`, a line a comment, kept by task and used again.

Lines are only added, so several servers may write at once; a file can be taken along to the next group.
"""

from __future__ import annotations

import json
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import Layout

FILE = "desk_phrases.jsonl"
LONGEST = 1_000
MOST = 60


def path(place: Layout) -> Path:
    return place.workspace / FILE


def read(place: Layout, assignment: str, task: str) -> list[str]:
    """Comments of one task, the newest first. A line that can't be read is passed over."""
    try:
        lines = path(place).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    kept: dict[str, None] = {}
    for line in lines:
        try:
            note = json.loads(line)
            if (note["assignment"], note["task"]) != (assignment, task) or not isinstance(note["text"], str):
                continue
        except (ValueError, KeyError, TypeError):
            continue
        kept.pop(note["text"], None)
        if not note.get("removed"):
            kept[note["text"]] = None
    return list(reversed(kept))[:MOST]


def add(place: Layout, assignment: str, task: str, text: str, *, removed: bool = False) -> None:
    """Keeps a comment for this task, or takes it out. Raises KitError for an empty or an overlong one."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise KitError(f"Фраза для банка — от одного до {LONGEST} знаков.")
    note = {"assignment": assignment, "task": task, "text": text} | ({"removed": True} if removed else {})
    line = (json.dumps(note, ensure_ascii=False) + "\n").encode()
    with path(place).open("ab", buffering=0) as bank:  # one write a line
        bank.write(line)
