"""Pictures of session 12: the contest among the events of 2024, lines of plans on exchange, growth and chance.

Each is one call on tables of `datasets/`; the countdown to an event and the chance of a growth are computed here.
"""

from __future__ import annotations

import datetime as dt
import html
import textwrap
from collections.abc import Sequence
from math import comb

import pandas as pd

from mentoring.cards import Box, Card
from mentoring.charts import BLUE, GREEN, GREY, INK, ORANGE, RED, Chart, draw, label_axes, russian_ticks
from mentoring.course.fields import typeset
from mentoring.narrow_charts import narrow
from mentoring.wording import count_ru, number_ru

QUESTIONS = 24  # of the entrance and of the final test
GUESS = 0.6  # the share of questions that the teacher of the example knows
PARTS = {"term": "срок", "responsible": "ответственный", "participants": "участники", "result": "результат"}
STATES = {
    "yes": ("есть", GREEN), "vague": ("без даты", ORANGE), "early": ("раньше начала карты", RED),
    "no": ("нет", "#E3E6EA"),
}  # fmt: skip
EXCHANGE = {  # lines of the two maps on results, contests and publications: id → short name
    "school_29": "Школа: круглый стол по итогам", "school_30": "Школа: приказ о поощрении",
    "school_33": "Школа: публикации о наставниках", "school_34": "Школа: фото, видео, сценарии",
    "municipal_3_6": "Округ: конкурс программ", "municipal_3_7": "Округ: профессиональные конкурсы",
    "municipal_4_1": "Округ: СМИ и сети", "municipal_4_2": "Округ: материалы для блога",
}  # fmt: skip
STEPS = (  # weeks before (−) or after the event, work, role, what shows that it is done
    (-8, "Назвать цель и признаки успеха", "куратор", "страница, с которой согласен руководитель"),
    (-7, "Назначить по одному человеку на роль", "руководитель", "список ролей"),
    (-6, "Отобрать две-три практики по описаниям", "председатель методического совета", "протокол с причинами выбора"),
    (-5, "Согласовать выступления, собрать согласия", "куратор", "согласия и список, где что покажут"),
    (-4, "Пригласить тех, кому практика нужна", "ответственный за гостей", "список с ответами"),
    (-2, "Провести пробу с часами", "ведущий", "программа с минутами"),
    (0, "Событие", "все роли", "записанные договорённости"),
    (1, "Разослать описания и контакты", "ответственный за материалы", "дата рассылки"),
    (6, "Проверить признаки успеха", "куратор", "таблица «обещали — сделали»"),
)
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

# The contest among the events


