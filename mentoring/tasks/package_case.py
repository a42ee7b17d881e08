"""Practicum №4 as a variant: documents of an invented school to mark up, two of them to mend, its roadmap to mend and
complete, a package of one's own to quote from, a route to draw. Pure.

The order on pairs and the agreement are defective in ways that the audit of documents sees, so that mending shows.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from mentoring.cases.dice import Dice
from mentoring.cases.making import Case, CaseDocument, Part, make_case
from mentoring.cases.mentees import MenteeCase, make_mentee
from mentoring.cases.school import facts
from mentoring.cases.tables import CaseError, library
from mentoring.cases.word import document_docx
from mentoring.tasks.case_tasks import markup_task, route_task
from mentoring.tasks.document import Asked, DocumentQuestion, DocumentReference, Fact, asked
from mentoring.tasks.package_example import given_runs
from mentoring.tasks.roadmap_case import roadmap_task
from mentoring.variants import Variant

DAY = "2026-11-21"
MARKED = ("implementation_order", "regulation", "consent", "mentoring_programme")
DEFECTS, DECOYS, TRIES = 5, 2, 50
# Defect → the criteria of the audit that it fails (a test holds them to the audit).
TERM = {"DEF-09": ("PRP-01",), "DEF-10": ("PRP-05",), "DEF-14": ("PRP-03", "PRP-04")}
CONSENT = {"DEF-11": ("PRP-06",), "DEF-12": ("PRP-07",), "DEF-13": ("PRP-07",)}
PAY = {"DEF-16": ("DS-05",), "DEF-17": ("DS-05",)}
KEPT = ("PRP-02", "PRP-08", "DS-02", "DS-03")
"""What is sound in the given documents and has to stay so."""
MENDED = ("pairing", "agreement")
# Kind of document → criteria that a place with something of one's own meets; a variant asks for one of each kind.
QUOTES = {
    "implementation_order": ("PRV-06", "PRV-07"), "regulation": ("PLZ-01", "PLZ-02"), "roadmap": ("DK-02", "DK-10"),
    "supplementary_agreement": ("DS-01", "DS-03", "DS-05"), "pairing_order": ("PRP-07", "PRP-12"),
    "mentoring_programme": ("PPN-06", "PPN-10"), "learning_route": ("IOM-07",),
}  # fmt: skip
ASKED = (
    "PRV-06", "PRV-07", "PLZ-01", "PLZ-02", "PLZ-06", "PLZ-11", "DK-02", "DK-03", "DK-05", "DK-10", "DK-11", "SOG-08",
    "DS-01", "DS-03", "DS-05", "PRP-05", "PRP-07", "PRP-12", "PPN-02", "PPN-06", "PPN-10", "IOM-06", "IOM-07",
    "IOM-09",
)  # fmt: skip
OWN = {
    "implementation_order": 0.25, "regulation": 0.03, "roadmap": 0.25, "consent": 0.2, "supplementary_agreement": 0.25,
    "pairing_order": 0.3, "mentoring_programme": 0.35, "learning_route": 0.35,
}  # fmt: skip
"""Share of a document that has to be one's own; a draft of the invented school with other names has a fifth of it."""


def package_case(
    seed: int, marked: float = 20, mended: float = 16, package: float = 14, roadmap: float = 12, route: float = 14
) -> Variant:
    """Tasks `k1` (markup), `k2` (two documents to mend), `k6` (roadmap), `k3` (package), `k4` (route), with points.

    Public: `{"tasks", "school", "sheets": [document], "told": [line]}`; secret: `{id: reference}`.
    """
    school = f"{seed}/school"
    whole = make_case(school, "medium", planted(school), subjects=MARKED, decoys=DECOYS)
    found, key = markup_task(whole, "k1", "Найдите дефекты", text=FIND, points=marked)
    broken, criteria = broken_case(school)
    question, reference = mending_task(school, criteria, mended)
    drawn, way = route_task(other_mentee(seed, whole), "k4", points=route)
    tasks = {
        "k1": (found, key), "k2": (question, reference), "k6": roadmap_task(school, "k6", roadmap),
        "k3": package_task(seed, package), "k4": (drawn, way),
    }  # fmt: skip
    return Variant(
        {
            "tasks": {id: asked.model_dump(mode="json") for id, (asked, _) in tasks.items()}, "school": whole.school,
            "sheets": [sheet_json(one) for one in broken.documents if one.id in MENDED], "told": told(school),
        },
        {id: reference.model_dump(mode="json", exclude={"id"}) for id, (_, reference) in tasks.items()},
    )  # fmt: skip


