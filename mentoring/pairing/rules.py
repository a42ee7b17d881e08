"""Rules by mentoring type: loads, hard requirements, weights, who chooses. From the tables, or given for a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

# Points of a pair; ours: the sources give no weights. Whole numbers, so that an optimum is exact.
DEFICIT, SUBJECT, FORMAT, ORGANIZATION, REQUIREMENTS, WISH = 40, 20, 5, 10, 20, 30
"""All deficits covered; same subject; format named by both; same organisation; all weighted requirements met; a wish of
one side (of the first place; half for the second, and so on). Mutual wishes add up."""


@dataclass(frozen=True)
class TypeRule:
    """One type: how many mentees a mentor may have, the smallest group, who chooses, weights of requirements."""

    id: str
    title: str = ""
    max_mentees: int = 1
    min_group: int = 1
    choice: str = "free"
    hard: frozenset[str] = frozenset()
    weights: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Rules:
    """All types and the words for people: titles of requirements and categories."""

    types: Mapping[str, TypeRule]
    requirements: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)

    def of(self, type_: str) -> TypeRule:
        return self.types[type_]


@cache
def standard() -> Rules:
    """The rules of `datasets/`. Raises DataError when a table is broken."""
    from mentoring.data import load

    titles = load("mentoring_types").set_index("id")["title"]
    demands = load("mentor_requirements")
    categories = load("mentee_categories").set_index("id")["short_title"].to_dict()
    types = {}
    for row in load("type_rules").fillna("").itertuples():
        important, ignored = set(row.important.split()), set(row.ignored.split())
        weights = {name: 2 if name in important else 1 for name in demands["id"] if name not in ignored}
        types[row.type] = TypeRule(
            row.type, titles[row.type], int(row.max_mentees), int(row.min_group), row.choice,
            frozenset(row.hard.split()), weights,
        )  # fmt: skip
    return Rules(types, dict(zip(demands["id"], demands["title"], strict=True)), categories)
