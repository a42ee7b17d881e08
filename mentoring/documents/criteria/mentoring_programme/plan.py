"""Plan of a programme: activities, meetings, reflection half-way, corrections."""

from __future__ import annotations

import re

from ... import dates, requisites
from ...activities import activities
from ...judgement import Judgement, by_parts, met, partial, violated
from ...view import Document
from .. import concreteness


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
    if bad:
        return partial(f"у мероприятия не указан {bad[1]}", bad[0].row)
    if said := next((a for a in rows if concreteness.DONE.fullmatch(a.result.strip(" .;"))), None):
        return partial("у мероприятия не указан результат: сказано только, что дело сделано", said.row)
    return met(rows[0].row)


_RHYTHM = re.compile(
    r"график\w*[^.;]{0,30}(?:встреч|консульт|взаимод)|(?:перв|втор|трет|четв[её]рт|последн)\w+ (?:и \w+ )?"
    r"(?:понед|вторн|сред[ауы]|четверг|пятниц|суббот|недел)"
    r"|(?:понедельник|вторник|сред[ауы]|четверг|пятниц[аыу]|суббот[аыу])\w*"
    r"\W{1,3}(?:в )?\d{1,2}[:.]\d{2}"
    r"|встреч\w*\W{1,3}(?:понедельник|вторник|сред[ауы]|четверг|пятниц|суббот)"
    r"|дважды в (?:недел|месяц)|кажд\w+ (?:\w+ )?(?:понед"
    r"|вторн|сред|четв|пятн|суб|недел"
    r"|месяц)|по (?:понедельник|вторник|сред|четверг|пятниц)|раз\w* в (?:\S+ )?(?:недел|месяц|полугод|четверт)"
    r"|еженедельн|ежемесячн|расписани\w+ встреч|периодичност|встреч\w*[^.]{0,80}(?:\d{1,2}\.\d{2}|\d{1,2} "
    r"(?:январ|феврал|март|апрел|ма[яй]|сентябр|октябр|ноябр|декабр))",
    re.I,
)


_DAYS = re.compile(r"график|встреч|собира|видимся", re.IGNORECASE)


def _listed_days(text: str) -> bool:
    """«График: 5 и 19 октября, 2 и 16 ноября»: three days or more of meetings."""
    return bool(_DAYS.search(text)) and len([s for s in dates.spans(text, loose=True) if s.exact]) >= 3


def meetings(document: Document) -> Judgement:
    schedule = next(
        (
            u
            for u in document.units
            if (_RHYTHM.search(u.text) or _listed_days(u.text))
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


# To look back half way: «самоанализ пройденного», «оглядываемся на сделанное», «обсуждаем, что получилось».
_LOOKS_BACK = re.compile(
    r"рефлекси|самоанализ|сверк|огляд\w+"
    r"|(?:анализ|обсужд|подвод|подвед)\w*[^.;]{0,40}(?:сделанн|пройденн|промежуточн|за полугоди)"
    r"|(?:обсужда|смотр|говор|реша|встреч|разговор|бесед)\w*[^.;]{0,40}что (?:уже )?(?:получ|удал|вышло|работает|меша)",
    re.IGNORECASE,
)


def _middle_reflection(document: Document):
    rows = activities(document)
    period = document.period
    if period:
        for unit in document.units:
            if _LOOKS_BACK.search(unit.text):
                days = [s.first for s in dates.spans(unit.text, period)]
                if any(period[0] < day < period[1] - (period[1] - period[0]) / 5 for day in days):
                    return unit
    for at, activity in enumerate(rows[:-1]):
        if at and re.search(r"рефлекси", activity.text, re.I):
            return activity.row
    return None


_GROUNDS = re.compile(
    r"диагност|результат|итог|рефлекс|замер|срез|анализ|мониторинг|тест|наблюд|показател|дефицит|затруднен|анкет"
    r"|оценк|опрос|интервью|собеседован|сверк"
    r"|промежуточн|изменени\w* потребност",
    re.IGNORECASE,
)


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
