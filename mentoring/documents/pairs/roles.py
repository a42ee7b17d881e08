"""Who is named a mentor or a mentee in sentences and rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import requisites
from ..language import Words
from ..view import Document

_NOT_PAIRS = re.compile(
    r"контрол|ознакомл|^\W*(?:\d+[.)]\s*)?(?:директор|заведующ|и\.\s?о\.)|координац|куратор\w* назнач"
    r"|назнач\w+ куратор|лист ознакомл|исполнитель:",
    re.IGNORECASE,
)


_MENTEE_ROLE = re.compile(
    r"наставляем|подопечн|(?<!\w)за(?=\s)|(?<!\w)над(?=\s)|(?<!\w)для(?=\s)|молодо\w+ (?:специалист|педагог"
    r"|учител)|стаж[её]р|сопровождаем|\bкому\b|в отношении(?=\s)",
    re.IGNORECASE,
)


_LABEL_AFTER = re.compile(r"[^();.|–—]{0,60}[(]\s*(наставник|наставляем|молод|подопечн|стаж[её]р)\w*", re.IGNORECASE)


_LABEL_LAST = re.compile(r"[^;.]{0,90}?[,)]?\s*[–—-]\s*(наставник|наставляем)[а-яё]{0,3}\s*(?=[;.,]|$)", re.IGNORECASE)


_MENTOR_ROLE = re.compile(r"наставник", re.IGNORECASE)


_BEHIND = re.compile(r"(?:^|\s|\))за\s.*\s[–—-]\s*(?:[а-яё]+ ){0,4}$", re.IGNORECASE)


_OF_WHOM = re.compile(
    r"\b(?:определить|назначить|утвердить|считать|избрать|является|будет|станет|назначается|определяется)\b",
    re.IGNORECASE,
)


_ASKED = re.compile(r"наставником|наставничеств\w+ (?:в отношении|над|для|за)", re.IGNORECASE)


_LIST_OF_MENTEES = re.compile(
    r"закреп\w*[^.;]{0,60}\bза (?:ним|ней|наставник|указанн|данн|этим|этой).{0,160}:\s*$"
    r"|(?:состав\w*|групп[уаы]|список)[^.;]{0,40}наставляем\w*[^.;]{0,30}:\s*$",
    re.IGNORECASE,
)


@dataclass
class Named:
    """A person in a unit with the role the words before give."""

    role: str
    stem: str
    post: bool
    unit: Words
    start: int
    end: int


def body(document: Document) -> list[Words]:
    """Units that may speak of pairs: after «приказываю», without control, signatures and acquaintance."""
    start = 0
    for number, block in enumerate(document.blocks):
        if "приказываю" in block.text.lower().replace(" ", ""):
            start = number
            break
    return [
        u
        for u in document.units
        if u.block >= start and u.block not in document.stamp and not _NOT_PAIRS.search(u.text)
    ]


def roles(document: Document) -> list[Named]:
    """Everyone named as a mentor or a mentee, in order."""
    result: list[Named] = []
    carried = previous_kind = ""
    for unit in body(document):
        if previous_kind == "row" and unit.kind != "row" and not unit.text[:1].islower():
            carried = ""  # the table of those named before is over
        previous_kind = unit.kind
        text = requisites.filled(unit.text)
        people = requisites.people(text)
        if not people and unit.kind == "row":
            people = [
                requisites.Person(m[1], m[0], m.start(1), m.end())
                for m in re.finditer(r":\s*([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?)\s+[А-ЯЁ][а-яё]+(?=[,;(]|$)", text)
            ]
        previous = 0
        found: list[Named] = []
        for order, person in enumerate(people):
            before = re.sub(
                r"\([^()]*\)", " ", text[previous : person.start]
            )  # what is in brackets is of the one before
            mentor = max((m.start() for m in _MENTOR_ROLE.finditer(before)), default=-1)
            mentee = max((m.start() for m in _MENTEE_ROLE.finditer(before)), default=-1)
            follows = people[order + 1].start if order + 1 < len(people) else len(text)
            labelled = _LABEL_AFTER.match(text, person.end) or _LABEL_LAST.match(text, person.end)
            labelled = labelled if labelled and labelled.end() <= follows else None
            if labelled:
                role = "mentor" if labelled[1].lower().startswith("наставник") else "mentee"
            elif re.search(r"куратор|директор\w*\s*$|бухгалтер|секретар", before[-60:], re.I):
                role = "other"
            elif mentor == mentee == -1:
                role = (
                    found[-1].role
                    if found
                    and (re.search(r"[;,]\s*$|\bи\s*$|\d[.)]\s*$", before) or before.count(";"))
                    and found[-1].role == "mentee"
                    else ""
                )
            else:
                role = "mentor" if mentor > mentee else "mentee"
            if not role and [n.role for n in found] == ["mentee"] and _ASKED.search(text[: person.start]):
                role = "mentor"  # «наставником для Белкиной … Соколову», «наставничество над Белкиной … Соколовой»
            if not role and [n.role for n in found] == ["mentee"] and _BEHIND.search(text[: person.start]):
                role = "mentor"  # «за Кусковым О. И., учителем, — Рогожину И. П.»
            if role == "mentor" and found and not found[-1].role and re.search(r"наставником", before, re.I):
                found[-1].role, role = "mentor", "mentee"
            if role == "mentee" and found and not found[-1].role:
                found[-1].role = "mentor"
            after = text[person.end : people[order + 1].start if order + 1 < len(people) else len(text)]
            lead = re.split(r"[,;]|\s[–—-]\s", before)[-1] if order else before.rpartition(";")[2]
            close = (lead[-90:], after[:110].partition(";")[0])
            if unit.kind == "row" and len(people) == 1:
                close = (text,)  # the position stands in a cell of its own
            near = re.sub(r"наставн\w+|наставляем\w+", " ", " | ".join(close))
            found.append(
                Named(
                    role,
                    requisites.stem(person.surname),
                    bool(requisites.POSITIONS.search(near)),
                    unit,
                    person.start,
                    person.end,
                )
            )
            previous = labelled.end() if labelled else person.end
        if [n.role for n in found] == ["mentor", ""] and (verb := _OF_WHOM.search(text[found[0].end : found[1].start])):
            found[0].role, found[1].role = "mentee", "mentor"  # «Наставником Кускова О. И. определить Рогожину И. П.»
            own = text[: found[0].start] + text[found[0].end : found[0].end + verb.start()]
            found[0].post = bool(requisites.POSITIONS.search(re.sub(r"наставн\w+", " ", own)))
        bare = len(found) == 2 and not found[0].role and not found[1].role
        if bare and re.search(r"[–—-]|/|\|", text[found[0].end : found[1].start]):
            found[0].role, found[1].role = "mentor", "mentee"
        if carried and unit.kind in ("row", "paragraph"):
            listed = unit.kind == "row" or len(found) == 1 or len(re.findall(r"(?<!\w)\d{1,2}[.)]\s", text)) > 1
            for named in found:
                named.role = named.role or (carried if listed else "")
        tail = text[people[-1].end :] if people else text
        if found and not found[-1].role and re.match(r"[^:]{0,80}\bнаставником\b", tail):
            found[-1].role = "mentor"  # «Рогожину И. П., учителя химии, наставником …»
        last = [(m.start(), "mentor") for m in _MENTOR_ROLE.finditer(tail)] + [
            (m.start(), "mentee") for m in re.finditer("наставляем", tail, re.I)
        ]
        if found and found[-1].role == "mentor" and re.search(r"\bнаставником\b[^:]*:\s*$", tail):
            carried = "mentee"
        elif tail.rstrip().endswith(":") and last:
            carried = max(last)[1]
        elif tail.rstrip().endswith(":") and any(n.role == "mentor" for n in found) and len(found) == 1:
            carried = "mentee"  # «Назначить наставником Суханову … в группе воспитателей:» and a list below
        elif not people and result and _LIST_OF_MENTEES.search(text):
            carried = "mentee"  # «Закрепить за ним группу:» and a table or a list of the group
        elif carried and people and people[0].start < 4:
            pass  # a list without marks goes on
        elif unit.kind not in ("row", "title") and not re.match(r"\s*(?:[–—•-]|\d+[.)]|[а-я]\))", unit.text):
            carried = "" if not tail.rstrip().endswith(":") else carried
        result += [n for n in found if n.role in ("mentor", "mentee")]
    return result
