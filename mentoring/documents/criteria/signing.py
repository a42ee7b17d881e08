"""Who signed a document, on what day, and who was made acquainted with it."""

from __future__ import annotations

import re

from .. import dates, requisites
from ..language import Hit, Words
from ..view import Document


def signature_and_date(document: Document) -> tuple[Words | None, Words | None]:
    """A signed line and a date that isn't a period or a date of another document."""
    signed = document.signatures[-1] if document.signatures else None
    if signed is None:
        for block in document.blocks[-12:]:
            bare = requisites.filled(block.text)
            if re.search(r"подпись|/", block.text, re.I) and requisites.people(bare):
                signed = Words(block.text, block.place)
    dated = None
    for number in range(len(document.blocks) - 1, -1, -1):
        block = document.blocks[number]
        text = re.sub(
            r"(?:приказ|договор|положени|закон|соглашени|рожд|выдан|трудов)\w*[^.;\n]{0,60}?\d{1,2}[. ]\S+[. ]?\d{4}",
            " ",
            block.text,
            flags=re.I,
        )
        spans = [
            s
            for s in dates.spans(text)
            if s.exact
            and s.dated
            and not s.range
            and not re.search(r"(?:до|по|с|срок\w*|начин\w+)\s*[«\"]?$", text[: s.start].strip(), re.I)
        ]
        if spans and not re.search(r"\bс \d.*\bпо \d|период|срок", text, re.I):
            dated = Words(block.text, block.place, number)
            break
    return signed, dated


def acquaintance(document: Document) -> Hit | None:
    """The parties were (or are to be) made acquainted with the order under signature."""
    return document.search(
        r"ознакомлен|ознакомить|ознакомлени|доведен\w* до сведени|довести .{0,40}до сведени|лист ознакомлени"
    )
