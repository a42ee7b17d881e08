"""Criteria DS: the supplementary agreement to the mentor's labour contract."""

from __future__ import annotations

import datetime as dt
import re

from .. import dates, requisites
from ..judgement import Judgement, by_parts, criterion, met, not_applicable, partial, unknown, violated
from ..language import Hit, Words
from ..pairs import term
from ..view import Document
from .consent import content_words, work_form

LABOUR_LAW = dt.date(2025, 3, 1)


def _old(document: Document) -> bool:
    return document.day is not None and document.day < LABOUR_LAW


_OLD = not_applicable("соглашение заключено до 01.03.2025")


@criterion("DS-01")
def parties(document: Document) -> Judgement:
    employer = document.find("работодатель") or document.search(
        r"директор|заведующ|руководител|и\.\s?о\.|ректор|начальник|исполняющ"
    )
    named = len(
        {
            requisites.stem(p.surname)
            for b in document.blocks
            for p in requisites.people(requisites.filled(b.text), b.kind == "cell")
        }
    )
    number = day = None
    for block_number, block in enumerate(document.blocks):
        for match in re.finditer(r"трудов\w+\s+договор\w*([^.;\n]{0,20}?[^;\n]{0,90})", block.text, re.I):
            tail = match[1] + (
                " " + document.blocks[block_number + 1].text[:60]
                if block_number + 1 < len(document.blocks) and len(match[1].strip()) < 25
                else ""
            )
            hit = Hit(Words(block.text, block.place), 0, 0, match.start(), match.end())
            number = number or (hit if requisites.number(tail) else None)
            day = day or (hit if dates.dates(tail) else None)
    return by_parts(
        {
            "стороны": employer if employer and named >= 2 else None,
            "номер трудового договора": number,
            "дата трудового договора": day,
        }
    )


@criterion("DS-02")
def content(document: Document) -> Judgement:
    if _old(document):
        return _OLD
    body = [w for w in document.index.words if not re.match(r"\W*дополнительное соглашение", w.text, re.I)]
    total = {
        t for w in body for t in [m[:7] for m in re.findall(r"[а-яё]{5,}", w.text.lower())] if content_words(w.text)
    }
    count = sum(content_words(w.text) for w in body)
    best = max(body, key=lambda w: content_words(w.text), default=None)
    if count >= 2 and total:
        return met(best)
    if count == 1:
        return partial("содержание работы названо слишком общо", best, 0.6)
    general = document.find("наставничество", "функция|обязанность ..2 наставник")
    return violated("содержание наставнической работы не описано", general)


@criterion("DS-03")
def dated(document: Document) -> Judgement:
    if _old(document):
        return _OLD
    starts = ends = None
    for words in document.units:
        if re.search(r"трудов\w+ договор\w* (?:от|№)|закон|приказ\w* от", words.text, re.I) and not re.search(
            r"срок|период|с «?\d", words.text, re.I
        ):
            continue
        first, last = term(words.text)
        if first and last:
            return met(words)
        starts, ends = starts or (words if first else None), ends or (words if last else None)
    if starts and ends:
        return met(starts)
    year = document.search(r"20\d\d\s*[/–-]\s*(?:20)?\d\d\s*(?:-?\w{0,2}\s)?\s*уч|учебн\w+ год")
    if starts or ends or year:
        return partial("названы не обе даты: начало и окончание работы", starts or ends or year)
    return violated("срок наставнической работы не указан")


@criterion("DS-04")
def form(document: Document) -> Judgement:
    if _old(document):
        return _OLD
    hit = work_form(document)
    return met(hit) if hit else violated("форма выполнения работы не указана")


@criterion("DS-05")
def payment(document: Document) -> Judgement:
    if _old(document):
        return _OLD
    myth = document.search(
        r"не менее (?:50|пятидесяти|половины)[^.;]{0,60}(?:закон|кодекс|ТК)|(?:закон\w*|кодекс\w*|ТК "
        r"РФ)[^.;]{0,80}не менее (?:50|пятидесяти|половины)|(?:установлен\w*|предусмотрен\w*|гарантирован\w*) "
        r"(?:федеральн\w+ )?закон\w*[^.;]{0,40}(?:50|пят)"
    )
    size = document.search(
        r"\d[\d\s\u00a0]*(?:[.,]\d+)?\s*(?:\([^)]*\)\s*)?(?:тыс\w*\.?\s*)?(?:руб|₽|%|процент|балл)|процент\w* "
        r"от|должностн\w+ оклад"
    )
    basis = document.find(
        "положение ..3 оплата ..1 труд",
        "положение ..5 стимулировать|стимулирующий|премирование|доплата|выплата|стимулирование",
    )
    condition = document.search(
        r"ежемесячн|выплачива|производится|за фактическ|при услови|пропорциональн|в (?:дни|сроки),? (?:выплат"
        r"|установлен)|вместе с зараб|одновременно с|по итогам|за каждый|на период|стимулирующ|компенсационн"
    )
    if size is None and basis is None:
        return violated(
            "нет ни размера выплаты, ни отсылки к положению об оплате труда", document.find("доплата|выплата|оплата")
        )
    if myth:
        return partial("размер обоснован нормой, которой нет: закон единого процента не установил", myth)
    return by_parts(
        {"размер выплаты": size, "условия выплаты": condition, "ссылка на положение об оплате труда": basis}
    )


