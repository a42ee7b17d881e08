"""Criteria DK: the roadmap (plan of activities)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from .. import dates, vocabulary
from ..activities import Activity, activities
from ..judgement import Judgement, by_parts, criterion, met, not_applicable, partial, unknown, violated
from ..language import Words, is_word
from ..view import Document
from . import common


@criterion("DK-01")
def approved(document: Document) -> Judgement:
    parts, hit = common.approval(document)
    stamp = hit if hit and (parts["дата"] or parts["номер"]) else common.annexed(document)
    return by_parts(
        {
            "утверждение с реквизитами": stamp,
            "организация": common.organization(document),
            "период": document.period_hit,
        }
    )


@criterion("DK-02")
def columns(document: Document) -> Judgement:
    rows = activities(document)
    if not rows:
        return violated("мероприятий со сроками и ответственными нет")
    names = {"when": "срок", "who": "ответственный", "means": "ресурс", "result": "ожидаемый результат"}
    missing = [title for field, title in names.items() if all(getattr(a, field) is None for a in rows)]
    empty = [
        (a, title) for a in rows for field, title in names.items() if title not in missing and not getattr(a, field)
    ]
    if len(missing) == 4:
        return violated("нет сроков, ответственных, ресурсов и результатов", rows[0].row)
    if missing:
        return partial("нет: " + ", ".join(missing), rows[0].row)
    empty += [(a, "срок") for a in rows if a.when and NO_TERM.fullmatch(a.when.strip(" .,–—-"))]
    if empty:
        activity, title = empty[0]
        return partial(f"у мероприятия не указан {title}", activity.row)
    return met(rows[0].row, 0.9)


NO_TERM = re.compile(
    r"(?:по мере (?:готовности|возможности|поступления(?! \w))|по возможности|по готовности|(?:дата|срок\w*|время) "
    r"(?:уточня\w+|не определ\w+|будет \w+)|уточняется|по согласованию|когда-нибудь|позже)",
    re.IGNORECASE,
)


def _period(document: Document) -> tuple[dt.date, dt.date] | None:
    period = document.period
    if period and period[0].month == 9 and period[0].day == 1 and period[1].month == 8:
        return period[0].replace(month=8), period[1]  # a school year is prepared in August
    return period


def _spans(document: Document, activity: Activity) -> list[dates.Span]:
    text = activity.when if activity.when is not None else ""
    return dates.spans(text, _period(document), loose=True)


@criterion("DK-03")
def inside(document: Document) -> Judgement:
    rows = activities(document)
    period = _period(document)
    dated = [(a, span) for a in rows for span in _spans(document, a)]
    if not dated:
        return not_applicable("сроков в карте нет")
    if period is None:
        return _one_year(dated)
    for activity, span in dated:
        if span.kind == "school":
            if span.first > period[1] or span.last < period[0]:
                return violated("срок вне периода карты", activity.row, 0.9)
            continue
        if not span.dated:
            if span.last < period[0] or span.first > period[1]:
                return violated("срок вне периода карты", activity.row, 0.6)
            continue
        if span.kind == "year":
            outside = span.last < period[0] or span.first > period[1]
        elif span.exact:
            outside = span.first < period[0] or span.last > period[1]
        else:
            outside = (
                span.first < period[0].replace(day=1) or span.first > period[1] or (span.last - period[1]).days > 31
            )
        if outside:
            return violated("срок вне периода карты", activity.row, 0.9)
    return met(dated[0][0].row, 0.9)


def _one_year(dated: list[tuple[Activity, dates.Span]]) -> Judgement:
    """No period is named: the school year of most of the terms stands for it."""
    years = Counter(dates.school_year(span.first) for _, span in dated if span.dated)
    if not years:
        return unknown("период карты не назван")
    year, count = years.most_common(1)[0]
    stray = next((a for a, s in dated if s.dated and s.kind != "year" and dates.school_year(s.first) != year), None)
    if stray is not None and count * 2 > sum(years.values()):
        return violated("период карты не назван, а срок — из другого учебного года, чем остальные", stray.row, 0.6)
    return met(dated[0][0].row, 0.5, "проверьте: период карты не назван")


@criterion("DK-04")
def ordered(document: Document) -> Judgement:
    rows = activities(document)
    period = _period(document)
    dated = []
    for activity in rows:
        for span in _spans(document, activity):
            if span.last < span.first:
                return violated("окончание раньше начала", activity.row, 0.95)
            if (span.last - span.first).days <= 130 and (span.dated or period):
                dated.append((activity, span))
    if not dated:
        return not_applicable("сроков в карте нет")
    stages = {a.stage_at for a, _ in dated}
    named = any(re.search(r"этап|\bI{1,3}\b|^\d", a.stage, re.I) for a, _ in dated)
    if len(stages) > 1 and not named:
        return met(dated[0][0].row, 0.6)
    previous: tuple[Activity, dates.Span] | None = None
    for activity, span in dated:
        if previous is not None and len(stages) > 1:
            starts = [s.first for a, s in dated if a.stage_at == activity.stage_at]
            before = [s.first for a, s in dated if a.stage_at < activity.stage_at]
            if before and min(starts) < min(
                s.first
                for a, s in dated
                if a.stage_at == max(x.stage_at for x, _ in dated if x.stage_at < activity.stage_at)
            ):
                return violated("этап начинается раньше предыдущего", activity.row)
        elif (
            previous is not None
            and span.first < previous[1].first
            and (previous[1].first - span.first).days > 16
            and span.last < previous[1].first
        ):
            return violated("сроки идут не по порядку", activity.row, 0.7)
        if previous is None or len(stages) > 1 or span.first >= previous[1].first:
            previous = (activity, span)
    crossed = _crossed(document, rows)
    return violated("этапы перекрываются: " + crossed[0], crossed[1], 0.6) if crossed else met(dated[0][0].row)


_GOES_ON = re.compile(r"веде|обновл|актуализ|ведение|поддержан|пополн|корректир", re.IGNORECASE)


def _crossed(document: Document, rows: list[Activity]) -> tuple[str, object] | None:
    """The end comes long before the work of pairs is over, or a bank is still being made long after the pairs."""
    spans: dict[int, list[tuple[Activity, dates.Span]]] = {}
    for activity in rows:
        found = phase(activity.title)
        for span in _spans(document, activity):
            if found is not None and span.dated:
                spans.setdefault(found, []).append((activity, span))
    work = max((s.last for _, s in spans.get(4, []) if (s.last - s.first).days > 60), default=None)
    for activity, span in spans.get(5, []):
        if work and (work - span.last).days > 60 and re.search(r"итог|заверш|заключит", activity.title, re.I):
            return "итоги подводят задолго до окончания работы пар", activity.row
    pairs = min((s.first for _, s in spans.get(3, [])), default=None)
    for activity, span in spans.get(1, []):
        if pairs and span.exact and (span.last - pairs).days > 30 and not _GOES_ON.search(activity.title):
            return "банки готовы позже закрепления пар", activity.row
    return None


# Phases in their order; a phase is recognised in the title of an activity.
_PHASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "запрос",
        (
            "анкетирование|опрос|диагностика|выявление|изучение|сбор ..6 запрос|потребность|затруднение|дефицит"
            "|наставляемый",
            "запрос ..3 педагог|наставляемый",
            "анкетирование|опрос|опросить|входной ..3 диагностика|педагог|учитель|воспитатель|преподаватель",
            "узнать|выяснить|определить|выявить ..6 помощь|нуждаться|нужный|нуждающийся",
            "опрос",
        ),
    ),
    (
        "банки",
        (
            "банк|база|реестр|картотека|перечень ..5 наставник|наставляемый|данные",
            "список|перечень ..2 наставник|наставляемый",
            "банк",
        ),
    ),
    (
        "отбор и обучение",
        (
            "отбор ..4 наставник|кандидат|кандидатура",
            "обучение|обучающий|подготовка|курс|семинар|тренинг ..5 наставник",
        ),
    ),
    (
        "пары",
        (
            "закрепление|формирование|приказ|утверждение|подбор|назначение|закрепить|сформировать|создание ..6 пара"
            "|группа",
            "закрепление ..3 наставник",
        ),
    ),
    (
        "работа",
        (
            "реализация|выполнение ..5 программа|план|ппн|маршрут",
            "работа ..3 пара|группа",
            "взаимопосещение|посещение ..3 урок|занятие",
            "встреча ..4 наставник|пара",
        ),
    ),
    (
        "завершение",
        ("завершение|подведение|итоговый|заключительный|финальный", "итог ..4 год|реализация|работа|программа"),
    ),
)


def phase(title: str) -> int | None:
    words = Words(title)
    if re.search(r"положени|приказ\w* о внедрени|нормативн|локальн\w+ акт|сайт|информирован|разъясн", title, re.I):
        return None
    if words.find(_PHASES[5][1][0]) and not re.search(r"утвержден\w+ план|итоговая аттестац", title, re.I):
        return 5
    if re.search(r"промежуточн|до начала|завершен\w+ этап", title, re.I):
        return None
    for number in (1, 3, 2, 0, 4):
        if any(words.find(pattern) for pattern in _PHASES[number][1]):
            return number
    return None


@criterion("DK-05")
def phases(document: Document) -> Judgement:
    rows = activities(document)
    first: dict[int, tuple[int, Activity]] = {}
    at, stage = 0, ""
    for activity in rows:
        pieces = [activity.title, activity.detail]
        if activity.stage != stage:
            stage = activity.stage
            if phase(activity.title) is None:
                pieces.insert(0, stage)
        for piece in [
            p for text in pieces for p in re.split(r"(?<![\d.])(?:\d{1,2}\.)*\d{1,2}[.)]\s|;", text) if p.strip()
        ]:
            at += 1
            found = phase(piece)
            if found is not None and found not in first:
                first[found] = (at, activity)
    if not rows or len(first) < 2:
        return (
            not_applicable("этапов недостаточно, чтобы судить о порядке")
            if len(first) < 2 and rows
            else violated("этапов нет")
        )
    for before, after in ((0, 1), (0, 3), (1, 3), (2, 3), (3, 4), (3, 5), (4, 5), (1, 5), (0, 5)):
        if before in first and after in first and first[before][0] > first[after][0]:
            early, late = first[after][1], first[before][1]
            spans = _spans(document, early), _spans(document, late)
            if spans[0] and spans[1] and spans[1][0].first < spans[0][0].first:
                continue  # grouped by themes: the dates are in order
            return violated(f"«{_PHASES[after][0]}» раньше, чем «{_PHASES[before][0]}»", early.row, 0.75)
        if before in (0, 1) and after == 3 and before in first and after in first:
            early, late = (_spans(document, first[n][1]) for n in (after, before))
            if early and late and early[0].exact and (late[0].first - early[0].last).days > 3:
                return violated(
                    f"«{_PHASES[after][0]}» по срокам раньше, чем «{_PHASES[before][0]}»", first[after][1].row, 0.7
                )
    return met(rows[0].row, 0.7)


_NUMBER = re.compile(r"^\s*((?:\d{1,2}\.)*\d{1,2})(?:[.)](?!\d)|\s)\s*(?=\S)")


@criterion("DK-06")
def numbered(document: Document) -> Judgement:
    """Each sequence goes on by one; it may begin anew after a caption or a heading."""
    rows = activities(document)
    items: list[tuple[tuple[int, ...], object, object]] = []
    seen_tables: set[int] = set()
    stage = 0
    for number, block in enumerate(document.blocks):
        if block.kind == "cell":
            if block.table in seen_tables:
                continue
            seen_tables.add(block.table)
            stage += 1
            grid = document.text.tables[block.table]
            if grid.rows and not any(a.row.place.startswith(grid.place + ",") for a in rows):
                continue
            for at, row in enumerate(grid.rows):
                cell = row[0].strip()
                distinct = len({c for c in row if c.strip()})
                found = re.fullmatch(r"((?:\d{1,2}\.)*\d{1,2})[.)]?", cell)
                place = Words(" | ".join(dict.fromkeys(c for c in row if c)), f"{grid.place}, строка {at + 1}")
                if all(re.fullmatch(r"\d{1,2}", c.strip() or "0") for c in row):
                    continue
                if distinct == 1:
                    stage += 1
                    found = _NUMBER.match(cell) or re.match(r"(?:этап|раздел|блок)\s*№?\s*(\d{1,2})", cell, re.I)
                    if found:
                        items.append((_key(found[1]), place, ("stage", len(_key(found[1])))))
                elif found:
                    items.append((_key(found[1]), place, stage))
                else:
                    inner = _NUMBER.match(cell) or re.match(r"(?:этап|раздел|блок)\s*№?\s*(\d{1,2})", cell, re.I)
                    time = re.match(r"\d+\s*(?:недел|сентябр|октябр|полугод|четверт|квартал)", cell, re.I)
                    if inner and not time and (not items or items[-1][1].text.split(" | ")[0] != cell):
                        items.append((_key(inner[1]), place, ("column", block.table)))
            stage += 1
        else:
            found = _NUMBER.match(block.text)
            place = Words(block.text, block.place, number)
            if found and not dates.spans(block.text[:14]) and not re.match(r"\s*\d{1,2}\s+[а-я]", block.text):
                items.append((_key(found[1]), place, "line"))
            elif number in document.headings or block.text.rstrip().endswith(":"):
                stage += 1
    if len(items) < 2:
        return not_applicable("нумерации нет", 0.6)
    last: dict[tuple, tuple[int, ...]] = {}
    for key, place, group in items:
        prefix = key[:-1]
        for longer in [p for p in last if len(p[1]) > len(prefix) and p[0] == _group(group)]:
            del last[longer]
        before = last.get((_group(group), prefix))
        value = key[-1]
        restart = value == 1 and (before is None or not prefix)
        if before is None:
            runs_on = isinstance(group, int) and not prefix and _global(items, key, place)
            strict = len(key) > 1 or isinstance(group, int) or group == "line"
            if value != 1 and strict and not runs_on:
                return violated("нумерация начинается не с единицы или прервана", place, 0.7)
        elif value != before[-1] + 1 and not restart:
            return violated("нумерация прервана или идёт назад", place, 0.85)
        elif restart and before is not None and isinstance(group, int):
            return violated("нумерация идёт назад", place, 0.7)
        last[(_group(group), prefix)] = key
    return met(items[0][1], 0.85)


def _group(group: object) -> object:
    return group


def _global(items, key, place) -> bool:
    """The numbering runs through the stages: the number before this one was its predecessor."""
    at = next(n for n, item in enumerate(items) if item[1] is place)
    earlier = [k for k, _, g in items[:at] if isinstance(g, int) and len(k) == 1]
    return bool(earlier) and earlier[-1][-1] + 1 == key[-1]


def _key(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.strip(".").split("."))


_STOP = {
    "и",
    "в",
    "на",
    "с",
    "по",
    "о",
    "об",
    "для",
    "к",
    "из",
    "до",
    "не",
    "проведение",
    "провести",
    "организация",
    "организовать",
    "создание",
    "создать",
    "формирование",
    "сформировать",
    "составление",
    "составить",
}


def _stem(word: str) -> str:
    """«показ» and «показывать» are one; «наставник» and «наставляемый» are two."""
    if word.startswith("итог"):
        return "итог"
    return word if word.startswith("настав") or len(word) < 6 else word[:5]


@criterion("DK-07")
def unique(document: Document) -> Judgement:
    rows = activities(document)
    if not rows:
        return not_applicable("мероприятий нет")
    seen: list[tuple[set[str], Activity]] = []
    for activity in rows:
        title = re.sub(r"^\s*[\d.]+[.)]?\s*", "", activity.title)
        words = re.sub(r"\bвзаимо(?=[а-яё]{5})", "взаимное ", title, flags=re.IGNORECASE)
        bag = {_stem(word) for word in Words(words).line.split() if word not in _STOP}
        for other, before in seen:
            union = bag | other
            small = min(len(bag), len(other))
            twin = small >= 3 and len(bag & other) == small and (activity.when or "") == (before.when or "-")
            if len(bag) >= 2 and (twin or len(bag & other) / len(union) >= 0.8):
                return violated(f"повторяет мероприятие: {before.row.place}", activity.row, 0.8)
        seen.append((bag, activity))
    return met(rows[0].row)


@criterion("DK-08")
def results(document: Document) -> Judgement:
    rows = activities(document)
    if rows and all(a.result is None for a in rows):
        return violated("ожидаемых результатов в карте нет", rows[0].row, 0.6)
    for activity in rows:
        for result, title in _FOREIGN:
            if (
                activity.result
                and re.search(result, activity.result, re.I)
                and not re.search(title, activity.text.replace(activity.result, " "), re.I)
            ):
                return partial("результат не относится к мероприятию", activity.row, 0.6)
    said = [a for a in rows if a.result and DONE.fullmatch(a.result.strip(" .;"))]
    if said:
        return partial("результат не измерим: сказано только, что дело сделано", said[0].row, 0.6)
    return unknown()


# A result that belongs to another sort of activity, and the words of an activity it would belong to.
_FOREIGN = (
    (r"\bзаявк", r"заявк|конкурс|запрос|отбор|набор|курс"),
    (
        r"(?:обновл|наполн|создан|новост)\w*[^;,]{0,20}(?:сайт|страниц|групп\w+ в)|(?:сайт"
        r"|страниц)\w*[^;,]{0,20}(?:обновл|наполн)",
        r"сайт|страниц|размещ|публик|информ|освещ|сообществ|наполнен|ведение",
    ),
    (r"оформлен\w*[^;,]{0,20}(?:стенд|уголок|кабинет)|\b(?:стенд|уголок)\w* оформлен", r"стенд|угол|кабинет|оформл"),
)
DONE = re.compile(
    r"(?:проведен[аоы]?|проведён|выполнен[аоы]?|сделан[аоы]?|состоял\w*|исполнен[аоы]?|галочка|отметка|да|есть|\+"
    r"|отметка о (?:выполнении|проведении)|выполнение|проведение)",
    re.IGNORECASE,
)


@criterion("DK-09")
def consents(document: Document) -> Judgement:
    consent = next(
        (
            h
            for h in document.all("согласие")
            if not re.search(r"персональн\w+ данн|публикац|распростран|фото", h.words.text, re.I)
        ),
        None,
    )
    return by_parts(
        {
            "получение согласий": consent,
            "оформление доплат": document.find(
                "доплата|надбавка",
                "дополнительный ..2 соглашение",
                "допсоглашение",
                "выплата ..5 наставник",
                "стимулирующий ..2 выплата",
                "оплата ..5 наставник|наставничество",
            ),
        }
    )


@criterion("DK-10")
def training(document: Document) -> Judgement:
    rows = activities(document)
    teach = (
        "обучение|обучающий|семинар|курс|тренинг|практикум|вебинар|школа|мастерская|повышение|подготовка"
        "|учеба|стажировка|интенсив|обучить|класс|учить|учиться|научить|лекция|лекторий|лаборатория|инструктаж|модуль"
    )
    best = None
    for activity in rows:
        words = Words(activity.title)
        hit = words.find(f"{teach} ..7 наставник") or words.find(f"наставник ..5 {teach}")
        if hit is None or re.search(r"молод\w+ учител\w+ и", activity.title, re.I) or phase_only(words, teach):
            continue
        topic = re.search(
            r"[«\"“]|по тем|тем[аеы]\b|по программ|на тему|по вопрос|:\s*\S|методик|технолог|приём|прием|техник"
            r"|метод\w*\b|обратн|как |основ|взросл|анализ|инструмент|навык|выгоран|\d+\s*(?:ч\b|час|ак)",
            activity.title + " " + (activity.result or ""),
            re.I,
        )
        timed = bool(activity.when) and dates.is_time(activity.when)
        if topic and timed:
            return met(activity.row)
        best = best or (activity, topic, timed)
    if best is None:
        return violated("обучения наставников в карте нет")
    activity, topic, timed = best
    missing = [name for name, found in (("тема", topic), ("срок", timed)) if not found]
    return partial("у обучения наставников нет: " + ", ".join(missing), activity.row)


def phase_only(words: Words, teach: str) -> bool:
    """«Подготовка приказа о закреплении наставников» is no training."""
    return bool(
        re.search(
            r"подготовк\w+ (?:приказ|проект|документ|положен|аналит|отч)|школ\w+ №|повышени\w+ (?:мотивац"
            r"|статус)|персонализирован",
            words.text,
            re.I,
        )
    )


@criterion("DK-11")
def monitoring(document: Document) -> Judgement:
    measure = (
        "анкета|тест|тестирование|значение|уровень|мониторинг|диагностика|анкетирование|опрос|замер|контроль"
        "|диагностический|оценка|анализ|срез|отчет|показатель|рефлексия|самооценка"
    )
    formula = common.formula(document)
    return by_parts(
        {
            "вход": document.find(
                f"входной|входящий|стартовый|исходный|первичный|начальный|предварительный ..4 {measure}",
                f"{measure} ..3 вход|старт|начало",
                "мониторинг ..9 вход|входной|начало",
            ),
            "середина": document.find(
                f"промежуточный ..4 {measure}",
                f"{measure} ..4 середина|промежуточный",
                "промежуточный ..3 итог|результат",
                "мониторинг ..9 промежуточный|середина",
                "середина ..3 год",
            ),
            "выход": document.find(
                f"итоговый|выходной|заключительный|финальный|завершающий|повторный ..4 {measure}",
                f"{measure} ..3 выход|окончание|конец|итог|завершение",
                "мониторинг ..12 итоговый|итог|выход|выходной",
            ),
            "показатели с формулами": formula,
        }
    )


@criterion("DK-12")
def finish(document: Document) -> Judgement:
    report = None
    for unit in document.units:
        analytic = re.search(r"аналитическ\w+[^.;]{0,30}(?:отч[её]т|справк|записк|доклад)", unit.text, re.I)
        of_curator = (
            re.search(r"отч[её]т|справк", unit.text, re.I)
            and re.search("куратор", unit.text, re.I)
            and re.search(r"итог|год|заключительн", unit.text, re.I)
        )
        if (
            (analytic or of_curator)
            and not re.search(r"отч[её]т\w* (?:наставник|наставляем)", unit.text, re.I)
            and not re.match(r"\W*(?:промежуточн|входн)", unit.text, re.I)
        ):
            report = unit
            break
    return by_parts(
        {
            "поощрение": document.find(
                "поощрение|поощрить|награждение|наградить|премирование|премия|благодарность|грамота|благодарственный"
                "|поощрительный|стимулирование|чествование"
            ),
            "итоговый аналитический отчёт куратора": report,
        }
    )


@criterion("DK-13")
def breadth(document: Document) -> Judgement:
    found: set[str] = set()
    for words in document.index.words:
        found |= vocabulary.categories(words) - {"growth_seeker", "digital_learner"}
    kinds = vocabulary.types(document.plain)
    if len(found) >= 4 or len(kinds) >= 4:
        return met(None, 0.5)
    return unknown()


_KNOWN_WORDS = """
    ОО РФ ФЗ ТК ГК ФГОС ИОМ ППН ЕГЭ ОГЭ ВПР ИКТ ИТ СПО ВО ДО ДПО ДПП ПК МО УВР ВР НМР ФИО СОШ ООШ НОШ МБОУ МАОУ
    МКОУ МОУ ГБОУ ГАОУ ГКОУ МБДОУ МАДОУ ДОУ ОУ ЦО ООО МП ИНН КПП ОГРН ОД ПДН ОЗ ВКС СМИ ШМО РМО ГМО ММО УМК КТП
    ОВЗ РАС ИРО ЦНППМ НКО БД ПП ПО ГИА ФОП ФАОП ПМПК ИПР ЛНА НПА НОО ООП СОО ФОТ ЭОР ЦОР ЦОС МТБ ШМУ ШНМО НМС ФГБУ
    ФГБОУ ФИРО ЦМН ПОС ЛК МИНПРОСВЕЩЕНИЯ ТО КЦП РТ ЭЖ ЕИС ГБОУ ИРО АСОУ КУРО СРО II III IV VI VII VIII IX XI XII
    ЗАМ ДИР МСП АЗ МКУ УО ИМЦ ГБПОУ ГАПОУ ШК ГОСТ НА ПО ОТ ИЛИ ЗА ОБ ДК РИП СП КПК ЛА ПДС QR PDF ФК ФКУ ПТ ПС ПРИ
    НЕ ДЛЯ МОУ ЧОУ ГО ЭП СНИЛС МУ ЦДТ ДДТ ГБУ ИП АНО ТД ДС
