"""The rules of assessment as pure functions: lateness, its penalty, passed or not, the total of the course.

The table is `datasets/rules.csv`, extensions are `workspace/extensions.csv`. What counts when a work was returned for
revision is its last attempt: that is the one whose grade the gradebook holds and the participant reads in the feedback.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from autograder.errors import KitError, unread
from autograder.layout import Layout, layout

MOSCOW = ZoneInfo("Europe/Moscow")
COURSE = "course"
DAY = 86_400
RUSSIAN_DATE = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? +(\d{1,2}):(\d\d)(?::\d\d)?)?$")

ANSWERS = ("final", "term", "never")
State = Literal["not_issued", "absent", "not_graded", "awaiting", "graded"]


class RulesError(KitError):
    """A broken table of rules; the message is one Russian sentence with row and column."""


@dataclass(frozen=True)
class Rule:
    """What holds for one assignment. `pass_percent` None: no threshold; `due` None: no term; `answers`: when their
    author is shown the right ones (`autograder.opening`)."""

    assignment: str
    title: str
    weight: float = 0.0
    pass_percent: float | None = None
    required: bool = False
    attempts: int = 1
    due: datetime | None = None
    grace_minutes: int = 0
    penalty_per_day: float = 0.0
    penalty_cap: float = 0.0
    answers: str = ANSWERS[0]
    note: str = ""
    origin: str = "ours"


@dataclass(frozen=True)
class Rules:
    """Rules by assignment in the order of the table, and the threshold of the whole course in percent."""

    by_assignment: Mapping[str, Rule]
    course_percent: float
    course_note: str = ""
    extensions: Mapping[tuple[str, str], datetime] | None = None

    def of(self, assignment: str, participant: str = "") -> Rule:
        """The rule for a participant, with the extension if one was given; neutral for an unknown assignment."""
        rule = self.by_assignment.get(assignment) or Rule(assignment, assignment)
        until = (self.extensions or {}).get((participant, assignment))
        return replace(rule, due=until) if until else rule


@dataclass(frozen=True)
class Lateness:
    """How late a work was: whole started days after the term; within the grace it isn't late."""

    seconds: float = 0.0
    days: int = 0

    @property
    def late(self) -> bool:
        return self.days > 0


@dataclass(frozen=True)
class Result:
    """One work of one participant as it stands. `points` counts after the penalty, which is in points too; `may_come`:
    it was not handed in, but its term has not passed (without a term it never does)."""

    state: State
    points: float | None = None
    max_points: float = 0.0
    penalty: float = 0.0
    lateness: Lateness = Lateness()
    may_come: bool = False

    @property
    def percent(self) -> float | None:
        if self.points is None or not self.max_points:
            return None
        return 100 * self.points / self.max_points


@dataclass(frozen=True)
class Total:
    """Course total of a participant in percent: `so_far` over what was issued, `final` over everything."""

    so_far: float | None
    final: float
    verdict: Literal["passed", "failed", "open"]


def lateness(handed_in: datetime | None, rule: Rule) -> Lateness:
    """Aware or UTC-naive moment of handing in → how late it was by the rule."""
    if handed_in is None or rule.due is None:
        return Lateness()
    seconds = (aware(handed_in, UTC) - aware(rule.due, MOSCOW)).total_seconds()
    if seconds <= rule.grace_minutes * 60:
        return Lateness()
    return Lateness(seconds, math.ceil(seconds / DAY))


def penalty(rule: Rule, late: Lateness, points: float, max_points: float) -> float:
    """Points taken off for lateness: percent of the maximum by started days, capped, never below zero points."""
    percent = min(rule.penalty_per_day * late.days, rule.penalty_cap)
    return round(max(0.0, min(points, max_points * percent / 100)), 2)


def passed(rule: Rule, result: Result) -> bool | None:
    """Whether the work reaches its threshold; None while that is open (not graded, awaiting a person, may come)."""
    if result.may_come or result.state in ("not_graded", "awaiting", "not_issued"):
        return None
    if result.state == "absent":
        return False
    return rule.pass_percent is None or (result.percent or 0.0) + 1e-9 >= rule.pass_percent


def total(rules: Rules, results: Mapping[str, Result]) -> Total:
    """Weighted total and verdict. A work not handed in is 0; one that may come, is not issued or not graded keeps the
    verdict open."""
    earned = issued = weights = 0.0
    is_open = failed = False
    for assignment, rule in rules.by_assignment.items():
        result = results.get(assignment) or Result("not_issued")
        weights += rule.weight
        counts = bool(rule.weight or rule.required)
        if counts and (result.may_come or result.state in ("not_issued", "not_graded", "awaiting")):
            is_open = True
        if result.state in ("graded", "absent", "awaiting"):
            issued += rule.weight
            earned += rule.weight * min(max(result.percent or 0.0, 0.0), 100.0)
        if rule.required and passed(rule, result) is False:
            failed = True
    final = earned / weights if weights else 0.0
    if is_open:
        verdict = "open"
    elif failed or final + 1e-9 < rules.course_percent:
        verdict = "failed"
    else:
        verdict = "passed"
    return Total(earned / issued if issued else None, final, verdict)


