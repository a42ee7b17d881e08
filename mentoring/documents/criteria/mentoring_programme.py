"""Criteria PPN: the personalised programme of a pair."""

from __future__ import annotations

import re

from .. import dates, requisites, vocabulary
from ..activities import activities
from ..judgement import Judgement, by_parts, criterion, met, partial, unknown, violated
from ..language import Hit, Words
from ..pairs import roles
from ..tasks import deficits, stems, tasks
from ..view import Document
from . import common
from .roadmap import DONE


@criterion("PPN-01")
def title(document: Document) -> Judgement:
    names = {requisites.stem(p.surname): w for w, p in common.head_names(document, 60) if not _official(document, w)}
    stamp, hit = common.approval(document)
    approved = (
        hit
        if hit and (stamp["номер"] or stamp["дата"] or stamp["подпись"])
        else document.search(r"согласован\w*[^.;]{0,80}\d|рассмотрен\w*[^.;]{0,80}протокол|утвержден\w* приказом")
    )
    text = document.plain
    form = document.search(re.compile("|".join(vocabulary.FORMS.values()), re.I))
    type_ = next(
        (
            w
            for w in document.index.words
            if vocabulary.types(w.text)
            and re.search(r"вид|наставнич|форм|модел|взаимодейств", w.text + _row_label(document, w), re.I)
        ),
        None,
    )
    coded = len(re.findall(r"(?im)^\W*(?:наставник|наставляем\w+)\s*(?:\([^)]*\))?\s*[–—:|-]\s*\S", text)) >= 2
    return by_parts(
        {
            "пара": next(iter(names.values())) if len(names) >= 2 else (coded and document.search("наставник")) or None,
            "организация": common.organization(document),
            "период": document.period_hit,
            "форма": form,
            "вид": type_,
            "утверждение": approved,
        }
    )


def _row_label(document: Document, words: Words) -> str:
    if words.kind != "cell" or words.block < 0:
        return ""
    block = document.blocks[words.block]
    return " " + document.text.tables[block.table].rows[block.row][0]


def _official(document: Document, words: Words) -> bool:
    return words.block in document.stamp or bool(re.match(r"\W*(?:директор|заведующ)", words.text, re.I))


_FOUND = re.compile(
    r"дефицит|затруднен|выявлен|не владе|не хватает|недостаточн|трудност|трудно\b|не умеет|показал[аио]?\b"
    r"|испытыва|слаб\w+ (?:сторон|мест)|проблем|обнаруж|выясн|установлено|оказалось|пробел|сложност|не удерж|не планир"
    r"|(?:мало|не хватает|недоста)\w* |зон\w+ роста",
    re.I,
)
_ABOUT = re.compile(
    r"диагност|дефицит|затрудн|выявл|самооцен|анкетир|результат|входн|исходн|стартов|опрос|показал|прош[её]л"
    r"|прошла|с чего|основани|источник|откуда|по итогам",
    re.I,
)


@criterion("PPN-02")
def diagnosed(document: Document) -> Judgement:
    category = None
    for unit in document.units:
        named = vocabulary.categories(
            Words(re.sub(r"(?:высш|перв|квалификационн)\w+ (?:квалификационн\w+ )?категори\w*", "", unit.text))
        )
        said = re.search(r"категори|относ|осваива", unit.text, re.I)
        if named and (
            said
            or (
                named - {"growth_seeker", "digital_learner"}
                and re.search(r"наставляем|педагог|специалист|учител|воспитател", unit.text, re.I)
            )
        ):
            category = unit
            break
    method, day = diagnostics(document)
    plan_rows = _plan_places(document)
    found = next(
        (
            u
            for u in document.units
            if _FOUND.search(u.text)
            and u.place not in plan_rows
            and not re.search(
                r"не (?:выявл|указ|провод|определ)|затруднени\w*\s*:?\s*$|дефицит\w*\s*:?\s*$", u.text, re.I
            )
            and not re.match(r"\W*(?:[IVX\d.]+\s*)?(?:задач|цел[ьи])", u.text, re.I)
        ),
        None,
    )
    found = found or (document.find("дефицит|затруднение") if deficits(document) else None)
    if found is None and method is not None:  # «Диагностика: опросник, 05.10.2026: 1) распевка занимает …»
        said = method.words.text[method.end :]
        found = method if re.search(r":\s*(?:1[).]|а\)|[–—-]\s|(?:\S+\s+){4,})", said) else None
    return by_parts(
        {
            "категория наставляемого": category,
            "чем проведена диагностика": method,
            "дата диагностики": day,
            "выявленные дефициты": found,
        }
    )


