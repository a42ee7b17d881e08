"""Criteria PRV: the order that brings the mentoring system in."""

from __future__ import annotations

import datetime as dt
import re

from .. import dates, requisites
from ..judgement import Judgement, by_parts, criterion, met, not_applicable, partial, unknown, violated
from ..language import Hit, Words
from ..view import Document
from . import common
from .regulation import letter

LETTER = dt.date(2021, 12, 21)


@criterion("PRV-01")
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


@criterion("PRV-02")
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
    if day >= LETTER:
        return met(hit)
    if revised:
        return met(revised, 0.5)
    return violated("приказ издан раньше письма от 21.12.2021 и не приведён с ним в соответствие", hit)


@criterion("PRV-03")
def basis(document: Document) -> Judgement:
    return by_parts(
        {
            "письмо АЗ-1128/08 (№ 657) от 21.12.2021": letter(document),
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


def approves(document: Document, *names: str) -> tuple[Hit | None, Hit | None]:
    """Where the order approves a document with one of the names, and where it is called an annex."""
    approved = annexed = None
    for words in document.index.words:
        hit = next((h for name in names if (h := _object(words, name)) is not None), None)
        if hit is None or re.search(r"оплат\w+ труда", words.text[max(0, hit.start - 5) : hit.end + 30]):
            continue
        block = document.blocks[words.block] if words.block >= 0 else None
        around = _parent(document, words.block) + " " + words.text
        if block is not None and not _OWN_VERB.search(words.text[: hit.start]):
            around += " " + block.text[: block.text.find(words.text)]  # «Утвердить: Положение …; дорожную карту …»
        if re.search(r"утверд|ввести в действие|принять", around, re.IGNORECASE) and not re.search(
            r"утвержден\w+ приказом|^утвержден", words.text, re.IGNORECASE
        ):
            approved = approved or hit
            whole = block.text if block else words.text
            if re.search(r"прил(?:ожени|\.|агает)", whole, re.IGNORECASE) and not re.search(
                r"без приложени", whole, re.I
            ):
                annexed = annexed or hit
        before = " ".join(document.blocks[n].text for n in range(max(0, words.block - 6), max(0, words.block)))
        if re.match(r"\s*(?:\d+\.\s*)?приложени", words.text, re.I) or (
            re.search(r"приложени\w*\s*(?:№|N)?\s*\d?", before, re.I)
            and words.block > len(document.head) + 2
            and len(words.text) < 160
        ):
            annexed = annexed or hit
    if annexed is None and approved is not None:
        annexed = document.search(
            r"^\s*приложени\w*(?:\s*(?:№\s*)?\d)?\s*(?::|\(|$|к приказу)|согласно приложени|\(прилага"
        )
        if annexed and not _annex_of(document, names, annexed):
            annexed = None
    return approved, annexed


_OWN_VERB = re.compile(r"\b[а-яё]{3,}(?:ать|ить|еть|ять|ыть|ести|ится|ается)\b", re.IGNORECASE)


def _object(words: Words, name: str) -> Hit | None:
    """The document itself, not «по реализации Положения», «в соответствии с Положением»."""
    hit = words.find(name)
    while hit is not None:
        before = words.text[: hit.start]
        if not hit.denied and not re.search(
            r"(?:реализаци\w*|выполнени\w*|исполнени\w*|соответстви\w+ с|согласно|основани\w+)\s+(?:\S+ных? )?[«\"]?$",
            before,
            re.I,
        ):
            return hit
        hit = words.find(name, hit.to)
    return None


def _annex_of(document: Document, names: tuple[str, ...], annexed: Hit) -> bool:
    near = range(annexed.words.block, min(annexed.words.block + 8, len(document.blocks)))
    return any(words.find(name) for words in document.part(near).words for name in names)


def _parent(document: Document, block: int) -> str:
    """Text of the item a sub-item belongs to: the nearest block above that ends with a colon, and its lead."""
    for number in range(block - 1, max(-1, block - 9), -1):
        text = document.blocks[number].text
        if text.rstrip().endswith(":"):
            return "" if "приказываю" in text.lower().replace(" ", "") else text
        if re.match(r"\s*\d{1,2}\.\s", text) and not re.match(r"\s*\d{1,2}\.\d", document.blocks[block].text):
            return ""
    return ""


@criterion("PRV-04")
def regulation_annexed(document: Document) -> Judgement:
    approved, annexed = approves(document, "положение ..6 система|наставничество|модель", "положение")
    return by_parts(
        {"утверждение положения": approved, "приложение с положением": annexed}, key="утверждение положения"
    )


@criterion("PRV-05")
def roadmap_annexed(document: Document) -> Judgement:
    approved, annexed = approves(document, "дорожный карта", "план мероприятие", "план ..3 реализация|внедрение")
    return by_parts(
        {"утверждение дорожной карты": approved, "приложение с картой": annexed}, key="утверждение дорожной карты"
    )


@criterion("PRV-06")
def appointed(document: Document) -> Judgement:
    responsible = _appointment(
        document,
        r"ответственн\w+(?!\s+за\s+(?:исполнени|сайт|размещ|ведени))|ответственность|руководител\w+ (?:проект"
        r"|внедрени|систем)|координатор",
        "responsible",
    )
    curator = _appointment(document, r"куратор", "curator")
    if responsible is None and curator is None:
        return violated("ответственное лицо и куратор не назначены")
    parts = {}
    for title, found in (("ответственное лицо", responsible), ("куратор", curator)):
        words, position, person = found or (None, False, False)
        if words is None:
            parts[title] = None
        elif position and person:
            parts[title] = words
        else:
            parts[
                title + (" с должностью" if person else " с фамилией" if position else " с должностью и фамилией")
            ] = None
            parts.setdefault("назначение", words)
    return by_parts(parts)


def _appointment(document: Document, role: str, sort: str) -> tuple[Words, bool, bool] | None:
    best = None
    for number, block in enumerate(document.blocks):
        text = block.text
        match = re.search(role, text, re.IGNORECASE)
        if (
            not match
            or re.search(r"контроль (?:за )?(?:исполнени|выполнени)", text, re.IGNORECASE)
            or number in document.stamp
        ):
            continue
        said = document.unit_of[number].text + " " + _parent(document, number)
        appoints = re.search(r"назнач|возлож|утверд|определ|поруч|считать|закреп|исполн|[–—:(,-]", said, re.IGNORECASE)
        others = re.sub(r"(?:друг|ин)(?:их|ые|ого|ым\w*) (?:ответственн|куратор)[^.;]*", "", text, flags=re.I)
        if not appoints or re.search(r"\b(?:не назнач|не определ)", others, re.I):
            continue
        whole = requisites.filled(text)
        follows = (
            document.blocks[number + 1].text
            if text.rstrip().endswith((":", "–", "—")) and number + 1 < len(document.blocks)
            else ""
        )
        if block.kind == "cell":
            whole = document.unit_of[number].text
        whole += " " + requisites.filled(follows)
        person = bool(requisites.people(whole))
        position = bool(requisites.POSITIONS.search(whole))
        score = (person + position, bool(re.search(r"назнач|возлож", text, re.I)))
        if best is None or score > best[0]:
            best = (score, (Words(text, block.place, number), position, person))
    if best is None or best[0] == (0, False):
        return best[1] if best and re.search(r"назнач|возлож", best[1][0].text, re.I) else None
    if best[0][0] == 0 and not best[0][1]:
        return None
    return best[1]


@criterion("PRV-07")
def banks(document: Document) -> Judgement:
    bank = pair = dated = executor = None
    border = max(document.head[-1:] or [0])
    for unit in document.units:
        is_bank = re.search(
            r"\b(?:банк|баз)\w*[^.;]{0,60}(?:наставник|наставляем|данных)|(?:реестр|перечень"
            r"|списк?)\w*[^.;]{0,40}(?:наставник|наставляем)",
            unit.text,
            re.I,
        )
        is_pair = re.search(r"\bпар(?:а|ы|у|ам|ах)?\b|наставническ\w+ групп", unit.text, re.I) and unit.block > border
        if not (is_bank or is_pair) or unit.block in document.stamp or re.search(r"^\W*Об?\s", unit.text):
            continue
        text = _parent(document, unit.block) + " " + unit.text
        bank, pair = bank or (unit if is_bank else None), pair or (unit if is_pair else None)
        dated = dated or (unit if _dated(text) else None)
        executor = executor or (unit if _executor(text) else None)
    if not bank and not pair:
        return violated("создание банков и формирование пар никому не поручены")
    return by_parts({"создание банков": bank, "формирование пар": pair, "срок": dated, "исполнитель": executor})


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
)


_HEADS_OWN = re.compile(
    r"(?:\S+ ){0,4}?(?:утвердить|назначить|считать|определить)|признать|отменить|возложить", re.IGNORECASE
)


@criterion("PRV-08")
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
        text = _parent(document, unit.block) + " " + unit.text
        rest = re.sub(r"^\s*(?:\d{1,2}\.)*\s*", "", text)
        own = _HEADS_OWN.match(rest)  # the head does it by this very order: no term of its own is needed
        begins = re.match(r"ввести|внедрить", rest, re.I)
        if not ((_executor(text) or own or begins) and (_dated(text) or own)):
            lacking = lacking or unit
    if lacking is None:
        return met(command) if items else partial("пунктов с исполнителем и сроком нет", command)
    return partial("не у каждого пункта есть исполнитель и срок", lacking)


_PLACE = re.compile(
    r"^(?:г\.|г\.о\.|город\b|с\.|п\.|пос\.|пгт|рп\b|р\.\s?п\.|д\.|дер\.|ст\.|ст-ца|село\b|посёлок|поселок"
    r"|деревня|станица|хутор|аул|место (?:издания|составления))\s*\S|\b(?:г\.|с\.|п\.|пос\.|пгт\.?|д\.|село"
    r"|город|посёлок|поселок|деревня|станица)\s?[А-ЯЁ][а-яё-]+",
    re.MULTILINE,
)


@criterion("PRV-09")
def formal(document: Document) -> Judgement:
    head = "\n".join(document.blocks[n].text for n in document.head)
    head_index = document.part(document.head)
    title = next(
        (w for w in head_index.words if re.match(r"\W*(?:тема|заголовок|предмет)?\W*Об?\s+[а-яё]", w.text, re.I)), None
    )
    signed = next((w for w in document.signatures if common.HEAD_ROLE.search(w.text)), None) or (
        document.signatures[0] if document.signatures else None
    )
    return by_parts(
        {
            "наименование организации": common.organization(document),
            "место издания": bool(_PLACE.search(head)) or None,
            "заголовок": title,
            "подпись": signed,
            "ознакомление": acquaintance(document),
        }
    )


def acquaintance(document: Document) -> Hit | None:
    """The parties were (or are to be) made acquainted with the order under signature."""
    return document.search(
        r"ознакомлен|ознакомить|ознакомлени|доведен\w* до сведени|довести .{0,40}до сведени|лист ознакомлени"
    )


@criterion("PRV-10")
def control(document: Document) -> Judgement:
    hit = document.search(CONTROL)
    return met(hit, 0.95) if hit else violated("не указано, кто контролирует исполнение")


@criterion("PRV-11")
def two_acts(document: Document) -> Judgement:
    approved, _ = approves(document, "положение ..6 система|наставничество|модель", "положение")
    return met(approved) if approved else unknown("нужен комплект")


@criterion("PRV-12")
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
