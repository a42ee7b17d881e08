"""Charts of indicators and of the monitoring, each one call on a table. The look is in `mentoring.charts`."""

from __future__ import annotations

import datetime as dt
import re
from textwrap import fill

import numpy as np
import pandas as pd

from mentoring.charts import BLUE, GREEN, GREY, INK, ORANGE, RED, Chart, draw, ink_on, label_axes, russian_ticks
from mentoring.indicators.decomposition import Decomposition, trend
from mentoring.indicators.shares import share
from mentoring.narrow_charts import narrow
from mentoring.wording import count_ru, number_ru, percent_ru, points_ru

MONITORING_SOURCE = "мониторинг 2022–2023 гг., вебинар 07.02.2024 (002:296–306); доли пересчитаны"
STATUS_TITLES = {
    "complete": "предоставлено полностью",
    "needs_revision": "требует доработки",
    "not_provided": "не предоставлено",
}
_STATUS_COLOURS = {"complete": BLUE, "needs_revision": ORANGE, "not_provided": RED}
_STATUS_HATCHES = {"complete": "", "needs_revision": "//", "not_provided": ".."}


def result_chart(result) -> Chart:
    """Bar of one `Result` with its target."""
    label = result.indicator.title
    return target_chart(
        pd.Series([result.value], index=["значение"]), result.target, unit=result.unit, title=label,
        source=f"показатель — {result.indicator.source}; значение введено",
    )  # fmt: skip


def target_chart(
    values: pd.Series, target: float | None = None, *, title: str = "", unit: str = "%", source: str
) -> Chart:
    """Bars of `values` (labels in the index) with the line of `target`; bars below it are orange and hatched."""
    values = values.astype(float)
    below = values < target if target is not None else pd.Series(False, index=values.index)
    known = title or "Значения показателя"
    if target is not None:
        aim, missed = f"{known}: цель {number_ru(target)}\u00a0{unit}", int(below.sum())
        some = f"не достигнута в {missed} из {count_ru(len(values), 'случая', 'случаев', 'случаев')}"
        known = f"{aim} {'достигнута' if not missed else 'не достигнута' if missed == len(values) else some}"

    def paint(axes):
        places = np.arange(len(values))[::-1]
        bars = axes.barh(places, values, height=0.6, color=[ORANGE if b else BLUE for b in below])
        for bar, under in zip(bars, below, strict=True):
            bar.set_hatch("//" if under else "")
            bar.set_edgecolor("white")
        limit = max(100 if unit == "%" else 0, values.max(), target or 0) * 1.04 or 1
        for place, value in zip(places, values, strict=True):
            inside = value > limit * 0.2
            axes.text(
                value - limit * 0.012 if inside else value + limit * 0.012, place, number_ru(value), va="center",
                ha="right" if inside else "left", fontweight="bold",
                bbox={"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.2"},
            )  # fmt: skip
        if target is not None:
            axes.axvline(target, color=INK, linestyle="--", linewidth=2)
            axes.text(
                target, len(values) - 0.45, f"цель {number_ru(target)}\u00a0{unit}\u00a0\u00a0", ha="right", va="bottom"
            )
        axes.set_yticks(places, [str(label) for label in values.index])
        axes.set_xlim(0, limit)
        axes.set_ylim(-0.6, len(values) - 0.1)
        label_axes(axes, f"значение, {unit}", grid="x")
        russian_ticks(axes.xaxis)

    listed = "; ".join(f"{label} — {number_ru(value)}\u00a0{unit}" for label, value in values.items())
    alt = f"Столбчатая диаграмма. {listed}." + (f" Цель {number_ru(target)}\u00a0{unit}." if target is not None else "")
    return draw(paint, title=known, source=source, alt=alt, size=(11, max(3.2, 1.9 + 0.62 * len(values))))


