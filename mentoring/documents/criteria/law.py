"""Days from which the law asks more, and acts that several kinds of documents refer to."""

from __future__ import annotations

import datetime as dt

from ..language import Hit
from ..view import Document

LETTER = dt.date(2021, 12, 21)
LABOUR_LAW = dt.date(2025, 3, 1)


def letter(document: Document) -> Hit | None:
    """The letter on the mentoring of teachers: by its number, or by its date beside its subject."""
    return document.refers("az1128") or document.search(
        r"(?:21\.12\.2021|21 декабря 2021).{0,260}наставничества педагогических|наставничества "
        r"педагогических.{0,200}(?:21\.12\.2021|21 декабря 2021)"
    )
