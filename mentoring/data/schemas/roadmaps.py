"""Schemas of stages and roadmaps, kept as the sources write them, and of what is wrong in them."""

import pandas as pd
from pandera.pandas import Field

from .table import Table

_DATE_FROM = "Начало по записи; пусто — из записи не установить"


class Stages(Table):
    id: str = Field(
        unique=True, str_matches=r"^(students|teachers)_\d$", title="Код", description="Модель и номер этапа"
    )
    model: str = Field(
        isin=["students", "teachers"],
        title="Модель",
        description="students — обучающихся (семь этапов), teachers — педагогов (три этапа)",
    )
    number: int = Field(ge=1, title="Номер", description="Внутри модели")
    title: str = Field(title="Этап", description="Название")
    inside: str = Field(title="Внутри организации", description="Содержание этапа")
    outside: str = Field(nullable=True, title="Внешняя среда", description="Пусто, если источник не называет")
    tasks: str = Field(nullable=True, title="Задачи по календарю", description="Только у модели педагогов")
    calendar_raw: str = Field(nullable=True, title="Календарь", description="Запись источника")
    calendar_from: pd.Timestamp = Field(nullable=True, title="Начало", description="Первый день первого месяца")
    calendar_to: pd.Timestamp = Field(nullable=True, title="Окончание", description="Последний день последнего месяца")

    class Config:
        title = "Этапы двух моделей"
        description = (
            "Строка — этап. Семь этапов принадлежат модели обучающихся: по ним нельзя проверять документы о педагогах. "
            "Этапы 2022 года у модели педагогов перекрываются по срокам."
        )


class StageMapping(Table):
    id: str = Field(unique=True, str_matches=r"^map_\d\d$", title="Код", description="map и номер")
    students_stage: str = Field(
        nullable=True,
        title="Этап модели обучающихся",
        description="Код этапа; пусто — соответствия нет",
        metadata={"refers": "stages.id"},
    )
    school_stage: pd.Int64Dtype = Field(ge=1, le=8, title="Этап школьной карты", description="Номер этапа карты")
    teachers_stage: str = Field(
        isin=["teachers_1", "teachers_2", "teachers_3", "throughout"],
        title="Этап модели педагогов",
        description="Код этапа; throughout — сквозная работа",
    )
    match: str = Field(isin=["full", "partial"], title="Соответствие", description="full — полное, partial — частичное")
    note: str = Field(nullable=True, title="Оговорка", description="В чём соответствие неполно")

    class Config:
        title = "Сопоставление трёх схем"
        description = "Строка — соответствие этапов: семь этапов, восемь этапов школьной карты, три этапа педагогов."


class StageDefects(Table):
    id: str = Field(unique=True, str_matches=r"^ST-D\d\d$", title="Код", description="ST-D и номер")
    subject: str = Field(
        isin=["students", "teachers"], title="Модель", description="students — обучающихся, teachers — педагогов"
    )
    defect: str = Field(title="Несоответствие", description="Что не сходится")

    class Config:
        title = "Несоответствия в описании этапов"
        description = "Строка — место, где источник спорит с собой, с другим источником или со сроками."


class RoadmapSchool(Table):
    id: str = Field(unique=True, str_matches=r"^school_\d\d$", title="Код", description="school и порядковый номер")
    order: int = Field(unique=True, ge=1, title="Порядок", description="Порядок пунктов в карте")
    stage: int = Field(ge=1, le=8, title="Этап", description="Номер этапа, восстановлен и там, где в карте его нет")
    stage_number_raw: str = Field(nullable=True, title="Номер этапа в карте", description="Пусто — номера нет")
    stage_title: str = Field(title="Название этапа", description="Как в карте")
    activity: int = Field(ge=1, title="Мероприятие", description="Номер мероприятия по порядку: их 13")
    activity_title: str = Field(nullable=True, title="Название мероприятия", description="Как в карте")
    number_raw: str = Field(nullable=True, title="Номер пункта", description="Как в карте, со сбоями")
    content_raw: str = Field(title="Содержание", description="Как в карте, с опечатками")
    date_raw: str = Field(title="Срок", description="Как в карте; относится ко всему мероприятию")
    starts: pd.Timestamp = Field(nullable=True, title="Начало", description=_DATE_FROM)
    ends: pd.Timestamp = Field(nullable=True, title="Окончание", description="Последний день месяца по записи")
    responsible: str = Field(nullable=True, title="Ответственный", description="Такого столбца в карте нет: пусто")

    class Config:
        title = "Дорожная карта школы 2023/24"
        description = (
            "Строка — пункт содержания; пункты объединены в мероприятия (activity), мероприятия в этапы. Сроки читаны "
            "буквально, с ошибками источника («сентябрь2022», «Июнь 2023»): это материал для упражнений."
        )


class RoadmapMunicipal(Table):
    id: str = Field(unique=True, str_matches=r"^municipal_\d_\d$", title="Код", description="Группа и номер")
    order: int = Field(unique=True, ge=1, title="Порядок", description="Порядок в карте")
    group: int = Field(ge=1, le=4, title="Группа", description="Номер группы")
    group_title: str = Field(title="Название группы", description="Как в карте")
    number: int = Field(ge=1, title="Номер", description="Номер мероприятия в группе")
    activity_title: str = Field(title="Мероприятие", description="Как в карте")
    responsible_raw: str = Field(title="Ответственные", description="Как в карте: МЦН и МНЦ не исправлены")
    participants_raw: str = Field(title="Участники", description="Как в карте")
    result_raw: str = Field(title="Ожидаемый результат", description="Как в карте")
    date_raw: str = Field(nullable=True, title="Срок", description="Такого столбца в карте нет: пусто")

    class Config:
        title = "Муниципальная дорожная карта 2020–2021"
        description = (
            "Строка — мероприятие карты Ленинск-Кузнецкого городского округа. Заголовок карты — о наставничестве "
            "обучающихся, содержание — о молодых педагогах."
        )


class RoadmapDefects(Table):
    id: str = Field(unique=True, str_matches=r"^RM[34]-D\d\d$", title="Код", description="Документ и номер")
    roadmap: str = Field(
        isin=["school", "municipal"], title="Карта", description="school — школьная, municipal — муниципальная"
    )
    defect: str = Field(title="Дефект", description="Что не так")
    severity: str = Field(
        isin=["critical", "substantial", "minor"],
        title="Тяжесть",
        description="critical, substantial или minor; у RM3-D01, D02, D05 из свода, у остальных — наша оценка",
    )
    places: str = Field(
        nullable=True, title="Строки карты", description="Коды пунктов через пробел; пусто — карта в целом"
    )
    criteria: str = Field(
        nullable=True,
        title="Критерии",
        description="Какие критерии нарушает; несколько — через пробел",
        metadata={"refers": "criteria.id", "many": True},
    )

    class Config:
        title = "Дефекты дорожных карт"
        description = "Строка — дефект одной из двух карт: 19 у школьной, 17 у муниципальной."


SCHEMAS: dict[str, type[Table]] = {
    "stages": Stages,
    "stage_mapping": StageMapping,
    "stage_defects": StageDefects,
    "roadmap_school": RoadmapSchool,
    "roadmap_municipal": RoadmapMunicipal,
    "roadmap_defects": RoadmapDefects,
}
