"""Files of a tool: one that was brought, documents to take away, and the buttons that give them."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mentoring.course.page import esc, show_widget

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MIME = {"xlsx": XLSX, "docx": DOCX, "zip": "application/zip"}
LOOK = """<style>
.mk a.mk-file { display: inline-block; margin: .2rem .6rem .4rem 0; padding: .45rem .9rem;
  border: 1px solid var(--accent);  border-radius: 6px; text-decoration: none; font-weight: 600; }
.mk a.mk-file:hover { background: var(--shade); }
@media (min-width: 40.01rem) { .mk-drawn picture img { width: 100%; min-width: 62rem; max-width: none; } }
.mk-choose button, button.mk-choose { width: auto !important; height: auto !important;
  min-height: 2.6rem; padding: .3rem 1rem !important; font-size: 1rem !important;
  line-height: 1.4 !important; white-space: normal !important; }
.mk-line { max-width: calc(100% - 4px) !important; height: auto !important; flex-wrap: wrap; }
.mk-line input { min-height: 2.4rem; font-size: 1rem !important; min-width: 10rem; }
</style>"""


@dataclass(frozen=True)
class File:
    """A document to take away, or one that was brought: `name` is shown, `content` is its bytes."""

    name: str
    content: bytes
    label: str = ""


def on_disk(file: File, read: Callable[[Path], Any]) -> Any:
    """What `read` makes of the file; the copy is gone before this returns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.content)
        return read(path)


def links(files: Sequence[File]) -> str:
    """Download buttons: each document stands in its link, nothing is asked of a server."""
    drawn = ""
    for one in files:
        kind = MIME[one.name.rpartition(".")[2]]
        data = base64.b64encode(one.content).decode("ascii")
        drawn += f'<a class="mk-file" download="{esc(one.name)}" href="data:{kind};base64,{data}">{esc(one.label)}</a>'
    return f'<p class="mk-files">{drawn}</p>'


def offer(files: Sequence[File], told: str = "Документы", *, inside: bool = False) -> None:
    """Documents of a sample. On paper and in a code browser their names stand in place of the buttons; `inside`: a page
    that opens from disk holds the documents too, for a task that can't be done without them."""
    from ipywidgets import HTML

    names = "; ".join(one.label for one in files)
    body = f"<p><b>{esc(told)}</b></p>{links(files)}"
    widget = HTML(f'{LOOK}<div class="mk">{body}</div>')
    still = f"{told}: {names}. Кнопки видны, когда тетрадь открыта в просмотре или выполнена."
    show_widget(widget, f"{LOOK}{body}" if inside else f"<p>{esc(still)}</p>", still)
