"""Two more orders of the set: the appointment of the curator, the reward of those who took part."""

from __future__ import annotations

from mentoring import paper
from mentoring.documents.drafting import parts
from mentoring.documents.drafting.law import law
from mentoring.documents.drafting.plan import days
from mentoring.documents.drafting.regulation import CURATOR
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import capital, day_ru, or_blank, person
from mentoring.paper import BLANK
from mentoring.wording import NBSP


def curator_order(school: School) -> bytes:
    """For a school whose order of implementation names no curator, or whose curator changes."""
    day = school.implementation_date or school.day
    rules, plan = law(day), days(school)
    made = parts.order_head(school, "", None, "О назначении куратора наставничества педагогических работников")
    paper.body(made, f"На основании {rules.letter}, Положения о системе наставничества педагогических работников")
    paper.text(made, "ПРИКАЗЫВАЮ:", bold=True, before=6, after=6)
    parts.points(
        made,
        (
            f"Назначить куратором наставничества на срок {term(school, plan)}: "
            f"{person(school.curator, school.curator_position)}.",
            "Куратор: " + "; ".join(CURATOR) + ".",
            f"Представить итоговый аналитический отчёт до {day_ru(plan['last'])}, исполнитель — "
            f"{parts.curator(school)}.",
            "Контроль за исполнением приказа оставляю за собой.",
        ),
    )
    parts.head_line(made, school)
    parts.acquainted(made, [(school.curator, school.curator_position)])
    return paper.to_bytes(made)


def term(school: School, plan) -> str:
    return f"с {day_ru(school.implementation_date)} по {day_ru(plan['last'])}"


def reward_order(school: School) -> bytes:
    """Encouragement by the school's own act; who gets what is filled in by the school."""
    made = parts.order_head(school, school.reward_number, school.reward_date, "О поощрении участников наставничества")
    paper.body(
        made,
        f"По итогам {school.year_ru} учебного года, на основании Положения о системе наставничества "
        "педагогических работников, "
        f"утверждённого приказом от {day_ru(school.implementation_date)} "
        f"№{NBSP}{school.implementation_number or BLANK}, "
        f"коллективного договора и локального акта «{school.pay_act}», итогового аналитического отчёта куратора",
    )
    paper.text(made, "ПРИКАЗЫВАЮ:", bold=True, before=6, after=6)
    paper.body(made, "1. Поощрить участников наставничества:", keep=True)
    people = [(name, position) for name, position in parts.everyone(school) if name]
    mentors = {pair.mentor for pair in school.pairs}
    rows = [
        (
            str(n),
            person(name, position),
            "наставник" if name in mentors else "куратор" if name == school.curator else "наставляемый",
            BLANK,
            BLANK,
        )
        for n, (name, position) in enumerate(people, 1)
    ]
    head = ("№", "Работник, должность", "Роль", "За что (результат программы)", "Мера поощрения")
    paper.table(made, (0.9, 6.0, 2.8, 4.5, 3.8), head, rows or [("1", *[BLANK] * 4)])
    paper.body(
        made,
        f"2. Основание выплат — {school.pay_act}; меры без выплаты (благодарность, грамота) указать в таблице.",
        before=8,
    )
    paper.body(
        made,
        f"3. {capital(or_blank(school.clerk_position))} {or_blank(school.clerk)}: ознакомить работников с приказом "
        "под подпись.",
    )
    paper.body(made, "4. Контроль за исполнением приказа оставляю за собой.")
    parts.head_line(made, school)
    parts.acquainted(made, people or [("", "")])
    return paper.to_bytes(made)
