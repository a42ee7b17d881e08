"""A test composed as an nbgrader source notebook by the grading contract (docs/contract.md).

The committed notebook is derived: it equals what this module makes of the bank, the form and the seed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mentoring.bank.drawing import draw, drawn
from mentoring.bank.items import Slot
from mentoring.bank.reading import Bank
from mentoring.course.fields import typeset
from mentoring.tasks.base import Model, Question, Reference
from mentoring.wording import count_ru

TITLES = {"entrance": "Входная диагностика", "final": "Итоговый тест"}
MINUTES = 30  # what the plans of sessions 1 and 12 leave for it
WIDTH = 120

OPENING = {
    "entrance": (
        "Тест показывает, с чем вы приходите на курс: где у вас опора, а где пробел. Преподаватель по нему увидит, "
        "на чём задержаться с группой. **На итог курса он не влияет**, сдают его один раз. В конце курса вас ждёт "
        "параллельный тест: другие вопросы о тех же умениях. По двум результатам вы увидите свой прирост."
    ),
    "final": (
        "Тест показывает, чему вы научились за курс. Вопросы другие, чем на входе, но о тех же умениях и той же "
        "трудности, поэтому два результата можно сравнить и увидеть прирост."
    ),
}
ADVICE = {
    "entrance": "Не знаете ответа — пропустите вопрос: догадка исказит картину, а пропуск покажет новую тему.",
    "final": "Не спешите: в вопросах описаны небольшие ситуации, и решает обычно одна подробность.",
}
INTRO = (
    "# {title}",
    "{opening}",
    "**Сколько.** {count}, по два на каждое занятие; каждый стоит 1 балл. На занятии отведено {minutes} минут, но "
    "время не ограничено: не успели — закончите до срока.",
    "**Как оценивается.** Проверка автоматическая. Если верных вариантов несколько, балл делится между ними, а лишняя "
    "отметка его снижает. В соответствиях ошибочная пара снижает балл, пропуск — нет. В задании на порядок "
    "засчитываются пары шагов, стоящие в верном порядке, в описании случая — выбор и признаки, на которых он основан "
    "(отмечайте только решающие). Дробные числа пишите с запятой или точкой.",
    "**Что вы увидите потом.** Балл за каждый вопрос и умение, которое он проверял. Верные ответы не показываются: "
    "на эти вопросы ещё будут отвечать другие группы. Трудные места можно разобрать с преподавателем.",
    "**О чём помнить.** Школы и люди в вопросах вымышлены, право — на ноябрь 2026 года. {advice}",
    "Каждый ответ записывается сам, как только вы его изменили; окно можно закрыть и вернуться позже.",
)
FINISH = {
    "entrance": "Сдать можно и с пропусками: форма покажет, что осталось без ответа. После сдачи ответы не изменить.",
    "final": "Форма покажет, что осталось без ответа. После сдачи ответы можно читать, но не менять.",
}


def slots(items: list, results: Mapping[str, str], sessions: Mapping[str, str]) -> list[Slot]:
    """Places of the questions: numbered, named after the session; the skill is what feedback tells of the topic."""
    places = []
    for number, item in enumerate(items, 1):
        meeting, title = int(item.session[-2:]), sessions[item.session]
        skill = results[item.result]
        topic = f"занятие № {meeting} «{title}»; умение: {skill[:1].lower()}{skill[1:]}"
        places.append(Slot(f"q{number:02d}", f"Вопрос {number}. {short(title)}", topic=topic))
    return places


def short(title: str) -> str:
    """Title of a session without its subtitle; of a self-study session the subtitle says what it is about."""
    head, _, tail = title.partition(": ")
    name = tail if head == "Самостоятельная работа" else head
    return name[:1].upper() + name[1:]


def compose(
    bank: Bank, form: str, seed: int, results: Mapping[str, str], sessions: Mapping[str, str]
) -> dict[str, Any]:
    """The notebook as JSON. `results`: code → text; `sessions`: code → title."""
    items = drawn(bank, form, seed)
    tasks = draw(bank, form, seed, slots(items, results, sessions))
    names = sorted({name for question, _ in tasks for name in _models(question)} | {"Option"})
    imports = (
        "# ruff: noqa: E501 (sentences of questions)\n"
        f"from mentoring.forms import hand_in, reference, task\n{_import(names)}"
    )
    cells = [_code("imports", imports), _markdown("intro", _intro(form, len(tasks)))]
    session = ""
    for item, (question, key) in zip(items, tasks, strict=True):
        if item.session != session:
            session = item.session
            number = int(session[-2:])
            cells.append(_markdown(session.replace("_", "-"), f"## Занятие № {number}. {sessions[session]}"))
        cells.append(_code(f"{question.id}-key", _reference(question.id, item.id, key), solution=True))
        cells.append(_code(question.id, f"task(\n{_model(question, 4)}\n)", points=question.points))
    cells.append(_markdown("finish", f"## Сдать тест\n\n{FINISH[form]}"))
    cells.append(_code("hand-in", "hand_in()"))
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "title": TITLES[form],
            "bank": {"form": form, "seed": seed},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _import(names: list[str]) -> str:
    """The import of the models, broken into lines as the formatter of the project breaks it."""
    line = f"from mentoring.tasks import {', '.join(names)}"
    if len(line) <= WIDTH:
        return line
    return "from mentoring.tasks import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def as_text(notebook: dict[str, Any]) -> str:
    """The notebook as it stands in the file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _intro(form: str, count: int) -> str:
    return "\n\n".join(INTRO).format(
        title=TITLES[form], opening=OPENING[form], advice=ADVICE[form], minutes=MINUTES,
        count=count_ru(count, "вопрос", "вопроса", "вопросов"),
    )  # fmt: skip


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(typeset(text))}


