"""How many machines, disks and people a programme of all regions takes: measured figures times assumptions.

Pure arithmetic for docs/region_plan.ipynb. What is measured comes from benchmarks/results.json (one machine, two
cores); everything else is an assumption with a range, to be replaced by the operator's own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import layout

CHOICE = "выбор оператора"
READING_HOURS = 6  # a day of somebody who reads works
MEASURED_CORES = 2  # of the machine that benchmarks/results.json was measured on


@dataclass(frozen=True)
class Item:
    """One line of the table: `key` of results.json for what is measured, else empty. `low`, `high`: the range."""

    name: str
    value: float
    unit: str
    low: float
    high: float
    key: str = ""
    why: str = ""


# name of a figure → (line of the table); values of measured ones are filled in by `items`.
ASSUMED: dict[str, Item] = {
    "participants": Item("участников всех регионов", 100_000, "чел.", 50_000, 150_000, why="задание"),
    "online": Item("из них работают одновременно", 0.10, "доля", 0.03, 0.30, why="допущение"),
    "months": Item("длится курс", 3, "мес.", 2, 5, why="допущение"),
    "works": Item("сдаёт каждый", 7, "работ", 7, 7, why="входной тест, пять практикумов, итоговый тест"),
    "attempts": Item("попыток на работу", 1.3, "попыток", 1.0, 2.0, why="допущение"),
    "night_share": Item("сдают в одну ночь срока", 0.30, "доля", 0.10, 0.60, why="допущение"),
    "last_hour": Item("из них в последний час", 0.40, "доля", 0.20, 0.70, why="допущение"),
    "stay": Item("страница сдающего открыта из этого часа", 0.5, "доля", 0.25, 1.0, why="допущение"),
    "last_minute": Item("из последнего часа — в последнюю минуту", 0.10, "доля", 0.02, 0.30, why="допущение"),
    "night_hours": Item("оценки нужны через", 8, "ч", 4, 12, why="допущение"),
    "busy": Item("полезная загрузка проверяющих машин", 0.7, "доля", 0.5, 0.9, why="допущение"),
    "memory": Item("память одного сервера", 128, "ГБ", 64, 256, why=CHOICE),
    "cores": Item("ядер у одного сервера", 32, "ядер", 16, 64, why=CHOICE),
    "filled": Item("памяти и ядер занимать не больше", 0.75, "доля", 0.6, 0.85, why="допущение"),
    "hub_people": Item("участников на один хаб одновременно", 1_500, "чел.", 500, 3_000, why="допущение, не измерено"),
    "copies": Item("копий данных вместе с рабочей", 4, "шт.", 3, 8, why="допущение"),
    "price": Item("сервер в месяц", 60_000, "руб.", 30_000, 120_000, why="допущение: подставьте свою цену"),
    "disk_price": Item("1 ТБ в месяц", 6_000, "руб.", 2_000, 12_000, why="допущение: подставьте свою цену"),
    "manual_minutes": Item("человек читает свободный ответ", 6, "мин", 3, 12, why="допущение"),
    "manual_days": Item("отзыв нужен через", 10, "раб. дней", 5, 15, why="допущение"),
}  # fmt: skip
MEASURED: dict[str, Item] = {
    "server_mb": Item("память участника: страницы и ядра, и ждущие тоже", 0, "МБ", 0, 0, "load_server_mb_each"),
    "cpu_seconds": Item("процессор участника в минуту срока", 0, "с", 0, 0, "load_cpu_seconds_each"),
    "hub_cpu": Item("процессор хаба и прокси на участника в ту же минуту", 0, "с", 0, 0, "load_hub_cpu_seconds_each"),
    "handins": Item("сдают в секунду все сразу на двух ядрах", 0, "работ", 0, 0, "load_handins_per_second"),
    "grade_ms": Item("проверка одной работы на двух ядрах", 0, "мс", 0, 0, "grade_milliseconds_each"),
    "gradebook_kb": Item("журнал оценок на работу", 0, "КБ", 0, 0, "region_gradebook_kb_each"),
    "rows": Item("строк журнала на работу", 0, "строк", 0, 0, "region_rows_each"),
    "work_kb": Item("файлы на работу", 0, "КБ", 0, 0, "region_work_kb_each"),
}


@dataclass(frozen=True)
class Plan:
    """What it comes to; whole machines, money in roubles."""

    online: int
    servers: int
    hubs: int
    limited_by: str
    database_gb: float
    files_gb: float
    hand_ins_per_second: float
    hand_ins_measured: float
    rows_per_second: float
    grader_machines: int
    grader_hours: float
    people: int
    cost_each: float


def items(results: Path | None = None) -> dict[str, Item]:
    """Measured figures and assumptions. Raises KitError when a figure was never measured."""
    path = results or layout().root / "benchmarks" / "results.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    missing = [item.key for item in MEASURED.values() if item.key not in figures]
    if missing:
        raise KitError(f"В {path.name} нет замеров: {', '.join(missing)}. Выполните make bench.")
    filled = {
        name: replace(item, value=(value := figures[item.key]), low=value / 1.5, high=value * 1.5,
                      why=f"измерено: {item.key}")
        for name, item in MEASURED.items()
    }  # fmt: skip
    return {**filled, **ASSUMED}


def plan(table: dict[str, Item], **other: float) -> Plan:
    """The plan for the values of `table`, with `other` values in the place of some."""
    a = {name: item.value for name, item in table.items()} | other
    night = a["participants"] * a["night_share"]
    online = max(a["participants"] * a["online"], night * a["last_hour"] * a["stay"])
    by_memory = a["memory"] * 1024 * a["filled"] / a["server_mb"]
    by_cores = a["cores"] * a["filled"] * 60 / a["cpu_seconds"]
    each, limited_by = min((by_memory, "память"), (by_cores, "процессор"))
    servers = math.ceil(online / each)
    all_works = a["participants"] * a["works"] * a["attempts"]
    database = a["participants"] * a["works"] * a["gradebook_kb"] / 1024**2
    files = all_works * a["work_kb"] / 1024**2
    core_hours = night * a["grade_ms"] / 1000 * MEASURED_CORES / 3600
    graders = math.ceil(core_hours / (a["night_hours"] * a["busy"] * a["cores"]))
    people = math.ceil(a["participants"] * a["manual_minutes"] / (a["manual_days"] * READING_HOURS * 60))
    money = a["months"] * (
        (servers + graders + 2) * a["price"] + (database + files) / 1024 * a["copies"] * a["disk_price"]
    )
    hub_people = min(a["hub_people"], 60 * a["filled"] / a["hub_cpu"])  # a hub is one process: one core
    last_minute = night * a["last_hour"] * a["last_minute"] / 60
    rows = night * a["rows"] / (a["night_hours"] * 3600)
    return Plan(
        round(online), servers, math.ceil(online / hub_people), limited_by, database, files, last_minute,
        a["handins"], rows, graders, core_hours, people, money / a["participants"],
    )  # fmt: skip


def sensitivity(
    table: dict[str, Item], of: Callable[[Plan], float] = lambda made: made.cost_each, names: Iterable[str] = ()
) -> list[tuple[str, float, float]]:
    """(name of the line, result at its low end, at its high end), the widest first; each is moved alone."""
    moved = []
    for name in names or table:
        item = table[name]
        if item.low != item.high and item.why != CHOICE:  # another machine has another price
            moved.append((item.name, of(plan(table, **{name: item.low})), of(plan(table, **{name: item.high}))))
    return sorted(moved, key=lambda one: -abs(one[2] - one[1]))
