"""Pictures of sessions 9 and 10: who stands where in the system, stages and roadmaps in time, programmes and routes.

Each is one call on tables of `datasets/`; counts are computed here, the look is in `mentoring.charts`.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Mapping

import pandas as pd

from mentoring.cards import Box, Card
from mentoring.charts import BLUE, GREEN, GREY, INK, ORANGE, RED, SKY, Chart, draw, ink_on, label_axes, russian_ticks
from mentoring.course.fields import typeset
from mentoring.wording import count_ru, number_ru

LEVELS = {
    "federal": "федеральный\nуровень", "regional": "региональный\nуровень", "municipal": "муниципальный\nуровень",
    "institutional": "уровень\nорганизации",
}  # fmt: skip
BODY_NAMES = {
    "organization": "Организация и её руководитель", "curator": "Куратор",
    "methodical_council": "Методический совет наставников", "regional_network": "Региональный актив наставников",
    "academy": "Федеральная академия",
}  # fmt: skip
LINE_OF_WORK = ("regional_network", "methodical_council", "curator")  # the pyramid of 000:951–965, from above
HELPS = r"^(?:Участвует|Помогает|Содействует)"
MONTHS = ("янв.", "фев.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек.")
THREE_QUESTIONS = "002:14"  # where the webinar names correspondence, concreteness and change of practice
_EDGE = {"critical": RED, "substantial": ORANGE, "desirable": SKY, "minor": SKY}

# Session 9: bodies


def teachers_bodies(bodies: pd.DataFrame) -> pd.DataFrame:
    """Participants of the system of teachers only: the table also holds those of the students' model."""
    return bodies[bodies["model"] == "teachers"]


def shared_functions(functions: pd.DataFrame) -> pd.DataFrame:
    """Counts per body: `all` functions and those where it only takes part or helps (`helps`), by the list's verbs."""
    marked = functions.assign(helps=functions["function"].str.contains(HELPS))
    counted = marked.groupby("body")["helps"].agg(["size", "sum"]).rename(columns={"size": "all", "sum": "helps"})
    return counted.sort_values("all", ascending=False, kind="stable")


