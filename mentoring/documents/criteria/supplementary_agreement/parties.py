"""Parties of an agreement: who they are, their duties, their signatures."""

from __future__ import annotations

import re

from ... import dates, requisites
from ...judgement import Judgement, by_parts
from ...language import Hit, Words
from ...view import Document
from .. import mentor_work


def parties(document: Document) -> Judgement:
    employer = document.find("работодатель") or document.search(
        r"директор|заведующ|руководител|и\.\s?о\.|ректор|начальник|исполняющ"
    )
    number = day = None
    for block_number, block in enumerate(document.blocks):
        for match in re.finditer(r"(?:трудов\w+\s+договор\w*|\bТД\b)([^.;\n]{0,20}?[^;\n]{0,90})", block.text, re.I):
            tail = match[1] + (
                " " + document.blocks[block_number + 1].text[:60]
                if block_number + 1 < len(document.blocks) and len(match[1].strip()) < 25
                else ""
            )
            hit = Hit(Words(block.text, block.place), 0, 0, match.start(), match.end())
            number = number or (hit if requisites.number(tail) else None)
            day = day or (hit if dates.dates(tail) else None)
    return by_parts(
        {
            "стороны": employer if employer and len(document.surnames) >= 2 else None,
            "номер трудового договора": number,
            "дата трудового договора": day,
        }
    )


def duties(document: Document) -> Judgement:
    mentee = None
    parties = _parties(document)
    for words in document.index.words:
        if re.search(
            r"наставляем|молод\w+ (?:специалист|педагог|учител)|в отношении|педагог|учител|воспитател|закреп"
            r"|преподавател"
            r"|наставнич|\bнад\b|\bс кем\b|концертмейстер|тренер|мастер|коллег|помога"
            r"|стажер|стажёр|студент|сопровожд|помощ|\bурок|\bзанят",
            words.text,
            re.I,
        ):
            others = [
                p
                for p in requisites.people(requisites.filled(words.text), words.kind == "cell")
                if requisites.stem(p.surname) not in parties
            ]
            if others:
                mentee = words
                break
    return by_parts(
        {
            "обязанности наставника": document.find(
                "работник|наставник ..4 обязан|обязать|обязанный|обязываться|обязуется|обязаться|принимать",
                "обязанность|задача ..4 работник",
                "обязанность ..3 наставник ..2 входить|включать|относиться|составлять",
            )
            or next((w for w in document.index.words if mentor_work.content_words(w.text) >= 2), None)
            or document.search(r"обязанност\w*\W*:|обязан\b"),
            "названный наставляемый": mentee,
        }
    )


def _parties(document: Document) -> set[str]:
    """Surnames of those who sign, and of the preamble before «договорились»."""
    result: set[str] = set()
    half = len(document.blocks) // 2
    for words in document.signatures:
        if (words.block == -1 or words.block >= half) and re.search(r"_{3}|подпис|/", words.text, re.IGNORECASE):
            result |= requisites.surnames(requisites.filled(words.text))
    for block in document.blocks[:14]:
        if re.search(r"именуем|действующ|работодател|работник|в лице|договорил|заключил|услови", block.text, re.I):
            preamble = re.split(r"договорил|заключил|условил|пришли к|о нижеследующ|согласилис", block.text)[0]
            found = requisites.surnames(requisites.filled(preamble))
            result |= found
            if found:
                break
    return result


def signed(document: Document) -> Judgement:
    half = len(document.blocks) // 2
    lines = [w for w in document.signatures if w.block == -1 or w.block >= half] or document.signatures
    people = set().union(*(requisites.surnames(requisites.filled(words.text)) for words in lines))
    tail = [requisites.filled(b.text) for b in document.blocks[max(half, len(document.blocks) - 24) :]]
    if len(people) < 2 and any(re.search(r"_{3}|подпис|реквизит", b.text, re.I) for b in document.blocks[half:]):
        people |= set().union(*(requisites.surnames(text, cell=True) for text in tail))
    copy = document.search(r"экземпляр|\bэкз\.")
    return by_parts(
        {
            "подписи обеих сторон": lines[0] if len(people) >= 2 and lines else (len(people) >= 2),
            "экземпляр работнику": copy,
        }
    )
