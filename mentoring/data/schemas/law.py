"""Schemas of normative acts and of the statements of law that may, or may not, be taught."""

import pandas as pd
from pandera.pandas import Field, dataframe_check

from .documents import FIRM
from .table import Table

KINDS = {
    "law": "закон",
    "bill": "законопроект",
    "code_article": "статья кодекса",
    "decree": "указ",
    "directive": "распоряжение",
    "order": "приказ",
    "letter": "письмо",
    "guidelines": "методические рекомендации",
    "standard": "стандарт",
    "form": "форма статистики",
    "project": "национальный проект",
    "document": "документ",
}
LEVELS = {
    "federal": "федеральный",
    "regional": "региональный",
    "municipal": "муниципальный",
    "institutional": "организация",
}
SUBJECTS = {
    "students": "наставничество обучающихся",
    "teachers": "наставничество и рост педагогов",
    "labour": "трудовые отношения",
    "certification": "аттестация",
    "personal_data": "персональные данные",
    "records": "оформление документов",
    "statistics": "статистика",
    "territory": "территориальное деление",
    "all": "общее",
}
BINDING = {
    "normative": "обязателен",
    "recommendation": "рекомендует",
    "clarification": "разъясняет",
    "local": "документ муниципалитета или организации без собственных реквизитов",
    "draft": "проект, не действует",
}
TEACH = {"fact": "учить как факт", "check": "учить со словом «проверьте»", "do_not_use": "не использовать"}


def _legend(words: dict[str, str]) -> str:
    return "; ".join(f"{code} — {meaning}" for code, meaning in words.items())


class Acts(Table):
    id: str = Field(unique=True, str_matches=r"^[a-z][a-z0-9_]*$", title="Код", description="Короткий, латиницей")
    seed_id: str = Field(
        nullable=True, str_matches=r"^N\d\d$", title="Номер в своде", description="N01–N34; пусто у найденных позднее"
    )
    short_title: str = Field(unique=True, title="Краткое название", description="Как назвать в сообщении")
    title: str = Field(title="Название", description="Полное название или предмет акта")
    kind: str = Field(isin=list(KINDS), title="Вид", description=_legend(KINDS))
    number: str = Field(nullable=True, title="Номер", description="Без знака №; несколько — через точку с запятой")
    date: pd.Timestamp = Field(nullable=True, title="Дата", description="Дата акта, если известен день")
    level: str = Field(isin=list(LEVELS), title="Уровень", description=_legend(LEVELS))
    subject: str = Field(isin=list(SUBJECTS), title="Предмет", description=_legend(SUBJECTS))
    in_force_from: pd.Timestamp = Field(
        nullable=True,
        title="Действует с",
        description="Если срок начала неизвестен, стоит дата акта; пусто — неизвестно и это, или акт не действует",
    )
    in_force_to: pd.Timestamp = Field(
        nullable=True, title="Действует по", description="Последний день; пусто — окончание не установлено"
    )
    replaced_by: str = Field(
        nullable=True,
        title="Чем заменён",
        description="Код акта; при достоверности uncertain замена не подтверждена",
        metadata={"refers": "acts.id"},
    )
    binding: str = Field(isin=list(BINDING), title="Сила", description=_legend(BINDING))
    note: str = Field(nullable=True, title="Оговорка", description="Что неясно и что проверить")

    class Config:
        title = "Нормативные и распорядительные акты"
        description = (
            "Строка — акт или документ, названный в источниках или найденный позднее. Достоверность относится к тому, "
            "что сказано о силе акта. Тексты актов официально не открывали: перед печатью реквизиты сверяют."
        )

    @dataframe_check(error="у законопроекта (draft) не может быть срока действия")
    def a_draft_is_not_in_force(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["binding"] != "draft") | (frame["in_force_from"].isna() & frame["in_force_to"].isna())

    @dataframe_check(error="окончание действия раньше начала")
    def the_end_follows_the_start(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["in_force_to"].isna() | ~(frame["in_force_to"] < frame["in_force_from"])


class Claims(Table):
    id: str = Field(unique=True, str_matches=r"^X\d\d[ab]?$", title="Код", description="X и номер; буква — часть")
    claim: str = Field(title="Утверждение", description="Своими словами, одним предложением")
    acts: str = Field(
        nullable=True,
        title="Акты",
        description="Коды актов через пробел",
        metadata={"refers": "acts.id", "many": True},
    )
    as_of: str = Field(str_matches=r"^\d{4}-\d\d$", title="На какой месяц", description="Когда проверяли")
    teach: str = Field(isin=list(TEACH), title="Как использовать", description=_legend(TEACH))

    class Config:
        title = "Утверждения о праве"
        description = "Строка — утверждение из внешних источников на названный месяц и то, можно ли ему учить."

    @dataframe_check(error="как факт (fact) учат только при достоверности source или confirmed")
    def only_the_firm_is_taught(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["teach"] != "fact") | frame["certainty"].isin(FIRM)


SCHEMAS: dict[str, type[Table]] = {"acts": Acts, "claims": Claims}
