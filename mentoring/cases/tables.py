"""The tables of the generator as objects: documents, fragments, wordings of defects, decoys. What is wrong in a wording
is one Russian sentence, so that a methodologist may add one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any


class CaseError(ValueError):
    """A case that can't be made; `str()` is one Russian sentence for the person who asked for it."""


@dataclass(frozen=True)
class Sheet:
    """A document of the package: `subject` is the subject of defects (datasets/defects.csv) that it bears."""

    id: str
    subject: str
    title: str


@dataclass(frozen=True)
class Template:
    """A fragment before it is filled in: `variants` say the same in other words."""

    slot: str
    document: str
    form: str
    variants: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """`change`: replace, drop, insert (after `slot`, as `new_slot`), drop_document, set (a field of all documents)."""

    change: str
    slot: str
    new_slot: str = ""
    text: str = ""


@dataclass(frozen=True)
class Wording:
    """One way to plant a defect; without a defect a decoy, which looks wrong and is right."""

    id: str
    defect: str
    level: int
    changes: tuple[Change, ...]
    mark: tuple[str, ...]
    also: tuple[str, ...]
    explain: str


@dataclass(frozen=True)
class Defect:
    id: str
    subject: str
    text: str
    severity: str
    how: str
    source: str
    certainty: str

    @property
    def firm(self) -> bool:
        return self.certainty in ("source", "confirmed")


@dataclass(frozen=True)
class Library:
    sheets: tuple[Sheet, ...]
    templates: tuple[Template, ...]
    wordings: tuple[Wording, ...]
    defects: Mapping[str, Defect]

    def slots(self, document: str) -> set[str]:
        return {one.slot for one in self.templates if one.document == document}

    def of(self, defect: str) -> list[Wording]:
        return [one for one in self.wordings if one.defect == defect]

    def touched(self, wording: Wording) -> set[str]:
        """What a wording changes or points at: two wordings with something in common don't go together."""
        found = set(wording.mark)
        for one in wording.changes:
            found |= self.slots(one.slot) | {one.slot} if one.change == "drop_document" else {one.slot, one.new_slot}
        return found - {""}


@lru_cache(maxsize=4)
def _library(_folder: str) -> Library:
    from mentoring.data import load

    sheets = tuple(Sheet(row["id"], row["subject"], row["title"]) for row in _rows(load("case_documents")))
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(load("case_fragments")):
        grouped.setdefault(row["slot"], []).append(row)
    templates = tuple(
        Template(slot, rows[0]["document"], rows[0]["form"], tuple(row["text"] for row in rows))
        for slot, rows in grouped.items()
    )
    lines: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(load("case_wordings")):
        lines.setdefault(row["id"], []).append(row)
    wordings = tuple(
        Wording(
            id, rows[0]["defect"], int(rows[0]["level"]),
            tuple(Change(row["change"], row["slot"], row["new_slot"], row["text"]) for row in rows),
            tuple(rows[0]["mark"].split()), tuple(rows[0]["also"].split()), rows[0]["explain"],
        )
        for id, rows in lines.items()
    )  # fmt: skip
    defects = {
        row["id"]: Defect(row["id"], row["document"], row["defect"], row["severity"], row["how_to_recognise"],
                          row["source"], row["certainty"])
        for row in _rows(load("defects"))
    }  # fmt: skip
    return Library(sheets, templates, wordings, defects)


def library() -> Library:
    """The tables of the folder of data in force."""
    from mentoring.data import folder

    return _library(str(folder()))


def filled(text: str, fields: Mapping[str, str], where: str) -> str:
    """`{field}` replaced. Raises CaseError when the text names a field that doesn't exist."""
    out = []
    try:
        for before, name, _, _ in Formatter().parse(text):
            out.append(before)
            if name is not None:
                out.append(fields[name])
    except (KeyError, ValueError) as error:
        known = f"нет поля {error}" if isinstance(error, KeyError) else "фигурные скобки не парные"
        raise CaseError(f"Формулировка «{where}»: {known}; поля названы в шаблонах таблицы case_fragments.") from error
    # A sentence that ends with initials has one full stop, not two.
    return re.sub(r"(?<=[А-ЯЁ]\.)\.", "", "".join(out))


@lru_cache(maxsize=64)
def _kept(name: str, _folder: str) -> list[dict[str, Any]]:
    from mentoring.data import load

    return _rows(load(name))


def rows(name: str) -> list[dict[str, Any]]:
    """Rows of a table of the folder in force, read once; to be looked at, not changed."""
    from mentoring.data import folder

    return _kept(name, str(folder()))


def _rows(frame: Any) -> list[dict[str, Any]]:
    """Rows as dicts; an empty cell is ''."""
    return frame.astype(object).where(frame.notna(), "").to_dict("records")
