"""Schemas of who mentors whom and how: forms, interaction models, types, categories, requirements, challenges."""

from pandera.pandas import Field

from .table import Table

_ID = {"unique": True, "str_matches": r"^[a-z_]+$", "title": "Код", "description": "Латиницей, из глоссария"}
_NUMBER = {"unique": True, "ge": 1, "title": "Номер", "description": "Порядок в источнике"}
YES_NO = ["yes", "no"]


class MentoringForms(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    number_raw: str = Field(nullable=True, title="Номер в источнике", description="У одной формы номер потерян")
    title: str = Field(unique=True, title="Форма", description="Название")
    when: str = Field(title="Когда применяют", description="Назначение формы")
    note: str = Field(nullable=True, title="Оговорка", description="Что неясно в источнике")

    class Config:
        title = "Формы наставничества"
        description = "Строка — форма. По нумерации источника форм четыре, по перечню пять; считаем пять."


class InteractionModels(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    title: str = Field(unique=True, title="Модель", description="Название")
    mentor: str = Field(title="Наставник", description="Кто ведёт")
    mentee: str = Field(title="Наставляемый", description="Кого ведут")
    purpose: str = Field(title="Назначение", description="Чему служит модель")
    methods: str = Field(title="Приёмы", description="Чем пользуются")
    risks: str = Field(title="Риски", description="Названные в источнике; наши помечены словом [вывод]")
    result: str = Field(title="Удачный итог", description="Чего достигает пара")

    class Config:
        title = "Модели взаимодействия"
        description = (
            "Строка — модель внутри формы «педагог — педагог». Источник называет четыре и добавляет «и другие»."
        )


class MentoringTypes(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    title: str = Field(unique=True, title="Вид", description="Название")
    english_title: str = Field(nullable=True, title="Английское название", description="Если дано в источнике")
    features: str = Field(title="Признаки", description="Как устроена работа")
    participants: str = Field(title="Участники", description="Сколько и кого")
    duration: str = Field(title="Длительность", description="«не задано» — источник не говорит")
    initiative: str = Field(title="Инициатива", description="Кто начинает")
    strengths: str = Field(title="Плюсы", description="Из источника")
    risks: str = Field(title="Риски", description="«Не указаны» — источник не называет")
    distinguishing_sign: str = Field(
        unique=True, title="Решающий признак", description="По чему вид отличают от соседних"
    )
    in_table: str = Field(isin=YES_NO, title="Есть в таблице", description="yes — вид есть в таблице вебинара")
    source_defect: str = Field(nullable=True, title="Дефект источника", description="Где источник спорит с собой")

    class Config:
        title = "Виды наставничества"
        description = (
            "Строка — вид. В таблице источника семь видов из одиннадцати, у двух определение другое, чем в тексте; "
            "признаки взяты из текста. Участники, длительность, инициатива и решающий признак обобщены нами."
        )


class MenteeCategories(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    title: str = Field(unique=True, title="Категория", description="Название")
    short_title: str = Field(unique=True, title="Кратко", description="Для подписей и списков")
    need: str = Field(title="Что нужно", description="Главная потребность, обобщена нами")

    class Config:
        title = "Категории наставляемых"
        description = "Строка — категория."


class MentorRequirements(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    title: str = Field(unique=True, title="Кратко", description="Для подписей")
    requirement: str = Field(title="Требование", description="Чего ждут от наставника")
    checkable_by_documents: str = Field(
        isin=["yes", "partial", "no"],
        title="Проверяемо документами",
        description="yes — да, partial — частично, no — нет (наш вывод)",
    )
    evidence: str = Field(nullable=True, title="Чем подтвердить", description="Какие документы годятся")
    conflicts_with: str = Field(
        nullable=True,
        title="Несовместимо с видами",
        description="Коды видов через пробел (наш вывод)",
        metadata={"refers": "mentoring_types.id", "many": True},
    )
    conflict_reason: str = Field(nullable=True, title="Почему несовместимо", description="Наш вывод")

    class Config:
        title = "Требования к наставнику"
        description = (
            "Строка — рекомендуемое требование. Достоверность относится к самому требованию; проверяемость и "
            "несовместимость с видами — наши выводы."
        )


class Challenges(Table):
    id: str = Field(**_ID)
    number: int = Field(**_NUMBER)
    title: str = Field(unique=True, title="Кратко", description="Для подписей")
    problem: str = Field(title="Проблема", description="Что заставляет вводить наставничество")
    mentee_categories: str = Field(
        title="Чьи это проблемы",
        description="Коды категорий наставляемых через пробел (наш вывод)",
        metadata={"refers": "mentee_categories.id", "many": True},
    )

    class Config:
        title = "Проблемное поле"
        description = "Строка — одна из трёх проблем, с которых начинается курс."


SCHEMAS: dict[str, type[Table]] = {
    "mentoring_forms": MentoringForms,
    "interaction_models": InteractionModels,
    "mentoring_types": MentoringTypes,
    "mentee_categories": MenteeCategories,
    "mentor_requirements": MentorRequirements,
    "challenges": Challenges,
}
