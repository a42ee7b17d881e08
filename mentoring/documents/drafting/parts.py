"""Parts that several drafts share: head of an order, stamp of approval, points, acquaintance, signature of the head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from docx.document import Document as DocxDocument

from mentoring import paper
from mentoring.documents.drafting.pair import Pair
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import capital, day_ru, or_blank, person, short, short_after
from mentoring.paper import BLANK
from mentoring.wording import NBSP

SIZE = 12.5


def sheet(title: str, *, wide: bool = False) -> DocxDocument:
    """The page of a school document."""
    return paper.page(title, wide=wide, size=11 if wide else SIZE, numbered=True)


def order_head(school: School, number: str, day: dt.date | None, title: str) -> DocxDocument:
    """Name of the organisation, «ПРИКАЗ», day and number, place, heading."""
    document = sheet(title)
    paper.text(document, or_blank(school.organization, 4), align="center", bold=True)
    paper.text(document, "ПРИКАЗ", align="center", bold=True, size=14, before=14, after=8)
    paper.columns(document, [[day_ru(day)], [f"№{NBSP}{number or BLANK}"]])
    _right(document.tables[-1].rows[0].cells[1])
    paper.text(document, or_blank(school.place), align="center", before=6, after=10)
    paper.text(document, title, bold=True, after=10)
    return document


def _right(cell) -> None:
    for paragraph in cell.paragraphs:
        paragraph.alignment = paper._ALIGN["right"]


def points(document: DocxDocument, texts: Iterable[str]) -> None:
    """Numbered points of an order."""
    for number, words in enumerate(texts, 1):
        paper.body(document, f"{number}. {_one_stop(words)}")


def _one_stop(words: str) -> str:
    """Initials at the end of a sentence bring their own stop."""
    return words[:-1] if words.endswith("..") else words


def head_line(document: DocxDocument, school: School) -> None:
    paper.signatures(document, [(capital(or_blank(school.head_position)), short(school.head))], before=18)


def acquainted(document: DocxDocument, people: Sequence[tuple[str, str]]) -> None:
    """The column «с приказом ознакомлен»: a row a person, place for the signature and the day."""
    paper.text(document, "С приказом ознакомлены:", before=16, after=4, keep=True)
    rows = [(short_after(name) or BLANK * 2, position, BLANK, "«___» ________ 20___ г.") for name, position in people]
    paper.table(document, (5.0, 5.4, 3.2, 4.4), ("Работник", "Должность", "Подпись", "Дата"), rows)


def stamp(document: DocxDocument, school: School, *, left: Sequence[str] = (), word: str = "УТВЕРЖДЕНО") -> None:
    """The stamp of approval by the order of implementation, on the right; `left`: another stamp beside it."""
    lines = [
        word,
        f"приказом {or_blank(school.short_name)}",
        f"от {day_ru(school.implementation_date)} №{NBSP}{school.implementation_number or BLANK}",
        f"{capital(or_blank(school.head_position))} {BLANK} {short(school.head) or BLANK * 2}",
    ]
    width = paper.WIDE if document.sections[0].page_width > document.sections[0].page_height else paper.WIDTH
    paper.columns(document, [left or [""], lines], width=width)


def title(document: DocxDocument, *lines: str) -> None:
    """The title of a document, its first line larger."""
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        paper.text(
            document,
            line,
            align="center",
            bold=True,
            size=14 if number == 0 else None,
            before=18 if number == 0 else 2,
            after=10 if last else 0,
        )


def curator(school: School) -> str:
    """«куратор Ставицкая Р. О.» for points and tables."""
    return f"куратор {short_after(school.curator) or BLANK * 2}"


def whom(pairs: Sequence[Pair]) -> str:
    """«Наставляемый: Фамилия Имя Отчество, должность» of one mentor's pairs."""
    people = "; ".join(person(pair.mentee, pair.mentee_position) for pair in pairs)
    return f"{'Наставляемый' if len(pairs) == 1 else 'Наставляемые'}: {people}"


def everyone(school: School) -> list[tuple[str, str]]:
    """Mentors, mentees and the curator with positions, nobody twice."""
    people: dict[str, str] = {}
    for pair in school.pairs:
        people.setdefault(pair.mentor, pair.mentor_position)
        people.setdefault(pair.mentee, pair.mentee_position)
    people.setdefault(school.curator, school.curator_position)
    return [(name, position) for name, position in people.items() if name] or [("", "")]
