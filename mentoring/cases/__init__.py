"""Invented cases: a school with a consistent package of documents and planted defects, situations to classify, mentees
with deficits for a route. Pure functions of a seed: the same seed gives the same case on every machine.

`make_case(seed, …) -> Case`, `write_package(case, folder)`, `make_situation(seed, …)`, `make_mentee(seed, …)`.
"""

from __future__ import annotations

import lazy_loader

_ROOMS = {
    "making": ["make_case", "Case"],
    "tables": ["CaseError"],
    "planting": ["LEVELS"],
    "word": ["write_package", "document_docx"],
    "situations": ["make_situation", "Situation"],
    "mentees": ["make_mentee", "MenteeCase"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_ROOMS)
