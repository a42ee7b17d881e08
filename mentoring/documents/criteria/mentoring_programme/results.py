"""How a programme ends: evidence, decision and report, papers it is tied to."""

from __future__ import annotations

import re

from ...judgement import Judgement, by_parts, met, unknown, violated
from ...language import SAME, Words
from ...pairs import roles
from ...view import Document
from .. import concreteness


def evidence(document: Document) -> Judgement:
    hit = document.find(*concreteness.EVIDENCE)
    if hit:
        return met(hit, 0.6)
    applied = document.find(
        "открытый ..2 урок|занятие",
        "применить|применение|внедрение|внедрить ..6 практика|урок|занятие",
        "провести|проведение ..5 урок|занятие",
        "доказательство",
        "результат ..4 обучающийся",
    )
    return unknown() if applied else violated("доказательств изменения практики нет", None, 0.6)


def completion(document: Document) -> Judgement:
    return by_parts(
        {
            "решение о завершении или продолжении": document.find(
                "решение ..6 завершение|продолжение|прекращение|продление|закрытие|завершить|продолжить",
                "завершение|продолжение|продление|завершить ..6 решение|решать",
                "продолжение ..4 наставничество|программа|работа|сопровождение",
                "завершение ..2 или ..3 продолжение",
                "целесообразность ..4 продолжение",
            )
            or next(
                (
                    u
                    for u in document.units
                    if re.search(
                        r"(?:решени|решает|решат|реша[юе]т|вопрос|предложени|вывод|заключени|определя\w+)\w*[^.]{0,80}"
                        r"(?:заверш|законч|оконч|продолж|прекращ|закры|продл"
                        r"|дальнейш\w+ (?:работ|сопровожд|взаимод)|нуж\w+ ли)"
                        r"|(?:заверш|законч"
                        r"|продолж|продл)\w*[^.]{0,60}(?:решени|решает|реша[юе]т)|продолжа\w+ ли|заверша\w+ ли"
                        r"|(?:заверш|законч|оконч|прекра|закры)\w*[^.]{0,25}\b(?:или|либо)\b[^.]{0,25}(?:продолж|продл)"
                        r"|(?:продолж|продл)\w*[^.]{0,25}\b(?:или|либо)\b[^.]{0,25}(?:заверш|законч|оконч|прекра"
                        r"|закры)",
                        u.text,
                        re.I,
                    )
                ),
                None,
            ),
            "отчёт наставника": document.find(
                "отчет ..4 наставник",
                "наставник ..5 отчет|отчитываться|отчитаться|представлять|представить",
                "отчет ..3 пара|реализация|выполнение|итог|результат",
                "итоговый|заключительный ..2 отчет",
            )
            or _report_of(document),
        }
    )


def _report_of(document: Document) -> Words | None:
    """«Отчёт Поляковой», «Полякова отчитывается»: the mentor by name."""
    names = "|".join({re.escape(n.stem) for n in roles.roles(document) if n.role == "mentor" and len(n.stem) > 3})
    if not names:
        return None
    said = rf"отч[её]т\w*{SAME}{{0,25}}\b(?:{names})|\b(?:{names}){SAME}{{0,40}}отч(?:[её]т|ит)"
    return next((u for u in document.units if re.search(said, u.text, re.I)), None)


def linked(document: Document) -> Judgement:
    route = document.find("иом", "индивидуальный ..2 маршрут")
    consent = document.find("согласие")
    agreement = document.find("дополнительный ..2 соглашение")
    if route and consent and agreement:
        return met(route, 0.6)
    return unknown("нужен комплект")
