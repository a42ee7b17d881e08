"""A filled-in card as a Word document: sections, values, tables; what is empty stays a line to fill in by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from docx.document import Document as DocxDocument

from mentoring import paper
from mentoring.documents.correction_note import date_ru
from mentoring.portable import to_pdf
from mentoring.tasks.card import KIND, CardAnswer, CardQuestion, Cell

Export = Callable[[dict[str, Any]], tuple[str, bytes]]


def card_document(
    question: CardQuestion, *, heading: str, name: str, label: str, note: str = "", skip: Iterable[str] = ()
) -> Export:
    """`export` for `mentoring.forms.task`: the card as `<name>.docx`. Fields of `skip` are not printed."""

    def export(answer: dict[str, Any]) -> tuple[str, bytes]:
        document = paper.page(heading, numbered=True)
        paper.text(document, heading, bold=True, size=15, align="center", after=6)
        write_card(document, question, KIND.read_answer(answer), skip)
        if note:
            paper.text(document, note, italic=True, size=9, before=12)
        return f"{name}.docx", paper.to_bytes(document)

    export.label = label  # type: ignore[attr-defined]
    return export


def card_pdf(export: Export, label: str) -> Export:
    """The same document as .pdf; NoConverter says what to do where LibreOffice is missing."""

    def as_pdf(answer: dict[str, Any]) -> tuple[str, bytes]:
        name, content = export(answer)
        return name.replace(".docx", ".pdf"), to_pdf(content)

    as_pdf.label = label  # type: ignore[attr-defined]
    return as_pdf


def write_card(document: DocxDocument, question: CardQuestion, answer: CardAnswer, skip: Iterable[str] = ()) -> None:
    """Sections of a card into an open document."""
    hidden = set(skip)
    pairs: list[tuple[str, str]] = []
    section = ""

    def flush() -> None:
        if pairs:
            paper.table(document, (5.2, paper.WIDTH - 5.2), rows=list(pairs), size=11, bold=(0,))
            pairs.clear()

    for slot in question.slots:
        section = slot.section or section
        if slot.id in hidden:
            continue
        if section:
            flush()
            paper.heading(document, section, size=13)
            section = ""
        if slot.type != "rows":
            pairs.append((slot.title, shown(slot, answer.chosen(slot.id)) or paper.BLANK))
            continue
        flush()
        paper.text(document, slot.title, bold=True, before=6, after=3, keep=True)
        rows = answer.rows(slot) or [{cell.id: "" for cell in slot.columns}]
        cells = [
            [str(n), *(shown(c, (row[c.id],)) or paper.BLANK for c in slot.columns)] for n, row in enumerate(rows, 1)
        ]
        paper.table(document, widths(slot.columns), ["№", *(c.title for c in slot.columns)], cells, size=10)
        paper.text(document, "", size=4)
    flush()


def widths(columns: Iterable[Cell]) -> list[float]:
    """Centimetres of a table's columns: numbers and dates are narrow, the rest share what is left."""
    narrow = {"number": 1.9, "date": 2.3, "choice": 2.8}
    fixed = [narrow.get(cell.type, 0.0) for cell in columns]
    free = (paper.WIDTH - 0.9 - sum(fixed)) / max(1, fixed.count(0.0))
    return [0.9, *(width or free for width in fixed)]


def shown(cell: Cell, values: Iterable[str]) -> str:
    """Values as a person reads them: titles of choices, Russian dates."""
    titles = {option.id: option.text for option in cell.choices}
    texts = [titles.get(one, one) for one in values if one]
    return "; ".join(date_ru(text) if cell.type == "date" else text for text in texts)
