"""How a block reaches the page: trusted HTML of the kit with one style sheet, and plain words where HTML can't show."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from typing import Any

from mentoring.recording import note

_state = {"styled": False}
_WHOLE = re.compile(r"(<[^>]*>)|(?<![\w.,–-])(\d+(?:[–-]\d+)+(?:\u00a0%)?|\d+-(?:[а-я]{1,2}|ФЗ))(?![\w–-])")


def esc(value: Any) -> str:
    """Text as HTML text or attribute value."""
    return html.escape(str(value), quote=True)


@cache
def style() -> str:
    """The style sheet of all blocks as an element; exports that join blocks of several sessions put it in once."""
    return f"<style>{Path(__file__).with_name('course.css').read_text(encoding='utf-8')}</style>"


def unbroken(body: str) -> str:
    """HTML whose ranges and numbers with a letter («92–98 %», «1264-р») stay on one line; copied text is the same."""
    return _WHOLE.sub(lambda found: found[1] or f'<span class="mk-nb">{found[2]}</span>', body)


def show(body: str, words: str, *, kind: str, label: str = "", styled: bool = False) -> None:
    """Display one block: `body` is trusted HTML, `words` what a place without HTML shows, `kind` its css class.

    The first block of a kernel and every `styled` one carries the style sheet.
    """
    from IPython.display import display

    if note(kind, html=body, words=words, label=label):
        return
    lead = style() if styled or not _state["styled"] else ""
    _state["styled"] = True
    named = f' aria-label="{esc(label)}" role="region"' if label else ""
    block = f'{lead}<div class="mk mk-{kind}"{named}>{unbroken(body)}</div>'
    display({"text/html": block, "text/plain": words}, raw=True)


def show_widget(widget: Any, body: str, words: str) -> None:
    """Display a widget; where no widget can live (code browser, printed page) `body` stands in its place."""
    from IPython.display import display

    if note("widget", html=body, words=words, again=lambda: show_widget(widget, body, words)):
        return
    bundle = widget._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    view = "application/vnd.jupyter.widget-view+json"
    display({view: data[view], "text/html": f'<div class="mk mk-still">{body}</div>', "text/plain": words}, raw=True)


def live(body: str) -> str:
    """What changes under a control, as a block whose change a screen reader tells."""
    return f'<div class="mk mk-explore" aria-live="polite">{body}</div>'
