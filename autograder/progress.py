"""The progress sheet «Текущий контроль»: participants × works with points, states and the verdict by the rules.

`collect` joins names to codes, for export only; the files are written by `progress_book`, `spreadsheet_text` and
`gradebooks`, statistics and growth are computed in rooms of their own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder.growth import Growth, growth_of
from autograder.key import Key, Task
from autograder.layout import Layout, layout
from autograder.marks import Marks, read_marks
from autograder.roster import Person, load_roster
from autograder.rules import (
    Result,
    Rule,
    Rules,
    Total,
    late_said,
    lateness,
    load_rules,
    passed,
    penalty,
)
from autograder.rules import total as course_total
from autograder.spreadsheet_text import number_said, write_csv
from autograder.task_statistics import TaskStatistics, statistics_of
from autograder.works import Work, key_of, submitters, task_order

TITLE = "Текущий контроль"
STATES = {
    "not_issued": "не выдано",
    "absent": "не сдано",
    "not_graded": "не проверено",
    "awaiting": "ждёт проверки",
}
VERDICTS = {"passed": "зачёт", "failed": "не зачёт", "open": "курс не окончен"}


@dataclass(frozen=True)
class Line:
    """One participant of the sheet."""

    person: Person
    results: Mapping[str, Result]
    total: Total
    growth: Growth | None = None


@dataclass(frozen=True)
class Sheet:
    """Everything the files are written from."""

    rules: Rules
    lines: tuple[Line, ...]
    statistics: tuple[TaskStatistics, ...]
    made: datetime


def progress(output: str | os.PathLike | None = None, *, place: Layout | None = None) -> list[Path]:
    """Write the sheet as .xlsx and .csv and return both paths, by default into `workspace/reports`; every participant's
    home gets the own part of it.

    `output` names the .xlsx or the .csv; the other one is written beside it. Raises RosterError, RulesError,
    GradebookError with a Russian sentence.
    """
    place = place or layout()
    base = in_folder(output, "progress.xlsx") if output else place.reports / "progress.xlsx"
    base.parent.mkdir(parents=True, exist_ok=True)
    from autograder.own_progress import tell_everyone
    from autograder.progress_book import write_xlsx

    sheet = collect(place=place)
    tell_everyone(place=place, sheet=sheet)
    table = [[f"{upper}: {lower}" if upper else lower for upper, lower in header_of(sheet)], *rows_of(sheet)]
    return [
        replaced(base.with_suffix(".xlsx"), lambda path: write_xlsx(sheet, path)),
        replaced(base.with_suffix(".csv"), lambda path: write_csv(table, path)),
    ]


def in_folder(output: str | os.PathLike, name: str) -> Path:
    """Where a table goes: the file that was named, or `name` in the folder that was; another suffix is replaced."""
    path = Path(output)
    return path / name if path.is_dir() else path.with_suffix(Path(name).suffix)


def collect(*, place: Layout | None = None) -> Sheet:
    """Gradebook, roster, rules and keys → the sheet. Codes outside the roster that handed something in are kept."""
    place = place or layout()
    rules = load_rules(place=place)
    marks = read_marks(place.db_url)
    people = list(load_roster(place=place).people)
    known = {person.code for person in people}
    handed_in = {(name, code) for name in rules.by_assignment for code in submitters(place, name)}
    strangers = sorted({code for _, code in (*handed_in, *marks)} - known)
    people += [Person(code, "", "(нет в списке)", code) for code in strangers]
    keys = {name: _tasks(place, key_of(place, name)) for name in rules.by_assignment}
    lines = []
    for person in people:
        results = {}
        for name in rules.by_assignment:
            rule = rules.of(name, person.code)
            mark, here = marks.get((name, person.code)), (name, person.code) in handed_in
            if here and mark and Work(place, name, person.code).newer_than(mark.handed_in):
                mark = None  # handed in again, not graded yet
            issued = bool(keys[name]) or any(key[0] == name for key in marks)
            results[name] = result_of(rule, mark, keys[name], here, issued)
        lines.append(Line(person, results, course_total(rules, results), growth_of(results)))
    return Sheet(rules, tuple(lines), tuple(statistics_of(place, rules, marks, keys)), datetime.now(UTC))


def result_of(
    rule: Rule, marks: Marks | None, tasks: Mapping[str, Task], handed_in: bool, issued: bool = True
) -> Result:
    """One work of one participant: gradebook marks, then lateness by the rule. A penalty that the gradebook already
    holds (nbgrader's plug-in) is taken instead of ours, never both."""
    top = sum(task.points for task in tasks.values())
    if marks is None or not marks.tasks:
        if not issued:
            return Result("not_issued", max_points=top)
        if not handed_in:
            return Result("absent", 0.0, top, may_come=not lateness(datetime.now(UTC), rule).late)
        return Result("not_graded", None, top, 0.0, lateness(marks.handed_in if marks else None, rule))
    late = lateness(marks.handed_in, rule)
    top = marks.max_points or top
    if not marks.graded(name for name, task in tasks.items() if task.manual):
        return Result("not_graded", None, top, 0.0, late)
    off = penalty(rule, late, marks.points, top) if marks.penalty is None else min(marks.penalty, marks.points)
    return Result("awaiting" if marks.awaiting else "graded", round(marks.points - off, 2), top, off, late)


def state_said(rule: Rule, result: Result) -> str:
    """What stands in the column «состояние»: «зачтено», «ждёт проверки», «не сдано», … and the lateness."""
    state = STATES.get(result.state)
    if state is None:
        verdict = passed(rule, result)
        state = "проверено" if rule.pass_percent is None else "зачтено" if verdict else "не зачтено"
    late = late_said(result.lateness)
    if late and result.penalty:
        late += f" (−{number_said(result.penalty)}\u00a0б.)"
    return f"{state}, {late}" if late else state


def rows_of(sheet: Sheet) -> Iterable[list[str | float | None]]:
    """The table without its header: text or numbers, nothing else."""
    for number, line in enumerate(sheet.lines, 1):
        row: list[str | float | None] = [number, line.person.code, line.person.full_name, line.person.group]
        for name, result in line.results.items():
            shows = result.state in ("graded", "awaiting")
            row += [
                result.points if shows else None,
                round(result.percent, 1) if shows and result.percent is not None else None,
                state_said(sheet.rules.of(name, line.person.code), result),
            ]
        so_far = line.total.so_far
        row += [None if so_far is None else round(so_far, 1), round(line.total.final, 1), VERDICTS[line.total.verdict]]
        yield row


def header_of(sheet: Sheet) -> list[tuple[str, str]]:
    """(upper, lower) headings of the columns."""
    heads = [("", "№"), ("", "Код"), ("", "Фамилия, имя, отчество"), ("", "Группа")]
    for name, rule in sheet.rules.by_assignment.items():
        top = next((line.results[name].max_points for line in sheet.lines if line.results[name].max_points), 0)
        title = f"{rule.title} (из {number_said(top)})" if top else rule.title
        heads += [(title, "баллы"), (title, "%"), (title, "состояние")]
    return [*heads, ("Итог", "по выданному, %"), ("Итог", "по курсу, %"), ("Итог", "зачёт")]


def _tasks(place: Layout, key: Key | None) -> dict[str, Task]:
    return {name: key.tasks[name] for name in task_order(place, key)} if key else {}


def replaced(path: Path, write: Callable[[Path], None]) -> Path:
    """Write beside the target (readable by the owner only: it holds names), then rename."""
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    draft.touch(mode=0o600)
    write(draft)
    os.replace(draft, path)
    return path
