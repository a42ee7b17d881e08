"""Pairs of mentors and mentees: banks in, an optimal assignment with its reasons out, groups, the order as .docx.

Nothing here knows of tasks or grading. Rules by type are `datasets/type_rules.csv`.
"""

import lazy_loader

from mentoring.pairing.model import Assignment, Mentee, Mentor, Pair, PairingError, Unpaired
from mentoring.pairing.rules import Rules, TypeRule

__all__ = [
    "Assignment", "Mentee", "Mentor", "Pair", "PairingError", "Rules", "TypeRule", "Unpaired", "group", "match_pairs",
    "pairing_order", "read_mentees", "read_mentors", "to_xlsx",
]  # fmt: skip

# rooms that need heavy libraries open at first use: scoring needs none of them
_ROOMS = {
    "matching": ["match_pairs"],
    "grouping": ["group"],
    "order": ["pairing_order"],
    "reading": ["read_mentees", "read_mentors"],
    "sheet": ["to_xlsx"],
}
__getattr__, __dir__, _ = lazy_loader.attach(__name__, submod_attrs=_ROOMS)
