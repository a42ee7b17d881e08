"""The additional professional programme as a Word file, made from the tables and marked as a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from mentoring import paper
from mentoring.course.sessions import KINDS
from mentoring.data import load
from mentoring.wording import NBSP, count_ru, number_ru
from publishing.portfolio.certificate import DRAFT, TITLE
from publishing.programme.calendar import ACADEMIC, Meeting, hours, meetings

BLANK = "впишите"
NOTE = (
    "Проект собран из таблиц комплекта «Наставничество в образовании». Перед утверждением сверьте состав и оформление "
    "программы с Федеральным законом № 273-ФЗ, действующим порядком дополнительного профессионального образования и "
    "локальными актами своей организации; места с пометкой «впишите» заполняет организация."
)


def programme_docx(start: dt.date | None = None) -> bytes:
    """The file: title page, results, study plan, calendar, contents of the sessions, assessment, conditions."""
    days = meetings(start)
    works = load("practicums").set_index("id")
    outside = works["hours_outside"].astype(float)
    inside = sum(day.minutes for day in days) / ACADEMIC
    total = count_ru(inside + outside.sum(), "академический час", "академических часа", "академических часов")
    document = paper.page(f"Проект программы «{TITLE}»", numbered=True, size=12)
    _cover(document, total)
    paper.heading(document, "1. Общие сведения", size=13)
    rows = [
        ("Вид программы", "дополнительная профессиональная программа повышения квалификации"),
        ("Для кого", "наставники, кураторы наставничества, методисты образовательных организаций"),
        ("Объём", f"{total}: на встречах — {number_ru(inside)}, вне встреч — {number_ru(outside.sum())}"),
        ("Требования к слушателям", BLANK),
        ("Форма обучения", BLANK),
        ("Документ об обучении", BLANK),
        ("Разработчики", BLANK),
    ]
    paper.table(document, [5.0, 13.0], rows=rows, bold=(0,), mark=BLANK)
    paper.heading(document, "2. Планируемые результаты", size=13)
    paper.body(document, "Освоив программу, слушатель сможет:", after=4)
    results = load("session_results").sort_values(["session", "number"])
    rows = [
        (day.number, "\n".join(f"• {text}" for text in results.loc[results["session"] == day.session, "result"]))
        for day in days
    ]
    paper.table(document, [1.6, 16.4], ["Тема", "Результаты"], rows, centred=(0,))
    paper.heading(document, "3. Учебный план", size=13)
    _plan(document, days, works)
    paper.heading(document, "4. Календарный учебный график", size=13)
    _calendar(document, days, works, start)
    paper.heading(document, "5. Содержание тем", size=13)
    _contents(document, days)
    paper.heading(document, "6. Оценочные материалы", size=13)
    _assessment(document, works)
    paper.heading(document, "7. Условия реализации", size=13)
    _conditions(document)
    paper.signatures(document, [("Руководитель программы", "", "")], places=(9.5, 14.5), before=20)
    return paper.to_bytes(document)


def _cover(document: Any, total: str) -> None:
    paper.text(document, DRAFT, align="right", bold=True, size=16)
    paper.text(document, "(наименование организации)", align="center", size=11, before=10, after=24)
    paper.columns(document, [[""], ["УТВЕРЖДАЮ", "Руководитель организации", f"{paper.BLANK} / {paper.BLANK}",
                                    f"«___» {paper.BLANK} 20__ г."]])  # fmt: skip
    paper.text(document, "ДОПОЛНИТЕЛЬНАЯ ПРОФЕССИОНАЛЬНАЯ ПРОГРАММА", align="center", bold=True, size=14, before=110)
    paper.text(document, "(повышение квалификации)", align="center", after=10)
    paper.text(document, f"«{TITLE}»", align="center", bold=True, size=16, after=10)
    paper.text(document, f"Объём: {total}", align="center", after=150)
    paper.text(document, NOTE, italic=True, size=10, align="justify")
    document.add_page_break()


def _plan(document: Any, days: list[Meeting], works: Any) -> None:
    rows, alone, together = [], 0, 0
    for day in days:
        together += 0 if day.self_study else day.minutes
        alone += day.minutes if day.self_study else 0
        spent = hours(day.minutes)
        control = "; ".join(_short(id, works) for id in day.due) or "упражнения занятия"
        rows.append((day.number, day.title, spent, "" if day.self_study else spent, spent if day.self_study else "",
                     control))  # fmt: skip
    for id, row in works[works["hours_outside"] > 0].iterrows():
        spent = number_ru(float(row["hours_outside"]))
        alone += float(row["hours_outside"]) * ACADEMIC
        rows.append(("", f"Вне встреч: {row['title']}", spent, "", spent, _short(id, works)))
    rows.append(("", "Всего", hours(together + alone), hours(together), hours(alone), ""))
    head = ["№", "Тема", "Всего, ч", "Встречи, ч", "Самостоятельно, ч", "Форма контроля"]
    paper.table(document, [0.9, 6.5, 1.6, 2.0, 3.4, 3.6], head, rows, centred=(0, 2, 3, 4))
    paper.text(document, f"Академический час — {ACADEMIC} минут; встреча длится 240 минут вместе с перерывами — "
                         "это 5⅓ часа. Деление часов вне встреч — решение авторов комплекта.",
               size=9.5, before=3)  # fmt: skip


def _calendar(document: Any, days: list[Meeting], works: Any, start: dt.date | None) -> None:
    rows = [
        (day.number, f"{day.day:%d.%m.%Y}, {WEEKDAYS[day.day.weekday()]}", f"{day.starts}–{day.ends}",
         "самостоятельная работа" if day.self_study else "встреча",
         "; ".join(_short(id, works) for id in day.opens), "; ".join(_short(id, works) for id in day.due))
        for day in days
    ]  # fmt: skip
    head = ["№", "Дата", "Время", "Вид", "Выдают", "Сдают"]
    paper.table(document, [0.9, 3.2, 2.6, 3.3, 4.0, 4.0], head, rows, centred=(0, 1, 2))
    said = "Даты рассчитаны от первого дня с теми же промежутками, что в исходном плане: проверьте праздничные дни."
    if start is None:
        said = (
            "Даты исходного плана 2022 года даны как образец: свои впишите сами или соберите программу с --start ДАТА."
        )
    paper.text(document, said, size=9.5, before=3)


def _contents(document: Any, days: list[Meeting]) -> None:
    plan = load("session_plan").sort_values(["session", "order"])
    for day in days:
        paper.text(document, f"Тема {day.number}. {day.title}", bold=True, before=8, after=3, keep=True)
        rows = [
            (row.title, KINDS[row.kind], row.minutes)
            for row in plan[(plan["session"] == day.session) & (plan["kind"] != "break")].itertuples()
        ]
        paper.table(document, [12.2, 3.8, 2.0], ["Содержание", "Вид работы", "Минут"], rows, centred=(2,), size=9.5)


def _assessment(document: Any, works: Any) -> None:
    rules = load("rules").set_index("assignment")
    numbers = load("sessions").set_index("id")["number"]
    rows = []
    for id, row in works.iterrows():
        rule = rules.loc[id] if id in rules.index else None
        rows.append((
            _short(id, works), row["title"], row["result"], f"{numbers[row['opens']]} → {numbers[row['due']]}",
            "" if rule is None else number_ru(rule["weight"]),
            "" if rule is None else _percent(rule["pass_percent"]),
            "" if rule is None else int(rule["attempts"]),
        ))  # fmt: skip
    head = ["Работа", "Название", "Что остаётся у слушателя", "Темы", "Вес", "Порог", "Попыток"]
    paper.table(document, [2.4, 3.6, 5.4, 1.7, 1.3, 1.5, 2.1], head, rows, centred=(3, 4, 5, 6), size=9.5)
    if "course" in rules.index:
        course = rules.loc["course"]
        told = str(course["note"]).rstrip(".")
        paper.body(document, f"{told}; порог по курсу — {number_ru(course['pass_percent'])}{NBSP}%.", before=6)
    paper.body(document, "Тесты собираются из банка вопросов; входной и итоговый не пересекаются. Ключи и вопросы в "
                         "программу не входят: они хранятся у преподавателя.")  # fmt: skip
    for title, rows in _rubrics(works):
        paper.text(document, title, bold=True, before=8, after=3, keep=True)
        paper.table(document, [5.0, 1.6, 11.4], ["Критерий", "Баллы", "Уровень"], rows, centred=(1,), size=9.5)


def _percent(value: float) -> str:
    return "" if value != value else f"{number_ru(value)}{NBSP}%"


def _rubrics(works: Any) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    table = load("rubrics")
    for (assignment, task), lines in table.groupby(["assignment", "task"], sort=False):
        rows = []
        for _, levels in lines.groupby("criterion_id", sort=False):
            for number, level in enumerate(levels.sort_values("level", ascending=False).itertuples()):
                rows.append(("" if number else level.criterion, number_ru(level.points), level.text))
        yield f"Критерии: {_short(assignment, works).lower()}, задание {task}", rows


def _conditions(document: Any) -> None:
    for line in (
        "Занятия ведутся по тетрадям курса, практикумы выполняются в формах в браузере или на странице, которая "
        "работает без интернета.",
        "Автоматическая часть проверяется по эталонному решению; тексты преподаватель оценивает по критериям.",
        "Кадровые и материально-технические условия организации: впишите.",
    ):
        paper.text(document, f"• {line}", align="justify", left=0.6, after=2)
    paper.text(document, "Документы, на которых построена программа", bold=True, before=8, after=3, keep=True)
    for row in load("acts").itertuples():
        now = row.in_force_to != row.in_force_to and row.replaced_by != row.replaced_by
        if row.level == "federal" and now and row.certainty in ("source", "confirmed"):
            paper.text(document, f"• {row.short_title}: {row.title}", size=10, left=0.6, align="justify")
    paper.text(document, "Перед утверждением сверьте, действуют ли они.", size=9.5, before=3)


def _short(id: str, works: Any) -> str:
    if id not in works.index:
        return id
    number = id.rpartition("_")[2]
    return f"Практикум №{NBSP}{number}" if works.loc[id, "kind"] == "practicum" else works.loc[id, "title"]


WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
