"""Criteria IOM: the individual learning route of a teacher."""

from __future__ import annotations

import re

from .. import dates, requisites
from ..activities import activities
from ..judgement import Judgement, by_parts, criterion, met, partial, unknown, violated
from ..language import Words
from ..tasks import deficits, tasks
from ..view import Document, Row
from . import common
from .mentoring_programme import answering, diagnostics, specific


@criterion("IOM-01")
def identified(document: Document) -> Judgement:
    names = [(w, p) for w, p in common.head_names(document, 60) if w.block not in document.stamp]
    guide = None
    teacher = position = None
    for number, block in enumerate(document.blocks[:60]):
        text = block.text
        if block.kind == "cell":
            text = " ".join(dict.fromkeys(document.text.tables[block.table].rows[block.row]))
        bare = requisites.filled(text)
        if number in document.stamp:
            continue
        named = requisites.people(bare, block.kind == "cell") or re.search(r"[–—:]\s*[А-ЯЁA-Z][\w-]+", bare)
        guides = re.search(
            r"сопровожда|наставник(?!ом и)|куратор|методист|тьютор|консультант|руководител\w+ маршрут", bare, re.I
        ) and not re.search(r"директор\b(?!а)|утвержд", bare, re.I)
        if guides and (requisites.people(bare, False) or (block.kind == "cell" and named)):
            guide = guide or Words(text, block.place, number)
            if re.match(r"\W*(?:сопровожда|наставник|куратор|методист|тьютор)", bare, re.I):
                continue
        if (
            requisites.people(bare, block.kind == "cell")
            and teacher is None
            and not re.match(r"\W*(?:директор|заведующ)", bare, re.I)
        ):
            teacher = Words(text, block.place, number)
        if re.search(
            r"должност\w*\s*[–—:-]?\s*\S|учител|воспитател|преподавател|педагог-|логопед|психолог|тренер"
            r"|инструктор|концертмейстер|мастер производственн|методист|тьютор|библиотекар|вожат",
            requisites.filled(text),
            re.I,
        ) and not re.search(r"должност\w*\s*[–—:-]?\s*$", bare.strip(), re.I):
            position = position or Words(text, block.place, number)
    if teacher is None and names:
        teacher = names[0][0]
    if guide is None:
        guide = next(
            (
                w
                for w in document.signatures
                if re.search(r"сопровожда|наставник|куратор|методист|тьютор", w.text, re.I)
            ),
            None,
        )
    return by_parts({"педагог": teacher, "должность": position, "период": document.period_hit, "сопровождающий": guide})


@criterion("IOM-02")
def diagnosed(document: Document) -> Judgement:
    found = deficits(document)
    named = (
        document.find("дефицит|затруднение")
        if found
        or document.find(
            "дефицит|затруднение ..9 недостаточный|неумение|слабый|сложность|трудность|выявить|низкий|отсутствие"
        )
        else None
    )
    named = named or document.search(
        r"(?:мне|ей|ему|педагогу) (?:\S+ )?(?:трудно|сложно)|не (?:умею|умеет|хватает|владе\w+|получается|уда[её]тся)"
        r"|пробел\w*|слаб\w+ (?:сторон|мест)\w*|зон\w+ (?:роста|развития)"
    )
    method, _ = diagnostics(document)
    if method is None and named:
        for words in document.index.words:
            if re.search(r"диагност|выявл|дефицит|источник|способ|метод", words.text, re.I) and (
                hit := next((h for p in common.METHOD if (h := words.find(p)) and not h.denied), None)
            ):
                method = hit
                break
        column = next(
            (
                t
                for t in document.tables
                if t.column("способ|источник|чем ..2 выявить|метод|диагностика") is not None
                and t.column("дефицит") is not None
            ),
            None,
        )
        if (
            method is None
            and column is not None
            and all(
                not requisites.blank(v)
                for v in column.values(column.column("способ|источник|чем ..2 выявить|метод|диагностика"))
            )
        ):
            method = column.titles[0]
    return by_parts({"дефициты": named, "способ выявления": method}, key="дефициты")