def other_mentee(seed: int, shown: Case) -> MenteeCase:
    """A mentee whose deficit is none of those that the school's own documents work at: they would tell the answer."""
    said = "\n".join(" ".join((part.text, *part.cells)) for part in shown.parts().values())
    for number in range(TRIES):
        mentee = make_mentee(f"{seed}/mentee/{number}", "easy")
        if not any(row["deficit"] in said or row["task"] in said for row in mentee.deficits):
            break
    return mentee


def planted(school: str) -> list[str]:
    """Defects of the marked documents that go together and stand in what is shown."""
    names = [one.id for one in library().defects.values() if one.firm and one.subject in MARKED]
    chosen: list[str] = []
    for name in Dice(school, "find").shuffled(names):
        with suppress(CaseError):
            make_case(school, "medium", [*chosen, name], subjects=MARKED, decoys=0)
            chosen.append(name)
        if len(chosen) == DEFECTS:
            break
    return chosen


def broken_case(school: str) -> tuple[Case, tuple[str, ...]]:
    """The school with three defects in the two documents, and the criteria they fail."""
    dice = Dice(school, "mend")
    chosen = [dice.one(sorted(group.items())) for group in (TERM, CONSENT, PAY)]
    case = make_case(school, "medium", [name for name, _ in chosen], decoys=0)
    return case, tuple(id for _, ids in chosen for id in ids)


def mending_task(school: str, criteria: tuple[str, ...], points: float) -> tuple[DocumentQuestion, DocumentReference]:
    texts = {one.id: one.text for one in asked(*criteria, *KEPT)}
    question = DocumentQuestion(
        id="k2", title="Исправьте два документа", text=MEND, points=points, as_of=DAY,
        wanted=("pairing_order", "supplementary_agreement"), max_files=2, personal_data_warning=False,
        criteria=(
            *(Asked(id=id, text=texts[id], weight=3, evidence=True) for id in criteria),
            *(Asked(id=id, text=texts[id], weight=0.25) for id in KEPT),
        ),
        weights={"document": 0.45, "case": 0.1, "evidence": 0.45},
    )  # fmt: skip
    field = facts(school, 2026)
    known = {
        "mentor": (field["mentor_full"], "Имя наставника остаётся таким, как в документах школы."),
        "mentee": (field["mentee_full"], "Имя наставляемого остаётся таким, как в документах школы."),
        "begins": (field["pair_from"], "Начало работы пары — из сведений школы."),
        "ends": (field["pair_to"], "Окончание работы пары — из сведений школы."),
    }
    named = tuple(Fact(id=name, phrases=(text,), explain=why) for name, (text, why) in known.items())
    return question, DocumentReference(facts=named, example=("mentoring.tasks.package_case:sound_files", school))


def sound_files(school: str) -> list[tuple[str, bytes]]:
    """The two documents as they should be."""
    case = make_case(school, "medium", [], decoys=0)
    return [(f"{one.title}.docx", document_docx(one)) for one in case.documents if one.id in MENDED]


