"""The audit: files and packages in, a report out. One unreadable file never stops the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mentoring.data.criteria import criteria

from .judgement import RULES, Judgement, not_applicable, softened, unknown
from .kinds import recognise
from .reading import DocumentError, Text, read
from .view import Document
from .wording import as_written


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


def judge(text: Text, kind: str, as_of: dt.date) -> tuple[dict[str, Judgement], Document]:
    """Every criterion of the kind, judged by the text alone."""
    from . import criteria as _  # noqa: F401 - registers the rules

    document = Document(text, kind, as_of)
    day = document.day
    result: dict[str, Judgement] = {}
    for row in criteria():
        if row.document != kind:
            continue
        rule = RULES.get(row.id)
        if rule is None:
            result[row.id] = unknown()
            continue
        if row.law_from is not None and day is not None and day < row.law_from:
            result[row.id] = not_applicable(f"применяется к документам с {row.law_from:%d.%m.%Y}")
            continue
        try:
            judgement = rule(document)
        except Exception as error:  # a text nobody foresaw costs one criterion, not the file
            judgement = unknown(f"не удалось проверить ({type(error).__name__})")
        if judgement.quote:
            written = as_written(judgement.quote, judgement.place, text, document.text)
            judgement = replace(judgement, quote=written)
        result[row.id] = softened(judgement) if row.earns == "check" else judgement
    return result, document


def audit(
    paths: str | Path | Iterable[str | Path], as_of: dt.date | None = None, kinds: Mapping[str, str] | str | None = None
) -> AuditReport:
    """Audit files, folders and .zip packages.

    `as_of` is the day of the audit (default today) and sets the current school year. `kinds` is a kind for every file
    or {file name: kind}; without it the kind is recognised. All files given together are one package.
    """
    from .package import cross_check, gather

    as_of = as_of or dt.date.today()
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    files = [audit_file(data, name, as_of, kinds) for data, name in gather(given)]
    cross = cross_check([f for f in files if f.document is not None], as_of)
    return AuditReport(files, cross, as_of)


def audit_file(
    source: bytes | Path | DocumentError, name: str, as_of: dt.date, kinds: Mapping[str, str] | str | None = None
) -> FileReport:
    """One file; never raises for what a person gave."""
    if isinstance(source, DocumentError):
        return FileReport(name, error=str(source))
    try:
        text = read(source, name)
    except DocumentError as error:
        return FileReport(name, error=str(error))
    given = kinds if isinstance(kinds, str) or kinds is None else kinds.get(name) or kinds.get(Path(name).name)
    kind = given or recognise(text)
    if kind is None:
        return FileReport(name, error=f"Вид документа «{name}» не распознан: назовите его параметром --kind.")
    try:
        judgements, document = judge(text, kind, as_of)
    except Exception as error:  # an audit of a package must not stop at a text nobody foresaw
        return FileReport(name, kind, error=f"Файл «{name}» не удалось проверить ({type(error).__name__}).")
    return FileReport(name, kind, None, judgements, text.pending, document)