def contours_chart(bodies: pd.DataFrame, functions: pd.DataFrame) -> Chart:
    """The graph of contours, levels and bodies; the council, whose place the source leaves open, is dashed."""
    known = teachers_bodies(bodies)
    counts = functions.groupby("body").size()
    inside = int((known["contour"] == "internal").sum())
    title = f"Внутри организации — {inside} участника из {len(known)}; место методического совета источник не определил"
    heights = {"federal": 9.0, "regional": 6.8, "municipal": 4.6, "institutional": 1.6}
    places = {
        row.id: (4.2 if row.id == "organization" else 8.6 if row.level == "institutional" else 6.4, heights[row.level])
        for row in known.itertuples()
    }

    def paint(axes):
        axes.set_axis_off()
        axes.set_xlim(0, 11)
        axes.set_ylim(0, 10.2)
        axes.axhspan(3.25, 10.1, color="#EEF1F4", zorder=0)
        axes.axhspan(0.1, 3.05, color="#DCEBF5", zorder=0)
        axes.text(10.85, 9.85, "внешний контур", ha="right", va="top", fontweight="bold")
        axes.text(10.85, 2.95, "внутренний контур", ha="right", va="top", fontweight="bold")
        for level, height in heights.items():
            axes.text(0.15, height, LEVELS[level], va="center", color="#4B5563")
        axes.text(4.55, 3.5, "задачи написаны\nдля организации", ha="right", va="center", fontsize=12, color=INK)
        boxes = {}
        for row in known.itertuples():
            unsure = row.id == "methodical_council"
            told = count_ru(int(counts[row.id]), "функция", "функции", "функций")
            words = f"{textwrap.fill(BODY_NAMES[row.id], 22)}\n{told}"
            boxes[row.id] = axes.text(*places[row.id], words, ha="center", va="center",
                      bbox={"facecolor": "white", "edgecolor": ORANGE if unsure else BLUE, "linewidth": 2.2,
                            "linestyle": "--" if unsure else "-", "boxstyle": "round,pad=0.5"})  # fmt: skip
        joined = [(*pair, BLUE, "-") for pair in zip(LINE_OF_WORK, LINE_OF_WORK[1:], strict=False)]
        for start, end, colour, style in (*joined, ("methodical_council", "organization", ORANGE, "--")):
            look = {"arrowstyle": "-|>", "color": colour, "linewidth": 2.4, "linestyle": style, "shrinkA": 3,
                    "shrinkB": 3, "mutation_scale": 20}  # fmt: skip
            look |= {"patchA": boxes[start].get_bbox_patch(), "patchB": boxes[end].get_bbox_patch()}
            axes.annotate("", places[end], places[start], arrowprops=look, zorder=4)

    def cards():
        def box(id):
            told = count_ru(int(counts[id]), "функция", "функции", "функций")
            unsure = id == "methodical_council"
            return Box(f"{BODY_NAMES[id]} — {told}", "white", ORANGE if unsure else BLUE, dashed=unsure)

        on = {level: [row.id for row in known.itertuples() if row.level == level] for level in heights}
        named = {level: name.replace("\n", " ") for level, name in LEVELS.items()}
        line = set(LINE_OF_WORK)
        yield Card("Внешний контур", [(named["federal"], [box(id) for id in on["federal"]])], GREY)
        yield Card("", [(named["regional"], [box(id) for id in on["regional"]])], GREY, arrow=True)
        yield Card("", [(named["municipal"], [box(id) for id in on["municipal"]]),
                        ("пунктир: задачи совета написаны для организации", [])], GREY, arrow=True)  # fmt: skip
        inside = on["institutional"]
        yield Card("Внутренний контур", [
            ("сюда ведёт стрелка от совета", [box(id) for id in inside if id in line]),
            ("сюда — пунктир от совета", [box(id) for id in inside if id not in line])], BLUE)  # fmt: skip

    told = "; ".join(
        f"{LEVELS[row.level].replace(chr(10), ' ')} — {BODY_NAMES[row.id].lower()}, функций: {counts[row.id]}"
        for row in known.itertuples()
    )
    alt = (
        f"Схема двух контуров. {told}. Сплошные стрелки: региональный актив — методический совет — куратор. "
        "Пунктир: совет показан на муниципальном уровне, а задачи его написаны для организации."
    )
    source = "002:118, 186–193; 000:786–994; сплошные стрелки — по схеме пирамиды (000:951–965)"
    return draw(paint, title=title, source=source, alt=alt, size=(11, 7.4), cards=cards)


def functions_chart(bodies: pd.DataFrame, functions: pd.DataFrame) -> Chart:
    """Functions of every body; those where it only takes part are hatched."""
    counted = shared_functions(functions[functions["body"].isin(teachers_bodies(bodies)["id"])])
    first = counted.iloc[0]
    title = (
        f"Больше всего дел у методического совета: {first['all']} из {counted['all'].sum()}, "
        f"но в {first['helps']} из них он только участвует или помогает"
    )

    def paint(axes):
        places = range(len(counted))[::-1]
        own = counted["all"] - counted["helps"]
        axes.barh(places, own, color=BLUE, height=0.62, label="делает сам")
        axes.barh(places, counted["helps"], left=own, color=ORANGE, hatch="//", edgecolor="white", height=0.62,
                  label="участвует, помогает, содействует")  # fmt: skip
        for place, total in zip(places, counted["all"], strict=True):
            axes.text(total + 0.15, place, number_ru(total), va="center", fontweight="bold")
        axes.set_yticks(places, [textwrap.fill(BODY_NAMES[name], 20) for name in counted.index])
        axes.set_xlim(0, counted["all"].max() + 1)
        label_axes(axes, "функций в перечне, единиц", grid="x")
        russian_ticks(axes.xaxis)
        axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2)

    alt = "Полосы. " + "; ".join(
        f"{BODY_NAMES[name]}: функций {row['all']}, из них участвует или помогает — {row['helps']}"
        for name, row in counted.iterrows()
    ) + "."  # fmt: skip
    return draw(paint, title=title, source="перечни функций (000:786–994); деление по глаголам сделали авторы курса", alt=alt, size=(11, 5.4))  # fmt: skip  # noqa: E501


