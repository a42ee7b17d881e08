"""«Новое от преподавателя»: assignments, feedback and returned works, taken when the course map opens or on request;
works that could not be handed over then go now.

Shown only where there is a place to take them from (a shared server); elsewhere the notebook's cell stays empty.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pandas as pd

from mentoring import handin, pickup
from mentoring.course.fields import typeset
from mentoring.course.page import esc, show_widget
from mentoring.wording import NBSP

log = logging.getLogger(__name__)
OWN_TAB = 'target="_blank" rel="noopener"'  # as links of the other outputs; in a widget nobody adds it


def news() -> None:
    """Take what is new and show it, with a button that looks again and links to all feedback so far."""
    if not pickup.available():
        return
    from ipywidgets import HTML, Button, Layout, VBox

    said = HTML(value=_told(Path.cwd()))
    again = Button(description="Проверить ещё раз", layout=Layout(width="max-content"))

    def look(_: Button) -> None:
        again.disabled = True
        said.value = _told(Path.cwd())
        again.disabled = False

    again.on_click(look)
    show_widget(VBox([said, again]), said.value, "Новое от преподавателя")


def _told(home: Path) -> str:
    try:
        sent = handin.pass_on_all(home, os.environ.get("MENTORING_INBOX"))
        found = pickup.pick_up(home)
    except Exception:  # whatever failed, the participant is told in words and the map opens
        log.exception("picking up failed")
        return _section("<p>Проверить новое сейчас не получилось: сервер не отдал файлы. Попробуйте через минуту.</p>")
    names = _names()
    lines = [f"Передано преподавателю то, что не ушло при сдаче: {_link(home, id, names)}." for id in sent]
    lines += [f"Получено задание: {_link(home, id, names)}." for id in found.assignments]
    lines += [f"Пришёл отзыв: {_link(home, id, names, feedback=True)}." for id in found.feedback]
    lines += [f"Вернули на доработку: {_link(home, id, names)}. Ответы снова можно менять." for id in found.returned]
    lines += [f"Не удалось получить: {esc(names.get(id, id))}. Попробуйте через минуту." for id in found.unread]
    if not lines:
        lines = ["Нового нет."]
    rows = "".join(f"<li>{line}</li>" for line in lines)
    pages = [path.stem for path in sorted((home / pickup.FEEDBACK).glob("*.html"))]
    earlier = [id for id in pages if id not in found.feedback]
    all_pages = ", ".join(_link(home, id, names, feedback=True) for id in earlier)
    return _section(f"<ul>{rows}</ul>" + (f"<p>Отзывы, пришедшие раньше: {all_pages}.</p>" if earlier else ""))


def _section(body: str) -> str:
    return f"<h2>Новое от преподавателя</h2>{body}"


def _link(home: Path, id: str, names: dict[str, str], *, feedback: bool = False) -> str:
    name = esc(typeset(names.get(id, id)))
    if feedback:
        return f'<a href="../files/{pickup.FEEDBACK}/{esc(id)}.html" {OWN_TAB}>{name}</a>'
    notebook = home / id / f"{id}.ipynb"
    return f'<a href="{esc(id)}/{esc(id)}.ipynb" {OWN_TAB}>{name}</a>' if notebook.is_file() else name


def _names() -> dict[str, str]:
    from mentoring.data import load

    works: pd.DataFrame = load("practicums")
    numbered = {row.id: f"практикум №{NBSP}{row.id[-1]}. " for row in works.itertuples() if row.id[-1].isdecimal()}
    return {row.id: f"{numbered.get(row.id, '')}{row.title}" for row in works.itertuples()}