def load_rules(*, place: Layout | None = None) -> Rules:
    """The table and the extensions. Raises RulesError with one Russian sentence."""
    place = place or layout()
    rules = parse_rules(_text(place.datasets / "rules.csv"))
    path = place.workspace / "extensions.csv"
    return replace(rules, extensions=parse_extensions(_text(path)) if path.is_file() else {})


def parse_rules(text: str) -> Rules:
    """Text of `rules.csv` → rules. Raises RulesError."""
    found: dict[str, Rule] = {}
    for number, row in _lines(text):
        name = (row.get("assignment") or "").strip()
        if not name or name in found:
            raise RulesError(f"Таблица «rules», строка {number}: код работы пуст или уже встречался («{name}»).")
        found[name] = Rule(
            assignment=name,
            title=(row.get("title") or "").strip() or name,
            weight=_number(row, "weight", number) or 0.0,
            pass_percent=_number(row, "pass_percent", number),
            required=(row.get("required") or "").strip().lower() in ("true", "1", "да", "истина"),
            attempts=int(_number(row, "attempts", number) or 1),
            due=_moment(row.get("due"), "rules", number),
            grace_minutes=int(_number(row, "grace_minutes", number) or 0),
            penalty_per_day=_number(row, "penalty_per_day", number) or 0.0,
            penalty_cap=_number(row, "penalty_cap", number) or 0.0,
            answers=_answers(row, number),
            note=(row.get("note") or "").strip(),
            origin=(row.get("origin") or "").strip(),
        )
    course = found.pop(COURSE, None)
    if course is None:
        raise RulesError("Таблица «rules»: нет строки course — правила зачёта по курсу.")
    return Rules(found, course.pass_percent or 0.0, course.note)


def parse_extensions(text: str) -> dict[tuple[str, str], datetime]:
    """Text of `extensions.csv` (`code, assignment, due, note`) → (code, assignment) → new term. Raises RulesError."""
    found = {}
    for number, row in _lines(text):
        until = _moment(row.get("due"), "extensions", number)
        key = (row.get("code") or "").strip(), (row.get("assignment") or "").strip()
        if not all(key) or until is None:
            raise RulesError(f"Таблица «extensions», строка {number}: нужны код участника, код работы и новый срок.")
        found[key] = until
    return found


def aware(moment: datetime, zone: ZoneInfo | type[UTC]) -> datetime:
    """A moment with a time zone: its own, else `zone`."""
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def said(moment: datetime | None) -> str:
    """A moment for a person: «21.11.2026, 14:05» by Moscow."""
    if moment is None:
        return ""
    moment = aware(moment, UTC)
    with suppress(OverflowError):  # a damaged work may name the last day of the calendar
        moment = moment.astimezone(MOSCOW)
    return moment.strftime("%d.%m.%Y, %H:%M")


def late_by(place: Layout, assignment: str) -> Callable[[str, datetime | None], str]:
    """Participant and moment → «опоздание 2 дн.» or "", by the table of rules if the course has one."""
    if not (place.datasets / "rules.csv").is_file():
        return lambda participant, moment: ""
    table = load_rules(place=place)
    return lambda participant, moment: late_said(lateness(moment, table.of(assignment, participant)))


def late_said(late: Lateness) -> str:
    """«опоздание 2 дн.» or nothing."""
    return f"опоздание {late.days}\u00a0дн." if late.late else ""


def _moment(value: str | None, table: str, number: int) -> datetime | None:
    value = (value or "").strip()
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(RUSSIAN_DATE.sub(_iso, value))
    except ValueError:
        raise RulesError(
            f"Таблица «{table}», строка {number}, столбец «due»: «{value}» — не дата; впишите, например, "
            "01.12.2026, 01.12.2026 23:59 или 2026-12-01T23:59."
        ) from None
    if len(value) <= 10:  # a bare date means the whole day
        moment += timedelta(hours=23, minutes=59, seconds=59)
    return aware(moment, MOSCOW)


def _iso(found: re.Match) -> str:
    """«1.12.2026 9:30», as spreadsheets write it → «2026-12-01T09:30»."""
    day, month, year, hour, minute = found.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}" + (f"T{int(hour):02d}:{minute}" if hour else "")


def _lines(text: str) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Rows with their numbers; commas or semicolons, whatever line ends; rows without a value are passed."""
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    for number, row in enumerate(rows, 2):
        if any(value.strip() for value in row.values() if isinstance(value, str)):
            yield number, row


def delimiter_of(text: str) -> str:
    """Comma or semicolon: spreadsheets of a Russian system write the second."""
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _number(row: Mapping[str, str | None], column: str, number: int) -> float | None:
    value = (row.get(column) or "").strip().replace(",", ".")
    if not value:
        return None
    try:
        read = float(value)
    except ValueError:
        read = math.nan
    if not (math.isfinite(read) and read >= 0):
        raise RulesError(f"Таблица «rules», строка {number}, столбец «{column}»: «{value}» — не число от нуля.")
    return read


def _answers(row: Mapping[str, str | None], number: int) -> str:
    value = (row.get("answers") or ANSWERS[0]).strip().lower()
    if value not in ANSWERS:
        known = ", ".join(ANSWERS)
        raise RulesError(f"Таблица «rules», строка {number}, столбец «answers»: «{value}» — такого нет, есть {known}.")
    return value


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesError(f"Таблица {path.name} не читается: {unread(error)}.") from error
