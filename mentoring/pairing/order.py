"""The order about pairs («приказ о закреплении пар», document PRP) as .docx, with the consents it rests on.

Names come from the user's banks and are copied as text; what is missing stays a line to fill in by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mentoring import paper
from mentoring.pairing.model import Assignment, Mentee, Mentor
from mentoring.pairing.rules import Rules, standard

LINE = paper.BLANK
_COLUMNS = (
    ("№", 0.9), ("Наставник, должность", 4.0), ("Наставляемый, должность", 4.0), ("Категория", 3.0),
    ("Вид наставничества", 3.2), ("Срок", 2.8), ("Согласие наставника", 2.5), ("Согласие наставляемого", 3.1),
    ("Дополнительное соглашение", 3.2),
)  # fmt: skip


@dataclass(frozen=True)
class OrderDetails:
    """What the banks don't know; every empty field is a line in the document."""

    organization: str = ""
    city: str = ""
    starts: str = ""
    ends: str = ""
    programme_due: str = ""
    curator: str = ""
    head: str = ""


def pairing_order(
    assignment: Assignment,
    mentors: Sequence[Mentor],
    mentees: Sequence[Mentee],
    details: OrderDetails | None = None,
    rules: Rules | None = None,
    path: str | Path | None = None,
) -> bytes:
    """The order as bytes, written to `path` when given. Consents and agreements come from the banks."""
    details, rules = details or OrderDetails(), rules or standard()
    mentor_of, mentee_of = {one.id: one for one in mentors}, {one.id: one for one in mentees}
    document = paper.page("Приказ о закреплении наставнических пар", wide=True, edge=15)
    _centre(document, details.organization or f"{LINE * 4} (наименование организации)")
    _centre(document, "ПРИКАЗ", bold=True, before=10)
    _centre(document, f"от «____» {LINE} 20___ г. № {LINE}")
    _centre(document, details.city or f"{LINE} (место издания)")
    _centre(document, "О закреплении наставнических пар и групп", bold=True, before=10)
    _text(document, "Основание: положение о системе наставничества педагогических работников, письменные согласия "
                    "наставников и наставляемых, перечисленные в приложении.")  # fmt: skip
    _text(document, "ПРИКАЗЫВАЮ:")
    due = details.programme_due or f"«____» {LINE} 20___ г."
    term = f"с {details.starts or LINE} по {details.ends or LINE}"
    for number, text in enumerate(
        (
            f"Закрепить наставников за наставляемыми по списку в приложении на срок {term}.",
            f"Наставникам вместе с наставляемыми составить персонализированные программы к сроку: {due}",
            "Специалисту по кадрам до начала работы пары заключить с наставником дополнительное соглашение: "
            "содержание, срок и форма работы, размер и условия выплаты (статья 351.8 ТК РФ).",
            "Заменить наставника или прекратить работу пары можно по заявлению любой из сторон и по решению "
            "руководителя; изменение оформляется приказом.",
            f"Координацию работы пар возложить на куратора: {details.curator or LINE * 2}.",
            "Контроль за исполнением приказа оставляю за собой.",
        ),
        1,
    ):
        _text(document, f"{number}. {text}")
    _text(document, f"Руководитель организации {LINE * 2} {details.head or LINE * 2}", before=14)
    document.add_page_break()
    _centre(document, "Приложение. Наставнические пары", bold=True)
    rows = []
    missing: list[str] = []
    for number, pair in enumerate(assignment.pairs, 1):
        mentor, mentee = mentor_of[pair.mentor], mentee_of[pair.mentee]
        cells = (
            str(number), _person(mentor), _person(mentee), rules.categories.get(mentee.category) or LINE,
            rules.of(pair.type).title or pair.type, term, mentor.consent or LINE, mentee.consent or LINE,
            mentor.agreement or LINE,
        )  # fmt: skip
        rows.append(cells)
        missing += _gaps(mentor, mentee)
    widths, titles = [width for _, width in _COLUMNS], [title for title, _ in _COLUMNS]
    paper.table(document, widths, titles, rows, mark=LINE)
    _acquainted(document, assignment, mentor_of, mentee_of)
    if missing:
        document.add_page_break()
        _centre(document, "Памятка куратору (в приказ не входит)", bold=True)
        _text(document, "До подписания приказа получить:")
        for line in dict.fromkeys(missing):
            _text(document, f"— {line};")
    content = paper.to_bytes(document)
    if path is not None:
        Path(path).write_bytes(content)
    return content


def missing_consents(assignment: Assignment, mentors: Sequence[Mentor], mentees: Sequence[Mentee]) -> tuple[str, ...]:
    """What must be signed before the order, one Russian clause each."""
    mentor_of, mentee_of = {one.id: one for one in mentors}, {one.id: one for one in mentees}
    return tuple(
        dict.fromkeys(gap for pair in assignment.pairs for gap in _gaps(mentor_of[pair.mentor], mentee_of[pair.mentee]))
    )


def _gaps(mentor: Mentor, mentee: Mentee) -> list[str]:
    return [
        text
        for text, given in (
            (f"согласие наставника на дополнительную работу — {mentor.title}", mentor.consent),
            (f"согласие наставляемого на закрепление наставника — {mentee.title}", mentee.consent),
            (f"дополнительное соглашение к трудовому договору — {mentor.title}", mentor.agreement),
        )
        if not given.strip()
    ]


def _person(one: Mentor | Mentee) -> str:
    return ", ".join(filter(None, (one.title, one.position, one.organization)))


def _acquainted(document, assignment: Assignment, mentor_of, mentee_of) -> None:
    _text(document, "С приказом ознакомлены:", before=12)
    people = dict.fromkeys([mentor_of[p.mentor].title for p in assignment.pairs])
    people |= dict.fromkeys(mentee_of[p.mentee].title for p in assignment.pairs)
    for name in people:
        _text(document, f"{name}   {LINE}   «____» {LINE} 20___ г.")


def _centre(document, text: str, *, bold: bool = False, before: int = 0) -> None:
    paper.text(document, text, align="center", bold=bold, before=before)


def _text(document, text: str, *, before: int = 2) -> None:
    paper.text(document, text, first=1.0, before=before)
