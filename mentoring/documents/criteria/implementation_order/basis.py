"""Acts the order rests on, and the orders before it."""

from __future__ import annotations

from ...judgement import Judgement, by_parts, met, not_applicable, unknown
from ...language import Hit
from ...view import Document
from .. import law


def basis(document: Document) -> Judgement:
    return by_parts(
        {
            "письмо АЗ-1128/08 (№ 657) от 21.12.2021": law.letter(document),
            "региональный акт": regional_act(document),
        }
    )


def regional_act(document: Document) -> Hit | None:
    """An act of the region: of its ministry, department, institute of teachers' training."""
    direct = document.refers("asou382", "asou10", "asou948_standard", "asou948_schedule", "asou3573")
    if direct:
        return direct
    return document.search(
        r"(?:министерств\w+|департамент\w*|комитет\w*|правительств\w+|управлени\w+|главн\w+ "
        r"управлени\w+)[^.;]{0,70}(?:област|кра[яй]\b|республик|округ[аеу]?\b(?! образован)|автономн|город\w* "
        r"(?:федеральн|москв|санкт))"
        r"|регионал\w+ (?:концепци|целев|модел|положени|проект|программ|акт|приказ|порядк|систем)"
        r"|(?:приказ|распоряжени|постановлени|закон|письм)\w*[^.;]{0,90}(?:\w+ской области|\w+ского края"
        r"|республики \w+|субъекта)"
        r"|(?:приказ|распоряжени|письм)\w*\s+(?:регионал\w+|областн\w+|краев\w+|республиканск\w+|ИРО|КУРО|АСОУ"
        r"|института развития|ЦНППМ)"
    )


def single(document: Document) -> Judgement:
    hit = document.search(
        r"утратившим\w* силу|считать утратив|(?:отменить|признать недейств|считать недейств)|внес\w+ "
        r"изменени\w+ в приказ|приказ\w*[^.;]{0,60}(?:отмен|утратил)|прекратить действие"
    )
    if hit:
        return met(hit)
    if document.search(r"вперв\w+|ранее\s+(?:приказ\w*\s+)?не издавал"):
        return not_applicable("прежнего приказа не было")
    return unknown("нужен комплект")
