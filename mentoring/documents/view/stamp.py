"""The approval stamp of a document: which blocks of its head it takes."""

from __future__ import annotations

import re

from .. import dates, requisites
from ..reading.model import Block

_TITLE = re.compile(
    r"\W*(?:положение|дорожная|план\b|план-|персонализ|программа|индивидуальн|согласован|принят|рассмотрен"
    r"|маршрут|иом\b|ппн\b)",
    re.IGNORECASE,
)


_NAMED = re.compile(r"\W*(?:положение|дорожная|план\b|персонализ|программа|индивидуальн|маршрут|иом\b|ппн\b)", re.I)


def stamp_of(blocks: list[Block], head: list[int]) -> list[int]:
    """Numbers of the blocks of the stamp, or empty."""
    margins = [number for number, block in enumerate(blocks) if block.kind in ("header", "footer")]
    for number in [*(head or range(min(20, len(blocks)))), *margins]:
        text = blocks[number].text
        if len(text) > 240 or not re.search(
            r"\bутв(?:ержд(?:[её]н[аоы]?|аю)\b|\.)|введен\w* в действие приказом", text, re.IGNORECASE
        ):
            continue
        if re.search(r"(?:положени\w+|программ\w+|карт\w+),? утвержд|утвержд[её]нн", text, re.IGNORECASE):
            continue
        alone = number in margins or _NAMED.match(text)  # «Персонализированная программа. Утверждена 15.10.2026»
        return [number] if alone else _from(blocks, number)
    return []


def _from(blocks: list[Block], start: int) -> list[int]:
    numbers = [*_annex_before(blocks, start), start]
    for number in range(start + 1, min(start + 7, len(blocks))):
        text = blocks[number].text
        before = " ".join(blocks[n].text for n in numbers)
        if _TITLE.match(text) or (text.isupper() and len(text) > 14 and not re.search(r"ПРИКАЗ|ДИРЕКТОР|ОУ\b|№", text)):
            break
        whole = bool(dates.dates(before)) and bool(requisites.people(requisites.filled(before)))
        if whole and not re.match(
            r"\W*(?:от\b|приказ|№|директор|заведующ|м\.\s?п|_|\d|подпись|«_)", text, re.IGNORECASE
        ):
            break
        numbers.append(number)
    return numbers


def _annex_before(blocks: list[Block], start: int) -> list[int]:
    """«Приложение № 1 к приказу … от … № …» right above the stamp: it carries the number and the date."""
    for number in range(start - 1, max(-1, start - 5), -1):
        text = blocks[number].text
        if len(text) > 200 or blocks[number].kind == "cell":
            return []
        if re.match(r"\W*приложени", text, re.IGNORECASE):
            lines = range(number, start)
            whole = " ".join(blocks[n].text for n in lines)
            return list(lines) if re.search(r"приказ", whole, re.IGNORECASE) else []
    return []
