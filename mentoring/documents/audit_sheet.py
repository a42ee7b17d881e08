"""The sheet of a package's audit as .docx, from the rows of practicum №4: what was found, who saw it, what was done.

Not a check of the rows: what is empty stays a line to fill in by hand, what is written is copied as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from mentoring import paper
from mentoring.paper import BLANK, clean
from mentoring.wording import NBSP, count_ru

LABEL = "Скачать лист аудита (.docx)"
# Id of a column → its heading and width in centimetres; the first column is the number of the row.
COLUMNS: dict[str, tuple[str, float]] = {
    "document": ("Документ", 4.2),
    "finding": ("Что не так и где", 6.6),
    "severity": ("Тяжесть", 2.8),
    "seen": ("Кто увидел", 3.1),
    "mend": ("Что сделано", 5.2),
    "evidence": ("По чему видно", 3.8),
}
NUMBER_WIDTH = 1.0
GRAVITY = ("критично", "существенно", "незначительно")


def audit_sheet(answer: Mapping[str, Any] | None) -> tuple[str, bytes]:
    """File name and bytes of the sheet for `{"rows": [{"document", "finding", …}]}`; an empty answer gives a form."""
    rows = _rows(answer)
    document = paper.page("Лист аудита комплекта документов", wide=True, numbered=True)
    title = "ЛИСТ АУДИТА\nкомплекта документов о наставничестве педагогических работников"
    paper.text(document, title, align="center", bold=True, after=6)
    line = f"Организация: {BLANK * 3}    Проверено: «____» {BLANK} 20___{NBSP}г."
    paper.text(document, line, align="center", after=8)
    if rows:
        paper.body(document, _summary(rows), after=6)
    lines = [[str(number), *(row.get(name) or BLANK for name in COLUMNS)] for number, row in enumerate(rows or [{}], 1)]
    widths = [NUMBER_WIDTH, *(width for _, width in COLUMNS.values())]
    paper.table(document, widths, ["№", *(title for title, _ in COLUMNS.values())], lines, size=10, centred=(0,))
    paper.signatures(document, (("Проверил", "", ""), ("Руководитель организации", "", "")), before=16)
    return "list_audita_komplekta.docx", paper.to_bytes(document)


audit_sheet.label = LABEL  # type: ignore[attr-defined]


def _rows(answer: Mapping[str, Any] | None) -> list[dict[str, str]]:
    given = answer.get("rows") if isinstance(answer, Mapping) else None
    rows = [
        {name: clean(row.get(name)) for name in COLUMNS} for row in (given if isinstance(given, list | tuple) else ())
        if isinstance(row, Mapping)
    ]  # fmt: skip
    return [row for row in rows if any(row.values())]


def _summary(rows: list[dict[str, str]]) -> str:
    said = f"В листе {count_ru(len(rows), 'замечание', 'замечания', 'замечаний')}"
    graded = Counter(row["severity"] for row in rows if row["severity"])
    known = [name for name in GRAVITY if graded[name]]
    told = ", ".join(f"{name} — {graded[name]}" for name in known)
    return f"{said}: {told}." if told else f"{said}."
