"""Schemas of the indicators as the sources write them and of what is wrong with each."""

from pandera.pandas import Field

from .table import Table

DEFECT_KINDS = {
    "undefined_symbol": "символ не расшифрован",
    "ambiguous_symbol": "один символ значит разное",
    "mixed_alphabet": "кириллица и латиница в одном символе",
    "missing_target": "нет целевого значения",
    "missing_formula": "нет формулы",
    "wrong_population": "числитель, знаменатель и название говорят о разном",
    "inconsistent_target": "цель расходится с другими целями или данными",
    "collection_method": "способ сбора не назван или не годится",
    "notation": "небрежная запись",
    "other": "прочее",
}
SEVERITIES = {"critical": "критичный", "substantial": "существенный", "minor": "незначительный"}


class Indicators(Table):
    id: str = Field(unique=True, str_matches=r"^[a-z][a-z0-9_]*$", title="Код", description="Латиницей: own_share")
    number: int = Field(ge=0, title="Номер", description="Номер в своём перечне; 0 — вне перечня")
    title: str = Field(title="Название", description="Название, как в источнике")
    level: str = Field(
        nullable=True,
        isin=["federal", "regional", "municipal"],
        title="Уровень",
        description="federal — федеральный, regional — региональный, municipal — муниципальный; пусто — не назван",
    )
    symbol: str = Field(nullable=True, title="Символ", description="Обозначение показателя в формуле")
    numerator_symbol: str = Field(nullable=True, title="Символ числителя", description="Как в расшифровке")
    numerator: str = Field(nullable=True, title="Числитель", description="Кого или что считают")
    denominator_symbol: str = Field(nullable=True, title="Символ знаменателя", description="Как в расшифровке")
    denominator: str = Field(nullable=True, title="Знаменатель", description="От какого числа берут долю")
    numerator_symbol_in_formula: str = Field(nullable=True, title="Числитель в формуле", description="Как в формуле")
    denominator_symbol_in_formula: str = Field(
        nullable=True, title="Знаменатель в формуле", description="Как в формуле"
    )
    formula: str = Field(
        nullable=True, title="Формула", description="Буквально, до знака: алфавиты и запятые сохранены"
    )
    unit: str = Field(nullable=True, title="Единица", description="% или пусто, если единица не названа")
    target: float = Field(nullable=True, ge=0, title="Цель", description="Целевое значение в единицах показателя")
    target_text: str = Field(nullable=True, title="Цель словами", description="Цель с оговорками источника")
    period: str = Field(nullable=True, title="Период", description="Срок или период показателя")
    collection_method: str = Field(nullable=True, title="Метод сбора", description="Пересказ; пусто — не назван")

    class Config:
        title = "Показатели"
        description = (
            "Строка — показатель, как он записан в источнике: федеральный N, семь показателей проекта, четыре "
            "показателя вебинара 2024 года, муниципальные 70 %. Чего в источнике нет, то пусто. Ошибки не исправлены: "
            "они в таблице indicator_defects. Числитель и знаменатель показателей webinar_1, webinar_2 и municipal_70 "
            "выведены из названий."
        )


class IndicatorDefects(Table):
    id: str = Field(unique=True, str_matches=r"^[A-Z]+-D\d\d$", title="Код", description="Буквы и номер: IND-D01")
    indicators: str = Field(
        title="Показатели",
        description="Коды показателей через пробел",
        metadata={"refers": "indicators.id", "many": True},
    )
    defect: str = Field(title="Дефект", description="Что не так")
    kind: str = Field(
        isin=list(DEFECT_KINDS),
        title="Вид",
        description="; ".join(f"{code} — {meaning}" for code, meaning in DEFECT_KINDS.items()),
    )
    severity: str = Field(
        isin=list(SEVERITIES),
        title="Тяжесть",
        description="; ".join(f"{code} — {meaning}" for code, meaning in SEVERITIES.items()) + "; оценка наша",
    )

    class Config:
        title = "Дефекты показателей"
        description = "Строка — дефект описания показателя; один дефект может касаться нескольких."


SCHEMAS: dict[str, type[Table]] = {"indicators": Indicators, "indicator_defects": IndicatorDefects}
