"""Attendance and results of a group, from the roster and the gradebook: .xlsx to fill in, .docx to print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from autograder.layout import Layout
from autograder.progress import STATES, VERDICTS, Line, Sheet, collect
from autograder.rules import Rule
from mentoring import paper
from mentoring.wording import NBSP
from publishing.portfolio.certificate import DRAFT, TITLE
from publishing.programme.calendar import Meeting

HEAD = "Ведомость посещаемости и результатов"
HOW = "Отметка присутствия: + — был, н — не был, б — по уважительной причине."
SHORT = {"not_issued": "", "absent": "не сдано", "not_graded": "не проверено", "awaiting": "ждёт проверки"}


def groups(place: Layout) -> tuple[Sheet, dict[str, list[Line]]]:
    """The progress sheet and its participants by group, in the order of names; demonstration people are left out."""
    sheet = collect(place=place)
    found: dict[str, list[Line]] = {}
    for line in sorted(sheet.lines, key=lambda one: (one.person.group, one.person.full_name.casefold())):
        if not line.person.code.startswith("demo-"):
            found.setdefault(line.person.group or "без группы", []).append(line)
    return sheet, found


def _name(line: Line) -> str:
    return line.person.full_name or line.person.code


def _brief(rule: Rule) -> str:
    return rule.title.replace("Практикум ", f"Пр. №{NBSP}")


def _final(line: Line) -> str | float:
    """The total; nothing before the first work is graded."""
    return "" if line.total.so_far is None else round(line.total.final, 1)


def _result(line: Line, rule: Rule) -> str | float:
    """Percent of a work, or the word for why there is none."""
    result = line.results[rule.assignment]
    if result.state == "graded" and result.percent is not None:
        return round(result.percent, 1)
    return SHORT.get(result.state, STATES.get(result.state, ""))


def attendance_xlsx(sheet: Sheet, found: dict[str, list[Line]], days: Sequence[Meeting]) -> bytes:
    """A worksheet a group; what people typed is text, the only formulas are our own counts of «+»."""
    import xlsxwriter
    from xlsxwriter.utility import xl_rowcol_to_cell

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    look = {"border": 1, "valign": "vcenter", "font_size": 10}
    head = book.add_format(look | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#E4EAF4"})
    plain, middle = book.add_format(look), book.add_format(look | {"align": "center", "text_wrap": True})
    tenth = book.add_format(look | {"align": "center", "num_format": "0.0"})
    title, small = book.add_format({"bold": True, "font_size": 13}), book.add_format({"italic": True, "font_size": 9})
    rules = list(sheet.rules.by_assignment.values())
    for number, (group, lines) in enumerate((found or {"без группы": []}).items(), 1):
        page = book.add_worksheet(_tab(group, number))
        page.write_string(0, 0, f"{HEAD}. {DRAFT}", title)
        page.write_string(1, 0, f"{TITLE}. {_named(group)}. {HOW}", small)
        heads = ["№", "Участник", *(f"{day.number}\n{day.day:%d.%m.%y}" for day in days), "Был"]
        heads += [f"{rule.title}, %" for rule in rules] + ["Итог, %", "Зачёт", "Подпись"]
        first, last = 2, 1 + len(days)
        for at, words in enumerate(heads):
            page.write_string(3, at, words, head)
        page.set_row(3, 62)
        page.set_column(0, 0, 4)
        page.set_column(1, 1, 32)
        page.set_column(first, last, 7)
        page.set_column(last + 1, last + 1, 6)
        page.set_column(last + 2, len(heads) - 1, 11)
        for row, line in enumerate(lines, 4):
            page.write_number(row, 0, row - 3, middle)
            page.write_string(row, 1, _name(line), plain)
            for at in range(first, last + 1):
                page.write_blank(row, at, None, middle)
            cells = f"{xl_rowcol_to_cell(row, first)}:{xl_rowcol_to_cell(row, last)}"
            page.write_formula(row, last + 1, f'=COUNTIF({cells},"+")', middle, 0)
            values: list[str | float] = [_result(line, rule) for rule in rules]
            values += [_final(line), VERDICTS[line.total.verdict], ""]
            for at, value in enumerate(values, last + 2):
                if isinstance(value, str):
                    page.write_string(row, at, value, middle) if value else page.write_blank(row, at, None, middle)
                else:
                    page.write_number(row, at, value, tenth)
        if lines:
            page.data_validation(4, first, 3 + len(lines), last, {"validate": "list", "source": ["+", "н", "б"],
                                 "error_title": "Так нельзя", "error_message": "Поставьте +, н или б."})  # fmt: skip
        page.freeze_panes(4, 2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(3)
    book.close()
    return buffer.getvalue()


def _tab(group: str, number: int) -> str:
    """A name that a worksheet may have; numbered, so that no two are alike."""
    bare = "".join(sign for sign in group if sign not in "[]:*?/\\'").strip()[:24]
    return f"{number}. {bare}" if bare else f"Группа {number}"


def _named(group: str) -> str:
    """«Группа: 3», but «Группа А» as it is."""
    return group if "групп" in group.casefold() else f"Группа: {group}"


def attendance_docx(sheet: Sheet, found: dict[str, list[Line]], days: Sequence[Meeting]) -> bytes:
    """The same to print: a table of attendance and one of results for each group."""
    document = paper.page(HEAD, wide=True, edge=14, numbered=True, size=11)
    rules = list(sheet.rules.by_assignment.values())
    for number, (group, lines) in enumerate((found or {"без группы": []}).items()):
        if number:
            document.add_page_break()
        paper.text(document, DRAFT, align="right", bold=True)
        paper.text(document, HEAD, align="center", bold=True, size=14)
        paper.text(document, f"«{TITLE}». {_named(group)}", align="center", after=6)
        heads = ["№", "Участник", *(f"{day.day:%d.%m}" for day in days), "Был"]
        rows: list[Sequence[Any]] = [
            [at, _name(line), *[""] * len(days), ""] for at, line in enumerate(lines, 1)
        ]  # fmt: skip
        widths = [1.0, 26.7 - 1.0 - 1.4 * len(days) - 1.4, *[1.4] * len(days), 1.4]
        paper.table(document, widths, heads, rows, size=9.5, centred=(0,))
        paper.text(document, HOW, size=9, before=2, after=10)
        heads = ["№", "Участник", *(f"{_brief(rule)}, %" for rule in rules), "Итог, %", "Зачёт", "Подпись"]
        rows = [
            [at, _name(line), *(_said(_result(line, rule)) for rule in rules), _said(_final(line)),
             VERDICTS[line.total.verdict], ""]
            for at, line in enumerate(lines, 1)
        ]  # fmt: skip
        each = 2.1
        widths = [1.0, 26.7 - 1.0 - each * (len(rules) + 3), *[each] * (len(rules) + 3)]
        paper.table(document, widths, heads, rows, size=9.5, centred=(0, *range(2, len(rules) + 4)))
        paper.signatures(document, [("Преподаватель", "", ""), ("Руководитель программы", "", "")], places=(12, 18))
    return paper.to_bytes(document)


def _said(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}".replace(".", ",")
