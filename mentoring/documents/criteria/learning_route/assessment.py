"""How results of a route are judged, and what papers it asks."""

from __future__ import annotations

import re

from ... import requisites
from ...activities import activities
from ...judgement import Judgement, by_parts, partial, unknown
from ...language import Words
from ...tasks import tasks
from ...view import Document
from .. import concreteness

_LEVEL = re.compile(
    r"критери|показател|результат\w*\s*[:–—]|не (?:ниже|менее|более)|\d\s*%|решена,? если|считается", re.IGNORECASE
)


_ASSESSED = re.compile(
    r"критери|показател|результат|провер|оценива|оценк|подтвержд|доказательств|продукт|не (?:ниже|менее)|\d\s*%",
    re.IGNORECASE,
)


def assessed(document: Document) -> Judgement:
    rows = activities(document)
    with_result = [
        t for t in document.tables if t.column("результат|критерий|показатель|итог|продукт|успех") is not None
    ]
    for table in with_result:
        column = table.column("критерий|показатель|успех", "результат|итог|продукт")
        empty = next(
            (row for row in table.rows if len(set(row.cells)) > 1 and requisites.blank(row.cells[column])), None
        )
        if empty is not None:
            return partial("критерий или результат указан не у каждой задачи", empty)
    criterion_ = (
        with_result[0].titles[with_result[0].column("результат|критерий|показатель|итог|продукт|успех")]
        if with_result
        else None
    )
    if criterion_ is None:
        listed = [t for t in tasks(document) if isinstance(t.place, Words)]
        if listed and all(_LEVEL.search(t.row_text or t.text) for t in listed):
            criterion_ = listed[0].place
        criterion_ = (
            criterion_
            or document.find(
                "критерий|показатель", "ожидать|ожидаемый|планировать|планируемый ..2 результат", "результат"
            )
            or document.search(r"счита\w+ (?:выполненн|реш[её]нн|достигнут|освоенн)\w*")
            or next((a.row for a in rows if a.result), None)
        )
    if not with_result:
        listed = [t for t in tasks(document) if t.row_text and isinstance(t.place, Words)]
        without = [t for t in listed if not _ASSESSED.search(t.row_text)]
        if without and len(without) < len(listed):
            return partial("критерий указан не у каждой задачи", without[0].place)
    way_column = next(
        (
            t
            for t in document.tables
            if t.column(
                "способ ..2 оценка|проверка|контроль",
                "подтверждение|доказательство|отчетность|форма ..3 контроль|отчет|отчетность|представление",
                "оценка|отметка|как ..2 проверить",
                "кто ..3 смотреть|проверить|проверять|оценить|оценивать",
            )
            is not None
        ),
        None,
    )
    way = (
        way_column.titles[0]
        if way_column
        else document.find(
            *concreteness.EVIDENCE,
            "способ|метод|форма ..3 оценка|оценивание|проверка|контроль|представление|отчет",
            "оценка|оценивание|оцениваться ..5 по|через|результат|лист|наставник",
            "проверять|проверить|принимать|принять|оценить|оценивать ..3 наставник|методист|куратор|совет|руководитель",
            "тест|тестирование|самоанализ|анкета",
            "повторный|итоговый ..3 диагностика|анкетирование|опрос|тестирование",
        )
        or document.search(r"провер(?:ка|я\w+)\s*[:–—]|провер\w+ (?:по|через|на)\b|(?:контрольн|проверочн)\w+ работ")
    )
    if way_column is not None:
        at = way_column.column(
            "способ ..2 оценка|проверка|контроль",
            "подтверждение|доказательство|отчетность|форма ..3 контроль|отчет|отчетность|представление",
            "оценка|отметка|как ..2 проверить",
            "кто ..3 смотреть|проверить|проверять|оценить|оценивать",
        )
        empty = next(
            (row for row in way_column.rows if len(set(row.cells)) > 1 and requisites.blank(row.cells[at])), None
        )
        if empty is not None and not re.search(r"отметка", way_column.header[at], re.I):
            return partial("способ оценки указан не у каждой задачи", empty)
    return by_parts({"критерий результата": criterion_, "способ оценки": way})


_HALF_WAY = (
    r"(?:\bсередин|посередин|полугоди|январ|декабр|полпути)\w*[^.;]{0,60}(?:анализ|обсужд|обсужу|огляд|подвож|подвод|подвед"
    r"|что (?:вышло|получ|удал))|(?:анализ|обсужд)\w*[^.;]{0,30}(?:сделанн|пройденн|за полугоди)"
)
_BY_WHOM = r"(?:методист|методсовет|методобъединени|метод\w* (?:совет|объединени|служб)|\bсовет)"
_EXAMINES = r"(?:провер|рассм[ао]тр|эксперт|анализир|оценива|аудит|заслуш|разбира)"
_EXAMINED = (
    rf"{_BY_WHOM}\w*[^.;]{{0,40}}{_EXAMINES}\w*[^.;]{{0,40}}(?:маршрут|\bИОМ)"
    rf"|(?:маршрут|\bИОМ)\w*[^.;]{{0,40}}{_EXAMINES}\w*[^.;]{{0,40}}{_BY_WHOM}"
)


def reflection(document: Document) -> Judgement:
    middle = document.find(
        "промежуточный ..6 рефлексия|рефлексивный|анализ|итог|встреча|обсуждение|самоанализ|диагностика"
        "|результат|оценка",
        "рефлексия|рефлексивный",
    ) or document.search(_HALF_WAY)
    audit = document.find(
        "методический ..2 аудит|экспертиза|оценка|проверка",
        "аудит|методаудит",
        "экспертиза ..3 маршрут|иом",
        "заслушивание|заслушать|обсуждение|экспертиза|рассмотрение ..5 методсовет|методобъединение|методический|совет",
        "методический|совет ..6 рассмотреть|рассмотрение|рассматривать|заслушать|оценка|анализ|заслушивание"
        "|утвердить|разобрать|разбирать|обсудить|обсуждать|проверить|проверять|оценить|оценивать ..6 маршрут|иом",
        "маршрут|иом ..6 разобрать|разбирать|обсудить|обсуждать|проверить|проверять|оценить|оценивать|обсуждение|разбор"
        " ..6 совет|методический|объединение|куратор",
        "маршрут|иом ..3 заслушиваться|рассматриваться|обсуждаться|анализироваться|проверяться|оцениваться ..5 совет"
        "|методический|объединение|методист",
        "маршрут|иом ..8 совет|методический|объединение ..4 рассмотреть|заслушать|рассмотрение|аудит|анализ",
    ) or document.search(_EXAMINED)
    return by_parts({"промежуточная рефлексия": middle, "методический аудит": audit})


def paperwork(document: Document) -> Judgement:
    hit = document.search(
        r"(?:ежедневн|еженедельн)\w*[^.;]{0,40}(?:отч[её]т|дневник|журнал)|(?:дневник|журнал"
        r"|отч[её]т)\w*[^.;]{0,40}(?:ежедневн|еженедельн)"
    )
    return partial("маршрут требует отчётности сверх перечня документов педагога", hit, 0.4) if hit else unknown()
