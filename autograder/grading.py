"""Grading, pure: key, answers and results of code in, explicit grades out. No files, no notebooks, no database."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder import registry
from autograder.answers import Answers
from autograder.key import Key, Task


@dataclass(frozen=True)
class Grade:
    """One task of one participant. `score` is in points (None: a person judges), `fraction` 0..1 of `max`;
    `outcome` is one of unanswered, unreadable, scored, manual; `answer` is what the kind was given."""

    id: str
    kind: str
    score: float | None
    max: float
    outcome: str
    fraction: float | None
    remarks: tuple[dict[str, Any], ...]
    manual: bool
    answer: Any = None

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "remarks": [dict(remark) for remark in self.remarks]}


def grade(
    key: Key,
    answers: Answers,
    code: Mapping[str, dict[str, Any]],
    points: Mapping[str, float],
    files: Mapping[str, dict[str, Any]] | None = None,
) -> dict[str, Grade]:
    """Task id → grade, for every task in `points`.

    `code`: task id → `{"source", "value", "error"}` for cells that were written in. `points`: task id → points of the
    current release (the gradebook's), which a fraction is multiplied with even for works of an earlier release.
    `files`: task id → what the worker said of uploaded files (`autograder.uploads.read`).
    """
    grades, files = {}, files or {}
    for name, most in points.items():
        task = key.tasks.get(name)
        done = code.get(name), most, files.get(name)
        grades[name] = _absent(name, most) if task is None else _grade(task, answers, *done)
    return grades


def _grade(
    task: Task, answers: Answers, code: dict[str, Any] | None, most: float, files: dict[str, Any] | None
) -> Grade:
    form = answers.given.get(task.id)
    unchecked = code["error"] if code and code.get("refused") else ""
    if files and files.get("refused"):
        unchecked = files["error"]
    if code:
        code = {name: code[name] for name in ("source", "value", "error")}
    answer = _code_answer(form, code) if task.code else form
    if registry.worker(task.kind) and form is not None:
        answer = _read_answer(form, files)
    if task.voided:
        remark = _remark("Задание снято", "info", f"{task.voided}. Баллы засчитаны всем.")
        return Grade(task.id, task.kind, most, most, "scored", 1.0, (remark,), False, answer)
    if answer is None and answers.partial:
        remark = _remark("Чтение ответа", "missing", "Файл ответов повреждён: этот ответ прочитать не удалось.")
        return _finished(task, "unreadable", 0.0, [remark], most, None)
    try:
        given = _code_answer(form, None) if unchecked and task.code else answer
        score = registry.kind(task.kind).grade(task.question, given, task.reference)
        outcome, fraction, remarks = score["outcome"], score["fraction"], list(score.get("remarks") or ())
    except Exception as error:  # a kind must not stop a batch, whatever an answer does to it
        text = f"Ответ прочитать не удалось ({type(error).__name__}); посмотрите его сами."
        outcome, fraction, remarks = "unreadable", 0.0, [_remark("Чтение ответа", "missing", text)]
    if unchecked and (outcome != "scored" or fraction != 1.0):
        # code that this machine can't run is nobody's mistake: a person looks, or the work is graded elsewhere
        remark = _remark("Файл" if files else "Код", "info", unchecked[:1].upper() + unchecked[1:] + ".")
        return Grade(task.id, task.kind, None, most, "manual", None, (*remarks, remark), True, answer)
    return _finished(task, outcome, fraction, remarks, most, answer)


def _finished(task: Task, outcome: str, fraction: float | None, remarks: list, most: float, answer: Any) -> Grade:
    manual = outcome == "manual" or (task.manual and outcome != "unanswered")
    if manual:
        return Grade(task.id, task.kind, None, most, outcome, None, tuple(remarks), True, answer)
    if fraction is None or not math.isfinite(fraction):
        fraction = 0.0
    fraction = min(max(float(fraction), 0.0), 1.0)
    return Grade(task.id, task.kind, points_of(fraction, most), most, outcome, fraction, tuple(remarks), False, answer)


def points_of(fraction: float, most: float) -> float:
    """A plain float between 0 and `most`, rounded to hundredths: what nbgrader reads back without surprises."""
    return min(max(round(fraction * most, 2), 0.0), float(most))


def _code_answer(form: Any, code: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if form is None and code is None else {"form": form, "code": code}


def _read_answer(form: Any, files: dict[str, Any] | None) -> dict[str, Any]:
    """What a kind with a worker is given: the form, what was read of its files, why nothing was."""
    files = files or {}
    return {"form": form, "read": files.get("value"), "error": files.get("error", ""), "lost": files.get("lost", False)}


def _absent(name: str, most: float) -> Grade:
    remark = _remark("Выпуск", "info", "Этой задачи не было в выпуске, по которому сделана работа.")
    return Grade(name, "", 0.0, most, "unanswered", 0.0, (remark,), False)


def _remark(criterion: str, verdict: str, text: str) -> dict[str, Any]:
    return {"criterion": criterion, "verdict": verdict, "text": text, "source": "", "share": None}
