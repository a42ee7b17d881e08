"""Charts of sessions 6 and 7: forms, models and types; requirements by type; categories; consents behind a pair.

Each is one call on tables of `datasets/`; the look is in `mentoring.charts`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd

from mentoring.cards import Box, Card
from mentoring.charts import BLUE, GREEN, GREY, ORANGE, SKY, Chart, draw, ink_on, label_axes, russian_ticks
from mentoring.course.fields import typeset
from mentoring.course.page import esc
from mentoring.indicators.charts import DOCUMENT_NAMES
from mentoring.narrow_charts import narrow
from mentoring.wording import count_ru, percent_ru

PALE = "#E8EAED"
LEVELS = {
    "hard": ("без него нет пары", BLUE), "important": ("весит вдвое", SKY),
    "plain": ("учитываем", PALE), "ignored": ("не спрашиваем", ORANGE),
}  # fmt: skip
PROOFS = {"yes": "документом", "partial": "частично", "no": "только человек"}
FEATURES = {"who": "кто с кем", "time": "время", "start": "кто начинает", "listed": "в таблице"}
_MARKS = {"hard": "!", "important": "+", "plain": "", "ignored": "–"}


def short_type(title: str) -> str:
    """«Групповое наставничество» → «Групповое»: the name of a type for a label."""
    return title.split("наставничество")[0].replace(", или целеполагающее,", "").strip(" ,-")


def type_features(types: pd.DataFrame) -> pd.DataFrame:
    """Short features of every type: index is its id, columns as in FEATURES."""
    rows = {
        row.id: {
            "who": _who(row.participants), "time": _time(row.duration), "start": _start(row.initiative),
            "listed": _listed(row.in_table, row.source_defect),
        }
        for row in types.itertuples()
    }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index")


def requirement_levels(requirements: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """How a requirement (index) counts for a type (columns): a key of LEVELS."""
    table = pd.DataFrame("plain", index=list(requirements["id"]), columns=list(rules["type"]))
    for row in rules.itertuples():
        for level in ("hard", "important", "ignored"):
            for name in str(getattr(row, level)).split():
                if name in table.index:
                    table.loc[name, row.type] = level
    return table


def type_card(row: Mapping[str, Any]) -> str:
    """A row of mentoring_types in words, as HTML for `explore_table`."""
    lines = [
        ("Как устроено", row["features"]), ("Участники", row["participants"]), ("Сколько длится", row["duration"]),
        ("Кто начинает", row["initiative"]), ("Сильная сторона", row["strengths"]), ("Риск по источнику", row["risks"]),
        ("Решающий признак", row["distinguishing_sign"]), ("Где источник спорит с собой", row["source_defect"]),
    ]  # fmt: skip
    items = (f"<li><b>{name}:</b> {esc(typeset(str(text)))}</li>" for name, text in lines if text == text and text)
    return f"<ul>{''.join(items)}</ul>"


def tree_chart(forms: pd.DataFrame, models: pd.DataFrame, types: pd.DataFrame) -> Chart:
    """Forms, the models inside «педагог — педагог», and the types that go with any form."""
    names = [short_type(title) for title in types["title"]]
    title = (
        f"Форм {len(forms)}, модели описаны только внутри первой — их {len(models)}; "
        f"любой из {len(types)} видов выбирают отдельно"
    )
    columns = (
        ("Форма: кто с кем", list(forms["title"]), 0.0, 25, BLUE, "#DCEBF5"),
        ("Модель: какие отношения", list(models["title"]), 0.36, 25, GREEN, "#DDF1EA"),
        ("Вид: как устроена работа", names, 0.72, 24, ORANGE, "#FCEBCB"),
    )

    def paint(axes):
        middle = {}
        for heading, items, x, width, edge, face in columns:
            axes.text(x + 0.14, 1.0, heading, ha="center", va="bottom", fontsize=14, fontweight="bold")
            step = 0.96 / len(items)
            for number, item in enumerate(items):
                y = 0.96 - step * (number + 0.5)
                axes.add_patch(_box(x, y - step * 0.45, 0.28, step * 0.9, face, edge))
                text = textwrap.fill(item, width, break_long_words=False)
                axes.text(x + 0.14, y, text, ha="center", va="center", fontsize=11.5, linespacing=1.1)
                middle[x, number] = y
        for number in range(len(models)):
            axes.plot([0.28, 0.36], [middle[0.0, 0], middle[0.36, number]], color=GREY, linewidth=2, zorder=0)
        axes.plot([0.68, 0.68], [0, 0.96], color=ORANGE, linewidth=3, linestyle="--")
        axes.set_xlim(-0.01, 1.01)
        axes.set_ylim(-0.02, 1.07)
        axes.set_axis_off()

    def cards():
        (_, _, _, _, blue, pale), (_, _, _, _, green, light), (_, _, _, _, orange, sand) = columns
        first, *others = forms["title"]
        yield Card("Форма: кто с кем", [("", [Box(first, pale, blue)]),
                   ("модели внутри неё: какие отношения", [Box(name, light, green) for name in models["title"]]),
                   ("формы, для которых модели не описаны", [Box(name, pale, blue) for name in others])], blue)  # fmt: skip  # noqa: E501
        yield Card("Вид: как устроена работа", [("выбирают отдельно, к форме не привязан",
                   [Box(name, sand, orange) for name in names])], orange)  # fmt: skip

    alt = (
        f"Три столбца. Формы: {'; '.join(forms['title'])}. От первой формы идут линии к моделям: "
        f"{'; '.join(models['title'])}. За пунктирной чертой виды, к форме они не привязаны: "
        f"{', '.join(names).lower()}."
    )
    return draw(paint, title=title, source="002:579–613, 628–687; связи столбцов показаны авторами курса", alt=alt, size=(11, 8.2), cards=cards)  # fmt: skip  # noqa: E501


def features_chart(types: pd.DataFrame) -> Chart:
    """Types × features: who with whom, for how long, who begins, what the table of the source says."""
    table = type_features(types)
    times = table["time"].value_counts()
    once, unset = times.get("разово", 0), times.get("не задано", 0)
    title = (
        f"Разовых видов {once} из {len(table)}; у {count_ru(unset, 'вида', 'видов', 'видов')} "
        "срок источник не задаёт — его назначаете вы"
    )
    looks = {"разово": SKY, "не задано": "white", "нет": ORANGE, "иначе": "#FCEBCB"}
    names = dict(zip(types["id"], types["title"].map(short_type), strict=True))

    def paint(axes):
        for y, (_, row) in enumerate(table.iloc[::-1].iterrows()):
            for x, value in enumerate(row):
                face = looks.get(value, PALE)
                axes.add_patch(_box(x - 0.48, y - 0.44, 0.96, 0.88, face, "#C7CCD3"))
                axes.text(x, y, value, ha="center", va="center", fontsize=12, color=ink_on(face))
        axes.set_xlim(-0.5, len(FEATURES) - 0.5)
        axes.set_ylim(-0.5, len(table) - 0.5)
        axes.set_xticks(range(len(FEATURES)), FEATURES.values())
        axes.set_yticks(range(len(table)), [names[id].replace(" ", "\n") for id in table.index[::-1]])
        axes.tick_params(length=0, labeltop=True, labelbottom=False)
        axes.spines[:].set_visible(False)

    def cards():
        for id, row in table.iterrows():
            boxes = [Box(f"{FEATURES[key]}: {value}", looks.get(value, PALE), "#C7CCD3") for key, value in row.items()]
            yield Card(names[id], [("", boxes)])

    rows = "; ".join(
        f"{names[id]}: " + ", ".join(f"{FEATURES[key]} — {value}" for key, value in row.items())
        for id, row in table.iterrows()
    )
    return draw(paint, title=title, source="002:628–687; признаки обобщены авторами курса", alt=f"Таблица видов и признаков. {rows}.", size=(11, 7.2), cards=cards)  # fmt: skip  # noqa: E501


def requirements_chart(requirements: pd.DataFrame, rules: pd.DataFrame, types: pd.DataFrame) -> Chart:
    """Requirements × types: without which there is no pair, which weigh more, which are not asked."""
    table = requirement_levels(requirements, rules)
    papers = int((requirements["checkable_by_documents"] == "yes").sum())
    ignoring = int((table == "ignored").any().sum())
    title = (
        f"У {count_ru(ignoring, 'вида', 'видов', 'видов')} из {len(rules)} часть требований не спрашивают; "
        f"документом целиком проверяется {papers} из {len(requirements)}"
    )
    names = dict(zip(types["id"], types["title"].map(short_type), strict=True))
    proof = requirements.set_index("id")["checkable_by_documents"].map(PROOFS)
    labels = requirements.set_index("id")["title"]

    def paint(axes):
        for y, (_, row) in enumerate(table.iloc[::-1].iterrows()):
            for x, level in enumerate(row):
                face = LEVELS[level][1]
                axes.add_patch(_box(x - 0.47, y - 0.45, 0.94, 0.9, face, "white"))
                axes.text(x, y, _MARKS[level], ha="center", va="center", fontweight="bold", color=ink_on(face))
        axes.set_xlim(-0.5, len(table.columns) - 0.5)
        axes.set_ylim(-0.5, len(table) - 0.5)
        heads = [names[id].partition(" ")[0] for id in table.columns]  # one line each: slanted ones would touch
        turned = {"rotation": 90} if narrow(axes) else {"rotation": 45, "ha": "left"}
        axes.set_xticks(range(len(heads)), heads, **turned)
        axes.set_yticks(range(len(table)), [f"{labels[id]} ({proof[id]})" for id in table.index[::-1]], fontsize=11.5)
        axes.tick_params(axis="x", labeltop=True, labelbottom=False, labelsize=11.5)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        handles = [_box(0, 0, 1, 1, colour, "#C7CCD3") for _, colour in LEVELS.values()]
        words = [f"{_MARKS[key]} {word}".strip() for key, (word, _) in LEVELS.items()]
        axes.legend(handles, words, loc="upper center", bbox_to_anchor=(0.15, -0.01), ncols=4, fontsize=11.5)

    parts = []
    for id in table.columns:
        said = [
            f"{LEVELS[level][0]}: {', '.join(labels[table.index[table[id] == level]]).lower()}"
            for level in ("hard", "important", "ignored") if (table[id] == level).any()
        ]  # fmt: skip
        parts.append(f"{names[id]} — " + "; ".join(said))
    return draw(paint, title=title, source="требования — 002:130–145; вес по видам и способ проверки — правила авторов курса, методист может их изменить", alt=f"Таблица: требования в строках, виды в столбцах. {'. '.join(parts)}.", size=(11, 8.4))  # fmt: skip  # noqa: E501


def categories_chart(categories: pd.DataFrame, challenges: pd.DataFrame) -> Chart:
    """Categories of mentees and the problem each belongs to; categories without one stand apart."""
    problem = {name: row.title for row in challenges.itertuples() for name in str(row.mentee_categories).split()}
    lonely = [row.short_title for row in categories.itertuples() if row.id not in problem]
    title = f"Проблемы курса говорят о {len(problem)} категориях из {len(categories)}: о трёх легко забыть"
    if len(lonely) != 3:
        title = f"Проблемы курса говорят о {len(problem)} категориях из {len(categories)}"
    left = {row.title: 0.86 - 0.8 / (len(challenges) - 1) * place for place, row in enumerate(challenges.itertuples())}

    def paint(axes):
        for name, y in left.items():
            axes.text(0.17, y, textwrap.fill(name, 22), ha="center", va="center", fontsize=13, zorder=3,
                      bbox={"facecolor": "#DCEBF5", "edgecolor": BLUE, "boxstyle": "round,pad=0.5"})  # fmt: skip
        step = 0.96 / len(categories)
        order = sorted(
            categories.itertuples(), key=lambda row: -left.get(problem.get(row.id, ""), -1.0)
        )  # lines don't cross
        for place, row in enumerate(order):
            y, known = 0.98 - step * (place + 0.5), row.id in problem
            look = {"facecolor": "#DDF1EA" if known else "#FCEBCB", "edgecolor": GREEN if known else ORANGE,
                    "linestyle": "-" if known else "--", "boxstyle": "round,pad=0.35"}  # fmt: skip
            words = f"{row.number}. {row.short_title}"
            axes.text(0.56, y, words, ha="left", va="center", fontsize=13, zorder=3, bbox=look)
            if known:  # from the middle of the box, which hides the beginning: boxes differ in width
                axes.plot([0.17, 0.56], [left[problem[row.id]], y], color=GREY, linewidth=2.2, zorder=1)
        axes.text(0.17, 1.04, "Проблема", ha="center", fontweight="bold")
        axes.text(0.56, 1.04, "Категория наставляемых", ha="left", fontweight="bold")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.1)
        axes.set_axis_off()

    def cards():
        for row in challenges.itertuples():
            boxes = [Box(f"{one.number}. {one.short_title}", "#DDF1EA", GREEN) for one in categories.itertuples()
                     if problem.get(one.id) == row.title]  # fmt: skip
            yield Card(row.title, [("категории наставляемых", boxes)], BLUE)
        boxes = [Box(f"{one.number}. {one.short_title}", "#FCEBCB", ORANGE, dashed=True)
                 for one in categories.itertuples() if one.id not in problem]  # fmt: skip
        yield Card("Ни к одной проблеме не отнесены", [("", boxes)], ORANGE)

    linked = "; ".join(
        f"{row.short_title} — {problem[row.id].lower()}" for row in categories.itertuples() if row.id in problem
    )
    alt = f"Схема: проблемы слева, категории справа. {linked}. Без линии: {', '.join(lonely)}."
    return draw(paint, title=title, source="000:151–160, 223–241; 002:122–124, 151–158; связи провели авторы курса", alt=alt, size=(11, 6.2), cards=cards)  # fmt: skip  # noqa: E501


def consents_chart(shares: pd.DataFrame) -> Chart:
    """Pairs made by order and the two consents, march and november."""
    names = ["pairing_order", "consent_mentee", "consent_mentor_work"]
    known = shares.set_index("document").loc[names, ["march", "november"]]
    rare = known["november"].idxmin()
    title = (
        f"Приказ о парах есть у {percent_ru(known.loc['pairing_order', 'november'], 0)} организаций, "
        f"{DOCUMENT_NAMES[rare]} — у {percent_ru(known.loc[rare, 'november'], 0)}"
    )

    def paint(axes):
        for place, name in enumerate(reversed(names)):
            for shift, (column, colour, word) in enumerate((("november", BLUE, "ноябрь"), ("march", SKY, "март"))):
                y, value = place + (shift - 0.5) * 0.38, known.loc[name, column]
                axes.barh(y, value, height=0.36, color=colour, label=f"{word} 2023 года" if not place else None)
                axes.text(value + 1, y, percent_ru(value, 0), va="center", fontsize=13)
        axes.set_yticks(range(len(names)), [DOCUMENT_NAMES[name] for name in reversed(names)])
        axes.set_xlim(0, 100)
        label_axes(axes, "организации с документом, %", grid="x")
        russian_ticks(axes.xaxis)
        handles, words = axes.get_legend_handles_labels()
        axes.legend(handles[::-1], words[::-1], loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2)

    rows = "; ".join(
        f"{DOCUMENT_NAMES[name]}: март — {percent_ru(row['march'], 0)}, ноябрь — {percent_ru(row['november'], 0)}"
        for name, row in known.iterrows()
    )
    return draw(paint, title=title, source="мониторинг 2023 г. (002:302–306, 428–434); база долей согласий не названа", alt=f"Полосы. {rows}.", size=(11, 4.6))  # fmt: skip  # noqa: E501


def _who(text: str) -> str:
    if text.startswith("команда"):
        return "команда — группа"
    for mark, word in (
        ("групп", "один — группа"), ("несколько", "один — несколько"), ("возможные", "один — несколько"),
        ("равных", "равный — равный"), ("у младшего", "младший — старший"),
    ):  # fmt: skip
        if mark in text:
            return word
    return "один — один"


def _time(text: str) -> str:
    for mark, word in (
        ("одна встреча", "разово"), ("не больше часа", "разово"), ("до достижения", "до цели"),
        ("обращений", "по просьбе"),
    ):  # fmt: skip
        if mark in text:
            return word
    return text


def _start(text: str) -> str:
    if " или " in text:
        return "по-разному"
    if "выдвигает себя" in text:
        return "наставник сам"
    for mark, word in (("организация", "организация"), ("наставляемый", "наставляемый")):
        if text.startswith(mark):
            return word
    return "обе стороны"


def _listed(in_table: str, defect: object) -> str:
    if in_table != "yes":
        return "нет"
    return "иначе" if str(defect).startswith("В таблице") else "да"


def _box(x: float, y: float, width: float, height: float, face: str, edge: str):
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), width, height, facecolor=face, edgecolor=edge, linewidth=1.4)