@criterion("DS-06")
def agreed(document: Document) -> Judgement:
    hit = document.find(
        "письменный ..2 согласие", "согласие ..3 работник|наставник", "работник|наставник ..4 согласие|согласен"
    )
    return met(hit) if hit else unknown("нужно согласие наставника")


@criterion("DS-07")
def duties(document: Document) -> Judgement:
    if _old(document):
        return _OLD
    mentee = None
    parties = _parties(document)
    for words in document.index.words:
        if re.search(
            r"наставляем|молод\w+ (?:специалист|педагог|учител)|в отношении|педагог|учител|воспитател|закреп"
            r"|преподавател"
            r"|наставнич|\bнад\b|\bс кем\b|концертмейстер|тренер|мастер|коллег|помога"
            r"|стажер|стажёр|студент|сопровожд|помощ",
            words.text,
            re.I,
        ):
            others = [
                p
                for p in requisites.people(requisites.filled(words.text), words.kind == "cell")
                if requisites.stem(p.surname) not in parties
            ]
            if others:
                mentee = words
                break
    return by_parts(
        {
            "обязанности наставника": document.find(
                "работник|наставник ..4 обязан|обязать|обязанный|обязываться|обязуется|обязаться|принимать",
                "обязанность|задача ..4 работник",
                "обязанность ..3 наставник ..2 входить|включать|относиться|составлять",
            )
            or next((w for w in document.index.words if content_words(w.text) >= 2), None)
            or document.search(r"обязанност\w*\W*:|обязан\b"),
            "названный наставляемый": mentee,
        }
    )


def _parties(document: Document) -> set[str]:
    """Surnames of those who sign, and of the preamble before «договорились»."""
    result: set[str] = set()
    half = len(document.blocks) // 2
    for words in document.signatures:
        if (words.block == -1 or words.block >= half) and re.search(r"_{3}|подпис|/", words.text, re.IGNORECASE):
            result |= {requisites.stem(p.surname) for p in requisites.people(requisites.filled(words.text))}
    for block in document.blocks[:14]:
        if re.search(r"именуем|действующ|работодател|работник|в лице|договорил|заключил|услови", block.text, re.I):
            preamble = re.split(r"договорил|заключил|условил|пришли к|о нижеследующ|согласилис", block.text)[0]
            found = {requisites.stem(p.surname) for p in requisites.people(requisites.filled(preamble))}
            result |= found
            if found:
                break
    return result


_EMPLOYEE = "работник|наставник|педагог|учител|воспитател|преподавател|мастер"
_EMPLOYER = "работодател|директор|заведующ|руководител|администрац|школ|организаци|учреждени|колледж|гимнази|лице|сад"


@criterion("DS-08")
def ending(document: Document) -> Judgement:
    if _old(document):
        return _OLD
    return by_parts(
        {
            "отказ работника": document.search(
                rf"(?:{_EMPLOYEE}|сторон)\w*[^.;]{{0,80}}(?:отказ|прекрат|расторг)|отказ\w*[^.;]{{0,60}}(?:{_EMPLOYEE})"
                r"|кажд\w+ из (?:сторон|них)|люб\w+ из (?:сторон|них)|(?:инициатив|желани|заявлени|воле)\w*[^.;]{0,40}"
                rf"(?:{_EMPLOYEE}|люб\w+|кажд\w+|сторон)"
            ),
            "отмена поручения работодателем": document.search(
                rf"(?:{_EMPLOYER})\w*[^.;]{{0,100}}(?:отмен|прекра|отозв|расторг|сн[яи])"
                rf"|(?:отмен|прекра|отзы|отозв)\w*[^.;]{{0,60}}(?:поручени|{_EMPLOYER})"
                rf"|(?:решени|инициатив|приказ|распоряжени|воле)\w*[^.;]{{0,25}}(?:{_EMPLOYER})"
                r"|кажд\w+ из (?:сторон|них)|люб\w+ из (?:сторон|них)|сторон\w* вправе|инициатив\w+ (?:люб|одн|кажд)\w+"
            ),
            "срок предупреждения": document.search(
                r"(?:предупре|уведом|извещ)\w*[^.;]{0,100}(?:дн|недел|\d)|за\s+(?:три|3|\d+)\s*(?:\(\S+\)\s*)?(?:рабоч"
                r"|календар)|не (?:менее|позднее)[^.;]{0,20}за\s+\S+[^.;]{0,16}дн"
            ),
        }
    )


