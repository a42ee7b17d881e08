"""Visits of lessons in a programme."""

from __future__ import annotations

import re

from ...judgement import Judgement, by_parts, violated
from ...language import SAME, Words
from ...pairs import roles
from ...view import Document
from ..lessons import LESSON, SEES

_EACH_OTHER = rf"друг (?:к другу|у друга|друга){SAME}{{0,40}}{LESSON}|{LESSON}\w*{SAME}{{0,30}}друг (?:у|к) друг"
_EACH_OTHER += rf"|{LESSON}\w*\s+друг друга|{LESSON}{SAME}{{0,80}}наставляем\w*{SAME}{{0,20}}\bу (?:\w+ )?наставник"


_MUTUAL = re.compile(
    rf"взаимопосещ|взаимн\w+ (?:посещ|наблюд)|(?:наставляем|подопечн|молод)\w*{SAME}{{0,40}}(?:посеща|посет"
    rf"|смотр|наблюда|приход|присутств|бывает)\w*{SAME}{{0,40}}{LESSON}|{LESSON}\w* (?:опытн\w+ )?наставник(?:а|ов)\b"
    rf"|показ\w* {LESSON}|открыт\w+ {LESSON}\w*{SAME}{{0,20}}наставник|{_EACH_OTHER}",
    re.I,
)


_VISIT = re.compile(
    rf"{SEES}\w*{SAME}{{0,50}}{LESSON}|взаимопосещ|{_EACH_OTHER}"
    rf"|{LESSON}\w*{SAME}{{0,50}}(?:присутств|наблюда(?:ет|ют)|смотр(?:ит|ят)|приход(?:ит|ят)|быва(?:ет|ют))",
    re.I,
)


_FEEDBACK = re.compile(
    rf"обратн\w+ связ|(?:анализ|обсужд|разбор|разбира|разговор|самоанализ|бесед|рефлекси)\w*{SAME}{{0,60}}{LESSON}"
    rf"|{LESSON}\w*{SAME}{{0,80}}(?:анализ|обсужд|разбор|разбира|разговор|самоанализ|бесед|рефлекси)|лист\w* (?:наблюд"
    rf"|посещ|анализ)|карт\w* (?:наблюд|посещ)",
    re.I,
)


def visits(document: Document) -> Judgement:
    units = [u for u in document.units if not re.search(r"не (?:предусм|планир|провод|посещ)", u.text, re.I)]
    mutual, feedback = (next((u for u in units if p.search(u.text)), None) for p in (_MUTUAL, _FEEDBACK))
    mentors, mentees = _names(document, "mentor"), _names(document, "mentee")
    mutual = mutual or _at_lessons(units, mentees, mentors)
    visit = next((u for u in units if _seen_at_work(u.text, mentors, mentees)), None)
    visit = visit or _at_lessons(units, mentors, mentees)
    if not visit and not mutual:
        return violated("посещение занятий не предусмотрено")
    return by_parts({"посещение наставником": visit, "взаимопосещение": mutual, "обратная связь": feedback})


def _names(document: Document, role: str) -> str:
    """Stems of those of the role, as an alternative of a regular expression; «» when nobody is named."""
    return "|".join({re.escape(n.stem[:6]) for n in roles.roles(document) if n.role == role and len(n.stem) > 3})


def _seen_at_work(text: str, mentors: str, mentees: str) -> bool:
    """Lessons are visited, and not the mentor's own only: «посещение уроков наставника» shows nothing of the mentee."""
    own = (
        rf"{LESSON}\w*\s+(?:опытн\w+ )?(?:[А-ЯЁ]\.\s?){{0,2}}(?:наставник(?:а|ов)\b{'|' + mentors if mentors else ''})"
    )
    theirs = rf"{LESSON}[^.;|]{{0,60}}(?:наставляем|молод{'|' + mentees if mentees else ''})"
    for match in _VISIT.finditer(text):
        clause = re.split(r"[.;|\n]|\s-\s", text[match.start() :])[0]
        if (
            not re.search(own, clause, re.I)
            or re.search(theirs, clause, re.I)
            or re.search("взаим|друг", match[0], re.I)
        ):
            return True
    return False


def _at_lessons(units: list[Words], guests: str, hosts: str) -> Words | None:
    """«Боброва на уроках Цветаева»: the guests are at the lessons of the hosts."""
    patterns = [rf"{LESSON}\w*\s+(?:[А-ЯЁ]\.\s?){{0,2}}(?:{hosts})"] if hosts else []
    if guests:
        patterns.append(rf"(?:{guests})\w*[^.;|]{{0,20}}(?:на |посещ|смотр|наблюд|присутств)[^.;|]{{0,30}}{LESSON}")
        patterns.append(rf"{LESSON}[^.;|]{{0,40}}(?:{guests})\w*[^.;|]{{0,15}}{SEES}")
    return next((u for u in units for p in patterns if re.search(p, u.text, re.I)), None)
