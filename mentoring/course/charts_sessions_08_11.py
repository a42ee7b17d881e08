"""Pictures of sessions 8 and 11: a pair's year in a school's map, what is seen only at work, who decides a criterion.

Rows of the map are chosen here by their id; everything else comes from the tables of `datasets/`.
"""

from __future__ import annotations

import textwrap

import pandas as pd

from mentoring.charts import BLUE, GREEN, GREY, INK, ORANGE, RED, Chart, draw, ink_on, label_axes
from mentoring.wording import count_ru

MEETINGS = {  # lines of the school's map on the work of a pair: id → short name
    "school_17": "Первая встреча", "school_19": "Промежуточные встречи", "school_20": "План работы",
    "school_21": "Беседы и дискуссии", "school_22": "Инструктажи", "school_23": "Посещение уроков",
    "school_24": "Составление конспектов", "school_25": "Школьная документация", "school_26": "Финальная встреча",
}  # fmt: skip
SHORT = {
    "regulation": "Положение", "implementation_order": "Приказ о внедрении", "pairing_order": "Приказ о парах",
    "roadmap": "Дорожная карта", "consent": "Согласия", "supplementary_agreement": "Соглашение",
    "mentoring_programme": "Программа пары", "learning_route": "Маршрут",
}  # fmt: skip
PROOF = {"yes": ("видно всё", GREEN), "partial": ("видно частично", ORANGE), "no": ("не видно", GREY)}
GENITIVE = {
    "regulation": "положения", "implementation_order": "приказа о внедрении", "pairing_order": "приказа о парах",
    "roadmap": "дорожной карты", "consent": "согласий", "supplementary_agreement": "соглашения",
    "mentoring_programme": "программы пары", "learning_route": "маршрута",
}  # fmt: skip
DECIDED = {
    "document": ("документ сам", BLUE), "package": ("сверка документов", ORANGE),
    "person": ("человек", GREY),
}  # fmt: skip
SEVERITY = {
    "critical": ("критичный", RED), "substantial": ("существенный", ORANGE), "minor": ("незначительный", GREY),
}  # fmt: skip
MONTHS = ("янв.", "фев.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек.")


def pair_lines(school: pd.DataFrame) -> pd.DataFrame:
    """Lines of the map on the work of a pair, in its order: `name`, `starts`, `ends`."""
    rows = school[school["id"].isin(MEETINGS)].sort_values("order")
    return rows.assign(name=rows["id"].map(MEETINGS))[["id", "name", "starts", "ends"]].reset_index(drop=True)


def pair_year_chart(school: pd.DataFrame, headers: pd.DataFrame) -> Chart:
    """The year of a pair as the map plans it; what begins before the map is red."""
    lines = pair_lines(school)
    begins = headers.set_index("id").loc["school", "starts"]
    of_name = lines.set_index("id")
    first, middle, last = (of_name.loc[f"school_{number}"] for number in (17, 19, 26))
    same = (first["starts"], first["ends"]) == (middle["starts"], middle["ends"])
    early = last["starts"] < begins
    title = (
        "Карта ставит промежуточные встречи в месяц первой, а финальную — раньше начала работы" if same and early
        else f"Работа пары занимает в карте {count_ru(len(lines), 'строку', 'строки', 'строк')}"
    )  # fmt: skip

    def paint(axes):
        for down, row in enumerate(lines.itertuples()):
            colour = RED if row.starts < begins else ORANGE if row.id == middle.name else BLUE
            axes.barh(-down, (row.ends - row.starts).days + 1, left=row.starts, height=0.62, color=colour)
        axes.axvline(begins, color=INK, linewidth=1.6, linestyle="--")
        axes.text(begins, 0.75, " начало периода карты", fontsize=12, va="bottom", ha="left")
        axes.set_yticks([-down for down in range(len(lines))], lines["name"])
        months = pd.period_range(lines["starts"].min(), lines["ends"].max(), freq="M")
        axes.set_xticks([month.start_time for month in months], [MONTHS[month.month - 1] for month in months])
        axes.set_xlim(months[0].start_time, months[-1].end_time)
        axes.set_ylim(-len(lines) + 0.4, 1.5)
        span = f"{months[0].year}–{months[-1].year}"
        label_axes(axes, f"месяцы, {span} годы", "строка карты", grid="x")

    alt = "Полосы сроков. " + "; ".join(
        f"{row.name_}: с {row.starts:%d.%m.%Y} по {row.ends:%d.%m.%Y}"
        for row in lines.rename(columns={"name": "name_"}).itertuples()
    ) + f". Период карты начинается {begins:%d.%m.%Y}."  # fmt: skip
    return draw(
        paint, title=title, source="003:223–269; короткие названия строк дали авторы курса", alt=alt, size=(11, 5.8)
    )


