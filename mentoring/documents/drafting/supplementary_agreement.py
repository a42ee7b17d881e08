"""The supplementary agreement to the mentor's labour contract (DS): one a mentor, with all the mentees."""

from __future__ import annotations

from mentoring import paper
from mentoring.documents.drafting import parts
from mentoring.documents.drafting.consents import WORK, _form, _type
from mentoring.documents.drafting.law import law
from mentoring.documents.drafting.pair import Pair
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import BLANK, capital, day_ru, or_blank, person, short, term_ru
from mentoring.wording import NBSP


def document(school: School, group: tuple[Pair, ...]) -> bytes:
    pair = group[0]
    rules = law(pair.agreement_date or school.day)
    made = parts.sheet("Дополнительное соглашение к трудовому договору")
    parts.title(
        made,
        f"ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ №{NBSP}{pair.agreement_number or BLANK}",
        f"к трудовому договору от {day_ru(pair.contract_date)} №{NBSP}{pair.contract_number or BLANK}",
    )
    paper.columns(made, [[or_blank(school.place)], [day_ru(pair.agreement_date)]])
    parts._right(made.tables[-1].rows[0].cells[1])
    paper.body(
        made,
        f"{or_blank(school.organization, 3)}, именуемое «Работодатель»: {school.head_position.lower()} "
        f"{or_blank(school.head)}, действует на основании устава; и работник, именуемый «Работник»: "
        f"{person(pair.mentor, pair.mentor_position)}, на основании {rules.labour} договорились о следующем.",
        before=10,
    )
    first, last = _term(school, group)
    given = f" (дано {day_ru(pair.mentor_consent)})" if pair.mentor_consent else ""
    size = pair.pay or BLANK * 2
    texts = [
        f"Работодатель поручает, а Работник с его письменного согласия{given} принимает дополнительную работу "
        "наставника. "
        f"{parts.whom(group)}.",
        f"Содержание работы: {pair.work or WORK}.",
        "Работник обязан: соблюдать график встреч, давать наставляемому обратную связь, вести записи о встречах, "
        "представить отчёт о выполнении программы.",
        f"Срок работы: {term_ru(first, last)}.",
        f"Форма выполнения работы: очно, {_type(pair)}, форма «{_form(pair)}».",
        f"За наставническую работу Работнику выплачивается {size}; выплата производится одновременно с "
        "заработной платой "
        "за период фактического выполнения работы. Основание — положение об оплате труда и коллективный договор "
        f"({school.pay_act}).",
        "Работник вправе досрочно отказаться от наставнической работы, Работодатель вправе досрочно отменить "
        "поручение. Об "
        "отмене поручения Работодатель письменно предупреждает Работника не менее чем за три рабочих дня; об "
        "отказе Работник "
        "сообщает письменно в порядке, установленном законом.",
        "Соглашение составлено в двух экземплярах, по одному для каждой стороны, и является частью трудового договора.",
    ]
    parts.points(made, texts)
    paper.columns(
        made,
        [
            [
                "Работодатель",
                "",
                f"{capital(school.head_position)} {BLANK} {short(school.head) or BLANK * 2}",
                day_ru(pair.agreement_date),
            ],
            [
                "Работник",
                "",
                f"{BLANK} {short(pair.mentor) or BLANK * 2}",
                day_ru(pair.agreement_date),
                "",
                f"Экземпляр получен {BLANK}",
            ],
        ],
    )
    return paper.to_bytes(made)


def _term(school: School, group: tuple[Pair, ...]):
    terms = [school.term(pair) for pair in group]
    firsts, lasts = [a for a, _ in terms if a], [b for _, b in terms if b]
    return min(firsts, default=None), max(lasts, default=None)
