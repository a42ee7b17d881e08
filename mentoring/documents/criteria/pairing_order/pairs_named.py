"""Pairs of the order one by one: people, category, form and type, load."""

from __future__ import annotations

import re
from collections import Counter

from ... import vocabulary
from ...judgement import Judgement, met, partial, unknown, violated
from ...language import Words
from ...pairs import outside_pairs, pairs
from ...pairs.model import Pair
from ...pairs.table import pair_table
from ...view import Document


def identified(document: Document) -> Judgement:
    found = pairs(document)
    if not found:
        return violated("пары не названы")
    full = [p for p in found if p.mentor_named and p.mentee_named and p.mentor_post and p.mentee_post]
    if len(full) == len(found):
        return met(found[0].row)
    bad = next(p for p in found if p not in full)
    if not any(p.mentor_named and p.mentee_named for p in found):
        return violated("фамилии участников пар не названы", bad.row)
    return partial("не у каждого участника пары названы фамилия и должность", bad.row)


def _each(document: Document, what: str, present, general) -> Judgement:
    found = pairs(document)
    full = [p for p in found if present(p)]
    if found and len(full) == len(found):
        return met(found[0].row)
    for words in outside_pairs(document):
        if general(words):
            return met(words, 0.7)
    bad = next((p for p in found if p not in full), None)
    if full and bad:
        return partial(f"{what} указано не у каждой пары", bad.row)
    return violated(f"{what} не указано", bad.row if bad else None)


def category(document: Document) -> Judgement:
    table = pair_table(document)
    column = table[1].category if table else None

    def general(words: Words) -> bool:
        return (
            column is None
            and bool(vocabulary.categories(words))
            and bool(
                re.search(
                    r"категори\w+ наставляем|наставляемы\w+[^.;]{0,60}категори|категори[яи]\s*[–—:-]|все "
                    r"наставляем|относ\w+ к категори",
                    words.text,
                    re.I,
                )
            )
        )

    return _each(document, "категория наставляемого", lambda p: bool(p.categories), general)


def form_and_type(document: Document) -> Judgement:
    found = pairs(document)
    outside = " \n".join(w.text for w in outside_pairs(document))
    general_types = bool(re.search(r"вид\w*[^\n]{0,80}", outside, re.I)) and vocabulary.types(outside)
    general_forms = vocabulary.forms(outside)
    table = pair_table(document)
    type_column = table is not None and table[1].type is not None and table[1].type != table[1].form
    form_column = table is not None and table[1].form is not None and table[1].type != table[1].form

    def has_type(p: Pair) -> bool:
        return bool(p.types) or bool(general_types and not type_column)

    def has_form(p: Pair) -> bool:
        return bool(p.forms) or bool(general_forms and not form_column)

    if not found:
        if general_types and general_forms:
            return met(None, 0.5)
        return (partial if general_types or general_forms else violated)(
            "форма и вид наставничества указаны не у каждой пары"
        )
    full = [p for p in found if has_type(p) and has_form(p)]
    if len(full) == len(found):
        return met(found[0].row)
    bad = next(p for p in found if p not in full)
    if any(has_type(p) or has_form(p) for p in found):
        missing = "вид" if not has_type(bad) else "форма"
        return partial(f"не у каждой пары указаны форма и вид (нет: {missing})", bad.row)
    return violated("форма и вид наставничества не указаны", bad.row)


def load(document: Document) -> Judgement:
    found = [p for p in pairs(document) if p.mentor]
    if not found:
        return unknown("пары не названы")
    counts = Counter(p.mentor for p in found)
    outside = vocabulary.types(" ".join(w.text for w in outside_pairs(document)))
    sizes = {p.mentor: _stated_size(p.text) for p in found}
    for mentor, count in counts.most_common():
        row = next(p for p in found if p.mentor == mentor)
        count = max(count, sizes.get(mentor) or 0)
        kinds = row.types or outside
        if count > 6:
            return violated(f"у наставника наставляемых: {count}", row.row)
        if "group" in kinds and "traditional" not in kinds and count < 2 and len(kinds) == 1:
            return violated("вид групповой, а наставляемый один", row.row, 0.6)
        if count > 2 and "group" not in kinds and "team" not in kinds and kinds:
            return violated(f"у наставника наставляемых: {count}, а вид не групповой", row.row, 0.7)
        if count == 2 and kinds == {"traditional"}:
            return violated("у наставника двое наставляемых, а вид — «один на один»", row.row, 0.5)
    return met(found[0].row, 0.8)


def _stated_size(text: str) -> int | None:
    match = re.search(
        r"групп\w+[^.;|]{0,30}?(\d{1,2})\s*(?:чел|педагог|наставляем|учител)|(\d{1,2})\s+наставляем", text, re.I
    )
    return int(match[1] or match[2]) if match else None
