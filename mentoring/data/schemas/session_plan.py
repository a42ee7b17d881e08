"""Schemas of what a session consists of: its blocks with minutes, and its results that can be checked."""

import pandas as pd
from pandera.pandas import Field

from .table import Table

KINDS = ["opening", "theory", "exercise", "case", "discussion", "explore", "self_study", "break", "closing"]
_BLOCK = r"^s\d\d-[a-z0-9-]+$"


class SessionPlan(Table):
    session: str = Field(title="Занятие", description="Код занятия", metadata={"refers": "sessions.id"})
    order: int = Field(ge=1, title="Порядок", description="Порядок блоков на занятии")
    block: str = Field(
        unique=True, str_matches=_BLOCK, title="Код блока", description="s, номер занятия и имя: s05-base"
    )
    title: str = Field(title="Блок", description="Чем заняты участники")
    kind: str = Field(
        isin=KINDS,
        title="Вид",
        description="opening — начало, theory — объяснение, exercise — упражнение, case — случай из практики, "
        "discussion — обсуждение, explore — работа с данными, self_study — самостоятельно, break — перерыв, "
        "closing — итоги",
    )
    minutes: int = Field(ge=1, le=240, title="Минут", description="На одно занятие приходится ровно 240 с перерывами")
    priority: int = Field(
        ge=1, le=3, title="Очередь", description="1 — в вебинар прежде всего, 3 — можно опустить; у перерывов 3"
    )

    class Config:
        title = "Планы занятий"
        description = "Строка — блок занятия. Состав и минуты наши; сумма по занятию — 240 минут вместе с перерывами."
        unique = ["session", "order"]


class SessionResults(Table):
    session: str = Field(title="Занятие", description="Код занятия", metadata={"refers": "sessions.id"})
    id: str = Field(
        unique=True, str_matches=r"^R\d\d-\d$", title="Код", description="R, номер занятия, номер результата"
    )
    number: int = Field(ge=1, title="Номер", description="Порядок на занятии")
    result: str = Field(title="Результат", description="Что участник сможет сделать; начинается с глагола")
    blocks: str = Field(
        nullable=True,
        title="Где учат",
        description="Коды блоков через пробел; пусто, пока занятие не написано",
        metadata={"refers": "session_plan.block", "many": True},
    )
    exercises: str = Field(
        nullable=True,
        title="Где упражняются",
        description="Коды упражнений занятия через пробел; пусто, пока занятие не написано",
    )
    assessed: str = Field(
        nullable=True,
        title="Где проверяют",
        description="Коды практикумов или их заданий через пробел: practicum_2 или practicum_1:c1",
    )

    class Config:
        title = "Результаты занятий"
        description = "Строка — результат, который можно проверить, и где ему учат, упражняются, где его проверяют."


class WebinarBlocks(Table):
    webinar: int = Field(title="Вебинар", description="Номер вебинара", metadata={"refers": "webinars.number"})
    order: int = Field(ge=1, title="Порядок", description="Порядок блоков на вебинаре")
    block: str = Field(
        str_matches=_BLOCK,
        title="Код блока",
        description="Блок занятия: s05-base",
        metadata={"refers": "session_plan.block"},
    )
    priority: int = Field(
        ge=1, le=3, title="Очередь", description="1 — остаётся и в коротком вебинаре, 3 — войдёт, если хватит времени"
    )
    minutes: pd.Int64Dtype = Field(
        ge=1,
        le=240,
        nullable=True,
        title="Минут",
        description="Сколько отвести на вебинаре; пусто — столько, сколько на занятии",
    )

    class Config:
        title = "Блоки вебинаров"
        description = (
            "Строка — блок занятия на вебинаре 2024 года. Темы вебинаров из источника, подбор блоков, очередь и минуты "
            "— наши: `mentoring webinar` берёт блоки по очереди, пока хватает времени."
        )
        unique = ["webinar", "block"]


SCHEMAS: dict[str, type[Table]] = {
    "session_plan": SessionPlan,
    "session_results": SessionResults,
    "webinar_blocks": WebinarBlocks,
}
