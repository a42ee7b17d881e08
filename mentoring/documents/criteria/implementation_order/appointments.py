"""People whom the order appoints."""

from __future__ import annotations

import re

from ... import requisites
from ...judgement import Judgement, by_parts, violated
from ...language import Words
from ...view import Document
from . import nesting


def appointed(document: Document) -> Judgement:
    responsible = _appointment(
        document,
        r"ответственн\w+(?!\s+за\s+(?:исполнени|сайт|размещ|ведени))|ответственность|руководител\w+ (?:проект"
        r"|внедрени|систем)|координатор",
        "responsible",
    )
    curator = _appointment(document, r"куратор", "curator")
    if responsible is None and curator is None:
        return violated("ответственное лицо и куратор не назначены")
    parts = {}
    for title, found in (("ответственное лицо", responsible), ("куратор", curator)):
        words, position, person = found or (None, False, False)
        if words is None:
            parts[title] = None
        elif position and person:
            parts[title] = words
        else:
            parts[
                title + (" с должностью" if person else " с фамилией" if position else " с должностью и фамилией")
            ] = None
            parts.setdefault("назначение", words)
    return by_parts(parts)


def _appointment(document: Document, role: str, sort: str) -> tuple[Words, bool, bool] | None:
    best = None
    for number, block in enumerate(document.blocks):
        text = block.text
        match = re.search(role, text, re.IGNORECASE)
        if (
            not match
            or re.search(r"контроль (?:за )?(?:исполнени|выполнени)", text, re.IGNORECASE)
            or number in document.stamp
        ):
            continue
        said = document.unit_of[number].text + " " + nesting.parent(document, number)
        appoints = re.search(r"назнач|возлож|утверд|определ|поруч|считать|закреп|исполн|[–—:(,-]", said, re.IGNORECASE)
        others = re.sub(r"(?:друг|ин)(?:их|ые|ого|ым\w*) (?:ответственн|куратор)[^.;]*", "", text, flags=re.I)
        if not appoints or re.search(r"\b(?:не назнач|не определ)", others, re.I):
            continue
        whole = requisites.filled(text)
        follows = (
            document.blocks[number + 1].text
            if text.rstrip().endswith((":", "–", "—")) and number + 1 < len(document.blocks)
            else ""
        )
        if block.kind == "cell":
            whole = document.unit_of[number].text
        whole += " " + requisites.filled(follows)
        person = bool(requisites.people(whole))
        position = bool(requisites.POSITIONS.search(whole))
        score = (person + position, bool(re.search(r"назнач|возлож", text, re.I)))
        if best is None or score > best[0]:
            best = (score, (Words(text, block.place, number), position, person))
    if best is None or best[0] == (0, False):
        return best[1] if best and re.search(r"назнач|возлож", best[1][0].text, re.I) else None
    if best[0][0] == 0 and not best[0][1]:
        return None
    return best[1]
