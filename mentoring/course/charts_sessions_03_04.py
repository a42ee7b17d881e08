"""Charts of sessions 3 and 4: documents with their criteria and chain, indicators with their defects.

Each is one call on tables of `datasets/`; the look is in `mentoring.charts`.
"""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd

from mentoring.cards import Box, Card
from mentoring.charts import BLUE, INK, ORANGE, RED, SKY, Chart, draw, label_axes, russian_ticks
from mentoring.indicators import evaluate_description
from mentoring.indicators.charts import DOCUMENT_NAMES
from mentoring.narrow_charts import narrow
from mentoring.wording import count_ru, number_ru, percent_ru

KIND_NAMES = {
    "regulation": "Положение", "implementation_order": "приказ о внедрении", "roadmap": "дорожная карта",
    "pairing_order": "приказ о парах", "consent": "согласия", "supplementary_agreement": "дополнительное соглашение",
    "mentoring_programme": "программа пары", "learning_route": "маршрут педагога",
}  # fmt: skip
WEIGHTS = {
    "critical": "критичный", "substantial": "существенный", "desirable": "желательный", "minor": "незначительный",
}  # fmt: skip
_LOOK = {"critical": (RED, ""), "substantial": (ORANGE, "//"), "desirable": (SKY, ".."), "minor": (SKY, "..")}
DEFECT_KINDS = {
    "wrong_population": "не та совокупность", "collection_method": "сбор данных", "missing_formula": "нет формулы",
    "ambiguous_symbol": "символ с двумя значениями", "undefined_symbol": "символ без расшифровки",
    "notation": "небрежная запись", "missing_target": "нет цели", "inconsistent_target": "цели спорят",
    "mixed_alphabet": "два алфавита", "other": "прочее",
}  # fmt: skip
PARAMETER_NAMES = {
    "goal_present": "цель\nназвана", "indicator_present": "показатель\nназван",
    "indicator_harmful": "признаки\nвреда", "method_described": "метод\nназван",
    "calculation_described": "расчёт\nописан", "information_system": "система\nназвана",
}  # fmt: skip
_BOX = {"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.15"}
_VERDICTS = {"met": ("да", BLUE), "partial": ("частично", SKY), "violated": ("нет", ORANGE), "ask": ("?", "#E8EAED")}
_SIGNS = {"met": "✓", "partial": "~", "violated": "✗", "ask": "?"}  # on a phone, beside the colour
_HARM = {"partial": ("возможны", "~"), "violated": ("есть", "!")}  # the inverse parameter: what is found is bad


def stacked_counts(
    frame: pd.DataFrame, by: str, level: str, names: dict[str, str], *, order: tuple[str, str] = ("critical", "total")
) -> pd.DataFrame:
    """Counts of rows by `by` (index: its words from `names`, the most serious first) and by `level` (columns)."""
    table = pd.crosstab(frame[by], frame[level])
    table = table[[name for name in WEIGHTS if name in table]]
    table = table.assign(total=table.sum(axis=1)).sort_values(list(order), ascending=False, kind="stable")
    return table.drop(columns="total").rename(index=names)


def criteria_chart(criteria: pd.DataFrame) -> Chart:
    """How many criteria each kind of document has, by weight."""
    table = stacked_counts(criteria, "document", "weight", KIND_NAMES)
    first = table.iloc[0]
    title = f"Больше всего критичных вопросов — к документу «{table.index[0]}»: {first['critical']} из {first.sum()}"
    return _stacked(table, title, "критериев, единиц", "критерии проверки документов комплекта; веса поставили авторы")


def defect_kinds_chart(defects: pd.DataFrame) -> Chart:
    """Defects of indicators by kind and severity."""
    table = stacked_counts(defects, "kind", "severity", DEFECT_KINDS, order=("total", "critical"))
    first = table.iloc[0]
    found = count_ru(int(first.sum()), "дефект", "дефекта", "дефектов")
    title = f"Чаще всего показатель считает не тех: {found} из {len(defects)}"
    if table.index[0] != DEFECT_KINDS["wrong_population"]:
        title = f"Тяжелее всего дефекты вида «{table.index[0]}»: {found} из {len(defects)}"
    return _stacked(table, title, "дефектов, единиц", "разбор показателей авторами курса (000:120–141, 402–711; 002:213–223; 004:28–32)")  # fmt: skip  # noqa: E501


