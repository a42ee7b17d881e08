"""The individual learning route of a mentee (IOM): deficit → task → work → transfer → evidence."""

from __future__ import annotations

from mentoring import paper
from mentoring.documents.drafting import parts
from mentoring.documents.drafting.mentoring_programme import _empty
from mentoring.documents.drafting.pair import Pair
from mentoring.documents.drafting.plan import middle
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import day_ru, or_blank, person, short, term_ru

HEAD = ("№", "Дефицит", "Образовательная задача", "Что делаю", "Форма", "Срок", "Критерий и способ оценки результата")


def document(school: School, pair: Pair) -> bytes:
    first, last = school.term(pair)
    halfway = middle(first, last) if first and last else None
    made = parts.sheet("Индивидуальный образовательный маршрут", wide=True)
    parts.title(made, "ИНДИВИДУАЛЬНЫЙ ОБРАЗОВАТЕЛЬНЫЙ МАРШРУТ", "педагогического работника")
    deficits = pair.deficits or (_empty(),)
    paper.table(
        made,
        (6.7, 20.0),
        rows=[
            ("Педагог, должность", person(pair.mentee, pair.mentee_position)),
            ("Организация", or_blank(school.short_name)),
            ("Период", term_ru(first, last)),
            ("Сопровождающий (наставник)", person(pair.mentor, pair.mentor_position)),
        ],
        bold=(0,),
        size=11,
    )
    paper.heading(made, "1. Дефициты и чем они выявлены")
    for n, d in enumerate(deficits, 1):
        paper.body(
            made,
            f"Дефицит {n}: {or_blank(d.text)}. Диагностика: {or_blank(d.method)}, {day_ru(d.found_on)}; "
            f"{or_blank(d.result)}.",
        )
    paper.heading(made, "2. Задачи и работа")
    paper.table(
        made,
        (1.0, 4.6, 5.0, 4.8, 3.6, 2.5, 5.2),
        HEAD,
        [
            (
                str(n),
                or_blank(d.text),
                or_blank(d.task),
                or_blank(d.activity),
                or_blank(d.form, 1),
                day_ru(d.due),
                or_blank(d.criterion),
            )
            for n, d in enumerate(deficits, 1)
        ],
    )
    paper.heading(made, "3. Перенос в практику и доказательства")
    paper.table(
        made,
        (1.0, 11.7, 14.0),
        ("№", "Где применяю новое", "Доказательства изменения практики"),
        [(str(n), or_blank(d.transfer), or_blank(d.evidence)) for n, d in enumerate(deficits, 1)],
    )
    paper.heading(made, "4. Рефлексия и методический аудит")
    paper.body(
        made,
        f"Промежуточная рефлексия с наставником — {day_ru(halfway)}. Методический аудит маршрута проводит совет "
        "наставников до "
        f"{day_ru(last)}. Отдельных отчётов сверх установленного перечня документов от педагога не требуется.",
    )
    paper.signatures(
        made,
        [("С маршрутом согласен: педагог", short(pair.mentee)), ("Сопровождающий", short(pair.mentor))],
        places=(11, 18),
    )
    return paper.to_bytes(made)
