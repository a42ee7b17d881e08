"""Session notebooks against their tables: blocks, minutes, exercises, notes of the leader; and whether they run."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import nbformat

from autograder.errors import KitError
from mentoring.data import load

from .finding import Finding
from .tables import DRAFT

MINUTES, LEAST_BREAK = 240, 20


def names(root: Path) -> list[str]:
    """Sessions that a table or a notebook knows."""
    found = {path.stem for path in (root / "course").glob("session_*.ipynb")}
    return sorted(found | set(load("sessions")["id"]))


def sessions(root: Path, chosen: Collection[str]) -> Iterator[Finding]:
    """What can be seen without running anything."""
    rows = load("sessions").set_index("id")
    for name in chosen:
        path = root / "course" / f"{name}.ipynb"
        if name not in rows.index:
            yield Finding(f"Тетрадь course/{name}.ipynb есть, а строки в таблице sessions нет: добавьте её.")
        elif not path.is_file():
            yield Finding(f"В таблице sessions есть {name}, а тетради course/{name}.ipynb нет: "
                          f"создайте её командой mentoring new session {name} или уберите строку.")  # fmt: skip
        else:
            try:
                cells = nbformat.read(path, as_version=4).cells
            except Exception:
                yield Finding(f"Тетрадь course/{name}.ipynb повреждена: верните прежнюю копию.")
                continue
            yield from _timing(name)
            yield from _blocks(name, cells)
            yield from _results(name, cells)
            if rows.loc[name, "title"].startswith(DRAFT):
                yield Finding(f"{name}: занятие названо черновиком; когда оно готово, впишите тему в таблицу sessions.",
                              reminder=True)  # fmt: skip


def _plan(name: str) -> list[Any]:
    return list(load("session_plan").query("session == @name").sort_values("order").itertuples())


def _timing(name: str) -> Iterator[Finding]:
    rows = _plan(name)
    total = sum(row.minutes for row in rows)
    if total != MINUTES:
        yield Finding(
            f"{name}: в таблице session_plan набралось минут — {total}, а нужно {MINUTES} вместе с перерывами."
        )
    if sum(row.minutes for row in rows if row.kind == "break") < LEAST_BREAK:
        yield Finding(f"{name}: перерывов меньше {LEAST_BREAK} минут; добавьте в session_plan строки вида break.")


def _blocks(name: str, cells: list[Any]) -> Iterator[Finding]:
    plan = {row.block: row for row in _plan(name)}
    met: set[str] = set()
    for number, cell in enumerate(cells, 1):
        about = cell.metadata.get("mentoring", {})
        block = about.get("block", "")
        if not block:
            continue
        met.add(block)
        row = plan.get(block)
        if row is None:
            yield Finding(f"{name}, ячейка {number}: блока {block} нет в таблице session_plan этого занятия.")
            continue
        for key, title in (("minutes", "минут"), ("priority", "очередь")):
            if about.get(key) != getattr(row, key):
                yield Finding(f"{name}, ячейка {number}: {title} — {about.get(key)}, а в session_plan у блока {block} "
                              f"— {getattr(row, key)}; исправьте одно из двух.")  # fmt: skip
        said = re.search(r"facilitator\((\d+)", cell.source) if cell.cell_type == "code" else None
        if said and int(said[1]) != row.minutes:
            yield Finding(f"{name}, ячейка {number}: заметка ведущему рассчитана на {said[1]} минут, а блок {block} "
                          f"— на {row.minutes}.")  # fmt: skip
    for block in plan.keys() - met:
        yield Finding(f"{name}: блок {block} есть в session_plan, а в тетради его ячеек нет.")


def _results(name: str, cells: list[Any]) -> Iterator[Finding]:
    source = "\n".join(cell.source for cell in cells)
    rows = load("session_results").query("session == @name")
    if rows.empty:
        yield Finding(f"{name}: в таблице session_results нет ни одного результата этого занятия.")
    for row in rows.itertuples():
        for exercise in str(row.exercises if row.exercises == row.exercises else "").split():
            if f'id="{exercise}"' not in source:
                yield Finding(f"{name}: результат {row.id} называет упражнение {exercise}, а в тетради его нет.")


def run(root: Path, chosen: Collection[str]) -> Iterator[Finding]:
    """Run notebooks as decks do: an unknown term, act, statement or figure is found so."""
    from publishing.notebooks import read

    paths = [root / "course" / f"{name}.ipynb" for name in chosen]
    paths = [path for path in paths if path.is_file()]
    try:
        read(paths)
    except KitError:
        for path in paths:
            try:
                read([path])
            except KitError as error:
                yield Finding(str(error))
