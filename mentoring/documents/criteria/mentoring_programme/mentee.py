"""The mentee of a programme: category and deficits, and whether the type of mentoring suits them."""

from __future__ import annotations

import re

from ... import vocabulary
from ...judgement import Judgement, by_parts, unknown, violated
from ...language import Words
from ...tasks import deficits
from ...view import Document
from .. import diagnosis


def diagnosed(document: Document) -> Judgement:
    category = None
    for unit in document.units:
        named = vocabulary.categories(
            Words(re.sub(r"(?:высш|перв|квалификационн)\w+ (?:квалификационн\w+ )?категори\w*", "", unit.text))
        )
        said = re.search(r"категори|относ|осваива", unit.text, re.I)
        if named and (
            said
            or (
                named - {"growth_seeker", "digital_learner"}
                and re.search(r"наставляем|педагог|специалист|учител|воспитател", unit.text, re.I)
            )
        ):
            category = unit
            break
    method, day = diagnosis.diagnostics(document)
    plan_rows = diagnosis.plan_places(document)
    found = next(
        (
            u
            for u in document.units
            if diagnosis.FOUND.search(u.text)
            and u.place not in plan_rows
            and not re.search(
                r"не (?:выявл|указ|провод|определ)|затруднени\w*\s*:?\s*$|дефицит\w*\s*:?\s*$", u.text, re.I
            )
            and not re.match(r"\W*(?:[IVX\d.]+\s*)?(?:задач|цел[ьи])", u.text, re.I)
        ),
        None,
    )
    found = found or (document.find("дефицит|затруднение") if deficits(document) else None)
    if found is None and method is not None:  # «Диагностика: опросник, 05.10.2026: 1) распевка занимает …»
        found = method if diagnosis.LISTED.search(method.words.text[method.end :]) else None
    return by_parts(
        {
            "категория наставляемого": category,
            "чем проведена диагностика": method,
            "дата диагностики": day,
            "выявленные дефициты": found,
        }
    )


def suits(document: Document) -> Judgement:
    """Only what plainly doesn't fit is told: one meeting for months, the younger teaching when the mentee is new."""
    unit = next(
        (
            u
            for u in document.units
            if len(vocabulary.types(u.text)) == 1 and re.search(r"\bвид\w*\b|наставничеств", u.text, re.I)
        ),
        None,
    )
    if unit is None:
        return unknown()
    kind = vocabulary.types(unit.text)
    period = document.period
    if period and (period[1] - period[0]).days > 100 and kind <= {"flash", "speed_consulting"}:
        return violated("вид рассчитан на одну встречу, а программа — на месяцы", unit, 0.7)
    needs = set().union(
        *(vocabulary.categories(w) for w in document.index.words if re.search("категори", w.text, re.I))
    )
    if kind == {"reverse"} and "young" in needs and "digital_learner" not in needs:
        return violated("реверсивный вид — младший учит старшего, а наставляемый — начинающий", unit, 0.6)
    return unknown()
