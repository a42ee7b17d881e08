"""Routes written in sentences, not in tables: «Задача 1 (дефицит А). …», «Как: …», «Перенос …», «Рефлексия …».

Takes what is plainly named; what is not named so stays unread, and the checks then say that it was not found.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

MAX_PARAGRAPH = 4_000
_TASK = re.compile(
    r"^\W*(?:задач[аи]|з)\s*-?(?:№\s*)?(\d{1,2})\s*(?:\(\s*(?:дефицит\w*|к)\s+([^)]{1,30})\))?\s*[.:)—–-]+\s*(\S.*)",
    re.I | re.S,
)
_HOW = re.compile(r"^\W*(?:как|что делаю|действия|мероприятия)\W*:\W*(\S.*)", re.I | re.S)
_JUDGED = re.compile(r"^\W*(?:как оцени\w+|критери[йи]|оценка)\W*:\W*(\S.*)", re.I | re.S)
_FOUND = re.compile(r"^\W*(?:профессиональн\w+ )?(?:дефицит|затруднени|выявлен)\w*[^:]{0,300}:\s*(\S.*)", re.I | re.S)
_DIAGNOSTICS = re.compile(r"^\W*(?:основание|диагностика)\W*:\W*(\S.*)", re.I | re.S)
_ITEM = re.compile(r"(?:^|[\s;,.])\(?(Д?-?\d{1,2}|[А-ЯA-Z])(?:\)|\s+[—–])\s*")
_GOAL = re.compile(r"^\W*цель(?: \w+){0,2}\s*[:—–]\s*(\S.*)", re.I | re.S)
_TRANSFER = re.compile(r"^\W*перенос\w*[^.:]{0,60}[.:]\s*(\S.*)", re.I | re.S)
_EVIDENCE = re.compile(r"доказательств\w*(?: [\w ]{0,40})?\s*[:—–]\s*([^.]+)", re.I)
_LOOK = re.compile(r"рефлекс|методическ\w+ аудит", re.I)
_CORRECTION = re.compile(r"\b(?:поправк|корректир|корректив|пересматрива|уточнени\w+ программ)", re.I)
_ENDS = {
    "decision": re.compile(r"решени\w+ о (?:завершени|продолжени|продлени)", re.I),
    "report": re.compile(r"наставник\w*[^.]{0,40}отч[её]т|отч[её]т\w*[^.]{0,20}наставник", re.I),
    "consents": re.compile(r"\bсогласи[яе]\b(?! на обработку)", re.I),
    "link": re.compile(r"маршрут\w*[^.]{0,40}(?:прилага|приложен)|(?:связан|вместе с|с)\b[^.]{0,40}маршрутом", re.I),
}
_HEADINGS = (
    ("tasks", re.compile(r"^\W*(?:образовательные )?задачи(?: \w+){0,3}\W*$", re.I)),
    ("deficits", re.compile(r"^\W*(?:профессиональные )?(?:дефициты|затруднения)(?: \w+){0,3}\W*$", re.I)),
    ("activities", re.compile(r"^\W*(?:план )?мероприяти[яй](?: \w+){0,3}\W*$", re.I)),
)
_STAMP = re.compile(r"утвержда|утвержден|утверждён|согласован", re.I)


class Rows(Protocol):
    """Where rows are put: see `mentoring.route.reading`."""

    found: dict[str, list[dict[str, Any]]]

    def once(self, field: str, key: str, row: dict[str, Any]) -> str: ...
    def add(self, field: str, row: dict[str, Any], id: str = "") -> str: ...


class Prose:
    """Reads paragraphs one by one; remembers the task that «Как: …» belongs to and the list that is going on."""

    def __init__(self, rows: Rows, fields: dict[str, Any]):
        self.rows, self.fields = rows, fields
        self.marks: dict[str, str] = {}
        self.task = self.listing = self.method = ""
        self.loose: list[dict[str, Any]] = []

    def paragraph(self, text: str) -> bool:
        """Take what the paragraph names; False where it names nothing of a route."""
        text = " ".join(text[:MAX_PARAGRAPH].split()).replace("*", "")
        for field, heading in _HEADINGS:
            if heading.match(text) and len(text) < 60:
                self.listing = field
                return True
        if match := _TASK.match(text):
            self.listing = ""
            linked = [self.marks[one] for one in re.findall(r"Д?-?\d+|[А-ЯA-Z]", match[2] or "") if one in self.marks]
            row = {"wording": match[3], "deficits": tuple(linked), "due": _due(match[3])}
            self.task = self.rows.once("tasks", "wording", row)
            return True
        if (match := _JUDGED.match(text)) and self.task:
            next(row for row in self.rows.found["tasks"] if row["id"] == self.task)["criterion"] = match[1]
            return True
        if match := _HOW.match(text):
            for part in re.split(r";\s*", match[1]):
                self.rows.add("activities", {"what": part.rstrip("."), "tasks": (self.task,) if self.task else ()})
            return True
        if match := _FOUND.match(text):
            self._deficits(text, match[1])
            return True
        if match := _DIAGNOSTICS.match(text):
            self.method = match[1].rstrip(".")
            return True
        if match := _GOAL.match(text):
            self.fields.setdefault("goal", match[1])
            return True
        if self.listing and not text.endswith(":"):
            key = {"tasks": "wording", "deficits": "text", "activities": "what"}[self.listing]
            self.rows.once(self.listing, key, {key: re.sub(r"^\W*\d{0,2}[.)]?\s*", "", text).rstrip(";.")})
            return True
        self.listing = ""
        return self._others(text)

    def end(self) -> None:
        """Deficits that stand in one sentence count where no others are named; diagnostics told once is of them all."""
        if not self.rows.found["deficits"]:
            for row in self.loose:
                self.rows.add("deficits", row)
        for row in self.rows.found["deficits"]:
            row["method"] = row.get("method") or self.method

    def _deficits(self, text: str, items: str) -> None:
        pieces = _ITEM.split(items)
        head = text[: text.index(items)]
        method = head.partition(". ")[2].rstrip(": ")
        if len(pieces) < 3:
            self.loose = [{"text": items.rstrip("."), "method": method}]
            return
        for sign, words in zip(pieces[1::2], pieces[2::2], strict=True):
            if words.strip(" ;.,"):
                self.marks[sign] = self.rows.once("deficits", "text", {"text": words.strip(" ;.,"), "method": method})

    def _others(self, text: str) -> bool:
        tasks = tuple(row["id"] for row in self.rows.found["tasks"])
        taken = False
        if match := _TRANSFER.match(text):
            words = _EVIDENCE.split(match[1])[0].strip()
            self.rows.add("transfers", {"what": words, "due": _due(words), "tasks": tasks})
            taken = True
        if match := _EVIDENCE.search(text):
            self.rows.add("evidence", {"what": match[1].strip(), "due": _due(match[1]), "tasks": tasks})
            taken = True
        for part in re.split(r"[.;]\s+(?=[А-ЯЁA-Z])|;\s*|,\s+(?=\w+ рефлекс)", text)[:12]:
            if _LOOK.search(part):
                self.rows.add("reflections", {"what": part.strip(" ."), "due": _due(part)})
                taken = True
        for field, pattern in _ENDS.items():
            if not self.fields.get(field) and pattern.search(text):
                self.fields[field] = text
                taken = True
        if _CORRECTION.search(text):
            self.fields.setdefault("correction", text)
            taken = True
        if _STAMP.match(text) and not self.fields.get("approved"):
            self.fields["approved"] = text[:200]
            taken = True
        return taken


def _due(text: str) -> str:
    """The last date that a sentence names, as written."""
    from mentoring.documents.dates import spans
    from mentoring.route.wording import ANY_YEAR

    found = [span for span in spans(text[:600], within=ANY_YEAR) if span.kind not in ("year", "years", "school")]
    return text[found[-1].start : found[-1].end] if found else ""