def package_task(seed: object, points: float) -> tuple[DocumentQuestion, DocumentReference]:
    """A package of one's own; which criteria are to be quoted is the participant's own draw, so that a neighbour's
    quotations don't fit, and what the kit gave does not count."""
    dice = Dice(seed, "quotes")
    quoted = tuple(dice.one(ids) for ids in QUOTES.values())
    question = DocumentQuestion(
        id="k3", title="Комплект документов", text=PACKAGE, points=points, as_of=DAY, wanted=WANTED, max_files=12,
        criteria=asked(*ASKED, evidence=quoted), weights={"document": 0.4, "case": 0.0, "evidence": 0.6},
        source="000:96; 002:302–306",
    )  # fmt: skip
    reference = DocumentReference(
        package=True, example=("mentoring.tasks.package_example:own_package",), given=given_runs(), own=OWN,
        explain={
            "PLZ-06": "У каждого вида названо условие, при котором его применяют.",
            "PLZ-11": "Порядок закрепления называет письменные согласия обеих сторон.",
            "PRV-06": "Ответственный и куратор названы с должностью и фамилией (или кодом).",
            "DK-11": "Мониторинг стоит на входе, в середине и на выходе, у него есть показатели.",
            "PPN-10": "Показатели есть на входе и на выходе, у обеих сторон.",
            "IOM-06": "После обучения стоит применение на уроке и доказательство.",
        },
    )  # fmt: skip
    return question, reference


WANTED = (
    "implementation_order", "regulation", "roadmap", "consent", "supplementary_agreement", "pairing_order",
    "mentoring_programme", "learning_route",
)  # fmt: skip


def given_files(sheets: list[dict[str, Any]]) -> list[tuple[str, bytes]]:
    """The documents that the participant mends, of the public part of the variant."""
    made = []
    for sheet in sheets:
        parts = tuple(Part(one["id"], one["form"], one["text"], tuple(one["cells"])) for one in sheet["parts"])
        document = CaseDocument(sheet["id"], sheet["subject"], sheet["title"], parts)
        made.append((f"{document.title}.docx", document_docx(document)))
    return made


def told(school: str) -> list[str]:
    """What the school knows of the pair and a mender may need."""
    field = facts(school, 2026)
    row = next(
        part.cells for one in make_case(school, "medium", [], decoys=0).documents if one.id == "pairing"
        for part in one.parts if part.form == "row"
    )  # fmt: skip
    return [
        f"Учебный год: {field['year']}; приказ от {field['pairing_date']} № {field['pairing_no']}, "
        f"пара работает с {field['pair_from']} по {field['pair_to']}.",
        f"Наставник: {row[0]}. Письменное согласие — от {field['consent_mentor_date']}.",
        f"Наставляемый: {row[1]}. Письменное согласие — от {field['consent_mentee_date']}. Категория: {row[2]}.",
        f"Форма и вид: {row[3]}.",
        f"Выплата наставнику: {field['pay']} рублей в месяц, по разделу 4 положения об оплате труда.",
    ]


def sheet_json(document: CaseDocument) -> dict[str, Any]:
    parts = [{"id": p.id, "form": p.form, "text": p.text, "cells": list(p.cells)} for p in document.parts]
    return {"id": document.id, "subject": document.subject, "title": document.title, "parts": parts}


FIND = (
    "Прочитайте документы школы и отметьте места с дефектами: назовите дефект и его тяжесть, напишите, как исправить. "
    "Не всё необычное — ошибка; лишние отметки снижают балл."
)
PACKAGE = (
    "Загрузите документы восьми видов и к отмеченным критериям приведите цитату из своего документа: по ней видно, что "
    "критерий выполнен. Какие критерии отмечены, у каждого участника решает свой вариант. Засчитывается своё: документ "
    "и цитата, которые повторяют образец вымышленной школы, баллов не дают, перемена одних имён — почти не даёт. "
    "Расхождение между документами снимает десятую часть балла за документы."
)
MEND = (
    "Методист вернул школе два документа: приказ о закреплении пары и дополнительное соглашение. Скачайте их выше, "
    "исправьте в Word и загрузите оба. Первые критерии в списке методист счёл нарушенными; остальное не испортите. "
    "К каждому исправленному месту приведите цитату из своего документа."
)
