"""A new practicum: a notebook with a form and a text for a person, and its rows in `practicums`, `rules`, `rubrics`."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from autograder.errors import KitError
from mentoring_cli.new.rows import added

NAME = re.compile(r"practicum_\d")
OURS = {"source": "design §6", "certainty": "inferred"}
LEVELS = (
    (0, 0, "Ответа по существу нет", "«Всё хорошо»"),
    (1, 3, "Решение названо, причина общая", "«Поговорю с ним, потому что так принято»"),
    (
        2,
        6,
        "Решение названо и объяснено примером из практики",
        "«Побываю на уроке: в прошлый раз спор начался из-за опроса»",
    ),
)


def new_practicum(name: str, root: Path) -> dict[Path, bytes]:
    """Files to write. Raises KitError for a bad or taken name."""
    from mentoring.data import load

    if not NAME.fullmatch(name):
        raise KitError(f"Имя практикума «{name}» не подходит: нужно practicum_ и одна цифра, например practicum_6.")
    folder, tables = root / "assignments" / name, root / "datasets"
    if folder.exists() or name in set(load("practicums")["id"]) or name in set(load("rules")["assignment"]):
        raise KitError(f"Задание {name} уже есть: возьмите другой номер.")
    number = name.rpartition("_")[2]
    last = load("sessions").sort_values("number")["id"].iloc[-1]
    row = {"id": name, "kind": "practicum", "title": "Черновик: новый практикум", 
           "result": "С чем участник выйдет из задания",
           "hours_outside": 0, "time": "часы занятия", "opens": last, "due": last, **OURS}  # fmt: skip
    rule = {"assignment": name, "title": f"Практикум {number}", "weight": 0, "pass_percent": 60, "required": "false",
            "attempts": 3, "grace_minutes": 60, "penalty_per_day": 0, "penalty_cap": 0, "answers": "final",
            "origin": "ours", **OURS}  # fmt: skip
    rubric = [
        {"assignment": name, "task": "t1", "criterion_id": "reason", "criterion": "Решение и его причина", "weight": 6,
         "level": level, "points": points, "text": text, "anchor": anchor, **OURS}
        for level, points, text, anchor in LEVELS
    ]  # fmt: skip
    return {
        folder / f"{name}.ipynb": nbformat.writes(_notebook(name, number), version=4).encode("utf-8") + b"\n",
        tables / "practicums.csv": added(tables / "practicums.csv", [row]),
        tables / "rules.csv": added(tables / "rules.csv", [rule]),
        tables / "rubrics.csv": added(tables / "rubrics.csv", rubric),
    }


def _notebook(name: str, number: str) -> nbformat.NotebookNode:
    cells = []

    def code(id: str, source: str, *, points: int | None = None, solution: bool = False) -> None:
        mark = {"schema_version": 3, "grade_id": id, "grade": points is not None, "solution": solution,
                "locked": not solution, "task": False, "cell_type": "code"}  # fmt: skip
        mark |= {} if points is None else {"points": points}
        meta = {"jupyter": {"source_hidden": True}, "nbgrader": mark}
        cells.append(nbformat.v4.new_code_cell(source, id=f"{number}n{len(cells):02d}", metadata=meta))

    def text(source: str) -> None:
        cells.append(nbformat.v4.new_markdown_cell(source, id=f"{number}n{len(cells):02d}"))

    code("imports", IMPORTS)
    text(INTRO.format(number=number))
    code("rules", f'assignment_rules("{name}")')
    code("q1-key", KEY, solution=True)
    code("q1", QUESTION, points=4)
    text("## Часть Б. Своими словами\n\nЧто участник напишет и по каким критериям это оценят.")
    code("t1", TEXT.format(name=name), points=6, solution=True)
    text("## Сдать работу\n\nПроверьте, что всё заполнено, и сдайте.")
    code("hand-in", "hand_in()")
    book = nbformat.v4.new_notebook(cells=cells)
    book.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
         "language_info": {"name": "python"}, "title": f"Практикум № {number}. Черновик"}
    )  # fmt: skip
    return book


IMPORTS = """# ruff: noqa: E501 (sentences of tasks)
from mentoring.course.assignment_rules import assignment_rules
from mentoring.forms import hand_in, reference, task
from mentoring.tasks import ChoiceQuestion, Option, TextQuestion
from mentoring.tasks.rubrics import rubric"""

INTRO = """# Практикум № {number}. Черновик

О чём практикум и что останется у участника для работы.

| Часть | Что делаете | Время | Баллы | Кто проверяет |
|---|---|---|---|---|
| А. Выбор | отвечаете на вопрос | 10 минут | 4 | автоматически |
| Б. Своими словами | пишете решение и причину | 20 минут | 6 | преподаватель по критериям |

## Часть А. Выбор"""

KEY = """### BEGIN SOLUTION
reference(
    "q1",
    correct=["b"],
    explain={
        "a": "В чём здесь ошибка.",
        "b": "Почему это верно.",
        "c": "В чём здесь ошибка.",
        "d": "В чём здесь ошибка.",
    },
)
### END SOLUTION"""

QUESTION = """task(
    ChoiceQuestion(
        id="q1",
        title="Название вопроса",
        text="Опишите небольшую ситуацию и спросите, как поступить.",
        points=4,
        options=(
            Option(id="a", text="Первый вариант"),
            Option(id="b", text="Второй вариант"),
            Option(id="c", text="Третий вариант"),
            Option(id="d", text="Четвёртый вариант"),
        ),
    )
)"""

TEXT = """### BEGIN SOLUTION
reference("t1", text="Образец ответа: что сделает наставник и почему именно это.")
### END SOLUTION
task(
    TextQuestion(
        id="t1",
        title="Решение и причина",
        text="Что вы сделаете и почему? Приведите пример из своей практики.",
        points=6,
        rubric=rubric("{name}", "t1"),
    )
)"""
