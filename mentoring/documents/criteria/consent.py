"""Criteria SOG: consents of the mentor and of the mentee, consent to the processing of personal data."""

from __future__ import annotations

import datetime as dt
import re

from .. import dates, requisites
from ..judgement import Judgement, by_parts, criterion, met, not_applicable, partial, unknown, violated
from ..language import Hit, Words
from ..view import Document

LABOUR_LAW, DATA_LAW = dt.date(2025, 3, 1), dt.date(2025, 9, 1)


def sorts(document: Document) -> dict[str, Hit | None]:
    """Which consents the file holds: `mentor`, `mentee`, `data`; where each is given."""
    if "_sorts" in document.__dict__:
        return document.__dict__["_sorts"]
    found: dict[str, Hit | None] = {}
    data = document.search(
        r"(?:согла[сш]\w+|разреша\w+)[^.;]{0,80}(?:обработ|обрабат|распростран|предоставл"
        r"|передач)\w*[^.;]{0,80}(?:персональн\w+ данн|ПДн|моих данн|мои данн)"
        r"|на обработку[^.;]{0,30}персональн\w+ данн|оператор\w* персональн"
        r"|(?:соглас\w+|разреша\w+)[^.;]{0,80}(?:обработ|обрабат|распростран|публик|размещ|использ|хранил|передав)"
        r"\w*[^.;]{0,60}(?:персональн|данн|фамили|сведени|фото|изображени)"
    )
    if data and not re.search(
        r"отдельн|оформл\w+ |прилага|дано отдельн|не (?:является|заменяет|включ)", data.words.text, re.I
    ):
        found["data"] = data
    head = " ".join(block.text for block in document.blocks[:30])
    mentee = document.search(
        r"закреплен\w+[^.;]{0,60}(?:за мной|наставник)|закрепить за мной|назначени\w+ (?:мне "
        r")?[^.;]{0,30}наставник\w* (?!нагруз)|моим наставником|за мной[^.;]{0,40}наставник|быть наставляем|в "
        r"качестве наставляем|роли наставляем|стать наставляем"
        r"|наставляем\w+\s+(?:на|в)\s+(?:закреплен|участ)|согласи\w+ (?:работника-)?наставляем\w+|мне наставник"
        r"|прикреплени\w+ (?:ко мне )?наставник|участи\w+[^.;]{0,60}наставляем|работать под руководством"
        r"|сопровожден\w+ наставником|меня[^.;]{0,30}сопровожда\w+[^.;]{0,20}наставник"
        r"|не против[^.;]{0,90}наставник(?!ом)"
        r"|наставник\w* (?:для меня|ко мне)|мо(?:им|ей|его) наставни"
    )
    mentor = document.search(
        r"дополнительн\w+[^.;]{0,40}работ|выполн\w+[^.;]{0,60}(?:наставник|наставнич)"
        r"|осуществл\w+[^.;]{0,40}наставнич|быть наставником|функци\w+ наставника|обязанност\w+ наставника"
        r"|исполн\w+[^.;]{0,40}наставник"
        r"|в качестве наставника|стать наставником|роли наставника|согласи\w+ (?:работника-)?наставника"
        r"|наставническ\w+ (?:работ|деятельн|поруч|нагруз)|работу? наставником|за доплату|допработ"
        r"|возложени\w+[^.;]{0,40}наставник|поручени\w+[^.;]{0,40}наставнич|провод\w+ наставнич|вести наставнич"
    )
    if mentee:
        found["mentee"] = mentee
    if mentor and not (
        mentee
        and mentor.words.block == mentee.words.block
        and not re.search(r"дополнительн|доплат|выполнен|осуществл", mentor.words.text, re.I)
    ):
        found["mentor"] = mentor
    if "mentor" in found and "mentee" in found:
        title = head[:400].lower()
        own_mentee = re.search(r"закреплени\w+ (?:за мной )?наставник|за мной|моим наставником|наставляем", title)
        own_mentor = re.search(r"дополнительн|доплат|выполнени|осуществлени|работ\w+ наставник|наставническ", title)
        both_titles = re.search(r"наставник\w* и наставляем", title)
        consents = (
            2
            if both_titles
            else len(re.findall(r"(?im)^\W*(?:согласие|заявление)\b", "\n".join(b.text for b in document.blocks)))
        )
        if consents < 2:
            if own_mentee and not own_mentor:
                found.pop("mentor")
            elif own_mentor and not own_mentee:
                found.pop("mentee")
            elif document.search(r"(?:соглас\w+)[^.;]{0,80}(?:закреплени|за мной)") and not document.search(
                r"соглас\w+[^.;]{0,80}(?:выполн|осуществл|дополнит|быть наставником)"
            ):
                found.pop("mentor")
            elif document.search(
                r"соглас\w+[^.;]{0,80}(?:выполн|осуществл|дополнит|быть наставником)"
            ) and not document.search(r"соглас\w+[^.;]{0,80}(?:закреплени|за мной)"):
                found.pop("mentee")
    if not found:
        found["mentor"] = None
    document.__dict__["_sorts"] = found
    return found


