"""What a participant is told of the own progress: `progress.json` in the home, without names and without others."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder import mailboxes
from autograder.files import write_json
from autograder.layout import Layout, layout
from autograder.progress import Line, Sheet, collect
from autograder.rules import late_said, passed, said

FILE = "progress.json"
STATES = {
    "not_issued": "ещё не выдано",
    "absent": "не сдано",
    "not_graded": "сдано, проверяется",
    "awaiting": "проверено частично: часть ответов смотрит преподаватель",
}


def tell_everyone(*, place: Layout | None = None, sheet: Sheet | None = None) -> list[Path]:
    """Write the file into every home that exists; returns the paths."""
    place = place or layout()
    sheet = sheet or collect(place=place)
    written = []
    for line in sheet.lines:
        home, told = place.participants / line.person.code, own(sheet, line)
        mailboxes.deliver(place, "progress", line.person.code, "json", json.dumps(told, ensure_ascii=False))
        if home.is_dir() and not home.is_symlink():
            write_json(home / FILE, told)
            os.chmod(home / FILE, 0o644)
            written.append(home / FILE)
    return written


def own(sheet: Sheet, line: Line) -> dict[str, Any]:
    """`{"schema", "participant", "made", "works": [{"assignment", "title", "state", "said", "points", "max", "late",
    "due"}], "course": {"percent", "needed"}, "growth": {"before", "after", "points"} or null}`."""
    works = []
    for name, result in line.results.items():
        rule = sheet.rules.of(name, line.person.code)
        shows = result.state in ("graded", "awaiting")
        works.append({
            "assignment": name, "title": rule.title, "state": result.state, "said": _said(rule, result),
            "points": result.points if shows else None, "max": result.max_points or None,
            "late": late_said(result.lateness), "due": rule.due.isoformat() if rule.due else None,
        })  # fmt: skip
    growth = line.growth
    return {
        "schema": 1,
        "participant": line.person.code,
        "made": said(sheet.made if isinstance(sheet.made, datetime) else None),
        "works": works,
        "course": {"percent": round(line.total.final, 1), "needed": sheet.rules.course_percent},
        "growth": None if growth is None else {
            "before": _rounded(growth.before), "after": _rounded(growth.after), "points": _rounded(growth.points),
        },
    }  # fmt: skip


def _said(rule, result) -> str:
    if result.state in STATES:
        return STATES[result.state]
    verdict = passed(rule, result)
    return "проверено" if rule.pass_percent is None else "зачтено" if verdict else "пока не зачтено"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
