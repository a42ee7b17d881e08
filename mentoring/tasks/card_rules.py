"""Scoring of a card: completeness and the rules of its question. Pure; knows no subject but indicators.

A rule is judged only when its fields are filled in: emptiness is counted once, by completeness, but an unjudged rule
earns nothing. What `soft` clauses say is a reminder that costs nothing. A rule that `needs` others counts as far as
those are met: well chosen lists are no work while the words between them say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mentoring.tasks.base import Remark, Score, verdict_of
from mentoring.tasks.card_meaning import linked, own_words, typed
from mentoring.tasks.evidence import holds, words
from mentoring.tasks.personal import personal_data
from mentoring.tasks.reading import read_number
from mentoring.wording import count_ru, number_ru

if TYPE_CHECKING:
    from mentoring.tasks.card import CardAnswer, CardQuestion, Cell, Clause, Rule, Slot


@dataclass(frozen=True)
class Verdict:
    """Of a rule: fraction (None: its fields are empty), what is wrong, reminders without points."""

    fraction: float | None
    faults: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()


def score_card(question: CardQuestion, answer: CardAnswer) -> Score:
    """Completeness and every rule by its weight; personal data as a reminder."""
    total = question.filled_points + sum(rule.points for rule in question.rules)
    lacking, asked = empty(question, answer), required(question, answer)
    whole = max(0.0, 1 - len(lacking) / max(asked, 1))
    told = f"Не заполнено или слишком коротко: {'; '.join(lacking[:6])}{' и другое' if len(lacking) > 6 else ''}."
    share = question.filled_points / total
    remarks = [Remark(criterion="Полнота", verdict=verdict_of(whole), text=told if lacking else "", share=share)]
    earned = whole * share
    judged = {rule.id: CHECKS[rule.check](rule, question, answer) for rule in question.rules}
    for rule in question.rules:
        found, share = judged[rule.id], rule.points / total
        base = min((judged[name].fraction or 0.0 for name in rule.needs), default=1.0)
        value = (found.fraction or 0.0) * base
        verdict = "missing" if found.fraction is None else verdict_of(value)
        text = " ".join(found.faults) or ("Сравнивать не с чем: нужные поля пусты." if found.fraction is None else "")
        if found.fraction and base < 1:
            why = "Засчитано отчасти" if base else "Не засчитано"
            text = f"{text} {why}: из описания этого не видно, в нём мало своего.".strip()
        remarks.append(
            Remark(criterion=rule.criterion, verdict=verdict, text=text, source=rule.source, share=share or None)
        )
        remarks += [Remark(criterion=rule.criterion, verdict="info", text=f"Проверьте: {t}") for t in found.reminders]
        earned += value * share
    return Score.scored(earned, [*remarks, *personal_data(texts(question, answer))])


def complaints(question: CardQuestion, answer: CardAnswer) -> list[str]:
    """Faults and reminders of all rules as sentences."""
    found = [CHECKS[rule.check](rule, question, answer) for rule in question.rules]
    told = [text for one in found for text in one.faults]
    told += [f"Проверьте: {text}" for one in found for text in one.reminders]
    return list(dict.fromkeys(told))


def texts(question: CardQuestion, answer: CardAnswer) -> list[str]:
    """Everything that was typed, field by field."""
    return [text for _, text in typed(question, answer)]


# Completeness


def empty(question: CardQuestion, answer: CardAnswer) -> list[str]:
    """Required places that are not filled in well enough, as short Russian phrases."""
    seen: set[str] = set()
    found = []
    for slot in question.slots:
        if slot.type != "rows":
            if slot.required and (why := lack(slot, answer.value(slot.id), seen)) is not None:
                found.append(_low(slot.title) + why)
            continue
        rows = answer.rows(slot)
        found += [
            f"{_low(slot.row_title)} {number}: {_low(cell.title)}{why}"
            for number, row in enumerate(rows, 1) for cell in slot.columns
            if cell.required and (why := lack(cell, row[cell.id])) is not None
        ]  # fmt: skip
        short = slot.min_rows - len(rows) if slot.required else 0
        found += [f"{_low(slot.title)} — ещё одна строка"] * max(0, short)
    return found


def required(question: CardQuestion, answer: CardAnswer) -> int:
    """How many places there are to fill in; a row that is not there yet is one place."""
    count = 0
    for slot in question.slots:
        if slot.type == "rows":
            rows = len(answer.rows(slot))
            count += rows * sum(cell.required for cell in slot.columns)
            count += max(0, slot.min_rows - rows) if slot.required else 0
        else:
            count += slot.required
    return count


def lack(cell: Cell, text: str, seen: set[str] | None = None) -> str | None:
    """Why a value does not count: words to add to the field's title, '' where it is empty; None where it counts."""
    if not text.strip():
        return ""
    if cell.type == "choice":
        return None if set(text.split("; ")) <= {option.id for option in cell.choices} else " — не из списка"
    if cell.type == "number":
        return " — нужно число" if number_of(text) is None else None
    if cell.type == "date":
        return None if day_of(text) else " — нужна дата"
    given = words(text)
    if cell.min_words and len(given) < cell.min_words:
        return f" — ещё хотя бы {count_ru(cell.min_words - len(given), 'слово', 'слова', 'слов')}"
    if len(given) >= 12 and len(set(given)) < 0.4 * len(given):
        return " — слова повторяются"
    if seen is not None and len(given) >= 6:
        line = " ".join(given)
        if line in seen:
            return " — тот же текст, что выше"
        seen.add(line)
    return None


