"""Pictures of sessions 1 and 2 and the table of acts asked about a day: what was in force, what wasn't yet or any more.

What an act says is not here: forces and periods come from `datasets/acts.csv`, every doubt with them.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd

from mentoring.cards import Box, Card
from mentoring.charts import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    Chart,
    draw,
    ink_on,
    label_axes,
    russian_ticks,
)
from mentoring.course.fields import AuthorError, typeset
from mentoring.wording import count_ru, number_ru, percent_ru

NOW = dt.date(2026, 11, 16)
WEBINAR = dt.date(2024, 2, 7)  # the day of the later source: what came after it can't stand there

# Session 1


def problems_map(challenges: pd.DataFrame, categories: pd.DataFrame) -> Chart:
    """Three problems on the left, categories of mentees on the right, lines of `challenges.mentee_categories`."""
    links = [(row.id, name) for row in challenges.itertuples() for name in str(row.mentee_categories).split()]
    named = {name for _, name in links}
    silent = categories[~categories["id"].isin(named)]
    of_all = count_ru(len(categories), "категории", "категорий", "категорий")
    title = f"Проблемное поле говорит о {len(categories) - len(silent)} из {of_all} наставляемых"

    def paint(axes):
        axes.set_axis_off()
        axes.set_xlim(0, 10.4)
        axes.set_ylim(-0.7, len(categories) - 0.1)
        right = {row.id: len(categories) - 1 - at for at, row in enumerate(categories.itertuples())}
        step = (len(categories) - 1) / (len(challenges) - 1)
        left = {row.id: len(categories) - 1 - at * step for at, row in enumerate(challenges.itertuples())}
        colours = dict(zip(challenges["id"], (BLUE, PURPLE, GREEN), strict=False))
        for problem, category in links:
            axes.plot([2.0, 6.0], [left[problem], right[category]], color=colours[problem], linewidth=3, zorder=1)
        for row in challenges.itertuples():
            text = textwrap.fill(f"{row.number}. {row.title}", 24)
            axes.text(1.9, left[row.id], text, ha="center", va="center", color=ink_on(colours[row.id]), zorder=2,
                      bbox={"facecolor": colours[row.id], "edgecolor": "none", "boxstyle": "round,pad=0.6"},
                      )  # fmt: skip
        for row in categories.itertuples():
            known = row.id in named
            axes.text(6.0, right[row.id], row.short_title + ("" if known else " — не названа"), va="center", zorder=2,
                      bbox={"facecolor": "white" if known else "#FBEBD3", "edgecolor": GREY if known else ORANGE,
                            "boxstyle": "round,pad=0.45", "linewidth": 1.5 if known else 2.5})  # fmt: skip

    def cards():
        known = categories.set_index("id")["short_title"]
        for row, colour in zip(challenges.itertuples(), (BLUE, PURPLE, GREEN), strict=False):
            boxes = [Box(known[name], "white", colour) for name in str(row.mentee_categories).split()]
            yield Card(f"{row.number}. {row.title}", [("кого касается", boxes)], colour)
        yield Card("Не названы ни в одной", [("", [Box(name, "#FBEBD3", ORANGE, dashed=True)
                                                   for name in silent["short_title"]])], ORANGE)  # fmt: skip

    told = "; ".join(
        f"{row.title} — " + ", ".join(categories.set_index("id")["short_title"][str(row.mentee_categories).split()])
        for row in challenges.itertuples()
    )
    return draw(
        paint, title=title,
        source="проблемное поле и категории — 000:151–160, 223–241; линии между ними провели авторы курса",
        alt=f"Схема: слева три проблемы, справа категории наставляемых. {told}. Не названы: "
            f"{', '.join(silent['short_title'])}.", size=(11, 6.4), cards=cards,
    )  # fmt: skip


def signatures_chart(shares: pd.DataFrame, kinds: pd.DataFrame, column: str = "november") -> Chart:
    """Shares of the documents of the monitoring, those that a worker signs apart from those that the head signs."""
    from mentoring.indicators.charts import DOCUMENT_NAMES

    signed = kinds.set_index("id")["signed_by"]
    table = shares.assign(worker=[not str(signed[kind]).startswith("руководитель") for kind in shares["document_kind"]])
    table = table.sort_values(["worker", column], ascending=[True, False], ignore_index=True)
    head, worker = (table.loc[table["worker"] == flag, column] for flag in (False, True))
    title = (
        f"Документы руководителя есть у {number_ru(head.min())}–{percent_ru(head.max(), 0)} организаций, "
        f"документы с подписью работника — у {number_ru(worker.min())}–{percent_ru(worker.max(), 0)}"
    )

    def paint(axes):
        places = range(len(table) - 1, -1, -1)
        colours = [ORANGE if flag else BLUE for flag in table["worker"]]
        bars = axes.barh(places, table[column], color=colours, height=0.62)
        for bar, place, row in zip(bars, places, table.to_dict("records"), strict=True):
            bar.set_hatch("//" if row["worker"] else "")
            bar.set_edgecolor("white")
            axes.text(row[column] + 1, place, percent_ru(row[column], 0), va="center", fontweight="bold")
        names = [DOCUMENT_NAMES.get(row["document"], row["title"]) for row in table.to_dict("records")]
        axes.set_yticks(places, names)
        axes.set_xlim(0, 112)
        axes.set_xticks(range(0, 101, 20))
        label_axes(axes, "организаций с документом, ноябрь 2023 года, %", grid="x")
        russian_ticks(axes.xaxis)
        from matplotlib.patches import Patch

        axes.legend(handles=[Patch(color=BLUE, label="подписывает руководитель"),
                             Patch(facecolor=ORANGE, hatch="//", edgecolor="white", label="подписывает и работник")],
                    loc="lower center", bbox_to_anchor=(0.45, 1.0), ncols=2)  # fmt: skip

    told = "; ".join(
        f"{DOCUMENT_NAMES.get(row['document'], row['title'])} — {percent_ru(row[column], 0)}"
        f"{' (подписывает работник)' if row['worker'] else ''}" for row in table.to_dict("records")
    )  # fmt: skip
    return draw(
        paint, title=title,
        source="мониторинг 2023 г., вебинар 07.02.2024 (002:302–306, 428–434); "
               "кто подписывает — таблица видов документов",
        alt=f"Столбчатая диаграмма. {told}.", size=(11, 5.6),
    )  # fmt: skip


# Session 2

SUBJECTS = {
    "students": "наставничество обучающихся", "teachers": "работа педагогов", "labour": "труд и оплата",
    "certification": "аттестация", "personal_data": "персональные данные", "records": "оформление документов",
    "statistics": "статистика", "territory": "границы округов", "all": "вся страна, все отрасли",
}  # fmt: skip
BINDINGS = {
    "normative": "нормативный акт", "recommendation": "рекомендация", "clarification": "разъяснение",
    "draft": "проект: силы не имеет", "local": "локальный документ",
}  # fmt: skip
_COLOURS = {"students": GREY, "teachers": BLUE, "labour": ORANGE, "certification": GREEN, "personal_data": PURPLE,
            "records": SKY, "all": INK}  # fmt: skip
STATES = {
    "acts": "в силе", "advises": "рекомендует", "explains": "разъясняет", "check": "проверьте",
    "passed": "принят, но ещё не действует", "ended": "уже не действует", "draft": "проект: не действует",
    "unknown": "день начала в таблице не указан",
}  # fmt: skip


def state_on(act: pd.Series | dict[str, Any], day: dt.date) -> str:
    """What one row of `acts` was on `day`: a key of STATES, or nothing when it wasn't issued yet.

    A doubtful act is «check» and never «acts»; a bill is a draft on every day; an act without days is «unknown».
    """
    at = pd.Timestamp(day)
    issued, begins, ends = act["date"], act["in_force_from"], act["in_force_to"]
    known = begins if pd.isna(issued) else issued
    if pd.isna(known):
        return "ended" if pd.notna(ends) and at > ends and not _doubtful(act) else "unknown"
    if at < known:
        return ""
    if act["binding"] == "draft":
        return "draft"
    if pd.notna(begins) and at < begins:
        return "passed"
    if _doubtful(act):
        return "check"
    if pd.notna(ends) and at > ends:
        return "ended"
    return {"recommendation": "advises", "clarification": "explains"}.get(act["binding"], "acts")


def _doubtful(act: pd.Series | dict[str, Any]) -> bool:
    return act["certainty"] in ("uncertain", "inferred")


def on_day(acts: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Federal acts issued by `day` with their `state` (key of STATES) and `state_title`, grouped by state."""
    rows = acts[acts["level"] == "federal"].copy()
    rows["state"] = [state_on(act, day) for act in rows.to_dict("records")]
    rows = rows[rows["state"].isin(STATES)]
    rows["state_title"] = rows["state"].map(STATES)
    order = list(STATES)
    rows["rank"] = [order.index(state) for state in rows["state"]]
    return rows.sort_values(["rank", "in_force_from"], ignore_index=True).drop(columns="rank")