def signature_and_date(document: Document) -> tuple[Words | None, Words | None]:
    """A signed line and a date that isn't a period or a date of another document."""
    signed = document.signatures[-1] if document.signatures else None
    if signed is None:
        for block in document.blocks[-12:]:
            bare = requisites.filled(block.text)
            if re.search(r"подпись|/", block.text, re.I) and requisites.people(bare):
                signed = Words(block.text, block.place)
    dated = None
    for number in range(len(document.blocks) - 1, -1, -1):
        block = document.blocks[number]
        text = re.sub(
            r"(?:приказ|договор|положени|закон|соглашени|рожд|выдан|трудов)\w*[^.;\n]{0,60}?\d{1,2}[. ]\S+[. ]?\d{4}",
            " ",
            block.text,
            flags=re.I,
        )
        spans = [
            s
            for s in dates.spans(text)
            if s.exact
            and s.dated
            and not s.range
            and not re.search(r"(?:до|по|с|срок\w*|начин\w+)\s*[«\"]?$", text[: s.start].strip(), re.I)
        ]
        if spans and not re.search(r"\bс \d.*\bпо \d|период|срок", text, re.I):
            dated = Words(block.text, block.place, number)
            break
    return signed, dated


def _given(document: Document, sort: str, title: str) -> Judgement:
    found = sorts(document)
    if sort not in found:
        return not_applicable(f"в файле другое согласие: {', '.join(found)}")
    words = document.find("согласен|согласие|возражать|соглашаться|согласиться", "даю|дать ..3 согласие")
    signed, dated = signature_and_date(document)
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
    if judgement.verdict == "partial" and words and not signed and not dated:
        return violated(f"согласие {title} не подписано и не датировано", words)
    if len(found) > 1 and len(document.signatures) == 1 and judgement.verdict == "met":
        return met(signed, 0.6)
    return judgement


@criterion("SOG-01")
def mentor_given(document: Document) -> Judgement:
    return _given(document, "mentor", "наставника")


def period(document: Document) -> Words | None:
    """A term of the work: a range, a school year, «до 31.05.2027», «сроком на …»."""
    for words in document.index.words:
        for span in dates.spans(words.text):
            if span.range or span.kind == "school":
                return words
        if re.search(
            r"(?:\bдо|\bпо|сроком|на срок)\s+[«\"]?(?:\d|конца|окончания)|сроком на \S+|в течение (?:\S+ "
            r"){0,3}(?:учебного|года|месяц)|на срок \S+|бессрочно",
            words.text,
            re.I,
        ) and not re.search(r"не менее|рабочих дн|отзыв|уничтож", words.text, re.I):
            return words
    return None


@criterion("SOG-02")
def mentor_terms(document: Document) -> Judgement:
    if "mentor" not in sorts(document):
        return not_applicable("согласия наставника в файле нет")
    if _before(document, LABOUR_LAW):
        return not_applicable("документ составлен до 01.03.2025")
    return by_parts(
        {
            "содержание работы": work_content(document),
            "срок": period(document),
            "форма": work_form(document),
            "размер или порядок доплаты": document.search(
                r"(?:доплат|выплат|вознагражд|оплат|надбавк)\w*[^.;]{0,160}(?:размер|\d|положени|договор|услови|порядк"
                r"|соглашени|процент)|(?:размер|порядок)\w*[^.;]{0,60}(?:доплат|выплат|оплат|вознагражд)"
                r"|\d[\d\s]*(?:руб|₽|%)"
            ),
        }
    )


def work_content(document: Document) -> Words | None:
    """What the mentor does, beyond the word «наставничество»."""
    return next((w for w in document.index.words if content_words(w.text) >= 1), None)


