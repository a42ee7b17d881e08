"""What an audit hands back: a report a file, contradictions of the package, all of them together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from .judgement import Judgement
from .view import Document


@dataclass
class FileReport:
    """What is found in a file: judgements by criterion id, or why it wasn't judged."""

    file: str
    kind: str | None = None
    error: str | None = None
    judgements: dict[str, Judgement] = field(default_factory=dict)
    pending: bool = False
    document: Document | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "kind": self.kind,
            "error": self.error,
            "criteria": [
                {"id": id, "verdict": j.verdict, "quote": quote(j), "confidence": round(j.confidence, 2)}
                for id, j in self.judgements.items()
            ],
        }


def quote(judgement: Judgement) -> str | None:
    """The quoted place: «абзац 12: …»; None when there is nothing to quote."""
    if not judgement.quote:
        return None
    return f"{judgement.place}: {judgement.quote}" if judgement.place else judgement.quote


@dataclass(frozen=True)
class CrossRemark:
    """A contradiction between files of a package."""

    id: str
    files: tuple[str, ...]
    remark: str

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "files": list(self.files), "remark": self.remark}


@dataclass
class AuditReport:
    """Reports of all files and the cross-checks of the package."""

    files: list[FileReport]
    cross: list[CrossRemark]
    as_of: dt.date

    def to_json(self) -> dict[str, Any]:
        return {"files": [f.to_json() for f in self.files], "cross": [remark.to_json() for remark in self.cross]}
