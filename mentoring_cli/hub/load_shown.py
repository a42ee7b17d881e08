"""What the load bench measured, as tables: for docs/region_plan.ipynb and, as Markdown, for docs/operations.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import layout
from mentoring.wording import number_ru
from mentoring_cli.hub.plan_shown import Table

START, END = "<!-- замер нагрузки: пишет python -m benchmarks load -->", "<!-- конец замера -->"


def figures(results: Path | None = None) -> dict[str, float]:
    """Figures of the bench `load`. Raises KitError when it was never run."""
    path = results or layout().root / "benchmarks" / "results.json"
    found = {name: value for name, value in json.loads(path.read_text("utf-8")).items() if name.startswith("load_")}
    if "load_people_good" not in found:
        raise KitError(f"В {path.name} нет замера нагрузки. Выполните python -m benchmarks load.")
    return found


def steps(found: dict[str, float]) -> Table:
    """A row a number of people."""
    head = ["участников", "форма готова, p95", "запись ответа, p95", "сдают в секунду", "память на каждого",
            "процессор на каждого за минуту", "отказов"]  # fmt: skip
    rows = []
    for people in sorted(int(name.split("_")[1]) for name in found if re.fullmatch(r"load_\d+_failures", name)):
        of = {name.removeprefix(f"load_{people}_"): value for name, value in found.items()}
        rows.append([
            str(people), f"{_told(of['ready_p95_seconds'])} с", f"{_told(of['save_p95_ms'])} мс",
            _told(of["handins_per_second"]), f"{_told(of['mb_each'])} МБ", f"{_told(of['cpu_seconds_each'])} с",
            str(int(of["failures"])),
        ])  # fmt: skip
    return Table(head, rows)


def rest(found: dict[str, float]) -> Table:
    """The whole server, and JupyterLab beside it."""
    people = int(found["load_lab_people"])
    saves = " / ".join(_told(found[f"load_save_p{percent}_ms"]) for percent in (50, 95, 99))
    rows = [
        ["запись ответа, p50 / p95 / p99", f"{saves} мс"],
        [
            "форма готова, p50 / p95",
            f"{_told(found['load_ready_p50_seconds'])} / {_told(found['load_ready_p95_seconds'])} с",
        ],
        [
            "свой сервер после входа, p50 / p95",
            f"{_told(found['load_start_p50_seconds'])} / {_told(found['load_start_p95_seconds'])} с",
        ],
        ["процессор хаба и прокси на участника за минуту", f"{_told(found['load_hub_cpu_seconds_each'])} с"],
        ["выдержала эта машина", f"{int(found['load_people_good'])} участников" + _beyond(found)],
        ["поместилось бы по памяти", f"{int(found['load_people_memory'])} участников"],
        [f"память: доля от JupyterLab ({people} участников)", _told(found["load_memory_vs_lab"])],
        ["процессор: доля от JupyterLab", _told(found["load_cpu_vs_lab"])],
        ["готовность страницы, p95: доля от JupyterLab", _told(found["load_ready_vs_lab"])],
        ["запись, p95: доля от JupyterLab", _told(found["load_save_vs_lab"])],
        ["средняя загрузка машины во время замера", _told(found["load_average"])],
    ]
    return Table(["что", "сколько"], rows)


def written(text: str, found: dict[str, float]) -> str:
    """The page `text` with the tables between its marks. Raises ValueError when it has no marks."""
    before, middle, after = text.partition(START)
    _, end, tail = after.partition(END)
    if not middle or not end:
        raise ValueError("the page has no place for the figures")
    return f"{before}{START}\n{_markdown(steps(found))}\n\n{_markdown(rest(found))}\n{END}{tail}"


def _markdown(table: Table) -> str:
    lines = [table.head, ["---"] * len(table.head), *table.rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _beyond(found: dict[str, float]) -> str:
    saturated = int(found["load_people_saturated"])
    if not saturated:
        return ", больше не пробовали"
    return f"; {saturated} — уже нет" + (": не хватило бы памяти" if found.get("load_saturated_by_memory") else "")


def _told(value: float) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return number_ru(round(value, digits), digits)
