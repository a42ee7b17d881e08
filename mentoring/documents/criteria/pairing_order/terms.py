"""Terms in an order on pairs: the school year, start and end of work."""

from __future__ import annotations

import datetime as dt
import re

from ... import dates
from ...judgement import Judgement, met, partial, violated
from ...language import Words
from ...pairs import outside_pairs, pairs
from ...pairs.table import pair_table
from ...terms import term
from ...view import Document


def current(document: Document) -> Judgement:
    year = dates.school_year(document.as_of)
    terms = [(p.first or p.last, p.last or p.first, p.row) for p in pairs(document) if p.first or p.last]
    stated = []
    for number, block in enumerate(document.blocks):
        if block.kind == "cell" and terms:
            continue
        if number in document.stamp:
            continue
        for span in dates.spans(block.text):
            if span.kind == "school" or (span.range and (span.last - span.first).days > 60):
                stated.append((span.first, span.last, Words(block.text, block.place, number)))
    spans = stated + terms
    if spans:
        covering = [
            s
            for s in spans
            if s[0] <= year[1] - dt.timedelta(days=31)
            and s[1]
            >= max(
                year[0] + dt.timedelta(days=1),
                min(document.as_of, year[1]) if s[2] in () else year[0] + dt.timedelta(days=1),
            )
        ]
        if not covering:
            return violated("приказ не на текущий учебный год", spans[0][2], 0.9)
        if terms and any(t[1] < year[0] for t in terms):
            bad = next(t for t in terms if t[1] < year[0])
            return partial("срок одной из пар не покрывает текущий учебный год", bad[2])
        return met(covering[0][2], 0.9)
    day, hit = document.own_date
    if day is None:
        return violated("нет ни даты, ни учебного года, ни срока")
    if dt.date(year[0].year, 6, 1) <= day <= year[1]:
        return met(hit, 0.7)
    return violated("приказ издан не в текущем учебном году, срока нет", hit)


def dated(document: Document) -> Judgement:
    found = pairs(document)
    full = [p for p in found if p.first and p.last]
    if found and len(full) == len(found):
        return met(found[0].row)
    table = pair_table(document)
    columns = table[1] if table else None
    own_column = columns is not None and (columns.term is not None or columns.start is not None)
    for words in outside_pairs(document):
        if re.search(r"закон|письм|приказ\w* от", words.text, re.I) and not re.search(r"срок|период", words.text, re.I):
            continue
        first, last = term(words.text)
        if first and last and not own_column:
            return met(words, 0.75)
    bad = next((p for p in found if p not in full), None)
    if full or any(p.first or p.last for p in found):
        return partial("дата начала или окончания есть не у каждой пары", bad.row if bad else None)
    year = document.search(r"20\d\d\s*[/–-]\s*(?:20)?\d\d\s*(?:-?\w{0,2}\s)?\s*уч")
    ends = next((w for w in outside_pairs(document) if any(term(w.text))), None)
    if year or ends:
        return partial("названы не обе даты: начало и окончание работы пар", year or ends)
    return violated("срок работы пар не указан", bad.row if bad else None)
