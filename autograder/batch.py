"""Grading a class: `grade(assignment)`. Every submission is graded or told of in one line; nothing stops the run.

Grades go to the gradebook in few transactions; what is recorded stays when the run is interrupted, and the next run
skips what did not change (answers, notebook, key, corrections and code, by digest).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from autograder import intake, likeness, pool
from autograder.assess import Assessed, Course, Submission
from autograder.errors import KitError, reason
from autograder.files import read_plain, write_json, write_text
from autograder.layout import Layout, check_name, layout
from autograder.notebooktext import dump
from autograder.recorder import Recorder, Row
from autograder.report import Line, Report, Status

TOGETHER = 100  # works in one transaction, unless it takes longer than
SECONDS = 5.0  # to have so many: what is not recorded is graded again after an interruption
DIED = "проверка этой работы дважды аварийно прервалась: посмотрите её сами"
Progress = Callable[[int, int], None]


def grade(
    assignment: str,
    students: Collection[str] | None = None,
    force: bool = False,
    progress: Progress | None = None,
    *,
    place: Layout | None = None,
    unsafe: bool = False,
    scheduler: str = "",
) -> Report:
    """Grades all submissions (or those of `students`). `progress(done, all)` is called after each.

    `unsafe`: code runs even where nothing can isolate it. `scheduler`: address of a Dask cluster that grades instead
    of this machine (`autograder.cluster`). Raises KitError only for what concerns the whole run: no such release, no
    gradebook, no cluster.
    """
    start = time.perf_counter()
    place = place or layout()
    course = Course.load(place, check_name(assignment))
    course.unsafe = unsafe
    report = Report(assignment)
    names = _participants(place, assignment, students, report)
    with Recorder(place.db_url) as recorder:
        run = _Run(course, recorder, report, force)
        recorder.rest()  # workers are forked: they must not inherit a connection
        results = run.abroad(scheduler, names) if scheduler else pool.each(run.one, names)
        try:
            for done, (name, result) in enumerate(results, 1):
                run.take(result or Done(Line(name, "refused", reason=DIED)))
                if progress:
                    progress(done, len(names))
        finally:
            run.flush()
            results.close()
    run.compare()
    report.entries.sort(key=lambda line: line.participant)
    report.seconds = time.perf_counter() - start
    return report


@dataclass(frozen=True)
class Done:
    """What a worker hands back of one submission: its line, and what is to be recorded when it was graded."""

    line: Line
    row: Row | None = None
    digest: str = ""
    texts: dict[str, str] = field(default_factory=dict)


class _Run:
    """State of one run: what is graded and not yet recorded, and what earlier runs recorded."""

    def __init__(self, course: Course, recorder: Recorder, report: Report, force: bool):
        self.course, self.recorder, self.report = course, recorder, report
        self.waiting: list[Done] = []
        self.flushed = time.monotonic()
        self.texts: dict[str, dict[str, str]] = {}
        self.path = course.place.reports / "state" / f"{course.assignment}.json"
        self.known = {} if force else _state(self.path)
        self.state = _state(self.path)
        self.recorded = recorder.graded(course.assignment)
        self.late = _lateness(course)

    def one(self, name: str) -> Done:
        """One submission, from intake to the autograded notebook; in a worker. Raises nothing but interrupts."""
        try:
            submission = self.course.admit(name)
            if self.known.get(name) == submission.digest and self._is_recorded(name):
                late = self.late(name, submission.handed_in)
                return Done(replace(_line(submission, "unchanged"), late=late), texts=_texts(submission))
            assessed = self.course.assess(submission)
            _write_notebook(self.course, name, dump(assessed.notebook))
        except Exception as error:  # whatever a submission does, the others are graded
            return Done(self._line_refused(name, refusal(error)))
        return self._timed(graded(assessed))

    def abroad(self, scheduler: str, names: list[str]) -> Iterator[tuple[str, Done | None]]:
        """As the pool does, on a cluster: here are intake and writing, there all the rest. Raises KitError."""
        from autograder import cluster

        repaired: dict[str, tuple[str, ...]] = {}

        def pack(name: str) -> dict[str, bytes] | Done:
            try:
                taken = self.course.prepare(name)
                if self.known.get(name) == self.course.stamp(name, taken.handed_in) and self._is_recorded(name):
                    return self.one(name)
                repaired[name] = taken.notes
                return cluster.packed(self.course.folder(name))
            except Exception as error:
                return Done(self._line_refused(name, refusal(error)))

        for name, result in cluster.each(scheduler, self.course, pack, names):
            if isinstance(result, cluster.Answer):
                notes = repaired.pop(name)
                result = self._home(result.done, result.notebook, notes)
            yield name, result

    def _home(self, done: Done, notebook: str, notes: tuple[str, ...]) -> Done:
        """What a cluster answered, put where the pool's workers put it."""
        name = done.line.participant
        if done.row is None:
            return Done(self._line_refused(name, done.line.reason))
        try:
            _write_notebook(self.course, name, notebook)
        except OSError as error:
            return Done(self._line_refused(name, refusal(error)))
        done = replace(done, line=replace(done.line, repaired=(*notes, *done.line.repaired)))
        return self._timed(done)

    def _timed(self, done: Done) -> Done:
        late = self.late(done.line.participant, done.row.timestamp) if done.row else ""
        return replace(done, line=replace(done.line, late=late))

    def take(self, done: Done) -> None:
        """Puts a finished submission into the report, or into the list of what is to be recorded."""
        for task, text in done.texts.items():
            self.texts.setdefault(task, {})[done.line.participant] = text
        if done.row is None:
            self.report.entries.append(done.line)
            return
        self.waiting.append(done)
        if len(self.waiting) >= TOGETHER or time.monotonic() - self.flushed > SECONDS:
            self.flush()

    def flush(self) -> None:
        """Writes rows, then the digests that let the next run skip them."""
        waiting, self.waiting, self.flushed = self.waiting, [], time.monotonic()
        rows = [done.row for done in waiting if done.row]
        if not rows:
            return
        self.recorder.record(self.course.assignment, self.course.key.notebook, rows)
        for done in waiting:
            if done.digest:
                self.state[done.line.participant] = done.digest
            self.report.entries.append(done.line)
        write_json(self.path, self.state)

    def compare(self) -> None:
        """Adds to the lines of the report which free texts nearly coincide."""
        said: dict[str, list[str]] = {}
        for task, texts in self.texts.items():
            for one, other, percent in likeness.alike(texts):
                for owner, peer in ((one, other), (other, one)):
                    phrase = f"ответ {task} почти совпадает с работой {peer} ({percent:.0f} %)"
                    said.setdefault(owner, []).append(phrase)
        for at, line in enumerate(self.report.entries):
            if line.participant in said:
                found = (*line.suspicious, *said[line.participant][:5])
                self.report.entries[at] = replace(line, suspicious=found)

    def _line_refused(self, name: str, why: str) -> Line:
        return Line(name, "refused", reason=why + ("; прежняя оценка осталась" if name in self.recorded else ""))

    def _is_recorded(self, name: str) -> bool:
        return name in self.recorded and _notebook_path(self.course, name).is_file()


