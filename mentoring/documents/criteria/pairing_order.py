"""Criteria PRP: the order that assigns mentors to mentees."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from .. import dates, requisites, vocabulary
from ..judgement import Judgement, by_parts, criterion, met, not_applicable, partial, unknown, violated
from ..language import Hit, Words
from ..pairs import Pair, pair_table, pairs, term
from ..view import Document
from .implementation_order import acquaintance


def _pairs(document: Document) -> list[Pair]:
    if "_pairs" not in document.__dict__:
        document.__dict__["_pairs"] = pairs(document)
    return document.__dict__["_pairs"]


def _outside(document: Document) -> list[Words]:
    """Sentences that speak of all pairs at once: outside the table, or outside the sentences that name one pair."""
    own = {pair.row.block for pair in _pairs(document) if isinstance(pair.row, Words)}
    return [words for words in document.prose.words if words.block not in own]


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
                    r"категори\w+ наставляем|наставляемы\w+[^.;]{0,60}категори|категори[яи]\s*[–—:-]|все наставляем|относ\w+ к категори",
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
    r"согласи\w+[^.;]{0,60}не (?:требует|нужн|запраш|оформл|получ|брал)|без (?:\S+ ){0,2}согласи|согласи\w+[^.;]{0,30}отсутств",
    re.I,
)


def _consent(document: Document, role: str, title: str) -> Judgement:
    table = pair_table(document)
    if table:
        grid, columns = table
        at = columns.mentor_consent if role == "наставник" else columns.mentee_consent
        if at is not None:
            values = grid.values(at)
            shared = grid.titles[at].find("наставник") is None and grid.titles[at].find("наставляемый") is None
            good = [v for v in values if dates.dates(v) and (not shared or True)]
            filled = [v for v in values if not requisites.blank(v)]
            if values and len(good) == len(values):
                return met(grid.rows[0])
            if good or filled:
                bad = next(row for row in grid.rows if not dates.dates(row.cells[at]))
                return partial(f"дата согласия {title} есть не у каждой пары", bad)
    hits: list[Hit] = []
    for words in document.index.words:
        hit = next((h for p in _role_patterns(role) if (h := words.find(p)) and not h.denied), None)
        if hit is None or _WAIVED.search(words.text):
            continue
        hits.append(hit)
    personal = [h for h in hits if not re.search(r"обработк\w+ персональн", h.words.text, re.I)]
    for hit in personal:
        block = document.blocks[hit.words.block].text if hit.words.block >= 0 else hit.words.text
        days = dates.dates(hit.words.text) or (dates.dates(block) if len(block) < 500 and "закон" not in block else [])
        own = document.own_date[0]
        if days and not (days == [own] and re.search(r"приказ", hit.words.text, re.I)):
            if (
                re.search(r"получить|оформить|взять|собрать|представить", hit.words.text, re.I)
                and own
                and max(days) > own
            ):
                return partial(f"согласие {title} ещё только предстоит получить", hit)
            return met(hit)
    if personal:
        return partial(f"согласие {title} названо без даты", personal[0])
    return violated(f"нет ссылки на письменное согласие {title}")


def _role_patterns(role: str) -> tuple[str, ...]:
    other = "наставляемый|молодой|педагог|стажер" if role == "наставляемый" else "наставник"
    return (
        f"согласие ..4 {other}", f"{other} ..3 согласие", "согласие ..3 сторона|оба|участник|обоюдный|взаимный", "сторона|оба|участник|обоюдный ..4 согласие",
        "согласие ..3 наставник ..6 наставляемый" if role == "наставляемый" else "согласие ..3 наставляемый ..6 наставник",
    )  # fmt: skip


@criterion("PRP-06")
def mentor_consent(document: Document) -> Judgement:
    return _consent(document, "наставник", "наставника")


@criterion("PRP-07")
def mentee_consent(document: Document) -> Judgement:
    return _consent(document, "наставляемый", "наставляемого")


@criterion("PRP-08")
def agreement(document: Document) -> Judgement:
    return by_parts({
        "дополнительное соглашение": document.find("дополнительный ..2 соглашение", "допсоглашение", "доп соглашение", "соглашение ..4 трудовой договор"),
        "основание доплаты": document.find("доплата|выплата|надбавка|вознаграждение", "положение ..3 оплата", "оплата ..3 наставник|наставничество|труд", "стимулировать|стимулирующий|оплачивать|оплачиваться"),
    })  # fmt: skip


@criterion("PRP-09")
def consent_before(document: Document) -> Judgement:
    day, _ = document.own_date
    if day is None:
        return unknown("даты приказа нет")
    dated = []
    table = pair_table(document)
    if table:
        for at in {table[1].mentor_consent, table[1].mentee_consent} - {None}:
            dated += [(d, row) for row in table[0].rows for d in dates.dates(row.cells[at])]
    for hit in document.all("согласие"):
        clause = hit.words.text
        if re.search(r"соглашени|срок|приказ", clause, re.I) and not re.search(
            r"согласи\w+[^,;.]{0,60}\d", clause, re.I
        ):
            continue
        tail = re.split(r"соглашени", clause[hit.start :], flags=re.I)[0]
        if re.search(r"\bс \d.*\bпо \d", tail):
            continue
        if isinstance(hit.words.block, int) and hit.words.kind == "cell" and table:
            continue
        dated += [(d, hit) for d in dates.dates(tail)]
    late = next((place for d, place in dated if d > day), None)
    if late is not None:
        return violated("согласие датировано позже приказа", late)
    return met(dated[0][1], 0.7) if dated else unknown("дат согласий в тексте нет")


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
        if "group" in kinds and "traditional" not in kinds and count < 2 and row.types:
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
        "разработать|разработка|составить|подготовить|представить|разрабатывать|утвердить|составление|подготовка|согласовать ..9 программа|ппн|план",
        "программа|ппн ..9 разработать|составить|представить|подготовить|разработка|утвердить",
    )
    hits = [
        h
        for h in hits
        if re.search(
            r"персонализ|ППН|программ\w+ наставнич|индивидуальн\w+ (?:план|программ)|программ\w+ работы|программ\w+ пар",
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
    return by_parts({
        "порядок замены или прекращения": document.find(
            "замена|заменить|прекращение|прекратить|прекращаться|расторжение|расформирование ..6 пара|наставник|наставничество|работа|поручение|закрепление|действие",
            "пара|наставник|наставничество|поручение ..6 прекращаться|прекращение|прекратить|замена|заменить|отменить|заменяться", "досрочный|досрочно", "отказаться|отказ ..6 наставничество|поручение|работа|выполнение|пара", "освобождение|освободить ..4 обязанность"),
        "ознакомление сторон": acquaintance(document),
    })  # fmt: skip
