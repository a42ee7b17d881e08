"""Earlier versions of `answers.json` and the steps to the present one; a participant's kernel has no other room for it.

Version 0 is a file without `schema`. A step is pure: old data → new data. Examples: `tests/fixtures/formats/`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SCHEMA = 1
STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def version(data: dict[str, Any]) -> int:
    said = data.get("schema")
    return said if isinstance(said, int) and not isinstance(said, bool) and said >= 0 else 0


def is_newer(data: dict[str, Any]) -> bool:
    return version(data) > SCHEMA


def migrated(data: dict[str, Any]) -> dict[str, Any]:
    """`data` in the present version. What a newer kit wrote must have been refused before."""
    for at in range(version(data), SCHEMA):
        data = STEPS.get(at, dict)(data) | {"schema": at + 1}
    return data
