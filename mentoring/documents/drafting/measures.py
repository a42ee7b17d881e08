"""Indicators that the regulation defines and the roadmap measures, worded once so that the two never differ."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """`formula` with its symbols explained, when it is counted, what is aimed at."""

    title: str
    formula: str
    when: str
    target: str


MEASURES = (
    Measure(
        "Доля педагогов, за которыми закреплён наставник, среди подавших запрос",
        "Дз = Нз / З × 100 %, где Нз — педагоги с наставником, З — педагоги, подавшие запрос",
        "сентябрь, январь, май",
        "100 %",
    ),
    Measure(
        "Доля персонализированных программ, выполненных полностью",
        "Дп = Пв / Пу × 100 %, где Пв — выполненные программы, Пу — утверждённые программы",
        "май",
        "не менее 90 %",
    ),
    Measure(
        "Удовлетворённость наставляемых участием в программе наставничества",
        "Ун = Кн / Он × 100 %, где Кн — наставляемые с оценкой 4 и выше, Он — ответившие наставляемые",
        "май",
        "не менее 80 %",
    ),
    Measure(
        "Удовлетворённость наставников участием в программе наставничества",
        "Ус = Кс / Ос × 100 %, где Кс — наставники с оценкой 4 и выше, Ос — ответившие наставники",
        "май",
        "не менее 80 %",
    ),
)
