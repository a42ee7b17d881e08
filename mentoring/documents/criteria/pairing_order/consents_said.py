"""Consents that an order on pairs names: whose, with what day. Not yet a verdict."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from ... import dates, requisites
from ...language import Words
from ...pairs import pairs
from ...view import Document, remembered

_MENTION = re.compile(r"согласи(?:е|я|ем|ю|й|ями|ях)?\b|\bсоглас(?:ен|на)\b", re.I)


_BOTH = re.compile(
    r"сторон|обоих|обеих|оба\b|обоюдн|взаимн|участник|(?:их|всех) (?:письменн\w+ )?$|кажд|^\W*всех\b", re.I
)


@dataclass
class Consents:
    """What the text says of the consents of one role: people with a date, without; all at once with a date, without."""

    dated: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    all_dated: Words | None = None
    all_bare: Words | None = None
    late: Words | None = None
    days: list[dt.date] = field(default_factory=list)
    place: Words | None = None


@remembered
def consents(document: Document) -> dict[str, Consents]:
    """Consents of mentors and mentees that the order names, by the words around each mention."""
    result = {"mentor": Consents(), "mentee": Consents()}
    found = pairs(document)
    known = {"mentor": {p.mentor for p in found if p.mentor}, "mentee": {p.mentee for p in found if p.mentee}}
    own = document.own_date[0]
    for unit in document.units:
        text = unit.text
        if unit.block in document.stamp:
            continue
        mentions = list(_MENTION.finditer(text))
        for order, match in enumerate(mentions):
            tail = text[match.end() : mentions[order + 1].start() if order + 1 < len(mentions) else len(text)]
            before = text[mentions[order - 1].end() if order else 0 : match.start()]
            clause = re.split(
                r"(?<=[а-яё)])\.\s|соглашени|договор\w* от|приказ\w* от|[Пп]оложени|решени|протокол|служебн"
                r"|представлени|(?<!, )заявлени",
                tail,
            )[0]
            if (
                re.search(r"персональн", clause[:80] + before[-40:], re.I)
                or re.search(r"(?:не требу|отсутств)", clause[:40], re.I)
                or re.search(r"без (?:\S+ ){0,2}$", before, re.I)
            ):
                continue
            listed = [] if unit.kind == "row" else _named_days(clause, known)
            if len(listed) > 1:
                for role, name, own_days in listed:
                    entry = result[role]
                    entry.place = entry.place or unit
                    entry.days += own_days
                    if own_days and own and max(own_days) > own:
                        entry.late = entry.late or unit
                    (entry.dated if own_days else entry.bare).add(name)
                continue
            by_role = _dated_roles(clause)
            covered = (
                {role: _of_unit(known[role], unit) for role in by_role}
                if by_role
                else _whose(clause, before, text[: match.start()], known, unit)
            )
            days = dates.dates(clause) or (dates.dates(before[-24:]) if re.search(r"^\W*(?:\(|$)", clause[:3]) else [])
            if (
                not days
                and order + 1 < len(mentions)
                and re.fullmatch(r"[^.]{0,60}", clause)
                and re.search(r"[,и]\s*$|наставник\w*\s+и\s", clause)
            ):
                days = dates.dates(text[match.end() :])[:1]
            future = bool(re.search(r"получить|оформить|взять|собрать|представить|обеспечить", before[-60:], re.I))
            for role, names in covered.items():
                entry = result[role]
                entry.place = entry.place or unit
                entry.days += days
                if days and own and max(days) > own:
                    entry.late = entry.late or unit
                good = bool(days) and not (future and own and max(days) > own)
                if names is None:
                    entry.all_dated, entry.all_bare = (
                        (entry.all_dated or unit, entry.all_bare) if good else (entry.all_dated, entry.all_bare or unit)
                    )
                else:
                    (entry.dated if good else entry.bare).update(names)
    return result


def _named_days(clause: str, known: dict[str, set[str]]) -> list[tuple[str, str, list[dt.date]]]:
    """«согласия Чернавиной Л. К. от 01.09.2023, Рожнова Т. Э. от 04.09.2023»: role, surname, days of each.

    One date after several people is the date of them all.
    """
    people = requisites.people(clause)
    if not people or people[0].start > 40 or re.search(r"\d", clause[: people[0].start]):
        return []
    found = []
    for order, person in enumerate(people):
        name = requisites.stem(person.surname)
        role = next((r for r in ("mentor", "mentee") if name in known[r]), None)
        if role is None:
            return []
        end = people[order + 1].start if order + 1 < len(people) else len(clause)
        found.append((role, name, dates.dates(clause[person.end : end])))
    later: list[dt.date] = []
    for at in range(len(found) - 1, -1, -1):
        later = found[at][2] or later
        found[at] = (*found[at][:2], later)
    return found


def _dated_roles(clause: str) -> set[str]:
    """«… 21.09.2026 (наставник) и 22.09.2026 (наставляемый)», «наставника от 21.09.2026, наставляемого от"
    " 22.09.2026»."""
    after = re.findall(
        r"\d{4}(?:\s*г(?:ода|\.)?)?\s*(?:\(|[–—-]\s*)\s*(наставник|наставляем|молод|подопечн)", clause, re.I
    )
    before = re.findall(r"(наставник|наставляем|подопечн)\w*[^\d;.]{0,25}\d{1,2}[. ]\S+[. ]?\d{4}", clause, re.I)
    words = after if len(set(map(str.lower, after))) > 1 else before if len(set(map(str.lower, before))) > 1 else []
    return {"mentor" if word.lower() == "наставник" else "mentee" for word in words}