def _plan_places(document: Document) -> set[str]:
    """Places of the plan's rows or numbered lines: what is planned isn't yet found."""
    return {
        a.row.place
        for a in activities(document)
        if document.tables or (a.number and not re.search(r"диагност|выявлен|дефицит|показател|цель", a.text, re.I))
    }


def diagnostics(document: Document) -> tuple[Hit | None, Hit | Words | None]:
    """The method of the diagnosis of deficits and its date (a day, or a month)."""
    method = day = None
    plan_rows = _plan_places(document)
    around = document.period or dates.school_year(document.as_of)
    for unit in document.units:
        if unit.place in plan_rows:
            continue
        hit = next((h for p in common.METHOD if (h := unit.find(p)) and not h.denied), None)
        named = _ABOUT.search(unit.text)
        if (
            hit is not None
            and named
            and not re.search(r"промежуточн|итогов|заключительн|повторн", unit.text[: hit.start], re.I)
        ):
            method = method or hit
            if day is None and any((s.last - s.first).days < 62 for s in dates.spans(unit.text, around)):
                day = unit
        elif (
            day is None
            and re.search(r"диагност|дат[аы] (?:проведени|выявлен)|анкетир", unit.text, re.I)
            and not re.search(r"промежуточн|итогов|повторн", unit.text, re.I)
        ) and any(s.dated and (s.last - s.first).days < 62 for s in dates.spans(unit.text)):
            day = unit
    return method, day


def goal(document: Document) -> Words | None:
    """The sentence that states the goal."""
    for number, block in enumerate(document.blocks):
        match = re.match(
            r"\W*(?:\d{1,2}(?:\.\d)*\.?\s*)?(?:основная |общая )?цель\b[^:–—-]{0,60}[:–—-]?\s*", block.text, re.I
        )
        if not match:
            continue
        rest = block.text[match.end() :]
        if len(rest.split()) >= (2 if ":" in match[0] else 3):
            return Words(block.text, block.place, number, block.kind)
        if block.kind == "cell":
            row = document.text.tables[block.table].rows[block.row]
            text = next((c for c in row[block.column + 1 :] if c != block.text), "")
            if not requisites.blank(text):
                return Words(text, block.place, number, "cell")
            continue
        if number + 1 < len(document.blocks):
            follow = document.blocks[number + 1]
            if len(follow.text.split()) >= 3:
                return Words(follow.text, follow.place, number + 1, follow.kind)
    hit = document.find("цель ..2 программа|работа|наставничество|взаимодействие|маршрут")
    return hit.words if hit and len(hit.words.text.split()) > 5 else None


@criterion("PPN-03")
def measurable(document: Document) -> Judgement:
    aim = goal(document)
    if aim is None:
        return unknown("цель в тексте не найдена: решает человек")
    if common.numbers_in(re.sub(r"^\W*\d+[.)]\s*", "", aim.text)) or re.search(
        r"\bдо уровня|самостоятельно|каждом|не менее|не ниже", aim.text, re.I
    ):
        return met(aim, 0.6)
    return partial("цель не измерима: нет уровня, количества и срока", aim, 0.65)


@criterion("PPN-04")
def tasks_answer(document: Document) -> Judgement:
    return answering(document)


