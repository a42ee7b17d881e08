"""The table of pairs: its columns and its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import dates, requisites, vocabulary
from ..language import Words
from ..terms import term
from ..view import Document
from ..view.tables import Table, is_caption
from .model import Pair


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


_HELPS = re.compile(r"\W*кто\W+(?:помога|сопровожда|вед[её]т|уч|переда|поддерж|закрепл|настав)", re.IGNORECASE)
_HELPED = re.compile(r"\W*(?:кому|за кем|над кем|с кем|кого\W+(?:сопровожда|уч|поддерж|настав))\b", re.IGNORECASE)


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
        mentor = title.find("наставник") or _HELPS.match(title.text)
        mentee = title.find(MENTEE) or _HELPED.match(title.text)
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


def from_table(table: Table, columns: Columns) -> list[Pair]:
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
