"""Schema of the rules from which targeted recommendations are made."""

import pandas as pd
from pandera.pandas import Field, dataframe_check

from .table import Table

OPERATORS = ["<", "<=", ">", ">=", "=", "!="]


class RecommendationRules(Table):
    id: str = Field(unique=True, str_matches=r"^REC-\d\d+$", title="Код", description="REC и номер: REC-21")
    metric: str = Field(
        str_matches=r"^[a-z][a-z0-9_]*$",
        title="Показатель",
        description="share_… — доля организаций с документом, %; gap_… — на сколько она меньше доли приказов о парах, "
        "п. п.; status — статус муниципалитета; target_gap — значение минус цель, п. п.; numerator_change и "
        "denominator_change — изменение количества; response_rate, satisfaction, young_share — %; register_… — сколько "
        "организаций реестра своего муниципалитета стоит проверить",
    )
    operator: str = Field(isin=OPERATORS, title="Сравнение", description="Показатель сравнивается с порогом")
    threshold: str = Field(title="Порог", description="Число или слово (для статуса)")
    priority: int = Field(ge=1, le=3, title="Очередь", description="1 — прежде всего, 3 — в последнюю очередь")
    recommendation: str = Field(
        title="Рекомендация", description="Что сделать; {value} и {threshold} заменяются числами"
    )
    addressee: str = Field(title="Кому", description="Роль, без имён")
    document: str = Field(
        nullable=True, title="Документ", description="Вид документа", metadata={"refers": "document_kinds.id"}
    )

    @dataframe_check(error="для сравнения «больше» или «меньше» порог должен быть числом")
    def ordered_threshold(cls, table: pd.DataFrame) -> pd.Series:
        number = pd.to_numeric(table["threshold"], errors="coerce").notna()
        return number | table["operator"].isin(["=", "!="])

    class Config:
        title = "Правила адресных рекомендаций"
        description = (
            "Строка — правило: если показатель удовлетворяет условию, предлагается рекомендация. Пороги и тексты наши: "
            "в источниках есть только замечания мониторинга."
        )


SCHEMAS: dict[str, type[Table]] = {"recommendation_rules": RecommendationRules}