def _stacked(table: pd.DataFrame, title: str, label: str, source: str) -> Chart:
    def paint(axes):
        places, start = np.arange(len(table))[::-1], np.zeros(len(table))
        for level in table.columns:
            colour, hatch = _LOOK[level]
            values = table[level].to_numpy()
            axes.barh(places, values, left=start, color=colour, hatch=hatch, edgecolor="white", height=0.68,
                      label=WEIGHTS[level])  # fmt: skip
            for place, value, left in zip(places, values, start, strict=True):
                if value:
                    axes.text(
                        left + value / 2,
                        place,
                        number_ru(value),
                        ha="center",
                        va="center",
                        fontweight="bold",
                        bbox=_BOX,
                    )
            start = start + values
        axes.set_yticks(places, table.index)
        label_axes(axes, label, grid="x")
        russian_ticks(axes.xaxis)
        axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=3)

    rows = "; ".join(
        f"{name} — " + ", ".join(f"{WEIGHTS[level]}: {value}" for level, value in row.items() if value)
        for name, row in table.iterrows()
    )
    alt = f"Составные полосы: {rows}."
    return draw(paint, title=title, source=source, alt=alt, size=(11, 2.4 + 0.5 * len(table)))


def checklist_links(checkpoints: pd.DataFrame) -> list[tuple[int, int]]:
    """Pairs (checkpoint of 2022, document of 2023) that mean the same."""
    return [
        (int(row.number), int(number))
        for row in checkpoints.itertuples() if row.checklist_numbers == row.checklist_numbers
        for number in str(row.checklist_numbers).split()
    ]  # fmt: skip


def lists_chart(checkpoints: pd.DataFrame, shares: pd.DataFrame) -> Chart:
    """Two lists side by side, equal items joined by a line; items without a pair are orange."""
    links = checklist_links(checkpoints)
    left = {int(row.number): str(row.title) for row in checkpoints.itertuples()}
    right = {int(row.number): DOCUMENT_NAMES.get(row.document, row.title) for row in shares.itertuples()}
    lonely = [len(left) - len({a for a, _ in links}), len(right) - len({b for _, b in links})]
    title = f"Совпадают {len(links)} строки из {len(left)} и {len(right)}: ни один перечень не заменяет другой"

    def paint(axes):
        top = max(len(left), len(right))
        for items, x, side, met in (
            (left, 0.46, "right", {a for a, _ in links}), (right, 0.64, "left", {b for _, b in links}),
        ):  # fmt: skip
            for number, name in items.items():
                paired = number in met
                text = textwrap.fill(f"{number}. {name[:1].upper()}{name[1:]}", 38)
                axes.text(x, top - number, text, ha=side, va="center", fontsize=13, linespacing=1.1, bbox={
                    "facecolor": "#DCEBF5" if paired else "#FCEBCB", "edgecolor": BLUE if paired else ORANGE,
                    "linestyle": "-" if paired else "--", "boxstyle": "round,pad=0.35"})  # fmt: skip
        for a, b in links:
            axes.plot([0.475, 0.625], [top - a, top - b], color=BLUE, linewidth=2.5, marker="o", markersize=6)
        axes.text(0.46, top - 0.25, "Контрольные точки 2022 года", ha="right", fontweight="bold")
        axes.text(0.64, top - 0.25, "Документы 2023 года", ha="left", fontweight="bold")
        axes.set_xlim(0, 1)
        axes.set_ylim(-0.6, top + 0.2)
        axes.set_axis_off()

    def cards():
        def box(number, name, paired):
            text = f"{number}. {name[:1].upper()}{name[1:]}"
            return Box(text, "#DCEBF5" if paired else "#FCEBCB", BLUE if paired else ORANGE, dashed=not paired)

        pairs = [("2022 и 2023 годы", [box(a, left[a], True), box(b, right[b], True)]) for a, b in links]
        yield Card("Есть в обоих перечнях", pairs, BLUE)
        for heading, items, side in (("Только в контрольных точках 2022 года", left, 0),
                                     ("Только в документах 2023 года", right, 1)):  # fmt: skip
            met = {pair[side] for pair in links}
            boxes = [box(number, name, False) for number, name in items.items() if number not in met]
            yield Card(heading, [("", boxes)], ORANGE)

    pairs = "; ".join(f"{left[a]} — {right[b]}" for a, b in links)
    alt = (
        f"Два перечня и линии между одинаковыми строками. Совпадают: {pairs}. "
        f"Без пары: контрольных точек — {lonely[0]}, документов — {lonely[1]}."
    )
    return draw(paint, title=title, source="контрольные точки (000:715–745); перечень документов (002:302–306, 428–434)", alt=alt, size=(11, 6.4), cards=cards)  # fmt: skip  # noqa: E501


