"""Parallel forms drawn from the bank: the same results, the same kinds, the same difficulty, no question in common.

Both forms of a seed are planned together. Forms of different seeds share no question either, since every question
belongs to one form for good, and their difficulty is held to the same mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mentoring.bank.items import FORMS, Item, Slot, rank, shuffled
from mentoring.bank.reading import Bank
from mentoring.data import DataError
from mentoring.tasks.base import Question, Reference

PER_SESSION = 2
SPREAD = 0.008
"""How far a form's mean difficulty may be from the bank's: two forms then differ by less than 0.03."""
LEAST = {"matching": 3, "ordering": 2, "number": 1, "classification": 1}
ATTEMPTS = 5000

Plan = list[tuple[Item, Item]]


def draw(bank: Bank, form: str, seed: int, slots: Sequence[Slot] | None = None) -> list[tuple[Question, Reference]]:
    """Tasks of one form with their keys: q01, q02 … in the order of the sessions. Raises DataError, ValueError."""
    items = drawn(bank, form, seed)
    places = slots or [Slot(f"q{number:02d}", f"Вопрос {number}") for number in range(1, len(items) + 1)]
    return [item.task(slot, seed) for item, slot in zip(items, places, strict=True)]


def drawn(bank: Bank, form: str, seed: int) -> list[Item]:
    """The questions of one form, before they become tasks."""
    if form not in FORMS:
        raise ValueError(f"no form {form!r}; known: {', '.join(FORMS)}")
    return [pair[FORMS.index(form)] for pair in _plan(bank, seed)]


def mean_difficulty(items: Sequence[Item]) -> float:
    return sum(item.difficulty for item in items) / len(items)


def _plan(bank: Bank, seed: int) -> Plan:
    goal = mean_difficulty(bank.items)
    for attempt in range(ATTEMPTS):
        plan = [pair for session in bank.sessions for pair in _of_session(bank, session, f"{seed}.{attempt}")]
        if _balanced(plan, goal):
            return plan
    raise DataError("Из банка не удалось собрать две равные формы: добавьте вопросов или выровняйте их трудность.")


def _of_session(bank: Bank, session: str, salt: str) -> Plan:
    results = [result for result in bank.results if f"session_{result[1:3]}" == session]
    chosen = sorted(shuffled(results, salt)[:PER_SESSION])
    if len(chosen) < PER_SESSION:
        raise DataError(f"В банке у занятия {session} меньше двух результатов с вопросами: добавьте вопросы.")
    return [_pair(bank, result, salt) for result in chosen]


def _pair(bank: Bank, result: str, salt: str) -> tuple[Item, Item]:
    """A question for each form about one result; of the same kind wherever the bank allows it."""
    pairs = [(one, other) for one in bank.of(result, FORMS[0]) for other in bank.of(result, FORMS[1])]
    if not pairs:
        raise DataError(f"О результате {result} нет вопросов для обеих форм: добавьте в банк.")
    alike = [pair for pair in pairs if pair[0].kind == pair[1].kind] or pairs
    return min(alike, key=lambda pair: rank(salt, pair[0].id, pair[1].id))


def _balanced(plan: Plan, goal: float) -> bool:
    for at in range(len(FORMS)):
        items = [pair[at] for pair in plan]
        kinds = Counter(item.kind for item in items)
        if abs(mean_difficulty(items) - goal) > SPREAD or any(kinds[kind] < least for kind, least in LEAST.items()):
            return False
    return True