def body_card(bodies: pd.DataFrame, functions: pd.DataFrame, body: str) -> str:
    """One participant with its functions, as HTML."""
    row = bodies.set_index("id").loc[body]
    contour = {"internal": "внутренний контур", "external": "внешний контур"}[row["contour"]]
    items = "".join(
        f"<li>{html.escape(typeset(text))}</li>" for text in functions.loc[functions["body"] == body, "function"]
    )
    note = f"<p class='mk-warn'>{html.escape(typeset(re.sub(r' *[(]EL-D[0-9]+[)]', '', row['note'])))}</p>" if row["note"] == row["note"] else ""  # fmt: skip  # noqa: E501
    level = LEVELS[row["level"]].replace("\n", " ")
    return (
        f"<h3>{html.escape(BODY_NAMES[body])}</h3><p>{contour[:1].upper()}{contour[1:]}, {level}. "
        f"{html.escape(typeset(row['role']))}</p><ul>{items}</ul>{note}"
    )


# Session 9: stages and roadmaps


def overlaps(stages: pd.DataFrame) -> tuple[int, int]:
    """Months in which two stages of the teachers' calendar run at once, and months of the calendar."""
    months = _stage_months(stages)
    every = pd.Index([month for found in months.values() for month in found])
    return int((every.value_counts() > 1).sum()), every.nunique()


def _stage_months(stages: pd.DataFrame) -> dict[str, pd.PeriodIndex]:
    known = stages[stages["calendar_from"].notna()]
    return {
        row.title: pd.period_range(row.calendar_from, row.calendar_to, freq="M") for row in known.itertuples()
    }  # fmt: skip


def calendar_chart(stages: pd.DataFrame, course: pd.DataFrame) -> Chart:
    """Gantt of the three stages of 2022 with the months that overlap and the weeks of the course."""
    twice, of = overlaps(stages)
    title = f"В {twice} месяцах из {of} идут сразу два этапа, а учёба начинается под конец основного"
    known = stages[stages["calendar_from"].notna()]
    day = pd.Timedelta(days=1)

    def paint(axes):
        names = [*known["title"], "Курс для кураторов\nи наставников"]
        periods = [(row.calendar_from, row.calendar_to) for row in known.itertuples()]
        periods.append((course["date"].min(), course["date"].max()))
        months = pd.Index([month for found in _stage_months(stages).values() for month in found]).value_counts()
        for number, month in enumerate(sorted(months[months > 1].index)):
            axes.axvspan(month.start_time, month.end_time, color="#FBEBD3", zorder=0,
                         label="идут два этапа" if not number else None)  # fmt: skip
        for place, (start, end) in enumerate(periods):
            last = place == len(periods) - 1
            axes.barh(-place, end - start + day, left=start, height=0.55, color=ORANGE if last else BLUE,
                      hatch="//" if last else "", edgecolor="white")  # fmt: skip
        axes.set_yticks([-place for place in range(len(names))], names)
        _month_axis(axes, min(start for start, _ in periods), max(end for _, end in periods), 1)
        label_axes(axes, "месяцы 2022 года", grid="x")
        axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0))

    alt = "Ленточный график. " + "; ".join(
        f"{row.title.lower()}: {row.calendar_from:%d.%m.%Y} — {row.calendar_to:%d.%m.%Y}" for row in known.itertuples()
    ) + f"; курс: {course['date'].min():%d.%m.%Y} — {course['date'].max():%d.%m.%Y}."  # fmt: skip
    return draw(paint, title=title, source="000:1067–1113 (этапы); 000:24–70 (курс)", alt=alt, size=(11, 4.8))


def _month_axis(axes, start, end, step: int) -> None:
    months = pd.period_range(start, end, freq="M")
    axes.set_xlim(months[0].start_time, months[-1].end_time)
    shown = months[::step]
    many = months[0].year != months[-1].year
    first = {month.year: month for month in reversed(shown)}
    names = [
        MONTHS[month.month - 1] + (f"\n{month.year}" if many and first[month.year] == month else "") for month in shown
    ]
    axes.set_xticks([month.start_time for month in shown], names, ha="left", fontsize=11)


