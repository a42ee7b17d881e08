"""One thing a check has to say, as a Russian sentence that tells where it is and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A problem, or with `reminder` something that is only not done yet."""

    text: str
    reminder: bool = False
