"""The roadmap (DK): activities of a school year in the order of the stages, each with its day, person and result."""

from __future__ import annotations

import datetime as dt

from mentoring import paper
from mentoring.documents.drafting import parts
from mentoring.documents.drafting.measures import MEASURES
from mentoring.documents.drafting.plan import days
from mentoring.documents.drafting.school import School
from mentoring.documents.drafting.words import day_ru, or_blank, short_after

HEAD = ("№", "Мероприятие", "Срок", "Ответственный", "Ресурсы", "Ожидаемый результат")
WIDTHS = (1.2, 8.2, 3.6, 4.4, 3.9, 5.4)


def document(school: School) -> bytes:
    plan = days(school)
    made = parts.sheet("Дорожная карта", wide=True)
    parts.stamp(made, school, word="УТВЕРЖДЕНА")
    parts.title(
        made,
        "ДОРОЖНАЯ КАРТА",
        f"реализации Положения о системе наставничества педагогических работников {or_blank(school.short_name)}",
        f"на период с {day_ru(plan['start'])} по {day_ru(plan['period_end'])}",
    )
    table = paper.table(made, WIDTHS, HEAD)
    for number, (stage, rows) in enumerate(_stages(school, plan), 1):
        paper.span(table, f"{number}. {stage}")
        for point, row in enumerate(rows, 1):
            paper.fill(table.add_row(), (f"{number}.{point}", *row))
    paper.set_widths(table, WIDTHS)
    paper.signatures(made, [("Составил: куратор наставничества", parts.short(school.curator))], places=(12, 20))
    return paper.to_bytes(made)


def _span(first: dt.date, last: dt.date) -> str:
    return f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"


def _stages(school: School, plan: dict[str, dt.date]) -> list[tuple[str, list[tuple[str, ...]]]]:
    head = f"{school.head_position.lower()} {short_after(school.head) or or_blank('')}"
    curator = parts.curator(school)
    clerk = f"{or_blank(school.clerk_position)} {short_after(school.clerk) or or_blank('')}"
    wanted, done, of_mentees, of_mentors = MEASURES

    def at(name: str) -> str:
        return _span(plan[name], plan[name])

    return [
        (
            "Подготовка",
            [
                (
                    "Приказ о внедрении, ознакомление педагогов с Положением и дорожной картой",
                    at("start"),
                    head,
                    "проекты документов, педагогический совет",
                    "приказ; лист ознакомления всех педагогов",
                ),
                (
                    "Публикация документов в разделе «Наставничество» сайта",
                    _span(plan["start"], plan["site"]),
                    clerk,
                    "сайт организации",
                    "действующий раздел с двумя документами",
                ),
            ],
        ),
        (
            "Запросы и банки данных",
            [
                (
                    "Анкетирование педагогов всех категорий о затруднениях. Входной мониторинг: "
                    f"{wanted.title.lower()}, {wanted.formula}",
                    _span(plan["start"], plan["survey"]),
                    curator,
                    "анкеты запросов",
                    "сводка запросов; значение Дз на входе",
                ),
                (
                    "Формирование банка наставляемых",
                    at("banks"),
                    curator,
                    "сводка запросов",
                    "список с категориями и дефицитами",
                ),
                (
                    "Формирование банка наставников",
                    at("banks"),
                    curator,
                    "анкеты наставников",
                    "список с областями опыта",
                ),
            ],
        ),
        (
            "Отбор и обучение наставников",
            [
                (
                    "Отбор наставников по банку и предложения по парам",
                    at("proposals"),
                    f"{curator}, совет наставников",
                    "банки, беседы",
                    "список предложенных пар",
                ),
                (
                    "Обучение наставников: семинар «Наблюдение занятия и обратная связь»",
                    at("training"),
                    curator,
                    "кабинет, 3 часа, лист наблюдения",
                    "обучены все отобранные наставники",
                ),
                (
                    "Получение письменных согласий наставника и наставляемого и отдельных согласий на обработку "
                    "персональных данных",
                    _span(plan["consent_first"], plan["consent_last"]),
                    curator,
                    "бланки согласий",
                    "подписанные согласия по каждой паре",
                ),
            ],
        ),
        (
            "Закрепление пар",
            [
                (
                    "Дополнительные соглашения с наставниками, назначение выплат",
                    _span(
                        max(plan["agreement_first"], plan["consent_last"]),
                        max(plan["agreement_last"], plan["consent_last"]),
                    ),
                    head,
                    "фонд оплаты труда",
                    "соглашение с каждым наставником",
                ),
                (
                    "Приказ о закреплении наставнических пар",
                    at("order"),
                    head,
                    "согласия, предложения куратора",
                    "приказ; ознакомление сторон",
                ),
            ],
        ),
        (
            "Работа пар",
            [
                (
                    "Разработка персонализированных программ и индивидуальных маршрутов",
                    _span(plan["works"], plan["programmes"]),
                    f"наставники, {curator}",
                    "диагностика, образцы",
                    "программа и маршрут у каждой пары",
                ),
                (
                    "Встречи, взаимные посещения занятий, пробы новых приёмов",
                    _span(plan["programmes"], plan["ends"]),
                    "наставники",
                    "расписание, листы наблюдения",
                    "записи встреч, разобранные занятия",
                ),
                (
                    "Промежуточный мониторинг: Дз, рефлексия пар, поправки к программам",
                    _span(plan["middle"], plan["middle_end"]),
                    curator,
                    "анкеты, программы",
                    "справка; исправленные программы",
                ),
            ],
        ),
        (
            "Завершение",
            [
                (
                    f"Итоговый мониторинг: Дз; {done.title.lower()}, {done.formula}; {of_mentees.title.lower()}, "
                    f"{of_mentees.formula}; "
                    f"{of_mentors.title.lower()}, {of_mentors.formula}",
                    _span(plan["final"], plan["ends"]),
                    curator,
                    "опросы, программы",
                    "значения показателей на выходе; отчёты наставников",
                ),
                (
                    "Поощрение участников наставничества",
                    at("reward"),
                    head,
                    "фонд стимулирующих выплат",
                    "приказ о поощрении",
                ),
                (
                    "Итоговый аналитический отчёт куратора на педагогическом совете",
                    at("last"),
                    curator,
                    "материалы мониторинга",
                    "отчёт рассмотрен, решения на следующий год приняты",
                ),
            ],
        ),
    ]
