"""The application for the contest «Эффективные практики наставничества педагогов» (002:16–17) from a practice card.

The regulation of the contest is not in the sources: the application carries what any such contest asks, and says that
the headings have to be compared with the regulation of the year.
"""

from __future__ import annotations

from typing import Any

from mentoring import paper
from mentoring.practice.paper import Export, shown
from mentoring.tasks.card import KIND, CardAnswer, CardQuestion

CONTEST = "«Эффективные практики наставничества педагогов»"
PARTS = (
    ("Название практики", ("title",)),
    ("Для кого практика и с какой трудностью работает", ("category", "context", "deficits")),
    ("Форма, модель и вид наставничества", ("form", "model", "type")),
    ("Цель", ("aim",)),
    ("Что делали", ("actions",)),
    ("Что получилось", ("results", "outcome")),
    ("Риски и как с ними справились", ("risks",)),
    ("Что могут взять другие", ("transfer",)),
)


def contest_application(question: CardQuestion) -> Export:
    """`export` for `mentoring.forms.task`: the application as .docx; names and signatures stay blank."""

    def export(answer: dict[str, Any]) -> tuple[str, bytes]:
        given = KIND.read_answer(answer)
        document = paper.page("Заявка на конкурс")
        paper.text(document, "В оргкомитет конкурса", align="right")
        paper.text(document, CONTEST, align="right", after=18)
        paper.text(document, "ЗАЯВКА НА УЧАСТИЕ", bold=True, size=14, align="center", after=10)
        about = [("Автор практики (Ф. И. О., должность)", paper.BLANK * 3), ("Организация", paper.BLANK * 3),
                 ("Телефон и почта для связи", paper.BLANK * 3)]  # fmt: skip
        paper.table(document, (6, paper.WIDTH - 6), rows=about, size=11, bold=(0,))
        paper.text(document, "", after=4)
        rows = [(head, "\n".join(_texts(question, given, names)) or paper.BLANK) for head, names in PARTS]
        paper.table(document, (6, paper.WIDTH - 6), rows=rows, size=11, bold=(0,))
        paper.body(
            document, "С положением о конкурсе знакомы. Согласия участников практики на обработку персональных данных "
            "и на распространение снимков получены и хранятся в организации.", before=10,
        )  # fmt: skip
        paper.signatures(document, [("Автор практики", "", ""), ("Руководитель организации", "", "")])
        paper.text(
            document, "Перед отправкой сверьте графы с положением о конкурсе этого года: их задаёт оно.",
            italic=True, size=9, before=12,
        )  # fmt: skip
        return "zayavka_na_konkurs.docx", paper.to_bytes(document)

    export.label = "Скачать заявку на конкурс (.docx)"  # type: ignore[attr-defined]
    return export


def _texts(question: CardQuestion, answer: CardAnswer, names: tuple[str, ...]) -> list[str]:
    lines = []
    for slot in (one for name in names if (one := question.slot(name))):
        if slot.type != "rows":
            lines += [text] if (text := shown(slot, answer.chosen(slot.id))) else []
            continue
        for number, row in enumerate(answer.rows(slot), 1):
            parts = [
                f"{cell.title.lower()}: {text}" if place else text
                for place, cell in enumerate(slot.columns) if (text := shown(cell, (row[cell.id],)))
            ]  # fmt: skip
            lines.append(f"{number}. {'; '.join(parts)}")
    return lines
