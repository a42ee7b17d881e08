"""Documents that the order approves and annexes."""

from __future__ import annotations

import re

from ...judgement import Judgement, by_parts, met, unknown
from ...language import Hit, Words
from ...view import Document
from . import nesting


def approves(document: Document, *names: str) -> tuple[Hit | None, Hit | None]:
    """Where the order approves a document with one of the names, and where it is called an annex."""
    approved = annexed = None
    for words in document.index.words:
        hit = next((h for name in names if (h := _object(words, name)) is not None), None)
        if hit is None or re.search(r"оплат\w+ труда", words.text[max(0, hit.start - 5) : hit.end + 30]):
            continue
        block = document.blocks[words.block] if words.block >= 0 else None
        around = nesting.parent(document, words.block) + " " + words.text
        if block is not None and not _OWN_VERB.search(words.text[: hit.start]):
            around += " " + block.text[: block.text.find(words.text)]  # «Утвердить: Положение …; дорожную карту …»
        if re.search(r"утверд|ввести в действие|принять", around, re.IGNORECASE) and not re.search(
            r"утвержден\w+ приказом|^утвержден", words.text, re.IGNORECASE
        ):
            approved = approved or hit
            whole = block.text if block else words.text
            if re.search(r"прил(?:ожени|\.|агает)", whole, re.IGNORECASE) and not re.search(
                r"без приложени", whole, re.I
            ):
                annexed = annexed or hit
        before = " ".join(document.blocks[n].text for n in range(max(0, words.block - 6), max(0, words.block)))
        if re.match(r"\s*(?:\d+\.\s*)?приложени", words.text, re.I) or (
            re.search(r"приложени\w*\s*(?:№|N)?\s*\d?", before, re.I)
            and words.block > len(document.head) + 2
            and len(words.text) < 160
        ):
            annexed = annexed or hit
    if annexed is None and approved is not None:
        annexed = document.search(
            r"^\s*приложени\w*(?:\s*(?:№\s*)?\d)?\s*(?::|\(|$|к приказу)|согласно приложени|\(прилага"
        )
        if annexed and not _annex_of(document, names, annexed):
            annexed = None
    return approved, annexed


_OWN_VERB = re.compile(r"\b[а-яё]{3,}(?:ать|ить|еть|ять|ыть|ести|ится|ается)\b", re.IGNORECASE)


def _object(words: Words, name: str) -> Hit | None:
    """The document itself, not «по реализации Положения», «в соответствии с Положением»."""
    hit = words.find(name)
    while hit is not None:
        before = words.text[: hit.start]
        if not hit.denied and not re.search(
            r"(?:реализаци\w*|выполнени\w*|исполнени\w*|соответстви\w+ с|согласно|основани\w+)\s+(?:\S+ных? )?[«\"]?$",
            before,
            re.I,
        ):
            return hit
        hit = words.find(name, hit.to)
    return None


def _annex_of(document: Document, names: tuple[str, ...], annexed: Hit) -> bool:
    near = range(annexed.words.block, min(annexed.words.block + 8, len(document.blocks)))
    return any(words.find(name) for words in document.part(near).words for name in names)


def regulation_annexed(document: Document) -> Judgement:
    approved, annexed = approves(document, "положение ..6 система|наставничество|модель", "положение")
    return by_parts(
        {"утверждение положения": approved, "приложение с положением": annexed}, key="утверждение положения"
    )


def roadmap_annexed(document: Document) -> Judgement:
    approved, annexed = approves(document, "дорожный карта", "план мероприятие", "план ..3 реализация|внедрение")
    return by_parts(
        {"утверждение дорожной карты": approved, "приложение с картой": annexed}, key="утверждение дорожной карты"
    )


def two_acts(document: Document) -> Judgement:
    approved, _ = approves(document, "положение ..6 система|наставничество|модель", "положение")
    return met(approved) if approved else unknown("нужен комплект")
