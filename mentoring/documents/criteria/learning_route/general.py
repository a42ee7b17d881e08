"""Head of a route: the teacher, the period, who guides."""

from __future__ import annotations

import re

from ... import requisites
from ...judgement import Judgement, by_parts
from ...language import Words
from ...view import Document
from .. import letterhead


def identified(document: Document) -> Judgement:
    names = [(w, p) for w, p in letterhead.head_names(document, 60) if w.block not in document.stamp]
    guide = None
    teacher = position = None
    for number, block in enumerate(document.blocks[:60]):
        text = block.text
        if block.kind == "cell":
            text = " ".join(dict.fromkeys(document.row_of(block)))
        bare = requisites.filled(text)
        if number in document.stamp:
            continue
        named = requisites.people(bare, block.kind == "cell") or re.search(r"[–—:]\s*[А-ЯЁA-Z][\w-]+", bare)
        guides = re.search(
            r"сопровожд|наставник(?!ом и)|куратор|методист|тьютор|консультант|руководител\w+ маршрут", bare, re.I
        ) and not re.search(r"директор\b(?!а)|утвержд", bare, re.I)
        if guides and (requisites.people(bare, False) or (block.kind == "cell" and named)):
            guide = guide or Words(text, block.place, number)
            if re.match(r"\W*(?:сопровожда|наставник|куратор|методист|тьютор)", bare, re.I):
                continue
        if (
            requisites.people(bare, block.kind == "cell")
            and teacher is None
            and not re.match(r"\W*(?:директор|заведующ)", bare, re.I)
        ):
            teacher = Words(text, block.place, number)
        if re.search(
            r"должност\w*\s*[–—:-]?\s*\S|учител|воспитател|преподавател|педагог-|логопед|психолог|тренер"
            r"|инструктор|концертмейстер|мастер производственн|методист|тьютор|библиотекар|вожат",
            requisites.filled(text),
            re.I,
        ) and not re.search(r"должност\w*\s*[–—:-]?\s*$", bare.strip(), re.I):
            position = position or Words(text, block.place, number)
    if teacher is None and names:
        teacher = names[0][0]
    if guide is None:
        guide = next(
            (
                w
                for w in document.signatures
                if re.search(r"сопровожда|наставник|куратор|методист|тьютор", w.text, re.I)
            ),
            None,
        )
    return by_parts({"педагог": teacher, "должность": position, "период": document.period_hit, "сопровождающий": guide})
