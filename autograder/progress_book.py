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

A4 = 9
# Characters of a column; what does not fit is wrapped. All works of the course fit a page on its side.
WIDTHS = {"№": 3.5, "Код": 8, "Фамилия, имя, отчество": 21, "Группа": 12, "баллы": 6, "%": 5.5, "состояние": 11,
          "по выданному, %": 10.5, "по курсу, %": 8, "зачёт": 9}  # fmt: skip
ANSWERS = {"final": "когда работа окончательна", "term": "после срока", "never": "не показываются"}
STATISTICS_NOTES = (
    "Трудность — средний результат тех, чья работа оценена: чем меньше процент, тем задание труднее.",
    f"r — связь результата задания с результатом остальных заданий той же работы (от {LEAST_WORKS} оценённых работ): "
    "около 0 — задание не отличает знающих, меньше 0 — его чаще решают те, кто слабее в остальном; проверьте ключ.",
    "Типичные ошибки — критерии, по которым чаще всего снимались баллы.",
)


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """The table, growth, statistics by task, the rules, personal terms if any. Text is never a formula or a link."""
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
    if sheet.rules.extensions:
        _extensions_sheet(book.add_worksheet("Продления"), sheet, looks)
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
    widths = [WIDTHS[lower] for _, lower in heads]
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
        _height(page, number, [(cell, widths[at]) for at, cell in enumerate(row) if isinstance(cell, str)])
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    for place, name in enumerate(sheet.rules.by_assignment):
        results = [line.results[name] for line in sheet.lines]
        if all(result.state == "not_issued" for result in results):  # nothing else there: one narrow column
            page.set_column(4 + 3 * place, 5 + 3 * place, None, None, {"hidden": True})
        elif all(result.max_points == 100 for result in results):  # percent are the points
            page.set_column(5 + 3 * place, 5 + 3 * place, None, None, {"hidden": True})
    page.freeze_panes(3, 3)
    if rows:
        page.autofilter(2, 0, 2 + len(rows), len(heads) - 1)
    _for_paper(page, 2 + len(rows), len(heads) - 1, (1, 2))


def _height(page, number: int, cells: Iterable[tuple[str, float]], least: int = 1) -> None:
    """A row as high as the text that wraps in it: (text, width of its column)."""
    lines = least
    for text, width in cells:
        lines = max(lines, sum(_lines(part, 1.1 * width - 1) for part in text.split("\n")))
    page.set_row(number, 13.5 * lines + 4.5)


def _lines(text: str, width: float) -> int:
    """Lines that a text takes where words are not broken."""
    lines, at = 1, 0
    for word in text.split(" "):  # a no-break space holds its words together
        if at and at + 1 + len(word) > width:
            lines, at = lines + 1, len(word)
        else:
            at += len(word) + (1 if at else 0)
        lines += int(at // (width + 1))
    return lines


def _for_paper(page, last: int, column: int, repeated: tuple[int, int] | None = None) -> None:
    """How a sheet is printed: A4 on its side, as wide as the page, the heads on every page."""
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(0.3, 0.3, 0.4, 0.65)
    page.print_area(0, 0, last, column)
    page.fit_to_pages(1, 0)
    if repeated:
        page.repeat_rows(*repeated)
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
             "Снижение за сутки, %", "Предел снижения, %", "Верные ответы", "Пояснение")  # fmt: skip
    for at, head in enumerate(heads):
        page.write_string(2, at, head, looks["head"])
    page.set_row(2, 32)
    number = 2
    for number, rule in enumerate(rules.by_assignment.values(), 3):
        cells = (rule.title, rule.weight, rule.pass_percent, "да" if rule.required else "нет", rule.attempts,
                 said(rule.due) or "не назначен", rule.grace_minutes, rule.penalty_per_day, rule.penalty_cap,
                 ANSWERS[rule.answers], rule.note)  # fmt: skip
        _write_row(page, number, cells, looks)
        _height(page, number, ((rule.note, 40), (ANSWERS[rule.answers], 16)))
    notes = [
        "Зачёт по курсу: зачтены все обязательные работы, взвешенный итог не ниже "
        f"{number_said(rules.course_percent)} %.",
        "Если работа возвращалась на доработку, в итог идёт последняя попытка: её оценка стоит в журнале и в отзыве.",
        "Верные ответы видны в отзыве, когда работа окончательна: срок прошёл, и она зачтена или попытки кончились. "
        "Сданное после этого в итог не идёт.",
        "Несданная работа даёт 0. «Ждёт проверки»: баллы без той части, которую оценивает преподаватель.",
        "«Не проверено» — работа сдана, но проверить её не удалось: это не ноль, её надо разобрать.",
        "«Итог по выданному» считается без работ, которые ещё не выданы, и без непроверенных.",
    ]
    for at, note in enumerate(notes, number + 2):
        page.write_string(at, 0, note)
    for at, width in enumerate((16, 7, 9, 13, 9, 18, 9, 12, 12, 16, 40)):
        page.set_column(at, at, width)
    _for_paper(page, number + 1 + len(notes), len(heads) - 1)


def _extensions_sheet(page, sheet: Sheet, looks: dict) -> None:
    page.write_string(0, 0, "Продления: личные сроки вместо общего", looks["title"])
    for at, head in enumerate(("Код", "Фамилия, имя, отчество", "Группа", "Работа", "Общий срок (мск)",
                               "Новый срок (мск)")):  # fmt: skip
        page.write_string(2, at, head, looks["head"])
    people = {line.person.code: line.person for line in sheet.lines}
    rules, number = sheet.rules, 2
    for number, ((code, name), until) in enumerate(sorted((sheet.rules.extensions or {}).items()), 3):
        person = people.get(code)
        who, group = (person.full_name, person.group) if person else ("(нет в списке)", "")
        _write_row(page, number, (code, who, group, rules.of(name).title, said(rules.of(name).due) or "не назначен",
                                  said(until)), looks)  # fmt: skip
        _height(page, number, ((who, 36), (group, 18), (rules.of(name).title, 30)))
    for at, width in enumerate((12, 36, 18, 30, 22, 22)):
        page.set_column(at, at, width)
    page.freeze_panes(3, 0)
    _for_paper(page, number, 5, (2, 2))


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
    _for_paper(page, number + 3, 7, (2, 2))


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
        _height(page, number, ((item.title, 30), (item.advice, 24), (errors, 50), (cells[0], 13)))
    for at, note in enumerate(STATISTICS_NOTES, number + 2):
        page.write_string(at, 0, note)
    for at, width in enumerate((13, 8, 30, 8, 9, 12, 10, 12, 10, 24, 50)):
        page.set_column(at, at, width)
    page.freeze_panes(3, 0)
    _for_paper(page, number + 1 + len(STATISTICS_NOTES), len(heads) - 1, (2, 2))


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
    state = base | {"text_wrap": True, "align": "center"}
    return {
        "title": book.add_format({"bold": True, "font_size": 13, "font_name": "Arial"}),
        "head": book.add_format(base | {"text_wrap": True, "bold": True, "align": "center", "bg_color": "#E8EDF4"}),
        "text": book.add_format(text),
        "number": book.add_format(base | {"num_format": "0.##", "align": "center"}),
        "percent": book.add_format(base | {"num_format": "0.0", "align": "center"}),
        "good": book.add_format(state | {"font_color": "#14603A"}),
        "bad": book.add_format(state | {"font_color": "#9B1C1C", "bold": True}),
        "open": book.add_format(state | {"font_color": "#7A4B00", "italic": True}),
        "grey": book.add_format(state | {"font_color": "#6B7280"}),
    }