def change_chart(step: Decomposition, *, before: str, after: str, what: str, source: str = MONITORING_SOURCE) -> Chart:
    """Waterfall: share before, effect of the numerator, effect of the denominator, share after."""
    heights = [step.share_before, step.numerator_effect, step.denominator_effect, step.share_after]
    starts = [0, step.share_before, step.share_before + step.numerator_effect, 0]
    names = [
        f"{before}\n{number_ru(step.numerator_before)} из {number_ru(step.denominator_before)}",
        f"вклад числителя\n{number_ru(step.numerator_before)} → {number_ru(step.numerator_after)}",
        f"вклад знаменателя\n{number_ru(step.denominator_before)} → {number_ru(step.denominator_after)}",
        f"{after}\n{number_ru(step.numerator_after)} из {number_ru(step.denominator_after)}",
    ]
    grew = "выросла" if step.change > 0 else "снизилась" if step.change < 0 else "не изменилась"
    title = f"{what}: доля {grew} на {points_ru(abs(step.change), 1, sign=False)}"
    if step.numerator_effect < 0 < step.change:
        title += " арифметически только потому, что сжалась база"
    elif step.base_changed:
        title += ", но база другая"

    def paint(axes):
        colours = [GREY, RED if heights[1] < 0 else GREEN, RED if heights[2] < 0 else GREEN, GREY]
        bars = axes.bar(range(4), heights, bottom=starts, color=colours, width=0.62)
        bars[1].set_hatch("//")
        bars[2].set_hatch("..")
        for bar in bars[1:3]:
            bar.set_edgecolor("white")
        ends = [start + height for start, height in zip(starts, heights, strict=True)]
        edges = [step.share_before, step.share_after, *ends]
        low, high = min(edges), max(edges)
        room = max(high - low, 1)
        floor = max(0, low - room * 0.8)
        for at in range(3):
            axes.plot([at + 0.31, at + 0.69], [ends[at]] * 2, color=INK, linewidth=1.2)
        for at in range(4):
            text = percent_ru(heights[at], 1) if at in (0, 3) else points_ru(heights[at], 1)
            top = max(starts[at], ends[at])
            axes.text(at, top + room * 0.04, text, ha="center", va="bottom", fontweight="bold", fontsize=16)
        axes.set_ylim(floor, high + room * 0.35)
        shown = [re.sub(r"\b(вклад) ", r"\1\n", name) if narrow(axes) else name for name in names]
        axes.set_xticks(range(4), shown)
        label_axes(axes, "", "доля организаций, %" + (f" (ось с {number_ru(floor, 0)})" if floor else ""))
        russian_ticks(axes.yaxis)
        if narrow(axes):  # the values stand over the bars; the room goes to the words below
            axes.set_yticks([])

    note = f"{source}. Метод: {step.method}; числа округлены до десятых"
    return draw(paint, title=title, source=note, alt=step.interpretation)


def base_chart(
    frame: pd.DataFrame, numerator: str = "with_pairs", denominator: str = "organizations", *,
    period: str = "period_title", what: str = "Наставнические пары", source: str = MONITORING_SOURCE,
) -> Chart:  # fmt: skip
    """A and B beside the share: what fell and what grew over the slices, and the share at the first base."""
    found = trend(frame, numerator, denominator, period=period)
    table, places = found.table, np.arange(len(frame))
    names = [str(name).replace(" ", "\n") for name in table["period"]]
    first, last = table.iloc[0], table.iloc[-1]
    shrinks, grows = last["denominator"] < first["denominator"], last["share"] > first["share"]
    title = f"{what}: доля {'растёт' if grows else 'не растёт'}, "
    title += f"а всего организаций стало {'меньше' if shrinks else 'не меньше'}"
    title += "" if found.can_be_claimed else " — база разная, динамику установить нельзя"

    def paint(left, right):
        for column, colour, marker, name in (
            ("denominator", GREY, "s", "всего (B)"), ("numerator", BLUE, "o", "из них с признаком (A)"),
        ):  # fmt: skip
            left.plot(places, table[column], color=colour, marker=marker, label=name)
            for at, value in zip(places, table[column], strict=True):
                _mark(left, number_ru(value), at, value, 12 if column == "denominator" else -24)
        left.set_ylim(0, table["denominator"].max() * 1.2)
        right.plot(places, table["share"], color=ORANGE, marker="D", label="от своей базы")
        right.plot(
            places, table["share_at_first_base"], color=RED, marker="v", linestyle="--",
            label=f"от базы первого среза ({number_ru(first['denominator'])})",
        )  # fmt: skip
        shares = table[["share", "share_at_first_base"]].to_numpy()
        room = max(shares.max() - shares.min(), 1)
        for at in range(len(table)):
            for column, shift in (("share", 12), ("share_at_first_base", -22)):
                if at or column == "share":
                    value = table[column].iloc[at]
                    right.annotate(
                        number_ru(value, 1), (at, value), (0, shift), textcoords="offset points", ha="center"
                    )
        right.set_ylim(shares.min() - room * 0.35, shares.max() + room * 0.55)
        label_axes(left, "срез", "организаций, единиц")
        label_axes(right, "срез", "доля, %")
        for axes in (left, right):
            axes.set_xticks(places, names)
            axes.set_xlim(-0.35, len(places) - 0.65)
            russian_ticks(axes.yaxis)
        right.set_yticks([at for at in right.get_yticks() if shares.min() - room * 0.35 <= at <= 100])
        left.legend(loc="lower left")
        right.legend(loc="upper left")

    rows = "; ".join(
        f"{r.period}: {number_ru(r.numerator)} из {number_ru(r.denominator)}, {percent_ru(r.share, 1)}, "
        f"от первой базы {percent_ru(r.share_at_first_base, 1)}"
        for r in table.itertuples()
    )
    return draw(paint, title=title, source=source, alt=f"Два графика рядом. {rows}. {found.verdict}", panels=(1, 2),
                narrow_height=1.9)  # fmt: skip