def graded(assessed: Assessed) -> Done:
    """What is recorded and told of a graded submission; lateness is not known here."""
    submission = assessed.submission
    scores = {name: (grade.score, grade.manual) for name, grade in assessed.grades.items()}
    row = Row(submission.participant, submission.handed_in, scores, assessed.untouched)
    # code that waits for another machine is run there, changed or not: no digest
    digest = "" if assessed.unchecked else submission.digest
    return Done(_line(submission, "graded", assessed), row, digest, _texts(submission))


def refusal(error: Exception) -> str:
    """Why a submission can't be graded, as a Russian phrase."""
    if isinstance(error, KitError):
        return str(error)
    if isinstance(error, OSError):
        return f"файлы работы не читаются или не пишутся: {reason(error)}"
    return f"непредвиденная ошибка {type(error).__name__}: {str(error)[:200]}"


def _texts(submission: Submission) -> dict[str, str]:
    given = submission.answers.given
    return {
        name: likeness.free_text(given[name])
        for name, task in submission.key.tasks.items()
        if task.manual and given.get(name) is not None
    }


def _line(submission: Submission, status: Status, assessed: Assessed | None = None) -> Line:
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


def _participants(place: Layout, assignment: str, students: Collection[str] | None, report: Report) -> list[str]:
    """Codes with a folder for this assignment; what can't be a participant becomes a line."""
    found = sorted(path.parent.name for path in place.submitted.glob(f"*/{assignment}"))
    if students is not None:
        for name in sorted(set(students) - set(found)):
            report.entries.append(Line(name, "refused", reason="работы нет в папке сданных"))
        found = [name for name in found if name in set(students)]
    good = []
    for name in found:
        try:
            good.append(check_name(name))
        except KitError as error:
            report.entries.append(Line(name[:64], "refused", reason=str(error)))
    return good


def _notebook_path(course: Course, participant: str) -> Path:
    return course.place.autograded / participant / course.assignment / f"{course.key.notebook}.ipynb"


def _write_notebook(course: Course, participant: str, text: str) -> None:
    """The autograded notebook, as nbgrader's converter writes it, with the moment of handing in beside it."""
    path = _notebook_path(course, participant)
    source = course.folder(participant)
    if path.parent.is_symlink():
        path.parent.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, text, 0o444)
    stamp = read_plain(source / intake.TIMESTAMP, 10_000)
    if stamp is not None:
        write_text(path.with_name(intake.TIMESTAMP), stamp.decode("utf-8", "replace"), 0o444)


def _state(path: Path) -> dict[str, str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _lateness(course: Course) -> Callable[[str, datetime | None], str]:
    """Participant and moment → «опоздание 2 дн.» or "", by the table of rules if the course has one."""
    if not (course.place.datasets / "rules.csv").is_file():
        return lambda participant, moment: ""
    from autograder import rules

    table = rules.load_rules(place=course.place)

    def late(participant: str, moment: datetime | None) -> str:
        return rules.late_said(rules.lateness(moment, table.of(course.assignment, participant)))

    return late
