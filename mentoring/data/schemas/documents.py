"""Schemas of what documents are checked against: eight kinds, 109 criteria, 60 typical defects."""

import pandas as pd
from pandera.pandas import Field, dataframe_check

from .table import Table

FIRM = ("source", "confirmed")  # only these may cost points
DECIDED_BY = {
    "document": "сам документ",
    "package": "сопоставление документов комплекта",
    "person": "суждение человека",
}
# A defect may belong to something that is no document: the whole package, an indicator, a monitoring table.
DEFECT_SUBJECTS = [
    "regulation",
    "implementation_order",
    "pairing_order",
    "roadmap",
    "consent",
    "supplementary_agreement",
    "mentoring_programme",
    "learning_route",
    "package",
    "indicator",
    "monitoring",
]


class DocumentKinds(Table):
    id: str = Field(unique=True, str_matches=r"^[a-z_]+$", title="Код", description="Латиницей, из глоссария")
    code: str = Field(unique=True, str_matches=r"^[A-Z]{2,3}$", title="Сокращение", description="Начало кода критерия")
    title: str = Field(unique=True, title="Название", description="Полное название вида документа")
    genitive_title: str = Field(title="Название в родительном падеже", description="Для сообщений: «нет …»")
    purpose: str = Field(title="Назначение", description="Для чего нужен документ")
    checklist_numbers: str = Field(
        nullable=True,
        str_matches=r"^[1-7]( [1-7])*$",
        title="Номера в перечне 2023 года",
        description="Какие из семи документов перечня; несколько — через пробел",
    )
    checkpoint_numbers: str = Field(
        nullable=True,
        str_matches=r"^[1-6]( [1-6])*$",
        title="Контрольные точки 2022 года",
        description="Какие из шести точек; несколько — через пробел",
    )
    signed_by: str = Field(title="Кто подписывает", description="Роль, не фамилия")

    class Config:
        title = "Виды документов"
        description = (
            "Строка — вид документа, который проверяют. Программы и маршрута нет среди семи документов 2023 года: "
            "они взяты из контрольных точек 2022 года."
        )


class Criteria(Table):
    id: str = Field(
        unique=True, str_matches=r"^[A-Z]{2,3}-\d\d$", title="Код", description="Буквы вида и номер: PLZ-01"
    )
    document: str = Field(
        title="Вид документа", description="Код вида документа", metadata={"refers": "document_kinds.id"}
    )
    criterion: str = Field(
        str_matches=r"^.*\?$",
        title="Критерий",
        description="Вопрос с ответом «выполнено», «частично», «нарушено» или «неприменимо»",
    )
    why: str = Field(title="Почему", description="Чем плохо, если критерий не выполнен")
    weight: str = Field(
        isin=["critical", "substantial", "desirable"],
        title="Значимость",
        description="critical — критичный, substantial — существенный, desirable — желательный",
    )
    decided_by: str = Field(
        isin=list(DECIDED_BY),
        title="По чему судят",
        description="; ".join(f"{code} — {meaning}" for code, meaning in DECIDED_BY.items()),
    )
    law_from: pd.Timestamp = Field(
        nullable=True,
        title="Применять с",
        description="Дата, с которой критерий применяют к документам; пусто — дата не важна",
    )
    earns: str = Field(
        isin=["violated", "check"],
        title="Худший вывод",
        description="violated — можно написать «нарушено»; check — только «проверьте», баллов не стоит",
    )

    class Config:
        title = "Критерии проверки документов"
        description = (
            "Строка — критерий. Что опирается на неподтверждённое или на наш вывод, даёт только «проверьте». "
            "Достоверность строки — достоверность самой слабой её части."
        )

    @dataframe_check(error="вывод «нарушено» (violated) допустим только при достоверности source или confirmed")
    def only_firm_ground_costs_points(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["earns"] != "violated") | frame["certainty"].isin(FIRM)


class Defects(Table):
    id: str = Field(unique=True, str_matches=r"^DEF-\d\d$", title="Код", description="DEF и номер: DEF-01")
    document: str = Field(
        isin=DEFECT_SUBJECTS,
        title="Где встречается",
        description="Код вида документа либо package — комплект, indicator — показатель, monitoring — мониторинг",
    )
    defect: str = Field(title="Дефект", description="Что не так")
    severity: str = Field(
        isin=["critical", "substantial", "minor"],
        title="Тяжесть",
        description="critical — документ не работает или нарушает закон, substantial — существенный, minor — мелкий",
    )
    how_to_recognise: str = Field(title="Как распознать", description="Что искать в документе")
    criteria: str = Field(
        nullable=True,
        title="Критерии",
        description="Какие критерии нарушает; несколько — через пробел; пусто у показателей и мониторинга",
        metadata={"refers": "criteria.id", "many": True},
    )

    class Config:
        title = "Типовые дефекты"
        description = (
            "Строка — дефект, который встречается в документах, показателях и мониторинге. Неподтверждённые и "
            "выведенные (uncertain, inferred) дают только «проверьте»."
        )


SCHEMAS: dict[str, type[Table]] = {"document_kinds": DocumentKinds, "criteria": Criteria, "defects": Defects}
