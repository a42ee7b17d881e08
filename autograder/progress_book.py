"""The progress sheet as a workbook for people: the table, growth, statistics by task, the rules it was made by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from statistics import fmean

from autograder.growth import Growth
from autograder.progress import TITLE, Sheet, header_of, rows_of
from autograder.rules import Rules, said
from autograder.spreadsheet_text import number_said
from autograder.task_statistics import LEAST_WORKS

STATISTICS_NOTES = (
    "Трудность — средний результат тех, чья работа оценена: чем меньше процент, тем задание труднее.",
    f"r — связь результата задания с результатом остальных заданий той же работы (от {LEAST_WORKS} оценённых работ): "
    "около 0 — задание не отличает знающих, меньше 0 — его чаще решают те, кто слабее в остальном; проверьте ключ.",
    "Типичные ошибки — критерии, по которым чаще всего снимались баллы.",
)


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """Four sheets: the table, growth, statistics by task, the rules. Text is never a formula or a link."""
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
    _growth_sheet(book.add_worksheet("Прирост"), sheet, looks)
    _statistics_sheet(book.add_worksheet("По заданиям"), sheet, looks)
    _rules_sheet(book.add_worksheet("Правила"), sheet.rules, looks)
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
        "Зачёт по курсу: зачтены все обязательные работы, взвешенный итог не ниже "
        f"{number_said(rules.course_percent)} %.",
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
            page.write_string(at, 0, code, looks["text"])
            for first, last, text in ((1, 3, rules.of(name).title), (4, 5, f"до {said(until)}")):
                page.merge_range(at, first, at, last, "", looks["text"])
                page.write_string(at, first, text, looks["text"])
    for at, width in enumerate((20, 8, 10, 13, 10, 20, 12, 14, 14, 60)):
        page.set_column(at, at, width)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _growth_sheet(page, sheet: Sheet, looks: dict) -> None:
    page.write_string(0, 0, "Прирост: от входной диагностики к итоговому тесту", looks["title"])
    for at, head in enumerate(("№", "Код", "Фамилия, имя, отчество", "Группа", "Вход, %", "Итог, %",
                               "Прирост, процентных пунктов", "Освоено из неизвестного на входе, %")):  # fmt: skip
        page.write_string(2, at, head, looks["head"])
    page.set_row(2, 48)
    number = 2
    for number, line in enumerate(sheet.lines, 3):
        growth = line.growth or Growth(None, None)
        cells = (number - 2, line.person.code, line.person.full_name, line.person.group,
                 *(None if value is None else round(value, 1)
                   for value in (growth.before, growth.after, growth.points, growth.share)))  # fmt: skip
        _write_row(page, number, cells, looks)
    known = [line.growth for line in sheet.lines if line.growth and line.growth.points is not None]
    if known:
        mean = number_said(fmean(growth.points for growth in known))
        said = f"Оба теста у {len(known)} чел., средний прирост {mean} п. п."
        page.write_string(number + 2, 0, said)
    note = (
        "Последний столбец: какую часть того, что на входе было неизвестно, участник освоил к итогу. Тесты разные по "
    )
    note += "вопросам, поэтому прирост показывает направление, а не точную величину."
    page.write_string(number + 3, 0, note)
    for at, width in enumerate((4, 10, 34, 15, 9, 9, 15, 20)):
        page.set_column(at, at, width)
    page.freeze_panes(3, 3)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _statistics_sheet(page, sheet: Sheet, looks: dict) -> None:
    page.write_string(0, 0, "Как выполнены задания", looks["title"])
    heads = ("Работа", "Задание", "Название", "Баллов", "Оценено работ", "Трудность: средний результат, %",
             "Доля полных баллов, %", "Различает сильных и слабых (r)", "Ждут проверки", "Что стоит посмотреть",
             "Типичные ошибки (сколько работ)")  # fmt: skip
    for at, head in enumerate(heads):
        page.write_string(2, at, head, looks["head"])
    page.set_row(2, 48)
    number = 2
    for number, item in enumerate(sheet.statistics, 3):
        errors = "\n".join(f"{text} ({count})" for text, count in item.errors)
        cells = (sheet.rules.of(item.assignment).title, item.task, item.title, item.max_points, item.scored,
                 None if item.mean is None else round(item.mean, 1), None if item.full is None else round(item.full, 1),
                 None if item.discrimination is None else round(item.discrimination, 2), item.awaiting, item.advice,
                 errors)  # fmt: skip
        _write_row(page, number, cells, looks)
        wrapped = sum(-(-len(one) // 74) for one in errors.splitlines())
        lines = max(wrapped, -(-len(item.advice) // 30), -(-len(item.title) // 44), 1)
        page.set_row(number, 15 * lines + 3)
    for at, note in enumerate(STATISTICS_NOTES, number + 2):
        page.write_string(at, 0, note)
    for at, width in enumerate((16, 11, 46, 8, 9, 14, 13, 14, 10, 32, 70)):
        page.set_column(at, at, width)
    page.freeze_panes(3, 0)
    page.set_landscape()
    page.set_paper(8)
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