def schemes_chart(stages: pd.DataFrame, mapping: pd.DataFrame, school: pd.DataFrame) -> Chart:
    """Seven stages of the students' model, eight of the school's roadmap, three of the teachers' model, joined."""
    students, teachers = stages[stages["model"] == "students"], stages[stages["model"] == "teachers"]
    titles = school.drop_duplicates("stage").set_index("stage")["stage_title"]
    first = int((mapping.drop_duplicates("students_stage")["teachers_stage"] == "teachers_1").sum())
    title = f"{first} из {len(students)} этапов модели обучающихся приходятся на подготовительный этап педагогов"

    def paint(axes):
        axes.set_axis_off()
        axes.set_xlim(0, 14)
        axes.set_ylim(-8.9, 0.9)
        left = {row.id: -(8 / 7) * (row.number - 0.5) for row in students.itertuples()}
        middle = {number: 0.5 - number for number in titles.index}
        right = {row.id: -8 / 3 * (place + 0.5) for place, row in enumerate(teachers.itertuples())} | {"throughout": -8.4}  # fmt: skip  # noqa: E501
        colours = {"teachers_1": BLUE, "teachers_2": GREEN, "teachers_3": ORANGE, "throughout": GREY}
        for x, heading in ((0, "Обучающиеся: 7 этапов"), (5.2, "Карта школы: 8 этапов"), (10.7, "Педагоги: 3 этапа")):
            axes.text(x, 0.45, heading, fontweight="bold")
        told = {}  # stage → its text: lines are tied to the edges of texts
        for row in students.itertuples():
            told[row.id] = axes.text(0, left[row.id], textwrap.fill(f"{row.number}. {row.title.replace(' / ', '/')}", 32), va="center", fontsize=12, linespacing=1.25)  # fmt: skip  # noqa: E501
        for number, text in titles.items():
            width = 36 if len(text) < 100 else 42  # three lines at most; a narrow column leaves room for lines
            told[number] = axes.text(5.2, middle[number], textwrap.fill(f"{number}. {text}", width), va="center", fontsize=12, linespacing=1.25)  # fmt: skip  # noqa: E501
        for row in teachers.itertuples():
            ink = ink_on(colours[row.id])
            told[row.id] = axes.text(10.8, right[row.id], textwrap.fill(row.title, 18), va="center", color=ink,
                      bbox={"facecolor": colours[row.id], "edgecolor": "none", "boxstyle": "round,pad=0.5"},
                      )  # fmt: skip
        words = "весь год, без своего этапа"
        told["throughout"] = axes.text(10.8, right["throughout"], words, va="center", fontsize=12)
        for row in mapping.itertuples():
            line = {"arrowstyle": "-", "linestyle": "-" if row.match == "full" else "--", "linewidth": 2.4,
                    "color": colours[row.teachers_stage], "shrinkA": 5, "shrinkB": 8}  # fmt: skip
            way = (row.students_stage, int(row.school_stage), row.teachers_stage)
            for start, end in zip(way, way[1:], strict=False):
                if start == start:
                    axes.annotate("", (0, 0.5), xycoords=told[end], xytext=(1, 0.5), textcoords=told[start],
                                  arrowprops=line)  # fmt: skip

    def cards():
        colours = {"teachers_1": BLUE, "teachers_2": GREEN, "teachers_3": ORANGE, "throughout": GREY}
        of_student, last = students.set_index("id"), teachers.set_index("id")["title"]
        for stage, colour in colours.items():
            found, told = mapping[mapping["teachers_stage"] == stage], []
            for student, rows in found.groupby("students_stage", sort=False, dropna=False):
                head = "только в карте школы"
                if student == student:
                    head = f"обучающиеся: {of_student.loc[student, 'number']}. {of_student.loc[student, 'title']}"
                told.append((head, [Box(f"карта школы: {int(row.school_stage)}. {titles[int(row.school_stage)]}",
                                        "white", colour, dashed=row.match != "full")
                                    for row in rows.itertuples() if row.school_stage == row.school_stage]))  # fmt: skip
            head = "Весь год, без своего этапа" if stage == "throughout" else f"Педагоги: {last[stage].lower()}"
            yield Card(head, told, colour)

    joined = mapping.dropna(subset=["students_stage"]).groupby("teachers_stage")["students_stage"].agg(
        lambda found: ", ".join(dict.fromkeys(name.rpartition("_")[2] for name in found)))  # fmt: skip
    alt = "Три столбца этапов, соединённых линиями. " + "; ".join(
        f"{row.title.lower()} — этапы модели обучающихся {joined.get(row.id, 'нет')}" for row in teachers.itertuples()
    ) + ". Восьмой этап школьной карты сквозной."  # fmt: skip
    return draw(paint, title=title, source="001:14–166; 003:1–366; 000:1001–1058; линии провели авторы курса, пунктир — частичное соответствие", alt=alt, size=(12.6, 8.0), cards=cards)  # fmt: skip  # noqa: E501


