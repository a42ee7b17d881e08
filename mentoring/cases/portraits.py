"""Portraits of mentees of a category, with conditions that speak for some types of mentoring and rule others out.

No source fixes one right type for a category: what fits follows from the sentences, and there is always more than one.
"""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.cases.dice import Dice
from mentoring.cases.tables import CaseError, _rows

ANY = "any"
IDLE = 3
"""How many sentences that decide nothing are mixed in."""
SOURCE = "002:642–666; портрет составлен для курса"


@dataclass(frozen=True)
class Condition:
    """A sentence: types it speaks for and types whose distinguishing sign is impossible here; none for an idle one."""

    id: str
    text: str
    fits: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Portrait:
    seed: str
    id: str
    category: str
    title: str
    need: str
    sentences: tuple[Condition, ...]
    fits: tuple[str, ...]
    near: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(one.text for one in self.sentences)

    @property
    def excluded(self) -> tuple[str, ...]:
        """Types that some sentence rules out, in the order of the sentences."""
        return tuple(dict.fromkeys(name for one in self.sentences for name in one.excludes))


def portraits() -> list[str]:
    """Ids of all portraits, one a category."""
    from mentoring.data import load

    return list(load("case_portraits")["id"])


def make_portrait(seed: object, portrait: str | None = None) -> Portrait:
    """A portrait (any when not named) in words that depend on the seed; its first sentence opens. Raises CaseError."""
    from mentoring.data import load

    rows = {row["id"]: row for row in _rows(load("case_portraits"))}
    chosen = portrait or Dice(seed, "portrait").one(sorted(rows))
    if chosen not in rows:
        raise CaseError(f"Портрета «{chosen}» нет в таблице case_portraits.")
    row, lines = rows[chosen], _rows(load("case_portrait_sentences"))
    told: dict[str, list[dict]] = {}
    for line in lines:
        if line["portrait"] == chosen:
            told.setdefault(line["id"], []).append(line)
    first, *rest = [Dice(seed, chosen, id).one(variants) for id, variants in told.items()]
    idle = Dice(seed, chosen, "idle").some([line for line in lines if line["portrait"] == ANY], IDLE)
    mixed = [first, *Dice(seed, chosen, "order").shuffled([*rest, *idle])]
    category = load("mentee_categories").set_index("id").loc[row["category"]]
    return Portrait(
        str(seed), chosen, row["category"], category["title"], category["need"],
        tuple(
            Condition(f"s{n}", one["text"], tuple(one["fits"].split()), tuple(one["excludes"].split()), one["why"])
            for n, one in enumerate(mixed, 1)
        ),
        tuple(row["fits"].split()), tuple(row["near"].split()),
    )  # fmt: skip
