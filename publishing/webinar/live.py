"""What works when a deck is served: exercises, votes and explorers of the sessions, run in one kernel beside it.

The slides stay the same file. The page of a kernel lies over the slide whose turn it is and shows that slide's part.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from mentoring.course.page import style
from mentoring.recording import Note, live
from publishing.lessons import ROOT
from publishing.webinar.deck import deck_html
from publishing.webinar.selection import Webinar
from publishing.webinar.slides import Slide, deck

LIVE = "live.ipynb"
LOOK = (
    "<style>html body.jp-Notebook { background: #fff; } #rendered_cells > div { max-width: none !important; padding: 0 "
    "!important; box-shadow: none !important; zoom: 1.2; } .mk { max-width: none; } .mf { max-width: none; margin: 0; }"
    "</style>"
)
CELL = "from publishing.webinar.live import show\n\nshow({session!r}, {block!r}, {number})"


def show(session: str, block: str, number: int) -> None:
    """Display the `number`-th live thing of a block, after the mark by which its slide finds it."""
    from IPython.display import HTML, display

    display(HTML(f'{style()}{LOOK}<div class="sl-mark" data-item="{block}-{number}"></div>'))
    with live():
        _notes(session)[block][number].again()  # type: ignore[misc]


@cache
def _notes(session: str) -> dict[str, list[Note]]:
    """Block → its live things, in the order in which the recorder of the deck met them."""
    from publishing.recorder import run

    here, found = Path.cwd(), {}
    try:
        for cell, notes in run(Path(os.environ.get("MENTORING_COURSE", ROOT / "course")) / f"{session}.ipynb"):
            found.setdefault(cell["block"], []).extend(one for one in notes if one.again is not None)
    finally:
        os.chdir(here)
    return found


def served(webinar: Webinar, shown: dict[str, Any], folder: Path) -> Path:
    """Write the deck with places for live things, and the notebook of those; returns the deck's file."""
    slides = deck(webinar, shown, served=True)
    sessions = {part.block.id: part.block.session for part in webinar.parts}
    cells = [
        nbformat.v4.new_code_cell(CELL.format(session=sessions[block], block=block, number=number))
        for block, number in (slide.live for slide in slides if slide.live)
    ]
    book = nbformat.v4.new_notebook(cells=cells)
    book.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, folder / LIVE)
    target = folder / "slides.html"
    target.write_text(deck_html(webinar.title, slides, live=place), encoding="utf-8")
    return target


def place(slide: Slide) -> str:
    """What stands on a slide for a live thing."""
    assert slide.live is not None
    item = json.dumps(f"{slide.live[0]}-{slide.live[1]}")
    return f"<div class='sl-live' data-item={item}><p class='mk-small'>Упражнение открывается…</p></div>"