def stage_terms(school: pd.DataFrame, header: Mapping) -> pd.DataFrame:
    """Stages of the school's roadmap: rows, terms as printed, earliest start, latest end, `early` — before the plan."""
    found = school.groupby(["stage", "stage_title"], sort=True).agg(
        rows=("id", "size"), printed=("date_raw", lambda texts: "; ".join(dict.fromkeys(texts))),
        starts=("starts", "min"), ends=("ends", "max"),
    ).reset_index()  # fmt: skip
    return found.assign(early=(found["starts"] < header["starts"]).fillna(False))


def school_chart(school: pd.DataFrame, header: Mapping) -> Chart:
    """Gantt of the school's roadmap: stages before the plan begins are red, those without a date are named so."""
    terms = stage_terms(school, header)
    early = terms[terms["early"]]
    title = f"{len(early)} этапа из {len(terms)} назначены на время до начала плана: {' и '.join(f'{n}-й' for n in early['stage'])}"  # fmt: skip  # noqa: E501
    day = pd.Timedelta(days=1)

    def paint(axes):
        axes.axvspan(header["starts"], header["ends"] + day, color="#DCEBF5", zorder=0, label="период плана")
        for place, row in enumerate(terms.itertuples()):
            if row.starts is pd.NaT:
                middle = header["starts"] + (header["ends"] - header["starts"]) / 2
                axes.text(middle, -place, "дата названа словами", ha="center", va="center", style="italic")
                continue
            starts = _since_week(row)
            axes.barh(-place, row.ends - starts + day, left=starts, height=0.6,
                      color=RED if row.early else BLUE, hatch="//" if row.early else "", edgecolor="white")  # fmt: skip
        names = [textwrap.fill(f"{row.stage}. {row.stage_title}", 42) for row in terms.itertuples()]
        axes.set_yticks([-place for place in range(len(terms))], names, fontsize=11)
        axes.set_ylim(0.6 - len(terms), 0.6)
        _month_axis(axes, terms["starts"].min(), header["ends"], 3)
        label_axes(axes, "месяцы", grid="x")
        keys = [_key("#DCEBF5", "", "период плана"), _key(RED, "//", "раньше начала плана")]
        axes.legend(handles=keys, loc="lower center", bbox_to_anchor=(0.3, 1.0), ncols=2)

    alt = "Ленточный график этапов. " + "; ".join(
        f"этап {row.stage} — "
        + ("дата словами" if row.starts is pd.NaT else f"{row.starts:%m.%Y}–{row.ends:%m.%Y}")
        + (", раньше начала плана" if row.early else "")
        for row in terms.itertuples()
    ) + "."  # fmt: skip
    return draw(paint, title=title, source="003:1–366; период плана — учебный год с августовской подготовкой", alt=alt, size=(11, 7.4))  # fmt: skip  # noqa: E501


def _key(colour: str, hatch: str, label: str):
    from matplotlib.patches import Patch

    return Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=label)


