"""Mentor and mentee in a regulation: how a mentor is chosen, rights and duties of the two."""

from __future__ import annotations

import re

from ... import requisites
from ...judgement import Judgement, by_parts, met, partial, unknown
from ...language import Words
from ...view import Document
from ...view.tables import row_words


def requirements(document: Document) -> Judgement:
    demands = document.find(
        "требование ..4 наставник|кандидат|кандидатура",
        "наставник ..4 мочь|назначаться|становиться|быть|избираться ..8 опыт|стаж|категория|педагог|работник"
        "|имеющий|иметь",
        "наставник ..8 стаж|категория|опыт",
        "критерий ..4 наставник",
        "учитываться|учитывать ..8 опыт|стаж|категория|результат|мотивация",
        "кандидатура|кандидат ..8 опыт|стаж|категория|образование",
        "наставник ..2 должен|обязан",
    )
    choice = document.find(
        "отбор|подбор|выбор|выдвижение|назначение|конкурс|выявление ..5 наставник|кандидатура|пара|кандидат",
        "кандидатура",
        "наставник ..3 назначаться|подбираться|отбираться|утверждаться|избираться",
        "банк ..3 наставник",
    )
    if demands is None and choice is None:
        return unknown("требования к наставнику и порядок отбора в тексте не найдены: решает человек")
    if demands is None or choice is None:
        return partial("нет порядка отбора" if demands else "нет требований к наставнику", demands or choice)
    soft = "авторитет|эмпатия|харизма|безупречный|обаяние|лидерский|любовь|коммуникабельность"
    strict = document.find(
        f"обязательный|обязательно|должен|обязан ..10 {soft}",
        f"{soft} ..8 обязательный|обязательно",
    )
    named = document.find(f"наставник ..12 обладать|обладающий|имеющий|иметь|отличаться ..5 {soft}")
    if named and not named.words.find("стаж|категория|образование|желательный|рекомендовать|учитываться|учитывать"):
        strict = strict or named  # nothing else is asked of a mentor
    if strict:
        return partial("обязательными названы требования, которые нельзя подтвердить документами", strict, 0.6)
    return met(demands, 0.6)


_MENTEE = r"(?:наставляем|подопечн|молод\w+ (?:специалист|педагог|учител|воспитател))"


def rights(document: Document) -> Judgement:
    parts = {}
    both = document.find("право ..2 обязанность ..3 сторона|участник")
    starts = {
        "наставник": r"^\W*(?:\d[\d.]*\s*)?(?:\w+\s+){0,2}наставник(?!и и)\w{0,2}\b",
        "наставляемый": rf"^\W*(?:\d[\d.]*\s*)?(?:\w+\s+){{0,2}}{_MENTEE}",
    }
    for role, title in (("наставник", "наставника"), ("наставляемый", "наставляемого")):
        own = [u for u in document.units if re.search(starts[role], u.text, re.I)]
        headed = document.find(f"право ..2 обязанность ..6 {role}", f"обязанность ..2 право ..6 {role}")
        right = document.find(f"право ..4 {role}", f"{role} ..3 право|вправе") or next(
            (u for u in own if re.search(r"вправе|имеет право|право\b|права\b", u.text, re.I)), None
        )
        duty = document.find(
            f"обязанность ..4 {role}", f"{role} ..3 обязан|обязать|обязанный|обязанность|должен"
        ) or next((u for u in own if re.search(r"обязан|должен|обязуется", u.text, re.I)), None)
        said = {**_by_clauses(document), **_by_table(document)}
        right, duty = right or _of_both(document, r"\bправ(?:а|ами)\b"), duty or _of_both(document, r"обязанност")
        parts[f"права {title}"] = headed or right or both or said.get((role, "право"))
        parts[f"обязанности {title}"] = headed or duty or both or said.get((role, "обязанность"))
    return by_parts(parts)


def _of_both(document: Document, what: str) -> Words | None:
    """«Участники наделены правами: наставник — …; наставляемый — …»: one word for both."""
    listed = re.compile(rf"{what}[^.:]{{0,40}}:[^.]*наставник[^.]*;[^.]*наставляем", re.IGNORECASE)
    return next((u for u in document.units if listed.search(u.text)), None)


_RIGHT = re.compile(r"вправе|име\w+ право|\bправ[оа]\b|може[тм]\b(?! быть| являть| стать)|разрешается", re.IGNORECASE)


_DUTY = re.compile(r"обязан|\bдолж[ен]н?|обязу|\bобязанност", re.IGNORECASE)


def _by_table(document: Document) -> dict[tuple[str, str], Words]:
    """A table with the two in its header and «имеет право», «обязан» in its first column."""
    found: dict[tuple[str, str], Words] = {}
    for grid in document.text.tables:
        for column, title in enumerate(grid.rows[0] if grid.rows else ()):
            role = re.match(r"\W*(наставник|наставляем)", title, re.IGNORECASE)
            if not column or not role:
                continue
            who = "наставник" if role[1].lower() == "наставник" else "наставляемый"
            for at, row in enumerate(grid.rows[1:], 1):
                if column < len(row) and not requisites.blank(row[column]):
                    for what, said in (("право", _RIGHT), ("обязанность", _DUTY)):
                        if said.search(row[0]):
                            found.setdefault((who, what), row_words(grid, at))
    return found


def _by_clauses(document: Document) -> dict[tuple[str, str], Words]:
    """Who has a right or a duty, clause by clause; «он вправе» and «вправе» speak of the one named before."""
    found: dict[tuple[str, str], Words] = {}
    for unit in document.units:
        role = ""
        for clause in re.split(r"(?<=[.;:])\s+", unit.text):
            subject = re.match(r"\W*(?:[а-яё\d)]+[.)]?\s+){0,2}?(" + _MENTEE + "|наставник)", clause, re.IGNORECASE)
            if subject:
                role = "наставник" if subject[1].lower() == "наставник" else "наставляемый"
            if role and _RIGHT.search(clause):
                found.setdefault((role, "право"), unit)
            if role and _DUTY.search(clause):
                found.setdefault((role, "обязанность"), unit)
    return found
