"""Invented cases as tasks: a package to mark up, a situation to classify, a mentee to draw a route for. Pure.

Each returns (question, reference); the same seed gives the same pair, so that a reference solution can call it with the
seed of a variant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mentoring.cases.making import Case, make_case
from mentoring.cases.situations import AXES, Situation
from mentoring.cases.tables import library
from mentoring.tasks.base import Option
from mentoring.tasks.markup import Fragment, MarkupDocument, MarkupQuestion, MarkupReference, Planted
from mentoring.variants import Variant

if TYPE_CHECKING:
    from mentoring.cases.mentees import MenteeCase
    from mentoring.tasks.classification import ClassificationQuestion, ClassificationReference
    from mentoring.tasks.route import RouteQuestion, RouteReference

ASIDE = re.compile(r" \(так у [^)]*\)")  # the share of organisations with the defect: interesting, not needed in a list


def markup_task(
    case: Case, id: str, title: str = "Найдите дефекты", *, text: str = "", show: Sequence[str] = (), **fields: Any
) -> tuple[MarkupQuestion, MarkupReference]:
    """The documents of a case to mark up (`show`: only these, by id), with the key.

    The list to name from holds the defects of every subject shown; other `fields` go to the question.
    """
    sheets = [one for one in case.documents if not show or one.id in show]
    shown = {part.id for sheet in sheets for part in sheet.parts}
    planted = [
        Planted(
            id=one.defect, fragments=tuple(place for place in one.fragments if place in shown),
            defects=(one.defect, *one.also), severities=(one.severity,), explain=one.explain, mend="",
            source=one.source, firm=one.firm,
        )
        for one in case.key if shown & set(one.fragments)
    ]  # fmt: skip
    question = MarkupQuestion(
        id=id, title=title, text=text or _asked(case), sheets=tuple(_sheet(one) for one in sheets),
        defects=defect_options({one.subject for one in sheets} | _subjects(planted)), **fields,
    )  # fmt: skip
    decoys = {one.fragment: one.explain for one in case.decoys if one.fragment in shown}
    return question, MarkupReference(planted=tuple(planted), decoys=decoys)


def defect_options(subjects: set[str]) -> tuple[Option, ...]:
    """The defects of these subjects as options, in the order of the table."""
    return tuple(
        Option(id=one.id, text=ASIDE.sub("", one.text).rstrip("."))
        for one in library().defects.values() if one.subject in subjects
    )  # fmt: skip


def _subjects(planted: Sequence[Planted]) -> set[str]:
    return {library().defects[name].subject for one in planted for name in one.defects}


def _sheet(document: Any) -> MarkupDocument:
    parts = tuple(Fragment(id=one.id, text=one.text, form=one.form, cells=one.cells) for one in document.parts)
    return MarkupDocument(id=document.id, title=document.title, fragments=parts)


def _asked(case: Case) -> str:
    return (
        f"Перед вами документы вымышленной школы — МБОУ «{case.school}», {case.year}/{(case.year + 1) % 100:02d} "
        "учебный год. Отметьте места с дефектами, назовите дефект и его тяжесть. Не всё необычное — ошибка."
    )


def situation_task(
    situation: Situation, id: str, title: str = "Что это за случай", axes: Sequence[str] = AXES, **fields: Any
) -> tuple[ClassificationQuestion, ClassificationReference]:
    """A situation to classify on `axes`, with the features it rests on; options are the rows of the tables."""
    from mentoring.tasks.classification import Axis, ClassificationQuestion, ClassificationReference, ExpectedAxis

    options, explained = _axes()
    question = ClassificationQuestion(
        id=id, title=title, case=situation.text,
        features=tuple(Option(id=one.id, text=one.text.rstrip(".")) for one in situation.sentences),
        axes=tuple(Axis(id=axis, title=TITLES[axis], options=options[axis]) for axis in axes), **fields,
    )  # fmt: skip
    expected = {}
    for axis in axes:
        named = (*situation.accepted[axis], *situation.near.get(axis, ()))
        expected[axis] = ExpectedAxis(
            accepted=situation.accepted[axis], near=situation.near.get(axis, ()),
            features=tuple(one.id for one in situation.sentences if axis in one.axes),
            explain={name: why if name in named else _elsewhere(why) for name, why in explained[axis].items()},
            note=situation.why if axis == "type" else "",
            source=SOURCES[axis],
        )  # fmt: skip
    return question, ClassificationReference(axes=expected)


def _elsewhere(why: str) -> str:
    """Of an option that doesn't fit: when it would."""
    return why if why.startswith("Четыре модели") else f"Этот ответ — для другого случая: {why[:1].lower()}{why[1:]}"


