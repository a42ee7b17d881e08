"""Feedback that leaves by mail: a file a person and the table of a mail merge. Names are joined here, at export."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import KitError
from autograder.feedback import FeedbackReport
from autograder.layout import Layout, layout
from autograder.roster import Person, load_roster
from autograder.spreadsheet_text import guarded

TABLE = "рассылка"
WIDTHS = (10, 18, 16, 18, 12, 28, 30, 20)


@dataclass(frozen=True)
class Mailing:
    """What was written: the tables and the files they name; `strangers`: codes that the roster doesn't know."""

    tables: tuple[Path, Path]
    files: tuple[Path, ...]
    strangers: tuple[str, ...] = ()
    without_address: int = 0

    def lines(self) -> list[str]:
        """What the command line says."""
        said = [f"Для рассылки: файлов {len(self.files)}; таблицы {self.tables[0]} и {self.tables[1].name}."]
        if self.without_address:
            said.append(f"Без адреса почты: {self.without_address} (адреса берутся из списка участников).")
        if self.strangers:
            said.append(f"Нет в списке участников: {', '.join(self.strangers)}.")
        return said


def mail(report: FeedbackReport, folder: Path, place: Layout | None = None) -> Mailing:
    """Copy the pages that `feedback` wrote to `folder` as `<assignment>_<code>.html` and write the table beside them.

    Files of this assignment that an earlier run left there are replaced. Raises KitError when there is nothing to send.
    """
    if not report.written:
        raise KitError(f"По заданию «{report.assignment}» отзывов нет: рассылать нечего.")
    people = {person.code: person for person in load_roster(place=place or layout()).people}
    folder.mkdir(parents=True, exist_ok=True)
    rows, files = [], []
    for code, page in sorted(report.written.items(), key=lambda item: _sorting(people, item[0])):
        person = people.get(code) or Person(code, "", "", "")
        target = folder / f"{report.assignment}_{code}.html"
        shutil.copyfile(page, target)
        files.append(target)
        state = "не проверено" if code in report.not_graded else "проверено"
        state = "ждёт преподавателя" if code in report.awaiting else state
        rows.append(
            [code, person.surname, person.name, person.patronymic, person.group, person.email, target.name, state]
        )
    with_mail = any(person.email for person in people.values())
    heads = ["Код", "Фамилия", "Имя", "Отчество", "Группа", "Электронная почта", "Файл", "Состояние"]
    kept = [at for at, head in enumerate(heads) if head != "Электронная почта" or with_mail]
    table = [[row[at] for at in kept] for row in (heads, *rows)]
    base = folder / f"{TABLE}_{report.assignment}"
    tables = (
        _xlsx(base.with_suffix(".xlsx"), table, [WIDTHS[at] for at in kept]),
        _csv(base.with_suffix(".csv"), table),
    )
    strangers = tuple(code for code in report.written if code not in people)
    empty = sum(1 for row in rows if not row[5])
    return Mailing(tables, tuple(files), strangers, empty)


def _sorting(people: dict[str, Person], code: str) -> tuple[str, str, str]:
    person = people.get(code)
    return (person.group, person.full_name, code) if person else ("\uffff", "", code)


def _csv(path: Path, table: list[list[str]]) -> Path:
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([[guarded(cell) for cell in row] for row in table])
    return path


def _xlsx(path: Path, table: list[list[str]], widths: list[int]) -> Path:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        page = book.add_worksheet("Рассылка")
        head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for at, width in enumerate(widths):
            longest = max(len(row[at]) for row in table) + 2
            page.set_column(at, at, min(max(width, longest), 50))
        for number, row in enumerate(table):
            for at, cell in enumerate(row):
                page.write_string(number, at, cell, *([] if number else [head]))
    return path
