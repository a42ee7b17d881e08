"""Mentoring pairs that a document names: rows of its table or its sentences, with everything said of each pair."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from . import dates, requisites, vocabulary
from .language import Words
from .view import Document, Row, Table, is_caption


@dataclass
class Pair:
    """`mentor`, `mentee` are stems of surnames («» when not named); `*_post` whether a position is stated."""

    row: Row | Words
    mentor: str = ""
    mentee: str = ""
    mentor_post: bool = False
    mentee_post: bool = False
    mentor_named: bool = False
    mentee_named: bool = False
    categories: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    first: dt.date | None = None
    last: dt.date | None = None
    text: str = ""


@dataclass
class Columns:
    mentor: int | None
    mentee: int | None
    mentor_post: int | None
    mentee_post: int | None
    category: int | None
    type: int | None
    form: int | None
    term: int | None
    start: int | None
    end: int | None
    mentor_consent: int | None
    mentee_consent: int | None
    agreement: int | None


MENTEE = "наставляемый|молодой|подопечный|стажер|студент|начинающий|сопровождать"


def pair_table(document: Document) -> tuple[Table, Columns] | None:
    """The table of pairs with its columns."""
    for table in document.tables:
        columns = _columns(table)
        if (
            columns.mentor is not None
            and columns.mentee is not None
            and columns.mentor != columns.mentee
            and table.rows
        ):
            return table, columns
    return None


def _columns(table: Table) -> Columns:
    roles: list[str] = []
    for title in table.titles:
        mentor, mentee = title.find("наставник"), title.find(MENTEE)
        roles.append("both" if mentor and mentee else "mentor" if mentor else "mentee" if mentee else "")

    def has(at: int, pattern: str) -> bool:
        return table.titles[at].find(pattern) is not None

    width = range(len(table.header))
    attribute = (
        "категория|вид|форма|согласие|соглашение|срок|период|дата|подпись|основание|доплата|дефицит"
        "|количество|программа|должность|предмет|стаж"
    )

    def person(role: str) -> int | None:
        plain = [n for n in width if roles[n] == role and not has(n, attribute)]
        mixed = [n for n in width if roles[n] == role and has(n, "фио|ф|фамилия|имя") and not has(n, "подпись")]
        rest = [n for n in width if roles[n] == role and not has(n, "согласие|соглашение|подпись|дата|срок|доплата")]
        post = [n for n in width if roles[n] == role and has(n, "должность") and not has(n, "согласие|категория|дата")]
        return next(iter(mixed + plain + post + rest), None)

    mentor, mentee = person("mentor"), person("mentee")

    def post(at: int | None, role: str) -> int | None:
        own = next((n for n in width if has(n, "должность|предмет") and roles[n] == role), None)
        if own is not None:
            return own
        if at is not None and at + 1 < len(table.header) and has(at + 1, "должность") and roles[at + 1] == "":
            return at + 1
        return None

    def first(pattern: str, role: str | None = None) -> int | None:
        found = [n for n in width if has(n, pattern)]
        if role:
            found = [n for n in found if roles[n] in (role, "both", "")] or []
            found.sort(key=lambda n: roles[n] != role)
        return next(iter(found), None)

    category = next(
        (n for n in width if has(n, "категория") and not has(n, "квалификационный") and roles[n] != "mentor"), None
    )
    return Columns(
        mentor,
        mentee,
        post(mentor, "mentor"),
        post(mentee, "mentee"),
        category,
        first("вид"),
        first("форма"),
        next((n for n in width if has(n, "срок|период") and not has(n, "программа|ппн")), None),
        first("начало|старт"),
        first("окончание|конец|завершение"),
        first("согласие", "mentor"),
        first("согласие", "mentee"),
        first("соглашение|доплата|выплата|дс"),
    )


def named(cell: str) -> str:
    """Stem of the surname in a cell, or «» when nobody is named."""
    found = requisites.people(requisites.filled(cell), cell=True)
    return requisites.stem(found[0].surname) if found else ""


def pairs(document: Document) -> list[Pair]:
    """Every pair the document names."""
    found = pair_table(document)
    rows = _from_table(*found) if found else []
    if rows and any(pair.mentor and pair.mentee for pair in rows):
        return rows
    return _from_prose(document) or rows


def _from_table(table: Table, columns: Columns) -> list[Pair]:
    result: list[Pair] = []
    mentor_before = ""
    for row in table.rows:
        cells = row.cells
        if is_caption(row) or not any(cell.strip() for cell in cells):
            continue

        def cell(at: int | None, cells=cells) -> str:
            return "" if at is None or at >= len(cells) else cells[at]

        mentor, mentee = cell(columns.mentor), cell(columns.mentee)
        if not mentor.strip() and not cells[0].strip() and mentor_before and not requisites.blank(mentee):
            mentor = mentor_before
        mentor_before = mentor or mentor_before
        names = [p for p in requisites.people(requisites.filled(mentee), cell=True)] or [None]
        for person in names:
            pair = Pair(row, text=row.text)
            pair.mentor, pair.mentee = named(mentor), requisites.stem(person.surname) if person else ""
            pair.mentor_named = bool(pair.mentor) or _coded(mentor)
            pair.mentee_named = bool(pair.mentee) or _coded(mentee)
            pair.mentor_post = bool(requisites.POSITIONS.search(mentor)) or (
                columns.mentor_post != columns.mentor and not requisites.blank(cell(columns.mentor_post))
            )
            pair.mentee_post = bool(requisites.POSITIONS.search(mentee)) or (
                columns.mentee_post != columns.mentee and not requisites.blank(cell(columns.mentee_post))
            )
            _attributes(pair, row.text, cell, columns)
            result.append(pair)
    return result


def _coded(cell: str) -> bool:
    """A person under a code or a made-up name: something is written that isn't only a position."""
    cell = cell.strip()
    return (
        bool(re.search(r"\b[А-ЯЁA-Z][\w.-]*", cell))
        and not requisites.blank(cell)
        and not requisites.POSITIONS.match(cell)
    )


