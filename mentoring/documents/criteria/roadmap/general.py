"""Head of a roadmap, and how wide the whole of it is."""

from __future__ import annotations

from ... import vocabulary
from ...judgement import Judgement, by_parts, met, unknown
from ...view import Document
from .. import letterhead


def approved(document: Document) -> Judgement:
    parts, hit = letterhead.approval(document)
    stamp = hit if hit and (parts["дата"] or parts["номер"]) else letterhead.annexed(document)
    return by_parts(
        {
            "утверждение с реквизитами": stamp,
            "организация": letterhead.organization(document),
            "период": document.period_hit,
        }
    )


def breadth(document: Document) -> Judgement:
    found: set[str] = set()
    for words in document.index.words:
        found |= vocabulary.categories(words) - {"growth_seeker", "digital_learner"}
    kinds = vocabulary.types(document.plain)
    if len(found) >= 4 or len(kinds) >= 4:
        return met(None, 0.5)
    return unknown()