def answering(document: Document) -> Judgement:
    """Every task has its deficit: by the column, else by common words in both directions."""
    found, needs = tasks(document), deficits(document)
    if found and not needs and not any(t.deficit for t in found) and not document.search(_FOUND):
        return violated("дефициты не названы: задачам не на что отвечать", found[0].place, 0.6)
    if not needs and not (found and any(t.deficit for t in found)):
        return unknown("дефициты в тексте не найдены: решает человек" if found else "ни задач, ни дефицитов")
    if not found:
        return unknown("задачи в тексте не найдены: решает человек")
    if found[0].deficit is not None:
        aside = next((t for t in found if t.deficit and _ASIDE.search(t.text) and not _ASIDE.search(t.deficit)), None)
        if aside:
            return partial("задача не о том, что названо дефицитом", aside.place, 0.6)
        bad = [t for t in found if not t.deficit]
        if bad:
            return (violated if len(bad) == len(found) else partial)("у задачи не указан дефицит", bad[0].place)
        return met(found[0].place, 0.7)
    if all(re.search(r"дефицит|затруднени|\bД\s?-?\d", t.text, re.I) for t in found):
        return met(found[0].place, 0.6)
    loose = [t for t in found if not any(stems(t.text) & stems(need) for need in needs)]
    open_needs = [need for need in needs if not any(stems(t.text) & stems(need) for t in found)]
    if len(loose) * 2 > len(found) and len(open_needs) * 2 >= len(needs):
        return violated("задачи не отвечают названным дефицитам", loose[0].place, 0.6)
    if open_needs and loose and len(needs) > 1:
        return partial("не каждому дефициту отвечает задача", loose[0].place, 0.5)
    return unknown() if loose else met(found[0].place, 0.6)


# Housekeeping and papers for a certificate: no lack of a teacher's practice is made good by them.
_ASIDE = re.compile(
    r"(?:оформ|обновит|украс)\w*[^.;]{0,40}(?:угол|кабинет|стенд)|портфолио|грамот|пройти аттестац"
    r"|аттестационн\w+ (?:дело"
    r"|папк)|собрать (?:документ|папк)|журнал\w* (?:заполн|вест)",
    re.IGNORECASE,
)


@criterion("PPN-05")
def concrete(document: Document) -> Judgement:
    return specific(document)


def specific(document: Document) -> Judgement:
    """Every task says to what level and by when; «повысить», «изучить» without numbers is vague."""
    found = tasks(document)
    if not found:
        return unknown("задачи в тексте не найдены: решает человек")

    def full(task) -> bool:
        row = task.row_text or task.text
        timed = dates.is_time(row)
        level = common.numbers_in(
            re.sub(r"\d{1,2}\.\d{2}\.\d{4}|20\d\d", " ", re.sub(r"^\W*\d+[.)]", "", task.text))
        ) or bool(
            re.search(
                r"самостоятельн|без (?:ошибок|помощи)|\bкажд|не менее|не ниже|до уровня|разработать|составить"
                r"|провести|подготовить|внедрить|применить|проектировать",
                task.text,
                re.I,
            )
        )
        if task.measure is not None and not level and common.VAGUE.search(task.text):
            # The row has a column of its own for the measure: figures of other columns are none.
            bare = re.sub(r"\d{1,2}\.\d{2}(?:\.\d{2,4})?|20\d\d", " ", task.measure)
            return timed and (common.numbers_in(bare) or any(Words(task.measure).find(p) for p in common.EVIDENCE))
        if task.row_text and not level:
            level = common.numbers_in(re.sub(r"\d{1,2}\.\d{2}(?:\.\d{2,4})?|20\d\d", " ", row.replace(task.text, "")))
        return level and (timed or bool(document.period and not common.VAGUE.search(task.text)))

    bad = [t for t in found if not full(t)]
    if not bad:
        return met(found[0].place, 0.6)
    vague = [t for t in bad if common.VAGUE.search(t.text)]
    if len(vague) == len(found):
        return violated("задачи неконкретны: нет уровня и срока", vague[0].place, 0.7)
    if vague:
        return partial("задача неконкретна: нет уровня или срока", vague[0].place, 0.6)
    return unknown()


