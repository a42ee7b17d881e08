"""The goal of a programme."""

from __future__ import annotations

import re

from ... import requisites
from ...judgement import Judgement, met, partial, unknown
from ...language import Words
from ...view import Document
from .. import concreteness


def goal(document: Document) -> Words | None:
    """The sentence that states the goal."""
    for number, block in enumerate(document.blocks):
        match = re.match(
            r"\W*(?:\d{1,2}(?:\.\d)*\.?\s*)?(?:основная |общая )?цель\b[^:–—-]{0,60}[:–—-]?\s*", block.text, re.I
        )
        if not match:
            continue
        rest = block.text[match.end() :]
        if len(rest.split()) >= (2 if ":" in match[0] else 3):
            return Words(block.text, block.place, number, block.kind)
        if block.kind == "cell":
            row = document.row_of(block)
            text = next((c for c in row[block.column + 1 :] if c != block.text), "")
            if not requisites.blank(text):
                return Words(text, block.place, number, "cell")
            continue
        if number + 1 < len(document.blocks):
            follow = document.blocks[number + 1]
            if len(follow.text.split()) >= 3:
                return Words(follow.text, follow.place, number + 1, follow.kind)
    hit = document.find("цель ..2 программа|работа|наставничество|взаимодействие|маршрут")
    return hit.words if hit and len(hit.words.text.split()) > 5 else None


def measurable(document: Document) -> Judgement:
    aim = goal(document)
    if aim is None:
        return unknown("цель в тексте не найдена: решает человек")
    if concreteness.numbers_in(re.sub(r"^\W*\d+[.)]\s*", "", aim.text)) or re.search(
        r"\bдо уровня|самостоятельно|каждом|не менее|не ниже", aim.text, re.I
    ):
        return met(aim, 0.6)
    return partial("цель не измерима: нет уровня, количества и срока", aim, 0.65)
