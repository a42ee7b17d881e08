"""Criteria PLZ: the regulation on the mentoring system."""

from __future__ import annotations

import datetime as dt
import re

from .. import requisites, vocabulary
from ..judgement import Judgement, by_parts, criterion, met, partial, unknown, violated
from ..language import Hit, Index, Words, is_verb
from ..view import Document
from . import common

LABOUR_LAW = dt.date(2025, 3, 1)


@criterion("PLZ-01")
def approved(document: Document) -> Judgement:
    parts, hit = common.approval(document)
    if hit is None:
        return violated("нет грифа утверждения и реквизитов приказа")
    missing = [name for name in ("номер", "дата") if not parts[name]]
    if not parts["должность"] and not parts["подпись"]:
        missing.append("должность и подпись")
    if {"номер", "дата"} <= set(missing) and not parts["подпись"]:
        return violated("гриф утверждения не заполнен: нет " + ", ".join(missing), hit)
    return partial("в грифе нет: " + ", ".join(missing), hit) if missing else met(hit)


@criterion("PLZ-02")
def about_teachers(document: Document) -> Judgement:
    return common.subject(document)


@criterion("PLZ-03")
def legal_basis(document: Document) -> Judgement:
    day = document.day or document.as_of
    labour = document.refers("tk351_8") or document.find("351.8")
    if day < LABOUR_LAW:
        labour = labour or document.find("трудовой кодекс|законодательство", "тк рф", "60.2")
    lost = next(((r, w) for r, w in document.references if requisites.out_of_force(r.act, day)), None)
    parts = {
        "письмо АЗ-1128/08 (№ 657) от 21.12.2021": letter(document),
        "закон об образовании (273-ФЗ)": document.refers("fz273")
        or document.find("закон ..6 образование ..2 российский|рф"),
        "статья 351.8 ТК РФ" if day >= LABOUR_LAW else "Трудовой кодекс": labour,
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


def letter(document: Document) -> Hit | None:
    """The letter on the mentoring of teachers: by its number, or by its date beside its subject."""
    return document.refers("az1128") or document.search(
        r"(?:21\.12\.2021|21 декабря 2021).{0,260}наставничества педагогических|наставничества "
        r"педагогических.{0,200}(?:21\.12\.2021|21 декабря 2021)"
    )


_TERMS = {
    "наставник": r"наставник(?:ом|ами)?",
    "наставляемый": r"наставляем(?:ый|ым|ые|ыми|ая|ой)",
    "куратор": r"куратор(?:ом|ы)?",
    "персонализированная программа": r"персонализированн\w+ программ\w+(?: наставничества)?|ППН",
    "форма наставничества": r"форм(?:а|ой|ы|ами) наставничества|форма",
    "вид наставничества": r"вид(?:ом|ы|ами)? наставничества|вид",
}


@criterion("PLZ-04")
def definitions(document: Document) -> Judgement:
    parts = {}
    for name, term in _TERMS.items():
        line = (
            rf"(?:^|[«\"•\d.)]\s*|[–—-]\s+|;\s|:\s|,\s"
            rf"|\bпод\s)(?:{term})[»\"]?(?:\s[а-яё]+){{0,4}}?(?:\s*\([^)]*\))?\s*"
            rf"(?:[–—-]\s|[–—]|:\s\S|\s?это\b|\s?понима|\s?явля|\s?счита|\s?призна|\s?называ|\s?показыва"
            rf"|\s?означа|\s?определя|\s?описыва|\s?отража|\s?характериз|\s?зада[её]т|\s?имену|\s?представля"
            rf"|\s?есть\b|\s?служит)"
        )
        hit = _definition(document, re.compile(line, re.IGNORECASE))
        whole = re.compile(rf"(?:\d+[.)]?\s*)?[«\"]?(?:{term})[»\"]?(?:\s*\([^)]*\))?", re.IGNORECASE)
        if hit is None:
            rows = (
                Words(" — ".join(dict.fromkeys(row)), f"{grid.place}, строка {at + 1}")
                for grid in document.text.tables
                for at, row in enumerate(grid.rows)
                if len(row) >= 2
                and re.match(rf"(?:\d+\.?\s*)?(?:{term})\b", row[0].strip(), re.IGNORECASE)
                and (len(row[1].split()) > 3 or (whole.fullmatch(row[0].strip()) and len(row[1].split()) > 1))
            )
            hit = next(rows, None)
        parts[name] = hit
    judgement = by_parts(parts)
    other = document.search(r"\b(?:ментор|коуч|тьютор)\w*\s+(?:имеет|обязан|вправе|составля|провод|готов|помога)")
    if judgement.verdict == "met" and other:
        word = other.words.text[other.start : other.end].split()[0]
        return met(other, 0.6, f"проверьте: рядом с наставником появляется «{word}», слово не определено")
    return judgement


def _definition(document: Document, line: re.Pattern[str]) -> Hit | None:
    """«Наставник — педагог, который …», not «Куратор: собирает запросы»: what follows the mark names a thing."""
    for words in document.index.words:
        for match in line.finditer(words.text):
            rest = re.match(r"\W*([а-яё]+)", words.text[match.end() - 1 :], re.IGNORECASE)
            marked = match.group().rstrip().endswith((":", "–", "—", "-")) or re.search(r":\s\S$", match.group())
            if marked and rest and is_verb(rest[1]):
                continue
            return Hit(words, 0, 0, match.start(), match.end())
    return None


@criterion("PLZ-05")
def categories(document: Document) -> Judgement:
    zone, hit = category_zone(document)
    if not zone:
        return violated("категории наставляемых не названы")
    if len(zone) == 8:
        return met(hit)
    around = (
        " ".join(
            document.blocks[n].text
            for n in range(max(0, hit.words.block - 1), min(hit.words.block + 10, len(document.blocks)))
        )
        if hit
        else ""
    )
    reason = re.search(
        r"с уч[её]том (?:кадров|состав|потребн|результат|анализ|специфик)|исходя из|по (?:результатам|итогам) "
        r"(?:анализ|анкет|опрос|диагност)|на основании (?:анализ|анкет|опрос|диагност)|обоснован|поскольку|так "
        r"как|кадров\w+ состав|анализ\w* (?:кадр|потребн|от\b)",
        around,
        re.I,
    )
    if reason and len(zone) >= 2:
        return met(hit, 0.65)
    missing = 8 - len(zone)
    return partial(f"названы не все категории наставляемых (нет {missing} из 8), сужение не обосновано", hit)


def category_zone(document: Document) -> tuple[set[str], Hit | None]:
    """Categories named where the document lists them: after the word «категория» or «наставляемыми могут быть»."""
    anchors = document.all(
        "категория ..5 наставляемый|педагог|работник|участник|педагогический",
        "наставляемый ..4 мочь|являться|становиться|стать|категория",
        "наставничество ..3 устанавливать|устанавливаться|организовать|организоваться|осуществляться ..4 "
        "отношение|над|для|за",
        "категория",
        "наставник ..3 закрепляться|назначаться ..4 за|для",
    )
    best: set[str] = set()
    place = None
    for anchor in anchors:
        start = anchor.words.block
        found: set[str] = set()
        for number in range(start, min(start + 13, len(document.blocks))):
            if (
                number > start
                and number in document.headings
                and re.match(r"\s*\d+\.?\s+[А-ЯЁ]", document.blocks[number].text)
            ):
                break
            for words in document.by_block.get(number, ()):
                if re.search(
                    r"квалификационн\w+ категори|высш\w+ категори|перв\w+ категори", words.text, re.IGNORECASE
                ):
                    continue
                found |= vocabulary.categories(words)
        if len(found) > len(best):
            best, place = found, anchor
    if len(best) < 3:
        for number in range(len(document.blocks)):
            found = set().union(*(vocabulary.categories(w) for w in document.by_block.get(number, ()))) or set()
            if len(found) >= max(3, len(best) + 1):
                best, place = found, document.by_block[number][0].find("наставляемый|педагог|педагогический|молодой")
    listed, first = _category_list(document)
    if len(listed) > len(best) and len(listed) >= 4:
        return listed, first.find("наставляемый|педагог|молодой|начинающий") or place
    return best, place


def _category_list(document: Document) -> tuple[set[str], Words | None]:
    """The run of neighbouring lines, each of which adds a category, that names most of them."""
    best: set[str] = set()
    first = None
    for start in range(len(document.blocks)):
        found: set[str] = set()
        idle = 0
        for number in range(start, min(start + 12, len(document.blocks))):
            own = set().union(*(vocabulary.categories(w) for w in document.by_block.get(number, ()))) or set()
            idle = 0 if own - found else idle + 1
            if idle > 1:
                break
            found |= own
        if len(found) > len(best):
            best, first = found, document.by_block[start][0]
    return best, first


_CONDITION = re.compile(
    r"применя|использу|предназнач|организу|рекоменд|подходит|устанавлива|целесообразн|выбира|вводит|эффектив"
    r"|\bдля\b|\bпри\b|\bкогда\b|\bесли\b|в случа|[–—-]\s\S+(?:\s\S+){4,}|:\s\S+(?:\s\S+){4,}",
    re.IGNORECASE,
)


@criterion("PLZ-06")
def types(document: Document) -> Judgement:
    named: dict[str, bool] = {}
    hit = None
    for unit in document.units:
        found = vocabulary.types(unit.text)
        if len(found) == 1 and re.search(r"\bстаж|требовани|кандидат", unit.text, re.IGNORECASE):
            continue  # «для реверсивного вида стаж не учитывается» allows a type, it doesn't introduce it
        if not found or not re.search(
            r"наставнич|вид|взаимодейств|модел", unit.text + " " + _before(document, unit), re.IGNORECASE
        ):
            continue
        hit = hit or unit
        pieces = re.split(r";|(?<=[а-яё)»])\.\s|\n", unit.text) if len(found) > 1 else [unit.text]
        for id in found:
            own = [p for p in pieces if vocabulary.TYPE_PATTERNS[id].search(p)]
            explained = any(
                len(vocabulary.types(p)) <= 2
                and (_CONDITION.search(p) and len(p.split()) >= 4 or len(vocabulary.types(p)) == 1 and _beyond(p) >= 3)
                for p in own
            )
            cells = re.split(r";\s+(?=[А-ЯЁ][^:;]{2,40}:)|:\s|\s\|\s", unit.text) if unit.kind == "row" else []
            explained = explained or (
                len(found) == 1 and any(len(c.split()) >= 3 and not vocabulary.types(c) for c in cells)
            )
            explained = explained or any(
                re.search(rf"(?:{vocabulary.TYPES[id]})" + r"[^,;()]{0,40}\([^)]{8,}\)", p, re.I) for p in own
            )
            named[id] = named.get(id, False) or bool(explained)
    if not named:
        return violated("виды наставничества не названы")
    if sum(named.values()) * 3 >= len(named) * 2:
        return met(hit)
    return partial("виды названы, но условия применения указаны не у всех", hit)


def _beyond(piece: str) -> int:
    """How many words a clause has beyond the name of a type and the words of every list of types."""
    rest = [w for w in re.findall(r"[А-Яа-яЁё]{3,}", piece) if not vocabulary.types(w)]
    return sum(
        not re.match(r"наставнич|вид|форм|модел|применя|использу|или|либо|также", w, re.IGNORECASE) for w in rest
    )


def _before(document: Document, words: Words) -> str:
    start = max(0, words.block - 12)
    return " ".join(document.blocks[n].text for n in range(start, words.block)) if words.block > 0 else "вид"


@criterion("PLZ-07")
def forms(document: Document) -> Judgement:
    for words in document.index.words:
        if vocabulary.forms(words.text):
            return met(words)
    return violated("применяемые формы наставничества не названы")


@criterion("PLZ-08")
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


@criterion("PLZ-09")
def requirements(document: Document) -> Judgement:
    demands = document.find(
        "требование ..4 наставник|кандидат|кандидатура",
        "наставник ..4 мочь|назначаться|становиться|быть|избираться ..8 опыт|стаж|категория|педагог|работник"
        "|имеющий|иметь",
        "наставник ..8 стаж|категория|опыт",
        "критерий ..4 наставник",
        "учитываться|учитывать ..8 опыт|стаж|категория|результат|мотивация",
        "кандидатура|кандидат ..8 опыт|стаж|категория|образование",
        "наставник ..2 должен|обязан",
    )
    choice = document.find(
        "отбор|подбор|выбор|выдвижение|назначение|конкурс|выявление ..5 наставник|кандидатура|пара|кандидат",
        "кандидатура",
        "наставник ..3 назначаться|подбираться|отбираться|утверждаться|избираться",
        "банк ..3 наставник",
    )
    if demands is None and choice is None:
        return unknown("требования к наставнику и порядок отбора в тексте не найдены: решает человек")
    if demands is None or choice is None:
        return partial("нет порядка отбора" if demands else "нет требований к наставнику", demands or choice)
    soft = "авторитет|эмпатия|харизма|безупречный|обаяние|лидерский|любовь|коммуникабельность"
    strict = document.find(
        f"обязательный|обязательно|должен|обязан ..10 {soft}",
        f"{soft} ..8 обязательный|обязательно",
    )
    named = document.find(f"наставник ..12 обладать|обладающий|имеющий|иметь|отличаться ..5 {soft}")
    if named and not named.words.find("стаж|категория|образование|желательный|рекомендовать|учитываться|учитывать"):
        strict = strict or named  # nothing else is asked of a mentor
    if strict:
        return partial("обязательными названы требования, которые нельзя подтвердить документами", strict, 0.6)
    return met(demands, 0.6)


@criterion("PLZ-10")
def rights(document: Document) -> Judgement:
    parts = {}
    both = document.find("право ..2 обязанность ..3 сторона|участник")
    starts = {
        "наставник": r"^\W*(?:\d[\d.]*\s*)?(?:\w+\s+){0,2}наставник(?!и и)\w{0,2}\b",
        "наставляемый": r"^\W*(?:\d[\d.]*\s*)?(?:\w+\s+){0,2}наставляем",
    }
    for role, title in (("наставник", "наставника"), ("наставляемый", "наставляемого")):
        own = [u for u in document.units if re.search(starts[role], u.text, re.I)]
        headed = document.find(f"право ..2 обязанность ..6 {role}", f"обязанность ..2 право ..6 {role}")
        right = document.find(f"право ..4 {role}", f"{role} ..3 право|вправе") or next(
            (u for u in own if re.search(r"вправе|имеет право|право\b|права\b", u.text, re.I)), None
        )
        duty = document.find(
            f"обязанность ..4 {role}", f"{role} ..3 обязан|обязать|обязанный|обязанность|должен"
        ) or next((u for u in own if re.search(r"обязан|должен|обязуется", u.text, re.I)), None)
        said = _by_clauses(document)
        right, duty = right or _of_both(document, r"\bправ(?:а|ами)\b"), duty or _of_both(document, r"обязанност")
        parts[f"права {title}"] = headed or right or both or said.get((role, "право"))
        parts[f"обязанности {title}"] = headed or duty or both or said.get((role, "обязанность"))
    return by_parts(parts)


def _of_both(document: Document, what: str) -> Words | None:
    """«Участники наделены правами: наставник — …; наставляемый — …»: one word for both."""
    listed = re.compile(rf"{what}[^.:]{{0,40}}:[^.]*наставник[^.]*;[^.]*наставляем", re.IGNORECASE)
    return next((u for u in document.units if listed.search(u.text)), None)


_RIGHT = re.compile(r"вправе|име\w+ право|\bправ[оа]\b|може[тм]\b(?! быть| являть| стать)|разрешается", re.IGNORECASE)
_DUTY = re.compile(r"обязан|\bдолж[ен]н?|обязу|\bобязанност", re.IGNORECASE)


def _by_clauses(document: Document) -> dict[tuple[str, str], Words]:
    """Who has a right or a duty, clause by clause; «он вправе» and «вправе» speak of the one named before."""
    found: dict[tuple[str, str], Words] = {}
    for unit in document.units:
        role = ""
        for clause in re.split(r"(?<=[.;:])\s+", unit.text):
            subject = re.match(r"\W*(?:[а-яё\d)]+[.)]?\s+){0,2}?(наставляем|подопечн|наставник)", clause, re.IGNORECASE)
            if subject:
                role = "наставник" if subject[1].lower() == "наставник" else "наставляемый"
            if role and _RIGHT.search(clause):
                found.setdefault((role, "право"), unit)
            if role and _DUTY.search(clause):
                found.setdefault((role, "обязанность"), unit)
    return found


@criterion("PLZ-11")
def pairing(document: Document) -> Judgement:
    waived = document.search(
        r"(?:согласи\w+[^.;]{0,60}не (?:требует|нужн|обязательн|запрашива|оформля|испрашива|получа)"
        r"|без\s+(?:\S+\s+){0,2}согласия)"
    )
    order = document.find(
        "закрепление|закреплять|закрепляться|закрепить|формирование|назначение|прикрепление|установление ..6 "
        "пара|группа|наставник|наставляемый",
        "создание|создавать|создаваться|создать|образование|образовывать|предлагать|подбор|подбирать|утверждение"
        "|формировать|формироваться ..6 пара|группа|наставник",
        "пара|наставник ..6 создаваться|образоваться|формироваться|подбираться|утверждать",
        "пара|наставник ..6 закрепляться|назначаться|утверждаться|закрепить|закрепленный|приказ",
        "приказ ..6 пара",
        "закрепление|назначение ..4 приказ|производиться|осуществляться|оформляться",
        "наставник ..2 назначать|закреплять|утверждать",
    )
    # A consent to the publication of data is another consent.
    said = Index(
        [w for w in document.index.words if not re.search(r"персональн|распростран|публик|сайт", w.text, re.I)]
    )
    both = said.find(
        "согласие ..3 обе|оба|обоюдный|взаимный|сторона|участник",
        "обоюдный|взаимный ..3 согласие",
        "оба|обе|сторона|участник ..4 согласие",
        "каждый ..6 согласие",
        "согласие ..4 каждый",
        "согласие ..3 они",
        "согласие ..2 наставник ..4 наставляемый",
        "согласие ..8 наставник ..3 наставляемый",
        "согласие ..2 наставляемый ..4 наставник",
        "наставник ..2 наставляемый ..5 согласие",
    )
    mentor = both or said.find(
        "согласие ..1 наставник", "наставник ..4 согласие", "согласие ..3 педагог|работник ..4 наставник ..0 на"
    )
    mentee = both or said.find(
        "согласие ..3 наставляемый",
        "наставляемый ..4 согласие",
        "согласие ..3 молодой|лицо|педагог ..6 отношение|закрепление",
    )
    if waived and not (mentor and mentee):
        return violated("закрепление допускается без письменного согласия", waived)
    judgement = by_parts(
        {"порядок закрепления": order, "согласие наставника": mentor, "согласие наставляемого": mentee}
    )
    if not mentor and not mentee:
        return violated("нет письменного согласия обеих сторон", order)
    if judgement.verdict == "met":
        if waived:
            return partial("согласие требуется не от всех", waived)
        if not document.find(
            "письменный|письменно ..5 согласие",
            "согласие ..6 письменный|письменно|подписать|подписывать|подпись|заявление",
            "согласие ..8 письменный|письменно",
            "письменный ..1 вид|форма",
            "писать|написать|подписать|подписывать|заявление ..5 согласие",
        ):
            return partial("не сказано, что согласие письменное", mentor)
        if not document.search(
            r"(?:замен|смен[ауяи]|прекращ|прекрат|заверш|законч|расформир|расторг|друг\w+ наставник|отказ"
            r"|снима|освобожд)"
            r"[^.]{0,120}(?:приказ|заявлени|решени|истечени|окончани|увольн|инициатив|предупре|случа|срок"
            r"|просьб|по желани)"
            r"|(?:приказ|заявлени|решени|истечени|окончани|увольн|инициатив|в случа|срок|просьб|по желани)[^.]{0,120}"
            r"(?:замен|смен[ауяи]|прекращ|прекрат|заверш|законч|расформир|расторг|друг\w+ наставник|отказ)"
        ):
            return met(order, 0.6, "проверьте: о замене и прекращении пары ничего не сказано")
    return judgement


_DOES = (
    r"осуществля|организ|обеспечива|вед[её]т|вести|координир|отвеча|контролир|актуализ|провод|разрабат"
    r"|формиру|собира|готов|рассматрива|согласов|подбира|рекоменд|разбира|помога|проверя|предлага|утвержд"
    r"|одобря|реша|обсужда|обобща|распростран|экспертир|оценива|отбира|поддержива|сопровожда|отслежива"
    r"|функци|задач|полномочи|обязанност|обновля|анализир|консультир|представля|назнача"
)


# «Куратор — сотрудник, который отвечает за реализацию программ» says who it is, not yet what the curator does.
_DEFINED = re.compile(
    r"\bкуратор\w*(?:\s*\([^)]*\))?\s*(?:[–—:-]|это|называ\w+|является)\s*(?:\S+\s){0,4}?(?:работник|сотрудник|лицо|педагог"
    r"|методист|заместител|завуч|воспитател|учител|преподавател)[^.;:]*",
    re.IGNORECASE,
)


def _no_definition(match: re.Match[str]) -> str:
    return "" if len(re.findall(_DOES, match[0], re.IGNORECASE)) < 2 else match[0]


def _several_deeds(units: list[Words]) -> bool:
    """A list of functions; one deed in passing («куратор сдаёт отчёт») is none."""
    clauses = [m[1] for u in units for m in re.finditer(r"куратор\w*([^.]{0,250})", u.text, re.IGNORECASE)]
    deeds = {m[:5].lower() for clause in clauses for m in re.findall(rf"\b(?:{_DOES})", clause, re.IGNORECASE)}
    listed = any(re.match(r"[^:–—-]{0,30}[:–—-][^,;]+[,;]\s*\S+|[^:]{0,40}:\s*$", clause) for clause in clauses)
    headed = any(re.search(r"(?:функци|обязанност|задач|полномочи)\w*[^.;]{0,30}куратор", u.text, re.I) for u in units)
    return len(deeds) > 1 or listed or headed


@criterion("PLZ-12")
def functions(document: Document) -> Judgement:
    def does(who: str) -> Words | None:
        pattern = re.compile(
            rf"\b(?:{who})\w*\b[^.;]{{0,90}}?(?:{_DOES})|\b(?:{who})\w*(?: "
            rf"наставников)?\s*[:–—-]\s*(?:\S+[\s,;]+){{2,}}|(?:функци|обязанност|задач"
            rf"|полномочи)\w*[^.;]{{0,30}}\b(?:{who})",
            re.I,
        )
        own = [
            u
            for u in document.units
            if u.block not in document.stamp and pattern.search(_DEFINED.sub(_no_definition, u.text))
        ]
        return own[0] if own and (who != "куратор" or _several_deeds(own)) else None

    council = document.search(r"совет\w*(?: \w+)? наставник|методическ\w+ (?:совет|объединени)|совет\w* наставник")
    head = next(
        (
            u
            for u in document.units
            if re.search(
                r"(?:руководител\w*(?! (?:методич|проект|МО|ШМО))|директор|заведующ)[^.;]{0,110}(?:контрол"
                r"|руководств|отвеча|ответственност)|(?:контрол|руководств"
                r"|ответственност)[^.;]{0,110}(?:руководител\w* (?:организ|образов|учрежд|школ)|директор"
                r"|заведующ|руководител(?:ь|ем|я)\b)",
                u.text,
                re.I,
            )
            and u.block not in document.stamp
        ),
        None,
    )
    return by_parts(
        {
            "функции куратора": does("куратор"),
            "функции совета наставников": does(r"совет\w*(?: \w+)? наставник|методическ\w+ совет|совет")
            if council
            else None,
            "контроль руководителя": head,
        }
    )


@criterion("PLZ-13")
def monitoring(document: Document) -> Judgement:
    basis = document.find(
        "мониторинг",
        "оценка|оценивать|оцениваться ..4 эффективность|результативность|результат",
        "отслеживание|отслеживать ..3 результат|показатель",
        "показатель|индикатор|замер",
        "подводить|подводиться|подведение ..2 итог",
        "измерять|измеряться",
    ) or common.formula(document)
    if basis is None:
        return violated("раздела о мониторинге нет")
    section = document.section("мониторинг", "оценка ..4 эффективность|результативность")
    lines = section.words or [basis.words]
    timed = next(
        (
            w
            for w in lines
            if re.search(
                r"раз в|ежегодн|ежекварт|полугоди|\bдо \d|не реже|ежемесяч|по итогам (?:учебного )?года"
                r"|начале,? (?:в )?середин"
                r"|\bраза?\b.{0,12}\bгод|в (?:мае|июне|декабре|сентябре|октябре|январе|апреле)|не позднее|в "
                r"конце учебн|начал\w+ и (?:в )?кон",
                w.text,
                re.I,
            )
        ),
        None,
    )
    if timed is None:
        timed = next(
            (
                u
                for u in document.units
                if re.search(r"показател|замер|монитор|итог|отч[её]т|анкет|опрос|срок", u.text, re.I)
                and re.search(
                    r"срок\w*\s*:|дважды|трижды|(?:раз|раза) в|ежегодн|ежекварт|полугоди|(?:до|к) \d|не реже"
                    r"|кажд\w+ (?:год|четверт"
                    r"|полугод)|в (?:сентябре|октябре|декабре|январе|апреле|мае|июне)|по окончании",
                    u.text,
                    re.I,
                )
                and not re.search(r"закреп|соглас", u.text, re.I)
            ),
            None,
        )
    if timed is None:
        timed = next(
            (
                h.words
                for h in document.all("мониторинг")
                if re.search(r"раз в|ежегодн|полугоди|не реже|\bдо \d|ежекварт|\bраза?\b", h.words.text, re.I)
            ),
            None,
        )
    return by_parts(
        {
            "показатели": document.find("показатель", "индикатор", "доля ..6 100|равный|отношение|делить|деленный")
            or common.formula(document),
            "формулы показателей": common.formula(document),
            "сроки мониторинга": timed,
            "отчёт куратора": document.find("куратор ..12 отчет|справка", "отчет|справка ..8 куратор")
            or next(
                (
                    u
                    for u in document.units
                    if re.search("куратор", u.text, re.I) and re.search(r"отч[её]т|справк", u.text, re.I)
                ),
                None,
            ),
        }
    )


@criterion("PLZ-14")
def pay(document: Document) -> Judgement:
    return by_parts(
        {
            "положение об оплате труда": document.find(
                "положение ..3 оплата ..1 труд",
                "положение ..4 стимулировать|стимулирующий|премирование ..3 выплата",
                "положение ..2 премирование|стимулирование",
            ),
            "коллективный договор": document.find("коллективный договор", "колдоговор")
            or document.search(r"\bкол(?:л|лект)?\.?\s?-?договор"),
        }
    )


@criterion("PLZ-15")
def publication(document: Document) -> Judgement:
    site = document.find("сайт", "размещение|публикация|размещаться|публиковаться ..6 страница|интернет")
    data = document.find("персональный данные", "пдн", "152 фз") or document.search(
        r"(?:без|исключ\w+|кроме|не (?:размеща|публику)\w+)\s+(?:\S+\s+){0,2}(?:персональн\w+ данн|фамили|им[её]н)"
    )
    return by_parts(
        {
            "публикация на сайте": site,
            "правила о персональных данных": data,
            "срок действия": document.find(
                "вступать|вступить ..3 сила",
                "срок ..2 действие",
                "действовать ..6 до|бессрочно|принятие|отмена|утверждение|год|постоянно|момент|день",
                "срок ..2 действовать|устанавливаться",
                "бессрочный|бессрочно",
                "рассчитать|рассчитанный|принять|принятый|утвердить ..3 на ..2 год|лет",
            )
            or document.search(
                r"\bна (?:\w+|\d+)\s*(?:\(\w+\) )?(?:лет|года|год)\b[^.;]{0,40}(?:утвержд|действ|с даты|со дня)"
            ),
            "порядок изменений": document.find(
                "изменение|дополнение ..8 вносить|вноситься|внести|внесение|утверждать|утверждаться|принимать"
                "|оформляться|приниматься",
                "внесение ..3 изменение|дополнение|поправка",
                "поправка|изменение|дополнение ..6 приниматься|приказ|утверждаться",
                "положение ..4 изменить|изменяться|пересматриваться|дополняться",
                "пересмотр|пересматриваться|новый редакция",
            )
            or document.search(
                r"(?:изменени|дополнени|поправк)\w*[^.;]{0,60}(?:внос|принима|утвержда|оформля|рассматрив|соглас)"
                r"|(?:внос|принима|утвержда|оформля|рассматрив)\w*[^.;]{0,60}(?:изменени|дополнени|поправк)"
            ),
        }
    )
