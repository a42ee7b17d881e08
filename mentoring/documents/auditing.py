"""The audit: files and packages in, a report out. One unreadable file never stops the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from mentoring.data.criteria import criteria

from .audit_results import AuditReport, FileReport
from .judgement import Judgement, not_applicable, softened, unknown
from .kinds import recognise
from .reading import DocumentError, Text, read
from .view import Document
from .wording import as_written


def judge(text: Text, kind: str, as_of: dt.date) -> tuple[dict[str, Judgement], Document]:
    """Every criterion of the kind, judged by the text alone."""
    from .criteria import RULES

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
    from .cross_checks import cross_check
    from .gathering import gather
    from .package_verdicts import decide

    as_of = as_of or dt.date.today()
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    files = [audit_file(data, name, as_of, kinds) for data, name in gather(given)]
    whole = [file for file in files if file.document is not None]
    decide(whole)
    cross = cross_check(whole)
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