def _since_week(row) -> pd.Timestamp:
    """«4 неделя августа» is kept with the bounds of the month: the bar begins with the week."""
    week = re.match(r"(\d) недел", row.printed)
    return row.starts + pd.Timedelta(weeks=int(week[1]) - 1) if week and row.starts.day == 1 else row.starts


# Session 10


def asked_by_three(criteria: pd.DataFrame) -> pd.DataFrame:
    """Criteria of the programme and the route; `three` — they stand on the three questions of the webinar."""
    found = criteria[criteria["document"].isin(["mentoring_programme", "learning_route"])]
    return found.assign(three=found["source"].str.contains(THREE_QUESTIONS))


def criteria_tiles(criteria: pd.DataFrame) -> Chart:
    """Criteria of the programme and the route as tiles: those of the three questions filled, the rest outlined."""
    found = asked_by_three(criteria)
    three = found[found["three"]]
    critical = int((three["weight"] == "critical").sum())
    stand = count_ru(len(three), "критерий", "критерия", "критериев")
    share = "все критичные" if critical == len(three) else f"критичны {critical}"
    title = f"На трёх вопросах вебинара стоят {stand} из {len(found)}, и {share}"
    names = {"mentoring_programme": "программа\nпары", "learning_route": "маршрут\nпедагога"}

    def paint(axes):
        axes.set_axis_off()
        for row_number, (document, name) in enumerate(names.items()):
            axes.text(-0.75, -row_number * 1.5, name, ha="right", va="center", fontweight="bold")
            for column, row in enumerate(found[found["document"] == document].itertuples()):
                colour = _EDGE[row.weight]
                axes.text(column * 1.02, -row_number * 1.5, row.id.replace("-", "\n"), ha="center", va="center", fontsize=12,  # noqa: E501
                          color=ink_on(colour) if row.three else INK, fontweight="bold" if row.three else "normal",
                          bbox={"facecolor": colour if row.three else "white", "edgecolor": colour, "linewidth": 2.2,
                                "linestyle": "-" if row.weight == "critical" else "--", "boxstyle": "round,pad=0.4"},
                          )  # fmt: skip
        axes.set_xlim(-2.8, 14.2)
        axes.set_ylim(-3.3, 0.9)
        axes.text(-0.3, -2.7, "Закрашены — вопросы вебинара. Сплошная тёмно-оранжевая рамка — критичный,\nоранжевый пунктир — существенный, голубой — желательный.", va="center", fontsize=12)  # fmt: skip  # noqa: E501

    def cards():
        yield Card("", [("закрашены критерии трёх вопросов; рамка — вес критерия", [
            Box("критичный", "white", RED), Box("существенный", "white", ORANGE, dashed=True),
            Box("желательный", "white", SKY, dashed=True)])])  # fmt: skip
        for document, name in names.items():
            boxes = [Box(row.id, _EDGE[row.weight] if row.three else "white", _EDGE[row.weight],
                         dashed=row.weight != "critical", bold=row.three)
                     for row in found[found["document"] == document].itertuples()]  # fmt: skip
            yield Card(name.replace("\n", " ").capitalize(), [("", boxes)])

    alt = f"Плитки критериев. Закрашены: {', '.join(three['id'])}. Остальные не закрашены: {', '.join(found.loc[~found['three'], 'id'])}."  # fmt: skip  # noqa: E501
    return draw(paint, title=title, source="критерии проверки документов комплекта; три вопроса — 002:14", alt=alt, size=(12, 4.4), cards=cards)  # fmt: skip  # noqa: E501


PAIR_STEPS = {
    17: "первая встреча", 19: "промежуточные встречи", 20: "план работы", 21: "беседы", 22: "инструктажи",
    23: "посещение занятий", 24: "конспекты", 25: "документация", 26: "финальная встреча, решение",
    27: "анкета о качестве", 28: "отчёт наставника",
}  # fmt: skip