def chain_chart(shares: pd.DataFrame, column: str = "november") -> Chart:
    """The documents a pairing order stands on, each with the share of organisations that have it."""
    known = shares.set_index("document")[column]
    order, needs = "pairing_order", ["consent_mentee", "consent_mentor_work", "supplementary_agreement"]
    asks = {
        "consent_mentee": "наставляемый согласен на этого наставника",
        "consent_mentor_work": "наставник согласен на работу за доплату",
        "supplementary_agreement": "работодатель и наставник договорились об условиях",
    }
    least = min(needs, key=lambda name: known[name])
    title = (
        f"Приказ о парах есть у {percent_ru(known[order], 0)} организаций, "
        f"а дополнительное соглашение, которое должно стоять рядом, — у {percent_ru(known[least], 0)}"
    )
    if least != "supplementary_agreement":
        title = f"Приказ о парах опирается на документы, которых нет: {DOCUMENT_NAMES[least]} — {percent_ru(known[least], 0)}"  # noqa: E501

    def paint(axes):
        for number, name in enumerate(needs):
            y = 2 - number
            axes.barh(y, known[name], height=0.5, color=BLUE if known[name] >= 80 else ORANGE,
                      hatch="" if known[name] >= 80 else "//", edgecolor="white")  # fmt: skip
            axes.barh(y, 100 - known[name], left=known[name], height=0.5, color="#EEF0F3")
            axes.text(2, y, percent_ru(known[name], 0), va="center", fontsize=16, fontweight="bold", bbox=_BOX)
            if not narrow(axes):
                axes.text(0.5, y + 0.29, asks[name], va="bottom", fontsize=12, color="#5B6470")
        axes.axvline(known[order], color=INK, linestyle="--", linewidth=2)
        below = 2.7 if narrow(axes) else -0.42
        axes.text(known[order], below, f"приказ о парах {percent_ru(known[order], 0)} ", ha="right", va="top")
        what = (f": {asks[name]}" if narrow(axes) else "" for name in needs)
        axes.set_yticks([2, 1, 0], [DOCUMENT_NAMES[name] + rest for name, rest in zip(needs, what, strict=True)])
        axes.set_xlim(0, 100)
        axes.set_ylim(-0.75, 2.6)
        label_axes(axes, "организации с документом, %", grid="")
        russian_ticks(axes.xaxis)

    rows = "; ".join(f"{DOCUMENT_NAMES[name]} — {percent_ru(known[name], 0)}" for name in [order, *needs])
    alt = f"Полосы: доли организаций, у которых есть документ, ноябрь 2023 года. {rows}."
    return draw(paint, title=title, source="мониторинг, ноябрь 2023 г. (002:428–434)", alt=alt, size=(11, 4.6))


def parameter_verdicts(indicators: pd.DataFrame, parameters: pd.DataFrame) -> pd.DataFrame:
    """Verdict of every parameter that a description can answer: rows are indicators (id), columns parameter ids."""
    rows = {row["id"]: evaluate_description(row, parameters) for _, row in indicators.iterrows()}
    return pd.DataFrame({name: {id: review[name].verdict for id, review in rows.items()} for name in PARAMETER_NAMES})


def _said(parameter: str, verdict: str, *, sign: bool = False) -> str:
    """A verdict on a parameter in a word, or in a sign where there is no room for words."""
    word = (_VERDICTS[verdict][0], _SIGNS[verdict])
    if parameter == "indicator_harmful":
        word = _HARM.get(verdict, word)
    return word[1] if sign else word[0]


