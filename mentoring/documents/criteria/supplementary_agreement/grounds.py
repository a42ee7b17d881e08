"""What an agreement rests on, and how it is ended."""

from __future__ import annotations

from ...judgement import Judgement, by_parts, met, not_applicable, unknown, violated
from ...view import Document
from .. import law


def agreed(document: Document) -> Judgement:
    hit = document.find(
        "письменный ..2 согласие", "согласие ..3 работник|наставник", "работник|наставник ..4 согласие|согласен"
    )
    return met(hit) if hit else unknown("нужно согласие наставника")


_EMPLOYEE = "работник|наставник|педагог|учител|воспитател|преподавател|мастер"


_EMPLOYER = "работодател|директор|заведующ|руководител|администрац|школ|организаци|учреждени|колледж|гимнази|лице|сад"


def ending(document: Document) -> Judgement:
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


def norm(document: Document) -> Judgement:
    if (document.day or document.as_of) < law.LABOUR_LAW:
        return not_applicable("соглашение заключено до 01.03.2025")
    new = document.search(r"351\.8")
    if new:
        return met(new, 0.95)
    return violated("нет ссылки на статью 351.8 ТК РФ", document.search(r"60\.2|\b151\b"))


def local_acts(document: Document) -> Judgement:
    contract, acts = (
        document.find("коллективный договор", "колдоговор"),
        document.find("локальный ..2 акт", "положение ..3 оплата ..1 труд", "положение ..5 наставничество"),
    )
    return met(contract, 0.5) if contract and acts else unknown("нужны коллективный договор и локальные акты")
