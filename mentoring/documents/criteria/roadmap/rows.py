"""Rows of a roadmap one by one: their fields, repetitions, results."""

from __future__ import annotations

import re

from ...activities import Activity, activities
from ...judgement import Judgement, met, not_applicable, partial, unknown, violated
from ...language import Words
from ...view import Document
from .. import concreteness


def columns(document: Document) -> Judgement:
    rows = activities(document)
    if not rows:
        return violated("мероприятий со сроками и ответственными нет")
    names = {"when": "срок", "who": "ответственный", "means": "ресурс", "result": "ожидаемый результат"}
    missing = [title for field, title in names.items() if all(getattr(a, field) is None for a in rows)]
    empty = [
        (a, title) for a in rows for field, title in names.items() if title not in missing and not getattr(a, field)
    ]
    if len(missing) == 4:
        return violated("нет сроков, ответственных, ресурсов и результатов", rows[0].row)
    if missing:
        return partial("нет: " + ", ".join(missing), rows[0].row)
    empty += [(a, "срок") for a in rows if a.when and NO_TERM.fullmatch(a.when.strip(" .,–—-"))]
    if empty:
        activity, title = empty[0]
        return partial(f"у мероприятия не указан {title}", activity.row)
    return met(rows[0].row, 0.9)


NO_TERM = re.compile(
    r"(?:по мере (?:готовности|возможности|поступления(?! \w))|по возможности|по готовности|(?:дата|срок\w*|время) "
    r"(?:уточня\w+|не определ\w+|будет \w+)|уточняется|по согласованию|когда-нибудь|позже)",
    re.IGNORECASE,
)


_STOP = {
    "и",
    "в",
    "на",
    "с",
    "по",
    "о",
    "об",
    "для",
    "к",
    "из",
    "до",
    "не",
    "проведение",
    "провести",
    "организация",
    "организовать",
    "создание",
    "создать",
    "формирование",
    "сформировать",
    "составление",
    "составить",
}


_PEOPLE = {"колле", "работ", "соста", "сотру"}


def _stem(word: str) -> str:
    """«показ» and «показывать» are one; «наставник» and «наставляемый» are two."""
    if word.startswith("итог"):
        return "итог"
    return word if word.startswith("настав") or len(word) < 6 else word[:5]


def unique(document: Document) -> Judgement:
    rows = activities(document)
    if not rows:
        return not_applicable("мероприятий нет")
    seen: list[tuple[set[str], Activity]] = []
    for activity in rows:
        title = re.sub(r"^\s*[\d.]+[.)]?\s*", "", activity.title)
        words = re.sub(r"\bвзаимо(?=[а-яё]{5})", "взаимное ", title, flags=re.IGNORECASE)
        bag = {_stem(word) for word in Words(words).line.split() if word not in _STOP}
        bag -= _PEOPLE if "педаг" in bag else set()  # «педагогического коллектива» is «педагогов»
        for other, before in seen:
            union = bag | other
            small = min(len(bag), len(other))
            twin = small >= 3 and len(bag & other) == small and (activity.when or "") == (before.when or "-")
            if len(bag) >= 2 and (twin or len(bag & other) / len(union) >= 0.8):
                return violated(f"повторяет мероприятие: {before.row.place}", activity.row, 0.8)
        seen.append((bag, activity))
    return met(rows[0].row)


def results(document: Document) -> Judgement:
    rows = activities(document)
    if rows and all(a.result is None for a in rows):
        return violated("ожидаемых результатов в карте нет", rows[0].row, 0.6)
    for activity in rows:
        for result, title in _FOREIGN:
            if (
                activity.result
                and re.search(result, activity.result, re.I)
                and not re.search(title, activity.text.replace(activity.result, " "), re.I)
            ):
                return partial("результат не относится к мероприятию", activity.row, 0.6)
    said = [a for a in rows if a.result and concreteness.DONE.fullmatch(a.result.strip(" .;"))]
    if said:
        return partial("результат не измерим: сказано только, что дело сделано", said[0].row, 0.6)
    return unknown()


# A result that belongs to another sort of activity, and the words of an activity it would belong to.
_FOREIGN = (
    (r"\bзаявк", r"заявк|конкурс|запрос|отбор|набор|курс"),
    (
        r"(?:обновл|наполн|создан|новост)\w*[^;,]{0,20}(?:сайт|страниц|групп\w+ в)|(?:сайт"
        r"|страниц)\w*[^;,]{0,20}(?:обновл|наполн)",
        r"сайт|страниц|размещ|публик|информ|освещ|сообществ|наполнен|ведение",
    ),
    (r"оформлен\w*[^;,]{0,20}(?:стенд|уголок|кабинет)|\b(?:стенд|уголок)\w* оформлен", r"стенд|угол|кабинет|оформл"),
)
