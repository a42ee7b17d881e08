"""Types and forms of mentoring that a regulation allows."""

from __future__ import annotations

import re

from ... import vocabulary
from ...judgement import Judgement, met, partial, violated
from ...language import Words
from ...view import Document

_CONDITION = re.compile(
    r"применя|использу|предназнач|организу|рекоменд|подходит|устанавлива|целесообразн|выбира|вводит|эффектив"
    r"|\bдля\b|\bпри\b|\bкогда\b|\bесли\b|в случа|[–—-]\s\S+(?:\s\S+){4,}|:\s\S+(?:\s\S+){4,}",
    re.IGNORECASE,
)


def types(document: Document) -> Judgement:
    named: dict[str, bool] = {}
    hit = None
    for unit in document.units:
        found = vocabulary.types(unit.text)
        if len(found) == 1 and re.search(r"\bстаж|требовани|кандидат", unit.text, re.IGNORECASE):
            continue  # «для реверсивного вида стаж не учитывается» allows a type, it doesn't introduce it
        if not found or not re.search(
            r"наставнич|вид|взаимодейств|модел", unit.text + " " + _before(document, unit), re.IGNORECASE
        ):
            continue
        hit = hit or unit
        pieces = re.split(r";|(?<=[а-яё)»])\.\s|\n", unit.text) if len(found) > 1 else [unit.text]
        for id in found:
            own = [p for p in pieces if vocabulary.TYPE_PATTERNS[id].search(p)]
            explained = any(
                len(vocabulary.types(p)) <= 2
                and (_CONDITION.search(p) and len(p.split()) >= 4 or len(vocabulary.types(p)) == 1 and _beyond(p) >= 3)
                for p in own
            )
            cells = re.split(r";\s+(?=[А-ЯЁ][^:;]{2,40}:)|:\s|\s\|\s", unit.text) if unit.kind == "row" else []
            explained = explained or (
                len(found) == 1 and any(len(c.split()) >= 3 and not vocabulary.types(c) for c in cells)
            )
            explained = explained or any(
                re.search(rf"(?:{vocabulary.TYPES[id]})" + r"[^,;()]{0,40}\([^)]{8,}\)", p, re.I) for p in own
            )
            named[id] = named.get(id, False) or bool(explained)
    if not named:
        return violated("виды наставничества не названы")
    if sum(named.values()) * 3 >= len(named) * 2:
        return met(hit)
    return partial("виды названы, но условия применения указаны не у всех", hit)


def _beyond(piece: str) -> int:
    """How many words a clause has beyond the name of a type and the words of every list of types."""
    rest = [w for w in re.findall(r"[А-Яа-яЁё]{3,}", piece) if not vocabulary.types(w)]
    return sum(
        not re.match(r"наставнич|вид|форм|модел|применя|использу|или|либо|также", w, re.IGNORECASE) for w in rest
    )


def _before(document: Document, words: Words) -> str:
    start = max(0, words.block - 12)
    return " ".join(document.blocks[n].text for n in range(start, words.block)) if words.block > 0 else "вид"


def forms(document: Document) -> Judgement:
    for words in document.index.words:
        if vocabulary.forms(words.text):
            return met(words)
    return violated("применяемые формы наставничества не названы")
