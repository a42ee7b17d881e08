"""Schemas of the monitoring of 2022–2023: register of orders, three slices, seven documents, municipalities."""

import pandas as pd
from pandera.pandas import Field, check, dataframe_check

from ..requisites import FLAGS
from .table import Table

ORDER_FLAGS = {
    **FLAGS,
    "not_municipality": "метка строки — не муниципалитет (ГОО: государственные организации области)",
}

STATUSES = {
    "not_provided": "справка об исправлении документов не предоставлена",
    "complete": "документы предоставлены полностью",
    "needs_revision": "документы требуют доработки",
}


class Orders(Table):
    municipality: str = Field(title="Муниципалитет", description="Метка из реестра без «г.о.», написание сохранено")
    organization: str = Field(title="Организация", description="Название, как в реестре")
    requisite: str = Field(title="Реквизит", description="Запись номера и даты приказа, как в реестре")
    number: str = Field(
        nullable=True, title="Номер", description="Прочитан из реквизита; у повреждённого — исходная запись"
    )
    date: pd.Timestamp = Field(
        nullable=True, title="Дата", description="Дата приказа; пуста, если день не указан (точность не day)"
    )
    date_precision: str = Field(
        isin=["day", "year", "none"],
        title="Точность даты",
        description="day — день, year — только год, none — даты нет",
    )
    year: pd.Int64Dtype = Field(nullable=True, ge=1990, le=2049, title="Год", description="Год приказа, если он указан")
    flags: str = Field(
        nullable=True,
        title="Пометки",
        description="Коды через пробел: " + "; ".join(f"{code} — {meaning}" for code, meaning in ORDER_FLAGS.items()),
    )
    raw: str = Field(title="Строка реестра", description="Три ячейки строки, как они стоят в источнике, через « | »")

    @check("flags", error="ожидаются коды пометок из описания таблицы, через пробел")
    def flags_are_known(cls, flags: pd.Series) -> pd.Series:
        return (
            flags.map(lambda cell: set(cell.split()) <= set(ORDER_FLAGS), na_action="ignore").fillna(True).astype(bool)
        )

    @dataframe_check(error="дата должна стоять тогда и только тогда, когда её точность — day")
    def date_agrees_with_precision(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["date"].notna() == (frame["date_precision"] == "day")

    class Config:
        title = "Реестр приказов о внедрении"
        description = (
            "Строка — приказ одной организации. Столбцы number, date, date_precision, year и flags прочитаны из "
            "requisite разборщиком mentoring.data.requisites. Ни один приказ не издан позже письма от 21.12.2021; "
            "что реестр — перечень устаревших приказов, в источнике не сказано, это наш вывод. Ключ — муниципалитет "
            "и организация: названия школ повторяются."
        )
        unique = ["municipality", "organization"]


class Monitoring(Table):
    period: str = Field(unique=True, str_matches=r"^\d{4}-\d\d$", title="Срез", description="Год и месяц среза")
    period_title: str = Field(title="Название среза", description="Для подписей")
    organizations: int = Field(ge=0, title="Организаций (B)", description="Школ по форме ОО-1, единиц")
    with_regulation: int = Field(ge=0, title="С Положением", description="Организаций с Положением, единиц")
    with_pairs: int = Field(ge=0, title="С парами", description="Организаций с приказом о закреплении пар, единиц")
    share_regulation_stated: float = Field(
        ge=0, title="Доля с Положением", description="Процент, напечатанный в источнике"
    )
    share_pairs_stated: float = Field(ge=0, title="Доля с парами", description="Процент, напечатанный в источнике")

    class Config:
        title = "Три среза мониторинга"
        description = (
            "Строка — один срез. База сокращается от среза к срезу (1107, 1042, 974), причина в источнике не названа: "
            "динамику внедрения по этим данным установить нельзя. У ноябрьских чисел 953 и 899 единица пропущена."
        )


class DocumentShares(Table):
    number: int = Field(unique=True, ge=1, title="Номер", description="Номер строки чек-листа")
    document: str = Field(
        unique=True, title="Документ", description="Код документа чек-листа; согласий в нём два, вид документа один"
    )
    document_kind: str = Field(title="Вид документа", description="Код вида", metadata={"refers": "document_kinds.id"})
    title: str = Field(title="Название", description="Название документа, как в источнике")
    march: float = Field(ge=0, le=100, title="Март 2023", description="Доля организаций с документом, %")
    november: float = Field(ge=0, le=100, title="Ноябрь 2023", description="Доля организаций с документом, %")
    comment: str = Field(nullable=True, title="Замечание", description="Замечание источника в пересказе")

    class Config:
        title = "Доли семи документов"
        description = (
            "Строка — один документ чек-листа. Число организаций, от которого взяты доли № 1, 3, 5–7, источник "
            "не называет; № 2 и № 4 сходятся с базами 1042 и 974."
        )


class MunicipalityStatus(Table):
    municipality: str = Field(unique=True, title="Муниципалитет", description="Название из списка, написание сохранено")
    status: str = Field(
        isin=list(STATUSES),
        title="Статус",
        description="; ".join(f"{code} — {meaning}" for code, meaning in STATUSES.items()),
    )
    register_name: str = Field(
        nullable=True,
        title="Метка в реестре",
        description="Как муниципалитет назван в таблице orders (сопоставление наше); пусто, если его там нет",
    )
    note: str = Field(nullable=True, title="Примечание", description="Оговорки к строке")

    class Config:
        title = "Статус 60 муниципалитетов"
        description = (
            "Строка — муниципалитет. Ловушка источника: над списком непредоставивших стоит заголовок о предоставленных "
            "документах, а верная пометка — под списком. Списки ведут порознь объединённые Протвино, Пущино и Серпухов."
        )


SCHEMAS: dict[str, type[Table]] = {
    "orders": Orders,
    "monitoring": Monitoring,
    "document_shares": DocumentShares,
    "municipality_status": MunicipalityStatus,
}
