"""The order that puts the system into force (PRV): regulation and roadmap approved, curator appointed."""

from __future__ import annotations

from mentoring import paper
from mentoring.documents.drafting import parts
from mentoring.documents.drafting.law import law
from mentoring.documents.drafting.plan import days
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import day_ru, or_blank, short_after


def document(school: School) -> bytes:
    day = school.implementation_date or school.day
    rules, plan = law(day), days(school)
    made = parts.order_head(
        school,
        school.implementation_number,
        school.implementation_date,
        "О внедрении системы наставничества педагогических работников",
    )
    regional = f", {school.regional_act}" if school.regional_act else f", {or_blank('', 3)} (региональный акт)"
    basis = f"На основании {rules.letter}, {rules.education}{regional}"
    aim = "в целях создания условий для профессионального роста педагогических работников"
    paper.body(made, f"{basis}, {aim}")
    paper.text(made, "ПРИКАЗЫВАЮ:", bold=True, before=6, after=6)
    curator, clerk = parts.curator(school), short_after(school.clerk) or or_blank("")
    texts = [
        f"Ввести в действие систему наставничества педагогических работников с {day_ru(day)}. Ответственное лицо за "
        f"внедрение: {school.head_position.lower()} {short_after(school.head) or or_blank('')}.",
        "Утвердить Положение о системе наставничества педагогических работников (приложение 1).",
        f"Утвердить дорожную карту реализации Положения на {school.year_ru} учебный год (приложение 2).",
        f"Назначить куратором наставничества на срок с {day_ru(day)} по {day_ru(plan['last'])}: "
        f"{or_blank(school.curator)}, {or_blank(school.curator_position)}.",
        f"Исполнитель — {curator}: сформировать банк наставников и банк наставляемых до {day_ru(plan['banks'])}, "
        f"представить предложения по наставническим парам до {day_ru(plan['proposals'])}.",
        f"Исполнитель — {curator}: представить итоговый аналитический отчёт до {day_ru(plan['last'])}.",
        f"Исполнитель — {or_blank(school.clerk_position)} {clerk}: разместить Положение и дорожную карту на сайте "
        f"организации до {day_ru(plan['site'])} и ознакомить работников с приказом под подпись.",
    ]
    if school.previous_order:
        texts.append(
            f"Признать утратившим силу с {day_ru(day)} прежний приказ о наставничестве {school.previous_order}; "
            "отметку "
            f"сделать до {day_ru(plan['site'])}, исполнитель — {clerk}."
        )
    texts.append("Контроль за исполнением приказа оставляю за собой.")
    parts.points(made, texts)
    paper.body(
        made,
        "Приложения: 1. Положение о системе наставничества педагогических работников. 2. Дорожная карта.",
        before=8,
    )
    parts.head_line(made, school)
    parts.acquainted(made, [(school.curator, school.curator_position), (school.clerk, school.clerk_position)])
    return paper.to_bytes(made)
