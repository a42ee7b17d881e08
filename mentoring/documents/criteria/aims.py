"""Tasks of a programme or a route: each answers a deficit, each says to what level and by when."""

from __future__ import annotations

import re

from .. import dates
from ..judgement import Judgement, met, partial, unknown, violated
from ..language import Words
from ..tasks import deficits, stems, tasks
from ..view import Document
from . import concreteness, diagnosis


def answering(document: Document) -> Judgement:
    """Every task has its deficit: by the column, else by common words in both directions."""
    found, needs = tasks(document), deficits(document)
    if found and not needs and not any(t.deficit for t in found) and not document.search(diagnosis.FOUND):
        return violated("дефициты не названы: задачам не на что отвечать", found[0].place, 0.6)
    if not needs and not (found and any(t.deficit for t in found)):
        return unknown("дефициты в тексте не найдены: решает человек" if found else "ни задач, ни дефицитов")
    if not found:
        return unknown("задачи в тексте не найдены: решает человек")
    if found[0].deficit is not None:
        aside = next((t for t in found if t.deficit and _ASIDE.search(t.text) and not _ASIDE.search(t.deficit)), None)
        if aside:
            return partial("задача не о том, что названо дефицитом", aside.place, 0.6)
        bad = [t for t in found if not t.deficit]
        if bad:
            return (violated if len(bad) == len(found) else partial)("у задачи не указан дефицит", bad[0].place)
        return met(found[0].place, 0.7)
    if all(re.search(r"дефицит|затруднени|\bД\s?-?\d", t.text, re.I) for t in found):
        return met(found[0].place, 0.6)
    loose = [t for t in found if not any(stems(t.text) & stems(need) for need in needs)]
    open_needs = [need for need in needs if not any(stems(t.text) & stems(need) for t in found)]
    if len(loose) * 2 > len(found) and len(open_needs) * 2 >= len(needs):
        return violated("задачи не отвечают названным дефицитам", loose[0].place, 0.6)
    if open_needs and loose and len(needs) > 1:
        return partial("не каждому дефициту отвечает задача", loose[0].place, 0.5)
    return unknown() if loose else met(found[0].place, 0.6)


# Housekeeping and papers for a certificate: no lack of a teacher's practice is made good by them.
_ASIDE = re.compile(
    r"(?:оформ|обновит|украс)\w*[^.;]{0,40}(?:угол|кабинет|стенд)|портфолио|грамот|пройти аттестац"
    r"|аттестационн\w+ (?:дело"
    r"|папк)|собрать (?:документ|папк)|журнал\w* (?:заполн|вест)",
    re.IGNORECASE,
)


def specific(document: Document) -> Judgement:
    """Every task says to what level and by when; «повысить», «изучить» without numbers is vague."""
    found = tasks(document)
    if not found:
        return unknown("задачи в тексте не найдены: решает человек")

    def full(task) -> bool:
        row = task.row_text or task.text
        timed = dates.is_time(row)
        level = concreteness.numbers_in(
            re.sub(r"\d{1,2}\.\d{2}\.\d{4}|20\d\d", " ", re.sub(r"^\W*\d+[.)]", "", task.text))
        ) or bool(
            re.search(
                r"самостоятельн|без (?:ошибок|помощи)|\bкажд|не менее|не ниже|до уровня|разработать|составить"
                r"|провести|подготовить|внедрить|применить|проектировать",
                task.text,
                re.I,
            )
        )
        if task.measure is not None and not level and concreteness.VAGUE.search(task.text):
            # The row has a column of its own for the measure: figures of other columns are none.
            bare = re.sub(r"\d{1,2}\.\d{2}(?:\.\d{2,4})?|20\d\d", " ", task.measure)
            proved = any(Words(task.measure).find(pattern) for pattern in concreteness.EVIDENCE)
            return timed and (concreteness.numbers_in(bare) or proved)
        if task.row_text and not level:
            bare = re.sub(r"\d{1,2}\.\d{2}(?:\.\d{2,4})?|20\d\d", " ", row.replace(task.text, ""))
            level = concreteness.numbers_in(bare)
        return level and (timed or bool(document.period and not concreteness.VAGUE.search(task.text)))

    bad = [t for t in found if not full(t)]
    if not bad:
        return met(found[0].place, 0.6)
    vague = [t for t in bad if concreteness.VAGUE.search(t.text)]
    if len(vague) == len(found):
        return violated("задачи неконкретны: нет уровня и срока", vague[0].place, 0.7)
    if vague:
        return partial("задача неконкретна: нет уровня или срока", vague[0].place, 0.6)
    return unknown()
