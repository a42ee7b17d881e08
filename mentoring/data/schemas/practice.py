"""Schemas of the practicums about one's own practice: rubrics for a judge, features of forms, models and types."""

import pandas as pd
from pandera.pandas import Field, dataframe_check

from .table import Table

SUBJECTS = ["type", "form", "model"]


class Rubrics(Table):
    assignment: str = Field(title="Работа", description="Код работы", metadata={"refers": "practicums.id"})
    task: str = Field(str_matches=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", title="Задание", description="Id задания в блокноте")
    criterion_id: str = Field(str_matches=r"^[a-z][a-z0-9_]*$", title="Код критерия", description="Внутри задания")
    criterion: str = Field(title="Критерий", description="На что смотрит преподаватель")
    weight: float = Field(gt=0, title="Вес, баллы", description="Наибольший балл по критерию")
    level: int = Field(ge=0, title="Уровень", description="0 — нижний")
    points: float = Field(ge=0, title="Баллы", description="Сколько ставят за этот уровень")
    text: str = Field(title="Описание уровня", description="По чему уровень узнают")
    anchor: str = Field(
        nullable=True,
        title="Пример",
        description="Образец ответа этого уровня, на другом материале; участник видит его заранее",
    )

    @dataframe_check(error="верхний уровень критерия стоит столько, сколько его вес")
    def best_is_weight(cls, table: pd.DataFrame) -> pd.Series:
        keys = ["assignment", "task", "criterion_id"]
        return table.groupby(keys)["points"].transform("max") == table["weight"]

    class Config:
        title = "Рубрики"
        description = (
            "Строка — один уровень одного критерия. По рубрике свободный ответ оценивает человек; участник видит её до "
            "начала работы и в отзыве. Критерии, уровни и примеры составили авторы комплекта: в источниках рубрик нет."
        )
        unique = ["assignment", "task", "criterion_id", "level"]


class PracticeFeatures(Table):
    subject: str = Field(isin=SUBJECTS, title="О чём", description="type — вид, form — форма, model — модель")
    value: str = Field(title="Код", description="Код вида, формы или модели из их таблиц")
    feature: str = Field(
        str_matches=r"^[a-z][a-z_]*$", title="Признак", description="Поле карточки практики, с которым сверяют"
    )
    allowed: str = Field(nullable=True, title="Допустимо", description="Коды вариантов через пробел")
    least: float = Field(nullable=True, title="Не меньше", description="Для чисел")
    most: float = Field(nullable=True, title="Не больше", description="Для чисел")
    says: str = Field(title="Замечание", description="Что не сходится и что с этим делать")
    check_only: bool = Field(
        title="Только вопрос", description="Не снимает баллов: источник признака не даёт или даёт неоднозначно"
    )

    class Config:
        title = "Признаки форм, моделей и видов"
        description = (
            "Строка — признак, по которому описание практики сверяют с названным видом, формой или моделью. Баллы "
            "снимаются лишь там, где признак прямо стоит в источнике; остальное — вопрос «проверьте»."
        )


class GeneralWords(Table):
    beginning: str = Field(
        str_matches=r"^[а-я]{4,}…$",
        unique=True,
        title="Начало слова",
        description="Строчными, без «ё», с многоточием на месте окончания",
    )

    class Config:
        title = "Общие слова"
        description = (
            "Строка — начало слова, которое подойдёт описанию любой практики: «качество», «работа», «развитие». "
            "Карточки практикумов № 2, № 3 и № 5 не засчитывают такие слова как рассказ о своём деле; писать их можно."
        )


SCHEMAS: dict[str, type[Table]] = {
    "rubrics": Rubrics, "practice_features": PracticeFeatures, "general_words": GeneralWords,
}  # fmt: skip
