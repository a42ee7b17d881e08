"""What a roadmap must provide for: consents and payment, training of mentors, monitoring, the end."""

from __future__ import annotations

import re

from ... import dates
from ...activities import activities
from ...judgement import Judgement, by_parts, met, partial, violated
from ...language import Words
from ...view import Document
from .. import concreteness


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
                "назначение|установление|оформление|начисление|расчет|определение|назначить|установить ..3 выплата",
                "стимулирующий|стимулировать ..2 выплата",
                "оплата ..5 наставник|наставничество",
            ),
        }
    )


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
        hit = hit or words.find("занятие|встреча|мастер ..2 для ..2 наставник")
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


def monitoring(document: Document) -> Judgement:
    measure = (
        "анкета|тест|тестирование|значение|уровень|мониторинг|диагностика|анкетирование|опрос|замер|контроль"
        "|диагностический|оценка|анализ|срез|отчет|показатель|рефлексия|самооценка"
        "|проверка"
    )
    formula = concreteness.formula(document)
    return by_parts(
        {
            "вход": document.find(
                f"входной|входящий|вводный|стартовый|исходный|первичный|начальный|нулевой|предварительный"
                f" ..4 {measure}",
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
                "мониторинг|замер|диагностика ..9 конец|окончание|завершение",
            ),
            "показатели с формулами": formula,
        }
    )


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