@criterion("PPN-06")
def plan(document: Document) -> Judgement:
    rows = activities(document)
    if not rows:
        return violated("плана мероприятий нет")
    names = {"when": "срок", "result": "результат"}
    missing = [title for field, title in names.items() if all(getattr(a, field) is None for a in rows)]
    if missing:
        return partial("в плане нет: " + ", ".join(missing), rows[0].row)
    bad = next(((a, t) for a in rows for f, t in names.items() if not getattr(a, f)), None) or next(
        ((a, "вид работы") for a in rows if requisites.blank(a.title)), None
    )
    bad = bad or next(
        ((a, "результат: сказано только, что дело сделано") for a in rows if DONE.fullmatch(a.result.strip(" .;"))),
        None,
    )
    if bad:
        return partial(f"у мероприятия не указан {bad[1]}", bad[0].row)
    return met(rows[0].row)


_RHYTHM = re.compile(
    r"график\w*[^.;]{0,30}(?:встреч|консульт|взаимод)|(?:перв|втор|трет|четв[её]рт|последн)\w+ (?:и \w+ )?"
    r"(?:понед|вторн|сред[ауы]|четверг|пятниц|суббот|недел)|дважды в (?:недел|месяц)|кажд\w+ (?:\w+ )?(?:понед"
    r"|вторн|сред|четв|пятн|суб|недел"
    r"|месяц)|по (?:понедельник|вторник|сред|четверг|пятниц)|раз\w* в (?:\S+ )?(?:недел|месяц|полугод|четверт)"
    r"|еженедельн|ежемесячн|расписани\w+ встреч|периодичност|встреч\w*[^.]{0,80}(?:\d{1,2}\.\d{2}|\d{1,2} "
    r"(?:январ|феврал|март|апрел|ма[яй]|сентябр|октябр|ноябр|декабр))",
    re.I,
)


@criterion("PPN-07")
def meetings(document: Document) -> Judgement:
    schedule = next(
        (
            u
            for u in document.units
            if _RHYTHM.search(u.text)
            and re.search(r"встреч|консультац|занят|взаимод|рефлекс|график|\d{1,2}[:.]\d{2}", u.text, re.I)
            and not re.search(r"график\w*[^.;]{0,40}(?:не |отсутств)", u.text, re.I)
        ),
        None,
    )
    meets = [a for a in activities(document) if re.search(r"встреч|консультац", a.title, re.I) and a.when]
    reflection = document.find(
        "промежуточный ..5 рефлексия|рефлексивный|встреча|итог|анализ|обсуждение|самоанализ",
        "рефлексия|рефлексивный ..6 промежуточный|середина|полугодие|январь|декабрь",
        "середина ..4 рефлексия|рефлексивный",
    )
    if reflection is None:
        reflection = _middle_reflection(document)
    return by_parts(
        {
            "график встреч": schedule or (meets[0].row if len(meets) >= 2 else None),
            "промежуточная рефлексия": reflection,
        }
    )


def _middle_reflection(document: Document):
    rows = activities(document)
    period = document.period
    if period:
        for unit in document.units:
            if re.search(r"рефлекси", unit.text, re.I):
                days = [s.first for s in dates.spans(unit.text, period)]
                if any(period[0] < day < period[1] - (period[1] - period[0]) / 5 for day in days):
                    return unit
    for at, activity in enumerate(rows[:-1]):
        if at and re.search(r"рефлекси", activity.text, re.I):
            return activity.row
    return None


