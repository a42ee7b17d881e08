"""The note on corrected findings («справка об устранении недочётов», 002:242, 280) as .docx, from a correction plan.

Not a check of the plan: what is empty stays a line to fill in by hand, what is written is copied as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mentoring.wording import NBSP, count_ru

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

LABEL = "Скачать справку (.docx)"

# Id of a plan's column → its heading and width in the note; the first column is the number of the row.
COLUMNS: dict[str, tuple[str, float]] = {
    "finding": ("Недочёт (документ, пункт)", 4.3),
    "action": ("Что сделано или будет сделано", 4.3),
    "role": ("Отвечает (должность)", 2.9),
    "date": ("Срок", 2.2),
    "evidence": ("Подтверждение", 3.3),
}
NUMBER_WIDTH = 1.0


def correction_note(answer: Mapping[str, Any] | None) -> tuple[str, bytes]:
    """File name and bytes of the note for an answer `{"rows": [{"finding", "action", "role", "date", "evidence"}]}`.

    Rows without a single word are left out; an empty plan gives a form with one row of blanks.
    """
    from mentoring import paper  # a notebook names this function long before anybody asks for the document

    rows = plan_rows(answer)
    document = paper.page("Справка об устранении недочётов")
    _heading(document)
    _summary(document, rows)
    _table(document, rows or [{}])
    signers = (("Руководитель организации", ""), ("Куратор наставничества", "", "(составил справку)"))
    paper.signatures(document, signers, before=16)
    return "spravka_ob_ustranenii_nedochetov.docx", paper.to_bytes(document)


correction_note.label = LABEL  # type: ignore[attr-defined]


def plan_rows(answer: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """The rows of a plan that say anything, cleaned of what a document can't hold; unknown columns are dropped."""
    from mentoring.paper import clean

    rows = answer.get("rows") if isinstance(answer, Mapping) else None
    cleaned = [
        {key: clean(row.get(key)) for key in COLUMNS} for row in (rows if isinstance(rows, list | tuple) else ())
        if isinstance(row, Mapping)
    ]  # fmt: skip
    return [row for row in cleaned if any(row.values())]


def date_ru(text: str) -> str:
    """`2026-12-01` → `01.12.2026`; what is no such date stays as written."""
    day = _as_date(text)
    return f"{day:%d.%m.%Y}" if day else text


def _as_date(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _heading(document: DocxDocument) -> None:
    from mentoring import paper

    blank = paper.BLANK
    for line in (f"Кому: {blank * 2}", f"(должность, орган или организация){NBSP}", f"От: {blank * 2}",
                 f"(наименование организации){NBSP}"):  # fmt: skip
        paper.text(document, line, left=9.5, size=9 if line.startswith("(") else None)
    title = "СПРАВКА\nоб устранении недочётов в документах\nо наставничестве педагогических работников"
    paper.text(document, title, align="center", bold=True, before=18, after=12)
    day = f"по состоянию на «____» {blank * 2} 20___{NBSP}г."
    paper.text(document, day, align="center", after=12)


def _summary(document: DocxDocument, rows: list[dict[str, str]]) -> None:
    from mentoring import paper

    text = "По итогам аудита документов о наставничестве составлен план исправлений."
    if rows:
        text += f" В нём {count_ru(len(rows), 'недочёт', 'недочёта', 'недочётов')}."
        days = [day for row in rows if (day := _as_date(row["date"]))]
        if len(days) == len(rows):
            text += f" Последний срок исполнения — {max(days):%d.%m.%Y}."
    paper.body(document, text, after=8)


def _table(document: DocxDocument, rows: list[dict[str, str]]) -> None:
    from mentoring import paper

    lines = []
    for number, row in enumerate(rows, 1):
        values = (date_ru(row.get(key, "")) if key == "date" else row.get(key, "") for key in COLUMNS)
        lines.append([str(number), *(value or paper.BLANK for value in values)])
    widths = [NUMBER_WIDTH, *(width for _, width in COLUMNS.values())]
    paper.table(document, widths, ["№", *(title for title, _ in COLUMNS.values())], lines, centred=(0,))
