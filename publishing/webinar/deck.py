"""Slides → one HTML file: reveal.js and everything else inside, no other file and no network needed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from publishing.webinar.fit import lines
from publishing.webinar.slides import Slide

HERE = Path(__file__).parent
REVEAL = HERE.parent / "reveal"
# The speaker view of reveal.js is written in English.
WORDS = {
    "Loading speaker view...": "Открываем заметки…", ">Upcoming<": ">Дальше<", "Time <span": "Время <span",
    "Click to Reset": "нажмите, чтобы сбросить", "Pacing – Time to finish current slide": "Осталось на этот слайд",
    ">Notes<": ">Заметки<", "Unable to display notes": "Заметки не показать",
    "reveal.js - Speaker View": "Заметки ведущего", "reveal.js - Notes": "Заметки ведущего",
}  # fmt: skip


def deck_html(title: str, slides: list[Slide], live: Callable[[Slide], str] | None = None) -> str:
    """The whole file. `live`: what stands on slides with live things when the deck is served."""
    body = "\n".join(section(slide, live(slide) if live and slide.live else "") for slide in slides)
    start = _own("deck.js")
    if live:
        start += _own("live.js").replace("LIVE_PAGE", '"../render/live.ipynb" + location.search')
    parts = {
        "title": html.escape(title), "reveal_css": _file("reveal.css"), "style": style(), "slides": body,
        "reveal": _script(_file("reveal.js")), "notes": _script(speaker_view()), "start": start,
    }  # fmt: skip
    template = (HERE / "deck.html").read_text(encoding="utf-8")
    return re.sub(r"\[\[(\w+)\]\]", lambda found: parts[found[1]], template)


def printed_html(title: str, slides: list[Slide]) -> str:
    """The same slides as pages of paper: no script, so that what is printed does not depend on when."""
    body = "\n".join(section(slide, number=number) for number, slide in enumerate(slides, 1))
    paper = "@page { size: 1280px 720px; margin: 0; } .reveal section { break-after: page; overflow: hidden; }"
    return (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<style>{style()}{paper}</style></head><body><div class="reveal"><div class="slides">{body}</div></div></body>'
        "</html>"
    )


def section(slide: Slide, live: str = "", number: int = 0) -> str:
    """One slide; `live`: what stands in place of its body when it is served; `number`: its number on paper."""
    over = f'<p class="sl-over">{html.escape(slide.over)}</p>' if slide.over else ""
    foot = f'<footer class="sl-foot">{html.escape(slide.foot)}</footer>' if slide.foot else ""
    page = f'<p class="sl-number">{number}</p>' if number else ""
    tag = "h1" if slide.kind == "cover" else "h2"
    long = " sl-long" if tag == "h2" and lines(f"<b>{slide.title}</b>", 34, 1160) > 2 else ""
    return (
        f'<section data-timing="{slide.seconds}"><div class="sl sl-kind-{slide.kind or "text"}">'
        f'<header class="sl-head{long}">{over}<{tag}>{slide.title}</{tag}></header>'
        f'<div class="sl-body">{live or slide.body}</div>{foot}{page}</div>'
        f'<aside class="notes">{slide.notes}</aside></section>'
    )


def style() -> str:
    """The look of slides."""
    return _own("slides.css")


@cache
def speaker_view() -> str:
    """The notes plug-in with its words in Russian."""
    text = _file("notes.js")
    for word, russian in WORDS.items():
        text = text.replace(word, russian)
    return text


@cache
def _file(name: str) -> str:
    text = (REVEAL / name).read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.M)


def _own(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _script(text: str) -> str:
    """A script that can stand inside the page: the notes plug-in holds a page of its own as text."""
    return re.sub(r"</(script)", r"<\\/\1", text, flags=re.I)
