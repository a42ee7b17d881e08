"""What a grader sees of a work: the answer, the task, the model answer, the rest of the work. Through the registry.

Everything of the participant comes out of the views escaped; the file is what grading stored, never the submission.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder import cells, registry
from autograder.errors import KitError
from autograder.grading import Grade
from autograder.judging.rubric import Criterion, criteria
from autograder.key import Key, Task
from autograder.layout import Layout
from autograder.works import key_of, task_order


@dataclass(frozen=True)
class Work:
    """A graded work and the key it was graded by."""

    graded: cells.Graded
    key: Key
    order: tuple[str, ...]

    def task(self, name: str) -> Task:
        if name not in self.key.tasks or name not in self.graded.grades:
            raise KitError("В этой работе такой задачи нет: проверьте её заново.")
        return self.key.tasks[name]

    def rubric(self, name: str) -> tuple[Criterion, ...]:
        return criteria(self.task(name).question)

    def answer(self, name: str) -> str:
        """The answer and automatic remarks; the task's text and rubric stand elsewhere on the desk."""
        return _view(self.task(name), self.graded.grades[name], text=False)

    def full(self, name: str) -> str:
        """The task's text with the answer."""
        return _view(self.task(name), self.graded.grades[name])

    def model(self, name: str) -> str:
        """The answer beside the model one; a sentence when the author gave none."""
        task = self.task(name)
        if not task.reference:
            return "<p>Образца у этой задачи нет: оценивайте по рубрике.</p>"
        return _view(task, self.graded.grades[name], text=False, reveal=task.reference)

    def rest(self, name: str) -> str:
        """The other tasks of the same work, in order."""
        others = [one for one in self.order if one != name and one in self.graded.grades and one in self.key.tasks]
        return "".join(_view(self.key.tasks[one], self.graded.grades[one], text=False) for one in others)


def work(place: Layout, assignment: str, code: str) -> Work:
    """The autograded notebook of a participant. Raises KitError when it is not there or can't be read."""
    current = key_of(place, assignment)
    if current is None:
        raise KitError(f"Задание «{assignment}» не выпущено.")
    file = place.autograded / code / assignment / f"{current.notebook}.ipynb"
    try:
        note = file.stat()
        return _work(place, assignment, file, note.st_mtime_ns, note.st_size)
    except (OSError, TypeError, KeyError):
        raise KitError("Проверенного блокнота этой работы нет: запустите проверку ещё раз.") from None


@lru_cache(maxsize=32)  # an answer is asked for several times: shown, marked, its key opened
def _work(place: Layout, assignment: str, file: Path, _changed: int, _size: int) -> Work:
    graded = cells.read(file)
    key = key_of(place, assignment, graded.release, graded.variant)
    if key is None:
        raise KitError(f"Задание «{assignment}» не выпущено.")
    return Work(graded, key, tuple(task_order(place, key)))


def _view(task: Task, grade: Grade, *, text: bool = True, reveal: dict[str, Any] | None = None) -> str:
    question = {**task.question, "rubric": []} if task.question.get("rubric") else dict(task.question)
    if not text and "text" in question:
        question["text"] = ""
    score = {"outcome": grade.outcome, "fraction": grade.fraction, "remarks": [dict(item) for item in grade.remarks]}
    score["max_points"] = grade.max
    readable = grade.outcome != "unreadable"
    return registry.drawn(task.kind, question, grade.answer, score, reveal=reveal, readable=readable)
