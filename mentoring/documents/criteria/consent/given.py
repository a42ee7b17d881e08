"""Consents given: by whom, in time, under a signature of their own, kept."""

from __future__ import annotations

import re

from ... import dates
from ...judgement import Judgement, by_parts, met, not_applicable, partial, unknown, violated
from ...language import Words
from ...view import Document
from ...view.tables import row_words
from .. import signing
from . import sorts


def _given(document: Document, sort: str, title: str) -> Judgement:
    found = sorts.sorts(document)
    if sort not in found:
        return not_applicable(f"в файле другое согласие: {', '.join(found)}")
    words = document.find("согласен|согласие|возражать|соглашаться|согласиться", "даю|дать ..3 согласие")
    signed, dated = signing.signature_and_date(document)
    judgement = by_parts({"согласие": words, "подпись": signed, "дата": dated})
    for table in document.tables:  # a list of consents: each line has its own date and signature
        at = table.column("подпись ..2 дата", "дата ..2 подпись", "дата", "подпись")
        if at is None or len(table.header) < 2:
            continue
        for row in table.rows:
            cells = [c for c, h in zip(row.cells, table.header, strict=True) if re.search(r"дата|подпись", h, re.I)]
            asks_day = any(re.search("дата", h, re.I) for h in table.header)
            if asks_day and not any(dates.dates(c) for c in cells):
                return partial(f"в листе согласий есть строка без даты: {row.place}", row)
    if judgement.verdict == "met" and (empty := _own_column_empty(document, sort)):
        return partial(f"под согласием {title} нет даты или подписи", empty)
    if judgement.verdict == "partial" and words and not signed and not dated:
        return violated(f"согласие {title} не подписано и не датировано", words)
    if len(found) > 1 and len(document.signatures) == 1 and judgement.verdict == "met":
        return met(signed, 0.6)
    return judgement


def _own_column_empty(document: Document, sort: str) -> Words | None:
    """A sheet with a column for each of the two: the row of dates or of signatures is empty in the column asked."""
    start = "наставник" if sort == "mentor" else "наставляем"
    for grid in document.text.tables:
        header = grid.rows[0] if grid.rows else []
        columns = [n for n, cell in enumerate(header) if n and re.match(rf"\W*{start}", cell, re.I)]
        if not columns or len(header) < 3:
            continue
        for at, row in enumerate(grid.rows[1:], 1):
            if re.match(r"\W*дата\b", row[0], re.I) and not dates.dates(row[columns[0]]):
                return row_words(grid, at)
    return None


def mentor_given(document: Document) -> Judgement:
    return _given(document, "mentor", "наставника")


def mentee_given(document: Document) -> Judgement:
    return _given(document, "mentee", "наставляемого")


def in_time(document: Document) -> Judgement:
    _, dated = signing.signature_and_date(document)
    order = document.search(r"приказ\w*[^.;]{0,80}\d{1,2}[. ]")
    if dated is None or order is None:
        return unknown("нужен приказ о парах")
    day = dates.dates(dated.text)[-1]
    orders = dates.dates(order.words.text[order.start :])
    if orders and re.search(r"закреплен|пар|наставник", order.words.text, re.I):
        return violated("согласие датировано позже приказа", dated) if day > orders[0] else met(dated)
    return unknown("нужен приказ о парах")


def own_signature(document: Document) -> Judgement:
    found = sorts.sorts(document)
    joined = document.search(
        r"приказываю|с приказом[^.]{0,60}(?:ознакомлен|соглас)\w*[^.]{0,80}соглас|стороны договорились"
        r"|дополнительное соглашение № ?\d+\s*$|согласен с приказом и|(?:этой|той|одной) (?:же )?подпис\w+"
        r"|подпис\w+[^.;]{0,40}одновременно|является (?:одновременно )?(?:дополнительным соглашением"
        r"|приложением к приказу)"
    )
    signed, _ = signing.signature_and_date(document)
    if joined:
        return violated("согласие соединено с другим документом", joined)
    if {"mentor", "mentee"} <= set(found) and len(document.signatures) < 2:
        return violated("одна подпись под несколькими согласиями", signed)
    if signed is None:
        return violated("своей подписи под согласием нет")
    return met(signed)


def kept(document: Document) -> Judgement:
    hit = document.search(
        r"хран\w+[^.;]{0,80}(?:кадр|личн\w+ дел|дел)|журнал\w* (?:учета|учёта|регистрац)|зарегистрирован"
        r"|вх(?:одящий|\.)\s*№"
    )
    return met(hit, 0.7) if hit else unknown()
