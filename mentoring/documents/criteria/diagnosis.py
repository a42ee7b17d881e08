"""The diagnosis of deficits: its method, its day, what it found."""

from __future__ import annotations

import re

from .. import dates
from ..activities import activities
from ..language import Hit, Words
from ..view import Document

METHOD = (
    "анкетирование|анкета|тестирование|тест|опрос|опросник|собеседование|интервью|наблюдение|самоанализ"
    "|самодиагностика|самооценка|анкетный",
    "посещение|посетить ..3 урок|занятие",
    "диагностический ..3 карта|работа|беседа|процедура|лист|материал",
    "карта ..3 дефицит|затруднение|самооценка",
    "лист ..3 самооценка|наблюдение|оценка",
    "результат ..3 диагностика|оценка|анкетирование|аттестация",
    "диагностика ..6 по|с|с",
    "анализ ..3 урок|занятие|деятельность",
    "платформа|цнппм",
    "прослушивание|просмотр",
    "срез|зачет|практический ..2 тест|задание",
    "чек лист",
    "карта ..2 профессиональный",
    "оценочный|экспертный|диагностический ..1 лист|карта|бланк",
    "видеозапись|видеоанализ|хронометраж",
)


FOUND = re.compile(
    r"дефицит|затрудн(?:ен|я)|выявлен|не владе|не хватает|недостаточн|трудност|трудно\b|не умеет|показал[аио]?\b"
    r"|испытыва|слаб\w+ (?:сторон|мест)|проблем|обнаруж|выясн|установлено|оказалось"
    r"|\b(?:увиде|замети)л|пробел|сложност|не удерж|не планир"
    r"|(?:мало|не хватает|недоста)\w* |зон\w+ роста",
    re.I,
)


# What a method is said to have found: «опросник, 05.10.2026: 1) распевка занимает …».
LISTED = re.compile(r":\s*(?:1[).]|а\)|[–—-]\s|(?:\S+\s+){4,})")


_ABOUT = re.compile(
    r"диагност|дефицит|затрудн|выявл|самооцен|анкетир|результат|входн|исходн|стартов|опрос|показал|прош[её]л"
    r"|прошла|с чего|основани|источник|откуда|по итогам",
    re.I,
)


def plan_places(document: Document) -> set[str]:
    """Places of the plan's rows or numbered lines: what is planned isn't yet found."""
    return {
        a.row.place
        for a in activities(document)
        if document.tables or (a.number and not re.search(r"диагност|выявлен|дефицит|показател|цель", a.text, re.I))
    }


def diagnostics(document: Document) -> tuple[Hit | None, Hit | Words | None]:
    """The method of the diagnosis of deficits and its date (a day, or a month)."""
    method = day = None
    plan_rows = plan_places(document)
    around = document.period or dates.school_year(document.as_of)
    before = ""
    for unit in document.units:
        lead, before = before, unit.text if unit.block in document.headings else ""
        if unit.place in plan_rows:
            continue
        hit = next((h for p in METHOD if (h := unit.find(p)) and not h.denied), None)
        named = _ABOUT.search(unit.text) or _ABOUT.search(lead)
        if (
            hit is not None
            and named
            and not re.search(r"промежуточн|итогов|заключительн|повторн", unit.text[: hit.start], re.I)
        ):
            method = method or hit
            if day is None and any((s.last - s.first).days < 62 for s in dates.spans(unit.text, around)):
                day = unit
        elif (
            day is None
            and re.search(r"диагност|дат[аы] (?:проведени|выявлен)|анкетир", unit.text, re.I)
            and not re.search(r"промежуточн|итогов|повторн", unit.text, re.I)
        ) and any(s.dated and (s.last - s.first).days < 62 for s in dates.spans(unit.text)):
            day = unit
    return method, day