@criterion("DS-09")
def in_time(document: Document) -> Judgement:
    day = document.day
    if day is None:
        return unknown("даты соглашения нет")
    for words in document.index.words:
        if (
            re.search(r"вступает в силу|распространяет\w* (?:сво[её] )?действие", words.text, re.I)
            and re.search(r"распростран", words.text, re.I)
            and (found := dates.dates(words.text))
            and found[0] < day
        ):
            return violated("соглашение распространено на время до его подписания", words)
        first, last = term(words.text)
        if (
            first
            and (last or re.search(r"начал|приступ|с «?\d", words.text))
            and not re.search(r"трудов\w+ договор\w* (?:от|№)", words.text, re.I)
        ):
            return violated("соглашение подписано позже начала работы", words) if day > first else met(words, 0.7)
    return unknown("начала работы в тексте нет")


@criterion("DS-10")
def signed(document: Document) -> Judgement:
    half = len(document.blocks) // 2
    lines = [w for w in document.signatures if w.block == -1 or w.block >= half] or document.signatures
    people = {requisites.stem(p.surname) for w in lines for p in requisites.people(requisites.filled(w.text))}
    tail = [requisites.filled(b.text) for b in document.blocks[max(half, len(document.blocks) - 24) :]]
    if len(people) < 2 and any(re.search(r"_{3}|подпис|реквизит", b.text, re.I) for b in document.blocks[half:]):
        people |= {requisites.stem(p.surname) for t in tail for p in requisites.people(t, True)}
    copy = document.search(r"экземпляр|\bэкз\.")
    return by_parts(
        {
            "подписи обеих сторон": lines[0] if len(people) >= 2 and lines else (len(people) >= 2),
            "экземпляр работнику": copy,
        }
    )


_NAME = r"[А-ЯЁ][а-яё-]+ (?:[А-ЯЁ]\.|[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+)"
_GUIDES = (
    r"(?:методист\w*|заместител\w+ (?:директора|заведующ\w+|руководителя) по [^,;.()]{0,30}(?:методич"
    r"|воспитательн|учебн"
    r"|научн)[а-яё]*(?: работе)?)"
)
# The worker is a methodologist or a deputy head: «и методист Иванова И. И. (работник)», «Иванова И. И., методист».
_GUIDING_POST = re.compile(
    rf"(?<!лице )(?<!куратор )\b{_GUIDES},? (?:(?:\S+ ){{0,3}}){_NAME}[^.;]{{0,60}}(?:работник|наставник)"
    rf"|(?:\bи |работник\w*\W{{1,3}}|наставник\w*\W{{1,3}}){_NAME}, {_GUIDES}",
    re.IGNORECASE,
)


@criterion("DS-11")
def beyond(document: Document) -> Judgement:
    outside = document.search(
        r"(?:не вход\w+|сверх|за (?:рамк|предел)\w+|помимо|дополнительн\w+ к)[^.;]{0,60}(?:должностн|трудов\w+ "
        r"функци|обязанност|основн)"
    )
    if outside:
        return met(outside, 0.7)
    inside = document.search(
        r"вход\w+ в (?:\S+ ){0,3}(?:должностн|трудов)\w+|в соответствии с должностной инструкцией|в рамках "
        r"(?:\S+ )?должностн"
    )
    if inside:
        return partial("наставничество названо частью должностных обязанностей", inside, 0.5)
    post = document.search(_GUIDING_POST)
    if post:
        return partial("помощь коллегам может входить в должность наставника: сверьте с инструкцией", post, 0.5)
    return unknown()


@criterion("DS-12")
def norm(document: Document) -> Judgement:
    if (document.day or document.as_of) < LABOUR_LAW:
        return _OLD
    new = document.search(r"351\.8")
    if new:
        return met(new, 0.95)
    return violated("нет ссылки на статью 351.8 ТК РФ", document.search(r"60\.2|\b151\b"))


@criterion("DS-13")
def local_acts(document: Document) -> Judgement:
    contract, acts = (
        document.find("коллективный договор", "колдоговор"),
        document.find("локальный ..2 акт", "положение ..3 оплата ..1 труд", "положение ..5 наставничество"),
    )
    return met(contract, 0.5) if contract and acts else unknown("нужны коллективный договор и локальные акты")
