"""Ways of learning in a route, and practice that changes."""

from __future__ import annotations

import re

from ...activities import activities
from ...judgement import Judgement, by_parts, met, partial, unknown, violated
from ...tasks import tasks
from ...view import Document
from .. import concreteness
from ..lessons import LESSON, SEES

_APPLY = (
    "применить|применять|применение|апробация|апробировать|внедрить|внедрять|внедрение|использовать|использование"
    "|отработка|отработать|отрабатывать|пробовать|испытать ..8 практика|урок|занятие|класс|работа|группа|тренировка"
    "|ребенок|обучающийся|ученик|студент",
    "провести|проводить|проведение ..6 урок|занятие|фрагмент|тренировка",
    "в ..0 практика",
    "открытый ..2 урок|занятие",
    "проверить|опробовать ..4 урок|занятие",
    "перенос ..3 практика",
    "урок|занятие ..6 применить|применение|использование|апробация|применяться",
    "апробация|апробировать",
    "применить|применять|использовать ..4 каждый|ежедневно|постоянно|повседневный|систематически",
    "повседневный|ежедневный ..2 работа|практика",
)


def practice(document: Document) -> Judgement:
    hit = document.find(*_APPLY)
    return (
        met(hit, 0.6)
        if hit
        else violated("изменение практики не предусмотрено: применить новое на занятии не требуется", None, 0.7)
    )


def transfer(document: Document) -> Judgement:
    return by_parts(
        {
            "перенос в практику": document.find(*_APPLY, "перенос|переносить", "практический ..2 этап"),
            "доказательства": document.find(*concreteness.EVIDENCE),
        }
    )


_WAYS: dict[str, str] = {
    "курсы": r"курс\w*|повышени\w+ квалификации|\bКПК\b|\bДПП\b|вебинар",
    "чтение": r"чтени|изучени\w+ (?:литератур|стат|пособи|материал)|самообразован|литератур",
    "семинар": r"семинар|мастер-класс|практикум|тренинг|конференц",
    "наблюдение": r"(?:взаимо)?посещ\w+[^.;|]{0,25}(?:урок|занят)|взаимопосещ|наблюден"
    rf"|{SEES}\w*[^.;|]{{0,25}}{LESSON}|открыт\w+ (?:урок|занят)",
    "планирование": r"совместн\w+|лаборатори|мастерск(?:ая|ой|ую)"
    r"|проектировани\w+ (?:урок|занят)|разработк\w+ (?:урок|занят|конспект|технолог)",
    "консультация": r"консультац|(?:вместе|в паре) с (?:коллег|наставник|методист)"
    r"|наставнич|встреч\w+ с наставник|обсужден|супервиз|разбор",
    "стажировка": r"стажиров",
    "сообщество": r"методическ\w+ объединен|сообществ|\bШМО\b|\bРМО\b|\bМО\b|педсовет|клуб|конкурс"
    r"|взаимн\w+ экспертиз|проектн\w+ групп",
    "проба": r"апробац|проведен\w+ (?:урок|занят|фрагмент)|видеозапис|применен|съ[её]мк\w|отработк|испыта"
    r"|\bпроб(?:а|ы|у|ой|ую)\b|пров(?:ест|ожу|одит|еду)\w* (?:\S+ )?(?:\S+ )?(?:урок|занят)",
}


def variety(document: Document) -> Judgement:
    """Forms are sought in the rows of the plan and the tasks; when there are none, everywhere."""
    rows = activities(document)
    text = " \n".join([a.text for a in rows] + [t.row_text or t.text for t in tasks(document)])
    found = {name for name, pattern in _WAYS.items() if re.search(pattern, text, re.I)}
    if not found - {"курсы", "чтение"}:
        whole = " \n".join(
            u.text
            for u in document.units
            if re.search(r"форм|как\b|учусь|обучени|работ|занят|урок", u.text, re.I)
            and (u.block not in document.head or re.match(r"\W*(?:форм|как\b|способ)", u.text, re.I))
        )
        found |= (
            {name for name, pattern in _WAYS.items() if re.search(pattern, whole, re.I)}
            if not document.tables
            else set()
        )
    active = found - {"курсы", "чтение"}
    row = rows[0].row if rows else None
    if len(found) >= 3 and active or len(active) >= 2:
        return met(row)
    if active:
        return met(row, 0.5) if len(found) >= 2 else partial("форма обучения одна", row, 0.6)
    return violated("только курсы и самообразование" if found else "формы обучения не названы", row)


def adults(document: Document) -> Judgement:
    hit = document.search(
        r"опор\w+ на (?:\S+ )?опыт|самостоятельн\w+ выб|по (?:своему )?выбору педагог|запрос\w* педагога"
        r"|собственн\w+ (?:опыт|практик)|принцип\w+ обучения взрослых|андрагог"
    )
    return met(hit, 0.6) if hit else unknown()
