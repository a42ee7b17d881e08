"""Phases of mentoring, recognised in titles of activities, and their order."""

from __future__ import annotations

import re

from ...activities import Activity, activities
from ...judgement import Judgement, met, not_applicable, violated
from ...language import Words
from ...view import Document
from . import periods

# Phases in their order; a phase is recognised in the title of an activity.
_PHASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "запрос",
        (
            "анкетирование|опрос|диагностика|выявление|изучение|сбор ..6 запрос|потребность|затруднение|дефицит"
            "|наставляемый",
            "запрос ..3 педагог|наставляемый",
            "анкетирование|опрос|опросить|входной ..3 диагностика|педагог|учитель|воспитатель|преподаватель",
            "узнать|выяснить|определить|выявить ..6 помощь|нуждаться|нужный|нуждающийся",
            "опрос",
        ),
    ),
    (
        "банки",
        (
            "банк|база|реестр|картотека|перечень ..5 наставник|наставляемый|данные",
            "список|перечень ..2 наставник|наставляемый",
            "банк",
        ),
    ),
    (
        "отбор и обучение",
        (
            "отбор ..4 наставник|кандидат|кандидатура",
            "обучение|обучающий|подготовка|курс|семинар|тренинг ..5 наставник",
        ),
    ),
    (
        "пары",
        (
            "закрепление|формирование|приказ|утверждение|подбор|назначение|закрепить|сформировать|создание ..6 пара"
            "|группа",
            "закрепление ..3 наставник",
        ),
    ),
    (
        "работа",
        (
            "реализация|выполнение ..5 программа|план|ппн|маршрут",
            "работа ..3 пара|группа",
            "взаимопосещение|посещение ..3 урок|занятие",
            "встреча ..4 наставник|пара",
        ),
    ),
    (
        "завершение",
        ("завершение|подведение|итоговый|заключительный|финальный", "итог ..4 год|реализация|работа|программа"),
    ),
)


def phase(title: str) -> int | None:
    words = Words(title)
    if re.search(r"положени|приказ\w* о внедрени|нормативн|локальн\w+ акт|сайт|информирован|разъясн", title, re.I):
        return None
    if words.find(_PHASES[5][1][0]) and not re.search(r"утвержден\w+ план|итоговая аттестац", title, re.I):
        return 5
    if re.search(r"промежуточн|до начала|завершен\w+ этап", title, re.I):
        return None
    for number in (1, 3, 2, 0, 4):
        if any(words.find(pattern) for pattern in _PHASES[number][1]):
            return number
    return None


def phases(document: Document) -> Judgement:
    rows = activities(document)
    first: dict[int, tuple[int, Activity]] = {}
    at, stage = 0, ""
    for activity in rows:
        pieces = [activity.title, activity.detail]
        if activity.stage != stage:
            stage = activity.stage
            if phase(activity.title) is None:
                pieces.insert(0, stage)
        for piece in [
            p for text in pieces for p in re.split(r"(?<![\d.])(?:\d{1,2}\.)*\d{1,2}[.)]\s|;", text) if p.strip()
        ]:
            at += 1
            found = phase(piece)
            if found is not None and found not in first:
                first[found] = (at, activity)
    if not rows or len(first) < 2:
        return (
            not_applicable("этапов недостаточно, чтобы судить о порядке")
            if len(first) < 2 and rows
            else violated("этапов нет")
        )
    for before, after in ((0, 1), (0, 3), (1, 3), (2, 3), (3, 4), (3, 5), (4, 5), (1, 5), (0, 5)):
        if before in first and after in first and first[before][0] > first[after][0]:
            early, late = first[after][1], first[before][1]
            spans = periods.spans(document, early), periods.spans(document, late)
            if spans[0] and spans[1] and spans[1][0].first < spans[0][0].first:
                continue  # grouped by themes: the dates are in order
            return violated(f"«{_PHASES[after][0]}» раньше, чем «{_PHASES[before][0]}»", early.row, 0.75)
        if before in (0, 1) and after == 3 and before in first and after in first:
            early, late = (periods.spans(document, first[n][1]) for n in (after, before))
            if early and late and early[0].exact and (late[0].first - early[0].last).days > 3:
                return violated(
                    f"«{_PHASES[after][0]}» по срокам раньше, чем «{_PHASES[before][0]}»", first[after][1].row, 0.7
                )
    return met(rows[0].row, 0.7)