_LESSON = r"(?:урок|занят|НОД\b|мероприят)"
_MUTUAL = re.compile(
    rf"взаимопосещ|взаимн\w+ (?:посещ|наблюд)|(?:наставляем|подопечн|молод)\w*[^.;]{{0,40}}(?:посеща|посет"
    rf"|смотр|наблюда|приход|присутств|бывает)\w*[^.;]{{0,40}}{_LESSON}|{_LESSON}\w* (?:опытн\w+ )?наставник(?:а|ов)\b"
    rf"|показ\w* {_LESSON}|открыт\w+ {_LESSON}\w*[^.;]{{0,20}}наставник",
    re.I,
)
_VISIT = re.compile(rf"(?:посещ|посет|смотр|наблюд|присутств)\w*[^.;]{{0,50}}{_LESSON}|взаимопосещ", re.I)
_FEEDBACK = re.compile(
    rf"обратн\w+ связ|(?:анализ|обсужд|разбор|разговор|самоанализ|бесед|рефлекси)\w*[^.;]{{0,60}}{_LESSON}"
    rf"|{_LESSON}\w*[^.;]{{0,80}}(?:анализ|обсужд|разбор|разговор|самоанализ|бесед|рефлекси)|лист\w* (?:наблюд"
    rf"|посещ|анализ)|карт\w* (?:наблюд|посещ)",
    re.I,
)


@criterion("PPN-09")
def visits(document: Document) -> Judgement:
    mutual, visit, feedback = (
        next(
            (
                u
                for u in document.units
                if p.search(u.text) and not re.search(r"не (?:предусм|планир|провод|посещ)", u.text, re.I)
            ),
            None,
        )
        for p in (_MUTUAL, _VISIT, _FEEDBACK)
    )
    mutual = mutual or _seen_by_mentee(document)
    if not visit and not mutual:
        return violated("посещение занятий не предусмотрено")
    return by_parts({"посещение": visit or mutual, "взаимопосещение": mutual, "обратная связь": feedback})


def _seen_by_mentee(document: Document) -> Words | None:
    """«Боброва на уроках Цветаева»: the lesson is the mentor's, or the mentee is the one who watches."""
    people = roles(document)
    mentors = "|".join(re.escape(n.stem[:6]) for n in people if n.role == "mentor" and len(n.stem) > 3)
    mentees = "|".join(re.escape(n.stem[:6]) for n in people if n.role == "mentee" and len(n.stem) > 3)
    patterns = [rf"{_LESSON}\w*\s+(?:[А-ЯЁ]\.\s?){{0,2}}(?:{mentors})"] if mentors else []
    if mentees:
        patterns.append(rf"(?:{mentees})\w*[^.;|]{{0,20}}(?:на |посещ|смотр|наблюд|присутств)[^.;|]{{0,30}}{_LESSON}")
    return next((u for u in document.units for p in patterns if re.search(p, u.text, re.I)), None)


