"""Criteria that only a package can decide: what the file's own text leaves open is sought in its neighbours.

A verdict the text gives stays as it is; what contradicts another file is a cross check (`cross_checks`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from mentoring.data.criteria import criteria

from .audit_results import FileReport
from .criteria.consent import sorts
from .cross_checks import consent_days, surnames, terms
from .cross_checks.remarks import Package, order_pairs
from .judgement import Judgement, by_parts, met, not_applicable, softened, violated
from .language import Words
from .pairs import roles
from .view import Document

_ENOUGH = 3  # kinds of documents: with fewer a missing paper may only not have been handed over


def decide(files: Iterable[FileReport]) -> None:
    """Put the verdicts of the package in place of the `unknown` ones of its files."""
    package: Package = {}
    for file in files:
        package.setdefault(file.kind or "", []).append(file)
    if len(package) < 2:
        return
    rows = {row.id: row for row in criteria()}
    for id, rule in _RULES.items():
        for file in package.get(rows[id].document, []):
            open_ = file.judgements.get(id)
            if open_ is None or open_.verdict != "unknown":
                continue
            try:
                found = rule(file, package)
            except Exception:  # a package nobody foresaw leaves the criterion to a person
                continue
            if found is not None:
                file.judgements[id] = softened(found) if rows[id].earns == "check" else found


def _consents(package: Package, sort: str, names: Iterable[str] | None = None) -> list[Document]:
    """Consents of a sort in the package; with `names`, those that name one of these people."""
    found = [c.document for c in package.get("consent", []) if sort in sorts.sorts(c.document)]
    wanted = None if names is None else list(names)
    return [c for c in found if wanted is None or any(surnames.has(name, c.surnames) for name in wanted)]


def _beside(place: Words | None, file: FileReport) -> Judgement:
    """«Met», with the quotation of another file said to be of it."""
    judgement = met(place, 0.7)
    return replace(judgement, place=f"{file.file}, {judgement.place}".rstrip(", "))


def _consent_in_time(file: FileReport, package: Package) -> Judgement | None:
    """SOG-05: the consent beside the order that names the same pair."""
    document = file.document
    if not {"mentor", "mentee"} & set(sorts.sorts(document)):
        return not_applicable("в файле только согласие на обработку данных")
    given = consent_days.given_day(document)
    for order in package.get("pairing_order", []):
        day = order.document.own_date[0]
        people = {name for pair in order_pairs(order) for name in (pair.mentor, pair.mentee) if name}
        if not given or not day or (people and not any(surnames.has(name, document.surnames) for name in people)):
            continue
        if given > day:
            return violated(f"согласие от {given:%d.%m.%Y} позже приказа о парах от {day:%d.%m.%Y}")
        return met(None, 0.8, f"приказ о парах — от {day:%d.%m.%Y}")
    return None


_PUBLISHED = re.compile(
    r"(?:публик|опублик|размещ|размест|освещ|выклад|вылож)\w*[^.;]{0,90}(?:фото|видео|фамили|им[её]н|портрет|интервью"
    r"|истори\w+ (?:пар|успех)|рассказ\w* о|сведени\w+ о (?:пар|наставник|участник)|состав\w* пар"
    r"|приказ\w* о закреплени)"
    r"|фото(?:отч[её]т|граф|выставк|галере)|видео(?:отч[её]т|ролик)\w*[^.;]{0,40}(?:сайт|сообществ|групп)"
    r"|(?:доск|стенд)\w*[^.;]{0,25}(?:поч[её]т|наставник)",
    re.IGNORECASE,
)


def _spread_apart(file: FileReport, package: Package) -> Judgement | None:
    """SOG-10: names or photographs are published by some document, and there is a consent to spreading or not."""
    for kind in ("roadmap", "regulation", "implementation_order", "pairing_order", "mentoring_programme"):
        for other in package.get(kind, []):
            promise = next(
                (
                    u
                    for u in other.document.units
                    if _PUBLISHED.search(u.text) and not re.search("соглас", u.text, re.I)
                ),
                None,
            )
            if promise is None:
                continue
            consent = next(
                (c for c in package.get("consent", []) if re.search("распростран", c.document.plain, re.I)), None
            )
            if consent is not None:
                return met(None, 0.6, f"согласие на распространение — в файле «{consent.file}»")
            return violated(f"«{other.file}» обещает публикацию, а согласия на распространение в комплекте нет")
    return not_applicable("в комплекте публикация фамилий и фотографий не предусмотрена", 0.6)


def _mentor_agreed(file: FileReport, package: Package) -> Judgement | None:
    """DS-06: the mentor's consent is in the package."""
    named = file.document.surnames
    if found := _consents(package, "mentor", named):
        return _beside(sorts.sorts(found[0])["mentor"], _file_of(package, found[0]))
    if "consent" in package or len(package) >= _ENOUGH:
        return violated("согласия наставника в комплекте нет")
    return None


