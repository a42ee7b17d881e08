"""A new session: a notebook of eight blocks and its rows in `sessions`, `session_plan` and `session_results`."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from autograder.errors import KitError
from mentoring.course.fields import typeset
from mentoring_cli.new.rows import added

NAME = re.compile(r"session_(\d\d)")
OURS = {"source": "design §6", "certainty": "inferred"}
# block, title, kind, minutes, priority: 240 minutes with the break
PLAN = (
    ("opening", "Вопрос дня", "opening", 15, 1),
    ("main", "Главная мысль занятия", "theory", 25, 1),
    ("try", "Пробуем на примере", "exercise", 40, 1),
    ("break", "Перерыв", "break", 20, 3),
    ("case", "Случай из практики", "case", 45, 2),
    ("own", "Свой документ", "self_study", 45, 2),
    ("talk", "Обсуждение", "discussion", 30, 2),
    ("closing", "Итоги", "closing", 20, 2),
)


def new_session(name: str, root: Path) -> dict[Path, bytes]:
    """Files to write. Raises KitError for a bad or taken name."""
    from mentoring.data import load

    found = NAME.fullmatch(name)
    if not found:
        raise KitError(f"Имя занятия «{name}» не подходит: нужно session_ и две цифры, например session_13.")
    number = int(found[1])
    path = root / "course" / f"{name}.ipynb"
    rows = load("sessions")
    if path.exists() or name in set(rows["id"]) or number in set(rows["number"]):
        raise KitError(f"Занятие {name} уже есть: возьмите другой номер.")
    tables = root / "datasets"
    short = f"s{found[1]}"
    plan = [
        {"session": name, "order": order, "block": f"{short}-{block}", "title": title, "kind": kind, "minutes": minutes,
         "priority": priority, **OURS}
        for order, (block, title, kind, minutes, priority) in enumerate(PLAN, 1)
    ]  # fmt: skip
    result = {
        "session": name, "id": f"R{found[1]}-1", "number": 1,
        "result": "Назвать то, чему учит это занятие, своими словами",
        "blocks": f"{short}-main {short}-try", "exercises": f"{short}-choice", **OURS,
    }  # fmt: skip
    row = {
        "number": number,
        "id": name,
        "title": "Черновик: новое занятие",
        "mode": "meeting",
        "documents": "000",
        **OURS,
    }
    return {
        path: nbformat.writes(_notebook(name, short), version=4).encode("utf-8") + b"\n",
        tables / "sessions.csv": added(tables / "sessions.csv", [row]),
        tables / "session_plan.csv": added(tables / "session_plan.csv", plan),
        tables / "session_results.csv": added(tables / "session_results.csv", [result]),
    }


def _notebook(name: str, short: str) -> nbformat.NotebookNode:
    cells, number = [], 0

    def cell(block: str, source: str, *, note: bool = False) -> None:
        nonlocal number
        row = next((one for one in PLAN if one[0] == block), None)
        meta: dict[str, object] = {} if source.startswith("#") else {"jupyter": {"source_hidden": True}}
        if row:
            meta["mentoring"] = {"block": f"{short}-{block}", "minutes": row[3], "priority": row[4]}
        else:
            meta["jupyter"] = {"source_hidden": True}
        if note:
            meta["tags"] = ["facilitator"]
        make = nbformat.v4.new_markdown_cell if source.startswith("## ") else nbformat.v4.new_code_cell
        text = typeset(source) if source.startswith("## ") else source
        cells.append(make(text, id=f"{short}-{number:02d}", metadata=meta))
        number += 1

    def lead(block: str, do: str) -> None:
        minutes = next(one[3] for one in PLAN if one[0] == block)
        half = minutes // 2
        text = f"- **0–{half}.** {do}\\n- **{half}–{minutes}.** Разбор: спросите, почему так."
        cell(block, f'facilitator({minutes}, "{text}")', note=True)

    cell("", IMPORTS)
    cell("opening", f'header("{name}", intro="Чему посвящено занятие и почему на него стоит потратить время.", '
                    'need=["что понадобится участнику"])')  # fmt: skip
    cell("opening", f'plan("{name}")')
    cell("opening", f'discuss("Вопрос дня: с чем вы пришли?", ["Первый ответ", "Второй ответ"], key="{short}-opening")')
    lead("opening", "Поздоровайтесь и задайте вопрос дня.")
    cell(
        "main",
        "## Главная мысль\n\nОбъясните её тремя короткими абзацами.\n\n**Действие.** Что участник сделает сразу.",
    )
    lead("main", "Объяснение: от примера к правилу.")
    cell("try", CHOICE.format(name=name, short=short))
    lead("try", "Каждый отвечает сам, потом сверяется с соседом.")
    cell("break", f'pause("{short}-break")')
    cell("case", 'case("Название случая", "Опишите случай: кто, что сделал, что вышло. Имена и школы вымышлены.", '
                 'question="Что вы сделали бы на месте куратора?", real=False)')  # fmt: skip
    lead("case", "Прочитайте случай и дайте минуту тишины.")
    cell(
        "own",
        "## Свой документ\n\nЧто участник сделает со своим документом.\n\n**Действие.** Найдите у себя одно место.",
    )
    lead("own", "Самостоятельная работа.")
    cell("talk", f'discuss("О чём договоримся?", words=True, key="{short}-talk", hint="Одним-двумя словами.")')
    lead("talk", "Соберите слова.")
    cell("closing", 'recap(["Главная мысль занятия одной фразой.", "Что участник сделает завтра."])')
    cell("closing", 'sources([("Откуда взято занятие", "замысел авторов курса")])')
    lead("closing", "Пусть участники назовут главное сами.")
    book = nbformat.v4.new_notebook(cells=cells)
    book.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
         "language_info": {"name": "python"}}
    )  # fmt: skip
    return book


IMPORTS = """# ruff: noqa: E501 (sentences of a session)
from mentoring.course import case, discuss, facilitator, header, options, pause, plan, recap, sources
from mentoring.forms import exercise
from mentoring.tasks import ChoiceQuestion"""

CHOICE = """exercise(
    ChoiceQuestion(
        id="{short}-choice", title="Название упражнения",
        text="Опишите небольшую ситуацию и спросите, что в ней верно.",
        options=options(a="Верный вариант", b="Частая ошибка", c="Другая ошибка"),
    ),
    reference={{
        "correct": ["a"],
        "explain": {{"a": "Почему это верно.", "b": "В чём здесь ошибка.", "c": "В чём здесь ошибка."}},
    }},
    session="{name}",
)"""
