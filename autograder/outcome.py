"""What comes of one submission: the line of the report, the rows of the gradebook, the autograded notebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from autograder import intake, likeness
from autograder.assess import Assessed, Course, Submission
from autograder.files import read_plain, write_text
from autograder.recorder import Row
from autograder.report import Line, Status


@dataclass(frozen=True)
class Done:
    """What a worker hands back of one submission: its line, and what is to be recorded when it was graded."""

    line: Line
    row: Row | None = None
    digest: str = ""
    texts: dict[str, str] = field(default_factory=dict)


def graded(assessed: Assessed) -> Done:
    """What is recorded and told of a graded submission."""
    submission = assessed.submission
    scores = {name: (grade.score, grade.manual) for name, grade in assessed.grades.items()}
    row = Row(submission.participant, submission.handed_in, scores, assessed.untouched)
    # code that waits for another machine is run there, changed or not: no digest
    digest = "" if assessed.unchecked else submission.digest
    return Done(line_of(submission, "graded", assessed), row, digest, texts_of(submission))


def texts_of(submission: Submission) -> dict[str, str]:
    """Task → free text that a person will judge, for the comparison of works."""
    given = submission.answers.given
    return {
        name: likeness.free_text(given[name])
        for name, task in submission.key.tasks.items()
        if task.manual and given.get(name) is not None
    }


def line_of(submission: Submission, status: Status, assessed: Assessed | None = None) -> Line:
    """The line of the report; lateness is not known here."""
    grades = assessed.grades.values() if assessed else ()
    return Line(
        submission.participant,
        status,
        round(sum(grade.score or 0.0 for grade in grades), 2) if assessed else None,
        round(sum(grade.max for grade in grades), 2) if assessed else None,
        sum(grade.manual for grade in grades),
        assessed.repaired if assessed else submission.repaired,
        submission.suspicious,
    )


def notebook_path(course: Course, participant: str) -> Path:
    return course.place.autograded / participant / course.assignment / f"{course.key.notebook}.ipynb"


def write_notebook(course: Course, participant: str, text: str) -> None:
    """The autograded notebook, as nbgrader's converter writes it, with the moment of handing in beside it."""
    path = notebook_path(course, participant)
    source = course.folder(participant)
    if path.parent.is_symlink():
        path.parent.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, text, 0o444, durable=False)
    stamp = read_plain(source / intake.TIMESTAMP, 10_000)
    if stamp is not None:
        write_text(path.with_name(intake.TIMESTAMP), stamp.decode("utf-8", "replace"), 0o444, durable=False)
