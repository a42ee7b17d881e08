"""One question of the bank, by kind, and how it becomes a task. No files here.

Letters of a task are given after shuffling: a person who opens the released notebook as text learns nothing from them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from string import ascii_lowercase
from typing import ClassVar, TypeVar

from mentoring.course.fields import typeset
from mentoring.tasks import (
    Axis,
    ChoiceQuestion,
    ClassificationQuestion,
    MatchingQuestion,
    NumberQuestion,
    Option,
    OrderingQuestion,
)
from mentoring.tasks.base import Question, Reference
from mentoring.tasks.choice import ChoiceReference
from mentoring.tasks.classification import ClassificationReference, ExpectedAxis
from mentoring.tasks.matching import MatchingReference
from mentoring.tasks.number import NumberReference
from mentoring.tasks.ordering import OrderingReference, pairs_in_order

FORMS = ("entrance", "final")
T = TypeVar("T")


def rank(*parts: object) -> str:
    """A place in an order that looks random and is the same on every machine and in every Python."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def shuffled(things: Iterable[T], *salt: object, key: Callable[[T], object] = str) -> list[T]:
    """`things` in an order that depends on `salt` only."""
    return sorted(things, key=lambda thing: rank(*salt, key(thing)))


@dataclass(frozen=True)
class Slot:
    """Where a question stands in a test: its id, title, points, what feedback says of its topic."""

    id: str
    title: str
    points: float = 1.0
    topic: str = ""
    secret: bool = True

    def fields(self, text: str) -> dict:
        return {
            "id": self.id, "title": typeset(self.title), "text": typeset(text), "points": self.points,
            "source": typeset(self.topic), "secret": self.secret,
        }  # fmt: skip


@dataclass(frozen=True)
class Item:
    """What every question has. `difficulty` is an expert's guess of the share of people who will miss it, 0..1."""

    kind: ClassVar[str] = ""

    id: str
    result: str
    form: str
    difficulty: float
    text: str
    note: str
    source: str
    certainty: str

    @property
    def session(self) -> str:
        """Code of the session, by the code of the result: R05-2 → session_05."""
        return f"session_{self.result[1:3]}"

    def serves(self, form: str) -> bool:
        """May it stand in this form? «either» goes to one of the two for good, so that the forms never meet."""
        return self.form == form or self.form == "either" and FORMS[int(rank(self.id), 16) % 2] == form

    def task(self, slot: Slot, seed: object = 0) -> tuple[Question, Reference]:
        """The question as a task at a place of a test, and its key."""
        raise NotImplementedError

    def words(self) -> list[str]:
        """Every text of the question, for spelling and for the search of doubles."""
        return [self.text, self.note]


@dataclass(frozen=True)
class ChoiceItem(Item):
    """`options`: text and explanation; `correct`: their positions."""

    kind: ClassVar[str] = "choice"

    several: bool = False
    options: tuple[tuple[str, str], ...] = ()
    correct: tuple[int, ...] = ()

    def task(self, slot: Slot, seed: object = 0) -> tuple[ChoiceQuestion, ChoiceReference]:
        order = shuffled(range(len(self.options)), seed, self.id)
        letter = dict(zip(order, ascii_lowercase, strict=False))
        options = tuple(Option(id=letter[n], text=typeset(self.options[n][0])) for n in order)
        explain = {letter[n]: typeset(self.options[n][1]) for n in order}
        question = ChoiceQuestion(**slot.fields(self.text), multiple=self.several, options=options)
        right = tuple(sorted(letter[n] for n in self.correct))
        return question, ChoiceReference(correct=right, explain=explain, note=typeset(self.note))

    def words(self) -> list[str]:
        return [*super().words(), *(text for option in self.options for text in option)]


@dataclass(frozen=True)
class MatchingItem(Item):
    """`left`: text, positions on the right that suit, explanation."""

    kind: ClassVar[str] = "matching"

    left: tuple[tuple[str, tuple[int, ...], str], ...] = ()
    right: tuple[str, ...] = ()

    def task(self, slot: Slot, seed: object = 0) -> tuple[MatchingQuestion, MatchingReference]:
        lefts = shuffled(range(len(self.left)), seed, self.id, "left")
        rights = shuffled(range(len(self.right)), seed, self.id, "right")
        place = {n: str(at) for at, n in enumerate(rights, 1)}
        question = MatchingQuestion(
            **slot.fields(self.text),
            left=tuple(
                Option(id=a, text=typeset(self.left[n][0])) for a, n in zip(ascii_lowercase, lefts, strict=False)
            ),
            right=tuple(Option(id=place[n], text=typeset(self.right[n])) for n in rights),
        )
        pairs, explain = {}, {}
        for letter, n in zip(ascii_lowercase, lefts, strict=False):
            _, matches, why = self.left[n]
            pairs[letter] = tuple(sorted(place[match] for match in matches))
            explain[letter] = typeset(why)
        return question, MatchingReference(pairs=pairs, explain=explain, note=typeset(self.note))

    def words(self) -> list[str]:
        return [*super().words(), *self.right, *(text for left, _, why in self.left for text in (left, why))]


