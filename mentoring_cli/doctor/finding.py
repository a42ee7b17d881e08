"""What one check found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["ok", "warn", "bad"]
WORDS: dict[str, str] = {"ok": "хорошо", "warn": "обратите внимание", "bad": "плохо"}


@dataclass(frozen=True)
class Finding:
    """`what` was looked at, `said` how it stands, `todo` what to do about it (empty when it is well)."""

    name: str
    what: str
    state: State
    said: str = ""
    todo: str = ""

    def text(self) -> str:
        """«Песочница: плохо — ядро не даёт Landlock. Что сделать: …»"""
        line = f"{self.what}: {WORDS[self.state]}" + (f" — {self.said}" if self.said else "")
        return line.rstrip(".") + "." + (f" Что сделать: {self.todo}." if self.todo else "")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
