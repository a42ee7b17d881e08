"""Visits of lessons in a programme."""

from __future__ import annotations

import re

from ...judgement import Judgement, by_parts, violated
from ...language import Words
from ...pairs import roles
from ...view import Document

_LESSON = r"(?:урок|занят|НОД\b|мероприят|тренировк)"
_SEES = (
    r"(?:посе[щт](?!аем)|(?<![а-яё])(?:про|по)?смотр|наблюд|присутств|(?<![а-яё])при(?:ход|йд[еу])|(?<![а-яё])ход(?:ит|ят|им|ить)"
    r"|(?<![а-яё])быва(?:ет|ют|ть))"
)
_EACH_OTHER = rf"друг (?:к другу|у друга|друга)[^.;]{{0,40}}{_LESSON}|{_LESSON}\w*[^.;]{{0,30}}друг (?:у|к) друг"
_EACH_OTHER += rf"|{_LESSON}\w*\s+друг друга|{_LESSON}[^.;]{{0,80}}наставляем\w*[^.;]{{0,20}}\bу (?:\w+ )?наставник"


_MUTUAL = re.compile(
    rf"взаимопосещ|взаимн\w+ (?:посещ|наблюд)|(?:наставляем|подопечн|молод)\w*[^.;]{{0,40}}(?:посеща|посет"
    rf"|смотр|наблюда|приход|присутств|бывает)\w*[^.;]{{0,40}}{_LESSON}|{_LESSON}\w* (?:опытн\w+ )?наставник(?:а|ов)\b"
    rf"|показ\w* {_LESSON}|открыт\w+ {_LESSON}\w*[^.;]{{0,20}}наставник|{_EACH_OTHER}",
    re.I,
)


_VISIT = re.compile(
    rf"{_SEES}\w*[^.;]{{0,50}}{_LESSON}|взаимопосещ|{_EACH_OTHER}"
    rf"|{_LESSON}\w*[^.;]{{0,50}}(?:присутств|наблюда(?:ет|ют)|смотр(?:ит|ят)|приход(?:ит|ят)|быва(?:ет|ют))",
    re.I,
)


_FEEDBACK = re.compile(
    rf"обратн\w+ связ|(?:анализ|обсужд|разбор|разбира|разговор|самоанализ|бесед|рефлекси)\w*[^.;]{{0,60}}{_LESSON}"
    rf"|{_LESSON}\w*[^.;]{{0,80}}(?:анализ|обсужд|разбор|разбира|разговор|самоанализ|бесед|рефлекси)|лист\w* (?:наблюд"
    rf"|посещ|анализ)|карт\w* (?:наблюд|посещ)",
    re.I,
)


def visits(document: Document) -> Judgement:
    mutual, visit, feedback = (
        next(
            (
                u
                for u in document.units
                if p.search(u.text) and not re.search(r"не (?:предусм|планир|провод|посещ)", u.text, re.I)
            ),
            None,
        )
        for p in (_MUTUAL, _VISIT, _FEEDBACK)
    )
    mutual = mutual or _seen_by_mentee(document)
    if not visit and not mutual:
        return violated("посещение занятий не предусмотрено")
    return by_parts({"посещение": visit or mutual, "взаимопосещение": mutual, "обратная связь": feedback})


def _seen_by_mentee(document: Document) -> Words | None:
    """«Боброва на уроках Цветаева»: the lesson is the mentor's, or the mentee is the one who watches."""
    people = roles.roles(document)
    mentors = "|".join(re.escape(n.stem[:6]) for n in people if n.role == "mentor" and len(n.stem) > 3)
    mentees = "|".join(re.escape(n.stem[:6]) for n in people if n.role == "mentee" and len(n.stem) > 3)
    patterns = [rf"{_LESSON}\w*\s+(?:[А-ЯЁ]\.\s?){{0,2}}(?:{mentors})"] if mentors else []
    if mentees:
        patterns.append(rf"(?:{mentees})\w*[^.;|]{{0,20}}(?:на |посещ|смотр|наблюд|присутств)[^.;|]{{0,30}}{_LESSON}")
        patterns.append(rf"{_LESSON}[^.;|]{{0,40}}(?:{mentees})\w*[^.;|]{{0,15}}{_SEES}")
    return next((u for u in document.units for p in patterns if re.search(p, u.text, re.I)), None)
