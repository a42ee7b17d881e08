"""What an order on pairs provides for: agreement and payment, programme, replacement and end."""

from __future__ import annotations

import datetime as dt
import re

from ... import dates, requisites
from ...judgement import Judgement, by_parts, met, not_applicable, partial, violated
from ...pairs import outside_pairs, pairs
from ...pairs.table import pair_table
from ...view import Document
from .. import signing

_AGREEMENT = re.compile(
    r"доп(?:олнительн\w+|\.)?\s*соглашени|соглашени\w+ к трудов|\bДС\b|соглашени\w+\s+(?:от\s+\d|№)"
    r"|(?:доплат|выплат|оплат)\w*[^.;]{0,60}соглашени",
    re.I,
)


_PAY = re.compile(r"доплат|выплат|надбавк|вознагражд|оплат|стимулир", re.I)


def agreement(document: Document) -> Judgement:
    found = pairs(document)
    table = pair_table(document)
    own_column = table is not None and table[1].agreement is not None
    parts: dict[str, object] = {}
    for title, pattern in (("дополнительное соглашение", _AGREEMENT), ("основание доплаты", _PAY)):
        hit = document.search(pattern)
        general = next(
            (u for u in outside_pairs(document) if pattern.search(u.text) and u.block not in document.stamp), None
        )
        if hit is not None and hit.denied:
            hit = general = None
        parts[title] = hit
        if title.startswith("доп") and hit is not None and len({p.mentor for p in found}) > 1:
            with_own = [p for p in found if pattern.search(p.text)]
            if own_column:
                cells = [row for row in table[0].rows if requisites.blank(row.cells[table[1].agreement])]
                if cells:
                    return partial("дополнительное соглашение указано не у каждого наставника", cells[0])
            elif with_own and len(with_own) < len(found) and general is None:
                bad = next(p for p in found if p not in with_own)
                return partial("дополнительное соглашение указано не у каждого наставника", bad.row)
    return by_parts(parts)


def programme(document: Document) -> Judgement:
    hits = document.all(
        "разработать|разработка|составить|подготовить|представить|разрабатывать|утвердить|составление"
        "|подготовка|согласовать ..9 программа|ппн|план",
        "программа|ппн ..9 разработать|составить|представить|подготовить|разработка|утвердить|сдать|предоставить"
        "|направить|оформить",
        "сдать|предоставить|направить|оформить ..9 программа|ппн",
    )
    hits = [
        h
        for h in hits
        if re.search(
            r"персонализ|ППН|программ\w+ наставнич|индивидуальн\w+ (?:план|программ)|программ\w+ работы"
            r"|программ\w+ пар|(?:наставник|наставляем|\bпар[аеуы]\b)\w*[^.;]{0,80}программ",
            h.words.text,
            re.I,
        )
        and not re.search(r"(?:рабоч|образовательн)\w+ программ", h.words.text, re.I)
    ]
    if not hits:
        return violated("разработка персонализированной программы не поручена")
    for hit in hits:
        text = document.blocks[hit.words.block].text
        if dates.spans(text) or re.search(
            r"в течение|\b(?:до|к) \d|\bв срок\b.{0,30}\d|недел|рабочих дн|не позднее|\bв \S+ срок с", text, re.I
        ):
            return met(hit)
    return partial("срок разработки персонализированной программы не назван", hits[0])


def ending(document: Document) -> Judgement:
    day = document.day
    if day is not None and day < dt.date(2025, 3, 1):
        return not_applicable("приказ издан до 01.03.2025")
    return by_parts(
        {
            "порядок замены или прекращения": document.find(
                "замена|заменить|смена|сменить|выход|прекращение|прекратить|прекращаться|расторжение"
                "|расформирование ..6 пара|наставник"
                "|наставничество|работа|поручение|закрепление|действие",
                "пара|группа|наставник|наставничество|поручение|работа ..6 прекращаться|прекращение|прекратить"
                "|замена|заменить"
                "|отменить|заменяться|смена|сменить|меняться",
                "выход|выбытие ..3 группа|пара",
                "досрочный|досрочно",
                "отказаться|отказ ..6 наставничество|поручение|работа|выполнение|пара",
                "освобождение|освободить ..4 обязанность",
            )
            or document.search(
                r"(?:заменя|сменя|прекраща|отзыва|расформир)\w*[^.;]{0,60}(?:наставник|пар[аеуы]\b|поручени|наставничеств|соглашени|инициатив)"
                r"|(?:наставник|пар[аы]\b|поручени|действи|закреплени)\w*[^.;]{0,60}(?:заменя|сменя|прекраща|отзыва|расформир)"
            ),
            "ознакомление сторон": signing.acquaintance(document),
        }
    )