_CONTENT = re.compile(
    r"консультир|консультац|показ\w*[^.;]{0,15}(?:занят|урок)|наблюд\w+[^.;]{0,25}(?:занят|урок)|обсужд\w+"
    r"|присутстви\w+ на|проверк\w+|посещ\w+[^.;]{0,20}(?:урок|занят)|анализ\w*[^.;]{0,15}(?:урок|занят)"
    r"|разработ\w+[^.;]{0,40}(?:программ|план|маршрут|конспект)|оказ\w+[^.;]{0,30}помощ"
    r"|помощ\w+[^.;]{0,40}(?:овладени|подготовк|проектиров|освоени|адаптац|планиров)"
    r"|сопровожд\w+|обуч\w+ (?:приём|прием|навык|работ|педагог)|содержание[^.;]{0,25}[–—:]"
    r"|провед\w+[^.;]{0,30}(?:встреч|консультац|занят|мастер)|взаимопосещ|обратн\w+ связ"
    r"|составл\w+[^.;]{0,30}(?:программ|план|отч)|помога\w+|передач\w+[^.;]{0,20}опыт"
    r"|контрол\w+[^.;]{0,30}(?:выполнени|реализац)|адаптаци\w+|диагност|подготов\w+[^.;]{0,30}(?:отч|программ"
    r"|рекоменд|материал|конспект)|передава\w+|разбор\w*|взаимодейств",
    re.IGNORECASE,
)


def content_words(text: str) -> int:
    return len({match.group()[:7].lower() for match in _CONTENT.finditer(text)})


_FORM = re.compile(
    r"форм[аыеу]\w*\s*(?:\S+\s+){0,4}?[–—:«\"-]|в\s+(?:\S+\s+){0,2}форме|\bочн|дистанционн|смешанн"
    r"|индивидуальн\w+ (?:работ|встреч|консульт|занят|форм|сопров)|один на один|педагог\w*\s*[–—-]\s*педагог"
    r"|учител\w*\s*[–—-]\s*учител|вид\w* наставничества|традиционн|реверсивн|группов|виртуальн|ситуационн"
    r"|партн[её]рск|в свободное от|в пределах рабочего|режим|\bлично\b|личн\w+ встреч|по графику|вне (?:уроков"
    r"|занятий|сетки)|онлайн|удал[её]нн",
    re.IGNORECASE,
)


def work_form(document: Document) -> Hit | None:
    hit = document.search(_FORM)
    while (
        hit is not None
        and re.search(r"в письменной форме|форм\w+ (?:трудового договора|согласия|расторжен)", hit.words.text, re.I)
        and not re.search(
            r"очно|дистанц|один на один|педагог\w*\s*[–—-]\s*педагог|наставничеств\w+\s*[–—:]", hit.words.text, re.I
        )
    ):
        rest = [
            w
            for w in document.index.words
            if w.text != hit.words.text and _FORM.search(w.text) and "письменной форме" not in w.text
        ]
        return Hit(rest[0], 0, 0, 0, len(rest[0].text)) if rest else None
    return hit


def _before(document: Document, day: dt.date) -> bool:
    own = document.day
    return own is not None and own < day


@criterion("SOG-03")
def mentee_given(document: Document) -> Judgement:
    return _given(document, "mentee", "наставляемого")


@criterion("SOG-04")
def particular(document: Document) -> Judgement:
    found = sorts(document)
    if not {"mentor", "mentee"} & set(found):
        return not_applicable("в файле только согласие на обработку данных")
    people = {
        requisites.stem(p.surname)
        for n, b in enumerate(document.blocks)
        for p in requisites.people(requisites.filled(b.text), b.kind == "cell")
        if not _addressee(document, n)
    }
    other = None
    if len(people) >= 2:
        other = next(
            (
                w
                for w in document.index.words
                if re.search(
                    r"наставник|наставляем|наставни|закреп|педагог|учител|молод|пар[аеуы]\b|групп", w.text, re.I
                )
                and requisites.people(requisites.filled(w.text))
                and not _addressee(document, w.block)
            ),
            None,
        )
    return by_parts({"названный наставник или пара": other, "срок": period(document)})


def _addressee(document: Document, number: int) -> bool:
    """The head of the organisation to whom the consent is addressed isn't of the pair."""
    text = document.blocks[number].text
    near = " ".join(b.text for b in document.blocks[max(0, number - 2) : number + 1])
    return (
        bool(re.search(r"директор|заведующ|руководител|начальник", near, re.I))
        and not re.search(r"соглас|заместител|наставник|наставляем", text, re.I)
        and number < 10
    )