def _file_of(package: Package, document: Document) -> FileReport:
    return next(file for files in package.values() for file in files if file.document is document)


def _programme_linked(file: FileReport, package: Package) -> Judgement | None:
    """PPN-14: the route, both consents and the agreement of the pair, in the text or in the package."""
    if not {"learning_route", "consent", "supplementary_agreement"} & set(package) and len(package) < _ENOUGH:
        return None
    document = file.document
    people = roles.roles(document)
    mentors = {n.stem for n in people if n.role == "mentor"} or document.surnames
    mentees = {n.stem for n in people if n.role == "mentee"} or document.surnames
    route = document.find("иом", "индивидуальный ..2 маршрут") or next(
        (
            r.document.units[0]
            for r in package.get("learning_route", [])
            if any(surnames.has(name, r.document.surnames) for name in mentees)
        ),
        None,
    )
    consents = _consents(package, "mentor", mentors) and _consents(package, "mentee", mentees)
    period = document.period
    agreed = [
        own
        for agreement in package.get("supplementary_agreement", [])
        if any(surnames.has(name, agreement.document.surnames) for name in mentors)
        and (own := terms.agreement_term(agreement.document))
    ]
    inside = bool(period) and any(own[0] <= period[0] and period[1] <= own[1] for own in agreed)
    return by_parts(
        {
            "связь с маршрутом": route,
            "согласия наставника и наставляемого": bool(consents) or document.find("согласие"),
            "период в сроке соглашения": inside,
        }
    )


def _order_after_consents(file: FileReport, package: Package) -> Judgement | None:
    """PRP-09: the order gives no dates of consents, the package has the consents themselves."""
    day = file.document.own_date[0]
    people = {name for pair in order_pairs(file) for name in (pair.mentor, pair.mentee) if name}
    given = {
        when
        for sort in ("mentor", "mentee")
        for consent in _consents(package, sort, people)
        if (when := consent_days.given_day(consent))
    }
    if not day or not given:
        return None
    late = max(given)
    return violated(f"согласие от {late:%d.%m.%Y} позже приказа") if late > day else met(None, 0.7)


def _agreement_in_time(file: FileReport, package: Package) -> Judgement | None:
    """DS-09: the agreement says no start of work, the order on pairs has its date."""
    day = file.document.day
    for order in package.get("pairing_order", []):
        ordered = order.document.own_date[0]
        named = any(pair.mentor and surnames.has(pair.mentor, file.document.surnames) for pair in order_pairs(order))
        if day and ordered and named:
            if day > ordered:
                return violated(f"соглашение подписано позже приказа о парах от {ordered:%d.%m.%Y}")
            return met(None, 0.7, f"приказ о парах — от {ordered:%d.%m.%Y}")
    return None


def _both_acts(file: FileReport, package: Package) -> Judgement | None:
    """PRV-11: the regulation is a file of its own."""
    return met(None, 0.7, "положение есть в комплекте отдельным файлом") if "regulation" in package else None


_RULES: dict[str, Callable[[FileReport, Package], Judgement | None]] = {
    "PRV-11": _both_acts,
    "PRP-09": _order_after_consents,
    "SOG-05": _consent_in_time,
    "SOG-10": _spread_apart,
    "DS-06": _mentor_agreed,
    "DS-09": _agreement_in_time,
    "PPN-14": _programme_linked,
}