@criterion("IOM-03")
def answer(document: Document) -> Judgement:
    return answering(document)


@criterion("IOM-04")
def concrete(document: Document) -> Judgement:
    return specific(document)


_APPLY = (
    "применить|применять|применение|апробация|апробировать|внедрить|внедрять|внедрение|использовать|использование"
    "|отработка|отработать|отрабатывать|пробовать|испытать ..8 практика|урок|занятие|класс|работа|группа|тренировка"
    "|ребенок|обучающийся|ученик|студент",
    "провести|проводить|проведение ..6 урок|занятие|фрагмент|тренировка",
    "в ..0 практика",
    "открытый ..2 урок|занятие",
    "проверить|опробовать ..4 урок|занятие",
    "перенос ..3 практика",
    "урок|занятие ..6 применить|применение|использование|апробация|применяться",
    "апробация|апробировать",
)


@criterion("IOM-05")
def practice(document: Document) -> Judgement:
    hit = document.find(*_APPLY)
    return (
        met(hit, 0.6)
        if hit
        else violated("изменение практики не предусмотрено: применить новое на занятии не требуется", None, 0.7)
    )


@criterion("IOM-06")
def transfer(document: Document) -> Judgement:
    return by_parts(
        {
            "перенос в практику": document.find(*_APPLY, "перенос|переносить", "практический ..2 этап"),
            "доказательства": document.find(*common.EVIDENCE),
        }
    )


_WAYS: dict[str, str] = {
    "курсы": r"курс\w*|повышени\w+ квалификации|\bКПК\b|\bДПП\b|вебинар",
    "чтение": r"чтени|изучени\w+ (?:литератур|стат|пособи|материал)|самообразован|литератур",
    "семинар": r"семинар|мастер-класс|практикум|тренинг|конференц",
    "наблюдение": r"(?:взаимо)?посещ\w+[^.;|]{0,25}(?:урок|занят)|взаимопосещ|наблюден|открыт\w+ (?:урок|занят)",
    "планирование": r"совместн\w+|проектировани\w+ (?:урок|занят)|разработк\w+ (?:урок|занят|конспект|технолог)",
    "консультация": r"консультац|наставнич|встреч\w+ с наставник|обсужден|супервиз|разбор",
    "стажировка": r"стажиров",
    "сообщество": r"методическ\w+ объединен|сообществ|\bШМО\b|\bРМО\b|\bМО\b|педсовет|клуб|конкурс|проектн\w+ групп",
    "проба": r"апробац|проведен\w+ (?:урок|занят|фрагмент)|видеозапис|применен|провест\w+ (?:урок|занят|\S+ "
    r"урок)",
}


@criterion("IOM-07")
def variety(document: Document) -> Judgement:
    """Forms are sought in the rows of the plan and the tasks; when there are none, everywhere."""
    rows = activities(document)
    text = " \n".join([a.text for a in rows] + [t.row_text or t.text for t in tasks(document)])
    found = {name for name, pattern in _WAYS.items() if re.search(pattern, text, re.I)}
    if not found - {"курсы", "чтение"}:
        whole = " \n".join(
            u.text
            for u in document.units
            if re.search(r"форм|как\b|учусь|обучени|работ|занят|урок", u.text, re.I)
            and (u.block not in document.head or re.match(r"\W*(?:форм|как\b|способ)", u.text, re.I))
        )
        found |= (
            {name for name, pattern in _WAYS.items() if re.search(pattern, whole, re.I)}
            if not document.tables
            else set()
        )
    active = found - {"курсы", "чтение"}
    row = rows[0].row if rows else None
    if len(found) >= 3 and active or len(active) >= 2:
        return met(row)
    if active:
        return met(row, 0.5) if len(found) >= 2 else partial("форма обучения одна", row, 0.6)
    return violated("только курсы и самообразование" if found else "формы обучения не названы", row)


