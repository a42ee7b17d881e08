"""The course map and the pages of sessions: the blocks of the notebooks, exercises as questions to talk about."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from typing import Any

from mentoring.course.fields import typeset
from publishing.lessons import Block
from publishing.notebooks import Shown
from publishing.webinar.answers import answered
from publishing.webinar.questions import asked, documents

SKIPPED = {"facilitator", "next", "pause"}


def session_ids(course: Path) -> list[str]:
    """Sessions whose notebooks lie in the folder, in order."""
    return sorted(path.stem for path in course.glob("session_*.ipynb"))


def title_of(session: str) -> str:
    """«Занятие № 5. Мониторинг …»"""
    row = _rows()[session]
    return typeset(f"Занятие № {row['number']}. {row['title']}")


@cache
def _rows() -> dict[str, dict[str, Any]]:
    from mentoring.data import load

    return {row["id"]: row for row in load("sessions").to_dict("records")}


def index(made: dict[str, list[Block]]) -> str:
    """The course map: sessions with what one can do after them."""
    from mentoring.data import load

    results = load("session_results").sort_values("number")
    items = []
    for name, row in _rows().items():
        title = html.escape(typeset(row["title"]))
        head = f'<a href="{name}.html">{title}</a>' if name in made else title
        own = '<span class="mk-tag">самостоятельно</span>' if row["mode"] == "self_study" else ""
        able = "".join(
            f"<li>{html.escape(typeset(text))}</li>" for text in results[results["session"] == name]["result"]
        )
        items.append(
            f'<li value="{row["number"]}"><span class="mk-title">{head} {own}</span>'
            f"<details><summary>Что вы сможете после занятия</summary><ul>{able}</ul></details></li>"
        )
    return (
        '<div class="mk"><h1>Наставничество в образовании: модели, программы и инструменты</h1>'
        "<p>Занятия курса для наставников, кураторов и методистов. Здесь можно читать, смотреть диаграммы и думать над "
        "вопросами; ответы к упражнениям открываются под вопросом. Практикумы и тесты выполняют у преподавателя.</p>"
        f'<h2>Занятия</h2><ol class="mk-map">{"".join(items)}</ol></div>'
    )


def session(blocks: list[Block]) -> str:
    """Everything a session shows but what is for its leader."""
    parts, heads = [], []
    for block in blocks:
        drawn = [text for one in block.shown if one.kind not in SKIPPED and (text := shown(one))]
        if not drawn:
            continue
        parts.append(f'<section id="{block.id}" class="st-block">{"".join(drawn)}</section>')
        heads.append(f'<li><a href="#{block.id}">{html.escape(typeset(block.title))}</a></li>')
    contents = f'<details class="mk st-contents"><summary>На этой странице</summary><ol>{"".join(heads)}</ol></details>'
    first, _, rest = "".join(parts).partition('<div class="mk mk-plan"')
    return f'{first}{contents}<div class="mk mk-plan"{rest}' if rest else contents + first


def shown(one: Shown) -> str:
    """One thing as HTML of the page."""
    if one.kind == "markdown":
        return f'<div class="mk mk-prose">{_tables(one.html)}</div>'
    if one.kind == "figure":
        alt, head = html.escape(one.data["alt"]), f"<figcaption><h3>{one.data['title']}</h3></figcaption>"
        narrow, both = one.data.get("narrow"), ""
        if narrow:
            both = f'<img class="st-narrow" alt="{alt}" src="data:image/png;base64,{narrow}">'
        return (
            f'<figure class="mk st-figure">{head}<div class="st-chart{" st-wide" if both else ""}" role="img" '
            f'aria-label="{alt}" tabindex="0">{one.data["svg"]}</div>{both}'
            f'<p class="mk-source">{html.escape(one.data["source"])}</p>'
            "<details><summary>Описание рисунка словами"
            f"</summary><p>{alt}</p></details></figure>"
        )
    if one.kind == "exercise":
        return exercise(one.data["question"], one.data["reference"])
    kind = "explore mk-still" if one.kind == "widget" else one.kind
    named = f' aria-label="{html.escape(one.label)}" role="region"' if one.label else ""
    return f'<div class="mk mk-{kind}"{named}>{linked(one.html)}</div>'


def exercise(question: dict[str, Any], reference: dict[str, Any] | None) -> str:
    """A question to talk about, its documents folded, its answer behind a button."""
    title = html.escape(question["title"])
    papers = "".join(
        f'<details class="st-paper"><summary>{html.escape(name)}</summary><div>{text}</div></details>'
        for name, text in documents(question)
    )
    told = answered(question, reference)
    answer = (
        f'<details class="st-answer"><summary>Показать ответ</summary><div>{_tables(told)}</div></details>'
        if told
        else ""
    )
    return (
        f'<div class="mk st-exercise" role="region" aria-label="Упражнение: {title}"><p class="mk-over">Упражнение</p>'
        f"<h3>{title}</h3>{papers}{_tables(asked(question))}{answer}</div>"
    )


def linked(markup: str) -> str:
    """Links between notebooks lead to pages."""
    return re.sub(r'href="(session_\d\d)\.ipynb"', r'href="\1.html"', markup)


def _tables(markup: str) -> str:
    return markup.replace("<table>", '<div class="mk-scroll" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )
