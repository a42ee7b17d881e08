"""The order about pairs (PRP): who with whom, in what form and type, for how long, on which consents and agreement."""

from __future__ import annotations

from mentoring import paper
from mentoring.documents.drafting import parts
from mentoring.documents.drafting.law import law
from mentoring.documents.drafting.pair import catalogue
from mentoring.documents.drafting.plan import days
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import BLANK, day_ru, or_blank, person
from mentoring.wording import NBSP

HEAD = (
    "№",
    "Наставник, должность",
    "Наставляемый, должность",
    "Категория наставляемого",
    "Форма, вид",
    "Начало",
    "Окончание",
)
WIDTHS = (0.8, 3.3, 3.3, 3.0, 3.2, 2.1, 2.3)
PAPERS = ("№", "Наставник", "Согласие наставника", "Согласие наставляемого", "Дополнительное соглашение", "Выплата")


def document(school: School) -> bytes:
    rules = law(school.pairing_date or school.day)
    made = parts.order_head(
        school,
        school.pairing_number,
        school.pairing_date,
        f"О закреплении наставнических пар на {school.year_ru} учебный год",
    )
    paper.body(
        made,
        f"На основании {rules.labour}, Положения о системе наставничества педагогических работников, "
        "утверждённого приказом "
        f"от {day_ru(school.implementation_date)} №{NBSP}{school.implementation_number or BLANK}, письменных согласий "
        "наставников и наставляемых",
    )
    paper.text(made, "ПРИКАЗЫВАЮ:", bold=True, before=6, after=6)
    paper.body(made, "1. Закрепить наставников за наставляемыми:", keep=True)
    rows, papers = [], []
    for number, pair in enumerate(school.pairs, 1):
        first, last = school.term(pair)
        form = str(catalogue("mentoring_forms")[pair.form]["title"]).strip("«»") if pair.form else or_blank("", 1)
        rows.append(
            (
                str(number),
                person(pair.mentor, pair.mentor_position),
                person(pair.mentee, pair.mentee_position),
                _category(pair.category),
                f"{form}; {_type(pair.type)}",
                day_ru(first),
                day_ru(last),
            )
        )
        papers.append(
            (
                str(number),
                or_blank(pair.mentor),
                f"от {day_ru(pair.mentor_consent)}",
                f"от {day_ru(pair.mentee_consent)}",
                f"от {day_ru(pair.agreement_date)} №{NBSP}{pair.agreement_number or BLANK}",
                or_blank(pair.pay),
            )
        )
    paper.table(made, WIDTHS, HEAD, rows or [("1", *[BLANK] * 6)], size=9)
    paper.body(
        made,
        "2. Основания закрепления и выплат — письменные согласия сторон и дополнительные соглашения:",
        before=8,
        keep=True,
    )
    paper.table(made, (0.9, 3.9, 3.0, 3.2, 3.6, 3.4), PAPERS, papers or [("1", *[BLANK] * 5)], size=9)
    texts = (
        f"Выплаты наставникам производить по дополнительным соглашениям; основание доплаты — {school.pay_act}.",
        "Наставникам вместе с наставляемыми разработать персонализированные программы наставничества и представить их "
        f"куратору до {day_ru(days(school)['programmes'] if school.starts or school.programme_due else None)}.",
        "Замену наставника и досрочное прекращение работы пары оформлять приказом по заявлению стороны; об отмене "
        "поручения предупреждать наставника письменно не менее чем за три рабочих дня.",
        f"Сопровождение пар возложить на куратора наставничества: {or_blank(school.curator)}, "
        f"{or_blank(school.curator_position)}.",
        "Контроль за исполнением приказа оставляю за собой.",
    )
    for number, text in enumerate(texts, 3):
        paper.body(made, f"{number}. {text}", before=6 if number == 3 else 0)
    parts.head_line(made, school)
    parts.acquainted(made, parts.everyone(school))
    return paper.to_bytes(made)


def _category(id: str) -> str:
    return str(catalogue("mentee_categories")[id]["title"]) if id else or_blank("", 1)


def _type(id: str) -> str:
    title = str(catalogue("mentoring_types")[id]["title"]) if id else or_blank("", 1)
    return title[:1].lower() + title[1:]