def _attributes(pair: Pair, text: str, cell, columns: Columns) -> None:
    category = cell(columns.category)
    others = Words(cell(columns.mentee) + " " + cell(columns.mentee_post))
    pair.categories = vocabulary.categories(Words(category)) if category else set()
    if not pair.categories and not category:
        pair.categories = vocabulary.categories(others) & {
            "young",
            "returning",
            "newcomer",
            "burnout",
            "student_trainee",
        }
    scope = " ".join(dict.fromkeys((cell(columns.type), cell(columns.form)))) or text
    pair.types, pair.forms = vocabulary.types(scope), vocabulary.forms(scope)
    if columns.start is not None and columns.end is not None and columns.start != columns.end:
        start, end = dates.dates(cell(columns.start)), dates.dates(cell(columns.end))
        pair.first, pair.last = (start or [None])[0], (end or [None])[-1]
    else:
        pair.first, pair.last = term(cell(columns.term) or (text if columns.term is None else ""))


_BEGUN = re.compile(r"\bнач(?:ал|ина|н[её]|ат)\w*|\bприступ\w+|\bстарт\w*", re.IGNORECASE)
_DONE = re.compile(r"оконч\w+|оканч\w+|заверш\w+|закан\w+|законч\w+|\bконец|\bконч\w+|финиш", re.IGNORECASE)


