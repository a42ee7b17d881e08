"""The progress sheet for other systems: Moodle's import of grades from CSV, and the columns of Stepik's own report.

Moodle (docs.moodle.org, Grade import): any CSV with a header; the person is found by e-mail or ID number, grade columns
are mapped to grade items on import; an empty cell leaves a grade alone. Stepik reports grades with `user_id`, names and
`total` and takes none from outside as far as we know: the file is for joining with its report.
"""

from __future__ import annotations

import os
from pathlib import Path

from autograder.layout import Layout, layout
from autograder.progress import Line, Sheet, collect, replaced
from autograder.spreadsheet_text import write_csv

MOODLE = ("Фамилия", "Имя", "Индивидуальный номер", "Адрес электронной почты")
STEPIK = ("user_id", "last_name", "first_name")


def moodle(output: str | os.PathLike, *, place: Layout | None = None) -> str:
    """Write the file and return a Russian sentence. Points after lateness; works that are not graded are left empty.

    Names and addresses are joined here, at export. Raises RosterError, RulesError, GradebookError.
    """
    sheet = collect(place=place or layout())
    table: list[list] = [[*MOODLE, *(rule.title for rule in sheet.rules.by_assignment.values())]]
    for line in sheet.lines:
        person = line.person
        name = " ".join(part for part in (person.name, person.patronymic) if part)
        table.append([person.surname, name, person.code, person.email, *_points(sheet, line)])
    path = replaced(Path(output), lambda draft: write_csv(table, draft, bom=False))
    lost = [line.person.code for line in sheet.lines if not line.person.email]
    said = f"Оценки для Moodle: {path}. При загрузке сопоставьте «{MOODLE[3]}» или «{MOODLE[2]}» и столбцы с работами."
    return said + (f" Без адреса почты: {', '.join(lost)}." if lost else "")


def stepik(output: str | os.PathLike, *, place: Layout | None = None) -> str:
    """Write the file and return a Russian sentence. `user_id` is the roster's column «Stepik»; `total`: percent."""
    sheet = collect(place=place or layout())
    names = list(sheet.rules.by_assignment)
    table: list[list] = [[*STEPIK, *names, "total"]]
    for line in sheet.lines:
        person, total = line.person, round(line.total.final, 1)
        table.append([person.stepik, person.surname, person.name, *_points(sheet, line), total])
    path = replaced(Path(output), lambda draft: write_csv(table, draft, bom=False))
    lost = [line.person.code for line in sheet.lines if not line.person.stepik]
    said = f"Оценки в столбцах отчёта Stepik: {path}."
    return said + (f" Без номера Stepik (столбец «Stepik» в списке): {', '.join(lost)}." if lost else "")


def _points(sheet: Sheet, line: Line) -> list[float | None]:
    """Points of the works that are graded or were not handed in; None for what is not decided yet."""
    results = (line.results[name] for name in sheet.rules.by_assignment)
    return [result.points if result.state in ("graded", "absent") else None for result in results]
