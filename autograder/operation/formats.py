"""Versions of the course's own files and the steps between them.

Every file carries `schema`. A change of a format adds its step here (old data → new data, pure), raises `CURRENT`, and
freezes an example of the old one under `tests/fixtures/formats/`. What a newer kit wrote is refused in one sentence and
left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.files import read_json

Step = Callable[[dict[str, Any]], dict[str, Any]]

CURRENT: dict[str, int] = {
    "answers": 1, "release": 1, "key": 1, "variants": 1, "current": 1, "corrections": 1, "returned": 1,
    "participant": 1, "submitted": 1, "progress": 1, "answers_shown": 1,
}  # fmt: skip


def _key_0(data: dict[str, Any]) -> dict[str, Any]:
    """Before the exporters of documents (and, earlier, before tasks of code) a task said less."""
    tasks = {
        name: {"manual": False, "code": False, "export": "", **task} for name, task in data.get("tasks", {}).items()
    }
    return {"title": data.get("assignment", ""), "notebook": data.get("assignment", ""), **data, "tasks": tasks}


# format → version → the step to the next one. Version 0 is a file without `schema`.
STEPS: dict[str, dict[int, Step]] = {
    "answers": {0: lambda data: {"variant": "base", "handed_in": [], "returned": None, **data}},
    "key": {0: _key_0},
    "release": {0: lambda data: {"variant": "base", "due": None, **data}},
}


def version(data: Any) -> int:
    """The version a file says it has; 0 when it says none."""
    said = data.get("schema") if isinstance(data, dict) else None
    return said if isinstance(said, int) and not isinstance(said, bool) and said >= 0 else 0


def is_newer(kind: str, data: Any) -> bool:
    return version(data) > CURRENT[kind]


def migrated(kind: str, data: dict[str, Any], name: str = "") -> dict[str, Any]:
    """`data` in the current version of `kind`; the very same object when it is there already. Raises KitError."""
    if is_newer(kind, data):
        raise KitError(newer(name or kind))
    at = version(data)
    while at < CURRENT[kind]:
        step = STEPS.get(kind, {}).get(at, dict)
        at += 1
        data = step(data) | {"schema": at}
    return data


def newer(name: str) -> str:
    """The sentence about a file that only a newer kit understands."""
    return f"Файл {name} записан более новой версией комплекта: обновите комплект; файл не изменён."


def read(kind: str, path: Path) -> dict[str, Any]:
    """A file of the course in the current version. Raises KitError."""
    data = read_json(path)
    if not isinstance(data, dict):
        raise KitError(f"Файл {path} повреждён: верните его из копии (mentoring restore) или создайте заново.")
    return migrated(kind, data, path.name)
