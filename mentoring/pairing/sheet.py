"""An assignment as .xlsx: pairs with reasons, people left, groups. What a user typed stays text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mentoring.pairing.grouping import groups_of
from mentoring.pairing.model import Assignment, Mentee, Mentor
from mentoring.pairing.rules import Rules, standard
from mentoring.roadmap.sheets import AS_TEXT, row_height


def to_xlsx(
    assignment: Assignment,
    mentors: Sequence[Mentor],
    mentees: Sequence[Mentee],
    path: str | Path,
    rules: Rules | None = None,
) -> Path:
    """Write three sheets: «Пары», «Без пары», «Группы»; returns the path."""
    import xlsxwriter

    rules = rules or standard()
    mentor_of, mentee_of = {one.id: one for one in mentors}, {one.id: one for one in mentees}
    book = xlsxwriter.Workbook(str(path), dict(AS_TEXT))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#DCE6F1"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})

    def sheet(name: str, titles: Sequence[tuple[str, int]], rows) -> None:
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        for at, (title, width) in enumerate(titles):
            page.set_column(at, at, width)
            page.write_string(0, at, title, head)
        for line, row in enumerate(rows, 1):
            page.set_row(line, row_height(row, [width for _, width in titles]))
            for at, value in enumerate(row):
                if isinstance(value, int):
                    page.write_number(line, at, value, cell)
                else:
                    page.write_string(line, at, str(value), cell)

    sheet(
        "Пары",
        (("Наставляемый", 28), ("Наставник", 28), ("Вид", 28), ("Баллы", 8), ("Почему", 60), ("Чего не хватает", 50)),
        (
            (mentee_of[p.mentee].title, mentor_of[p.mentor].title, rules.of(p.type).title or p.type, p.score,
             "; ".join(p.reasons), "; ".join(p.lacks))
            for p in assignment.pairs
        ),
    )  # fmt: skip
    left = [("наставляемый", mentee_of[one.id].title, one.text) for one in assignment.mentees_left]
    left += [("наставник", mentor_of[one.id].title, one.text) for one in assignment.mentors_left]
    sheet("Без пары", (("Кто", 16), ("Имя или код", 30), ("Почему", 100)), left)
    groups = groups_of(assignment, rules)
    rows = (
        (mentor_of[one.mentor].title, len(one.mentees), "; ".join(mentee_of[m].title for m in one.mentees))
        for one in groups
    )
    sheet("Группы", (("Наставник", 30), ("Человек", 9), ("Наставляемые", 100)), rows)
    book.close()
    return Path(path)
