"""The table of features as clauses of a card's rule: what a named type, form or model asks of the description."""

from __future__ import annotations

from mentoring.data import load
from mentoring.tasks.card import Clause


def general_words() -> tuple[str, ...]:
    """Beginnings of words that fit every practice, for the rules `own` and `linked` of a card."""
    return tuple(load("general_words")["beginning"].str.rstrip("…"))


def clauses(subject: str, field: str = "") -> tuple[Clause, ...]:
    """Clauses for `subject` (`type`, `form`, `model`) chosen in the card's field `field` (by default of the same name).

    A feature that the sources do not state costs no points (`soft`).
    """
    table = load("practice_features")
    found = []
    for row in table[table["subject"] == subject].itertuples():
        number = {name: float(value) for name in ("least", "most") if (value := getattr(row, name)) == value}
        found.append(
            Clause(
                when={field or subject: (row.value,)}, field=row.feature, says=row.says, source=row.source,
                allowed=tuple(row.allowed.split()) if isinstance(row.allowed, str) else (), soft=bool(row.check_only),
                **number,
            )
        )  # fmt: skip
    return tuple(found)
