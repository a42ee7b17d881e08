"""What is remembered of tables that were found valid: digest of content and schemas → dtypes of the columns.

A lost, damaged or unwritable cache costs a second of time and nothing else.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from pathlib import Path

import pandas as pd

from mentoring.public_folders import remembered


def folder() -> Path:
    """Where the dtypes of valid tables are kept."""
    return remembered() / "tables"


def digest(name: str, content: bytes) -> str:
    """Key of a table's state: its name, its bytes and everything that decides whether they are valid."""
    return hashlib.sha256(b"\0".join([name.encode(), _rules(), content])).hexdigest()


def recall(key: str) -> dict[str, str] | None:
    """Dtypes of a table that was valid before, or None."""
    try:
        known = json.loads((folder() / f"{key}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):
        return None
    is_dtypes = isinstance(known, dict) and all(isinstance(dtype, str) for dtype in known.values())
    return known if is_dtypes else None


def remember(key: str, dtypes: dict[str, str]) -> None:
    """Keep the dtypes of a valid table; a cache that can't be written is not an error."""
    try:
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        draft = place / f"{key}.{os.getpid()}.tmp"
        draft.write_text(json.dumps(dtypes), encoding="utf-8")
        draft.replace(place / f"{key}.json")
    except (OSError, RuntimeError):
        pass


@functools.cache
def _rules() -> bytes:
    """Digest of the sources of this package (the schemas and the code that applies them) and of pandas' version."""
    here = Path(__file__).parent
    sources = [path.read_bytes() for path in sorted(here.rglob("*.py"))]
    return hashlib.sha256(b"\0".join([pd.__version__.encode(), *sources])).digest()
