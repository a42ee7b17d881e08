"""Lines of signature with a name."""

from __future__ import annotations

import re

from .. import dates, requisites
from ..language import Words
from ..reading.model import Block, Grid


def signatures_of(blocks: list[Block], grids: list[Grid], stamp: list[int]) -> list[Words]:
    """Lines of signature with a name."""
    lines = [Words(block.text, block.place, number, block.kind) for number, block in enumerate(blocks)]
    known = set().union(*(requisites.surnames(requisites.filled(words.text)) for words in lines))
    result = [
        words
        for words in lines
        if words.block not in stamp
        and (requisites.signed(words.text) or _bare_signature(words.text, known) or _dated_name(words.text))
    ]
    result += [
        Words(row_text, f"{grid.place}, строка {at + 1}")
        for grid in grids
        for at, row in enumerate(grid.rows)
        if (row_text := " ".join(dict.fromkeys(row))) and requisites.signed(row_text)
    ]
    return result


def _dated_name(text: str) -> bool:
    """«06.09.2026 г. Кусков О. И.»: a line of a day and a name, nothing else."""
    people, days = requisites.people(text), dates.spans(text)
    if len(text) > 70 or len(people) != 1 or len(days) != 1 or not days[0].exact:
        return False
    rest = text.replace(people[0].text, " ").replace(text[days[0].start : days[0].end], " ")
    return len(re.findall("[А-Яа-яЁё]", rest)) <= 4


def _bare_signature(text: str, known: set[str]) -> bool:
    """«10 сентября 2026 г. ______ Белкина»: a surname without initials beside the line, of someone the text names."""
    match = re.search(
        r"(?:_{3,}|\(подпись\))\W{0,4}([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)\W*$|^\W*([А-ЯЁ][а-яё]+)\W{1,4}_{3,}\W*$", text
    )
    return bool(match) and requisites.stem(match[1] or match[2]) in known
