"""Two pictures of a route: where each deficit leads (deficit → task → work → evidence), and when what happens.

The title of each is the finding; who can't see it gets the same in words.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import dataclass

from mentoring.cards import Box, Card
from mentoring.charts import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, RED, SKY, Chart, draw
from mentoring.route import calendar
from mentoring.route.model import Route, RouteError
from mentoring.route.practice import evidence_grade, paths
from mentoring.wording import plural_ru

COLUMNS = ("Дефицит", "Задача", "Что делается", "Доказательство")
LINE = 24  # letters in a line of a box
LINES = 5
_FEMININE = ("ноль", "одна", "две", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять")
_GENITIVE = ("ноля", "одной", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти")
SOURCE = (
    "сам маршрут. Зелёное — применение на занятии и то, чем оно видно; оранжевое — слушание и чтение; красный пунктир: "
    "здесь путь к практике обрывается"
)


@dataclass(frozen=True)
class _Box:
    id: str
    text: str
    colour: str
    broken: bool = False


def route_picture(route: Route) -> Chart:
    """Deficit → task → work and transfer → evidence. A red frame is where the way breaks off."""
    layers, edges = _layers(route)
    if not any(layers):
        raise RouteError("Рисовать нечего: в маршруте нет ни дефицитов, ни задач.")
    heights = [sum(_height(box) for box in layer) for layer in layers]
    tall = max(*heights, 6.0)

    def paint(axes) -> None:
        axes.set_xlim(0, 4)
        axes.set_ylim(tall + 0.9, -0.2)
        axes.axis("off")
        spots: dict[str, tuple[float, float]] = {}
        for place, (name, layer) in enumerate(zip(COLUMNS, layers, strict=True)):
            axes.text(place + 0.47, 0.15, name, ha="center", va="center", fontsize=14, fontweight="bold")
            free = (tall - heights[place]) / max(1, len(layer))
            at = 0.7
            for box in layer:
                high = _height(box)
                at += free / 2
                _draw_box(axes, box, place, at, high)
                spots[box.id] = (place, at + high / 2 - 0.08)
                at += high + free / 2
        for one, other, sure in edges:
            if one in spots and other in spots:
                (x1, y1), (x2, y2) = spots[one], spots[other]
                axes.annotate(
                    "", (x2 + 0.02, y2), (x1 + 0.92, y1), annotation_clip=False,
                    arrowprops={"arrowstyle": "-|>", "color": GREY if sure else RED, "lw": 1.6,
                                "linestyle": "-" if sure else "--", "shrinkA": 0, "shrinkB": 0},
                )  # fmt: skip

    def cards():
        every = {box.id: box for layer in layers for box in layer}

        def told(ids):
            return [Box(every[id].text, "white", RED if every[id].broken else every[id].colour, every[id].broken)
                    for id in dict.fromkeys(ids) if id in every]  # fmt: skip

        for number, task in enumerate(layers[1], 1):
            work = [other for one, other, _ in edges if one == task.id]
            proofs = [other for one, other, _ in edges if one in work and other.startswith("e:")]
            work, direct = [id for id in work if id.startswith("w:")], [id for id in work if id.startswith("e:")]
            parts = ((COLUMNS[0], [one for one, other, _ in edges if other == task.id]), (COLUMNS[1], [task.id]),
                     (COLUMNS[2], work), (COLUMNS[3], direct + proofs))  # fmt: skip
            rows = [(f"{name.lower()}" + ("" if told(ids) else ": нет"), told(ids)) for name, ids in parts]
            yield Card(f"Путь {number}", rows, RED if task.broken else BLUE)
        if lost := [box.id for box in layers[0] if box.broken]:
            yield Card("Дефициты без задачи", [("", told(lost))], RED)

    size = (12.0, max(5.2, 1.6 + tall * 0.36))
    return draw(paint, title=_finding(route), source=SOURCE, alt=_told(route), size=size, cards=cards)


def _layers(route: Route) -> tuple[list[list[_Box]], list[tuple[str, str, bool]]]:
    ways = paths(route)
    tasks = [task for task in route.tasks if task.id in ways]
    deficits = [one for one in route.deficits if one.text]
    known = {one.id for one in deficits}
    answered = {id for task in tasks for id in task.deficits}
    edges = [(f"d:{id}", f"t:{task.id}", True) for task in tasks for id in task.deficits if id in known]
    work, proofs = {}, {}
    for task in tasks:
        way = ways[task.id]
        last = []
        for one, form in zip(way.activities, way.forms, strict=True):
            colour = GREEN if form and form.practice else ORANGE if form and form.passive else SKY
            work[f"w:{one.id}"] = _Box(f"w:{one.id}", one.what, colour)
            edges.append((f"t:{task.id}", f"w:{one.id}", True))
            last.append(f"w:{one.id}")
        for one in way.transfers:
            text = f"Перенос: {one.what}" + (f" — {one.lesson}" if one.lesson else "")
            work[f"w:{one.id}"] = _Box(f"w:{one.id}", text, GREEN)
            edges.append((f"t:{task.id}", f"w:{one.id}", True))
        last = [f"w:{one.id}" for one in way.transfers] or last[-1:] or [f"t:{task.id}"]
        for one in way.evidence:
            sure = evidence_grade(one.what) == "proof"
            proofs[f"e:{one.id}"] = _Box(f"e:{one.id}", one.what, GREEN if sure else ORANGE, not sure)
            edges += [(start, f"e:{one.id}", sure) for start in last]
    layers = [
        [_Box(f"d:{one.id}", one.text, BLUE, one.id not in answered) for one in deficits],
        [
            _Box(f"t:{one.id}", one.wording, BLUE, not (ways[one.id].practice and set(one.deficits) & known))
            for one in tasks
        ],
        list(work.values()),
        list(proofs.values()),
    ]
    return layers, edges


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(" ".join(text.split()), LINE) or ["—"]
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], lines[LINES - 1][: LINE - 1].rstrip() + "…"]


def _height(box: _Box) -> float:
    return 0.62 * len(_wrapped(box.text)) + 0.75


def _draw_box(axes, box: _Box, column: int, top: float, high: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    edge, style = (RED, "--") if box.broken else (box.colour, "-")
    axes.add_patch(
        FancyBboxPatch(
            (column + 0.04, top), 0.86, high - 0.2, boxstyle="round,pad=0,rounding_size=0.04", facecolor="white",
            edgecolor=edge, linewidth=2.4, linestyle=style, mutation_aspect=6,
        )
    )  # fmt: skip
    axes.text(column + 0.07, top + (high - 0.2) / 2, "\n".join(_wrapped(box.text)), ha="left", va="center",
              fontsize=11, color=INK, linespacing=1.15, parse_math=False)  # fmt: skip


def _finding(route: Route) -> str:
    """«Две задачи из трёх не ведут к изменению практики»."""
    ways = paths(route)
    idle, count = [id for id, way in ways.items() if not way.practice], len(ways)
    if not count:
        return "Дефициты названы, задач ещё нет"
    open_ = {one.id for one in route.deficits if one.text} - {id for one in route.tasks for id in one.deficits}
    if not idle:
        rest = f", но {_count(len(open_), 'дефицит', 'дефицита', 'дефицитов')} без задачи" if open_ else ""
        start = "Задача ведёт" if count == 1 else "Каждая задача ведёт"
        return f"{start} к изменению практики{rest}"
    if len(idle) == count:
        return "Ни одна задача не ведёт к изменению практики"
    start = _FEMININE[len(idle)] if len(idle) < len(_FEMININE) else str(len(idle))
    of = _GENITIVE[count] if count < len(_GENITIVE) else str(count)
    verb = plural_ru(len(idle), "не ведёт", "не ведут", "не ведут")
    return (
        f"{start.capitalize()} {plural_ru(len(idle), 'задача', 'задачи', 'задач')} из {of} {verb} к изменению практики"
    )


def _count(number: int, one: str, few: str, many: str) -> str:
    return f"{number} {plural_ru(number, one, few, many)}"


def _told(route: Route) -> str:
    """The picture in words: each task with where it comes from and where it leads."""
    names = {one.id: one.text for one in route.deficits}
    lines = [_finding(route) + "."]
    for number, (id, way) in enumerate(paths(route).items(), 1):
        task = next(one for one in route.tasks if one.id == id)
        come = ", ".join(names[one] for one in task.deficits if one in names) or "дефицит не указан"
        work = ", ".join(one.what for one in (*way.activities, *way.transfers) if one.what) or "дел нет"
        proof = ", ".join(one.what for one in way.evidence if one.what) or "доказательства нет"
        lines.append(f"Задача {number}: {come} → {task.wording} → {work} → {proof}.")
    return " ".join(lines)[:4000]


def timeline(route: Route) -> Chart:
    """A line a task: its work, transfer, evidence and last day; a line of reflections; the period behind them."""
    lines = _lines(route)
    every = [day for _, marks in lines for one in marks for day in one.span]
    if not every:
        raise RouteError("Рисовать нечего: в маршруте нет ни одного срока, который можно прочитать.")
    period = route.period or (min(every), max(every))

    def paint(axes) -> None:
        from matplotlib.dates import date2num

        axes.axvspan(date2num(period[0]), date2num(period[1]), color="#EEF3F8", zorder=0)
        for place, (_, marks) in enumerate(lines):
            for one in marks:
                first, last = map(date2num, one.span)
                inside = period[0] <= one.span[1] and one.span[0] <= period[1]
                _draw_mark(axes, one.sort, first, last, place, RED if not inside else "")
        axes.set_ylim(len(lines) - 0.4, -0.6)
        names = ["\n".join(textwrap.wrap(name, 34)[:2]) for name, _ in lines]
        axes.set_yticks(range(len(lines)), names, fontsize=12)
        for label in axes.get_yticklabels():
            label.set_parse_math(False)
        _months(axes, min(period[0], *every), max(period[1], *every))
        axes.grid(axis="x")
        _legend(axes, 0.42 / len(lines) + 0.1)

    told = f"{_when(route)}. " + " ".join(
        f"{name}: {', '.join(f'{SORTS[one.sort][2]} {one.span[1]:%d.%m.%Y}' for one in marks) or 'сроков нет'}."
        for name, marks in lines
    )
    size = (12.0, max(4.6, 2.6 + 0.75 * len(lines)))
    source = "сроки самого маршрута; фон — его период, красное — вне периода"
    return draw(paint, title=_when(route), source=source, alt=told[:4000], size=size)


SORTS = {
    "work": ("o", BLUE, "дело"), "use": ("D", GREEN, "перенос"), "proof": ("*", ORANGE, "доказательство"),
    "due": ("|", INK, "срок задачи"), "look": ("s", PURPLE, "рефлексия"),
}  # fmt: skip


@dataclass(frozen=True)
class _Mark:
    sort: str
    span: tuple[dt.date, dt.date]


def _lines(route: Route) -> list[tuple[str, list[_Mark]]]:
    def marks(rows, sort: str) -> list[_Mark]:
        return [_Mark(sort, span) for one in rows if (span := route.days(one.due))]

    lines = []
    for number, (id, way) in enumerate(paths(route).items(), 1):
        task = next(one for one in route.tasks if one.id == id)
        parts = (([task], "due"), (way.activities, "work"), (way.transfers, "use"), (way.evidence, "proof"))
        lines.append((f"{number}. {task.wording}", [mark for rows, sort in parts for mark in marks(rows, sort)]))
    return [*lines, ("Рефлексия и аудит", marks([one for one in route.reflections if one.said()], "look"))]


def _draw_mark(axes, sort: str, first: float, last: float, line: int, colour: str) -> None:
    sign, usual, _ = SORTS[sort]
    at = line + {"proof": -0.2, "work": 0.12}.get(sort, 0.0)
    if sort == "due":
        axes.vlines(last, line - 0.32, line + 0.32, color=colour or usual, lw=3, zorder=2)
        return
    if last > first:
        axes.hlines(at, first, last, color=colour or usual, lw=6, alpha=0.35, zorder=1)
    axes.plot([last], [at], sign, color=colour or usual, markersize=17 if sign == "*" else 12, zorder=3,
              markeredgecolor="white", markeredgewidth=1.0)  # fmt: skip


def _legend(axes, below: float) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], marker=sign, color=colour, linestyle="", markersize=10, markeredgewidth=2 if sign == "|" else 0,
               label=name)
        for sign, colour, name in SORTS.values()
    ]  # fmt: skip
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.38, -below), ncols=5, fontsize=11,
                handletextpad=0.1, columnspacing=1.0)  # fmt: skip


def _when(route: Route) -> str:
    """When practice changes for the first time, or what is wrong with the dates."""
    slips = calendar.outside(route)
    if slips:
        many = _count(len(slips), "срок стоит", "срока стоят", "сроков стоят")
        return f"{many.replace('1 срок ', 'Один срок ') if len(slips) == 1 else many} вне периода маршрута"
    uses = [span[1] for one in route.transfers if one.said() and (span := route.days(one.due))]
    if not uses:
        return "Когда новое будет применено на занятии, в маршруте не сказано"
    if route.period is None:
        return f"Новое впервые применяется на занятии {min(uses):%d.%m.%Y}"
    week = (min(uses) - route.period[0]).days // 7 + 1
    return f"Новое впервые применяется на занятии на {week}-й неделе из {round(route.weeks)}"


def _months(axes, first: dt.date, last: dt.date) -> None:
    """Ticks on the first of months, in Russian."""
    from matplotlib.dates import date2num

    names = ("янв", "фев", "март", "апр", "май", "июнь", "июль", "авг", "сен", "окт", "ноя", "дек")
    ticks, labels = [], []
    year, month = first.year, first.month
    while dt.date(year, month, 1) <= last and len(ticks) < 60:
        ticks.append(date2num(dt.date(year, month, 1)))
        labels.append(names[month - 1] + (f"\n{year}" if not labels or month == 1 else ""))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    step = max(1, len(ticks) // 12)
    axes.set_xlim(date2num(first) - 4, date2num(last) + 4)
    axes.set_xticks(ticks[::step], labels[::step])
