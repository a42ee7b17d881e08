"""Categories of mentees that a regulation lists."""

from __future__ import annotations

import re

from ... import vocabulary
from ...judgement import Judgement, met, partial, violated
from ...language import Hit, Words
from ...view import Document


def categories(document: Document) -> Judgement:
    zone, hit = category_zone(document)
    if not zone:
        return violated("категории наставляемых не названы")
    if len(zone) == 8:
        return met(hit)
    around = (
        " ".join(
            document.blocks[n].text
            for n in range(max(0, hit.words.block - 1), min(hit.words.block + 10, len(document.blocks)))
        )
        if hit
        else ""
    )
    reason = re.search(
        r"с уч[её]том (?:кадров|состав|потребн|результат|анализ|специфик)|исходя из|по (?:результатам|итогам) "
        r"(?:анализ|анкет|опрос|диагност)|на основании (?:анализ|анкет|опрос|диагност)|обоснован|поскольку|так "
        r"как|кадров\w+ состав|анализ\w* (?:кадр|потребн|от\b)",
        around,
        re.I,
    )
    if reason and len(zone) >= 2:
        return met(hit, 0.65)
    missing = 8 - len(zone)
    return partial(f"названы не все категории наставляемых (нет {missing} из 8), сужение не обосновано", hit)


def category_zone(document: Document) -> tuple[set[str], Hit | None]:
    """Categories named where the document lists them: after the word «категория» or «наставляемыми могут быть»."""
    anchors = document.all(
        "категория ..5 наставляемый|педагог|работник|участник|педагогический",
        "наставляемый ..4 мочь|являться|становиться|стать|категория",
        "наставничество ..3 устанавливать|устанавливаться|организовать|организоваться|осуществляться ..4 "
        "отношение|над|для|за",
        "категория",
        "наставник ..3 закрепляться|назначаться ..4 за|для",
    )
    best: set[str] = set()
    place = None
    for anchor in anchors:
        start = anchor.words.block
        found: set[str] = set()
        for number in range(start, min(start + 13, len(document.blocks))):
            if (
                number > start
                and number in document.headings
                and re.match(r"\s*\d+\.?\s+[А-ЯЁ]", document.blocks[number].text)
            ):
                break
            for words in document.by_block.get(number, ()):
                if re.search(
                    r"квалификационн\w+ категори|высш\w+ категори|перв\w+ категори", words.text, re.IGNORECASE
                ):
                    continue
                found |= vocabulary.categories(words)
        if len(found) > len(best):
            best, place = found, anchor
    if len(best) < 3:
        for number in range(len(document.blocks)):
            found = set().union(*(vocabulary.categories(w) for w in document.by_block.get(number, ()))) or set()
            if len(found) >= max(3, len(best) + 1):
                best, place = found, document.by_block[number][0].find("наставляемый|педагог|педагогический|молодой")
    listed, first = _category_list(document)
    if len(listed) > len(best) and len(listed) >= 4:
        return listed, first.find("наставляемый|педагог|молодой|начинающий") or place
    return best, place


def _category_list(document: Document) -> tuple[set[str], Words | None]:
    """The run of neighbouring lines, each of which adds a category, that names most of them."""
    best: set[str] = set()
    first = None
    for start in range(len(document.blocks)):
        found: set[str] = set()
        idle = 0
        for number in range(start, min(start + 12, len(document.blocks))):
            own = set().union(*(vocabulary.categories(w) for w in document.by_block.get(number, ()))) or set()
            idle = 0 if own - found else idle + 1
            if idle > 1:
                break
            found |= own
        if len(found) > len(best):
            best, first = found, document.by_block[start][0]
    return best, first
