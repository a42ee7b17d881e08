"""What a consent is given to: the work, its term, the pair."""

from __future__ import annotations

import re

from ... import dates, requisites
from ...judgement import Judgement, by_parts, met, not_applicable, violated
from ...language import Words
from ...view import Document
from .. import mentor_work
from . import sorts


def period(document: Document) -> Words | None:
    """A term of the work: a range, a school year, «до 31.05.2027», «сроком на …»."""
    for words in document.index.words:
        for span in dates.spans(words.text):
            if span.range or span.kind == "school":
                return words
        if re.search(
            r"(?:\bдо|\bпо|сроком|на срок)\s+[«\"]?(?:\d|конца|окончания)|сроком на \S+|в течение (?:\S+ "
            r"){0,3}(?:учебного|года|месяц)|на срок \S+|бессрочно",
            words.text,
            re.I,
        ) and not re.search(r"не менее|рабочих дн|отзыв|уничтож|не отказ", words.text, re.I):
            return words
    return None


def mentor_terms(document: Document) -> Judgement:
    if "mentor" not in sorts.sorts(document):
        return not_applicable("согласия наставника в файле нет")
    return by_parts(
        {
            "содержание работы": mentor_work.work_content(document),
            "срок": period(document),
            "форма": mentor_work.work_form(document),
            "размер или порядок доплаты": document.search(
                r"(?:доплат|выплат|вознагражд|оплат|надбавк)\w*[^.;]{0,160}(?:размер|\d|положени|договор|услови|порядк"
                r"|соглашени|процент)|(?:размер|порядок)\w*[^.;]{0,60}(?:доплат|выплат|оплат|вознагражд)"
                r"|\d[\d\s]*(?:руб|₽|%)"
            ),
        }
    )


def particular(document: Document) -> Judgement:
    found = sorts.sorts(document)
    if not {"mentor", "mentee"} & set(found):
        return not_applicable("в файле только согласие на обработку данных")
    people = set().union(
        *(
            requisites.surnames(requisites.filled(block.text), block.kind == "cell")
            for number, block in enumerate(document.blocks)
            if not _addressee(document, number)
        )
    )
    other = None
    if len(people) >= 2:
        other = next(
            (
                w
                for w in document.index.words
                if re.search(
                    r"наставник|наставляем|наставни|закреп|педагог|учител|молод|пар[аеуы]\b|групп", w.text, re.I
                )
                and requisites.people(requisites.filled(w.text))
                and not _addressee(document, w.block)
            ),
            None,
        )
    return by_parts({"названный наставник или пара": other, "срок": period(document)})


def _addressee(document: Document, number: int) -> bool:
    """The head of the organisation to whom the consent is addressed isn't of the pair."""
    text = document.blocks[number].text
    if any(re.search(r"\bсоглас|прошу|\bя,", b.text, re.I) for b in document.blocks[:number]):
        return False  # the text of the consent has begun
    near = " ".join(b.text for b in document.blocks[max(0, number - 2) : number + 1])
    return (
        bool(re.search(r"директор|заведующ|руководител|начальник", near, re.I))
        and not re.search(r"соглас|заместител|наставник|наставляем", text, re.I)
        and number < 10
    )


def trainee(document: Document) -> Judgement:
    student = document.search(r"\bстудент|\bстаж[её]р(?!ск)|практикант")
    if student is None or not {"mentor", "mentee"} & set(sorts.sorts(document)):
        return not_applicable("наставляемый — не студент и не стажёр")
    grounds = document.search(
        r"договор\w*[^.;]{0,80}(?:практи[кч]|трудоустр|обучени|целев|последующ|колледж|вуз|университет|ученич)"
        r"|направлени\w+ на практик|практическ\w+ подготовк\w*[^.;]{0,40}договор|(?:целев\w+|ученическ\w+) "
        r"договор|договор\w* об? (?:практ|целев)"
    )
    return met(grounds) if grounds else violated("договор или документ о практике не назван", student, 0.6)
