"""The cards of a group as a catalogue of practices: one .docx to read, one .xlsx to filter.

Only what its author allowed goes in; a card is signed with the name only where the author chose that.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from mentoring import paper
from mentoring.practice.paper import shown, write_card
from mentoring.tasks.card import CardAnswer, CardQuestion
from mentoring.wording import count_ru

CONSENT = "catalogue"
NAMED, CODED, REFUSED = "name", "code", "no"
COLUMNS = ("title", "form", "model", "type", "category", "aim", "outcome", "transfer")


@dataclass(frozen=True)
class Entry:
    """One card with the form it was filled in (releases may differ) and how its author is to be named."""

    question: CardQuestion
    answer: CardAnswer
    author: str

    def text(self, name: str) -> str:
        slot = self.question.slot(name)
        return shown(slot, self.answer.chosen(name)) if slot is not None and slot.type != "rows" else ""


def allowed(answer: CardAnswer, code: str, name: str = "") -> str | None:
    """How the author signs: the name, the code, or None where the card may not be published."""
    choice = answer.value(CONSENT)
    if choice == NAMED:
        return name or code
    return code if choice == CODED else None


def catalogue_docx(entries: Sequence[Entry], heading: str, told: str = "") -> bytes:
    """A contents table and every card on its own page."""
    document = paper.page(heading, numbered=True)
    paper.text(document, heading, bold=True, size=16, align="center", after=4)
    practices = count_ru(len(entries), "практика", "практики", "практик")
    paper.text(document, f"{practices}. {told}".strip(), align="center", after=10)
    rows = [(str(n), one.text("title") or "Без названия", one.text("type"), one.text("category"), one.author)
            for n, one in enumerate(entries, 1)]  # fmt: skip
    paper.table(document, (1, 6.2, 4.2, 4, 2.6), ("№", "Практика", "Вид", "Кого поддерживали", "Автор"), rows, size=10)
    for number, one in enumerate(entries, 1):
        document.add_page_break()
        paper.text(document, f"{number}. {one.text('title') or 'Без названия'}", bold=True, size=15, after=2)
        paper.text(document, f"Автор: {one.author}", italic=True, after=6)
        write_card(document, one.question, one.answer, (CONSENT, "title"))
    return paper.to_bytes(document)


def catalogue_xlsx(entries: Sequence[Entry]) -> bytes:
    """One row a practice, with a filter; what people typed stays text."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet("Практики")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#DCE6F1"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    titles = {slot.id: slot.title for one in entries for slot in one.question.slots}
    names = [name for name in COLUMNS if name in titles]
    for place, title in enumerate(("№", "Автор", *(titles[name] for name in names))):
        sheet.set_column(place, place, (5, 16)[place] if place < 2 else 30)
        sheet.write_string(0, place, title, head)
    for line, one in enumerate(entries, 1):
        sheet.write_number(line, 0, line, cell)
        for place, text in enumerate((one.author, *(one.text(name) for name in names)), 1):
            sheet.write_string(line, place, paper.clean(text)[:30_000], cell)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(entries)), len(names) + 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()
