"""The personalised programme of a pair (PPN)."""

from __future__ import annotations

from mentoring import paper
from mentoring.documents.drafting import parts
from mentoring.documents.drafting.pair import Pair, catalogue
from mentoring.documents.drafting.pairing_order import _category, _type
from mentoring.documents.drafting.plan import middle
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import BLANK, capital, day_ru, or_blank, person, short, term_ru


def document(school: School, pair: Pair) -> bytes:
    first, last = school.term(pair)
    halfway = middle(first, last) if first and last else None
    made = parts.sheet("Персонализированная программа наставничества")
    paper.columns(
        made,
        [
            ["СОГЛАСОВАНО", "Куратор наставничества", f"{BLANK} {short(school.curator) or BLANK * 2}", day_ru(None)],
            [
                "УТВЕРЖДАЮ",
                f"{capital(school.head_position)} {or_blank(school.short_name)}",
                f"{BLANK} {short(school.head) or BLANK * 2}",
                day_ru(None),
            ],
        ],
    )
    parts.title(made, "ПЕРСОНАЛИЗИРОВАННАЯ ПРОГРАММА НАСТАВНИЧЕСТВА", or_blank(school.short_name))
    form = str(catalogue("mentoring_forms")[pair.form]["title"]).strip("«»") if pair.form else or_blank("")
    paper.table(
        made,
        (5.0, 13.0),
        rows=[
            ("Наставник", person(pair.mentor, pair.mentor_position)),
            ("Наставляемый", person(pair.mentee, pair.mentee_position)),
            ("Категория наставляемого", _category(pair.category)),
            ("Период", term_ru(first, last)),
            ("Форма наставничества", form),
            ("Вид наставничества", _type(pair.type)),
            (
                "Согласия сторон",
                f"наставника от {day_ru(pair.mentor_consent)}, наставляемого от {day_ru(pair.mentee_consent)}",
            ),
        ],
        bold=(0,),
        size=11,
    )
    deficits = pair.deficits or ((_empty()),)
    paper.heading(made, "1. Диагностика и дефициты")
    paper.body(made, "Диагностика проведена в начале работы пары; её результаты записаны в таблице.", keep=True)
    paper.table(
        made,
        (1.2, 6.0, 3.6, 2.4, 4.8),
        ("№", "Дефицит", "Чем выявлен", "Когда", "Что показала диагностика"),
        [
            (f"Д{n}", or_blank(d.text), or_blank(d.method, 1), day_ru(d.found_on), or_blank(d.result, 1))
            for n, d in enumerate(deficits, 1)
        ],
    )
    paper.heading(made, "2. Цель и задачи")
    paper.body(made, f"Цель: к {day_ru(last)} {pair.goal or BLANK * 4}.")
    paper.table(
        made,
        (1.2, 2.1, 7.0, 5.0, 2.7),
        ("№", "Дефицит", "Задача", "Критерий результата", "Срок"),
        [(f"З{n}", f"Д{n}", or_blank(d.task), or_blank(d.criterion), day_ru(d.due)) for n, d in enumerate(deficits, 1)],
    )
    paper.heading(made, "3. План мероприятий")
    rows = [
        (str(n), f"З{n}", or_blank(d.activity), or_blank(d.form, 1), day_ru(d.due), or_blank(d.evidence))
        for n, d in enumerate(deficits, 1)
    ]
    due = [d.due for d in deficits if d.due]
    visit = day_ru(max(due) if due else last)
    rows.append(
        (
            str(len(rows) + 1),
            "все",
            "взаимное посещение занятий, обсуждение по листу наблюдения",
            "взаимопосещение",
            visit,
            "заполненные листы, отзыв наставника",
        )
    )
    head = ("№", "Задача", "Вид работы", "Форма", "Срок", "Результат")
    paper.table(made, (1.0, 1.6, 5.6, 3.2, 2.5, 4.1), head, rows)
    paper.heading(made, "4. График встреч")
    paper.body(
        made,
        f"Встречи: {pair.meetings or BLANK * 3}, {term_ru(first, last)}. Встреча промежуточной рефлексии — "
        f"{day_ru(halfway)}, итоговой рефлексии — {day_ru(last)}.",
    )
    paper.heading(made, "5. Показатели на входе и на выходе")
    rows = [
        ("Наставляемый", or_blank(d.text), or_blank(d.result), d.goal_value or or_blank(d.criterion)) for d in deficits
    ]
    rows.append(
        (
            "Наставник",
            "приёмы обратной связи после занятия, самооценка по листу из 10 приёмов",
            f"{BLANK} из 10",
            f"{BLANK} из 10",
        )
    )
    paper.table(made, (2.8, 6.2, 4.5, 4.5), ("Чей", "Показатель", "На входе", "На выходе"), rows)
    paper.heading(made, "6. Перенос в практику и доказательства")
    for n, d in enumerate(deficits, 1):
        paper.body(made, f"З{n}: новое применяется — {or_blank(d.transfer)}; доказательство — {or_blank(d.evidence)}.")
    paper.heading(made, "7. Корректировка и завершение")
    paper.body(
        made,
        f"По результатам промежуточной диагностики ({day_ru(halfway)}) задачи и план корректируются, изменения "
        "согласует "
        f"куратор. До {day_ru(last)} наставник представляет отчёт, совет наставников принимает решение о "
        "завершении или "
        "продолжении программы.",
    )
    paper.body(made, "Программа связана с индивидуальным образовательным маршрутом наставляемого.")
    paper.signatures(made, [("Наставник", short(pair.mentor)), ("Наставляемый", short(pair.mentee))])
    return paper.to_bytes(made)


def _empty():
    from mentoring.documents.drafting.pair import Deficit

    return Deficit()
