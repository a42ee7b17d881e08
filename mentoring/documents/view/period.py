"""The period a document is made for: a labelled one, then that of the title, then the first range."""

from __future__ import annotations

import datetime as dt
import re

from .. import dates
from ..language import Hit, Words
from ..reading.model import Block, Grid

Period = tuple[dt.date, dt.date]

_LABELLED = re.compile(
    r"(?:период|срок[иа]?\s+(?:реализаци|действи|освоени|прохожд|работ|программ|маршрут|карт|план"
    r"|наставнич|выполнен)"
    r"|срок\s*:|на\s+\d{4}|учебн\w+ год|\bуч\. ?г|с \d|план мероприятий|дорожная карта|маршрут|программа)",
    re.IGNORECASE,
)


def period_of(blocks: list[Block], grids: list[Grid], units: list[Words]) -> tuple[Period | None, Hit | None]:
    before = _before_plan(blocks, grids)
    for numbers, strict in (
        (before, True),
        (before, False),
        (range(min(len(blocks), 45)), True),
        (range(min(len(blocks), 45)), False),
    ):
        for unit in [u for u in units if u.block in set(numbers)]:
            text = unit.text
            if strict and not _LABELLED.search(text):
                continue
            if re.search(r"закон|письмо|приказ(?:ом|а)? .{0,30}№|распоряж", text, re.I) and not re.search(
                "учебн|период|срок", text, re.I
            ):
                continue
            for span in dates.spans(text):
                if span.last - span.first >= dt.timedelta(days=25) and span.dated and span.kind != "month":
                    return (span.first, span.last), Hit(unit, 0, 0, span.start, span.end)
            label = re.search(r"период|срок", text, re.I)
            if strict and label and len(text) < 40 and not re.search(r"\d", text):
                follow = blocks[unit.block + 1].text if unit.block + 1 < len(blocks) else ""
                for span in dates.spans(follow):
                    if span.last - span.first >= dt.timedelta(days=25) and span.dated:
                        return (span.first, span.last), Hit(Words(follow, unit.place), 0, 0, 0, len(follow))
    return None, None


def _before_plan(blocks: list[Block], grids: list[Grid]) -> range:
    """Blocks before the first row with a term: what is said of the document as a whole."""
    for number, block in enumerate(blocks[:60]):
        if re.match(r"\s*1(?:\.1)?[.)]\s", block.text) and re.search(r"срок\w*\s*[:–—-]", block.text, re.I):
            return range(number)
        if (
            block.kind == "cell"
            and block.row == 0
            and len(grids[block.table].rows[0]) > 2
            and len(grids[block.table].rows) > 2
        ):
            return range(number)
    return range(min(len(blocks), 30))