def documents_chart(
    shares: pd.DataFrame, *, slices: dict[str, str] | None = None, names: dict[str, str] | None = None,
    source: str = "мониторинг 2023 г., вебинар 07.02.2024 (002:302–306, 428–434)",
) -> Chart:  # fmt: skip
    """Heat map documents × slices from the table `document_shares`; `names` shortens the titles (document → label)."""
    slices = slices or {"march": "март 2023", "november": "ноябрь 2023"}
    names = DOCUMENT_NAMES | (names or {})
    data = shares[list(slices)].astype(float).to_numpy()
    labels = [names.get(row.document, row.title) for row in shares.itertuples()]
    last = pd.Series(data[:, -1], index=labels)
    title = f"Слабые места — {last.idxmin()} ({percent_ru(last.min(), 0)}) и {last.nsmallest(2).index[1]} "
    title += f"({percent_ru(last.nsmallest(2).iloc[1], 0)})"

    def paint(axes):
        image = axes.imshow(data, cmap="cividis", vmin=min(40, data.min()), vmax=100, aspect="auto")
        for row, column in np.ndindex(*data.shape):
            colour = ink_on(image.cmap(image.norm(data[row, column]))[:3])
            axes.text(
                column, row, percent_ru(data[row, column], 0), ha="center", va="center", color=colour, fontsize=16
            )
        axes.set_xticks(range(len(slices)), list(slices.values()))
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(labels)), labels)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        label_axes(axes, "", "документ", grid="")
        if narrow(axes):  # the numbers stand in the cells
            label_axes(axes, "организации с\nдокументом, %", grid="")
            axes.set_xticks(range(len(slices)), [name.replace(" ", "\n") for name in slices.values()])
            axes.set_yticks(range(len(labels)), [fill(label, 16) for label in labels])
            return
        bar = axes.figure.colorbar(image, ax=axes, shrink=0.9, pad=0.03)
        bar.set_label("организации с документом, %")
        bar.outline.set_visible(False)

    rows = "; ".join(
        f"{label} — " + ", ".join(f"{n} {percent_ru(v, 0)}" for n, v in zip(slices.values(), line, strict=True))
        for label, line in zip(labels, data, strict=True)
    )
    return draw(paint, title=title, source=source, alt=f"Тепловая карта. {rows}.")


def _mark(axes, text, x, y, shift):
    axes.annotate(text, (x, y), (0, shift), textcoords="offset points", ha="center")


DOCUMENT_NAMES = {
    "implementation_order": "приказ о внедрении",
    "regulation": "Положение",
    "roadmap": "дорожная карта",
    "pairing_order": "приказ о парах",
    "supplementary_agreement": "дополнительное соглашение",
    "consent_mentor_work": "согласие наставника",
    "consent_mentee": "согласие наставляемого",
}
LANDMARKS = {dt.date(2019, 12, 25): "Р-145", dt.date(2021, 12, 21): "письмо\n№ АЗ-1128/08"}


