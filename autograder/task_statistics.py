"""Statistics of every task over the class: difficulty, discrimination, typical errors. Reads autograded notebooks for
the errors and nothing that a participant wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import StatisticsError, correlation, fmean

from autograder import cells
from autograder.errors import KitError
from autograder.key import Task
from autograder.layout import Layout
from autograder.marks import Mark, Marks
from autograder.rules import Rules
from autograder.works import key_of

LEAST_WORKS = 8
TOP_ERRORS = 3
MAX_TEXT = 110


@dataclass(frozen=True)
class TaskStatistics:
    """One task over the class: how many were scored, mean percent (difficulty), share of full marks, how many await a
    person, correlation with the rest of the work, criteria most often missed with the number of works."""

    assignment: str
    task: str
    title: str
    max_points: float
    scored: int
    mean: float | None
    full: float | None
    awaiting: int
    discrimination: float | None = None
    errors: tuple[tuple[str, int], ...] = ()

    @property
    def advice(self) -> str:
        """What the instructor may want to look at, «» when nothing stands out."""
        if self.scored < LEAST_WORKS or self.mean is None:
            return ""
        if self.discrimination is not None and self.discrimination < 0:
            return "чаще решают те, кто слабее: проверьте ключ и условие"
        if self.mean >= 95:
            return "решают почти все: знаний не различает"
        if self.mean <= 30:
            return "решают немногие: разберите на занятии"
        if self.discrimination is not None and self.discrimination < 0.2:
            return "слабо связано с остальной работой"
        return ""


def statistics_of(
    place: Layout, rules: Rules, marks: Mapping[tuple[str, str], Marks], keys: Mapping[str, Mapping[str, Task]]
) -> Iterator[TaskStatistics]:
    """Tasks in the order of the works and of the notebook."""
    for name in rules.by_assignment:
        works = {code: work for (assignment, code), work in marks.items() if assignment == name}
        errors = _errors(place, name, works)
        order = [*keys[name], *sorted({task for work in works.values() for task in work.tasks} - set(keys[name]))]
        for task in order:
            found = [work.tasks[task] for work in works.values() if task in work.tasks]
            ratios = [ratio for mark in found if (ratio := ratio_of(mark)) is not None]
            asked = keys[name].get(task)
            yield TaskStatistics(
                assignment=name,
                task=task,
                title=str(asked.question.get("title", "")) if asked else "",
                max_points=max((mark.max_points for mark in found), default=asked.points if asked else 0.0),
                scored=len(ratios),
                mean=100 * fmean(ratios) if ratios else None,
                full=100 * fmean(ratio >= 1 - 1e-9 for ratio in ratios) if ratios else None,
                awaiting=sum(mark.needs_manual for mark in found),
                discrimination=discrimination(works.values(), task),
                errors=tuple(errors.get(task, Counter()).most_common(TOP_ERRORS)),
            )


def ratio_of(mark: Mark) -> float | None:
    """0..1 of the points; None while there is no final mark."""
    if mark.points is None or mark.needs_manual or not mark.max_points:
        return None
    return mark.points / mark.max_points


def discrimination(works: Iterable[Marks], task: str) -> float | None:
    """Correlation of the task with the rest of the work (without the task itself); None for too few works or when
    there is nothing to compare."""
    pairs = []
    for work in works:
        own = ratio_of(work.tasks[task]) if task in work.tasks else None
        rest = [mark for name, mark in work.tasks.items() if name != task and ratio_of(mark) is not None]
        top = sum(mark.max_points for mark in rest)
        if own is not None and top:
            pairs.append((own, sum(mark.points or 0.0 for mark in rest) / top))
    if len(pairs) < LEAST_WORKS:
        return None
    try:
        return correlation([own for own, _ in pairs], [rest for _, rest in pairs])
    except StatisticsError:  # everybody has the same
        return None


def _errors(place: Layout, assignment: str, works: Iterable[str]) -> dict[str, Counter[str]]:
    """Task → criterion → number of works where points were lost by it."""
    key = key_of(place, assignment)
    found: dict[str, Counter[str]] = {}
    for code in works if key else ():
        try:
            graded = cells.read(place.autograded / code / assignment / f"{key.notebook}.ipynb")
            for name, grade in graded.grades.items():
                if grade.outcome not in ("scored", "manual"):
                    continue
                missed = {
                    str(remark.get("criterion", ""))[:MAX_TEXT]
                    for remark in grade.remarks
                    if remark.get("verdict") in ("wrong", "missing", "partial")
                }
                found.setdefault(name, Counter()).update(missed - {""})
        except (KitError, OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return found