def pair_chart(school: pd.DataFrame, header: Mapping) -> Chart:
    """The life of a pair by the school's roadmap: every step in time, those before the plan in red."""
    steps = school[school["order"].isin(PAIR_STEPS)].sort_values("order")
    early = steps["starts"] < header["starts"]
    work = steps[steps["starts"] != steps["ends"]].query("stage_number_raw.isna()")
    month = steps.loc[steps["order"] == 19, "starts"].iloc[0]
    title = f"Всё между первой встречей и маем — {len(work)} видов работы без результата, а «промежуточные» встречи стоят в начале"  # fmt: skip  # noqa: E501
    day = pd.Timedelta(days=1)

    def paint(axes):
        for place, (row, wrong) in enumerate(zip(steps.itertuples(), early, strict=True)):
            odd = row.order == 19
            axes.barh(-place, row.ends - row.starts + day, left=row.starts, height=0.62, edgecolor="white",
                      color=RED if wrong else ORANGE if odd else BLUE, hatch="//" if wrong else ".." if odd else "",
                      )  # fmt: skip
        axes.axvline(header["starts"], color=INK, linewidth=2, linestyle="--")
        axes.text(header["starts"], 0.75, " план начинается", va="bottom", fontsize=12)
        axes.set_yticks([-place for place in range(len(steps))], [PAIR_STEPS[order] for order in steps["order"]], fontsize=12)  # fmt: skip  # noqa: E501
        axes.set_ylim(-len(steps) + 0.4, 1.6)
        _month_axis(axes, steps["starts"].min(), steps["ends"].max(), 2)
        label_axes(axes, "месяцы", grid="x")
        keys = [
            _key(RED, "//", "раньше начала плана"), _key(ORANGE, "..", "«промежуточные» в начале"),
            _key(BLUE, "", "остальное"),
        ]  # fmt: skip
        axes.legend(handles=keys, loc="lower center", bbox_to_anchor=(0.36, 1.0), ncols=3, fontsize=12)

    alt = (
        f"Ленточный график шагов пары. Промежуточные встречи назначены на {month:%m.%Y}, тогда же, когда первая встреча. "  # noqa: E501
        f"Работа пары — {len(work)} видов, {work['starts'].min():%m.%Y}–{work['ends'].max():%m.%Y}. Раньше начала плана: "  # noqa: E501
        + ", ".join(PAIR_STEPS[order] for order in steps.loc[early, "order"]) + "."
    )  # fmt: skip
    return draw(paint, title=title, source="003:220–278", alt=alt, size=(11, 6.2))  # fmt: skip


PATH = {
    "PPN-02": "диагностика:\nчто не получается", "PPN-03": "цель:\nчто изменится", "PPN-05": "задачи: признак\nи срок",
    "PPN-06": "план: работа,\nсрок, результат", "PPN-09": "занятия:\nпосетить, обсудить",
    "PPN-07": "середина:\nчто поправить",
    "PPN-11": "доказательства:\nчто стало иначе", "PPN-12": "решение: закончить\nили продолжить",
}  # fmt: skip