def events_of_year(webinars: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Webinars and contest days in the order of the source: `line`, `date`, `name`, `contest`; sorted by line."""
    first = webinars.assign(name=[f"вебинар {number}" for number in webinars["number"]], contest=False)
    second = events.assign(name=[f"конкурс, {stage}" for stage in events["stage"]], contest=True)
    both = pd.concat([frame[["name", "contest", "date", "source"]] for frame in (first, second)])
    both["line"] = both["source"].str.extract(r"002:(\d+)", expand=False).astype(int)
    both["date"] = pd.to_datetime(both["date"])
    return both.sort_values("line", ignore_index=True)


def out_of_order(events: pd.DataFrame) -> pd.DataFrame:
    """Events that stand in the list after one with a later date."""
    return events[events["date"] < events["date"].cummax()]


def events_chart(webinars: pd.DataFrame, events: pd.DataFrame) -> Chart:
    """The events on the axis of time in the order of the list; a line that goes back in time is seen at once."""
    known = events_of_year(webinars, events)
    back = out_of_order(known)
    title = f"Все строки списка ({len(known)}) стоят по порядку дат"
    if len(back):
        told = ", ".join(f"«{name}»" for name in back["name"])
        title = f"Порядок дат в списке нарушен: {told} стоит ниже события с более поздней датой"

    def paint(axes):
        places = -known.index.to_numpy()
        labels = [f"{name} · строка {line}" for name, line in zip(known["name"], known["line"], strict=True)]
        axes.plot(known["date"], places, color=GREY, linewidth=1.4, linestyle="--", zorder=1)
        for contest, colour, marker, name in ((False, BLUE, "o", "вебинар"), (True, ORANGE, "D", "день конкурса")):
            chosen = known["contest"] == contest
            axes.scatter(
                known["date"][chosen], places[chosen], color=colour, marker=marker, s=150, zorder=3, label=name
            )
        for place, row in zip(places, known.itertuples(), strict=True):
            bold = row.Index in back.index
            away = (-12 if bold else 12, 0 if narrow(axes) else 5)
            # Beside the point, where no part of the line runs: it comes from above and goes on below.
            axes.annotate(
                f"{row.date:%d.%m.%Y}", (row.date, place), away, textcoords="offset points",
                ha="right" if bold else "left", va="center", fontsize=12, fontweight="bold" if bold else "normal",
                color=RED if bold else INK,
            )  # fmt: skip
        axes.set_yticks(places, labels)
        months = pd.period_range(known["date"].min(), known["date"].max() + pd.Timedelta(days=20), freq="M")
        names = ("янв.", "фев.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек.")
        axes.set_xticks([month.start_time for month in months], [names[month.month - 1] for month in months])
        axes.set_xlim(months[0].start_time, months[-1].end_time)
        axes.set_ylim(-len(known) + 0.4, 0.8)
        label_axes(axes, f"месяцы {known['date'].iloc[0]:%Y} года", "порядок в списке", grid="x")
        axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2)

    alt = "События на оси времени в порядке списка. " + "; ".join(
        f"строка {line}: {name}, {day:%d.%m.%Y}"
        for line, name, day in zip(known["line"], known["name"], known["date"], strict=True)
    ) + "."  # fmt: skip
    return draw(paint, title=title, source="002:10–17", alt=alt, size=(11, 5.6))


# Lines of plans on exchange


def exchange_lines(school: pd.DataFrame, municipal: pd.DataFrame, headers: pd.DataFrame) -> pd.DataFrame:
    """What the lines on results, contests and publications name: id × part → a state of `STATES`."""
    starts = headers.set_index("id")["starts"]
    rows = {}
    for kind, frame in (("school", school), ("municipal", municipal)):
        for _, row in frame[frame["id"].isin(EXCHANGE)].iterrows():
            rows[row["id"]] = {
                "term": _term(row, starts[kind]),
                "responsible": _named(row, "responsible", "responsible_raw"),
                "participants": _named(row, "participants_raw"), "result": _named(row, "result_raw"),
            }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index").loc[list(EXCHANGE)]


def exchange_chart(lines: pd.DataFrame) -> Chart:
    """The matrix line × part."""
    dated, told = int((lines["term"] == "yes").sum()), "об итогах, конкурсах и публикациях"
    title = (
        f"Пригодный срок назван в {dated} из {len(lines)} строк {told}"
        if dated else f"Пригодного срока нет ни в одной из {count_ru(len(lines), 'строки', 'строк', 'строк')} {told}"
    )  # fmt: skip

    def paint(axes):
        for across, part in enumerate(PARTS):
            for down, state in enumerate(lines[part]):
                word, colour = STATES[state]
                axes.barh(-down, 0.94, left=across, height=0.86, color=colour)
                axes.text(across + 0.47, -down, textwrap.fill(word, 13), ha="center", va="center", fontsize=12,
                          color=INK if state in ("no", "vague") else "white")  # fmt: skip
        axes.set_yticks([-down for down in range(len(lines))], [EXCHANGE[id] for id in lines.index])
        axes.set_xticks([across + 0.47 for across in range(len(PARTS))], list(PARTS.values()))
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_xlim(0, len(PARTS))
        axes.set_ylim(-len(lines) + 0.5, 0.5)
        for spine in axes.spines.values():
            spine.set_visible(False)
        label_axes(axes, "что названо в строке", "", grid="")
        axes.xaxis.set_label_position("bottom")

    def cards():
        for id, row in lines.iterrows():
            boxes = [Box(f"{name} — {STATES[row[part]][0]}", STATES[row[part]][1]) for part, name in PARTS.items()]
            yield Card(EXCHANGE[id], [("", boxes)])

    alt = "Таблица. " + "; ".join(
        f"{EXCHANGE[id]}: " + ", ".join(f"{name} — {STATES[row[part]][0]}" for part, name in PARTS.items())
        for id, row in lines.iterrows()
    ) + "."  # fmt: skip
    source = "003:289–356; 004:409–473; отбор строк сделали авторы курса"
    return draw(paint, title=title, source=source, alt=alt, size=(11, 6.2), cards=cards)


def _term(row: pd.Series, start) -> str:
    if pd.isna(row["date_raw"]):
        return "no"
    if "starts" not in row or pd.isna(row["starts"]):
        return "vague"
    return "early" if pd.Timestamp(row["starts"]) < pd.Timestamp(start) else "yes"


def _named(row: pd.Series, *columns: str) -> str:
    return "yes" if any(name in row and not pd.isna(row[name]) for name in columns) else "no"


# The countdown

COUNTDOWN = ("Срок", "Работа", "Кто", "Чем подтвердить")


def countdown(day: dt.date) -> list[tuple[dt.date, str, str, str, str]]:
    """Steps of the plan with their days: (day, work, role, proof, warning); a warning where nobody is at work."""
    return [
        (at, work, role, proof, day_off(at))
        for at, work, role, proof in ((day + dt.timedelta(weeks=weeks), *step) for weeks, *step in STEPS)
    ]


def day_off(day: dt.date) -> str:
    """Why nobody is at work on that day; empty where nothing speaks against it (moved holidays aren't known)."""
    if day.month == 1 and day.day <= 8:
        return "новогодние праздники"
    if day.weekday() >= 5:
        return WEEKDAYS[day.weekday()]
    return ""


def countdown_card(day: dt.date) -> str:
    """The plan of an event on `day` as HTML; on a phone a card a step."""
    rows = "".join(
        "<tr>" + "".join(
            f"<td data-label='{name}'>{cell}</td>"
            for name, cell in zip(
                COUNTDOWN, (f"{at:%d.%m.%Y}", _safe(work) + _warning(off), _safe(role), _safe(proof)), strict=True
            )
        ) + "</tr>"
        for at, work, role, proof, off in countdown(day)
    )  # fmt: skip
    head = "".join(f"<th scope='col'>{name}</th>" for name in COUNTDOWN)
    return (
        f"<h3>{day:%d.%m.%Y}, {WEEKDAYS[day.weekday()]}</h3><div class='mk-scroll'>"
        f"<table class=mk-wordy><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _warning(off: str) -> str:
    return f" <b>({off}: сдвиньте раньше)</b>" if off else ""


def _safe(text: str) -> str:
    return html.escape(typeset(text))


# Growth and chance


def by_chance(questions: int = QUESTIONS, known: float = GUESS) -> pd.Series:
    """Growth in questions d → chance to see d or more when nothing was learnt: two tests, each question right with
    probability `known`, independently."""
    single = [comb(questions, k) * known**k * (1 - known) ** (questions - k) for k in range(questions + 1)]
    exact = {
        d: sum(single[k] * single[k + d] for k in range(questions + 1 - d)) for d in range(questions + 1)
    }  # fmt: skip
    return pd.Series({d: sum(exact[e] for e in range(d, questions + 1)) for d in exact})


def chance_chart(chances: pd.Series, upto: int = 9, known: float = GUESS) -> Chart:
    """How often a growth is met without any learning."""
    shown = chances.loc[1:upto] * 100
    rare = int(shown[shown < 5].index[0])
    title = (
        f"Прирост хотя бы на один вопрос без учёбы случается примерно у {number_ru(shown[1], 0)} человек из 100, "
        f"на {count_ru(rare, 'вопрос', 'вопроса', 'вопросов')} и больше — реже чем у 5"
    )

    def paint(axes):
        axes.bar(shown.index, shown, color=[GREY if value >= 5 else BLUE for value in shown], width=0.68)
        for growth, value in shown.items():
            near = 5 > value > 2  # the number would stand on the dashed line: it stands above it
            axes.text(growth, 5.7 if near else value + 0.5, number_ru(value, 0) if value >= 1 else "<1", ha="center",
                      fontweight="bold")  # fmt: skip
        axes.axhline(5, color=RED, linestyle="--", linewidth=1.8)
        axes.text(upto + 0.45, 9.5 if narrow(axes) else 5.6, "порог: 5 из 100", color=RED, ha="right")
        axes.set_xticks(shown.index)
        axes.set_xlim(0.4, upto + 0.6)
        axes.set_ylim(0, shown.max() * 1.12)
        label_axes(axes, "прирост, вопросов (столько или больше)", "человек из 100")
        russian_ticks(axes.yaxis)

    alt = "Столбики. Прирост не меньше данного без всякой учёбы: " + "; ".join(
        f"{growth} — {number_ru(value, 1)} из 100" for growth, value in shown.items()
    ) + "."  # fmt: skip
    source = (
        f"расчёт авторов курса: два равных теста, вопросов в каждом {QUESTIONS}, "
        f"верных ответов в среднем {number_ru(known * 100, 0)}\u00a0%"
    )
    return draw(paint, title=title, source=source, alt=alt, size=(11, 5.6))


def roles(steps: Sequence[tuple] = STEPS) -> int:
    """How many different roles the countdown names, not counting the day itself."""
    return len({role for weeks, _, role, _ in steps if weeks})
