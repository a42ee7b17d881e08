"""Schemas of what roadmap checks look for: topics by words, and the headers of the two roadmaps of the sources."""

import pandas as pd
from pandera.pandas import Field

from .table import Table


class RoadmapTopics(Table):
    id: str = Field(unique=True, str_matches=r"^[a-z_]+$", title="Код", description="Латиницей")
    order: int = Field(unique=True, ge=1, title="Порядок", description="Обычный порядок шагов: по нему правят карту")
    kind: str = Field(
        isin=["step", "mention", "wording", "subject"],
        title="Род",
        description="step — шаг плана, mention — что должно быть упомянуто, wording — слово, которое надо заменить, "
        "subject — чужой предмет",
    )
    title: str = Field(unique=True, title="Тема", description="Как её назвать человеку")
    teachers_stage: str = Field(
        nullable=True,
        isin=["teachers_1", "teachers_2", "teachers_3", "throughout"],
        title="Этап модели педагогов",
        description="Код этапа; throughout — сквозная работа; пусто — тема не шаг",
    )
    checklist_number: pd.Int64Dtype = Field(
        nullable=True, ge=1, le=7, title="Номер в контрольном списке", description="Если шаг даёт документ из семи"
    )
    criterion: str = Field(
        nullable=True, title="Критерий", description="Кто требует темы", metadata={"refers": "criteria.id"}
    )
    words: str = Field(
        title="Слова",
        description="Начала слов; варианты — через «;», внутри варианта все слова обязательны, слово с «!» исключает, "
        "слово с «=» берётся целиком",
    )
    after: str = Field(
        nullable=True,
        title="После чего",
        description="Коды тем, которые должны стоять раньше; через пробел",
        metadata={"refers": "roadmap_topics.id", "many": True},
    )
    once: str = Field(
        nullable=True, isin=["yes"], title="Один раз", description="yes — повтор в плане считается дублем"
    )
    proposal: str = Field(nullable=True, title="Предложение", description="Чем заменить или дополнить")

    class Config:
        title = "Темы дорожной карты"
        description = (
            "Строка — тема, которую проверка узнаёт в строке карты по началам слов. Слова, порядок и предложения наши; "
            "семь этапов модели обучающихся здесь не требуются."
        )


class RoadmapHeaders(Table):
    id: str = Field(unique=True, isin=["school", "municipal"], title="Карта", description="school или municipal")
    title_raw: str = Field(title="Заголовок", description="Сокращён до предмета")
    organization_name: str = Field(nullable=True, title="Организация", description="Пусто — не названа")
    approval_raw: str = Field(nullable=True, title="Гриф утверждения", description="Пусто — нет")
    period_raw: str = Field(title="Период", description="По записи или по срокам карты")
    starts: pd.Timestamp = Field(title="Начало периода", description="Первый день")
    ends: pd.Timestamp = Field(title="Конец периода", description="Последний день")
    tasks_raw: str = Field(nullable=True, title="Номера задач", description="Как в карте; через «;»")
    indicators_raw: str = Field(nullable=True, title="Показатели", description="Как в карте")
    columns_raw: str = Field(title="Столбцы", description="Названия столбцов карты")
    columns: str = Field(title="Поля", description="Те же столбцы в обозначениях проверки")

    class Config:
        title = "Заголовки двух дорожных карт"
        description = "Строка — то, что стоит над таблицей карты. У школьной карты период взят из её этапов."


SCHEMAS: dict[str, type[Table]] = {"roadmap_topics": RoadmapTopics, "roadmap_headers": RoadmapHeaders}