"""
_KNOWN = frozenset(_KNOWN_WORDS.split())


@criterion("DK-14")
def terms(document: Document) -> Judgement:
    body = [(n, b.text) for n, b in enumerate(document.blocks)]
    uses: dict[str, list[int]] = {}
    for number, text in body:
        letters = [s for s in text if s.isalpha()]
        if letters and sum(s.isupper() for s in letters) > 0.7 * len(letters) and len(letters) > 8:
            continue
        for match in re.finditer(r"(?<![\w-])[А-ЯЁ]{2,6}(?![\w])", text):
            word = match.group()
            if not re.search(r"[№«\"]\s*$", text[: match.start()][-2:]):
                uses.setdefault(word, []).append(number)
    names = [
        word
        for word in uses
        if word not in _KNOWN and not (len(word) > 3 and is_word(word)) and not common.ORGANIZATION.fullmatch(word)
    ]
    for word in names:
        for other in uses:
            if word != other and sorted(word) == sorted(other) and len(word) >= 3:
                place = document.blocks[uses[word][0]]
                return violated(f"смешаны сокращения {word} и {other}", Words(place.text, place.place), 0.85)
    for first, second in (
        ("наставник", r"\bментор|\bкоуч|\bтьютор"),
        ("наставляем", r"\bподопечн|\bменти\b|\bпротеже"),
        ("организац", r"образовательн\w+ учрежден"),
    ):
        if re.search(first, document.plain, re.I) and (hit := document.search(second)):
            return partial(f"смешаны термины: {hit.words.text[hit.start : hit.end]} и {first}…", hit, 0.6)
    for word in names:
        if len(uses[word]) >= 2 or len(word) >= 3:
            explained = re.search(
                rf"\(\s*(?:далее\s*)?[–—-]?\s*{word}\b|{word}\s*[–—(-]\s*[а-яё]|далее\s*[:–—-]*\s*[«\"]?{word}",
                document.plain,
            )
            if not explained and not re.search(rf"{word}\s*[«\"№]|[«\"][^»\"]*{word}", document.plain):
                place = document.blocks[uses[word][0]]
                return partial(f"сокращение {word} не раскрыто", Words(place.text, place.place), 0.5)
    return met(None, 0.7)


@criterion("DK-15")
def about_teachers(document: Document) -> Judgement:
    return common.subject(document)