@criterion("SOG-05")
def in_time(document: Document) -> Judgement:
    _, dated = signature_and_date(document)
    order = document.search(r"приказ\w*[^.;]{0,80}\d{1,2}[. ]")
    if dated is None or order is None:
        return unknown("нужен приказ о парах")
    day = dates.dates(dated.text)[-1]
    orders = dates.dates(order.words.text[order.start :])
    if orders and re.search(r"закреплен|пар|наставник", order.words.text, re.I):
        return violated("согласие датировано позже приказа", dated) if day > orders[0] else met(dated)
    return unknown("нужен приказ о парах")


_AGREED = re.compile(
    r"\bсоглас(?:ен|на|ной|ным)\b|\b(?:да[юё]\w*|выража\w+|подтвержда\w+)\s+(?:\S+\s+){0,4}согласи"
    r"|согласи\w+\s+(?:да[юё]\w*|выража)|не возража|добровольн"
    r"|соглаша\w+|по собственн\w+ желани",
    re.I,
)


@criterion("SOG-06")
def voluntary(document: Document) -> Judgement:
    if not {"mentor", "mentee"} & set(sorts(document)):
        return not_applicable("в файле только согласие на обработку данных")
    if _before(document, LABOUR_LAW):
        return not_applicable("документ составлен до 01.03.2025")
    agreed = None
    for words in document.index.words:
        match = _AGREED.search(words.text)
        near = words.text[max(0, match.start() - 60) : match.end() + 60] if match else ""
        if match and not re.search(r"ознакомлен|разъяснен|обработк", near, re.I):
            agreed = Hit(words, 0, 0, match.start(), match.end())
            break
    duty = document.search(r"обязуюсь|обязан[ао]? (?:выполн|осуществ|исполн)|принимаю на себя обязатель")
    if agreed:
        return met(agreed)
    if duty:
        return violated("текст выражает обязательство, а не согласие", duty)
    return partial("слов о добровольном согласии в тексте нет")


@criterion("SOG-07")
def refusal(document: Document) -> Judgement:
    if "mentor" not in sorts(document):
        found = document.search(r"досрочн|отказа\w*|отозва\w*|отзыв")
        return (
            met(found, 0.5)
            if found and "mentee" in sorts(document)
            else not_applicable("согласия наставника в файле нет")
        )
    if _before(document, LABOUR_LAW):
        return not_applicable("документ составлен до 01.03.2025")
    hit = document.search(
        r"(?:прав\w+|вправе|мо(?:гу|жет)|возможн\w+)[^.;]{0,80}(?:отказ|отозва|прекрат|отзыв)"
        r"|досрочн\w+[^.;]{0,40}(?:отказ|прекращ|отмен)|отказа\w+[^.;]{0,60}(?:досрочн|поручени|работ|дн)"
    )
    return met(hit) if hit else violated("право досрочно отказаться от поручения не разъяснено")


@criterion("SOG-08")
def data_apart(document: Document) -> Judgement:
    found = sorts(document)
    if _before(document, DATA_LAW):
        return not_applicable("документ составлен до 01.09.2025")
    if "data" not in found:
        apart = document.search(r"персональн\w+ данн[^.;]{0,80}отдельн|отдельн[^.;]{0,60}персональн\w+ данн")
        return met(apart, 0.7) if apart else not_applicable("обработки персональных данных в файле нет")
    if len(found) > 1:
        return violated("согласие на обработку персональных данных включено в другой документ", found["data"], 0.9)
    return met(found["data"])


@criterion("SOG-09")
def data_terms(document: Document) -> Judgement:
    if "data" not in sorts(document):
        return not_applicable("согласия на обработку персональных данных в файле нет")
    return by_parts(
        {
            "цель": document.search(
                r"\bцел[ьияюе]\w*\b|в целях|для того,? чтобы|в связи с|(?:обраб|обработ|нужн|использ|собира|размещ)\w*"
                r"[^.;]{0,80}\b(?:для|чтобы)\b|\bдля (?:организац|оформлен|ведени|формирован|учёт|учет|осуществлен"
                r"|реализац)"
            ),
            "состав данных": document.search(
                r"фамили\w+[^.]{0,40}имя|\bФ\.?\s?И\.?\s?О\b|перечень|состав\w* (?:персональн|данн)"
                r"|следующ\w+ (?:персональн|данн)"
                r"|сведени\w+ о|перечн"
            ),
            "оператор": document.search(
                r"оператор|(?:даю|согласи\w+)[^.;]{0,120}(?:МБОУ|МАОУ|МОУ|ГБОУ|МКОУ|школ|гимнази|лице|учреждени"
                r"|организаци|детск\w+ сад|колледж)"
            ),
            "срок": document.search(
                r"срок\w*|действует (?:до|с|в течение|на)|до \d{1,2}[. ]|в течение \d|бессрочн|до достижения|по "
                r"\d{1,2}\.\d"
            ),
            "способ отзыва": document.search(
                r"отозва|отзыв|отозван|(?:требовани|прав)\w*[^.;]{0,40}прекра|прекратить (?:обработк|распростран)"
            ),
        }
    )