def path_chart(criteria: pd.DataFrame) -> Chart:
    """The way of a programme from diagnostics to a decision, each step with its criterion and weight."""
    weights = criteria.set_index("id")["weight"]
    critical = [step for step in PATH if weights[step] == "critical"]
    title = f"Из {len(PATH)} шагов программы критичны {len(critical)}: без них пара встречается, но не движется"

    def paint(axes):
        axes.set_axis_off()
        axes.set_xlim(-1.4, 12.6)
        axes.set_ylim(-1.25, 3.4)
        half = len(PATH) // 2
        places = [(3.75 * at, 2.3) for at in range(half)] + [(3.75 * at, 0.0) for at in reversed(range(half))]
        for (x0, y0), (x1, y1) in zip(places, places[1:], strict=False):
            shift = 1.45 if x1 > x0 else -1.45 if x1 < x0 else 0
            drop = 0.75 if y1 < y0 else 0
            axes.annotate("", (x1 - shift, y1 + drop), (x0 + shift, y0 - drop),
                          arrowprops={"arrowstyle": "-|>", "color": GREY, "linewidth": 2.4})  # fmt: skip
        for number, ((step, words), (x, y)) in enumerate(zip(PATH.items(), places, strict=True), 1):
            strong = weights[step] == "critical"
            axes.text(x, y, f"{number}. {words}\n{step}", ha="center", va="center", fontsize=12,
                      bbox={"facecolor": "#FBE3D6" if strong else "white", "edgecolor": _EDGE[weights[step]],
                            "linestyle": "-" if strong else "--", "linewidth": 2.2, "boxstyle": "round,pad=0.5"},
                      )  # fmt: skip
        axes.text(5.6, -1.1, "Закрашены критичные шаги; пунктир — существенные.", ha="center", fontsize=12)

    def cards():
        for number, (step, words) in enumerate(PATH.items(), 1):
            strong = weights[step] == "critical"
            box = Box(f"{number}. {words.replace(chr(10), ' ')} · {step}", "#FBE3D6" if strong else "white",
                      _EDGE[weights[step]], dashed=not strong)  # fmt: skip
            yield Card("", [("", [box])], arrow=number < len(PATH))
        yield Card("", [("Закрашены критичные шаги; пунктир — существенные.", [])])

    alt = "Цепочка шагов. " + "; ".join(
        f"{number} — {words.replace(chr(10), ' ')}" + (", критичный" if step in critical else "")
        for number, (step, words) in enumerate(PATH.items(), 1)
    ) + "."  # fmt: skip
    return draw(paint, title=title, source="критерии программы (000:866–868, 1027–1058; 002:14; 003:233–278); порядок и выбор шагов — авторов курса", alt=alt, size=(12, 4.9), cards=cards)  # fmt: skip  # noqa: E501


# Five forms of methodical support: the webinar of 3 April 2024 names them; what is said of each is ours.
FORMS = (
    ("observe", "коллегиальное наблюдение и рефлексия", "Не вижу, что именно происходит на моём занятии",
     "Коллега смотрит занятие по одному заранее названному вопросу, потом оба разбирают увиденное",
     "лист наблюдения с фактами и вывод самого педагога", "без вопроса превращается в проверку"),
    ("inquiry", "исследовательское сообщество", "Есть догадка о причине, но её никто не проверил",
     "Несколько педагогов собирают сведения на своих занятиях и вместе смотрят, подтвердилась ли догадка",
     "собранные работы или подсчёты и вывод по ним", "занимает недели; догадку легко принять за вывод"),
    ("planning", "совместное планирование и обратная связь", "Впереди трудная тема, и хочется попробовать по-новому",
     "Двое готовят одно занятие, один проводит, оба правят план по тому, что вышло",
     "план до и план после, отзыв о проведённом", "если план пишет один, второй остаётся слушателем"),
    ("community", "профессиональные сообщества", "Вопросы возникают постоянно, а посоветоваться не с кем",
     "Постоянный круг коллег с общим делом: встречи, разбор материалов, взаимная помощь",
     "материалы, которые опробовали другие", "без общего дела остаются встречи ради встреч"),
    ("virtual", "виртуальное обучение и обмен опытом", "Нужного умения нет ни у кого рядом",
     "Курс, запись, видеовстреча с теми, кто уже умеет; потом проба у себя",
     "проба на своём занятии и её разбор", "посмотреть — ещё не сделать: без пробы практика прежняя"),
)  # fmt: skip


def forms_table() -> pd.DataFrame:
    """The five forms: `title` from the webinar, need, way, what remains as evidence, limit — ours."""
    return pd.DataFrame(FORMS, columns=["id", "title", "need", "way", "remains", "limit"])


def form_card(form: str) -> str:
    """One form of support, as HTML."""
    row = forms_table().set_index("id").loc[form]
    title = row["title"][:1].upper() + row["title"][1:]
    told = (("Когда нужна", row["need"]), ("Как идёт", row["way"]), ("Что остаётся", row["remains"]), ("Где ломается", row["limit"]))  # fmt: skip  # noqa: E501
    items = "".join(f"<li><b>{name}:</b> {html.escape(typeset(text))}.</li>" for name, text in told)
    return f"<h3>{html.escape(typeset(title))}</h3><ul>{items}</ul>"
