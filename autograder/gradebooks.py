"""The progress sheet for other systems: Moodle's import of grades from CSV, a table for joining with Stepik's report.

Moodle, as its documentation (Grade import) and its importer (`grade/import/csv/classes/load_data.php`) have it: UTF-8,
comma, a header; the person is found by the e-mail as it is written in Moodle or by the ID number, columns are mapped by
hand; a point is a decimal separator in every language. One unknown person stops the whole import, a row without the
identity is graded as the row before it, an empty cell deletes a grade: so nobody without the identity gets a row, and
what is not graded yet is told before the import. Of Stepik we found no documented format to import grades: none is
claimed, `user_id` is what its own report names people by.
"""

from __future__ import annotations

import os
from pathlib import Path

from autograder.layout import Layout, layout
from autograder.progress import Line, Sheet, collect, in_folder, replaced
from autograder.spreadsheet_text import write_csv

MOODLE = ("Фамилия", "Имя", "Индивидуальный номер", "Адрес электронной почты")
STEPIK = ("user_id", "last_name", "first_name")


def moodle(output: str | os.PathLike, *, place: Layout | None = None) -> str:
    """Write the file and return Russian sentences. Points after lateness; works that are not graded are left empty.

    People are named by e-mail, and those without one have no row; where nobody has one, by the code as ID number.
    Names and addresses are joined here, at export. Raises RosterError, RulesError, GradebookError.
    """
    output = in_folder(output, "moodle.csv")
    sheet = collect(place=place or layout())
    by_mail = any(line.person.email for line in sheet.lines)
    lines = [line for line in sheet.lines if line.person.email or not by_mail]
    kept = MOODLE if by_mail else MOODLE[:3]
    titles = [rule.title for rule in sheet.rules.by_assignment.values()]
    table: list[list] = [[*kept, *titles]]
    for line in lines:
        person = line.person
        name = " ".join(part for part in (person.name, person.patronymic) if part)
        about = (person.surname, name, person.code, person.email)
        table.append([*about[: len(kept)], *_points(sheet, line)])
    path = replaced(Path(output), lambda draft: write_csv(table, draft, bom=False))
    said = [f"Оценки для Moodle: {path}. При загрузке: кодировка UTF-8, разделитель — запятая; сопоставьте "
            f"«{kept[-1]}» и столбцы с работами."]  # fmt: skip
    if lost := [line.person.code for line in sheet.lines if line not in lines]:
        said.append(f"Без адреса почты, в файл не вошли: {', '.join(lost)}.")
    unready = [title for at, title in enumerate(titles) if any(row[len(kept) + at] is None for row in table[1:])]
    if unready:
        said.append(f"Проверены не у всех: {'; '.join(unready)}. Пустая ячейка сотрёт балл, стоящий в Moodle: такие "
                    "столбцы не сопоставляйте, пока проверка не закончена.")  # fmt: skip
    return " ".join(said)


def stepik(output: str | os.PathLike, *, place: Layout | None = None) -> str:
    """Write the file and return a Russian sentence. `user_id` is the roster's column «Stepik»; `total`: percent."""
    output = in_folder(output, "stepik.csv")
    sheet = collect(place=place or layout())
    names = list(sheet.rules.by_assignment)
    table: list[list] = [[*STEPIK, *names, "total"]]
    for line in sheet.lines:
        person, total = line.person, round(line.total.final, 1)
        table.append([person.stepik, person.surname, person.name, *_points(sheet, line), total])
    path = replaced(Path(output), lambda draft: write_csv(table, draft, bom=False))
    lost = [line.person.code for line in sheet.lines if not line.person.stepik]
    said = f"Оценки для сведения с отчётом Stepik: {path}. Загрузки оценок у Stepik мы не нашли, соедините по user_id."
    return said + (f" Без номера Stepik (столбец «Stepik» в списке): {', '.join(lost)}." if lost else "")


def _points(sheet: Sheet, line: Line) -> list[float | None]:
    """Points of graded works, 0 for those that did not come in their term, None for what is not decided yet."""
    results = (line.results[name] for name in sheet.rules.by_assignment)
    decided = (one.state == "graded" or one.state == "absent" and not one.may_come for one in results)
    return [one.points if sure else None for one, sure in zip(line.results.values(), decided, strict=True)]
