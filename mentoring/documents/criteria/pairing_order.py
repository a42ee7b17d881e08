"""Criteria PRP: the order that assigns mentors to mentees."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field

from .. import dates, requisites, vocabulary
from ..judgement import Judgement, by_parts, criterion, met, not_applicable, partial, unknown, violated
from ..language import Words
from ..pairs import Pair, pair_table, pairs, term
from ..view import Document
from .implementation_order import acquaintance


def _pairs(document: Document) -> list[Pair]:
    if "_pairs" not in document.__dict__:
        document.__dict__["_pairs"] = pairs(document)
    return document.__dict__["_pairs"]


def _outside(document: Document) -> list[Words]:
    """Units that speak of all pairs at once: not those that name a pair, nor the rows of a table of pairs."""
    found = _pairs(document)
    own = {pair.row.block if isinstance(pair.row, Words) else pair.row.place for pair in found}
    return [unit for unit in document.units if unit.block not in own and unit.place not in own]


@criterion("PRP-01")
def current(document: Document) -> Judgement:
    year = dates.school_year(document.as_of)
    terms = [(p.first or p.last, p.last or p.first, p.row) for p in _pairs(document) if p.first or p.last]
    stated = []
    for number, block in enumerate(document.blocks):
        if block.kind == "cell" and terms:
            continue
        if number in document.stamp:
            continue
        for span in dates.spans(block.text):
            if span.kind == "school" or (span.range and (span.last - span.first).days > 60):
                stated.append((span.first, span.last, Words(block.text, block.place, number)))
    spans = stated + terms
    if spans:
        covering = [
            s
            for s in spans
            if s[0] <= year[1] - dt.timedelta(days=31)
            and s[1]
            >= max(
                year[0] + dt.timedelta(days=1),
                min(document.as_of, year[1]) if s[2] in () else year[0] + dt.timedelta(days=1),
            )
        ]
        if not covering:
            return violated("приказ не на текущий учебный год", spans[0][2], 0.9)
        if terms and any(t[1] < year[0] for t in terms):
            bad = next(t for t in terms if t[1] < year[0])
            return partial("срок одной из пар не покрывает текущий учебный год", bad[2])
        return met(covering[0][2], 0.9)
    day, hit = document.own_date
    if day is None:
        return violated("нет ни даты, ни учебного года, ни срока")
    if dt.date(year[0].year, 6, 1) <= day <= year[1]:
        return met(hit, 0.7)
    return violated("приказ издан не в текущем учебном году, срока нет", hit)


@criterion("PRP-02")
def identified(document: Document) -> Judgement:
    found = _pairs(document)
    if not found:
        return violated("пары не названы")
    full = [p for p in found if p.mentor_named and p.mentee_named and p.mentor_post and p.mentee_post]
    if len(full) == len(found):
        return met(found[0].row)
    bad = next(p for p in found if p not in full)
    if not any(p.mentor_named and p.mentee_named for p in found):
        return violated("фамилии участников пар не названы", bad.row)
    return partial("не у каждого участника пары названы фамилия и должность", bad.row)


def _each(document: Document, what: str, present, general) -> Judgement:
    found = _pairs(document)
    full = [p for p in found if present(p)]
    if found and len(full) == len(found):
        return met(found[0].row)
    for words in _outside(document):
        if general(words):
            return met(words, 0.7)
    bad = next((p for p in found if p not in full), None)
    if full and bad:
        return partial(f"{what} указано не у каждой пары", bad.row)
    return violated(f"{what} не указано", bad.row if bad else None)


@criterion("PRP-03")
def category(document: Document) -> Judgement:
    table = pair_table(document)
    column = table[1].category if table else None

    def general(words: Words) -> bool:
        return (
            column is None
            and bool(vocabulary.categories(words))
            and bool(
                re.search(
                    r"категори\w+ наставляем|наставляемы\w+[^.;]{0,60}категори|категори[яи]\s*[–—:-]|все "
                    r"наставляем|относ\w+ к категори",
                    words.text,
                    re.I,
                )
            )
        )

    return _each(document, "категория наставляемого", lambda p: bool(p.categories), general)


@criterion("PRP-04")
def form_and_type(document: Document) -> Judgement:
    found = _pairs(document)
    outside = " \n".join(w.text for w in _outside(document))
    general_types = bool(re.search(r"вид\w*[^\n]{0,80}", outside, re.I)) and vocabulary.types(outside)
    general_forms = vocabulary.forms(outside)
    table = pair_table(document)
    type_column = table is not None and table[1].type is not None and table[1].type != table[1].form
    form_column = table is not None and table[1].form is not None and table[1].type != table[1].form

    def has_type(p: Pair) -> bool:
        return bool(p.types) or bool(general_types and not type_column)

    def has_form(p: Pair) -> bool:
        return bool(p.forms) or bool(general_forms and not form_column)

    if not found:
        if general_types and general_forms:
            return met(None, 0.5)
        return (partial if general_types or general_forms else violated)(
            "форма и вид наставничества указаны не у каждой пары"
        )
    full = [p for p in found if has_type(p) and has_form(p)]
    if len(full) == len(found):
        return met(found[0].row)
    bad = next(p for p in found if p not in full)
    if any(has_type(p) or has_form(p) for p in found):
        missing = "вид" if not has_type(bad) else "форма"
        return partial(f"не у каждой пары указаны форма и вид (нет: {missing})", bad.row)
    return violated("форма и вид наставничества не указаны", bad.row)


@criterion("PRP-05")
def dated(document: Document) -> Judgement:
    found = _pairs(document)
    full = [p for p in found if p.first and p.last]
    if found and len(full) == len(found):
        return met(found[0].row)
    table = pair_table(document)
    columns = table[1] if table else None
    own_column = columns is not None and (columns.term is not None or columns.start is not None)
    for words in _outside(document):
        if re.search(r"закон|письм|приказ\w* от", words.text, re.I) and not re.search(r"срок|период", words.text, re.I):
            continue
        first, last = term(words.text)
        if first and last and not own_column:
            return met(words, 0.75)
    bad = next((p for p in found if p not in full), None)
    if full or any(p.first or p.last for p in found):
        return partial("дата начала или окончания есть не у каждой пары", bad.row if bad else None)
    year = document.search(r"20\d\d\s*[/–-]\s*(?:20)?\d\d\s*(?:-?\w{0,2}\s)?\s*уч")
    ends = next((w for w in _outside(document) if any(term(w.text))), None)
    if year or ends:
        return partial("названы не обе даты: начало и окончание работы пар", year or ends)
    return violated("срок работы пар не указан", bad.row if bad else None)


_WAIVED = re.compile(
    r"согласи\w+[^.;]{0,60}не (?:требует|нужн|запраш|оформл|получ|брал)|без (?:\S+ ){0,2}согласи"
    r"|согласи\w+[^.;]{0,30}отсутств",
    re.I,
)
_MENTION = re.compile(r"согласи(?:е|я|ем|ю|й|ями|ях)?\b", re.I)
_BOTH = re.compile(r"сторон|обоих|обеих|оба\b|обоюдн|взаимн|участник|(?:их|всех) (?:письменн\w+ )?$|кажд", re.I)


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


def consents(document: Document) -> dict[str, Consents]:
    """Consents of mentors and mentees that the order names, by the words around each mention."""
    if "_consents" in document.__dict__:
        return document.__dict__["_consents"]
    result = {"mentor": Consents(), "mentee": Consents()}
    found = _pairs(document)
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
                r"|представлени|заявлени",
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
    document.__dict__["_consents"] = result
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


def _consent(document: Document, role: str, title: str) -> Judgement:
    entry = consents(document)[role]
    known = {getattr(p, role) for p in _pairs(document)} - {""}
    waived = document.search(_WAIVED)
    if entry.all_dated or (known and known <= entry.dated):
        return met(entry.all_dated or entry.place)
    if entry.dated and not known:
        return met(entry.place, 0.6)
    if entry.dated:
        return partial(f"дата согласия {title} есть не у каждой пары", entry.place)
    if entry.all_bare or entry.bare:
        return partial(f"согласие {title} названо без даты", entry.all_bare or entry.place)
    return violated(f"нет ссылки на письменное согласие {title}", waived)


@criterion("PRP-06")
def mentor_consent(document: Document) -> Judgement:
    return _consent(document, "mentor", "наставника")


@criterion("PRP-07")
def mentee_consent(document: Document) -> Judgement:
    return _consent(document, "mentee", "наставляемого")


_AGREEMENT = re.compile(
    r"доп(?:олнительн\w+|\.)?\s*соглашени|соглашени\w+ к трудов|\bДС\b|соглашени\w+\s+(?:от\s+\d|№)"
    r"|(?:доплат|выплат|оплат)\w*[^.;]{0,60}соглашени",
    re.I,
)
_PAY = re.compile(r"доплат|выплат|надбавк|вознагражд|оплат|стимулир", re.I)


@criterion("PRP-08")
def agreement(document: Document) -> Judgement:
    found = _pairs(document)
    table = pair_table(document)
    own_column = table is not None and table[1].agreement is not None
    parts: dict[str, object] = {}
    for title, pattern in (("дополнительное соглашение", _AGREEMENT), ("основание доплаты", _PAY)):
        hit = document.search(pattern)
        general = next(
            (u for u in _outside(document) if pattern.search(u.text) and u.block not in document.stamp), None
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


@criterion("PRP-09")
def consent_before(document: Document) -> Judgement:
    if document.own_date[0] is None:
        return unknown("даты приказа нет")
    found = consents(document).values()
    late = next((entry.late for entry in found if entry.late), None)
    if late is not None:
        return violated("согласие датировано позже приказа", late)
    place = next((entry.place for entry in found if entry.days), None)
    return met(place, 0.7) if place else unknown("дат согласий в тексте нет")


@criterion("PRP-10")
def qualified(document: Document) -> Judgement:
    return unknown()


@criterion("PRP-11")
def load(document: Document) -> Judgement:
    found = [p for p in _pairs(document) if p.mentor]
    if not found:
        return unknown("пары не названы")
    counts = Counter(p.mentor for p in found)
    outside = vocabulary.types(" ".join(w.text for w in _outside(document)))
    sizes = {p.mentor: _stated_size(p.text) for p in found}
    for mentor, count in counts.most_common():
        row = next(p for p in found if p.mentor == mentor)
        count = max(count, sizes.get(mentor) or 0)
        kinds = row.types or outside
        if count > 6:
            return violated(f"у наставника наставляемых: {count}", row.row)
        if "group" in kinds and "traditional" not in kinds and count < 2 and len(kinds) == 1:
            return violated("вид групповой, а наставляемый один", row.row, 0.6)
        if count > 2 and "group" not in kinds and "team" not in kinds and kinds:
            return violated(f"у наставника наставляемых: {count}, а вид не групповой", row.row, 0.7)
        if count == 2 and kinds == {"traditional"}:
            return violated("у наставника двое наставляемых, а вид — «один на один»", row.row, 0.5)
    return met(found[0].row, 0.8)


def _stated_size(text: str) -> int | None:
    match = re.search(
        r"групп\w+[^.;|]{0,30}?(\d{1,2})\s*(?:чел|педагог|наставляем|учител)|(\d{1,2})\s+наставляем", text, re.I
    )
    return int(match[1] or match[2]) if match else None


@criterion("PRP-12")
def programme(document: Document) -> Judgement:
    hits = document.all(
        "разработать|разработка|составить|подготовить|представить|разрабатывать|утвердить|составление"
        "|подготовка|согласовать ..9 программа|ппн|план",
        "программа|ппн ..9 разработать|составить|представить|подготовить|разработка|утвердить",
    )
    hits = [
        h
        for h in hits
        if re.search(
            r"персонализ|ППН|программ\w+ наставнич|индивидуальн\w+ (?:план|программ)|программ\w+ работы"
            r"|программ\w+ пар",
            h.words.text,
            re.I,
        )
    ]
    if not hits:
        return violated("разработка персонализированной программы не поручена")
    for hit in hits:
        text = document.blocks[hit.words.block].text
        if dates.spans(text) or re.search(
            r"в течение|\bдо \d|\bв срок\b.{0,30}\d|недел|рабочих дн|не позднее|\bв \S+ срок с", text, re.I
        ):
            return met(hit)
    return partial("срок разработки персонализированной программы не назван", hits[0])


@criterion("PRP-13")
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
            ),
            "ознакомление сторон": acquaintance(document),
        }
    )
