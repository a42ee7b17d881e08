"""Schemas of the course: the plan of 2022, our twelve sessions, practicums and tests, webinars and events of 2024."""

import pandas as pd
from pandera.pandas import Field

from .table import Table

_TIME = r"^\d\d:\d\d$"


class CoursePlan(Table):
    number: int = Field(unique=True, ge=1, title="Занятие", description="Номер занятия")
    date: pd.Timestamp = Field(unique=True, title="Дата", description="День занятия")
    starts: str = Field(str_matches=_TIME, title="Начало", description="Часы и минуты")
    ends: str = Field(str_matches=_TIME, title="Конец", description="Часы и минуты")
    self_study: bool = Field(title="Самостоятельно", description="true — самостоятельная работа")
    note: str = Field(nullable=True, title="Примечание", description="Оговорки к строке")

    class Config:
        title = "Расписание курса 2022 года"
        description = (
            "Строка — занятие исходного курса. Двенадцать занятий по четыре часа — это 64 академических часа; "
            "как набрались заявленные 76, источник не объясняет."
        )


class Sessions(Table):
    number: int = Field(unique=True, ge=1, title="Занятие", description="Номер занятия")
    id: str = Field(
        unique=True, str_matches=r"^session_\d\d$", title="Код", description="Имя тетради занятия: session_13"
    )
    title: str = Field(title="Тема", description="Тема занятия")
    mode: str = Field(
        isin=["meeting", "self_study"],
        title="Вид",
        description="meeting — встреча, self_study — самостоятельная работа",
    )
    practicum_opens: str = Field(
        nullable=True,
        title="Открывается",
        description="Коды заданий через пробел",
        metadata={"refers": "practicums.id", "many": True},
    )
    practicum_due: str = Field(
        nullable=True,
        title="Сдаётся",
        description="Коды заданий через пробел",
        metadata={"refers": "practicums.id", "many": True},
    )
    documents: str = Field(title="Документы", description="Номера исходных документов через пробел")

    class Config:
        title = "Занятия курса"
        description = (
            "Строка — занятие. Источники задают содержание первого занятия и самостоятельную работу восьмого и "
            "одиннадцатого; остальной порядок наш: ничто не проверяется раньше, чем изучено."
        )


class Practicums(Table):
    id: str = Field(unique=True, str_matches=r"^[a-z]+_(test|\d)$", title="Код", description="Имя задания в nbgrader")
    kind: str = Field(isin=["test", "practicum"], title="Вид", description="test — тест, practicum — практикум")
    title: str = Field(title="Название", description="Название задания")
    result: str = Field(title="Что получится", description="С чем участник выходит из задания")
    hours_outside: float = Field(
        ge=0, title="Часов вне встреч", description="Академических часов вне сетки занятий; распределение наше"
    )
    time: str = Field(title="Время", description="Сколько времени на работу и где оно, словами; распределение наше")
    points: float = Field(gt=0, nullable=True, title="Баллов", description="Сколько баллов во всей работе")
    opens: str = Field(title="Открывается", description="Код занятия", metadata={"refers": "sessions.id"})
    due: str = Field(title="Сдаётся", description="Код занятия", metadata={"refers": "sessions.id"})

    class Config:
        title = "Практикумы и тесты"
        description = (
            "Строка — задание. Названия пяти практикумов и входной диагностики — из источника; результаты, часы, "
            "сроки и итоговый тест — наши. Практикум № 1 источник называет ещё и самоаудитом Положения (000:1122)."
        )


class Webinars(Table):
    number: int = Field(unique=True, ge=1, title="Вебинар", description="Номер вебинара")
    id: str = Field(unique=True, title="Код", description="Код вебинара")
    date: pd.Timestamp = Field(unique=True, title="Дата", description="День вебинара")
    title: str = Field(title="Тема", description="Тема, как в источнике")
    sessions: str = Field(
        title="Занятия",
        description="Из блоков каких занятий собран, коды через пробел; сборка наша",
        metadata={"refers": "sessions.id", "many": True},
    )

    class Config:
        title = "Вебинары 2024 года"
        description = "Строка — вебинар. Часы в источнике не указаны."


class Events(Table):
    id: str = Field(unique=True, title="Код", description="Код события")
    date: pd.Timestamp = Field(title="Дата", description="День события")
    kind: str = Field(isin=["contest"], title="Вид", description="contest — конкурс")
    title: str = Field(title="Название", description="Название, как в источнике")
    stage: str = Field(title="Этап", description="Этап события")
    note: str = Field(nullable=True, title="Примечание", description="Оговорки к строке")

    class Config:
        title = "События 2024 года"
        description = "Строка — этап конкурса практик."


SCHEMAS: dict[str, type[Table]] = {
    "course_plan": CoursePlan,
    "sessions": Sessions,
    "practicums": Practicums,
    "webinars": Webinars,
    "events": Events,
}
