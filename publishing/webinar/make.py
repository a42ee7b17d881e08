"""Everything of a webinar into one folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from autograder.files import write_text
from publishing.browser import browser_path, to_pdf
from publishing.lessons import Block, lessons
from publishing.webinar import papers
from publishing.webinar.deck import deck_html, printed_html
from publishing.webinar.selection import Webinar
from publishing.webinar.slides import SHOW, deck

MONITORING = "session_05"


def _mute(line: str) -> None:
    pass


def sessions(webinar: Webinar) -> str:
    """Numbers of the sessions whose blocks were chosen: «1, 2, 5»."""
    return ", ".join(map(str, sorted({part.block.number for part in webinar.parts})))


def material(
    webinar: Webinar, own_data: Path | None = None, *, pictures: bool = False
) -> tuple[dict[str, Block], dict[str, list[Block]]]:
    """What the chosen blocks show (by id), and all blocks of their sessions. Raises KitError.

    `own_data`: a folder with the data of a municipality, which is then shown whatever blocks were chosen.
    """
    chosen = {part.block.session for part in webinar.parts}
    found = lessons(
        sorted(chosen | ({MONITORING} if own_data else set())), room=SHOW, own_data=own_data or True, pictures=pictures
    )
    shown = {block.id: block for blocks in found.values() for block in blocks}
    return _with_own(webinar, shown), {name: blocks for name, blocks in found.items() if name in chosen}


def _with_own(webinar: Webinar, shown: dict[str, Block]) -> dict[str, Block]:
    """The own municipality follows the last block about the monitoring where its own block was not chosen."""
    own = tuple(one for block in shown.values() for one in block.shown if one.own)
    chosen = [part.block.id for part in webinar.parts]
    if not own or any(one.own for id in chosen for one in shown[id].shown):
        return shown
    last = next((id for id in reversed(chosen) if shown[id].session == MONITORING), chosen[-1])
    return shown | {last: replace(shown[last], shown=(*shown[last].shown, *own))}


def make_webinar(
    webinar: Webinar,
    folder: Path,
    *,
    own_data: Path | None = None,
    pdf: bool = True,
    tell: Callable[[str], None] = _mute,
) -> list[Path]:
    """Write the slides (.html and .pdf), notes, guide and handout; returns the files. `tell` is given a line before
    each long step. Raises KitError."""
    if pdf:
        browser_path()  # told before a minute of work
    tell(f"Выполняю занятия, из которых собраны слайды ({sessions(webinar)}): обычно меньше минуты…")
    shown, around = material(webinar, own_data, pictures=True)
    slides = deck(webinar, shown)
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{webinar.name}.html"
    write_text(page, deck_html(webinar.title, slides))
    made = [page]
    for name, content in (
        ("pamyatka_vedushchego", papers.guide(webinar, slides)),
        ("zametki_vedushchego", papers.notes(webinar, slides)),
        ("razdatochnyy_material", papers.handout(webinar, shown, around)),
    ):
        made.append(folder / f"{webinar.name}_{name}.docx")
        made[-1].write_bytes(content)
    if pdf:
        tell(f"Печатаю слайды в PDF через Chromium ({len(slides)}): это может занять минуту-другую…")
        with tempfile.TemporaryDirectory(prefix="slides-") as draft:
            paper = Path(draft) / "slides.html"
            write_text(paper, printed_html(webinar.title, slides))
            made.append(to_pdf(paper, folder / f"{webinar.name}.pdf"))
    return made
