"""Schemas of how the system is built and judged: parameters, checkpoints, bodies, conditions, aims, words."""

import pandas as pd
from pandera.pandas import Field, dataframe_check

from .table import Table

_ID = {"unique": True, "str_matches": r"^[a-z][a-z0-9_]*$", "title": "Код", "description": "Латиницей"}
_NUMBER = {"unique": True, "ge": 1, "title": "Номер", "description": "Порядок в источнике"}
YES_NO = ["yes", "no"]


class EvaluationParameters(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    subject: str = Field(
        isin=["goal", "indicator", "method"],
        title="Что оценивают",
        description="goal — цель, indicator — показатель, method — методы сбора и обработки",
    )
    title: str = Field(unique=True, title="Параметр", description="Название из источника")
    question: str = Field(str_matches=r"^.*\?$", title="Вопрос", description="О чём спросить")
    computable: str = Field(
        isin=YES_NO, title="Можно вычислить", description="yes — по описанию показателя, no — решает человек"
    )
    inverse: str = Field(isin=YES_NO, title="Обратный", description="yes — наличие плохо")
    how_computed: str = Field(nullable=True, title="Как вычислить", description="Пусто там, где решает человек")

    class Config:
        title = "Параметры оценивания"
        description = "Строка — один из десяти параметров. Шкалы источник не даёт; вычислимость — наше решение."

    @dataframe_check(error="способ вычисления нужен там и только там, где параметр вычислим")
    def the_computable_says_how(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["computable"] == "yes") == frame["how_computed"].notna()


class Checkpoints(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    title: str = Field(unique=True, title="Контрольная точка", description="Название")
    checklist_numbers: str = Field(
        nullable=True,
        str_matches=r"^[1-7]( [1-7])*$",
        title="Номера в перечне 2023 года",
        description="Какие из семи документов; пусто — таких нет",
    )
    documents: str = Field(
        nullable=True,
        title="Виды документов",
        description="Коды видов через пробел; пусто — своего вида в комплекте нет",
        metadata={"refers": "document_kinds.id", "many": True},
    )
    match: str = Field(
        isin=["full", "none"], title="Соответствие перечню", description="full — есть в перечне, none — нет"
    )
    note: str = Field(title="Пояснение", description="Чему соответствует в перечне семи документов")

    class Config:
        title = "Контрольные точки 2022 года"
        description = (
            "Строка — контрольная точка. В 2023 году проверяли другой набор: приказа о внедрении, соглашения и двух "
            "согласий среди точек нет."
        )


class Bodies(Table):
    id: str = Field(**_ID)
    title: str = Field(unique=True, title="Участник системы", description="Название")
    model: str = Field(
        isin=["students", "teachers"],
        title="Модель",
        description="students — система обучающихся, teachers — система педагогов",
    )
    contour: str = Field(
        nullable=True,
        isin=["internal", "external"],
        title="Контур",
        description="internal — внутренний, external — внешний; пусто у модели обучающихся",
    )
    level: str = Field(
        isin=["federal", "regional", "municipal", "institutional"],
        title="Уровень",
        description="federal, regional, municipal, institutional",
    )
    role: str = Field(title="Роль", description="Зачем нужен")
    note: str = Field(nullable=True, title="Оговорка", description="Что в источнике не сходится")

    class Config:
        title = "Участники системы"
        description = "Строка — орган или организация и её место в контурах и уровнях."


class BodyFunctions(Table):
    id: str = Field(**_ID)
    body: str = Field(title="Чья функция", description="Код участника", metadata={"refers": "bodies.id"})
    number: int = Field(ge=1, title="Номер", description="Порядок в источнике")
    function: str = Field(unique=True, title="Функция", description="Что делает")
    verb: str = Field(title="Одним словом", description="Для сопоставления функций разных участников")

    class Config:
        title = "Функции участников"
        description = (
            "Строка — функция: 4 у организации, 6 у куратора, 10 у совета, 6 у регионального актива, 5 у академии."
        )
        unique = ["body", "number"]


class StructureDefects(Table):
    id: str = Field(
        unique=True, str_matches=r"^(EL|FORM|TYPE)-D\d$", title="Код", description="EL — устройство, FORM, TYPE"
    )
    subject: str = Field(
        isin=["bodies", "forms", "types"],
        title="О чём",
        description="bodies — участники системы, forms — формы, types — виды",
    )
    defect: str = Field(title="Дефект", description="Что не сходится")

    class Config:
        title = "Дефекты описания устройства, форм и видов"
        description = "Строка — место, где источник спорит с собой."


class ConditionGroups(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    title: str = Field(unique=True, title="Группа условий", description="Название")
    explanation: str = Field(title="Что входит", description="Пояснено нами")

    class Config:
        title = "Группы условий и ресурсов"
        description = "Строка — одна из пяти групп модели педагогов; источник даёт только названия."


class SystemComparison(Table):
    id: str = Field(**_ID)
    order: int = Field(unique=True, ge=1, title="Порядок", description="Порядок в таблице")
    aspect_title: str = Field(unique=True, title="Сторона", description="Что сравнивают")
    students: str = Field(title="Система обучающихся", description="По Р-145")
    teachers: str = Field(title="Система педагогов", description="По письму № АЗ-1128/08 / № 657")

    class Config:
        title = "Две системы наставничества"
        description = "Строка — сторона сравнения системы обучающихся и системы педагогов."


class ProjectGoals(Table):
    id: str = Field(**_ID)
    kind: str = Field(isin=["goal", "task"], title="Что это", description="goal — цель, task — задача")
    slide: int = Field(ge=1, le=2, title="Слайд", description="Первый или второй слайд с той же целью")
    number: pd.Int64Dtype = Field(nullable=True, ge=1, title="Номер задачи", description="На слайде; у цели пусто")
    statement: str = Field(unique=True, title="Содержание", description="Своими словами")
    target_percent: float = Field(
        nullable=True,
        ge=0,
        le=100,
        title="Порог, %",
        description="Только у цели; ни один из семи показателей его не меряет",
    )

    class Config:
        title = "Цель и задачи проекта"
        description = "Строка — цель проекта или задача с одного из двух слайдов; цель на них одна."


class Glossary(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    term: str = Field(unique=True, title="Термин", description="По-русски")
    english: str = Field(title="По-английски", description="Как называется в коде")
    definition: str = Field(unique=True, title="Определение", description="Одним предложением")
    note: str = Field(nullable=True, title="Оговорка", description="С чем не путать, сколько значений")

    class Config:
        title = "Глоссарий"
        description = "Строка — термин. Определения наши; источник показывает, где термин стоит."


SCHEMAS: dict[str, type[Table]] = {
    "evaluation_parameters": EvaluationParameters,
    "checkpoints": Checkpoints,
    "bodies": Bodies,
    "body_functions": BodyFunctions,
    "structure_defects": StructureDefects,
    "condition_groups": ConditionGroups,
    "system_comparison": SystemComparison,
    "project_goals": ProjectGoals,
    "glossary": Glossary,
}
