"""Text of a session: Markdown with computed figures and glossary pop-ups, `[[куратор]]` or `[[куратор|куратора]]`.

A pop-up is the browser's own `popover`: a button and a note, no script, opened by key, mouse or touch.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from itertools import count
from typing import Any

from mentoring.course.fields import AuthorError, filled, typeset
from mentoring.course.page import esc, show

WORDY = 60  # characters of text in a row from which rows become cards on a phone
_TERM = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")
_MARK = re.compile("\ue000(\\d+)\ue001")
_numbers = count(1)
_used: dict[str, None] = {}


def prose(text: str, **fields: Any) -> None:
    """Show Markdown. `{name}`, `{name:%1}` … are figures (see `fields.said`), `[[термин]]` opens its definition."""
    show(rendered(text, **fields), plain(text, **fields), kind="prose")


def rendered(text: str, **fields: Any) -> str:
    """The HTML of `prose`, for blocks that hold text. Raises AuthorError for an unknown term or figure."""
    terms: list[tuple[str, str]] = []

    def keep(found: re.Match[str]) -> str:
        terms.append((found[1].strip(), (found[2] or found[1]).strip()))
        return f"\ue000{len(terms) - 1}\ue001"

    notes: list[str] = []

    def button(found: re.Match[str]) -> str:
        name, shown = terms[int(found[1])]
        row = _definition(name)
        _used[row["id"]] = None
        anchor = f"mk-{row['id']}-{next(_numbers)}"
        notes.append(_note(anchor, row))
        return f'<button type="button" class="mk-term" popovertarget="{anchor}">{esc(typeset(shown))}</button>'

    markdown = _markdown().render(typeset(filled(_TERM.sub(keep, text), fields)))
    markdown = markdown.replace("<table", '<div class="mk-scroll"><table').replace("</table>", "</table></div>")
    return _MARK.sub(button, markdown) + "".join(notes)


def plain(text: str, **fields: Any) -> str:
    """The same text without pop-ups, for places that show no HTML."""
    return typeset(filled(_TERM.sub(lambda found: (found[2] or found[1]).strip(), text), fields)).strip()


def inline(text: str, **fields: Any) -> str:
    """One line of Markdown as HTML without the paragraph around it (titles, list items)."""
    drawn = rendered(text, **fields).strip()
    lead, _, rest = drawn.partition("</p>")
    return lead.removeprefix("<p>") + rest


def glossary(*terms: str) -> None:
    """The terms met so far in this session (or those named) with their definitions, as a list that can be printed."""
    table = _glossary()
    ids = [_definition(term)["id"] for term in terms] or list(_used)
    rows = sorted((table[id] for id in ids), key=lambda row: row["term"])
    items = "".join(
        f"<dt>{esc(row['term'])}</dt><dd>{esc(typeset(row['definition']))} "
        f"{'<em>' + esc(typeset(row['note'])) + '</em>' if row['note'] else ''}</dd>"
        for row in rows
    )
    words = "\n".join(f"{row['term']}: {row['definition']}" for row in rows)
    show(f"<h2>Термины занятия</h2><dl>{items}</dl>", f"Термины занятия\n{words}", kind="glossary")


def forget_terms() -> None:
    """A new session begins: its list of terms is empty."""
    _used.clear()


@cache
def _glossary() -> dict[str, dict[str, str]]:
    from mentoring.data import load

    rows = load("glossary")[["id", "term", "definition", "note"]].fillna("").to_dict("records")
    return {row["id"]: row for row in rows}


@cache
def _names() -> dict[str, str]:
    """What a term may be called by → id: its id, the whole term, and each of the words it joins by a comma."""
    found = {}
    for id, row in _glossary().items():
        whole = row["term"].lower()
        for name in (id, whole, *(part.strip() for part in whole.split(","))):
            found.setdefault(name, id)
    return found


def _definition(term: str) -> dict[str, str]:
    id = _names().get(" ".join(term.lower().split()))
    if id is None:
        close = difflib.get_close_matches(term.lower(), _names(), 3, 0.5)
        near = f"; похожие: {', '.join(close)}" if close else ""
        raise AuthorError(
            f"Термина «{term}» нет в глоссарии{near}. Добавьте строку в datasets/glossary.csv "
            "или напишите [[термин|как в тексте]]."
        )
    return _glossary()[id]


def _note(anchor: str, row: dict[str, str]) -> str:
    more = f" <em>{esc(typeset(row['note']))}</em>" if row["note"] else ""
    return (
        f'<div class="mk-note" popover id="{anchor}" role="note"><b>{esc(row["term"])}</b> — '
        f"{esc(typeset(row['definition']))}{more} "
        f'<button type="button" popovertarget="{anchor}" popovertargetaction="hide">Закрыть</button></div>'
    )


@cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    # No raw HTML and no images: nothing is loaded from elsewhere.
    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    made.core.ruler.push("cards", _label_cells)
    return made


def _label_cells(state: Any) -> None:
    """Cells know their column, and a table of texts becomes cards on a phone: as `pictures.table_html` does it."""
    opened, heads, widest, column = None, [], [], 0
    for token, inside in zip(state.tokens, [*state.tokens[1:], None], strict=True):
        if token.type == "table_open":
            opened, heads, widest = token, [], []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            heads.append(inside.content)
            widest.append(0)
        elif token.type == "td_open":
            token.attrSet("data-label", heads[column])
            widest[column] = max(widest[column], len(inside.content))
            column += 1
        elif token.type == "table_close" and sum(widest) > WORDY:
            opened.attrSet("class", "mk-wordy")