@criterion("PPN-10")
def measures(document: Document) -> Judgement:
    """Indicators at the entrance and at the exit for each of the two."""
    names = {n.stem: "наставник" if n.role == "mentor" else "наставляемый" for n in roles(document)}
    start = (
        r"\bдо\b|\bбыло\b|сейчас|на входе|вход\w*|начал\w+|исходн\w+|старт\w*|до программы|первичн\w+|сначала"
        r"|изначальн\w+|первоначальн\w+"
        r"|сентябр|октябр"
    )
    end = (
        r"после|\bстанет\b|\bбудет\b|на выходе|выход\w*|конец|конце|итогов\w+|планов\w+|целев\w+|ожидаем\w+"
        r"|после программы|финал\w*|заключительн|май\b|мае\b"
    )
    parts = dict.fromkeys(("наставляемый: вход", "наставляемый: выход", "наставник: вход", "наставник: выход"))
    for grid in document.text.tables:
        for at, row in enumerate(grid.rows):
            header = " ".join(" ".join(r) for r in grid.rows[:2])
            if not (
                re.search(start, header, re.I)
                and re.search(end, header, re.I)
                and re.search(r"показател|критери|индикатор|вход|выход|участник|\bдо\b|было", header, re.I)
            ):
                continue
            if re.search(r"мероприят|ответственн", header, re.I):
                continue
            who = _named_roles(" ".join(row[:2]) if at > 0 else "", names)
            place = Words(" | ".join(dict.fromkeys(c for c in row if c)), f"{grid.place}, строка {at + 1}")
            valued = [c for c in row[1:] if not requisites.blank(c)]
            for role in who:
                if len(valued) >= 2:
                    parts[f"{role}: вход"] = parts[f"{role}: вход"] or place
                    parts[f"{role}: выход"] = parts[f"{role}: выход"] or place
    section: list[Words] = []
    for number, block in enumerate(document.blocks):
        if (
            re.search(
                r"показател|индикатор|результативност|эффективност|критери\w+ (?:оцен|результат|эффект)"
                r"|оценк\w+ результат|меря[ею]|измеря|замер"
                r"|что изменится",
                block.text,
                re.I,
            )
            and block.kind != "cell"
        ):
            section += [
                Words(b.text, b.place, number) for b in document.blocks[number : number + 8] if b.kind != "cell"
            ]
    role_now: set[str] = set()
    for words in section:
        said = _named_roles(words.text, names) or role_now
        role_now = said
        for role in said:
            if re.search(start, words.text, re.I):
                parts[f"{role}: вход"] = parts[f"{role}: вход"] or words
            if re.search(end, words.text, re.I) or re.search(r"\bс\s+\d[\d,.]*\s*%?\s*до\s+\d", words.text):
                parts[f"{role}: выход"] = parts[f"{role}: выход"] or words
            if re.search(r"\bс\s+\d[\d,.]*\s*%?\s*(?:балл\w*\s*)?до\s+\d", words.text):
                parts[f"{role}: вход"] = parts[f"{role}: вход"] or words
    if not any(parts.values()):
        general = document.find("показатель", "критерий ..4 эффективность|результативность|оценка")
        if general:
            return partial("показатели не заданы на входе и выходе для обоих участников", general)
    return by_parts(parts)


def _named_roles(text: str, names: dict[str, str]) -> set[str]:
    roles = {names[stem] for p in requisites.people(text, True) if (stem := requisites.stem(p.surname)) in names}
    roles |= {role for stem, role in names.items() if len(stem) > 3 and re.search(rf"\b{re.escape(stem)}", text, re.I)}
    if re.search(r"наставляем|молод\w+ (?:педагог|специалист|учител)", text, re.I):
        roles.add("наставляемый")
    if re.search(r"наставник", text, re.I):
        roles.add("наставник")
    if re.search(r"обо(?:их|их участник)|участник\w+ пары|каждого участника", text, re.I):
        roles |= {"наставляемый", "наставник"}
    return roles


@criterion("PPN-08")
def suits(document: Document) -> Judgement:
    """Only what plainly doesn't fit is told: one meeting for months, the younger teaching when the mentee is new."""
    unit = next(
        (
            u
            for u in document.units
            if len(vocabulary.types(u.text)) == 1 and re.search(r"\bвид\w*\b|наставничеств", u.text, re.I)
        ),
        None,
    )
    if unit is None:
        return unknown()
    kind = vocabulary.types(unit.text)
    period = document.period
    if period and (period[1] - period[0]).days > 100 and kind <= {"flash", "speed_consulting"}:
        return violated("вид рассчитан на одну встречу, а программа — на месяцы", unit, 0.7)
    needs = set().union(
        *(vocabulary.categories(w) for w in document.index.words if re.search("категори", w.text, re.I))
    )
    if kind == {"reverse"} and "young" in needs and "digital_learner" not in needs:
        return violated("реверсивный вид — младший учит старшего, а наставляемый — начинающий", unit, 0.6)
    return unknown()