def parameters_chart(indicators: pd.DataFrame, parameters: pd.DataFrame, names: dict[str, str]) -> Chart:
    """Indicators × parameters: what a description says of itself; `names`: indicator id → label."""
    table = parameter_verdicts(indicators, parameters)
    systems = int((table["information_system"] == "met").sum())
    targets = int((table["goal_present"] != "met").sum())
    of_all = count_ru(len(table), "показателя", "показателей", "показателей")
    title = f"Цель не названа у {targets} из {of_all}, а информационная система — у всех"
    if systems:
        title = f"Цель не названа у {targets} из {of_all}"
    elif (table["information_system"] == "partial").any():
        title = f"Цель не названа у {targets} из {of_all}, а система сбора полностью не описана ни у одного"

    def paint(axes):
        for y, (_, row) in enumerate(table.iloc[::-1].iterrows()):
            for x, verdict in enumerate(row):
                axes.add_patch(_square(x, y, _VERDICTS[verdict][1]))
                word = _said(table.columns[x], verdict, sign=narrow(axes))
                axes.text(x, y, word, ha="center", va="center", fontsize=13, color="white" if verdict == "met" else INK)
        axes.set_xlim(-0.5, len(table.columns) - 0.5)
        axes.set_ylim(-0.5, len(table) - 0.5)
        axes.set_xticks(range(len(table.columns)), [PARAMETER_NAMES[name] for name in table.columns])
        axes.set_yticks(range(len(table)), [names[id] for id in table.index[::-1]])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        label_axes(axes, "", "показатель", grid="")
        if narrow(axes):
            axes.tick_params(axis="x", rotation=90)
            axes.set_xlabel("; ".join(f"{_SIGNS[key]} — {word}" for key, (word, _) in _VERDICTS.items() if key != "ask")
                            + "; ! — есть; ? — решает человек")  # fmt: skip

    words = "; ".join(
        f"{names[id]}: "
        + ", ".join(
            f"{PARAMETER_NAMES[name].replace(chr(10), ' ')} — {_said(name, verdict)}" for name, verdict in row.items()
        )
        for id, row in table.iterrows()
    )
    return draw(paint, title=title, source="таблица показателей комплекта (000:120–141, 402–711; 002:213–223; 004:28–32); «?» — решает человек", alt=f"Таблица цветом. {words}.", size=(11, 2.6 + 0.46 * len(table)))  # fmt: skip  # noqa: E501


def _square(x: float, y: float, colour: str):
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.47, y - 0.45), 0.94, 0.9, facecolor=colour, edgecolor="white")


def ceiling_chart(shares: list[tuple[str, float]], target: float, source: str) -> Chart:
    """The highest value an indicator can reach whose numerator is a part of its denominator: (label, percent)."""
    over = sum(value >= target for _, value in shares)
    title = f"Поддержаны все новички, а цель {number_ru(target)}\u00a0% достижима в {over} из {len(shares)} школ"

    def paint(axes):
        places = np.arange(len(shares))[::-1]
        for place, (_, value) in zip(places, shares, strict=True):
            axes.barh(place, value, height=0.55, color=BLUE if value >= target else ORANGE,
                      hatch="" if value >= target else "//", edgecolor="white")  # fmt: skip
            axes.text(value + 1.5, place, percent_ru(value, 0), va="center", fontweight="bold", bbox=_BOX)
        axes.axvline(target, color=INK, linestyle="--", linewidth=2)
        axes.text(target + 1, len(shares) - 0.52, f"цель {number_ru(target)}\u00a0%", va="bottom")
        axes.set_yticks(places, [label for label, _ in shares])
        axes.set_xlim(0, 108)
        axes.set_ylim(-0.6, len(shares) - 0.1)
        label_axes(axes, "наибольшее возможное значение показателя, %", grid="x")
        russian_ticks(axes.xaxis)

    rows = "; ".join(f"{label} — {percent_ru(value, 0)}".replace("\n", " ") for label, value in shares)
    alt = f"Полосы: потолок показателя при полной поддержке новичков. {rows}. Цель {number_ru(target)} %."
    return draw(paint, title=title, source=source, alt=alt, size=(11, 2.4 + 0.8 * len(shares)))


__all__ = [
    "ceiling_chart", "chain_chart", "checklist_links", "criteria_chart", "defect_kinds_chart", "lists_chart",
    "parameter_verdicts", "parameters_chart", "stacked_counts",
]  # fmt: skip