def term(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Start and end written in the text: a range, «сентябрь 2026 – май 2027», «до 31.05.2027» (end only)."""
    for span in dates.spans(text):
        if span.range or span.first != span.last and span.kind == "range":
            return span.first, span.last
    found = dates.dates(text)
    if len(found) >= 2 and (begun := _BEGUN.search(text)) and (done := _DONE.search(text)):
        start, end = dates.dates(text[begun.start() :]), dates.dates(text[done.start() :])
        if start and end:
            return start[0], end[0]
    if len(found) >= 2 and found[0] < found[1] and re.search(r"с |начал|по |до ", text):
        return found[0], found[1]
    if found and re.search(r"\b(?:до|по)\s*[«\"]?\d", text):
        return None, found[-1]
    if found and re.search(r"\bс\s*[«\"]?\d", text):
        return found[0], None
    return None, None


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


_ASKED = re.compile(r"наставником|наставничеств\w+ (?:в отношении|над|для|за)", re.IGNORECASE)


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
    carried = ""
    for unit in body(document):
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
            if role == "mentor" and found and not found[-1].role and re.search(r"наставником", before, re.I):
                found[-1].role, role = "mentor", "mentee"
            if role == "mentee" and found and not found[-1].role:
                found[-1].role = "mentor"
            after = text[person.end : people[order + 1].start if order + 1 < len(people) else len(text)]
            lead = re.split(r"[,;]|\s[–—-]\s", before)[-1] if order else before.rpartition(";")[2]
            close = (lead[-90:], after[:110].partition(";")[0])
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
        bare = len(found) == 2 and not found[0].role and not found[1].role
        if bare and re.search(r"[–—-]|/|\|", text[found[0].end : found[1].start]):
            found[0].role, found[1].role = "mentor", "mentee"
        if carried and unit.kind in ("row", "paragraph"):
            listed = unit.kind == "row" or len(found) == 1 or len(re.findall(r"(?<!\w)\d{1,2}[.)]\s", text)) > 1
            for named in found:
                named.role = named.role or (carried if listed else "")
        tail = text[people[-1].end :] if people else text
        last = [(m.start(), "mentor") for m in _MENTOR_ROLE.finditer(tail)] + [
            (m.start(), "mentee") for m in re.finditer("наставляем", tail, re.I)
        ]
        if tail.rstrip().endswith(":") and last:
            carried = max(last)[1]
        elif tail.rstrip().endswith(":") and any(n.role == "mentor" for n in found) and len(found) == 1:
            carried = "mentee"  # «Назначить наставником Суханову … в группе воспитателей:» and a list below
        elif carried and people and people[0].start < 4:
            pass  # a list without marks goes on
        elif unit.kind not in ("row", "title") and not re.match(r"\s*(?:[–—•-]|\d+[.)]|[а-я]\))", unit.text):
            carried = "" if not tail.rstrip().endswith(":") else carried
        result += [n for n in found if n.role in ("mentor", "mentee")]
    return result


def _from_prose(document: Document) -> list[Pair]:
    """Pairs by the order in which mentors and mentees are named; a group has one mentor and several mentees."""
    named = roles(document)
    result: list[Pair] = []
    mentors: dict[str, Named] = {}
    waiting: list[Named] = []
    current: Named | None = None
    taken: set[tuple[str, str]] = set()

    def add(mentor: Named, mentee: Named) -> None:
        if (mentor.stem, mentee.stem) in taken or mentor.stem == mentee.stem:
            return
        taken.add((mentor.stem, mentee.stem))
        text = mentee.unit.text if mentor.unit is mentee.unit else f"{mentor.unit.text}\n{mentee.unit.text}"
        pair = Pair(mentee.unit, mentor.stem, mentee.stem, mentor.post, mentee.post, True, True, text=text)
        words = Words(mentee.unit.text)
        pair.categories = vocabulary.categories(words)
        if re.search(r"квалификационн|высш\w+ категори", words.text, re.I):
            pair.categories -= {"growth_seeker"}
        pair.types, pair.forms = vocabulary.types(text), vocabulary.forms(text)
        pair.first, pair.last = term(text)
        result.append(pair)

    for person in named:
        if person.role == "mentor":
            if person.stem in mentors and not waiting:
                current = mentors[person.stem]
                continue
            mentors[person.stem] = person
            current = person
            for mentee in waiting:
                add(person, mentee)
            if waiting:
                current = None
            waiting = []
        elif any(p.mentee == person.stem for p in result):
            continue
        elif current is not None and (current.unit is person.unit or not _own_mentor(named, person)):
            add(current, person)
        else:
            waiting.append(person)
    return result


def _own_mentor(named: list[Named], mentee: Named) -> bool:
    """A mentor is named later in the same unit."""
    return any(n.role == "mentor" and n.unit is mentee.unit and n.start > mentee.start for n in named)
