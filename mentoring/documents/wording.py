"""One spelling for matching, sign for sign: feminine names of roles, curly quotes, Latin letters inside Russian words,
a letter О that stands for zero inside a date or a number.

Every replacement keeps the length, so that a quotation is cut from the text as it was written (`as_written`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from .reading.model import Grid, Text

_ENDINGS = {
    "а": " ",
    "ы": "а",
    "е": "у",
    "у": "а",
    "ей": "ом",
    "ею": "ом",
    "ам": "ам",
    "ами": "ами",
    "ах": "ах",
    "": "",
}
_FEMININE = re.compile(
    r"(?<![а-яё])((?:со)?(?:наставн|работн|трудн)и)ц(ами|ам|ах|ей|ею|[аыеу]|)(?![а-яё])", re.IGNORECASE
)
_QUOTES = str.maketrans("“”„‟‘’‚", '""""\'\'\'')
_LATIN = str.maketrans("aceopxykmthbABCEHKMOPTXY3", "асеорхукмтнвАВСЕНКМОРТХУЗ")
_MIXED = re.compile(r"(?<![^\W\d_])(?=[^\W\d_]*[А-Яа-яЁё])(?=[^\W\d_]*[A-Za-z])[^\W\d_]+")
_ZERO = re.compile(r"(?<![^\W\d_])[ОоOo](?=\d[\d.ОоOo]|\d\s)|(?<=\d)[ОоOo](?=\d|\.[\dОоOo])|(?<=[./]2)[ОоOo](?=2)")
_ROMAN = re.compile(r"(?<![\d.])(\d{1,2})[.\s]+([IVX]{1,4})[.\s]+(20\d\d)")
_MONTHS = {r: n for n, r in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)}
_LETTER = re.compile(r"(?<!\w)[AА][3З](?=\s?[-–]\s?1128)")


def even(text: str) -> str:
    """The text in the one spelling; the same length."""
    text = _FEMININE.sub(lambda m: m[1] + ("К" if m[1].isupper() else "к") + _ENDINGS[m[2].lower()], text)
    text = _LETTER.sub("АЗ", text.translate(_QUOTES))
    text = _ZERO.sub("0", text)
    text = _ROMAN.sub(_plain_date, text)
    return _MIXED.sub(lambda m: m[0].translate(_LATIN), text)


def _plain_date(match: re.Match[str]) -> str:
    """«15. IX. 2022» is no end of a sentence: written with figures where they fit in the same length."""
    plain = f"{match[1]}.{_MONTHS.get(match[2], 0):02d}.{match[3]}"
    return plain.ljust(len(match[0])) if match[2] in _MONTHS and len(plain) <= len(match[0]) else match[0]


def evened(text: Text) -> Text:
    """A copy of a read document in the one spelling."""
    blocks = [replace(block, text=even(block.text)) for block in text.blocks]
    tables = [Grid([[even(cell) for cell in row] for row in grid.rows], grid.place) for grid in text.tables]
    return replace(text, blocks=blocks, tables=tables)


def as_written(quote: str, place: str, original: Text, spelled: Text) -> str:
    """The quotation in the words of the document."""
    for ours, theirs in zip(spelled.blocks, original.blocks, strict=True):
        if ours.text == theirs.text or ours.place != place:
            continue
        at = ours.text.find(quote)
        if at >= 0:
            return theirs.text[at : at + len(quote)].strip()
        quote = quote.replace(ours.text, theirs.text)
    return quote
