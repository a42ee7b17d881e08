"""«Мой путь»: what the participant has done, points, what is next and until when. Reads the own home only.

Points come from `progress.json`, which the instructor's progress sheet leaves there; the rest is the own files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mentoring.course.fields import typeset
from mentoring.course.page import esc, show
from mentoring.course.sessions import link_to
from mentoring.wording import NBSP, number_ru, plural_ru, points_ru

MOSCOW = ZoneInfo("Europe/Moscow")
RETURNED = "возвращено на доработку: прочитайте замечания и сдайте ещё раз"


@dataclass(frozen=True)
class Step:
    """One test or practicum of the path. `state`: done, sent, returned, begun, open or closed."""

    id: str
    title: str
    state: str
    told: str
    due: datetime | None = None
    link: str = ""


def my_path(home: Path | None = None, now: datetime | None = None) -> None:
    """Show the path of whoever this home belongs to; for a course without a participant, how it will look."""
    home, now = home or Path.cwd(), now or datetime.now(MOSCOW)
    found = steps(home)
    ahead = [step for step in found if step.state in ("returned", "begun", "open")]
    ahead.sort(key=lambda step: (step.state != "returned", step.due is None, step.due or now))
    body, words = ["<h2>Мой путь</h2>"], ["Мой путь"]
    done = [step for step in found if step.state in ("done", "sent")]
    lead = f"Сдано: {len(done)} из {len(found)}."
    begun = len(list((home / "course_answers").glob("session_*.json")))
    if begun:
        lead += f" Упражнения начаты на {begun}{NBSP}{plural_ru(begun, 'занятии', 'занятиях', 'занятиях')}."
    body.append(f"<p>{lead}</p>")
    words.append(lead)
    for step in ahead[:1]:
        title = f'<a href="{step.link}">{esc(step.title)}</a>' if step.link else esc(step.title)
        body.append(f"<p><b>Дальше:</b> {title} — {esc(step.told)}{until(step.due, now)}.</p>")
        words.append(f"Дальше: {step.title}{until(step.due, now)}")
    items = "".join(
        f"<li><span class='mk-title'>{esc(step.title)}</span>"
        f"<span class='mk-small'>{esc(step.told)}{until(step.due, now) if step in ahead else ''}</span></li>"
        for step in found
    )
    body.append(f"<ul class='mk-map'>{items}</ul>")
    body += [f"<p>{esc(line)}</p>" for line in summary(_json(home / "progress.json"))]
    show("".join(body), "\n".join(words), kind="map", styled=True)


def steps(home: Path) -> list[Step]:
    """Tests and practicums in order, as they stand in this home."""
    from mentoring.data import load

    works = _json(home / "progress.json").get("works")
    told = {
        work["assignment"]: work
        for work in (works if isinstance(works, list) else ())
        if isinstance(work, dict) and isinstance(work.get("assignment"), str)
    }
    return [_step(home / row.id, row, told.get(row.id) or {}) for row in load("practicums").itertuples()]


def summary(told: dict[str, Any]) -> list[str]:
    """What the progress sheet says of the whole course and of the growth, in sentences."""
    lines = []
    growth, course = told.get("growth") or {}, told.get("course") or {}
    before, after, points = (growth.get(name) for name in ("before", "after", "points"))
    if points is not None:
        by = points_ru(abs(points), 1, sign=False)
        change = "не изменился" if not points else f"{'вырос' if points > 0 else 'снизился'} на {by}"
        ends = f"на входе {_number(before)}{NBSP}%, в конце курса {_number(after)}{NBSP}%"
        lines.append(f"Прирост: {ends}, результат {change}".rstrip(".") + ".")
    elif before is not None:
        lines.append(f"Входная диагностика: {_number(before)}{NBSP}%. Прирост появится после итогового теста.")
    if isinstance(course.get("percent"), int | float):
        lines.append(
            f"Итог по курсу сейчас {_number(course['percent'])}{NBSP}% из 100, для зачёта нужно "
            f"{_number(course.get('needed') or 0)}{NBSP}% и все обязательные работы."
        )
    if told.get("made"):
        lines.append(f"Баллы на {told['made']} (мск).")
    return lines


def until(due: datetime | None, now: datetime) -> str:
    """«, сдать до 01.12.2026, 23:59 (мск)», or how long ago the term passed."""
    if due is None:
        return ""
    moment = f"{due.astimezone(MOSCOW):%d.%m.%Y, %H:%M} (мск)"
    return f", срок был {moment}: сдайте как можно скорее" if due < now else f", сдать до {moment}"


def _step(folder: Path, row: Any, told: dict[str, Any]) -> Step:
    title = typeset(row.title)
    if row.kind == "practicum":
        title = f"Практикум №{NBSP}{row.id.rpartition('_')[2]}. {title}"
    release, answers = _json(folder / "release.json"), _json(folder / "answers.json")
    due = _moment(told.get("due") or release.get("due"))
    link = link_to(row.id) or ""
    handed = answers.get("handed_in") or []
    attempt = max((item.get("attempt", 0) for item in handed if isinstance(item, dict)), default=0)
    returned = _json(folder / "returned.json").get("attempt") == attempt and attempt > 0
    if returned:
        return Step(
            row.id, title, "returned", "возвращено на доработку: прочитайте замечания и сдайте ещё раз", due, link
        )
    if told.get("state") in ("graded", "awaiting", "not_graded"):
        points = told.get("points")
        scored = f": {_number(points)} из {_number(told.get('max') or 0)}" if isinstance(points, int | float) else ""
        late = f", {told['late']}" if told.get("late") else ""
        state = "done" if told["state"] == "graded" else "sent"
        return Step(row.id, title, state, f"{told.get('said') or 'сдано'}{scored}{late}", due, link)
    if handed:
        return Step(row.id, title, "sent", "сдано, проверяется", due, link)
    if not release:
        return Step(row.id, title, "closed", f"откроется на занятии №{NBSP}{row.opens.rpartition('_')[2].lstrip('0')}")
    given = len(answers.get("answers") or {})
    if given:
        asked = len(release.get("tasks") or ())
        return Step(row.id, title, "begun", f"начато: ответы есть на {given} из {asked}", due, link)
    return Step(row.id, title, "open", "можно начинать", due, link)


def _moment(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=MOSCOW)


def _number(value: float) -> str:
    return number_ru(round(float(value), 1)) if float(value) % 1 else number_ru(int(value))


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
