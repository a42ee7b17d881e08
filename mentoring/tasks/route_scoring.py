"""Scoring of a designed route, part by part, from the same checks that `mentoring.route` makes of a document.

Honest against tools: a text repeated in several rows, copied from the case or left with gaps earns nothing, and a
task earns for a deficit only where it is about it (phrases of the reference). What the table of criteria allows only
as «проверьте» weighs nothing unless the author gives it a weight.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from mentoring.tasks.base import Remark, Score, general, joined, told, verdict_of
from mentoring.tasks.evidence import words
from mentoring.tasks.personal import personal_data
from mentoring.tasks.route_answer import Look
from mentoring.wording import sentence

if TYPE_CHECKING:
    from mentoring.tasks.route import RouteAnswer, RouteQuestion, RouteReference

# Part of a score → criterion of the table it is seen by.
PARTS = {
    "mapping": "IOM-03", "wording": "IOM-04", "transfer": "IOM-05", "evidence": "IOM-06", "forms": "IOM-07",
    "reflection": "IOM-12", "dates": "IOM-08", "load": "IOM-10",
}  # fmt: skip
WEIGHTS = {"critical": 3.0, "substantial": 1.0, "desirable": 0.5}  # ours: the sources give no points


class Part(NamedTuple):
    """How a part came out: what is earned of it (0..1), and clauses about what is missing."""

    earned: float
    flaws: list[str]


def score_route(question: RouteQuestion, answer: RouteAnswer, reference: RouteReference | None) -> Score:
    """Every weighted part earns its share; the rest are remarks. Without a reference a person judges."""
    from mentoring.route.criteria import criterion

    look = Look(question, answer, reference)
    weights = {name: question.weights.get(name, _weight(criterion(id))) for name, id in PARTS.items()}
    total = sum(weights.values())
    fraction, remarks = 0.0, []
    for name, id in PARTS.items():
        earned, flaws = MAKERS[name](look)
        share = weights[name] / total if total else 0.0
        counts = reference is not None and share > 0
        fraction += share * earned
        text = joined(*(sentence(flaw[:1].upper() + flaw[1:]) for flaw in flaws))
        verdict = verdict_of(earned) if counts else "info"
        if not counts and earned >= 1:
            continue
        text = text if counts else joined("Проверьте.", text)
        one = criterion(id)
        remarks.append(
            Remark(
                criterion=one.text,
                verdict=verdict,
                text=text,
                source=one.source,
                share=round(share, 4) if counts else None,
            )
        )
    remarks += _explained(question, reference)
    remarks += personal_data(look.texts) if question.personal_data_warning else []
    if reference is None:
        return Score(outcome="manual", remarks=tuple(remarks))
    return Score.scored(fraction, (*remarks, *general(question, reference)))


def _weight(criterion) -> float:
    return 0.0 if criterion.earns == "check" else WEIGHTS.get(criterion.weight, 1.0)


def _explained(question: RouteQuestion, reference: RouteReference | None) -> list[Remark]:
    names = {one.id: one.text for one in question.deficits}
    known = reference.deficits.items() if reference else ()
    return [
        Remark(criterion=f"Дефицит «{names[id]}»", verdict="info", text=text, source=question.source)
        for id, one in known
        if id in names and (text := told(question, one.explain))
    ]


def _each(look: Look, judge: Callable[[str], tuple[float, str]]) -> Part:
    """The mean of a judgement over the deficits, with what is missing at each."""
    if not look.deficits:
        return Part(0.0, ["дефициты не названы"])
    found = [(id, *judge(id)) for id in look.deficits]
    flaws = [f"дефицит {look.numbers[id]}: {flaw}" for id, earned, flaw in found if earned < 1 and flaw]
    return Part(sum(earned for _, earned, _ in found) / len(found), flaws)


def _mapping(look: Look) -> Part:
    def judge(id: str) -> tuple[float, str]:
        if look.relevant(id):
            return 1.0, ""
        linked = any(id in task.deficits for task in look.tasks)
        return 0.0, "отмеченная задача не о нём или общая на всё" if linked else "нет задачи"

    part = _each(look, judge)
    known = set(look.numbers)
    stray = [n for n, task in enumerate(look.tasks, 1) if not (set(task.deficits) & known) - look.skipped]
    flaws = [f"задача {n} не отвечает на профессиональный дефицит этого педагога" for n in stray]
    return Part(part.earned * len(look.deficits) / max(1, len(look.deficits) + len(stray)), part.flaws + flaws)


def _wording(look: Look) -> Part:
    from mentoring.route.wording import read_wording

    def judge(id: str) -> tuple[float, str]:
        found = []
        for task in look.relevant(id):
            criterion = task.criterion if look.own_measure(task) else ""
            read = read_wording(task.wording, criterion, task.due, look.route.period)
            earned = 1.0 if read.concrete else 0.5 if sum(read.parts.values()) == 3 and not read.unfilled else 0.0
            found.append((earned, "; ".join(read.lacking)))
        return max(found, key=lambda pair: pair[0], default=(0.0, "нет задачи, которую можно оценить"))

    return _each(look, judge)


def _transfer(look: Look) -> Part:
    from mentoring.route.practice import transfer_grade

    def judge(id: str) -> tuple[float, str]:
        grades = [transfer_grade(one) for one in look.rows(id, "p", look.answer.transfers, "practice")]
        if "full" in grades:
            return 1.0, ""
        if grades:
            return 0.5, "скажите полностью: что, на каком занятии, когда"
        return 0.0, "не видно, что изменится на занятии"

    return _each(look, judge)


def _evidence(look: Look) -> Part:
    from mentoring.route.practice import evidence_grade

    def judge(id: str) -> tuple[float, str]:
        grades = [evidence_grade(one.what) for one in look.rows(id, "e", look.answer.evidence, "evidence")]
        if "proof" in grades:
            return 1.0, ""
        if "unclear" in grades:
            return 0.5, "по этому практику не увидеть: назовите видео, конспект, лист наблюдения, работы учеников"
        return 0.0, "удостоверение показывает учёбу, а не урок" if grades else "нет своего доказательства"

    return _each(look, judge)


def _forms(look: Look) -> Part:
    kept = {one.id for one in look.answer.activities if f"a:{one.id}" not in look.pasted}
    found = {
        form.id: form
        for way in look.paths.values()
        for one, form in zip(way.activities, way.forms, strict=True)
        if form and one.id in kept
    }
    active = [form for form in found.values() if not form.passive]
    if len(found) >= 3 and active or len(active) >= 2:
        return Part(1.0, [])
    return Part(0.5 if active else 0.0, ["формы однообразны" if found else "мероприятий, связанных с задачами, нет"])


def _reflection(look: Look) -> Part:
    from mentoring.route.calendar import intermediate
    from mentoring.route.forms import has
    from mentoring.route.lexicon import AUDIT

    rows = [one for one in look.answer.reflections if len(words(one.what)) >= 2]
    between = bool(intermediate(look.route.model_copy(update={"reflections": tuple(rows)})))
    audit = any(has(one.what, AUDIT) for one in rows) or has(look.answer.decision, AUDIT)
    flaws = [
        *([] if between else ["нет рефлексии внутри периода"]),
        *([] if audit else ["не назван методический аудит"]),
    ]
    return Part(0.5 * between + 0.5 * audit, flaws)


def _dates(look: Look) -> Part:
    from mentoring.route import calendar

    slips = [f"вне периода: {slip.text}" for slip in calendar.outside(look.route)]
    slips += [slip.text for slip in calendar.misordered(look.route)]
    return Part(max(0.0, 1 - 0.25 * len(slips)) if look.tasks else 0.0, slips)


def _load(look: Look) -> Part:
    from mentoring.route.calendar import hours_a_week
    from mentoring.route.route_rules import TASKS

    hours, most = hours_a_week(look.route), look.question.hours_per_week
    flaws = [f"задач {len(look.tasks)}, обычно посильно {TASKS[0]}–{TASKS[1]}"] if len(look.tasks) > TASKS[1] else []
    flaws += ["часов в неделю больше, чем есть у педагога"] if hours and most is not None and hours > most else []
    return Part(0.0 if flaws else 1.0, flaws)


MAKERS: dict[str, Callable[[Look], Part]] = {
    "mapping": _mapping, "wording": _wording, "transfer": _transfer, "evidence": _evidence, "forms": _forms,
    "reflection": _reflection, "dates": _dates, "load": _load,
}  # fmt: skip
