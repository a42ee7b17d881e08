"""Invented cases: a school with a consistent package of documents and planted defects, situations to classify, mentees
with deficits for a route. Pure functions of a seed: the same seed gives the same case on every machine.

`make_case(seed, …) -> Case`, `write_package(case, folder)`, `make_situation(seed, …)`, `make_mentee(seed, …)`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_LAZY = {
    "make_case": "making",
    "Case": "making",
    "CaseError": "tables",
    "LEVELS": "planting",
    "write_package": "word",
    "document_docx": "word",
    "make_situation": "situations",
    "Situation": "situations",
    "make_mentee": "mentees",
    "MenteeCase": "mentees",
}
__all__ = sorted(_LAZY)


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = value
    return value
