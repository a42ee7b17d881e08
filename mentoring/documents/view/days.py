"""The number and the date that are a document's own: not those of an act it refers to, nor a term, nor a period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from .. import dates, requisites
from ..language import Words
from ..reading.model import Block


def own_lines(lines: Iterable[Words]) -> Iterator[Words]:
    """Lines of the head that may carry the number and the date of the document itself."""
    for words in lines:
        text = words.text
        if re.search(
            r"(?:закон|письм|распоряжени|постановлени|на основании|в соответствии|во исполнение|с целью|в целях)",
            text,
            re.I,
        ):
            continue
        if re.search(r"учебн|период|\bс \d.*\bпо \d", text, re.I) and not re.search(r"№|\bот\b", text):
            continue
        if re.search(r"\b(?:ИНН|ОГРН|ОКПО|тел|КПП|индекс|лиценз)\b", text):
            continue
        yield words


LABOUR_CONTRACT = re.compile(r"(?:к\s+)?(?:трудов\w+\s+договор\w*|\bТД\b)", re.IGNORECASE)


def _after_first_day(text: str) -> str:
    """What follows the date of the contract: the agreement's own date may stand in the same line."""
    spans = [span for span in dates.spans(text) if span.exact and span.dated]
    return text[spans[0].end :] if spans else ""


def labelled_day(blocks: list[Block], agreement: bool) -> dt.date | None:
    """The date at the beginning of a consent or an agreement; that of the labour contract is another."""
    for number in range(min(14, len(blocks))):
        text = blocks[number].text
        if agreement and (contract := LABOUR_CONTRACT.search(text)):
            text = text[: contract.start()] + _after_first_day(text[contract.end() :])
        if (
            len(text) < 160
            and not _is_range(blocks[number].text)
            and not re.search(r"приказ|закон|рожд|паспорт", text, re.I)
        ):
            found = requisites.day_in(text)
            if found:
                return found
    return None


def last_day(blocks: list[Block]) -> dt.date | None:
    """The last date near the signatures."""
    tail = [block.text for block in blocks if block.kind != "cell"][-14:]
    days = [day for text in tail if _own_line(text) for day in dates.dates(text)]
    return days[-1] if days else None


def _own_line(text: str) -> bool:
    """A short line near the end with a date of its own: not a period, not an act, not a term."""
    other = re.search(
        r"закон|приказ|распоряж|письм|постановл|договор|\bдо \d|\bс \d|срок|период|не позднее|вступает", text, re.I
    )
    return len(text) < 140 and not other and not _is_range(text)


def _is_range(text: str) -> bool:
    return any(span.range for span in dates.spans(text))