def _deadlines(document: Document) -> list[tuple[Words | Row, str | None]]:
    """Tasks (or rows) with the text of their term; None — no term is written."""
    listed = tasks(document)
    rows = [a for a in activities(document) if a.title.strip()]
    if rows and document.tables and any(a.when is not None for a in rows):
        return [(a.row, a.when or None) for a in rows]
    if listed:
        return [(t.place, (t.row_text or t.text) if dates.is_time(t.row_text or t.text) else None) for t in listed]
    return [(a.row, a.when or None) for a in rows]


@criterion("IOM-08")
def inside(document: Document) -> Judgement:
    found = _deadlines(document)
    if not found or all(when is None for _, when in found):
        return violated("сроков у задач нет", found[0][0] if found else None)
    period = document.period
    for place, when in found:
        if not when or not dates.is_time(when):
            return partial("у задачи нет срока", place)
        for span in dates.spans(when, period, loose=len(when) < 60):
            if period is None or span.kind in ("year", "years"):
                continue
            if span.kind == "school":
                outside = span.first > period[1] or span.last < period[0]
            elif span.exact:
                outside = span.first < period[0] or span.last > period[1]
            else:
                outside = (
                    span.first < period[0].replace(day=1) or span.first > period[1] or (span.last - period[1]).days > 31
                )
            if outside:
                return violated("срок вне периода маршрута", place, 0.9)
    return met(found[0][0]) if period else unknown("период маршрута не назван")


_LEVEL = re.compile(
    r"критери|показател|результат\w*\s*[:–—]|не (?:ниже|менее|более)|\d\s*%|решена,? если|считается", re.IGNORECASE
)
_ASSESSED = re.compile(
    r"критери|показател|результат|провер|оценива|оценк|подтвержд|доказательств|продукт|не (?:ниже|менее)|\d\s*%",
    re.IGNORECASE,
)


@criterion("IOM-09")
def assessed(document: Document) -> Judgement:
    rows = activities(document)
    with_result = [t for t in document.tables if t.column("результат|критерий|показатель|итог|продукт") is not None]
    for table in with_result:
        column = table.column("критерий|показатель", "результат|итог|продукт")
        empty = next(
            (row for row in table.rows if len(set(row.cells)) > 1 and requisites.blank(row.cells[column])), None
        )
        if empty is not None:
            return partial("критерий или результат указан не у каждой задачи", empty)
    criterion_ = (
        with_result[0].titles[with_result[0].column("результат|критерий|показатель|итог|продукт")]
        if with_result
        else None
    )
    if criterion_ is None:
        listed = [t for t in tasks(document) if isinstance(t.place, Words)]
        if listed and all(_LEVEL.search(t.row_text or t.text) for t in listed):
            criterion_ = listed[0].place
        criterion_ = (
            criterion_
            or document.find(
                "критерий|показатель", "ожидать|ожидаемый|планировать|планируемый ..2 результат", "результат"
            )
            or next((a.row for a in rows if a.result), None)
        )
    if not with_result:
        listed = [t for t in tasks(document) if t.row_text and isinstance(t.place, Words)]
        without = [t for t in listed if not _ASSESSED.search(t.row_text)]
        if without and len(without) < len(listed):
            return partial("критерий указан не у каждой задачи", without[0].place)
    way_column = next(
        (
            t
            for t in document.tables
            if t.column(
                "способ ..2 оценка|проверка|контроль",
                "подтверждение|доказательство|отчетность|форма ..3 контроль|отчет|отчетность|представление",
                "оценка|отметка|как ..2 проверить",
            )
            is not None
        ),
        None,
    )
    way = (
        way_column.titles[0]
        if way_column
        else document.find(
            *common.EVIDENCE,
            "способ|метод|форма ..3 оценка|оценивание|проверка|контроль|представление|отчет",
            "оценка|оценивание|оцениваться ..5 по|через|результат|лист|наставник",
            "проверять|проверить|принимать|принять|оценить|оценивать ..3 наставник|методист|куратор|совет|руководитель",
            "тест|тестирование|самоанализ|анкета",
            "повторный|итоговый ..3 диагностика|анкетирование|опрос|тестирование",
        )
    )
    if way_column is not None:
        at = way_column.column(
            "способ ..2 оценка|проверка|контроль",
            "подтверждение|доказательство|отчетность|форма ..3 контроль|отчет|отчетность|представление",
            "оценка|отметка|как ..2 проверить",
        )
        empty = next(
            (row for row in way_column.rows if len(set(row.cells)) > 1 and requisites.blank(row.cells[at])), None
        )
        if empty is not None and not re.search(r"отметка", way_column.header[at], re.I):
            return partial("способ оценки указан не у каждой задачи", empty)
    return by_parts({"критерий результата": criterion_, "способ оценки": way})


