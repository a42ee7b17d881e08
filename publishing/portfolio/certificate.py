"""A draft of the certificate of completion: hours by the plan, results by the sheet. Always marked «проект»."""

from __future__ import annotations

from autograder.rules import said
from mentoring import paper
from mentoring.course.index import planned_hours
from mentoring.wording import NBSP, count_ru, number_ru
from publishing.portfolio.collect import Portfolio

DRAFT = "ПРОЕКТ"
NOTE = (
    "Проект составлен по данным комплекта и документом о квалификации не является: такой документ на своём бланке "
    "выдаёт организация, у которой есть лицензия на дополнительное профессиональное образование."
)
TITLE = "Наставничество в образовании: модели, программы и инструменты"


def certificate_docx(portfolio: Portfolio) -> bytes:
    """The file; where the conditions are not met it says so instead of the completion."""
    document = paper.page("Проект документа об окончании курса")
    paper.text(document, DRAFT, align="right", bold=True, size=16)
    paper.text(document, "(наименование организации)", align="center", size=10, before=18, after=18)
    finished = portfolio.line.total.verdict == "passed"
    heading = "СПРАВКА ОБ ОКОНЧАНИИ КУРСА" if finished else "СПРАВКА ОБ ОБУЧЕНИИ НА КУРСЕ"
    paper.text(document, heading, align="center", bold=True, size=16, after=12)
    line, person = portfolio.line, portfolio.line.person
    named = person.full_name if person.full_name and person.surname != "(нет в списке)" else paper.BLANK * 3
    plan, outside = planned_hours()
    total = count_ru(plan + outside, "академический час", "академических часа", "академических часов")
    paper.text(document, named, align="center", bold=True, size=14, after=8)
    if line.total.verdict == "passed":
        told = f"освоил(а) программу курса «{TITLE}» в объёме {total} и получил(а) зачёт."
    elif line.total.verdict == "failed":
        told = f"проходил(а) курс «{TITLE}» объёмом {total}. Условия зачёта не выполнены."
    else:
        told = f"проходит курс «{TITLE}» объёмом {total}. Курс не окончен: часть работ не сдана или не проверена."
    paper.body(document, told, after=8)
    paper.heading(document, "Объём по плану")
    rows = [("Встречи", number_ru(plan)), ("Работа вне встреч (практикумы)", number_ru(outside)),
            ("Всего", number_ru(plan + outside))]  # fmt: skip
    paper.table(document, (12, 4.5), ("Вид занятий", "Академические часы"), rows, centred=(1,))
    paper.heading(document, "Результаты")
    rows = []
    for piece in portfolio.pieces:
        result = line.results[piece.assignment]
        percent = result.percent if result.state in ("graded", "awaiting") else None
        rows.append((piece.title, "—" if percent is None else f"{number_ru(round(percent, 1))}{NBSP}%", piece.state))
    missing = len(line.results) - len(rows)
    paper.table(document, (8.6, 3, 4.9), ("Работа", "Результат", "Состояние"), rows, centred=(1,))
    if missing:
        paper.text(document, f"Ещё не выдано: {count_ru(missing, 'работа', 'работы', 'работ')}.", size=10, before=4)
    final = f"{number_ru(round(line.total.final, 1))}{NBSP}%"
    needed = f"{number_ru(portfolio.sheet.rules.course_percent)}{NBSP}%"
    paper.text(document, f"Итог по курсу: {final} (для зачёта нужно {needed} и все обязательные работы).", before=8)
    signers = (("Руководитель организации", "", "М. П."), ("Преподаватель курса", "", ""))
    paper.signatures(document, signers, before=22)
    paper.text(document, f"{NOTE} Составлено {said(portfolio.made)} (мск).", size=9, italic=True, before=20)
    return paper.to_bytes(document)
