"""What all read-only views share: the frame around an answer, marks, the table of remarks, safe text.

Static HTML for the grader, the feedback and paper; no script, no widget library. Everything is escaped; only Markdown
of the author is rendered, with raw HTML and images switched off.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mentoring.tasks.base import Kind, Question, Reference
from mentoring.tasks.reading import Unreadable, visible
from mentoring.wording import number_ru, plural_ru

STYLE = Path(__file__).with_name("readonly.css").read_text(encoding="utf-8")
"""The style sheet of all views, for a <style> element."""

MARKS = {
    "right": ("✓", "Верно"),
    "partial": ("◐", "Частично верно"),
    "wrong": ("✗", "Неверно"),
    "missing": ("–", "Пропущено"),
    "info": ("i", "К сведению"),
    "unanswered": ("–", "Нет ответа"),
    "unreadable": ("!", "Прочитать не удалось"),
    "manual": ("✎", "Оценивает преподаватель"),
}
SHOWN_CHARS = 20_000
EMPTY = '<span class="ro-empty">не заполнено</span>'

Body = Callable[[Any, Any, Any], str]


def esc(value: Any) -> str:
    """Text of anyone as HTML text or attribute value; what is very long is cut and says so."""
    text = visible(str(value))
    cut = f" … (показаны первые {number_ru(SHOWN_CHARS)} знаков)" if len(text) > SHOWN_CHARS else ""
    return html.escape(text[:SHOWN_CHARS], quote=True) + cut


def given(value: Any) -> str:
    """What a participant typed, set apart from the page's own words; a note when there is nothing."""
    return f'<span class="ro-given" dir="auto">{esc(value)}</span>' if str(value or "").strip() else EMPTY


def given_day(value: Any) -> str:
    """A date as the form stores it, told as people write it and never broken in two; anything else as typed."""
    from mentoring.documents.correction_note import date_ru

    text = str(value or "").strip()
    return f'<span class="ro-date">{given(date_ru(text))}</span>' if len(text) == 10 else given(value)


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@lru_cache(maxsize=256)
def prose(text: str) -> str:
    """Markdown of the author as HTML; raw HTML in it stays text. Kept: a class's feedback shows the same documents."""
    return f'<div class="ro-text">{_markdown().render(visible(text))}</div>' if text.strip() else ""


def mark(verdict: str, word: str = "") -> str:
    """A sign and a word for a verdict, never colour alone."""
    sign, usual = MARKS.get(verdict, MARKS["info"])
    name = verdict if verdict in MARKS else "info"
    drawn = f'<span class="ro-sign" aria-hidden="true">{sign}</span>'
    return f'<span class="ro-mark ro-is-{name}">{drawn} {esc(word or usual)}</span>'


def table(head: Iterable[str], rows: Iterable[Iterable[str]], name: str = "") -> str:
    """A table of cells that are already HTML; the first cell of a row is its heading."""
    names = [esc(cell) for cell in head]
    top = "".join(f'<th scope="col">{name}</th>' for name in names)
    lines = []
    for first, *others in rows:
        cells = (f'<td data-label="{name}">{cell}</td>' for name, cell in zip(names[1:], others, strict=True))
        lines.append(f'<tr><th scope="row">{first}</th>{"".join(cells)}</tr>')
    return f'<table class="ro-table {name}"><thead><tr>{top}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def view(
    kind: Kind,
    question: dict[str, Any],
    answer: Any,
    score: dict[str, Any] | None,
    reveal: dict[str, Any] | None,
    body: Body,
) -> str:
    """A whole view: title, state and points, question, answer (drawn by `body`), remarks, source.

    `body(question, answer, reference)` gets models; `reference` is none unless `reveal` is given. An answer that
    the kind can't read is shown as it came.
    """
    asked = kind.read_question(question)
    try:
        read = None if answer is None else kind.read_answer(answer)
        blank = read is None or kind.is_blank(asked, read)
        drawn = body(asked, read or kind.Answer(), _reference(kind, reveal))
        answered = ('<p class="ro-empty">Ответа нет.</p>' if blank else "") + (drawn if not blank or reveal else "")
    except Unreadable as error:
        answered = f'<p>{esc(error)} Вот он как есть:</p><pre class="ro-code">{esc(_raw(answer))}</pre>'
    return (
        f'<section class="ro ro-kind-{esc(asked.kind)}">{_head(asked, score)}{prose(asked.text)}'
        f'<h4 class="ro-label">Ответ</h4><div class="ro-answer">{answered}</div>{remarks(asked, score)}'
        + (f'<p class="ro-source">Источник: {esc(asked.source)}</p>' if asked.source else "")
        + "</section>"
    )


def _reference(kind: Kind, reveal: dict[str, Any] | None) -> Reference | None:
    try:
        return kind.read_reference(reveal)
    except ValidationError:
        return None


def _raw(answer: Any) -> str:
    try:
        return json.dumps(answer, ensure_ascii=False, indent=1, default=str)[: SHOWN_CHARS + 1]
    except (TypeError, ValueError, RecursionError):
        return repr(type(answer).__name__)


def state(score: dict[str, Any] | None) -> str:
    """The overall verdict of a score as a key of MARKS; empty where there is none."""
    if not score:
        return ""
    outcome, fraction = score.get("outcome"), score.get("fraction")
    if outcome != "scored":
        return outcome if outcome in MARKS else ""
    return "right" if fraction == 1 else "partial" if fraction else "wrong"


def _head(question: Question, score: dict[str, Any] | None) -> str:
    whole = (score or {}).get("max_points", question.points)
    points = (score or {}).get("points")
    told = f"{number_ru(points)} из {_points(whole)}" if isinstance(points, int | float) else f"до {_points(whole)}"
    verdict = state(score)
    badge = mark(verdict) if verdict else ""
    line = f'<p class="ro-state">{badge}<span class="ro-points">{told}</span></p>'
    return f'<header class="ro-head"><h3 class="ro-title">{esc(question.title)}</h3>{line}</header>'


def _points(value: float) -> str:
    return (
        f"{number_ru(value)}\u00a0{plural_ru(value, 'балла', 'баллов', 'баллов') if value == int(value) else 'балла'}"
    )


def remarks(question: Question, score: dict[str, Any] | None) -> str:
    """Remarks of a score as a table: criterion, how it came out, why, and what the criterion is worth."""
    found = (score or {}).get("remarks") or ()
    if not found:
        return ""
    worth = any(one.get("share") is not None for one in found) and question.points > 0
    rows = []
    for one in found:
        source = f'<span class="ro-place">{esc(one["source"])}</span>' if one.get("source") else ""
        share = one.get("share")
        cells = [esc(one.get("criterion", "")), mark(one.get("verdict", "info")), esc(one.get("text", "")) + source]
        rows.append([*cells, "" if share is None else number_ru(share * question.points)] if worth else cells)
    head = ["Что смотрели", "Итог", "Почему", *(["Вес, баллы"] if worth else [])]
    return f'<h4 class="ro-label">Разбор</h4>{table(head, rows, "ro-remarks")}'


def right_answer(text: str) -> str:
    """A line with the right answer, given as HTML."""
    return f'<p class="ro-right"><strong>Верный ответ:</strong> {text}</p>' if text else ""


def fields(pairs: Iterable[tuple[str, str]]) -> str:
    """Named values, label (text) → value (HTML)."""
    return f'<dl class="ro-fields">{"".join(f"<dt>{esc(name)}</dt><dd>{value}</dd>" for name, value in pairs)}</dl>'
