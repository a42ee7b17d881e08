"""Requisites of the order: number, date, title, place, signature."""

from __future__ import annotations

import re

from ...judgement import Judgement, by_parts, met, partial, unknown, violated
from ...view import Document
from .. import law, letterhead, signing


def number_and_date(document: Document) -> Judgement:
    number, number_hit = document.own_number
    day, day_hit = document.own_date
    judgement = by_parts({"номер": number_hit if number else None, "полная дата": day_hit if day else None})
    if judgement.verdict != "met":
        return judgement
    if odd := _odd_number(document.original.blocks[number_hit.words.block].text):
        return partial(f"номер записан необычно: {odd}", number_hit)
    if day.weekday() >= 5:
        weekend = ("суббота", "воскресенье")[day.weekday() - 5]
        return met(day_hit, 0.7, f"проверьте: {day:%d.%m.%Y} — {weekend}")
    return judgement


def _odd_number(text: str) -> str | None:
    """A number that can't be found in a register: a backslash, a gap before more figures, letters of two alphabets."""
    match = re.search(r"(?:№|N)\s*(?:[\w/-]*\\[\w/-]*|\d+\s+\d{1,2}\s?(?!г|год)[^\W\d_]{1,3}\b)", text)
    if match:
        return match[0]
    match = re.search(r"(?:№|N)\s*([\w/.-]+)", text)
    mixed = match and re.search(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]", match[1])
    return match[0] if mixed else None


def after_letter(document: Document) -> Judgement:
    day, hit = document.own_date
    revised = document.search(r"в (?:новой )?редакции|с изменениями|актуализир|привест\w+ в соответствие")
    if day is None:
        years = [int(y) for n in document.head for y in re.findall(r"\b(20[12]\d)\s*г", document.blocks[n].text)]
        if years and max(years) > 2021:
            return met(None, 0.5)
        if years and max(years) <= 2021:
            return partial("приказ издан раньше письма от 21.12.2021")
        return unknown("даты нет")
    if day >= law.LETTER:
        return met(hit)
    if revised:
        return met(revised, 0.5)
    return violated("приказ издан раньше письма от 21.12.2021 и не приведён с ним в соответствие", hit)


_PLACE = re.compile(
    r"^(?:г\.|г\.о\.|город\b|с\.|п\.|пос\.|пгт|рп\b|р\.\s?п\.|д\.|дер\.|ст\.|ст-ца|село\b|посёлок|поселок"
    r"|деревня|станица|хутор|аул|место (?:издания|составления))\s*\S|\b(?:г\.|с\.|п\.|пос\.|пгт\.?|д\.|село"
    r"|город|посёлок|поселок|деревня|станица)\s?[А-ЯЁ][а-яё-]+",
    re.MULTILINE,
)


def formal(document: Document) -> Judgement:
    head = "\n".join(document.blocks[n].text for n in document.head)
    head_index = document.part(document.head)
    title = next(
        (w for w in head_index.words if re.match(r"\W*(?:тема|заголовок|предмет)?\W*Об?\s+[а-яё]", w.text, re.I)), None
    )
    signed = next((w for w in document.signatures if letterhead.HEAD_ROLE.search(w.text)), None) or (
        document.signatures[0] if document.signatures else None
    )
    return by_parts(
        {
            "наименование организации": letterhead.organization(document),
            "место издания": bool(_PLACE.search(head)) or None,
            "заголовок": title,
            "подпись": signed,
            "ознакомление": signing.acquaintance(document),
        }
    )
