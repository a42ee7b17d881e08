"""Drafts of a school's mentoring documents from one filled form. Pure; what is empty stays a line to fill in by hand.

`draft(kind, school) -> list[Draft]`, `package(school)`, `School`, `read_form(path)`, `empty_form()`, `example()`.
Correct under the law of each document's day; what the law leaves unclear is told in `Draft.notes`, not decided.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_LAZY = {
    "draft": "making",
    "package": "making",
    "KINDS": "making",
    "Draft": "making",
    "School": "school",
    "Pair": "school",
    "Deficit": "school",
    "DraftError": "fields",
    "read_form": "sheet",
    "parse_form": "sheet",
    "empty_form": "sheet",
    "example": "sample",
}
__all__ = sorted(_LAZY)


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = value
    return value
