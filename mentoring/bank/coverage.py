"""The map of results: what every result of a session is taught by, practised in, asked with and assessed by.

From the tables and the bank; a gap is one Russian sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from mentoring.bank.items import FORMS, Item
from mentoring.bank.reading import Bank

LEAST_IN_FORM = 2
LEAST_IN_BANK = 4
KINDS = {
    "choice": "выбор",
    "matching": "соответствие",
    "ordering": "порядок",
    "number": "число",
    "classification": "классификация",
}


def gaps(bank: Bank, results: pd.DataFrame, written: Iterable[str] = ()) -> list[str]:
    """What is missing: questions of every result; blocks and exercises of the sessions that are `written`."""
    found, ready = [], set(written)
    for row in results.itertuples():
        asked = {form: len(bank.of(row.id, form)) for form in FORMS}
        if min(asked.values()) < LEAST_IN_FORM or sum(asked.values()) < LEAST_IN_BANK:
            found.append(f"{row.id}: вопросов во входном запасе {asked[FORMS[0]]}, в итоговом {asked[FORMS[1]]}.")
        if not _many(row.assessed):
            found.append(f"{row.id}: ни один практикум его не проверяет.")
        if row.session in ready and not _many(row.blocks):
            found.append(f"{row.id}: занятие написано, а где учат — не названо.")
        if row.session in ready and not _many(row.exercises):
            found.append(f"{row.id}: занятие написано, а упражнение не названо.")
    return found


def page(bank: Bank, results: pd.DataFrame, sessions: pd.DataFrame, plan: pd.DataFrame) -> str:
    """`docs/results_map.md` as text."""
    titles = dict(zip(plan["block"], plan["title"], strict=True))
    forms = {form: sum(item.serves(form) for item in bank.items) for form in FORMS}
    lines = [
        "# Карта результатов", "",
        "Эта страница собрана командой `python -m mentoring.bank assignments/bank map --output docs/results_map.md`; "
        "руками её не правят.", "",
        "Результат занятия → где ему учат → где упражняются → какими вопросами спрашивают → в каком практикуме "
        "проверяют. Пустое место значит, что занятие или задание ещё не написано. Вопросы названы кодами: "
        "тексты и ключи есть только у преподавателя.", "",
        f"В банке {len(bank.items)} вопросов: {counts(bank.items)}. "
        f"Для входного теста — {forms['entrance']}, для итогового — {forms['final']}.",
    ]  # fmt: skip
    for session in sessions.itertuples():
        lines += ["", f"## {session.number}. {session.title}", ""]
        lines += ["| Результат | Учат | Упражняются | Вопросы | Проверяют |", "|---|---|---|---|---|"]
        for row in results[results["session"] == session.id].sort_values("number").itertuples():
            taught = "; ".join(titles.get(block, block) for block in _many(row.blocks))
            asked = " · ".join(
                f"{name}: {', '.join(item.id for item in bank.of(row.id, form))}"
                for form, name in (("entrance", "вход"), ("final", "итог"))
            )
            exercises, assessed = ", ".join(_many(row.exercises)), ", ".join(_many(row.assessed))
            lines.append(f"| **{row.id}** {row.result} | {taught} | {exercises} | {asked} | {assessed} |")
    return "\n".join(lines) + "\n"


def counts(items: Iterable[Item]) -> str:
    """«выбор — 90, соответствие — 40 …»."""
    kinds = Counter(item.kind for item in items)
    return ", ".join(f"{KINDS[kind]} — {number}" for kind, number in kinds.most_common())


def _many(cell: object) -> list[str]:
    return cell.split() if isinstance(cell, str) else []
