"""Individual variants as an author and a participant have them: which one is whose, what a maker returns, its seed.

Pure and free of widgets: makers of cases and extracts import `Variant` from here. How a notebook draws one is
`mentoring.forms.variant`; the pool and its keys belong to the grading engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

BASE = "base"
FILE = "variants.json"


class Variant(NamedTuple):
    """What a maker `make(seed) -> Variant` draws: `public` goes to the participant (JSON), `secret` to the key only."""

    public: Any
    secret: Any = None


def assigned(assignment: str, code: str, pool: Sequence[str]) -> str:
    """The variant of a participant; the same rule stands in `autograder.variants` (docs/contract.md)."""
    return sorted(pool)[int.from_bytes(hashlib.sha256(f"{assignment}\0{code}".encode()).digest()[:8]) % len(pool)]


def seed_of(secret: str, name: str) -> int:
    """A 63-bit seed for the draw called `name`, from the seed of the whole variant."""
    return int.from_bytes(hashlib.sha256(f"{secret}\0{name}".encode()).digest()[:8]) >> 1
