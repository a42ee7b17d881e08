"""Where a route changes practice: what each task leads to. Used by the checks, the pictures and the scoring."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.route.forms import attendance, form_of, has, proves
from mentoring.route.lexicon import LESSONS, LearningForm
from mentoring.route.model import Activity, Evidence, Route, Transfer


@dataclass(frozen=True)
class Path:
    """One task's way: activities, transfers and evidence linked to it."""

    task: str
    activities: tuple[Activity, ...]
    transfers: tuple[Transfer, ...]
    evidence: tuple[Evidence, ...]
    forms: tuple[LearningForm | None, ...]

    @property
    def practice(self) -> bool:
        """Something is done differently in a lesson: a transfer that names what, or an activity of that kind."""
        return any(real_transfer(one) for one in self.transfers) or any(form and form.practice for form in self.forms)

    @property
    def transfer(self) -> str:
        """`full` (what, lesson, when), `part` or nothing."""
        grades = [transfer_grade(one) for one in self.transfers]
        return "full" if "full" in grades else "part" if "part" in grades else ""

    @property
    def proof(self) -> str:
        """`proof` of practice, `attendance` only, `unclear`, or nothing."""
        grades = [evidence_grade(one.what) for one in self.evidence]
        return next((grade for grade in ("proof", "unclear", "attendance") if grade in grades), "")

    @property
    def only_listening(self) -> bool:
        return bool(self.forms) and all(form is not None and form.passive for form in self.forms) and not self.practice


def paths(route: Route) -> dict[str, Path]:
    """Every task that says anything, with what is linked to it, in order."""
    found = {}
    for task in route.tasks:
        if task.said():
            activities = tuple(route.of_task(route.activities, task.id))
            forms = tuple(form_of(one.form, one.what) for one in activities)
            transfers, evidence = (tuple(route.of_task(rows, task.id)) for rows in (route.transfers, route.evidence))
            found[task.id] = Path(task.id, activities, transfers, evidence, forms)
    return found


def real_transfer(transfer: Transfer) -> bool:
    """What is used is named, and it is in a lesson (in a field of its own or in the words)."""
    return bool(transfer.what) and (bool(transfer.lesson) or has(transfer.what, LESSONS))


def transfer_grade(transfer: Transfer) -> str:
    """`full`: what, in which lesson, when; `part`: something of it."""
    if real_transfer(transfer) and transfer.due:
        return "full"
    return "part" if transfer.said() else ""


def evidence_grade(what: str) -> str:
    """`proof`, `attendance`, `unclear` or nothing."""
    if not what:
        return ""
    return "proof" if proves(what) else "attendance" if attendance(what) else "unclear"
