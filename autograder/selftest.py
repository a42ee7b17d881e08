"""Self-test of an assignment: blank, right, partly right, thoughtless, malformed and hostile answers to every task get
the scores they must get, for every variant; what was released gives no answer away.

`check` is what a command calls: Russian sentences, empty when all is well. Nothing is recorded or published.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import entry_points
from random import Random
from typing import Any

from autograder import grading, leaks, reference, registry, selftest_files
from autograder.answers import Answers
from autograder.errors import KitError
from autograder.grading import Grade
from autograder.key import Key, Task
from autograder.layout import Layout

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> =cmd|'/c calc'!A1 {{ 7*7 }} \"\u2028</pre>"
ACTIVE = ("<script>alert", "<img src=x", "onerror=alert(1)>")
MALFORMED: tuple[Any, ...] = (
    5, "текст", [], [[]], True, 1e308, {"rows": 5}, {"chosen": {"a": 1}}, {"pairs": [["a"]]}, {"value": []},
    {"order": "abc"}, {"text": {"text": "x"}}, {"form": 7, "code": []}, {"неизвестное поле": "значение"},
    {"rows": {"x": {"verdict": 1}}},
)  # fmt: skip
PARTLY = 6
IDLE = 0.5  # the most a thoughtless answer may earn, where a kind knows one
GARBAGE = 12
FULL_VARIANTS = 2


def check(place: Layout, assignment: str) -> list[str]:
    """Everything that can be found without a participant. A broken reference solution is a sentence too."""
    try:
        built = reference.build(place, assignment)
    except KitError as error:
        return [str(error)]
    found = []
    for number, key in enumerate(built.keys):
        where = "" if key.variant == "base" else f" (вариант {key.variant})"
        for task in key.tasks.values():
            said = told(key, task, problems if number <= FULL_VARIANTS else right_is_full)
            if number == 1:
                said += told(key, task, files_are_read)
            found += [f"«{assignment}», задача {task.id}{where}: {text}" for text in said]
    if (place.release / assignment).is_dir():
        found += [f"«{assignment}»: {text}" for text in leaks.check_released(place, built)]
    return found


def told(key: Key, task: Task, tests: Callable[[Key, Task], Iterator[str]]) -> list[str]:
    """What the tests say, and that they broke off when a kind raises."""
    found = []
    try:
        found += tests(key, task)
    except Exception as error:
        found.append(f"проверка оборвалась ({type(error).__name__}: {str(error)[:120]})")
    return found


def problems(key: Key, task: Task) -> Iterator[str]:
    """What a task does wrong, as Russian sentences."""
    for blank in (None, {}):
        got = _grade(key, task, blank)
        if got.outcome != "unanswered" or got.score:
            yield f"пустой ответ {json.dumps(blank)} получил исход «{got.outcome}», баллы {got.score}"
    yield from right_is_full(key, task)
    if task.reference is not None and not task.manual:
        partly = [_grade(key, task, _example(task, 0.4, f"partly-{n}")) for n in range(PARTLY)]
        if all(got.fraction == 1.0 for got in partly):
            yield "частично верные ответы получают полный балл"
    idle = getattr(_makers()[task.kind], "idle", None)
    if idle is not None and not task.manual and not task.voided:
        got = _grade(key, task, idle(task.question, task.reference))
        if got.fraction is not None and got.fraction > IDLE:
            yield f"ответ, заполненный бездумно, получает {got.score:g} из {got.max:g}"
    for answer in [*MALFORMED, *garbage(task.id)]:
        got = _grade(key, task, answer)
        yield from _sound(got, task, f"испорченный ответ {json.dumps(answer, ensure_ascii=False)[:60]}")
        if got.outcome == "scored" and got.fraction and not task.voided:
            yield f"испорченный ответ {json.dumps(answer, ensure_ascii=False)[:60]} получил {got.score:g} б."
    hostile = poisoned(_example(task, 1.0, "hostile"))
    got = _grade(key, task, hostile)
    yield from _sound(got, task, "враждебный ответ")
    yield from _shown(task, hostile, got)


def files_are_read(key: Key, task: Task) -> Iterator[str]:
    """Of a task that takes files; nothing for others."""
    maker = _makers()[task.kind]
    if hasattr(maker, "files"):
        yield from selftest_files.problems(key, task, maker)


def right_is_full(key: Key, task: Task) -> Iterator[str]:
    """The right answer earns everything, or waits for a person where a person judges."""
    if task.code and task.reference is not None:
        value = task.reference.get("value")
        got = _grade(key, task, None, {"source": repr(value), "value": value, "error": ""})
        if got.fraction != 1.0:
            yield f"верное значение из ячейки кода получило {got.score} из {got.max:g}"
    if task.code and not task.question.get("alternative"):
        return  # nothing but the cell answers it
    got = _grade(key, task, _example(task, 1.0, "right"))
    yield from _sound(got, task, "верный ответ")
    if task.manual or got.outcome == "manual":
        if not got.manual or got.score is not None:
            yield "ответ, который оценивает преподаватель, получил балл автоматически"
    elif got.fraction != 1.0:
        missed = next((str(r.get("criterion")) for r in got.remarks if r.get("verdict") not in ("right", "info")), "")
        yield f"эталонный ответ получил {got.score} из {got.max:g}" + (f" (критерий: {missed[:80]})" if missed else "")


def garbage(seed: str) -> Iterator[Any]:
    """Made-up JSON of no shape at all."""
    draw = Random(f"garbage/{seed}")
    words = ["", "rows", "value", "chosen", "a", "0", HOSTILE, "form", "code", "text", None, -1, 2**70, 0.5, True]

    def one(depth: int) -> Any:
        kind = draw.randrange(3) if depth else 2
        if kind == 0:
            return [one(depth - 1) for _ in range(draw.randrange(4))]
        if kind == 1:
            return {str(draw.choice(words)): one(depth - 1) for _ in range(draw.randrange(4))}
        return draw.choice(words)

    for _ in range(GARBAGE):
        made = one(4)
        if made is not None and made != {}:
            yield made


def poisoned(answer: Any) -> Any:
    """The same answer with hostile text in every place where a text stands; keys stay."""
    if isinstance(answer, dict):
        return {name: poisoned(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [poisoned(item) for item in answer]
    return HOSTILE if isinstance(answer, str) else answer


def _grade(key: Key, task: Task, answer: Any, code: dict[str, Any] | None = None) -> Grade:
    given = Answers({} if answer is None else {task.id: answer}, present=True)
    return grading.grade(key, given, {task.id: code} if code else {}, {task.id: task.points})[task.id]


def _sound(got: Grade, task: Task, what: str) -> Iterator[str]:
    """A grade is explicit: a plain number between 0 and the points, or none and a person's turn; JSON throughout."""
    try:
        json.dumps(got.to_json(), allow_nan=False)
    except (TypeError, ValueError):
        yield f"{what}: оценка не записывается в JSON"
    if got.manual != (got.score is None):
        yield f"{what}: нет ни балла, ни отметки для преподавателя"
    if got.score is not None and not (
        type(got.score) is float and math.isfinite(got.score) and 0 <= got.score <= got.max
    ):
        yield f"{what}: балл {got.score!r} вне границ 0…{got.max:g}"


def _shown(task: Task, answer: Any, got: Grade) -> Iterator[str]:
    """What the grader and the feedback show of a hostile answer cannot run."""
    score = {"outcome": got.outcome, "fraction": got.fraction, "remarks": [dict(one) for one in got.remarks]}
    for reveal in (None, task.reference):
        try:
            page = registry.view(task.kind)(task.question, answer, score, reveal=reveal)
        except Exception as error:
            yield f"вид для чтения не показывает враждебный ответ ({type(error).__name__})"
            continue
        if any(mark in page for mark in ACTIVE):
            yield "вид для чтения пропускает разметку участника"


def _example(task: Task, quality: float, seed: str) -> Any:
    return _makers()[task.kind](task.question, task.reference, quality, seed)


@cache
def _makers() -> dict[str, Any]:
    return {point.name: point.load() for point in entry_points(group="autograder.examples")}
