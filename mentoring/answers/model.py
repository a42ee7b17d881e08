"""What `answers.json` says, as docs/contract.md has it, and how it is told to a participant."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mentoring.answers.versions import SCHEMA

CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]*$")


class _Part(BaseModel):
    # Keys of later writers pass through untouched.
    model_config = ConfigDict(extra="allow", populate_by_name=True)


class SavedAnswer(_Part):
    """One answer: `revision` grows by one with every change, `saved_at` is local time with its offset."""

    revision: int = Field(ge=0)
    saved_at: str
    answer: Any = None


class HandedIn(_Part):
    attempt: int = Field(ge=1)
    at: str


class Returned(_Part):
    """The instructor sent attempt number `attempt` back for revision."""

    attempt: int = Field(ge=1)
    at: str = ""
    comment: str = ""


class Version(_Part):
    """An answer that lost to another window's one; kept, never read by grading."""

    task: str
    revision: int
    saved_at: str
    answer: Any = None


class Answers(_Part):
    """The whole of `answers.json`, as docs/contract.md has it; `history` is left out while it is empty."""

    schema_: int = Field(SCHEMA, alias="schema")
    participant: str = ""
    assignment: str = ""
    release: str = ""
    variant: str = "base"
    answers: dict[str, SavedAnswer] = Field(default_factory=dict)
    handed_in: list[HandedIn] = Field(default_factory=list)
    returned: Returned | None = None
    history: list[Version] = Field(default_factory=list)

    @property
    def attempt(self) -> int:
        """Number of the last attempt handed in, 0 before the first."""
        return max((item.attempt for item in self.handed_in), default=0)

    @property
    def locked(self) -> bool:
        """Handed in, and the last attempt is not returned."""
        return bool(self.handed_in) and (self.returned is None or self.returned.attempt < self.attempt)

    def to_bytes(self) -> bytes:
        data = self.model_dump(mode="json", by_alias=True)
        if not data["history"]:
            del data["history"]
        # A lone surrogate (a broken paste) becomes its JSON escape instead of an error.
        return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


@dataclass(frozen=True)
class Owner:
    """Whose answers, to which release; empty strings mean «not known»."""

    participant: str = ""
    assignment: str = ""
    release: str = ""
    variant: str = "base"


def locked_reason(answers: Answers) -> str:
    """«Работа сдана 21.11.2026 в 14:05 …», or «» when the work is open."""
    if not answers.locked:
        return ""
    last = answers.handed_in[-1]
    return f"Работа сдана {spoken_time(last.at)} (попытка {last.attempt}). Изменить ответы можно, если её вернут."


def spoken_time(moment: str) -> str:
    """ISO time → «21.11.2026 в 14:05»; anything else unchanged."""
    try:
        return datetime.fromisoformat(moment).strftime("%d.%m.%Y в %H:%M")
    except ValueError:
        return moment
