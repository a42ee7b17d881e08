"""A case: the package of an invented school, with its key. See `mentoring.cases`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mentoring.cases.dice import Dice
from mentoring.cases.planting import Slot, Wish, applied, choose
from mentoring.cases.school import facts
from mentoring.cases.tables import CaseError, Library, Wording, filled, library

YEAR = 2026
FORMS_WITH_CELLS = ("head", "row")


@dataclass(frozen=True)
class Part:
    """A fragment that can be pointed at; a row of a table has `cells`. Its id says nothing of what stands in it."""

    id: str
    form: str
    text: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseDocument:
    id: str
    subject: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class PlantedDefect:
    """A line of the key. `firm` false: a reason to check, which costs nothing."""

    defect: str
    fragments: tuple[str, ...]
    severity: str
    also: tuple[str, ...]
    explain: str
    how: str
    source: str
    certainty: str
    firm: bool
    wording: str


@dataclass(frozen=True)
class Decoy:
    fragment: str
    explain: str


@dataclass(frozen=True)
class Case:
    seed: str
    difficulty: str
    year: int
    school: str
    documents: tuple[CaseDocument, ...]
    key: tuple[PlantedDefect, ...]
    decoys: tuple[Decoy, ...]

    def parts(self) -> dict[str, Part]:
        return {part.id: part for document in self.documents for part in document.parts}

    def to_json(self, with_key: bool = True) -> dict[str, Any]:
        data = asdict(self)
        return data if with_key else {name: value for name, value in data.items() if name not in ("key", "decoys")}


def make_case(
    seed: object,
    difficulty: str = "medium",
    defects: int | Sequence[str] | None = None,
    *,
    year: int = YEAR,
    severities: Sequence[str] = (),
    subjects: Sequence[str] = (),
    doubtful: bool = False,
    decoys: int | None = None,
) -> Case:
    """A school in the school year that begins in `year`, with defects in its documents.

    `defects`: their number or their ids (0 or [] — a sound package); `subjects`: only these documents
    (`regulation`, `roadmap` …, see datasets/defects.csv). Raises CaseError with one Russian sentence.
    """
    tables = library()
    if unknown := sorted(set(subjects) - {one.subject for one in tables.sheets}):
        raise CaseError(f"Документа «{unknown[0]}» в комплекте нет; есть: {_subjects(tables)}.")
    wanted = defects if isinstance(defects, int | None) else tuple(defects)
    wish = Wish(difficulty, wanted, tuple(severities), tuple(subjects), doubtful, decoys)
    wordings = choose(str(seed), wish, tables)
    slots = [
        Slot(one.slot, one.document, one.form, Dice(seed, "text", one.slot).one(one.variants))
        for one in tables.templates
    ]
    field = facts(str(seed), year)
    for wording in wordings:
        for change in wording.changes:
            if change.change == "set":
                field[change.slot] = filled(change.text, field, wording.id)
        slots = applied(slots, wording.changes)
    documents, places = _documents(tables, slots, field, tuple(subjects))
    planted = tuple(_planted(tables, one, places) for one in wordings if one.defect)
    false = tuple(Decoy(places[one.mark[0]], filled(one.explain, field, one.id)) for one in wordings if not one.defect)
    return Case(str(seed), difficulty, year, field["school"], documents, planted, false)


def _documents(
    tables: Library, slots: Sequence[Slot], field: Mapping[str, str], subjects: tuple[str, ...]
) -> tuple[tuple[CaseDocument, ...], dict[str, str]]:
    """Documents that are shown, and where each slot stands in them."""
    made, places = [], {}
    for sheet in tables.sheets:
        if subjects and sheet.subject not in subjects:
            continue
        parts = []
        for slot in (one for one in slots if one.document == sheet.id):
            id = f"{sheet.id}-{len(parts) + 1:02d}"
            text = filled(slot.text, field, slot.slot)
            if slot.form in FORMS_WITH_CELLS:
                parts.append(Part(id, slot.form, cells=tuple(cell.strip() for cell in text.split("|"))))
            else:
                parts.append(Part(id, slot.form, text))
            places[slot.slot] = id
        if parts:
            made.append(CaseDocument(sheet.id, sheet.subject, sheet.title, tuple(parts)))
    return tuple(made), places


def _planted(tables: Library, wording: Wording, places: Mapping[str, str]) -> PlantedDefect:
    defect = tables.defects[wording.defect]
    where = tuple(places[slot] for slot in wording.mark if slot in places)
    if not where:
        raise CaseError(f"Дефект {defect.id} стоит в документе, которого в этом случае не показывают.")
    return PlantedDefect(
        defect.id, where, defect.severity, wording.also, wording.explain, defect.how, defect.source,
        defect.certainty, defect.firm, wording.id,
    )  # fmt: skip


def _subjects(tables: Library) -> str:
    return ", ".join(dict.fromkeys(one.subject for one in tables.sheets))
