"""What the order tells people to do: by whom, by when, under whose control."""

from __future__ import annotations

import re

from ... import dates, requisites
from ...judgement import Judgement, by_parts, met, partial, violated
from ...view import Document
from . import nesting


def banks(document: Document) -> Judgement:
    bank = pair = executor = None
    timed: dict[str, bool] = {}
    border = max(document.head[-1:] or [0])
    before = ""
    for unit in document.units:
        lead, before = (before if unit.text[:1].islower() else ""), unit.text  # an item cut by the end of a line
        is_bank = re.search(
            r"\b(?:банк|баз)\w*[^.;]{0,60}(?:наставник|наставляем|данных)|(?:реестр|перечень"
            r"|списк?)\w*[^.;]{0,40}(?:наставник|наставляем)",
            unit.text,
            re.I,
        )
        is_pair = re.search(r"\bпар(?:а|ы|у|ам|ах)?\b|наставническ\w+ групп", unit.text, re.I) and unit.block > border
        if not (is_bank or is_pair) or unit.block in document.stamp or re.search(r"^\W*Об?\s", unit.text):
            continue
        text = f"{nesting.parent(document, unit.block)} {lead} {unit.text}"
        bank, pair = bank or (unit if is_bank else None), pair or (unit if is_pair else None)
        for what, said in (("банки", is_bank), ("пары", is_pair)):
            if said:
                timed[what] = timed.get(what, False) or _dated(text)
        executor = executor or (unit if _executor(text) else None)
    if not bank and not pair:
        return violated("создание банков и формирование пар никому не поручены")
    return by_parts(
        {"создание банков": bank, "формирование пар": pair, "срок": all(timed.values()), "исполнитель": executor}
    )


def _dated(text: str) -> bool:
    return bool(
        dates.spans(text, loose=True)
        or re.search(r"срок\w*\s*[–—:-]?\s*\S|в течение|ежегодно|недел|рабочих дн|месяц", text, re.I)
    )


def _executor(text: str) -> bool:
    text = re.sub(r"педагогическ\w+ (?:работник|кадр|коллектив)\w*|наставничеств\w+ (?:\w+ )?педагог\w*", " ", text)
    return bool(
        requisites.POSITIONS.search(text)
        or re.search(r"куратор(?:у|ом|а)?\b|ответственн|исполнител|совет\w* наставник", text, re.I)
        or requisites.people(text)
    )


CONTROL = (
    r"контрол\w+(?:\s+за)?\s+(?:(?:над|за)\s+)?(?:исполнени|выполнени|реализаци|настоящ|данн\w+ приказ|приказ)"
    r"|контрол\w+[^.;]{0,60}(?:оставля|возлага|возлож|осуществля|за собой|лично|сам[аи]?\b|беру|поруч)"
    r"|(?:исполнени|выполнени)\w*[^.;]{0,40}контролир|контролирую|контролировать (?:исполнени|выполнени|приказ)"
    r"|(?:оставля|возлага|возлож|поруч)\w*[^.;]{0,60}контрол|ответственн\w+ за (?:исполнени|выполнени)\w+ приказ"
    r"|(?:исполнени|выполнени)\w*(?: \w+){0,3} приказ\w*[^.;]{0,30}(?:наблюда|слежу|следит|проследит|отвеча|проверя)"
    r"|(?:слежу|следит|следить|проследить|отвеча\w+|проверя\w+)[^.;]{0,40}(?:исполнени|выполнени)\w*[^.;]{0,20}приказ"
)


_HEADS_OWN = re.compile(
    r"(?:\S+ ){0,9}?(?:утвердить|назначить|считать|определить)|признать|отменить|возложить"
    r"|(?:ответственн|куратор|координатор)\w*[^—–.;]{0,60}\s[—–-]\s"
    r"|(?:функци|обязанност|полномочи)\w*(?: \S+){0,5}? возложить",
    re.IGNORECASE,
)


def executable(document: Document) -> Judgement:
    """Every item has who and by when; approving and control are the head's own and need no term of their own."""
    command = document.search(r"п\s*р\s*и\s*к\s*а\s*з\s*ы\s*в\s*а\s*ю|обязываю|приказано")
    if command is None:
        return violated("нет распорядительной части («ПРИКАЗЫВАЮ»)")
    items, lacking = 0, None
    listed = any(
        unit.block > command.words.block and re.match(r"\s*(?:\d{1,2}\.|\d{1,2}\)|[а-я]\))", unit.text)
        for unit in document.units
    )
    for unit in document.units:
        if unit.block <= command.words.block:
            continue
        if re.match(
            r"\W*(?:приложени\w* ?(?:№? ?\d)?\W*$|директор|заведующ|и\.\s?о\.|с приказом|ознакомлен|лист ознак)",
            unit.text,
            re.I,
        ):
            break
        numbered = re.match(r"\s*(?:\d{1,2}\.|\d{1,2}\)|[а-я]\))", unit.text)
        numbered = numbered or unit.kind == "row" or (not listed and unit.kind == "paragraph")
        if not numbered or unit.text.rstrip().endswith(":") or re.search(CONTROL, unit.text, re.I):
            continue
        items += 1
        text = nesting.parent(document, unit.block) + " " + unit.text
        rest = re.sub(r"^\s*(?:\d{1,2}\.)*\s*", "", text)
        own = _HEADS_OWN.match(rest)  # the head does it by this very order: no term of its own is needed
        begins = re.match(r"ввести|внедрить", rest, re.I)
        if not ((_executor(text) or own or begins) and (_dated(text) or own)):
            lacking = lacking or unit
    if lacking is None:
        return met(command) if items else partial("пунктов с исполнителем и сроком нет", command)
    return partial("не у каждого пункта есть исполнитель и срок", lacking)


def control(document: Document) -> Judgement:
    hit = document.search(CONTROL)
    return met(hit, 0.95) if hit else violated("не указано, кто контролирует исполнение")
