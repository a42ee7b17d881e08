"""XD-CURATOR: all documents name one curator."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import requisites
from ..audit_results import CrossRemark
from ..view import Document
from . import surnames
from .remarks import Package, remark

_CURATOR = re.compile(r"куратор", re.I)


def curators(document: Document) -> set[str]:
    """Surnames (stems) of those the document calls curators."""
    found: set[str] = set()
    for block in document.blocks:
        if block.kind == "cell":
            row = document.row_of(block)
            text = " ".join(dict.fromkeys(row)) if len(row) == 2 else block.text
        else:
            text = block.text
        for match in _CURATOR.finditer(text):
            people = requisites.people(requisites.filled(text))
            near = [p for p in people if -60 <= p.start - match.end() <= 130]
            after = [p for p in near if p.start >= match.end()]
            before = [p for p in near if p.start < match.start()]
            chosen = None
            if (
                after
                and not re.search(r"\.\s+[А-ЯЁ][а-яё]{3}|;", text[match.end() : after[0].start])
                and not re.search(
                    r"ответственн|директор[ау]? (?!по)|контрол",
                    re.sub(r"зам\w*\.? (?:директора|заведующ\w+|руководителя)", "", text[match.end() : after[0].start]),
                    re.I,
                )
            ):
                chosen = after[0]
            elif before and re.search(
                r"назнач|возлож|[(,–—-]\s*$|функци|обязанност",
                text[before[-1].end : match.start()] or text[: match.start()],
                re.I,
            ):
                chosen = before[-1]
            if chosen:
                found.add(requisites.stem(chosen.surname))
    return found


def contradictions(package: Package) -> Iterator[CrossRemark]:
    named = [(file, c) for files in package.values() for file in files for c in curators(file.document)]
    distinct: list[tuple[object, str]] = []
    for file, name in named:
        if not any(surnames.same(name, other) for _, other in distinct):
            distinct.append((file, name))
    if len(distinct) > 1:
        yield remark("XD-CURATOR", [file for file, _ in named], "Куратором в документах названы разные люди.")
