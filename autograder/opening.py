"""When right answers are shown to their author, and what is not counted any more from then on.

They are shown only when the work is final; an attempt that comes after that is kept, and the one before it counts.
The column `answers` of `datasets/rules.csv` decides; that they were shown is noted beside the attempts.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from autograder.errors import KitError
from autograder.files import read_json, write_json
from autograder.layout import Layout
from autograder.rules import MOSCOW, Rule, aware

FILE = "answers_shown.json"


def opens(rule: Rule, now: datetime, *, returned: bool, attempt: int, percent: float) -> bool:
    """Whether feedback may show the right answers: never while the work is returned or its term (with the grace) runs;
    `final`: besides, it reaches its threshold or no attempt is left."""
    if rule.answers == "never" or returned:
        return False
    if rule.due is not None and now < aware(rule.due, MOSCOW) + timedelta(minutes=rule.grace_minutes):
        return False
    reached = rule.pass_percent is None or percent + 1e-9 >= rule.pass_percent
    return rule.answers == "term" or reached or attempt >= rule.attempts


def note(place: Layout, assignment: str, code: str, now: datetime) -> None:
    """Writes down that the author has been shown the answers; the first time stays."""
    path = place.attempts / assignment / code / FILE
    if not path.is_file():
        kept = attempts(place, assignment, code)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_json(path, {"schema": 1, "at": now.isoformat(), "attempt": kept[-1] if kept else 0})


def shown(place: Layout, assignment: str, code: str) -> tuple[int, datetime] | None:
    """The last attempt before the answers were shown (0: it was not kept) and the moment; None while they were not."""
    path = place.attempts / assignment / code / FILE
    if not path.is_file() or path.is_symlink():
        return None
    try:
        data = read_json(path)
        return int(data["attempt"]), datetime.fromisoformat(data["at"])
    except (KitError, KeyError, TypeError, ValueError):  # damaged: they were shown, whatever else it said
        return 0, datetime.fromtimestamp(path.stat().st_mtime, MOSCOW)


def forgive(place: Layout, assignment: str, code: str) -> None:
    """An instructor's decision: what comes, or came, after the answers counts all the same."""
    (place.attempts / assignment / code / FILE).unlink(missing_ok=True)


def attempts(place: Layout, assignment: str, code: str) -> list[int]:
    """Numbers of the kept attempts in order."""
    folder = place.attempts / assignment / code
    if not folder.is_dir():
        return []
    return sorted(int(item.name) for item in folder.iterdir() if item.name.isdecimal() and item.is_dir())


def counted(place: Layout, assignment: str, code: str) -> int:
    """The attempt that counts: the last one that came before the answers were shown; 0: none that is kept."""
    kept, seen = attempts(place, assignment, code), shown(place, assignment, code)
    return max((number for number in kept if seen is None or number <= seen[0]), default=0)
