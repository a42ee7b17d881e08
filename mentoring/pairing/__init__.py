"""Pairs of mentors and mentees: banks in, an optimal assignment with its reasons out, groups, the order as .docx.

Nothing here knows of tasks or grading. Rules by type are `datasets/type_rules.csv`.
"""

from mentoring.pairing.model import Assignment, Mentee, Mentor, Pair, PairingError, Unpaired
from mentoring.pairing.rules import Rules, TypeRule

__all__ = [
    "Assignment", "Mentee", "Mentor", "Pair", "PairingError", "Rules", "TypeRule", "Unpaired", "group", "match_pairs",
    "pairing_order", "read_mentees", "read_mentors", "to_xlsx",
]  # fmt: skip

_ROOMS = {
    "match_pairs": "matching", "group": "grouping", "pairing_order": "order", "read_mentees": "reading",
    "read_mentors": "reading", "to_xlsx": "sheet",
}  # fmt: skip


def __getattr__(name: str):
    """Rooms that need heavy libraries open at first use."""
    if name not in _ROOMS:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"mentoring.pairing.{_ROOMS[name]}"), name)