def number_of(text: str) -> float | None:
    return read_number(text).value


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _low(title: str) -> str:
    return title[:1].lower() + title[1:]


# Rules: each reads the parameters named in its docstring


def agree(rule: Rule, question: CardQuestion, answer: CardAnswer) -> Verdict:
    """`clauses`: every clause whose condition holds is met by its field."""
    met, faults, reminders, silent = [], [], [], False
    for clause in rule.clauses:
        if not all(set(answer.chosen(name)) & set(values) for name, values in clause.when.items()):
            continue
        holds_ = _clause(clause, question, answer)
        if holds_ is None:
            silent = True
            continue
        if not holds_:
            (reminders if clause.soft else faults).append(clause.says)
        if not clause.soft:
            met.append(holds_)
    asked = [question.slot(name) for name in {name for one in rule.clauses for name in one.when}]
    known = all(slot is not None and lack(slot, answer.value(slot.id)) is None for slot in asked)
    fraction = sum(met) / len(met) if met else None if silent else 1.0
    fraction = fraction if known else None
    return Verdict(fraction, tuple(dict.fromkeys(faults)), tuple(dict.fromkeys(reminders)))


def _clause(clause: Clause, question: CardQuestion, answer: CardAnswer) -> bool | None:
    if clause.allowed:
        chosen = answer.chosen(clause.field)
        return bool(set(chosen) & set(clause.allowed)) if chosen else None
    number = number_of(answer.value(clause.field))
    if number is None:
        return None
    return not (clause.least is not None and number < clause.least or clause.most is not None and number > clause.most)


def sum_(rule: Rule, question: CardQuestion, answer: CardAnswer) -> Verdict:
    """`field` (rows), `column`, `other`: the numbers of the column add up to the number of the other field."""
    slot, whole = question.slot(rule.field), number_of(answer.value(rule.other))
    parts = [number_of(row[rule.column]) for row in answer.rows(slot)] if slot else []
    if whole is None or not parts or None in parts:
        return Verdict(None)
    total = sum(part for part in parts if part is not None)
    if abs(total - whole) < 1e-6:
        return Verdict(1.0)
    return Verdict(0.0, (f"{rule.says} В строках {number_ru(total)}, а указано {number_ru(whole)}.",))


def order(rule: Rule, question: CardQuestion, answer: CardAnswer) -> Verdict:
    """`field`, `other`: the first date is not after the second; with `column`, every row's date is before `other`."""
    slot, last = question.slot(rule.field), day_of(answer.value(rule.other))
    days = (
        [day_of(row[rule.column]) for row in answer.rows(slot)] if slot and rule.column else
        [day_of(answer.value(rule.field))]
    )  # fmt: skip
    given = [day for day in days if day]
    if last is None or not given:
        return Verdict(None)
    late = sum(day > last for day in given)
    return Verdict(1 - late / len(given), (rule.says,) if late else ())


