"""Schemas of what was measured and planned: register of orders, monitoring, indicators, course and events."""

from __future__ import annotations

import pandas as pd
from pandera.pandas import Field

from .table import Table


class Monitoring(Table):
    period: str = Field(unique=True, str_matches=r"^\d{4}-\d\d$", title="Срез", description="Год и месяц среза")
    period_title: str = Field(title="Название среза", description="Для подписей")
    organizations: int = Field(ge=0, title="Организаций (B)", description="Школ по форме ОО-1, единиц")
    with_regulation: int = Field(
        ge=0, title="С Положением", description="Организаций с утверждённым Положением, единиц"
    )
    with_pairs: int = Field(ge=0, title="С парами", description="Организаций с приказом о закреплении пар, единиц")
    share_regulation_stated: float = Field(
        ge=0, title="Доля с Положением, %", description="Процент, как он напечатан в источнике"
    )
    share_pairs_stated: float = Field(
        ge=0, title="Доля с парами, %", description="Процент, как он напечатан в источнике"
    )

    class Config:
        title = "Три среза мониторинга"
        description = (
            "Строка — один срез. База сокращается от среза к срезу (1107, 1042, 974), и причина в источнике не названа: "
            "динамику внедрения по этим данным установить нельзя. У ноябрьских чисел 953 и 899 единица в источнике пропущена."
        )


SCHEMAS: dict[str, type[Table]] = {"monitoring": Monitoring}
_ = pd
