"""Session blocks with what they show: the material of decks and of the site. Read by running the sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from publishing.notebooks import Cell, Shown, read

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Block:
    """One block of a session plan. `shown`: what its cells show, words of Markdown cells as kind `markdown`."""

    id: str
    session: str
    number: int
    title: str
    kind: str
    minutes: int
    priority: int
    shown: tuple[Shown, ...] = field(default=(), compare=False)

    def facilitator(self) -> list[Shown]:
        return [one for one in self.shown if one.kind == "facilitator"]


def plan() -> dict[str, Block]:
    """Every block of every session by id, without what it shows."""
    from mentoring.data import load

    numbers = load("sessions").set_index("id")["number"]
    return {
        row.block: Block(row.block, row.session, int(numbers[row.session]), row.title, row.kind, int(row.minutes),
                         int(row.priority))
        for row in load("session_plan").sort_values(["session", "order"]).itertuples()
    }  # fmt: skip


def lessons(sessions: Iterable[str], *, room: tuple[float, float] | None = None,
            course: Path | None = None, own_data: bool | Path = False,
            pictures: bool = False, phone: bool = False) -> dict[str, list[Block]]:  # fmt: skip
    """Session id → its blocks in the order of the notebook; `own_data`, `pictures`, `phone` as in `read`.

    Raises KitError."""
    folder, known = course or ROOT / "course", plan()
    names = list(dict.fromkeys(sessions))
    for name in names:
        if not (folder / f"{name}.ipynb").is_file():
            raise KitError(f"Нет тетради занятия {name}: она лежала в папке {folder}.")
    made = read([folder / f"{name}.ipynb" for name in names], room=room, own_data=own_data, pictures=pictures,
                phone=phone)  # fmt: skip
    return {name: _blocks(name, cells, known) for name, cells in zip(names, made, strict=True)}


def _blocks(session: str, cells: list[Cell], known: dict[str, Block]) -> list[Block]:
    shown: dict[str, list[Shown]] = {}
    for cell in cells:
        if not cell.block:
            continue
        if cell.block not in known:
            raise KitError(f"Блока {cell.block} из тетради {session} нет в таблице session_plan: добавьте строку.")
        if cell.cell_type == "markdown":
            shown.setdefault(cell.block, []).append(Shown("markdown", html=markdown(cell.source), words=cell.source))
        own = "own_municipality(" in cell.source
        shown.setdefault(cell.block, []).extend(replace(one, own=True) if own else one for one in cell.shown)
    return [Block(**{**known[name].__dict__, "shown": tuple(parts)}) for name, parts in shown.items()]


def markdown(text: str) -> str:
    """Words of an author as HTML: no raw HTML, no images."""
    return _markdown().render(text)


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