def within(rule: Rule, question: CardQuestion, answer: CardAnswer) -> Verdict:
    """`field`, `least`, `most`: a date or number between the two (dates as 2026-09-01)."""
    text = answer.value(rule.field)
    if isinstance(rule.least, str) or isinstance(rule.most, str):
        value, edges = day_of(text), [day_of(str(edge)) if edge else None for edge in (rule.least, rule.most)]
    else:
        value, edges = number_of(text), [rule.least, rule.most]  # type: ignore[assignment]
    if value is None:
        return Verdict(None)
    good = (edges[0] is None or value >= edges[0]) and (edges[1] is None or value <= edges[1])  # type: ignore[operator]
    return Verdict(float(good), () if good else (rule.says,))


def mentions(rule: Rule, question: CardQuestion, answer: CardAnswer) -> Verdict:
    """`field`, `phrases`: any of the phrases stands in the text (a field of rows: in any of them)."""
    slot = question.slot(rule.field)
    rows = answer.rows(slot) if slot is not None and slot.type == "rows" else None
    text = answer.value(rule.field) if rows is None else "\n".join(" ".join(row.values()) for row in rows)
    if not text.strip():
        return Verdict(None)
    good = holds(words(text), rule.phrases)
    return Verdict(float(good), () if good else (rule.says,))


def differs(rule: Rule, question: CardQuestion, answer: CardAnswer) -> Verdict:
    """`field`, `other`: two texts do not say the same."""
    one, two = (set(words(answer.value(name))) for name in (rule.field, rule.other))
    if not one or not two:
        return Verdict(None)
    same = len(one & two) > 0.7 * min(len(one), len(two)) and min(len(one), len(two)) > 2
    return Verdict(float(not same), (rule.says,) if same else ())


def indicators(rule: Rule, question: CardQuestion, answer: CardAnswer) -> Verdict:
    """`field` (rows), `columns`: part of `card_indicators.faults_of` → column of the rows."""
    from mentoring.tasks.card_indicators import faults_of

    slot = question.slot(rule.field)
    rows = answer.rows(slot) if slot else []
    if not rows:
        return Verdict(None)
    found = [faults_of({part: row.get(column, "") for part, column in rule.columns.items()}) for row in rows]
    told = [
        f"Показатель {number} «{row[rule.columns['title']][:60]}»: {text}"
        for number, (row, faults) in enumerate(zip(rows, found, strict=True), 1) for text in faults
    ]  # fmt: skip
    return Verdict(sum(max(0.0, 1 - len(faults) / 2) for faults in found) / len(rows), tuple(told))


CHECKS: dict[str, Callable[[Rule, CardQuestion, CardAnswer], Verdict]] = {
    "agree": agree, "sum": sum_, "order": order, "within": within, "mentions": mentions, "differs": differs,
    "indicators": indicators, "own": own_words, "linked": linked,
}  # fmt: skip


def vocabulary(question: CardQuestion) -> Iterator[str]:
    """What an author should mend: rules that name fields, columns or choices which the card doesn't have."""
    slots: dict[str, Slot] = {slot.id: slot for slot in question.slots}
    for rule in question.rules:
        named = [rule.field, *rule.other.split(), *(one.field for one in rule.clauses)]
        lost = sorted(set(rule.needs) - {one.id for one in question.rules})
        yield from (f"правило {rule.id} опирается на правило «{name}», которого нет." for name in lost)
        named += [name for one in rule.clauses for name in one.when]
        yield from (
            f"правило {rule.id} называет поле «{name}», которого нет." for name in named if name and name not in slots
        )
        columns = {cell.id for cell in slots[rule.field].columns} if rule.field in slots else set()
        wanted = {rule.column, *rule.columns.values()} - {""}
        yield from (f"правило {rule.id} называет столбец «{name}», которого нет." for name in sorted(wanted - columns))
        for clause in rule.clauses:
            for name, values in [*clause.when.items(), (clause.field, clause.allowed)]:
                known = {option.id for option in slots[name].choices} if name in slots else set(values)
                yield from (
                    f"правило {rule.id}: в поле «{name}» нет варианта «{value}»." for value in set(values) - known
                )