def _of_unit(known: set[str], unit: Words) -> set[str] | None:
    """Those of the role that the unit names; None — everyone."""
    here = {requisites.stem(p.surname) for p in requisites.people(requisites.filled(unit.text))} & known
    return here or None


def _whose(
    clause: str, before: str, all_before: str, known: dict[str, set[str]], unit: Words
) -> dict[str, set[str] | None]:
    """Role → surnames the mention covers, or None for everyone of the role."""
    near = re.split(r"\d|\)", clause)[0][:70]
    named = {requisites.stem(p.surname) for p in requisites.people(near)}
    result: dict[str, set[str] | None] = {}
    for role in ("mentor", "mentee"):
        hit = {
            k
            for k in known[role]
            if any(k == n or (len(n) > 3 and (k.startswith(n) or n.startswith(k))) for n in named)
        }
        if hit:
            result[role] = hit
    if result:
        return result
    words = near[:60]
    mentor, mentee = re.search(r"наставник", words, re.I), re.search(r"наставляем|молод|подопечн", words, re.I)
    paired = mentor and mentee and re.fullmatch(r"\w*[\s/,и]{1,5}", words[mentor.end() : mentee.start()])
    if unit.kind == "row" and not paired:
        mentor, mentee = (
            mentor if mentor and mentor.start() < 14 else None,
            mentee if mentee and mentee.start() < 14 else None,
        )
    plural = bool(re.search(r"наставников|наставляемых", words, re.I)) or len(known["mentor"]) <= 1
    if not mentor and not mentee and (_BOTH.search(words) or _BOTH.search(before[-30:])):
        mentor = mentee = True
    people = requisites.people(all_before)
    if (mentor or mentee) and unit.kind == "row" and people:
        plural = False
    for role, said in (("mentor", mentor), ("mentee", mentee)):
        if said:
            here = {
                k for k in known[role] if any(k == requisites.stem(p.surname) for p in requisites.people(unit.text))
            }
            result[role] = here if here and not plural else None
    if result:
        return result
    if people:
        last = requisites.stem(people[-1].surname)
        for role in ("mentor", "mentee"):
            if last in known[role]:
                group = {requisites.stem(p.surname) for p in people} & known[role] if unit.kind == "row" else {last}
                return {role: group}
    ahead = requisites.people(clause)
    if not people and ahead:  # «Поручить с согласия (19.09.2026) учителю Скоробогатову …»
        first = requisites.stem(ahead[0].surname)
        for role in ("mentor", "mentee"):
            if first in known[role]:
                return {role: {first}}
    if re.search(r"работник|педагог|лиц\b", words, re.I):
        return {"mentor": None, "mentee": None}
    last_role = [
        (m.start(), "mentee" if m.group().lower().startswith("наставля") else "mentor")
        for m in re.finditer(r"наставник|наставля", before[-140:], re.I)
    ]
    return {max(last_role)[1]: None} if last_role else {}
