"""The mentor's work in an agreement: content, term, form; beyond the post or a part of it."""

from __future__ import annotations

import re

from ... import dates
from ...judgement import Judgement, met, partial, unknown, violated
from ...terms import term
from ...view import Document
from .. import mentor_work


def content(document: Document) -> Judgement:
    body = [w for w in document.index.words if not re.match(r"\W*дополнительное соглашение", w.text, re.I)]
    count = sum(mentor_work.content_words(w.text) for w in body)
    best = max(body, key=lambda w: mentor_work.content_words(w.text), default=None)
    if count >= 2:
        return met(best)
    if count == 1:
        return partial("содержание работы названо слишком общо", best, 0.6)
    general = document.find("наставничество", "функция|обязанность ..2 наставник")
    return violated("содержание наставнической работы не описано", general)


def dated(document: Document) -> Judgement:
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


def form(document: Document) -> Judgement:
    hit = mentor_work.work_form(document)
    return met(hit) if hit else violated("форма выполнения работы не указана")


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