def register_chart(orders: pd.DataFrame, *, source: str = "реестр приказов о внедрении (002:308–426)") -> Chart:
    """Orders of the register along time, one dot each (dots of one month are stacked), with the two landmark dates."""
    dates = pd.to_datetime(orders["date"]).dropna().sort_values()
    early, last = (pd.Timestamp(day) for day in LANDMARKS)
    after, before = int((dates > last).sum()), int((dates < early).sum())
    title = "Ни один датированный приказ реестра не издан позже письма о наставничестве педагогов (21.12.2021)"
    if after:
        issued = count_ru(after, "приказ", "приказа", "приказов")
        title = f"После письма о наставничестве педагогов (21.12.2021) издано {issued}"
    months = dates.dt.to_period("M")
    heights = months.groupby(months).cumcount() + 1
    undated = len(orders) - len(dates)

    def paint(axes):
        axes.scatter(months.dt.to_timestamp() + pd.Timedelta(days=14), heights, color=BLUE, s=34, linewidths=0)
        top = heights.max() * 1.32
        heights_of_words = (0.7 if narrow(axes) else 0.84, 1)
        for (day, name), colour, height in zip(LANDMARKS.items(), (ORANGE, RED), heights_of_words, strict=True):
            axes.axvline(pd.Timestamp(day), color=colour, linestyle="--", linewidth=2.4)
            axes.text(
                pd.Timestamp(day) - pd.Timedelta(days=25),
                top * height,
                f"{day:%d.%m.%Y}\n{name}",
                ha="right",
                va="top",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )
        axes.set_ylim(0, top * 1.02)
        axes.set_xlim(pd.Timestamp(dates.min().year, 1, 1), max(dates.max(), last) + pd.Timedelta(days=120))
        label_axes(axes, "дата приказа, год", "приказов за месяц, единиц")
        russian_ticks(axes.yaxis)

    dated = count_ru(len(dates), "приказ", "приказа", "приказов")
    alt = (
        f"Точечный график: {dated} с полной датой, с {dates.min():%d.%m.%Y} "
        f"по {dates.max():%d.%m.%Y}; до 25.12.2019 — {before}, позже 21.12.2021 — {after}; без полной даты — {undated}."
    )
    note = f"; без полной даты {count_ru(undated, 'строка', 'строки', 'строк')}, на графике их нет" if undated else ""
    return draw(paint, title=title, source=source + note, alt=alt)


def status_chart(
    statuses: pd.DataFrame,
    *,
    by: str | None = None,
    source: str = "списки муниципалитетов, вебинар 07.02.2024 (002:438–534)",
) -> Chart:
    """Municipalities by status as one stacked bar, or one bar for every value of the column `by`."""
    groups = statuses[by].astype(str) if by else pd.Series("все муниципалитеты", index=statuses.index)
    table = pd.crosstab(groups, statuses["status"]).reindex(columns=list(STATUS_TITLES), fill_value=0)
    total = len(statuses)
    full = int(table["complete"].sum())
    of_all = count_ru(total, "муниципалитета", "муниципалитетов", "муниципалитетов")
    title = f"Полный пакет документов — у {full} из {of_all}"

    def paint(axes):
        places, start = np.arange(len(table))[::-1], np.zeros(len(table))
        for status, name in STATUS_TITLES.items():
            values = table[status].to_numpy()
            bars = axes.barh(
                places, values, left=start, height=0.55, color=_STATUS_COLOURS[status], label=name,
                hatch=_STATUS_HATCHES[status], edgecolor="white",
            )  # fmt: skip
            for bar, value, left in zip(bars, values, start, strict=True):
                if value:
                    text = number_ru(value) + (
                        f"\n{percent_ru(share(value, total), 0)}" if not by and not narrow(axes) else ""
                    )
                    axes.text(
                        left + value / 2, bar.get_y() + bar.get_height() / 2, text, ha="center", va="center",
                        fontweight="bold", fontsize=16,
                        bbox={"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.25"},
                    )  # fmt: skip
            start = start + values
        axes.set_yticks(places, [label.replace(" ", "\n", 1) for label in table.index])
        axes.set_xlim(0, table.sum(axis=1).max())
        axes.set_ylim(-0.5, len(table) - 0.5)
        label_axes(axes, "муниципалитетов, единиц", grid="")
        russian_ticks(axes.xaxis)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)

    def counts(row):
        return "; ".join(f"{name} — {int(row[status])}" for status, name in STATUS_TITLES.items())

    alt = f"Составная полоса: {counts(table.sum())}; всего {total}."
    if by:
        alt += "".join(f" {label[:1].upper()}{label[1:]}: {counts(row)}." for label, row in table.iterrows())
    return draw(paint, title=title, source=source, alt=alt, size=(11, max(3.8, 2.6 + 0.8 * len(table))))


__all__ = [
    "base_chart", "change_chart", "documents_chart", "register_chart", "result_chart", "status_chart", "target_chart",
]  # fmt: skip