@criterion("SOG-10")
def spreading(document: Document) -> Judgement:
    found = sorts(document)
    published = document.search(
        r"распростран|публик|размещ\w+[^.;]{0,60}сайт|сайт|фотограф|фотосъ|видеосъ|изображени|социальн\w+ сет"
    )
    if not published:
        return unknown("нужен комплект")
    if re.search(r"отдельн", published.words.text, re.I) or (
        set(found) == {"data"} and re.search(r"распростран", " ".join(b.text for b in document.blocks[:8]), re.I)
    ):
        return met(published, 0.6)
    if document.search(r"(?:разреша|соглас)\w*[^.;]{0,120}(?:публик|размещ|распростран|фото)"):
        return partial("согласие на распространение не отделено", published, 0.5)
    return unknown("нужен комплект")


@criterion("SOG-11")
def minimal(document: Document) -> Judgement:
    hit = document.search(
        r"паспорт\w*|состояни\w+ здоровья|здоровь\w+|медицинск|СНИЛС|\bИНН\b|семейн\w+ положени|национальност"
        r"|судимост|адрес\w* (?:регистрац|прожив|места жит)|место жительства|проживающ|зарегистрирован\w* по "
        r"адрес|вероисповед|биометрич|банковск\w+ (?:счет|счёт|карт)|состав\w* семьи|дат[аыу] рождения"
    )
    if hit and re.search(r"дат[аыу] рождения", hit.words.text[hit.start : hit.end], re.I):
        hit = None
    if hit and not re.search(
        r"не (?:треб|запраш|указыва|собира|обрабат|передава|включ)|без ",
        hit.words.text[max(0, hit.start - 60) : hit.end + 60],
        re.I,
    ):
        return partial("в согласии есть данные, которые для наставничества не нужны", hit)
    return met(None, 0.7)


@criterion("SOG-12")
def own_signature(document: Document) -> Judgement:
    if _before(document, DATA_LAW):
        return not_applicable("документ составлен до 01.09.2025")
    found = sorts(document)
    joined = document.search(
        r"приказываю|с приказом[^.]{0,60}(?:ознакомлен|соглас)\w*[^.]{0,80}соглас|стороны договорились"
        r"|дополнительное соглашение № ?\d+\s*$|согласен с приказом и|(?:этой|той|одной) (?:же )?подпис\w+"
        r"|подпис\w+[^.;]{0,40}одновременно|является (?:одновременно )?(?:дополнительным соглашением"
        r"|приложением к приказу)"
    )
    signed, _ = signature_and_date(document)
    if joined:
        return violated("согласие соединено с другим документом", joined)
    if {"mentor", "mentee"} <= set(found) and len(document.signatures) < 2:
        return violated("одна подпись под несколькими согласиями", signed)
    if signed is None:
        return violated("своей подписи под согласием нет")
    return met(signed)


@criterion("SOG-13")
def trainee(document: Document) -> Judgement:
    student = document.search(r"\bстудент|\bстаж[её]р(?!ск)|практикант")
    if student is None or not {"mentor", "mentee"} & set(sorts(document)):
        return not_applicable("наставляемый — не студент и не стажёр")
    grounds = document.search(
        r"договор\w*[^.;]{0,80}(?:практик|трудоустр|обучени|целев|последующ|колледж|вуз|университет|ученич)"
        r"|направлени\w+ на практик|практическ\w+ подготовк\w*[^.;]{0,40}договор|(?:целев\w+|ученическ\w+) "
        r"договор|договор о (?:практ|целев)"
    )
    return met(grounds) if grounds else violated("договор или документ о практике не назван", student, 0.6)


@criterion("SOG-14")
def kept(document: Document) -> Judgement:
    hit = document.search(
        r"хран\w+[^.;]{0,80}(?:кадр|личн\w+ дел|дел)|журнал\w* (?:учета|учёта|регистрац)|зарегистрирован"
        r"|вх(?:одящий|\.)\s*№"
    )
    return met(hit, 0.7) if hit else unknown()
