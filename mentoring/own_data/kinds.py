"""Which table a sheet is: headings of columns by what people call them, header rows joined, kinds by their columns."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from .reading import Formula, Percent, Sheet

KINDS = {
    "register": "реестр приказов",
    "shares": "доли документов",
    "presence": "наличие документов по организациям",
    "statuses": "статусы",
}
NEEDED = {
    "register": "«Организация» и «Реквизит приказа» (или «Номер» и «Дата»)",
    "shares": "«Документ» и «Доля, %» (или «Есть» и «Всего организаций»)",
    "presence": "«Организация» и по столбцу на документ («Положение», «Дорожная карта», …) с «да» и «нет»",
    "statuses": "«Организация» и «Статус»",
}
# The order matters: a roadmap «по реализации Положения» is a roadmap.
DOCUMENTS = {
    "roadmap": r"дорожн\w+ карт|план\w* мероприят",
    "supplementary_agreement": r"доп\w*\.? ?соглаш",
    "consent_mentee": r"соглас\w*.*(?:наставляем|закрепл)",
    "consent_mentor_work": r"соглас\w*.*(?:наставни|доп\w*\.? ?работ|доплат)",
    "pairing_order": r"приказ\w*.*(?:закрепл|пар\b|пары|парах|назначен)|закрепл\w+ .*пар",
    "implementation_order": r"приказ\w*.*(?:внедрен|введени|утвержден|реализац|целев)",
    "regulation": r"положени",
}
FIELDS = {
    "municipality": r"муниципалит|муниципальн\w+ (?:образован|округ)|^округ|^(?:городской )?округ|^район|^мо$",
    "organization": r"^(?!.*(?:всего|количеств|числ|с документ|имею|дол[яи])).*(?:организаци|учрежден|школ)|^оо$|^доо$",
    "requisite": r"реквизит|номер.*дат|дат\w*.*номер|№.*дат|^приказ(?:\w* о внедрении)?$",
    "number": r"^(?:номер|№)(?: приказа)?$|приказ\w*.* (?:номер|№)$",
    "date": r"^дата|дата приказа|приказ\w*.* дата$",
    "document": r"^(?:вид |название |наименование )?документ\w*$|наименование документа",
    "share": r"дол[яи]\b|процент|^%|, ?%",
    "have": r"^(?:есть|имеется|имеют|количество с)|с документ|имею\w+ документ|числитель|^a$|^а$",
    "total": r"всего|числ\w+ организаци|количество (?:оо|организаци)|знаменатель|база|^b$|^в$",
    "status": r"статус|состояние|результат проверки",
}
PERSONAL = re.compile(r"\bфио\b|ф\. ?и\. ?о|фамили|телефон|e-?mail|почт|паспорт|снилс|дата рождения")
HEADER_ROWS, DEPTH = 15, 3


@dataclass(frozen=True)
class Layout:
    """What a sheet is. `columns`: field → place, documents of the presence table by their code; `first`: first row."""

    kind: str
    columns: dict[str, int]
    titles: dict[int, str]
    first: int
    depth: int


def recognise(sheet: Sheet) -> Layout | None:
    """The best reading of the first rows as a header; None when the sheet is none of the tables."""
    best: tuple[tuple[int, int, int], Layout] | None = None
    for at in range(min(HEADER_ROWS, len(sheet.cells))):
        for depth in range(1, DEPTH + 1):
            titles = _titles(sheet.cells[at : at + depth])
            found = _kind(titles)
            if found is None:
                continue
            kind, columns = found
            rank = (len(columns), -depth, -at)
            if best is None or rank > best[0]:
                best = rank, Layout(kind, columns, titles, at + depth, depth)
    return best[1] if best else None


def _titles(rows: list[list[Any]]) -> dict[int, str]:
    """Column → its heading, joined of the header rows; an upper heading of a group reaches over the cells after it."""
    width = max(map(len, rows), default=0)
    titles: dict[int, list[str]] = {place: [] for place in range(width)}
    for number, row in enumerate(rows):
        group = ""
        for place in range(width):
            words = text_of(row[place]) if place < len(row) else ""
            if number < len(rows) - 1:
                group = words or (group if place and _blank_above(rows[:number], place) else "")
                words = words or group
            if words and words not in titles[place]:
                titles[place].append(words)
    return {place: " ".join(parts) for place, parts in titles.items() if parts}


def _blank_above(rows: list[list[Any]], place: int) -> bool:
    return not any(place < len(row) and text_of(row[place]) for row in rows)


def _kind(titles: dict[int, str]) -> tuple[str, dict[str, int]] | None:
    fields, documents = _fields(titles), _documents(titles)
    candidates: list[tuple[str, dict[str, int]]] = []
    if "organization" in fields and len(documents) >= 2:
        candidates.append(("presence", _only(fields, "municipality", "organization") | documents))
    if "document" in fields and ("share" in fields or {"have", "total"} <= fields.keys()):
        candidates.append(("shares", _only(fields, "document", "share", "have", "total")))
    if "organization" in fields and ("requisite" in fields or {"number", "date"} <= fields.keys()):
        candidates.append(("register", _only(fields, "municipality", "organization", "requisite", "number", "date")))
    if "status" in fields and {"organization", "municipality"} & fields.keys():
        candidates.append(("statuses", _only(fields, "municipality", "organization", "status")))
    return max(candidates, key=lambda one: len(one[1]), default=None)


def _only(fields: dict[str, int], *names: str) -> dict[str, int]:
    return {name: fields[name] for name in names if name in fields}


def _fields(titles: dict[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, pattern in FIELDS.items():
        for place, title in titles.items():
            if place not in found.values() and len(title) <= 90 and re.search(pattern, folded(title)):
                found[name] = place
                break
    return found


def _documents(titles: dict[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, title in titles.items():
        code = document_of(title)
        if code and code not in found:
            found[code] = place
    return found


def document_of(text: str) -> str:
    """The code of the document that a heading or a cell names; empty when none."""
    words = folded(text)
    return next((code for code, pattern in DOCUMENTS.items() if re.search(pattern, words)), "")


def folded(text: str) -> str:
    """Small letters, single blanks, «ё» as «е», no marks at the ends."""
    return " ".join(text.split()).casefold().replace("ё", "е").strip(" .:*")


def text_of(value: Any) -> str:
    """A raw cell as a person sees it, on one line and without control characters."""
    if value is None or isinstance(value, bool):
        return {True: "да", False: "нет"}.get(value, "") if value is not None else ""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, Percent):
        return f"{value.value * 100:.10g} %".replace(".", ",")
    if isinstance(value, dt.datetime | dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        value = int(value) if value.is_integer() else f"{value:.10g}".replace(".", ",")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)).split())
