"""Chance that depends on a seed only: the same on every machine and in every Python.

Only `Random(str).random()` is used (its algorithm is promised by Python); choosing and shuffling are our own. Every
purpose has a stream of its own, so that a new row in one table doesn't change what another one gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    def __init__(self, seed: object, *purpose: object):
        self._random = Random("|".join(map(str, (seed, *purpose))))

    def number(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`, both possible."""
        return least + int(self._random.random() * (most - least + 1))

    def one(self, things: Sequence[T]) -> T:
        return things[self.number(0, len(things) - 1)]

    def shuffled(self, things: Iterable[T]) -> list[T]:
        left, out = list(things), []
        while left:
            out.append(left.pop(self.number(0, len(left) - 1)))
        return out

    def some(self, things: Iterable[T], count: int) -> list[T]:
        return self.shuffled(things)[:count]
