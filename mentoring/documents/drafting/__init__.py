"""Drafts of a school's mentoring documents from one filled form. Pure; what is empty stays a line to fill in by hand.

`draft(kind, school) -> list[Draft]`, `package(school)`, `School`, `read_form(path)`, `empty_form()`, `example()`.
Correct under the law of each document's day; what the law leaves unclear is told in `Draft.notes`, not decided.
"""

from __future__ import annotations

import lazy_loader

_ROOMS = {
    "making": ["draft", "package", "KINDS", "Draft"],
    "school": ["School", "Pair", "Deficit"],
    "fields": ["DraftError"],
    "sheet": ["read_form", "parse_form", "empty_form"],
    "sample": ["example"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_ROOMS)
