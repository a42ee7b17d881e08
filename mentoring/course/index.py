"""The index: map of sessions and works with what is there to open, and the hours as the sources tell them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from mentoring.course.fields import typeset
from mentoring.course.page import esc, show
from mentoring.course.prose import rendered
from mentoring.course.sessions import link_to, work_facts
from mentoring.wording import NBSP

ACADEMIC = 45  # minutes of an academic hour


def course_map() -> None:
    """Sessions in order, each with the works that open or are due; linked where the notebook lies beside the index."""
    sessions, works_ = _load("sessions"), _load("practicums").set_index("id")
    ready = sum(bool(link_to(id)) for id in sessions["id"])
    items, words = [], []
    for row in sessions.itertuples():
        link = link_to(row.id)
        title = f'<a href="{link}">{esc(typeset(row.title))}</a>' if link else esc(typeset(row.title))
        notes = [_works(row.practicum_opens, works_, "открывается"), _works(row.practicum_due, works_, "сдаётся")]
        if row.practicum_opens == row.practicum_due:
            notes = [_works(row.practicum_opens, works_, "на этом занятии")]
        told = "".join(f'<span class="mk-small">{note}</span>' for note in notes if note)
        state = "" if link else '<span class="mk-tag">готовится</span>'
        mode = '<span class="mk-tag mk-self">самостоятельно</span>' if row.mode == "self_study" else ""
        items.append(f'<li value="{row.number}"><span class="mk-title">{title} {mode}{state}</span>{told}</li>')
        words.append(f"{row.number}. {row.title}" + ("" if link else " (готовится)"))
    lead = f"Готово занятий: {ready} из {len(sessions)}."
    body = f"<h2>Занятия</h2><p>{lead}</p><ol class='mk-map'>{''.join(items)}</ol>"
    show(body, f"{lead}\n" + "\n".join(words), kind="map", styled=True)


def works() -> None:
    """Tests and practicums: what comes of each, how long, how many points, when; linked where released."""
    rules = _load("rules").set_index("assignment")
    numbers = _load("sessions").set_index("id")["number"]
    items = []
    for row in _load("practicums").itertuples():
        link = link_to(row.id)
        name = _upper(_short(row.id, row))
        title = f'<a href="{link}">{esc(name)}</a>' if link else f"<b>{esc(name)}</b>"
        opens, due = numbers[row.opens], numbers[row.due]
        meeting = f"занятие{NBSP}№{NBSP}{opens}"
        when = meeting if opens == due else f"с занятия{NBSP}№{NBSP}{opens} к занятию{NBSP}№{NBSP}{due}"
        day = _day(rules.loc[row.id, "due"])
        state = "" if link else '<span class="mk-tag">пока не открыто</span>'
        items.append(
            f"<li><span class='mk-title'>{title} {state}</span>{esc(typeset(work_facts(row._asdict())))}"
            f"<span class='mk-small'>{when}{day}</span></li>"
        )
    passed = rules.loc["course"]
    rule = rendered(
        "{note} — {limit:%}. Веса и пороги установили авторы курса: исходные документы их не дают.",
        note=passed["note"], limit=passed["pass_percent"],
    )  # fmt: skip
    show(f"<h2>Тесты и практикумы</h2><ul class='mk-map'>{''.join(items)}</ul>{rule}", "Тесты и практикумы", kind="map")


def tool_list() -> None:
    """The instruments of planning that lie beside the index, by the titles of their notebooks."""
    found = sorted(Path.cwd().glob("tool_*.ipynb"))
    if not found:
        return
    names = {path.name: _upper(_title(path).removeprefix("Инструмент:").strip()) for path in found}
    items = "".join(
        f"<li><span class='mk-title'><a href='{esc(address)}'>{esc(typeset(name))}</a></span></li>"
        for address, name in names.items()
    )
    lead = "<p>Для работы, а не для отметки: загрузите свой файл и заберите документы.</p>"
    show(f"<h2>Инструменты</h2>{lead}<ul class='mk-map'>{items}</ul>", "Инструменты\n" + "\n".join(names.values()),
         kind="map")  # fmt: skip


def _title(path: Path) -> str:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return str(data["metadata"]["title"])
    except (OSError, ValueError, KeyError, TypeError):
        return path.stem


def hours() -> None:
    """The 76 hours: what meetings and works outside give, and that the source doesn't explain the sum."""
    plan, works_ = _load("course_plan"), _load("practicums")
    meetings, outside = planned_hours()
    names = ", ".join(f"№{NBSP}{id.rpartition('_')[2]}" for id in works_.loc[works_["hours_outside"] > 0, "id"])
    text = (
        "Объём курса — **{total:академический час|академических часа|академических часов}**: "
        "{meetings} на встречах ({count:встреча|встречи|встреч}) и {outside} вне встреч. "
        "Исходная программа называет только общий объём и сетку встреч, а откуда берутся остальные часы, не объясняет; "
        "мы отдали их практикумам {names}."
    )
    show(
        rendered(text, total=meetings + outside, meetings=meetings, outside=outside, count=len(plan), names=names),
        "Часы курса", kind="prose",
    )  # fmt: skip


def planned_hours() -> tuple[float, float]:
    """Academic hours on meetings and outside of them."""
    minutes = sum(_clock(row.ends) - _clock(row.starts) for row in _load("course_plan").itertuples())
    return minutes / ACADEMIC, _load("practicums")["hours_outside"].sum()


def _works(ids: Any, table: pd.DataFrame, what: str) -> str:
    if ids != ids or not ids:
        return ""
    return f"{what}: " + "; ".join(esc(_short(id, table.loc[id])) for id in ids.split())


def _short(id: str, row: Any) -> str:
    title = typeset(row["title"] if isinstance(row, pd.Series) else row.title)
    return typeset(f"практикум № {id.rpartition('_')[2]}. {title}") if id.startswith("practicum") else _lower(title)


def _day(due: Any) -> str:
    return f", срок {datetime.fromisoformat(due):%d.%m.%Y}" if due == due and due else ""


def _clock(text: str) -> int:
    hours_, minutes = text.split(":")
    return int(hours_) * 60 + int(minutes)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _load(name: str) -> pd.DataFrame:
    from mentoring.data import load

    return load(name)
