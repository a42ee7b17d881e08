"""The progress sheet «Текущий контроль»: participants × works with points, states and the verdict by the rules.

The one place where names are joined to codes. Written as a workbook with rules and statistics, and as .csv.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

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
    said,
)
from autograder.rules import total as course_total
from autograder.works import Work, key_of, submitters, task_order

TITLE = "Текущий контроль"
STATES = {
    "not_issued": "не выдано",
    "absent": "не сдано",
    "not_graded": "не проверено",
    "awaiting": "ждёт проверки",
}
VERDICTS = {"passed": "зачёт", "failed": "не зачёт", "open": "курс не окончен"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class TaskStatistics:
    """One task over the class: how many were scored, mean percent, share of full marks, how many await a person."""

    assignment: str
    task: str
    title: str
    max_points: float
    scored: int
    mean: float | None
    full: float | None
    awaiting: int


@dataclass(frozen=True)
class Line:
    """One participant of the sheet."""

    person: Person
    results: Mapping[str, Result]
    total: Total


@dataclass(frozen=True)
class Sheet:
    """Everything the files are written from."""

    rules: Rules
    lines: tuple[Line, ...]
    statistics: tuple[TaskStatistics, ...]
    made: datetime


def progress(output: str | os.PathLike | None = None, *, place: Layout | None = None) -> list[Path]:
    """Write the sheet as .xlsx and .csv and return both paths; by default into `workspace/reports`.

    `output` names the .xlsx or the .csv; the other one is written beside it. Raises RosterError, RulesError,
    GradebookError with a Russian sentence.
    """
    place = place or layout()
    base = Path(output) if output else place.reports / "progress.xlsx"
    base.parent.mkdir(parents=True, exist_ok=True)
    sheet = collect(place=place)
    return [
        _replaced(base.with_suffix(".xlsx"), lambda path: write_xlsx(sheet, path)),
        _replaced(base.with_suffix(".csv"), lambda path: write_csv(sheet, path)),
    ]


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
        lines.append(Line(person, results, course_total(rules, results)))
    return Sheet(rules, tuple(lines), tuple(_statistics(rules, marks, keys)), datetime.now(UTC))


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
            return Result("absent", 0.0, top)
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
        late += f" (−{_number(result.penalty)}\u00a0б.)"
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
        title = f"{rule.title} (из {_number(top)})" if top else rule.title
        heads += [(title, "баллы"), (title, "%"), (title, "состояние")]
    return [*heads, ("Итог", "по выданному, %"), ("Итог", "по курсу, %"), ("Итог", "зачёт")]


def write_csv(sheet: Sheet, path: Path) -> None:
    """UTF-8 with BOM, commas, every text quoted. A text cell that a spreadsheet would take for a formula (first sign
    `=`, `+`, `-`, `@`, tab, carriage return) gets an apostrophe before it, the way spreadsheets mark text."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        table.writerow([guarded(f"{upper}: {lower}" if upper else lower) for upper, lower in header_of(sheet)])
        for row in rows_of(sheet):
            table.writerow(["" if cell is None else guarded(cell) if isinstance(cell, str) else cell for cell in row])


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" \n\u00a0\ufeff").startswith(FORMULA_STARTS) or text[:1] in "\t\r" else text


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """Three sheets: the table, the rules it was made by, statistics by task. Text is never a formula or a link."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        path,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    book.set_properties({"title": TITLE, "comments": "Сделано командой mentoring progress"})
    looks = _looks(book)
    _main_sheet(book.add_worksheet(TITLE), sheet, looks)
    _rules_sheet(book.add_worksheet("Правила"), sheet.rules, looks)
    _statistics_sheet(book.add_worksheet("По заданиям"), sheet, looks)
    book.close()


def _main_sheet(page, sheet: Sheet, looks: dict) -> None:
    heads = header_of(sheet)
    page.write_string(0, 0, f"{TITLE}. Составлено {said(sheet.made)} (мск)", looks["title"])
    page.set_row(0, 22)
    page.set_row(1, 34)
    page.set_row(2, 32)
    at = 0
    while at < len(heads):
        upper, lower = heads[at]
        width = 1
        while upper and at + width < len(heads) and heads[at + width][0] == upper:
            width += 1
        if upper:
            page.merge_range(1, at, 1, at + width - 1, "", looks["head"])
            page.write_string(1, at, upper, looks["head"])
            for place in range(at, at + width):
                page.write_string(2, place, heads[place][1], looks["head"])
        else:
            page.merge_range(1, at, 2, at, "", looks["head"])
            page.write_string(1, at, lower, looks["head"])
        at += width
    rows = list(rows_of(sheet))
    for number, row in enumerate(rows, 3):
        for at, cell in enumerate(row):
            lower = heads[at][1]
            if isinstance(cell, str):
                page.write_string(number, at, cell, looks[_look_of(cell, at)])
            elif cell is None:
                page.write_blank(number, at, None, looks["text"])
            else:
                page.write_number(number, at, cell, looks["percent" if "%" in lower else "number"])
        texts = [cell for cell in row if isinstance(cell, str)]
        tall = any(len(text) > 18 for text in texts[3:]) or len(texts[1]) > 34
        page.set_row(number, 30 if tall else 18)
    widths = {"№": 4, "Код": 10, "Фамилия, имя, отчество": 34, "Группа": 15, "баллы": 7, "%": 6, "состояние": 19,
              "по выданному, %": 13, "по курсу, %": 10, "зачёт": 18}  # fmt: skip
    for at, (_, lower) in enumerate(heads):
        page.set_column(at, at, widths[lower])
    issued = 0
    for place, name in enumerate(sheet.rules.by_assignment):
        if any(line.results[name].state != "not_issued" for line in sheet.lines):
            issued += 1
        else:  # nothing but «не выдано» there: keep one narrow column
            page.set_column(4 + 3 * place, 5 + 3 * place, None, None, {"hidden": True})
            page.set_column(6 + 3 * place, 6 + 3 * place, 13)
    page.freeze_panes(3, 3)
    if rows:
        page.autofilter(2, 0, 2 + len(rows), len(heads) - 1)
    page.set_landscape()
    page.set_paper(9 if issued <= 3 else 8)  # A4 or A3
    page.set_margins(0.4, 0.4, 0.5, 0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1, 2)
    page.set_footer("&L&A&Rстр. &P из &N")


def _look_of(cell: str, at: int) -> str:
    if at in (2, 3):
        return "text"
    if cell.startswith(("зачтено", "зачёт", "проверено")):
        return "good"
    if cell.startswith(("не зачтено", "не сдано", "не зачёт")):
        return "bad"
    if cell.startswith(("не проверено", "ждёт")):
        return "open"
    return "grey" if cell.startswith(("не выдано", "курс не")) else "text"


def _rules_sheet(page, rules: Rules, looks: dict) -> None:
    page.write_string(0, 0, "Правила оценивания (наши: исходные документы программы их не дают)", looks["title"])
    heads = ("Работа", "Вес", "Порог, %", "Обязательна", "Попыток", "Срок (мск)", "Льгота, мин",
             "Снижение за сутки, %", "Предел снижения, %", "Пояснение")  # fmt: skip
    for at, head in enumerate(heads):
        page.write_string(2, at, head, looks["head"])
    page.set_row(2, 32)
    number = 2
    for number, rule in enumerate(rules.by_assignment.values(), 3):
        cells = (rule.title, rule.weight, rule.pass_percent, "да" if rule.required else "нет", rule.attempts,
                 said(rule.due) or "не назначен", rule.grace_minutes, rule.penalty_per_day, rule.penalty_cap,
                 rule.note)  # fmt: skip
        _write_row(page, number, cells, looks)
    notes = [
        f"Зачёт по курсу: зачтены все обязательные работы, взвешенный итог не ниже {_number(rules.course_percent)} %.",
        "Если работа возвращалась на доработку, в итог идёт последняя попытка: её оценка стоит в журнале и в отзыве.",
        "Несданная работа даёт 0. «Ждёт проверки»: баллы без той части, которую оценивает преподаватель.",
        "«Не проверено» — работа сдана, но проверить её не удалось: это не ноль, её надо разобрать.",
        "«Итог по выданному» считается без работ, которые ещё не выданы, и без непроверенных.",
    ]
    for at, note in enumerate(notes, number + 2):
        page.write_string(at, 0, note)
    if rules.extensions:
        page.write_string(number + 8, 0, "Продления", looks["title"])
        for at, ((code, name), until) in enumerate(sorted(rules.extensions.items()), number + 9):
            _write_row(page, at, (code, rules.of(name).title), looks)
            page.merge_range(at, 2, at, 3, "", looks["text"])
            page.write_string(at, 2, f"до {said(until)}", looks["text"])
    for at, width in enumerate((20, 8, 10, 13, 10, 20, 12, 14, 14, 60)):
        page.set_column(at, at, width)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _statistics_sheet(page, sheet: Sheet, looks: dict) -> None:
    page.write_string(0, 0, "Как выполнены задания", looks["title"])
    heads = ("Работа", "Задание", "Название", "Баллов", "Оценено работ", "Средний результат, %",
             "Доля полных баллов, %", "Ждут проверки")  # fmt: skip
    for at, head in enumerate(heads):
        page.write_string(2, at, head, looks["head"])
    page.set_row(2, 32)
    for number, item in enumerate(sheet.statistics, 3):
        cells = (sheet.rules.of(item.assignment).title, item.task, item.title, item.max_points, item.scored,
                 None if item.mean is None else round(item.mean, 1), None if item.full is None else round(item.full, 1),
                 item.awaiting)  # fmt: skip
        _write_row(page, number, cells, looks)
    for at, width in enumerate((16, 16, 60, 9, 10, 12, 13, 10)):
        page.set_column(at, at, width)
    page.freeze_panes(3, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_row(page, number: int, cells: Iterable[str | float | None], looks: dict) -> None:
    for at, cell in enumerate(cells):
        if isinstance(cell, str):
            page.write_string(number, at, cell, looks["text"])
        elif cell is None:
            page.write_blank(number, at, None, looks["text"])
        else:
            page.write_number(number, at, cell, looks["number"])


def _looks(book) -> dict:
    base = {"border": 1, "border_color": "#B8C0CC", "valign": "vcenter", "font_name": "Arial", "font_size": 10}
    text = base | {"text_wrap": True, "indent": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 13, "font_name": "Arial"}),
        "head": book.add_format(base | {"text_wrap": True, "bold": True, "align": "center", "bg_color": "#E8EDF4"}),
        "text": book.add_format(text),
        "number": book.add_format(base | {"num_format": "0.##"}),
        "percent": book.add_format(base | {"num_format": "0.0"}),
        "good": book.add_format(text | {"font_color": "#14603A"}),
        "bad": book.add_format(text | {"font_color": "#9B1C1C", "bold": True}),
        "open": book.add_format(text | {"font_color": "#7A4B00", "italic": True}),
        "grey": book.add_format(text | {"font_color": "#6B7280"}),
    }


def _statistics(
    rules: Rules, marks: Mapping[tuple[str, str], Marks], keys: Mapping[str, Mapping[str, Task]]
) -> Iterable[TaskStatistics]:
    for name in rules.by_assignment:
        works = [work for (assignment, _), work in marks.items() if assignment == name]
        order = [*keys[name], *sorted({task for work in works for task in work.tasks} - set(keys[name]))]
        for task in order:
            found = [work.tasks[task] for work in works if task in work.tasks]
            scored = [mark for mark in found if mark.points is not None and not mark.needs_manual and mark.max_points]
            ratios = [mark.points / mark.max_points for mark in scored]
            asked = keys[name].get(task)
            yield TaskStatistics(
                assignment=name,
                task=task,
                title=str(asked.question.get("title", "")) if asked else "",
                max_points=max((mark.max_points for mark in found), default=asked.points if asked else 0.0),
                scored=len(scored),
                mean=100 * fmean(ratios) if ratios else None,
                full=100 * fmean(ratio >= 1 - 1e-9 for ratio in ratios) if ratios else None,
                awaiting=sum(mark.needs_manual for mark in found),
            )


def _tasks(place: Layout, key: Key | None) -> dict[str, Task]:
    return {name: key.tasks[name] for name in task_order(place, key)} if key else {}


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _replaced(path: Path, write: Callable[[Path], None]) -> Path:
    """Write beside the target (readable by the owner only: it holds names), then rename."""
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    draft.touch(mode=0o600)
    write(draft)
    os.replace(draft, path)
    return path