@criterion("PPN-11")
def evidence(document: Document) -> Judgement:
    hit = document.find(*common.EVIDENCE)
    if hit:
        return met(hit, 0.6)
    applied = document.find(
        "открытый ..2 урок|занятие",
        "применить|применение|внедрение|внедрить ..6 практика|урок|занятие",
        "провести|проведение ..5 урок|занятие",
        "доказательство",
        "результат ..4 обучающийся",
    )
    return unknown() if applied else violated("доказательств изменения практики нет", None, 0.6)


@criterion("PPN-12")
def completion(document: Document) -> Judgement:
    return by_parts(
        {
            "решение о завершении или продолжении": document.find(
                "решение ..6 завершение|продолжение|прекращение|продление|закрытие|завершить|продолжить",
                "завершение|продолжение|продление|завершить ..6 решение|решать",
                "продолжение ..4 наставничество|программа|работа|сопровождение",
                "завершение ..2 или ..3 продолжение",
                "целесообразность ..4 продолжение",
            )
            or next(
                (
                    u
                    for u in document.units
                    if re.search(
                        r"(?:решени|решает|решат|реша[юе]т|вопрос|предложени|вывод|заключени|определя\w+)\w*[^.]{0,80}"
                        r"(?:заверш|законч|оконч|продолж|прекращ|закры|продл)|(?:заверш|законч"
                        r"|продолж|продл)\w*[^.]{0,60}(?:решени|решает|реша[юе]т)|продолжа\w+ ли|заверша\w+ ли"
                        r"|(?:заверш|законч|оконч|прекра|закры)\w*[^.]{0,25}\b(?:или|либо)\b[^.]{0,25}(?:продолж|продл)"
                        r"|(?:продолж|продл)\w*[^.]{0,25}\b(?:или|либо)\b[^.]{0,25}(?:заверш|законч|оконч|прекра"
                        r"|закры)",
                        u.text,
                        re.I,
                    )
                ),
                None,
            ),
            "отчёт наставника": document.find(
                "отчет ..4 наставник",
                "наставник ..5 отчет|отчитываться|отчитаться|представлять|представить",
                "отчет ..3 пара|реализация|выполнение|итог|результат",
                "итоговый|заключительный ..2 отчет",
            ),
        }
    )


_GROUNDS = re.compile(
    r"диагност|результат|итог|рефлекс|замер|срез|анализ|мониторинг|тест|наблюд|показател|дефицит|затруднен|анкет"
    r"|оценк|опрос"
    r"|промежуточн|изменени\w* потребност",
    re.IGNORECASE,
)


@criterion("PPN-13")
def adjusted(document: Document) -> Judgement:
    change = r"\b(?:уточн|пересм|измен[яеи]|дополн|обновл|поправ|меня[ею]|поменя|перестр|перераб|адаптир)"
    what = r"(?:программ|план|задач|шаг|мероприят|содержани|цел)"
    hit = document.search(
        rf"корректир|корректив|коррекци\w+ (?:программ|план|задач)|{what}\w*[^.;]{{0,60}}{change}"
        rf"|{change}\w*[^.;]{{0,50}}{what}|внос\w+[^.;]{{0,30}}(?:изменени|поправк)|лист\w* изменени"
    )
    near = document.blocks[hit.words.block : hit.words.block + 2] if hit else []
    if hit and not hit.denied and not _GROUNDS.search(" ".join([hit.words.text, *(block.text for block in near)])):
        return partial("не сказано, что программу правят по результатам диагностики", hit, 0.5)
    return (
        met(hit)
        if hit and not hit.denied
        else violated("корректировка программы по результатам диагностики не предусмотрена", hit)
    )


@criterion("PPN-14")
def linked(document: Document) -> Judgement:
    route = document.find("иом", "индивидуальный ..2 маршрут")
    consent = document.find("согласие")
    agreement = document.find("дополнительный ..2 соглашение")
    if route and consent and agreement:
        return met(route, 0.6)
    return unknown("нужен комплект")