def usable(acts: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Acts without those that are known only from claims which must not be used."""
    refused = claims["teach"].eq("do_not_use")
    bad, good = (set(" ".join(claims.loc[rows, "acts"].fillna("")).split()) for rows in (refused, ~refused))
    return acts[~acts["id"].isin(bad - good)]


def day_card(acts: pd.DataFrame, day: dt.date | None) -> str:
    """The answer to «what was in force on this day» as HTML, one table with the doubtful acts in their own group."""
    from mentoring.course.pictures import table_html
    from mentoring.course.prose import rendered

    if day is None:
        return "<p class='mk-warn'>Выберите день: число, месяц и год.</p>"
    rows = on_day(acts, day)
    dateless = rows[rows["state"].eq("unknown")]
    rows = rows[rows["state"].ne("unknown")]
    if rows.empty:
        return f"<p class='mk-warn'>На {day:%d.%m.%Y} в таблице ещё нет ни одного акта. Выберите день позже.</p>"
    titles = acts.set_index("id")["short_title"]
    rows["period"] = [_period(act) for act in rows.to_dict("records")]
    rows["next"] = [f"заменён: {titles[act]}" if state == "ended" and act == act else "—"
                    for act, state in zip(rows["replaced_by"], rows["state"], strict=True)]  # fmt: skip
    rows["about"] = rows["subject"].map(SUBJECTS)
    in_force, ended = int(rows["state"].eq("acts").sum()), int(rows["state"].eq("ended").sum())
    told = count_ru(in_force, "акт", "акта", "актов")
    lead = f"**{day:%d.%m.%Y}.** В силе {told} из таблицы, утратили силу — {ended}."
    doubtful = int(rows["state"].eq("check").sum())
    if doubtful:
        told = count_ru(doubtful, "акт", "акта", "актов")
        lead += f" Про {told} уверенно сказать нельзя: проверьте по официальному тексту."
    columns = {"state_title": "В этот день", "short_title": "Акт", "about": "О чём", "period": "Действие"}
    if ended:
        columns["next"] = "Чем заменён"
    foot = ""
    if len(dateless):
        laws = ", ".join(dateless.loc[dateless["kind"].eq("law"), "short_title"])
        foot = f"Не показано строк таблицы, в которых не записан день начала: {len(dateless)}"
        foot += f" (среди них {laws}). Это пробел таблицы, а не права." if laws else "."
    return rendered(lead) + table_html(rows, columns=columns, tall=len(rows) > 8) + (rendered(foot) if foot else "")


def explore_day(day: dt.date = NOW) -> None:
    """Choose a day: the acts of the table that were in force, waited, or had ended."""
    from ipywidgets import HTML, DatePicker, Layout, VBox

    from mentoring.course.page import live, show_widget
    from mentoring.data import load

    acts = usable(load("acts"), load("claims"))
    chosen = DatePicker(value=day, description="День", layout=Layout(width="min(100%, 20rem)"))
    result = HTML()

    def drawn(_change: Any = None) -> None:
        try:
            told = day_card(acts, chosen.value)
        except Exception:
            told = "<p class='mk-warn'>Показать этот день не получилось. Выберите другой или обновите страницу.</p>"
        result.value = live(told)

    chosen.observe(drawn, "value")
    drawn()
    show_widget(VBox([chosen, result]), result.value, "Выбор дня: какие акты действовали.")


def timeline_chart(acts: pd.DataFrame, ids: Sequence[str], *, now: dt.date = NOW) -> Chart:
    """Periods of force along time, one row an act: replaced ones end, doubtful ones are dashed, no end is an arrow."""
    rows = _picked(acts, ids)
    sure = rows[[not _doubtful(act) for act in rows.to_dict("records")]]
    later = sure[sure["in_force_from"] > pd.Timestamp(WEBINAR)]
    ended = sure[sure["in_force_to"].notna() & (sure["in_force_to"] < pd.Timestamp(now))]
    title = (
        f"{count_ru(len(later), 'акт', 'акта', 'актов')} из {number_ru(len(rows))} начали действовать после вебинара "
        f"{WEBINAR:%d.%m.%Y}, {number_ru(len(ended))} к ноябрю {now.year} года уже утратили силу или завершены"
    )

    def paint(axes):
        import matplotlib.dates as mdates

        first, last = pd.Timestamp(2019, 1, 1), pd.Timestamp(2031, 7, 1)
        for at, act in enumerate(rows.to_dict("records")):
            place, colour = len(rows) - 1 - at, _COLOURS.get(act["subject"], GREY)
            begins = act["in_force_from"] if pd.notna(act["in_force_from"]) else act["date"]
            start = max(begins, first) if pd.notna(begins) else first
            open_end = pd.isna(act["in_force_to"])
            end = pd.Timestamp(now) + pd.Timedelta(days=150) if open_end else act["in_force_to"]
            unsure = _doubtful(act)
            over = pd.notna(act["in_force_to"]) and act["in_force_to"] < pd.Timestamp(now)
            axes.barh(place, end - start, left=start, height=0.56, color="white" if unsure else colour,
                      edgecolor=colour, linestyle="--" if unsure else "-", linewidth=2,
                      hatch="//" if over and not unsure else "", alpha=0.55 if over else 1)  # fmt: skip
            if open_end:
                axes.plot([end], [place], marker=">", color=colour, markersize=12, clip_on=False)
            if pd.isna(begins) or begins < first:
                axes.plot([first], [place], marker="<", color=colour, markersize=12, clip_on=False)
            if unsure:
                axes.text(start + (end - start) / 2, place, "проверьте", ha="center", va="center", fontsize=12,
                          bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
        axes.axvline(pd.Timestamp(WEBINAR), color=INK, linestyle=":", linewidth=2)
        axes.axvline(pd.Timestamp(now), color=RED, linewidth=2)
        top = len(rows) - 0.35
        axes.text(pd.Timestamp(WEBINAR), top, f"вебинар {WEBINAR:%d.%m.%Y} ", ha="right", va="bottom", fontsize=12)
        axes.text(pd.Timestamp(now), top, f" ноябрь {now.year}", ha="left", va="bottom", fontsize=12, color=RED)
        axes.set_yticks(range(len(rows) - 1, -1, -1), [_label(act) for act in rows.to_dict("records")], fontsize=12)
        axes.set_ylim(-0.6, len(rows) + 0.2)
        axes.set_xlim(first, last)
        axes.xaxis.set_major_locator(mdates.YearLocator(2))
        axes.xaxis.set_minor_locator(mdates.YearLocator())
        axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
        label_axes(axes, "время, год", grid="x")
        from matplotlib.patches import Patch

        subjects = list(dict.fromkeys(rows["subject"]))
        handles = [Patch(color=_COLOURS.get(subject, GREY), label=SUBJECTS[subject]) for subject in subjects]
        axes.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.35, 1.0), ncols=3, fontsize=12)

    told = "; ".join(
        f"{act['short_title']}: {_period(act)}{' (проверьте)' if _doubtful(act) else ''}"
        for act in rows.to_dict("records")
    )
    return draw(
        paint, title=title,
        source="таблица актов комплекта (ноябрь 2026 года); стрелка — конец не назначен, штрих — силы уже нет, "
               "пунктир — проверьте, в счёт заголовка не вошли; где начало не названо, показан день подписания",
        alt=f"Полосы на оси времени. {told}.", size=(11, 2.6 + 0.47 * len(rows)),
    )  # fmt: skip


def force_map(acts: pd.DataFrame, ids: Sequence[str]) -> Chart:
    """Acts by what they are about (columns) and what they bind to (rows), names in the cells."""
    rows = _picked(acts, ids)
    subjects = [name for name in _MAP_SUBJECTS if any(name in _group(subject) for subject in rows["subject"])]
    bindings = [name for name in BINDINGS if name in set(rows["binding"])]
    own = rows[(rows["subject"] == "teachers") & rows["title"].str.contains("наставничества педагог")]
    title = "Как устроить наставничество педагогов, прямо сказано в рекомендации, "
    title += "а обязывают школу нормы о труде и персональных данных"
    if not (own["binding"] == "recommendation").all():
        title = "Что обязывает школу, а что советует"
    normative = rows.loc[rows["binding"] == "normative", "subject"]
    others = any(_group(subject) == "педагоги" for subject in normative)
    note = "; нормативные акты столбца «педагоги» — о росте, аттестации и документах педагога" if others else ""

    def paint(axes):
        cells = {(b, s): [act["short_title"] + (" (?)" if act["certainty"] == "uncertain" else "")
                          for act in rows.to_dict("records") if act["binding"] == b and _group(act["subject"]) == s]
                 for b in bindings for s in subjects}  # fmt: skip
        lines = {cell: [line for name in names for line in (*textwrap.wrap(_glued(name), 15), "")][:-1]
                 for cell, names in cells.items()}  # fmt: skip
        heights = [max(2.2, 1.2 + max(len(lines[b, s]) for s in subjects)) for b in bindings]
        top = sum(heights)
        for binding, height in zip(bindings, heights, strict=True):
            for at, subject in enumerate(subjects):
                names = cells[binding, subject]
                colour = _COLOURS.get(_MAP_KEYS[subject], GREY)
                axes.add_patch(_box(at, top - height, height, colour if names else ""))
                axes.text(at + 0.5, top - height / 2, "\n".join(lines[binding, subject]) or "—", ha="center",
                          va="center", fontsize=12, color=INK if names else GREY, linespacing=1.1)  # fmt: skip
            axes.text(-0.06, top - height / 2, textwrap.fill(BINDINGS[binding], 12), ha="right", va="center")
            top -= height
        axes.set_xlim(-0.85, len(subjects))
        axes.set_ylim(0, sum(heights) + 2.2)
        for at, subject in enumerate(subjects):
            head = textwrap.fill(subject, 14)
            axes.text(at + 0.5, sum(heights) + 0.2, head, ha="center", va="bottom", fontweight="bold")
        axes.set_axis_off()

    def cards():
        for binding in bindings:
            told = []
            for subject in subjects:
                colour = _COLOURS.get(_MAP_KEYS[subject], GREY)
                boxes = [Box(_glued(act["short_title"]) + (" (?)" if act["certainty"] == "uncertain" else ""),
                             _tint(colour), colour) for act in rows.to_dict("records")
                         if act["binding"] == binding and _group(act["subject"]) == subject]  # fmt: skip
                if boxes:
                    told.append((subject, boxes))
            yield Card(BINDINGS[binding][:1].upper() + BINDINGS[binding][1:], told)

    told = "; ".join(
        f"{act['short_title']} — {_group(act['subject'])}, {BINDINGS[act['binding']]}"
        for act in rows.to_dict("records")
    )
    return draw(
        paint, title=title,
        source=f"таблица актов комплекта (ноябрь 2026 года); (?) — действие на эту дату проверьте{note}",
        alt=f"Таблица-карта: сила акта и предмет. {told}.", size=(11, 8.4), cards=cards,
    )  # fmt: skip


TOPICS = (  # headings of part 2 of the domain report; numbers of claims
    ("труд и оплата наставника", 1, 11), ("аттестация и статус", 12, 20), ("стратегия и модель", 21, 33),
    ("документы, данные, нагрузка", 34, 42), ("регион", 43, 49),
)  # fmt: skip
TEACH = {"fact": "подтверждено", "check": "проверьте", "do_not_use": "не повторять"}


def claims_chart(claims: pd.DataFrame) -> Chart:
    """Claims about the law by topic: confirmed, to be checked, not to be repeated."""
    number = claims["id"].str.extract(r"X(\d+)", expand=False).astype(int)
    topic = pd.Series("", index=claims.index)
    for name, first, last in TOPICS:
        topic[number.between(first, last)] = name
    table = pd.crosstab(topic, claims["teach"]).reindex([name for name, *_ in TOPICS])
    table = table.reindex(columns=list(TEACH), fill_value=0)
    sure = int(table["fact"].sum())
    of_all = count_ru(len(claims), "утверждения", "утверждений", "утверждений")
    title = f"Уверенно повторять можно {sure} из {of_all} о праве, которые мы собрали"

    def paint(axes):
        places, start = list(range(len(table) - 1, -1, -1)), pd.Series(0, index=table.index)
        for (name, label), colour, hatch in zip(TEACH.items(), (BLUE, ORANGE, RED), ("", "//", ".."), strict=True):
            bars = axes.barh(places, table[name], left=start, color=colour, hatch=hatch, edgecolor="white", height=0.6,
                             label=label)  # fmt: skip
            for bar, value in zip(bars, table[name], strict=True):
                if value:
                    middle = bar.get_y() + bar.get_height() / 2
                    axes.text(bar.get_x() + value / 2, middle, number_ru(value), ha="center", va="center",
                              fontweight="bold",
                              bbox={"facecolor": "white", "edgecolor": "none", "boxstyle": "round,pad=0.2"},
                              )  # fmt: skip
            start = start + table[name]
        axes.set_yticks(places, [textwrap.fill(name, 18) for name in table.index])
        axes.set_xlim(0, table.sum(axis=1).max() + 0.5)
        label_axes(axes, "утверждений, единиц", grid="")
        russian_ticks(axes.xaxis)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)

    told = "; ".join(
        f"{name} — " + ", ".join(f"{TEACH[key]}: {value}" for key, value in row.items())
        for name, row in table.iterrows()
    )
    return draw(paint, title=title, source="таблица утверждений комплекта, проверка на ноябрь 2026 года",
                alt=f"Составные полосы. {told}.", size=(11, 5.4))  # fmt: skip


_MAP_SUBJECTS = ("обучающиеся", "педагоги", "труд и оплата", "данные и оформление", "страна в целом")
_MAP_KEYS = dict(zip(_MAP_SUBJECTS, ("students", "teachers", "labour", "personal_data", "all"), strict=True))
_GROUPS = {"students": "обучающиеся", "teachers": "педагоги", "certification": "педагоги", "labour": "труд и оплата",
           "personal_data": "данные и оформление", "records": "данные и оформление"}  # fmt: skip


def _group(subject: str) -> str:
    return _GROUPS.get(subject, "страна в целом")


def _picked(acts: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    table = acts.set_index("id", drop=False)
    missing = [id for id in ids if id not in table.index]
    if missing:
        raise AuthorError(f"Актов «{', '.join(missing)}» нет в таблице acts.")
    return table.loc[list(ids)]


def _period(act: dict[str, Any]) -> str:
    begins, ends = act["in_force_from"], act["in_force_to"]
    if act["binding"] == "draft":
        return "силы не имеет"
    until = f"по {ends:%d.%m.%Y}" if pd.notna(ends) else ""
    if pd.notna(begins):
        return typeset(f"с {begins:%d.%m.%Y} {until}".strip())
    signed = f"подписан {act['date']:%d.%m.%Y}" if pd.notna(act["date"]) else ""
    return typeset(", ".join(part for part in (signed, until) if part) or "день начала не указан")


def _label(act: dict[str, Any]) -> str:
    return textwrap.fill(typeset(act["short_title"]), 30)


def _glued(text: str) -> str:
    """A number stays with its sign on one line."""
    return text.replace("№ ", "№\u00a0").replace(" ТК РФ", "\u00a0ТК\u00a0РФ").replace(" %", "\u00a0%")


def _tint(colour: str):
    from matplotlib.colors import to_rgb

    return tuple(1 - (1 - part) * 0.22 for part in to_rgb(colour)) if colour else "#F4F5F7"


def _box(x: float, y: float, height: float, colour: str):
    """A cell of the map: a tint with an edge of its colour, grey where nothing stands."""
    from matplotlib.patches import Rectangle

    return Rectangle(
        (x + 0.02, y + 0.08), 0.96, height - 0.16, facecolor=_tint(colour), edgecolor=colour or "none", linewidth=2
    )


__all__ = [
    "claims_chart", "day_card", "explore_day", "force_map", "on_day", "problems_map", "signatures_chart", "state_on",
    "timeline_chart", "usable",
]  # fmt: skip
