"""Everything of a webinar into one folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from autograder.files import write_text
from publishing.browser import browser_path, to_pdf
from publishing.lessons import Block, lessons
from publishing.webinar import papers
from publishing.webinar.deck import deck_html, printed_html
from publishing.webinar.selection import Webinar
from publishing.webinar.slides import SHOW, deck


def material(webinar: Webinar) -> tuple[dict[str, Block], dict[str, list[Block]]]:
    """What the chosen blocks show (by id), and all blocks of their sessions. Raises KitError."""
    around = lessons(sorted({part.block.session for part in webinar.parts}), room=SHOW, own_data=True)
    return {block.id: block for blocks in around.values() for block in blocks}, around


def make_webinar(webinar: Webinar, folder: Path, *, pdf: bool = True, say: Callable[[str], None] = print) -> list[Path]:
    """Write the slides (.html and .pdf), notes, guide and handout; returns the files. Raises KitError."""
    if pdf:
        browser_path()  # told before a minute of work
    shown, around = material(webinar)
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
        with tempfile.TemporaryDirectory(prefix="slides-") as draft:
            paper = Path(draft) / "slides.html"
            write_text(paper, printed_html(webinar.title, slides))
            made.append(to_pdf(paper, folder / f"{webinar.name}.pdf"))
    return made
