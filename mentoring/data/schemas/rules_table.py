"""Schema of the rules of assessment: weights, thresholds, attempts, lateness. The grading side reads the same file."""

from __future__ import annotations

import pandas as pd
from pandera.pandas import Field, dataframe_check

from .table import Table


class Rules(Table):
    assignment: str = Field(
        unique=True,
        str_matches=r"^[a-z][a-z0-9_]*$",
        title="Работа",
        description="Код работы; строка course — правило зачёта по курсу",
    )
    title: str = Field(title="Название", description="Короткое: для шапки ведомости")
    weight: float = Field(ge=0, le=100, title="Вес", description="Доля в итоге; сумма весов произвольная")
    pass_percent: float = Field(
        ge=0, le=100, nullable=True, title="Порог, %", description="С какого процента зачтено; пусто — порога нет"
    )
    required: bool = Field(title="Обязательна", description="Без зачёта по ней нет зачёта по курсу")
    attempts: int = Field(ge=1, le=20, title="Попыток", description="Сколько раз можно сдать; в зачёт идёт последняя")
    due: str = Field(
        nullable=True,
        str_matches=(
            r"^(\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?"
            r"|\d{1,2}\.\d{1,2}\.\d{4}(,? +\d{1,2}:\d\d(:\d\d)?)?)$"
        ),
        title="Срок",
        description="01.12.2026 23:59 или 2026-12-01T23:59; без времени — весь день; по Москве; пусто — срока нет",
    )
    grace_minutes: int = Field(ge=0, title="Льгота, мин", description="Опоздание до стольких минут не считается")
    penalty_per_day: float = Field(
        ge=0, le=100, title="Снижение за день, %", description="Процент от максимума за каждые начатые сутки опоздания"
    )
    penalty_cap: float = Field(ge=0, le=100, title="Предел снижения, %", description="Больше этого не снимается")
    answers: str = Field(
        isin=["final", "term", "never"],
        title="Верные ответы",
        description="Когда их показывает отзыв, если работа не возвращена: final — срок прошёл, и работа зачтена или "
        "попытки кончились; term — срок прошёл; never — никогда. Сданное после показа в зачёт не идёт",
    )
    note: str = Field(nullable=True, title="Пояснение", description="Показывается в ведомости")
    origin: str = Field(
        isin=["ours", "source"], title="Чьё правило", description="ours — наше: исходные документы правил не дают"
    )

    @dataframe_check(error="предел снижения не должен быть меньше снижения за день")
    @classmethod
    def cap_covers_a_day(cls, table: pd.DataFrame) -> pd.Series:
        return table["penalty_cap"] >= table["penalty_per_day"]

    class Config:
        title = "Правила оценивания"
        description = (
            "Строка — одна работа. Все числа наши: в исходных документах нет ни баллов, ни порогов, ни сроков сдачи; "
            "методист меняет их здесь, и ведомость пересчитывается."
        )


SCHEMAS: dict[str, type[Table]] = {"rules": Rules}
