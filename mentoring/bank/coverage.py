"""The map of results: what every result of a session is taught by, practised in, asked with and assessed by.

From the tables and the bank; a gap is one Russian sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from mentoring.bank.items import FORMS, Item
from mentoring.bank.reading import Bank
from mentoring.bank.works import Task

LEAST_IN_FORM = 2
LEAST_IN_BANK = 4
JUDGED = {
    "card": "полнота и согласованность",
    "checklist": "отметки и доказательства по критериям задания",
    "classification": "верный ответ и предложения, на которых он держится",
    "document": "критерии аудита документов и цитаты",
    "markup": "найденные дефекты и их тяжесть",
    "route": "критерии маршрута",
    "text": "критерии задания",
}
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


def page(
    bank: Bank,
    results: pd.DataFrame,
    sessions: pd.DataFrame,
    plan: pd.DataFrame,
    works: Mapping[str, Sequence[Task]] | None = None,
) -> str:
    """`docs/results_map.md` as text. `works`: tasks of the practicums that are written."""
    works = works or {}
    titles = dict(zip(plan["block"], plan["title"], strict=True))
    forms = {form: sum(item.serves(form) for item in bank.items) for form in FORMS}
    lines = [
        "# Карта результатов", "",
        "Эта страница собрана командой `python -m mentoring.bank assignments/bank map --output docs/results_map.md`; "
        "руками её не правят.", "",
        "Результат занятия → где ему учат → где упражняются → какими вопросами спрашивают → в каком практикуме "
        "проверяют. Пустое место значит, что занятие ещё не написано. Вопросы названы кодами: тексты и ключи есть "
        "только у преподавателя. По каким критериям судят практикумы, сказано в конце.", "",
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
            exercises = ", ".join(_many(row.exercises))
            assessed = "; ".join(_work(name, works) for name in _many(row.assessed))
            lines.append(f"| **{row.id}** {row.result} | {taught} | {exercises} | {asked} | {assessed} |")
    for name, tasks in works.items():
        lines += ["", f"## Практикум № {name.rpartition('_')[2]}: задания и критерии", ""]
        lines += ["| Задание | По чему судят | Результаты |", "|---|---|---|"]
        for one in tasks:
            proves = [row.id for row in results.itertuples() if f"{name}:{one.id}" in _many(row.assessed)]
            criteria = "; ".join(one.criteria) or JUDGED.get(one.kind, "верный ответ")
            lines.append(f"| {f'{one.id} {one.title}'.strip()} | {criteria} | {', '.join(proves)} |")
        whole = [row.id for row in results.itertuples() if name in _many(row.assessed)]
        if whole:
            lines += ["", f"Работой в целом проверяют: {', '.join(whole)}."]
    return "\n".join(lines) + "\n"


def unknown_works(results: pd.DataFrame, works: Mapping[str, Sequence[Task]]) -> list[str]:
    """Tasks that the table of results names and a written practicum doesn't have."""
    found = []
    for row in results.itertuples():
        for name in _many(row.assessed):
            work, _, task = name.partition(":")
            if task and work in works and task not in {one.id for one in works[work]}:
                found.append(f"{row.id}: в работе {work} нет задания «{task}».")
    return found


def _work(name: str, works: Mapping[str, Sequence[Task]]) -> str:
    """`practicum_1:c3` → «практикум № 1, задание c3 «Доля приказов…»»."""
    work, _, task = name.partition(":")
    told = f"практикум № {work.rpartition('_')[2]}"
    if not task:
        return told if work in works else f"{told} (ещё не написан)"
    title = next((one.title for one in works.get(work, ()) if one.id == task), "")
    return f"{told}, {task} «{title}»" if title else f"{told}, {task}"


def counts(items: Iterable[Item]) -> str:
    """«выбор — 90, соответствие — 40 …»."""
    kinds = Counter(item.kind for item in items)
    return ", ".join(f"{KINDS[kind]} — {number}" for kind, number in kinds.most_common())


def _many(cell: object) -> list[str]:
    return cell.split() if isinstance(cell, str) else []
