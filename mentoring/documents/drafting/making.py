"""Drafts by kind and the whole package: which files a form gives, their names, and what the drafter should check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mentoring.documents.drafting import (
    consents,
    implementation_order,
    learning_route,
    mentoring_programme,
    orders,
    pairing_order,
    regulation,
    roadmap,
    supplementary_agreement,
)
from mentoring.documents.drafting.fields import DraftError
from mentoring.documents.drafting.law import law
from mentoring.documents.drafting.pair import Pair
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import surname


@dataclass(frozen=True)
class Draft:
    """One file: `kind` as in the table `document_kinds` (or an order of its own), name, content, what to check."""

    kind: str
    name: str
    content: bytes
    notes: tuple[str, ...] = ()


Files = Iterator[tuple[str, bytes]]


def _consents(school: School) -> Files:
    pairs = school.pairs or (Pair(),)
    for group in school.by_mentor() or [(Pair(),)]:
        yield f"Согласие наставника{_of(group[0].mentor)}", consents.mentor(school, group[0], group)
    for pair in pairs:
        yield f"Согласие наставляемого{_of(pair.mentee)}", consents.mentee(school, pair)
    people: dict[str, tuple] = {}
    for number, pair in enumerate(pairs):
        people.setdefault(pair.mentor or f"\0{number}m", (pair.mentor, pair.mentor_position, pair.mentor_consent))
        people.setdefault(pair.mentee or f"\0{number}", (pair.mentee, pair.mentee_position, pair.mentee_consent))
    for name, position, day in people.values():
        yield f"Согласие на обработку данных{_of(name)}", consents.personal_data(school, name, position, day)
    if school.publish:
        for name, position, day in people.values():
            yield f"Согласие на распространение данных{_of(name)}", consents.spreading(school, name, position, day)


def _agreements(school: School) -> Files:
    for group in school.by_mentor() or [(Pair(),)]:
        yield f"Дополнительное соглашение{_of(group[0].mentor)}", supplementary_agreement.document(school, group)


def _programmes(school: School) -> Files:
    for pair in school.pairs or (Pair(),):
        yield f"Программа{_of(pair.mentor)}{_of(pair.mentee)}", mentoring_programme.document(school, pair)


def _routes(school: School) -> Files:
    for pair in school.pairs or (Pair(),):
        yield f"Маршрут{_of(pair.mentee)}", learning_route.document(school, pair)


def _one(name: str, make: Callable[[School], bytes]) -> Callable[[School], Files]:
    return lambda school: iter([(name, make(school))])


# In the order in which a school issues them; those of `EXTRA` are made on demand only.
KINDS: dict[str, Callable[[School], Files]] = {
    "implementation_order": _one("Приказ о внедрении", implementation_order.document),
    "regulation": _one("Положение", regulation.document),
    "roadmap": _one("Дорожная карта", roadmap.document),
    "consent": _consents,
    "supplementary_agreement": _agreements,
    "pairing_order": _one("Приказ о закреплении пар", pairing_order.document),
    "mentoring_programme": _programmes,
    "learning_route": _routes,
    "curator_order": _one("Приказ о назначении куратора", orders.curator_order),
    "reward_order": _one("Приказ о поощрении", orders.reward_order),
}
EXTRA = ("curator_order", "reward_order")


def draft(kind: str, school: School) -> list[Draft]:
    """The files of a kind. Raises DraftError for a kind that doesn't exist."""
    if kind not in KINDS:
        raise DraftError(f"Вида «{kind}» нет; есть: {', '.join(KINDS)}.")
    notes = (*law(school.day).notes, *_to_check(school))
    taken: set[str] = set()
    made = []
    for name, content in KINDS[kind](school):
        made.append(Draft(kind, _free(name, taken), content, notes))
    return made


def package(school: School) -> list[Draft]:
    """All eight kinds, numbered as they are issued."""
    made = []
    for number, kind in enumerate((kind for kind in KINDS if kind not in EXTRA), 1):
        made += [Draft(one.kind, f"{number:02d} {one.name}", one.content, one.notes) for one in draft(kind, school)]
    return made


def _to_check(school: School) -> Iterator[str]:
    """What the form itself gets wrong or leaves to the drafter."""
    order = school.pairing_date
    first_year, last_year = school.year
    for pair in school.pairs:
        who = " — ".join(filter(None, (surname(pair.mentor), surname(pair.mentee)))) or "без имён"
        first, last = school.term(pair)
        for label, day in (
            ("согласие наставника", pair.mentor_consent),
            ("согласие наставляемого", pair.mentee_consent),
            ("дополнительное соглашение", pair.agreement_date),
        ):
            if day and order and day > order:
                yield f"Пара {who}: {label} от {day:%d.%m.%Y} позже приказа о парах от {order:%d.%m.%Y}."
        if first and last and not (first_year.replace(month=8, day=1) <= first and last <= last_year):
            yield f"Пара {who}: срок {first:%d.%m.%Y}–{last:%d.%m.%Y} выходит за учебный год."
        if pair.category == "student_trainee":
            yield f"Пара {who}: проверьте, распространяется ли статья 351.8 ТК РФ на студента или стажёра."
        if pair.mentor and pair.mentor == pair.mentee:
            yield f"Пара {who}: наставник и наставляемый — один и тот же человек."


def _of(name: str) -> str:
    kept = re.sub(r"[^\w-]", "", surname(name))[:40]
    return f" — {kept}" if kept else ""


def _free(name: str, taken: set[str]) -> str:
    """The file name, with a number where two people share a surname."""
    given, count = name, 1
    while given in taken:
        count += 1
        given = f"{name} {count}"
    taken.add(given)
    return f"{given}.docx"