def _code(name: str, source: str, *, solution: bool = False, points: float | None = None) -> dict[str, Any]:
    grader = {
        "cell_type": "code", "grade": points is not None, "grade_id": name, "locked": not solution,
        "schema_version": 3, "solution": solution, "task": False,
    }  # fmt: skip
    if points is not None:
        grader["points"] = int(points) if points == int(points) else points
    metadata = {"jupyter": {"source_hidden": True}, "nbgrader": dict(sorted(grader.items()))}
    return {
        "cell_type": "code", "execution_count": None, "id": name, "metadata": metadata, "outputs": [],
        "source": _lines(source),
    }  # fmt: skip


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _reference(name: str, item: str, key: Reference) -> str:
    fields = [_line(field, _plain(value), 4) for field, value in _told(key)]
    body = "\n".join([f"    {json.dumps(name)},", *fields])
    return f"### BEGIN SOLUTION\n# {item}\nreference(\n{body}\n)\n### END SOLUTION"


def _models(value: Any) -> set[str]:
    """Names of the classes of a question and of what stands in it."""
    if isinstance(value, Model):
        inside = (_models(getattr(value, name)) for name in type(value).model_fields)
        return {type(value).__name__}.union(*inside)
    return set().union(*map(_models, value)) if isinstance(value, tuple) else set()


def _plain(value: Any) -> Any:
    """Models of a reference as dicts, so that their classes need no import."""
    if isinstance(value, Model):
        return {name: _plain(inner) for name, inner in _told(value)}
    return {key: _plain(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def _told(model: Model) -> list[tuple[str, Any]]:
    """Fields of a model that differ from their defaults, in the order of the model."""
    told = []
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if name != "kind" and (field.is_required() or value != field.get_default(call_default_factory=True)):
            told.append((name, value))
    return told


def _line(name: str, value: Any, indent: int) -> str:
    return f"{' ' * indent}{name}={_value(value, indent)},"


def _value(value: Any, indent: int) -> str:
    pad, inner = " " * indent, " " * (indent + 4)
    if isinstance(value, Model):
        return _model(value, indent).lstrip()
    if isinstance(value, dict):
        rows = "".join(f"{inner}{json.dumps(key)}: {_value(item, indent + 4)},\n" for key, item in value.items())
        return f"{{\n{rows}{pad}}}"
    if isinstance(value, tuple) and value and isinstance(value[0], Model):
        return f"(\n{''.join(f'{inner}{_value(item, indent + 4)},{chr(10)}' for item in value)}{pad})"
    if isinstance(value, tuple):
        inside = ", ".join(_value(item, indent) for item in value)
        return f"({inside}{',' if len(value) == 1 else ''})"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)


def _model(model: Model, indent: int) -> str:
    """A call of the model, broken into lines as the formatter of the project breaks it."""
    name, pad = type(model).__name__, " " * indent
    fields = [(field, value) for field, value in _told(model)]
    inside = ", ".join(f"{field}={_value(value, indent)}" for field, value in fields)
    if not isinstance(model, Question):
        if len(line := f"{pad}{name}({inside})") < WIDTH:
            return line
        if len(inside) + indent + 4 <= WIDTH:
            return f"{pad}{name}(\n{pad}    {inside}\n{pad})"
    lines = "\n".join(_line(field, value, indent + 4) for field, value in fields)
    return f"{pad}{name}(\n{lines}\n{pad})"
