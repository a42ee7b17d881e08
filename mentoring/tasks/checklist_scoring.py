"""Scoring of a checklist: against a reference (verdict, evidence), or a self-audit (completeness, consistency)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from mentoring.tasks.base import VERDICTS_RU, Remark, Score, Verdict, general, joined, told, verdict_of
from mentoring.tasks.evidence import ALWAYS_WORDS, holds, limit, own_words, words
from mentoring.tasks.personal import personal_data
from mentoring.wording import count_ru

if TYPE_CHECKING:
    from mentoring.tasks.checklist import (
        ChecklistAnswer,
        ChecklistCriterion,
        ChecklistQuestion,
        ChecklistReference,
        ChecklistRow,
        Consistency,
        ExpectedRow,
    )

NEAR = 0.5
"""Part of the verdict's points for a near miss: a defect is seen, its weight is not (partial ↔ violated)."""
COMPLETE = 0.75
"""Self-audit: part of the points for completeness where there are consistency rules; the rest is for the rules."""


def verdict_part(given: Verdict | None, accepted: tuple[Verdict, ...]) -> float:
    """1 for an accepted verdict, a half for «частично» instead of «нарушено» and the reverse, else 0."""
    if given in accepted:
        return 1.0
    return NEAR if any({given, name} == {"partial", "violated"} for name in accepted) else 0.0


def evidence_share(criterion: ChecklistCriterion, reference: ChecklistReference) -> float:
    """Part of a criterion's points that depends on evidence; 0 where none is asked or none is expected."""
    return reference.evidence_share if criterion.evidence and reference.rows[criterion.id].evidence else 0.0


def against(question: ChecklistQuestion, answer: ChecklistAnswer, reference: ChecklistReference) -> Score:
    """Verdict and evidence of every criterion against the reference; evidence needs a right or nearly right verdict."""
    asked = [criterion for criterion in question.criteria if criterion.id in reference.rows]
    total = sum(criterion.points for criterion in asked) or 1.0
    notes = Counter(" ".join(words(row.evidence)) for row in answer.rows.values())
    fraction, remarks = 0.0, []
    for criterion in asked:
        row, expected = answer.row(criterion.id), reference.rows[criterion.id]
        verdict, needs = verdict_part(row.verdict, expected.verdict), evidence_share(criterion, reference)
        good, note = judge(question, criterion, row, expected, notes) if needs else (False, "")
        good = good and verdict > 0
        earned = (1 - needs) * verdict + needs * good
        fraction += criterion.points / total * earned
        accepted = " или ".join(f"«{VERDICTS_RU[name]}»" for name in expected.verdict)
        lead = {
            1.0: "Оценка верна.",
            NEAR: "Недочёт замечен, но его степень другая: засчитана половина за оценку.",
        }.get(verdict, "Оценка другая." if row.verdict else "Оценка не поставлена.")
        key = told(question, f"Ожидалось: {accepted}.") if verdict < 1 else ""
        if needs and not verdict:
            note = (
                "Цитата засчитывается только вместе с верной оценкой." if row.verdict and row.evidence.strip() else ""
            )
        how = "missing" if not row.verdict and not row.evidence.strip() else verdict_of(earned)
        remarks.append(
            Remark(
                criterion=criterion.text,
                verdict=how,
                text=joined(lead, key, note, told(question, expected.explain)),
                source=told(question, expected.source),
                share=round(criterion.points / total, 4),
            )
        )
    remarks += [
        Remark(criterion="Согласованность", verdict="info", text=rule.remark)
        for rule in question.consistency
        if _state(rule, answer) == "broken"
    ]
    return Score.scored(fraction, (*remarks, *privacy(question, answer), *general(question, reference)))


def judge(question, criterion, row: ChecklistRow, expected: ExpectedRow, notes: Counter) -> tuple[bool, str]:
    """Whether a note proves the verdict, and a Russian sentence about it."""
    texts = question.documents_of(criterion)
    given = words(row.evidence)
    if not row.evidence.strip():
        return False, "Цитаты или пояснения нет."
    if len(given) > limit(texts):
        most = limit(texts)
        return (
            False,
            f"Слишком длинная цитата: приведите только решающее место, до {count_ru(most, 'слова', 'слов', 'слов')}.",
        )
    if len(given) >= ALWAYS_WORDS and notes[" ".join(given)] > 2:
        return False, "Одно и то же пояснение повторено у нескольких критериев и поэтому не засчитано."
    counted = own_words(row.evidence, criterion.text, texts)
    if not counted:
        return False, "Повторён текст критерия; нужна цитата из документа или указание, чего в нём нет."
    if holds(counted, expected.evidence):
        return True, "Цитата подтверждает оценку."
    return False, "Цитата не подтверждает оценку: нужно место документа, которое решает дело."


def self_audit(question: ChecklistQuestion, answer: ChecklistAnswer) -> Score:
    """Completeness (verdict, and a note of two words where it is asked) and consistency with the rules; no key."""
    done, remarks = 0.0, []
    total = sum(criterion.points for criterion in question.criteria) or 1.0
    for criterion in question.criteria:
        row = answer.row(criterion.id)
        note = len(words(row.evidence)) >= 2 and bool(own_words(row.evidence, criterion.text, ()))
        asks = criterion.evidence and row.verdict != "not_applicable"
        filled = (row.verdict is not None) * (0.5 if asks and not note else 1.0)
        done += criterion.points / total * filled
        if filled < 1:
            text = (
                "Оценка не поставлена."
                if row.verdict is None
                else "Нет пояснения: хотя бы двух слов, где это видно в документе."
            )
            remarks.append(Remark(criterion=criterion.text, verdict="partial" if filled else "missing", text=text))
    held = sum(_state(rule, answer) == "held" for rule in question.consistency)
    rules = len(question.consistency)
    weight = COMPLETE if rules else 1.0
    filled = len(question.criteria) - len(remarks)
    text = f"Полностью заполнено {filled} из {count_ru(len(question.criteria), 'критерия', 'критериев', 'критериев')}."
    first = [Remark(criterion="Полнота", verdict=verdict_of(done), text=text, share=weight)]
    if rules:
        text = f"Соблюдено {held} из {count_ru(rules, 'правила', 'правил', 'правил')}; правило без оценок не соблюдено."
        share = round(1 - weight, 4)
        first.append(Remark(criterion="Согласованность", verdict=verdict_of(held / rules), text=text, share=share))
        remarks += [
            Remark(criterion="Согласованность", verdict="wrong", text=rule.remark)
            for rule in question.consistency
            if _state(rule, answer) == "broken"
        ]
    fraction = weight * done + (1 - weight) * (held / rules if rules else 0)
    return Score.scored(fraction, (*first, *remarks, *privacy(question, answer)))


def _state(rule: Consistency, answer: ChecklistAnswer) -> Literal["held", "broken", "open"]:
    """A rule holds, is broken, or can't be told because a criterion it needs has no verdict."""
    given = {name: answer.row(name).verdict for name in (*rule.when, *rule.then)}
    if any(given[name] is not None and given[name] not in accepted for name, accepted in rule.when.items()):
        return "held"
    if None in given.values():
        return "open"
    return "held" if all(given[name] in accepted for name, accepted in rule.then.items()) else "broken"


def privacy(question: ChecklistQuestion, answer: ChecklistAnswer) -> list[Remark]:
    """A reminder where the notes about the own organisation seem to hold personal data."""
    return personal_data(row.evidence for row in answer.rows.values()) if question.own_organization else []
