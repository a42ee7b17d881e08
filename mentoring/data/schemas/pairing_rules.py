"""Schema of the rules of pairing: load of a mentor and weight of the requirements by mentoring type."""

from __future__ import annotations

import pandas as pd
from pandera.pandas import Field, dataframe_check

from .table import Table

_MANY = {"refers": "mentor_requirements.id", "many": True}


class TypeRules(Table):
    type: str = Field(
        unique=True, title="Вид", description="Код вида наставничества", metadata={"refers": "mentoring_types.id"}
    )
    max_mentees: int = Field(ge=1, le=30, title="Нагрузка", description="Предел наставляемых у одного наставника")
    min_group: int = Field(ge=1, le=30, title="Наименьшая группа", description="1 — вид не групповой")
    choice: str = Field(
        isin=["free", "mentee", "mutual"],
        title="Кто выбирает",
        description="free — подбирает организация; mentee — выбрал наставляемый; mutual — выбрали друг друга",
    )
    hard: str = Field(
        nullable=True, title="Жёсткие требования", description="Без них пары нет; коды через пробел", metadata=_MANY
    )
    important: str = Field(
        nullable=True, title="Важные требования", description="Весят вдвое; остальные весят единицу", metadata=_MANY
    )
    ignored: str = Field(
        nullable=True, title="Не учитываются", description="Несовместимы с видом; коды через пробел", metadata=_MANY
    )
    note: str = Field(title="Смысл", description="Почему так")

    @dataframe_check(error="наименьшая группа не должна быть больше нагрузки")
    def group_fits(cls, table: pd.DataFrame) -> pd.Series:
        return table["min_group"] <= table["max_mentees"]

    class Config:
        title = "Правила подбора по видам"
        description = (
            "Строка — вид. Источники задают один на один для традиционного вида и от двух до шести человек для группы; "
            "остальные нагрузки, жёсткость и вес требований — наши, методист меняет их здесь."
        )


SCHEMAS: dict[str, type[Table]] = {"type_rules": TypeRules}
