"""Glossary with a search, and sources: the documents of the course and the acts with their certainty."""

from __future__ import annotations

import html
from typing import Any

from mentoring.course.blocks import mark
from mentoring.course.fields import typeset
from mentoring.places import DOCUMENTS, place_ru


def glossary() -> str:
    """Every term; the search is a few lines of script that hide what does not fit, without it all are shown."""
    from mentoring.data import load

    rows = load("glossary").fillna("").sort_values("term").to_dict("records")
    items = "".join(
        f'<div class="st-term" id="{html.escape(row["id"])}"><dt>{html.escape(row["term"])}</dt>'
        f"<dd>{html.escape(typeset(row['definition']))}{_note(row)}</dd></div>"
        for row in rows
    )
    return (
        f'<div class="mk"><h1>Глоссарий</h1><p class="st-search" hidden><label for="search">Найти термин</label> '
        f'<input id="search" type="search" autocomplete="off"> <span id="found" role="status"></span></p>'
        f'<dl id="terms">{items}</dl></div>'
    )


def _note(row: dict[str, Any]) -> str:
    return f" <em>{html.escape(typeset(row['note']))}</em>" if row["note"] else ""


def sources() -> str:
    """Documents of the course, then acts."""
    from mentoring.data import load

    given = "".join(f"<li>{html.escape(typeset(text))}</li>" for text in DOCUMENTS.values())
    acts = load("acts")
    rows = "".join(_act(row) for row in acts.sort_values("date", na_position="last").to_dict("records"))
    return (
        f'<div class="mk"><h1>Источники</h1><h2>Документы курса</h2><ul>{given}</ul><h2>Акты и рекомендации</h2>'
        "<p>Состояние права — на ноябрь 2026 года. Отметка говорит, насколько мы уверены; перед применением сверьте с "
        f'официальной публикацией.</p><ul class="st-acts">{rows}</ul></div>'
    )


def _act(row: dict[str, Any]) -> str:
    short, note = (typeset(row[name]) if isinstance(row[name], str) else "" for name in ("short_title", "note"))
    day = f", {row['date']:%d.%m.%Y}" if row["date"] == row["date"] else ""
    place = place_ru(row["source"]) if isinstance(row["source"], str) else ""
    about = [note, place if "строк" in place else ""]  # who else says it is told by the mark
    small = "".join(f'<span class="mk-small">{html.escape(text)}</span>' for text in about if text)
    title = html.escape(typeset(row["title"]))
    return f"<li><b>{html.escape(short)}</b>{day} {mark(row['certainty'])}<br>{title}{small}</li>"