TITLES = {
    "form": "Форма наставничества",
    "model": "Модель взаимодействия",
    "type": "Вид наставничества",
    "category": "Категория наставляемого",
}
SOURCES = {"form": "002:583–589", "model": "002:599–613", "type": "002:642–666", "category": "002:151–158"}
NO_MODEL = "ни одна из четырёх: модели описаны для формы «педагог — педагог»"


def _axes() -> tuple[dict[str, tuple[Option, ...]], dict[str, dict[str, str]]]:
    """Options of every axis and why an option fits, from the tables."""
    from mentoring.data import load

    tables = {
        "form": ("mentoring_forms", "title", "when"), "model": ("interaction_models", "title", "purpose"),
        "type": ("mentoring_types", "title", "distinguishing_sign"), "category": ("mentee_categories", "title", "need"),
    }  # fmt: skip
    options, explained = {}, {}
    for axis, (table, name, why) in tables.items():
        rows = load(table).to_dict("records")
        options[axis] = tuple(Option(id=row["id"], text=row[name]) for row in rows)
        explained[axis] = {row["id"]: row[why] for row in rows}
    options["model"] += (Option(id="none", text=NO_MODEL),)
    explained["model"]["none"] = "Четыре модели описаны для пары «педагог — педагог», а здесь другая форма."
    return options, explained


def route_task(mentee: MenteeCase, id: str, title: str = "", **fields: Any) -> tuple[RouteQuestion, RouteReference]:
    """A route to draw for an invented mentee."""
    from mentoring.tasks.route import ExpectedDeficit, GivenDeficit, RouteQuestion, RouteReference

    text = (
        f"{mentee.position.capitalize()} {mentee.code}, {mentee.category}. {mentee.context} Диагностику провёл "
        "наставник: анкета затруднений и два посещённых урока. Составьте маршрут на указанный период."
    )
    question = RouteQuestion(
        id=id, title=title or f"Маршрут: {mentee.position}", text=text, position=mentee.position,
        starts=str(mentee.starts), ends=str(mentee.ends), hours_per_week=mentee.hours, max_tasks=4,
        deficits=tuple(
            GivenDeficit(id=row["id"], text=row["deficit"].capitalize(), evidence=row["evidence"])
            for row in mentee.deficits
        ),
        **fields,
    )  # fmt: skip
    deficits = {
        row["id"]: ExpectedDeficit(about=tuple(row["about"].split(";")), practice=tuple(row["practice"].split(";")),
                                   explain=row["explain"])
        for row in mentee.deficits
    }  # fmt: skip
    return question, RouteReference(deficits=deficits, route=mentee.route)


def own_package(seed: int) -> Variant:
    """The package of practicum №1 that every participant has alone: five planted defects in three documents; public
    is the question, secret the key. For `variant("package", own_package)`."""
    case = make_case(seed, "medium", 5, subjects=("implementation_order", "pairing_order", "roadmap"))
    question, reference = markup_task(case, "a4", "Свой комплект: найдите дефекты", points=10)
    return Variant(question.model_dump(mode="json"), reference.model_dump(mode="json"))
