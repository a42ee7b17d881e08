"""Written consents of mentors and mentees that an order on pairs refers to."""

from __future__ import annotations

import re

from ...judgement import Judgement, met, partial, unknown, violated
from ...pairs import pairs
from ...view import Document
from . import consents_said

_WAIVED = re.compile(
    r"согласи\w+[^.;]{0,60}не (?:требует|нужн|запраш|оформл|получ|брал)|без (?:\S+ ){0,2}согласи"
    r"|согласи\w+[^.;]{0,30}отсутств",
    re.I,
)


def _consent(document: Document, role: str, title: str) -> Judgement:
    entry = consents_said.consents(document)[role]
    known = {getattr(p, role) for p in pairs(document)} - {""}
    waived = document.search(_WAIVED)
    if entry.all_dated or (known and known <= entry.dated):
        return met(entry.all_dated or entry.place)
    if entry.dated and not known:
        return met(entry.place, 0.6)
    if entry.dated:
        return partial(f"дата согласия {title} есть не у каждой пары", entry.place)
    if entry.all_bare or entry.bare:
        return partial(f"согласие {title} названо без даты", entry.all_bare or entry.place)
    return violated(f"нет ссылки на письменное согласие {title}", waived)


def mentor_consent(document: Document) -> Judgement:
    return _consent(document, "mentor", "наставника")


def mentee_consent(document: Document) -> Judgement:
    return _consent(document, "mentee", "наставляемого")


def consent_before(document: Document) -> Judgement:
    if document.own_date[0] is None:
        return unknown("даты приказа нет")
    found = consents_said.consents(document).values()
    late = next((entry.late for entry in found if entry.late), None)
    if late is not None:
        return violated("согласие датировано позже приказа", late)
    place = next((entry.place for entry in found if entry.days), None)
    return met(place, 0.7) if place else unknown("дат согласий в тексте нет")
