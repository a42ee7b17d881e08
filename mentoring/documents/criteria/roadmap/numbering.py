"""Numbers of the activities of a roadmap."""

from __future__ import annotations

import re

from ... import dates
from ...activities import activities
from ...judgement import Judgement, met, not_applicable, violated
from ...language import Words
from ...view import Document
from ...view.tables import row_words

_NUMBER = re.compile(r"^\s*((?:\d{1,2}\.)*\d{1,2})(?:[.)](?!\d)|\s)\s*(?=\S)")


# A number as its parts, its line, and the sequence it belongs to: the stage of a table, its captions, a column, lines.
Item = tuple[tuple[int, ...], Words, object]


def numbered(document: Document) -> Judgement:
    """Each sequence goes on by one; it may begin anew after a caption or a heading."""
    items = _items(document)
    if len(items) < 2:
        return not_applicable("нумерации нет", 0.6)
    last: dict[tuple, tuple[int, ...]] = {}
    for at, (key, place, sequence) in enumerate(items):
        prefix = key[:-1]
        for longer in [p for p in last if len(p[1]) > len(prefix) and p[0] == sequence]:
            del last[longer]
        before = last.get((sequence, prefix))
        value = key[-1]
        restart = value == 1 and (before is None or not prefix)
        if before is None:
            runs_on = isinstance(sequence, int) and not prefix and _runs_on(items[:at], key)
            strict = len(key) > 1 or isinstance(sequence, int) or sequence == "line"
            if value != 1 and strict and not runs_on:
                return violated("нумерация начинается не с единицы или прервана", place, 0.7)
        elif value != before[-1] + 1 and not restart:
            return violated("нумерация прервана или идёт назад", place, 0.85)
        elif restart and before is not None and isinstance(sequence, int):
            return violated("нумерация идёт назад", place, 0.7)
        last[(sequence, prefix)] = key
    return met(items[0][1], 0.85)


def _items(document: Document) -> list[Item]:
    """Every number of the tables with activities and of the lines, in order."""
    rows = activities(document)
    items: list[Item] = []
    seen: set[int] = set()
    stage = 0
    for number, block in enumerate(document.blocks):
        if block.kind == "cell":
            if block.table in seen:
                continue
            seen.add(block.table)
            stage += 1
            grid = document.text.tables[block.table]
            if grid.rows and not any(a.row.place.startswith(grid.place + ",") for a in rows):
                continue
            for at, row in enumerate(grid.rows):
                cell = row[0].strip()
                if all(re.fullmatch(r"\d{1,2}", c.strip() or "0") for c in row):
                    continue
                captioned = _NUMBER.match(cell) or re.match(r"(?:этап|раздел|блок)\s*№?\s*(\d{1,2})", cell, re.I)
                if len({c for c in row if c.strip()}) == 1:
                    stage += 1
                    if captioned:
                        key = _key(captioned[1])
                        items.append((key, row_words(grid, at), ("stage", len(key))))
                elif found := re.fullmatch(r"((?:\d{1,2}\.)*\d{1,2})[.)]?", cell):
                    items.append((_key(found[1]), row_words(grid, at), stage))
                else:
                    time = re.match(r"\d+\s*(?:недел|сентябр|октябр|полугод|четверт|квартал)", cell, re.I)
                    if captioned and not time and (not items or items[-1][1].text.split(" | ")[0] != cell):
                        items.append((_key(captioned[1]), row_words(grid, at), ("column", block.table)))
            stage += 1
        else:
            found = _NUMBER.match(block.text)
            if found and not dates.spans(block.text[:14]) and not re.match(r"\s*\d{1,2}\s+[а-я]", block.text):
                items.append((_key(found[1]), Words(block.text, block.place, number), "line"))
            elif number in document.headings or block.text.rstrip().endswith(":"):
                stage += 1
    return items


def _runs_on(earlier: list[Item], key: tuple[int, ...]) -> bool:
    """The numbering runs through the stages: the number before this one was its predecessor."""
    single = [k for k, _, sequence in earlier if isinstance(sequence, int) and len(k) == 1]
    return bool(single) and single[-1][-1] + 1 == key[-1]


def _key(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.strip(".").split("."))