@criterion("IOM-10")
def feasible(document: Document) -> Judgement:
    count = len(tasks(document))
    if not count:
        rows = activities(document)
        return unknown("задачи не выделены") if not rows else met(rows[0].row, 0.4)
    first = tasks(document)[0].place
    return partial(f"задач {count}: столько за период не выполнить", first, 0.5) if count > 5 else met(first)


@criterion("IOM-11")
def adults(document: Document) -> Judgement:
    hit = document.search(
        r"опор\w+ на (?:\S+ )?опыт|самостоятельн\w+ выб|по (?:своему )?выбору педагог|запрос\w* педагога"
        r"|собственн\w+ (?:опыт|практик)|принцип\w+ обучения взрослых|андрагог"
    )
    return met(hit, 0.6) if hit else unknown()


@criterion("IOM-12")
def reflection(document: Document) -> Judgement:
    middle = document.find(
        "промежуточный ..6 рефлексия|рефлексивный|анализ|итог|встреча|обсуждение|самоанализ|диагностика"
        "|результат|оценка",
        "рефлексия|рефлексивный",
    )
    audit = document.find(
        "методический ..2 аудит|экспертиза|оценка|проверка",
        "аудит|методаудит",
        "экспертиза ..3 маршрут|иом",
        "заслушивание|заслушать|обсуждение|экспертиза|рассмотрение ..5 методсовет|методобъединение|методический|совет",
        "методический|совет ..6 рассмотреть|рассмотрение|рассматривать|заслушать|оценка|анализ|заслушивание"
        "|утвердить|разобрать|разбирать|обсудить|обсуждать|проверить|проверять|оценить|оценивать ..6 маршрут|иом",
        "маршрут|иом ..6 разобрать|разбирать|обсудить|обсуждать|проверить|проверять|оценить|оценивать|обсуждение|разбор"
        " ..6 совет|методический|объединение|куратор",
        "маршрут|иом ..3 заслушиваться|рассматриваться|обсуждаться|анализироваться|проверяться|оцениваться ..5 совет"
        "|методический|объединение|методист",
        "маршрут|иом ..8 совет|методический|объединение ..4 рассмотреть|заслушать|рассмотрение|аудит|анализ",
    )
    return by_parts({"промежуточная рефлексия": middle, "методический аудит": audit})


@criterion("IOM-13")
def paperwork(document: Document) -> Judgement:
    hit = document.search(
        r"(?:ежедневн|еженедельн)\w*[^.;]{0,40}(?:отч[её]т|дневник|журнал)|(?:дневник|журнал"
        r"|отч[её]т)\w*[^.;]{0,40}(?:ежедневн|еженедельн)"
    )
    return partial("маршрут требует отчётности сверх перечня документов педагога", hit, 0.4) if hit else unknown()
