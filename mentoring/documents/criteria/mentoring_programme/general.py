"""Head of a programme: the pair, the organisation, period, form and type, approval."""

from __future__ import annotations

import re

from ... import dates, requisites, vocabulary
from ...judgement import Judgement, by_parts
from ...language import Words
from ...view import Document
from .. import letterhead


def title(document: Document) -> Judgement:
    names = pair_named(document)
    stamp, hit = letterhead.approval(document)
    approved = (
        hit
        if hit and (stamp["номер"] or stamp["дата"] or stamp["подпись"])
        else _agreed(document)
        or document.search(r"согласован\w*[^;]{0,80}\d|рассмотрен\w*[^.;]{0,80}протокол|утвержден\w* приказом")
    )
    text = document.plain
    form = document.search(re.compile("|".join(vocabulary.FORMS.values()), re.I))
    type_ = next(
        (
            w
            for w in document.index.words
            if vocabulary.types(w.text)
            and re.search(r"вид|наставнич|форм|модел|взаимодейств", w.text + _row_label(document, w), re.I)
        ),
        None,
    )
    coded = len(re.findall(r"(?im)^\W*(?:наставник|наставляем\w+)\s*(?:\([^)]*\))?\s*[–—:|-]\s*\S", text)) >= 2
    return by_parts(
        {
            "пара": next(iter(names.values())) if len(names) >= 2 else (coded and document.search("наставник")) or None,
            "организация": letterhead.organization(document),
            "период": document.period_hit,
            "форма": form,
            "вид": type_,
            "утверждение": approved,
        }
    )


def _agreed(document: Document) -> Words | None:
    """«СОГЛАСОВАНО» with a name or a day in the lines below it."""
    for number, block in enumerate(document.blocks[:20]):
        below = " ".join(later.text for later in document.blocks[number : number + 4])
        bare = requisites.filled(below)
        if re.match(r"\W*(?:согласован|рассмотрен|принят)", block.text, re.I) and (
            dates.dates(bare) and requisites.people(bare)
        ):
            return Words(below, block.place, number)
    return None


def _row_label(document: Document, words: Words) -> str:
    if words.kind != "cell" or words.block < 0:
        return ""
    return " " + document.row_of(document.blocks[words.block])[0]


def pair_named(document: Document) -> dict[str, Words]:
    """Stems of the surnames of the first blocks and where they stand, without those who approve the programme."""
    return {
        requisites.stem(person.surname): words
        for words, person in letterhead.head_names(document, 60)
        if not _official(document, words)
    }


def _official(document: Document, words: Words) -> bool:
    return words.block in document.stamp or bool(re.match(r"\W*(?:директор|заведующ)", words.text, re.I))
