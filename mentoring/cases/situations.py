"""Situations to classify by form, model, type and category: sentences that decide an axis mixed with idle ones."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.cases.dice import Dice
from mentoring.cases.school import _names
from mentoring.cases.tables import CaseError, _rows, filled

AXES = ("form", "model", "type", "category")
IDLE = {"easy": 2, "medium": 3, "hard": 4}
"""How many sentences that decide nothing are mixed in."""
SOURCE = "составлено для курса; основания — таблицы форм, моделей, видов и категорий"


@dataclass(frozen=True)
class Sentence:
    """`axes`: what the sentence decides; none for an idle one."""

    id: str
    text: str
    axes: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """`accepted` and `near`: axis → ids of the tables; `none` is «no model of the four»."""

    seed: str
    id: str
    sentences: tuple[Sentence, ...]
    accepted: dict[str, tuple[str, ...]]
    near: dict[str, tuple[str, ...]]
    why: str

    @property
    def text(self) -> str:
        return " ".join(one.text for one in self.sentences)


def situations() -> list[str]:
    """Ids of all situations."""
    from mentoring.data import load

    return list(load("case_situations")["id"])


def make_situation(seed: object, situation: str | None = None, difficulty: str = "medium") -> Situation:
    """A situation (any when not named) in words that depend on the seed. Raises CaseError."""
    from mentoring.data import load

    if difficulty not in IDLE:
        raise CaseError(f"Сложности «{difficulty}» нет; есть: {', '.join(IDLE)}.")
    rows = {row["id"]: row for row in _rows(load("case_situations"))}
    chosen = situation or Dice(seed, "situation").one(sorted(rows))
    if chosen not in rows:
        raise CaseError(f"Случая «{chosen}» нет в таблице case_situations.")
    row = rows[chosen]
    field = {"subject": Dice(seed, "subject").one(_names()["subject"])[0]}
    told: dict[str, list[dict]] = {}
    for line in _rows(load("case_sentences")):
        if line["situation"] == chosen:
            told.setdefault(line["id"], []).append(line)
    said = [(tuple(lines[0]["axes"].split()), Dice(seed, id).one(lines)["text"]) for id, lines in told.items()]
    idle = Dice(seed, "idle").some([one for one in said if not one[0]], IDLE[difficulty])
    mixed = Dice(seed, "order").shuffled([one for one in said if one[0]] + idle)
    sentences = tuple(
        Sentence(f"s{place}", filled(text, field, chosen), axes) for place, (axes, text) in enumerate(mixed, 1)
    )
    return Situation(
        str(seed), chosen, sentences, {axis: tuple(row[axis].split()) for axis in AXES},
        {"type": tuple(row["near_type"].split())}, row["why"],
    )  # fmt: skip
