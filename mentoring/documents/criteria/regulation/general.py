"""General part of a regulation: approval, grounds in law, goal."""

from __future__ import annotations

from ... import requisites
from ...judgement import Judgement, by_parts, met, partial, unknown, violated
from ...language import Hit
from ...view import Document
from .. import law, letterhead


def approved(document: Document) -> Judgement:
    parts, hit = letterhead.approval(document)
    if hit is None:
        return violated("нет грифа утверждения и реквизитов приказа")
    missing = [name for name in ("номер", "дата") if not parts[name]]
    if not parts["должность"] and not parts["подпись"]:
        missing.append("должность и подпись")
    if {"номер", "дата"} <= set(missing) and not parts["подпись"]:
        return violated("гриф утверждения не заполнен: нет " + ", ".join(missing), hit)
    return partial("в грифе нет: " + ", ".join(missing), hit) if missing else met(hit)


def legal_basis(document: Document) -> Judgement:
    day = document.day or document.as_of
    labour = document.refers("tk351_8") or document.find("351.8")
    if day < law.LABOUR_LAW:
        labour = labour or document.find("трудовой кодекс|законодательство", "тк рф", "60.2")
    lost = next(((r, w) for r, w in document.references if requisites.out_of_force(r.act, day)), None)
    parts = {
        "письмо АЗ-1128/08 (№ 657) от 21.12.2021": law.letter(document),
        "закон об образовании (273-ФЗ)": document.refers("fz273")
        or document.find("закон ..6 образование ..2 российский|рф"),
        "статья 351.8 ТК РФ" if day >= law.LABOUR_LAW else "Трудовой кодекс": labour,
    }
    judgement = by_parts(parts)
    if lost is not None:
        reference, words = lost
        remark = f"{reference.act.title} утратил силу"
        place = Hit(words, 0, 0, reference.start, reference.end)
        if judgement.verdict == "met":
            return partial(remark, place, 0.9)
        return violated(f"{judgement.remark}; {remark}", place, 0.9)
    if judgement.verdict == "met" and (doubtful := document.refers("r76")):
        return met(doubtful, 0.6, "проверьте, действует ли распоряжение № Р-76")
    return judgement


def goal(document: Document) -> Judgement:
    aims = document.section("цель", "задача").words or [hit.words for hit in document.all("цель")]
    if not aims:
        return unknown("цель и задачи в тексте не найдены: решает человек")
    for words in aims:
        if (
            words.has("потенциал ..6 обучающийся|ученик|личность")
            or words.has("обучающийся ..8 потенциал")
            or words.has("профориентация|профессиональный ориентация")
        ):
            return violated("цель взята из модели для обучающихся", words)
    for words in aims:
        if words.has(
            "профессиональный ..4 рост|развитие|мастерство|становление|адаптация|дефицит|компетенция"
        ) or words.has("условие|механизм ..8 педагог|педагогический"):
            return met(words)
    return unknown()
