"""Rebuilding a submitted notebook: the trusted skeleton and, of the participant's notebook, only the sources of
solution cells by `grade_id`. Outputs, metadata, attachments and other cells do not survive."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from autograder import damaged

MAX_SOURCE = 100_000


@dataclass(frozen=True)
class Sources:
    """Sources of cells by `grade_id` (every copy, in order) and by the cell's own id. `damage`: a Russian phrase
    about what had to be mended; `broken`: no cells could be read, or not all of them."""

    by_grade_id: dict[str, list[str]]
    by_cell_id: dict[str, str]
    damage: str = ""
    broken: bool = False


def read_sources(content: bytes) -> Sources:
    """Bytes of a submitted notebook of any nbformat, whole or broken, → its code sources. Never raises."""
    text, damage = damaged.decode(content)
    broken = False
    try:
        data = damaged.loads(text, cleaned=False)
        cells = _cells(data)
        if cells is None:
            return Sources({}, {}, "в блокноте нет ячеек", True)
    except ValueError:
        cells, broken = list(damaged.items_of(text, "cells")), True
        damage = (
            f"блокнот повреждён, прочитано ячеек: {len(cells)}" if cells else "блокнот повреждён, ячеек не прочитать"
        )
    by_grade_id: dict[str, list[str]] = {}
    by_cell_id: dict[str, str] = {}
    for cell in cells:
        source = _source(cell)
        if source is None:
            continue
        name = _grade_id(cell)
        if name:
            by_grade_id.setdefault(name, []).append(source)
        if isinstance(cell.get("id"), str):
            by_cell_id.setdefault(cell["id"], source)
    return Sources(by_grade_id, by_cell_id, damage, broken)


def rebuild(
    skeleton: dict[str, Any], sources: Sources, tasks: Collection[str], before: dict[str, Any] | None = None
) -> tuple[dict[str, Any], list[str]]:
    """The skeleton with the participant's code in it, and notes in Russian about what was mended.

    `tasks`: ids of tasks; their own cells and `<id>-key` cells never take a source. `before`: the skeleton of the
    release the work was made from, when it is not the current one: what was untouched there is untouched here.
    """
    notebook = shallow(skeleton)
    stubs = solution_cells(before, tasks) if before else {}
    notes = []
    for name, cell in solution_cells(notebook, tasks).items():
        stub = joined(stubs.get(name, cell)["source"])
        copies = sources.by_grade_id.get(name, [])
        if not copies and cell.get("id") in sources.by_cell_id:
            copies = [sources.by_cell_id[cell["id"]]]
        changed = [source for source in copies if source != stub]
        if len(copies) > 1:
            notes.append(f"ячейка {name} повторяется, взята изменённая последней")
        if not changed:
            continue
        source = changed[-1]
        if len(source) > MAX_SOURCE:
            notes.append(f"код ячейки {name} длиннее {MAX_SOURCE} знаков, обрезан")
            source = source[:MAX_SOURCE]
        cell["source"] = source
    return notebook, notes


def solution_cells(notebook: dict[str, Any], tasks: Collection[str]) -> dict[str, dict[str, Any]]:
    """Cells a participant may write in: `grade_id` → cell."""
    found = {}
    for cell in notebook["cells"]:
        meta = meta_of(cell)
        name = meta.get("grade_id", "")
        if meta.get("solution") and name not in tasks and not name.endswith("-key"):
            found[name] = cell
    return found


def shallow(notebook: dict[str, Any]) -> dict[str, Any]:
    """A copy whose cells and metadata may be given new values; what they hold is shared and never changed."""
    return {**notebook, "metadata": {**notebook["metadata"]}, "cells": [{**cell} for cell in notebook["cells"]]}


def with_text(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with sources as text, in place: files hold them as lines."""
    for cell in notebook["cells"]:
        cell["source"] = joined(cell["source"])
    return notebook


def meta_of(cell: dict[str, Any]) -> dict[str, Any]:
    """What nbgrader keeps with a cell; {} for a cell it does not know."""
    meta = cell["metadata"].get("nbgrader")
    return meta if isinstance(meta, dict) else {}


def is_locked(cell: dict[str, Any]) -> bool:
    """As nbgrader decides: what is solved is never locked, what is graded always is, other cells as they say."""
    meta = meta_of(cell)
    return bool(meta and not meta.get("solution") and (meta.get("grade") or meta.get("locked")))


def joined(source: str | list[str]) -> str:
    """A source as text: files hold it as lines."""
    return source if isinstance(source, str) else "".join(source)


def _cells(data: Any) -> list[dict[str, Any]] | None:
    """Cells of nbformat 4 and later, or of the worksheets of nbformat 3; None when there are none at all."""
    if not isinstance(data, dict):
        return None
    cells = data.get("cells")
    if cells is None and isinstance(data.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in data["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(cells, list):
        return None
    return [cell for cell in cells if isinstance(cell, dict)]


def _source(cell: dict[str, Any]) -> str | None:
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return damaged.clean(source).replace("\r\n", "\n") if isinstance(source, str) else None


def _grade_id(cell: dict[str, Any]) -> str:
    meta = cell.get("metadata")
    meta = meta.get("nbgrader") if isinstance(meta, dict) else None
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    return name if isinstance(name, str) else ""