def proof_chart(requirements: pd.DataFrame) -> Chart:
    """What of a mentor is seen in documents: a bar for each requirement as long as documents show it."""
    length = {"yes": 2, "partial": 1, "no": 0}
    rows = requirements.sort_values("number")
    unseen = int((rows["checkable_by_documents"] == "no").sum())
    title = (
        f"{count_ru(unseen, 'требование', 'требования', 'требований')} к наставнику из {len(rows)} по документам "
        "не проверить: это видно только в работе"
    )  # fmt: skip

    def paint(axes):
        for down, row in enumerate(rows.itertuples()):
            word, colour = PROOF[row.checkable_by_documents]
            axes.barh(-down, length[row.checkable_by_documents], height=0.66, color=colour)
            axes.text(length[row.checkable_by_documents] + 0.08, -down, word, va="center", fontsize=12)
        axes.set_yticks([-down for down in range(len(rows))], rows["title"])
        axes.set_xticks([0, 1, 2], ["ничего", "часть", "всё"])
        axes.set_xlim(0, 2.6)
        label_axes(axes, "что показывают документы", "требование к наставнику", grid="x")

    alt = "Полосы. " + "; ".join(
        f"{row.title}: {PROOF[row.checkable_by_documents][0]}" for row in rows.itertuples()
    ) + "."  # fmt: skip
    return draw(paint, title=title, source="002:130–145; проверяемость оценили авторы курса", alt=alt, size=(11, 6.6))


def counts(table: pd.DataFrame, column: str, kinds: dict) -> pd.DataFrame:
    """How many rows of each document of the set have each kind: document × kind, documents in the order of `SHORT`."""
    found = table[table["document"].isin(SHORT)].groupby(["document", column]).size().unstack(fill_value=0)
    return found.reindex(index=[name for name in SHORT if name in found.index], columns=list(kinds), fill_value=0)


def decided_chart(criteria: pd.DataFrame) -> Chart:
    """Who decides a criterion: the document, its neighbours, or a person."""
    table = counts(criteria, "decided_by", DECIDED)
    package = int(table["package"].sum())
    title = (
        f"{count_ru(package, 'критерий', 'критерия', 'критериев')} из {int(table.to_numpy().sum())} не проверить, "
        "пока не положишь документы рядом"
    )  # fmt: skip
    return _stacked(
        table, DECIDED, title, "критериев, единиц", "критерии проверки комплекта; кто решает, отметили авторы курса"
    )


def severity_chart(defects: pd.DataFrame) -> Chart:
    """How grave the typical defects of each document are."""
    table = counts(defects, "severity", SEVERITY)
    grave, all_ = int(table["critical"].sum()), int(table.to_numpy().sum())
    most = table["critical"].idxmax()
    title = (
        f"Критичных недочётов {grave} из {all_}; больше всего — "
        f"{int(table.loc[most, 'critical'])} — у {GENITIVE[most]}"
    )  # fmt: skip
    return _stacked(
        table,
        SEVERITY,
        title,
        "типовых недочётов, единиц",
        "002:304–306, 429–434; степень тяжести назначили авторы курса",
    )


def _stacked(table: pd.DataFrame, kinds: dict, title: str, unit: str, source: str) -> Chart:
    def paint(axes):
        left = pd.Series(0, index=table.index)
        for kind, (word, colour) in kinds.items():
            axes.barh([-at for at in range(len(table))], table[kind], left=left, height=0.66, color=colour, label=word)
            for at, (start, value) in enumerate(zip(left, table[kind], strict=True)):
                if value:
                    axes.text(start + value / 2, -at, str(value), ha="center", va="center", color=ink_on(colour))
            left = left + table[kind]
        axes.set_yticks([-at for at in range(len(table))], [SHORT[name] for name in table.index])
        axes.set_xlim(0, left.max() * 1.04)
        axes.set_ylim(-len(table) + 0.4, 1.5)
        axes.legend(loc="upper left", ncols=3, columnspacing=1.2)
        label_axes(axes, unit, "документ", grid="x")
        axes.xaxis.get_major_locator().set_params(integer=True)

    alt = "Полосы по документам. " + "; ".join(
        f"{SHORT[name]}: " + ", ".join(f"{word} — {row[kind]}" for kind, (word, _) in kinds.items())
        for name, row in table.iterrows()
    ) + "."  # fmt: skip
    return draw(paint, title=title, source=source, alt=textwrap.shorten(alt, 900), size=(11, 6.0))