@dataclass(frozen=True)
class OrderingItem(Item):
    """`items` in the right order: text and explanation."""

    kind: ClassVar[str] = "ordering"

    items: tuple[tuple[str, str], ...] = ()

    def task(self, slot: Slot, seed: object = 0) -> tuple[OrderingQuestion, OrderingReference]:
        shown = self._shown(seed)
        letter = dict(zip(shown, ascii_lowercase, strict=False))
        question = OrderingQuestion(
            **slot.fields(self.text),
            items=tuple(Option(id=letter[n], text=typeset(self.items[n][0])) for n in shown),
        )
        order = tuple(letter[n] for n in range(len(self.items)))
        explain = {letter[n]: typeset(why) for n, (_, why) in enumerate(self.items)}
        return question, OrderingReference(order=order, explain=explain, note=typeset(self.note))

    def _shown(self, seed: object) -> list[int]:
        """An order to start from that is at least half wrong, so that leaving it as it is earns nothing."""
        right = range(len(self.items))
        for attempt in range(100):
            shown = shuffled(right, seed, self.id, attempt)
            kept, reversed_, _ = pairs_in_order(shown, right)
            if kept <= reversed_:
                return shown
        return list(reversed(right))

    def words(self) -> list[str]:
        return [*super().words(), *(text for item in self.items for text in item)]


@dataclass(frozen=True)
class NumberItem(Item):
    kind: ClassVar[str] = "number"

    label: str = "Значение"
    value: float = 0.0
    unit: str = ""
    units: tuple[str, ...] = ()
    tolerance: float = 0.0
    explain: str = ""

    def task(self, slot: Slot, seed: object = 0) -> tuple[NumberQuestion, NumberReference]:
        question = NumberQuestion(**slot.fields(self.text), label=self.label, units=self.units)
        reference = NumberReference(
            value=self.value, unit=self.unit, tolerance=self.tolerance,
            explain=typeset(self.explain), note=typeset(self.note),
        )  # fmt: skip
        return question, reference

    def words(self) -> list[str]:
        return [*super().words(), self.label, self.explain]


@dataclass(frozen=True)
class ItemAxis:
    """One thing to tell: `accepted`, `near` and `decisive` are positions among `options` and among the features."""

    title: str
    options: tuple[str, ...]
    accepted: tuple[int, ...]
    near: tuple[int, ...]
    decisive: tuple[int, ...]
    explain: str


@dataclass(frozen=True)
class ClassificationItem(Item):
    """`features`: phrases of the case that a choice may rest on."""

    kind: ClassVar[str] = "classification"

    features: tuple[str, ...] = ()
    axes: tuple[ItemAxis, ...] = ()

    def task(self, slot: Slot, seed: object = 0) -> tuple[ClassificationQuestion, ClassificationReference]:
        order = shuffled(range(len(self.features)), seed, self.id, "features")
        sign = {n: f"f{at}" for at, n in enumerate(order, 1)}
        axes, expected = [], {}
        for number, axis in enumerate(self.axes, 1):
            shown = shuffled(range(len(axis.options)), seed, self.id, number)
            letter = dict(zip(shown, ascii_lowercase, strict=False))
            options = tuple(Option(id=letter[n], text=typeset(axis.options[n])) for n in shown)
            axes.append(Axis(id=f"axis{number}", title=typeset(axis.title), options=options))
            expected[f"axis{number}"] = ExpectedAxis(
                accepted=tuple(sorted(letter[n] for n in axis.accepted)),
                near=tuple(sorted(letter[n] for n in axis.near)),
                features=tuple(sorted(sign[n] for n in axis.decisive)),
                note=typeset(axis.explain),
            )
        question = ClassificationQuestion(
            **slot.fields(self.text),
            features=tuple(Option(id=sign[n], text=typeset(self.features[n])) for n in order),
            axes=tuple(axes),
        )
        return question, ClassificationReference(axes=expected, note=typeset(self.note))

    def words(self) -> list[str]:
        told = [text for axis in self.axes for text in (axis.title, axis.explain, *axis.options)]
        return [*super().words(), *self.features, *told]
