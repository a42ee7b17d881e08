"""Grading a class: `grade(assignment)`. Every submission is graded or told of in one line; nothing stops the run.

Grades go to the gradebook in few transactions; what is recorded stays when the run is interrupted, and the next run
skips what did not change (answers, notebook, key, corrections and code, by digest).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path

from autograder import frozen, likeness, pool, rules
from autograder.assess import Course
from autograder.errors import KitError, refusal
from autograder.files import write_json
from autograder.layout import Layout, check_name, layout
from autograder.notebooktext import dump
from autograder.outcome import Done, graded, line_of, notebook_path, texts_of, write_notebook
from autograder.recorder import Recorder
from autograder.report import Line, Report

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
    with Recorder(place.db_url) as recorder, frozen.tables(place, assignment, course.key.release):
        run = _Run(course, recorder, report, force)
        if not scheduler:
            course.warm(names)
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


class _Run:
    """State of one run: what is graded and not yet recorded, and what earlier runs recorded."""

    def __init__(self, course: Course, recorder: Recorder, report: Report, force: bool):
        self.course, self.recorder, self.report = course, recorder, report
        self.waiting: list[Done] = []
        self.flushed = time.monotonic()
        self.texts: dict[str, dict[str, str]] = {}
        self.path = course.place.reports / "state" / f"{course.assignment}.json"
        self.known = {} if force else _state(self.path)
        self.recorded = recorder.graded(course.assignment)
        self.late = rules.late_by(course.place, course.assignment)

    def one(self, name: str) -> Done:
        """One submission, from intake to the autograded notebook; in a worker. Raises nothing but interrupts."""
        try:
            submission = self.course.admit(name)
            if self.known.get(name) == submission.digest and self._is_recorded(name):
                late = self.late(name, submission.handed_in)
                return Done(replace(line_of(submission, "unchanged"), late=late), texts=texts_of(submission))
            assessed = self.course.assess(submission)
            write_notebook(self.course, name, dump(assessed.notebook))
        except Exception as error:  # whatever a submission does, the others are graded
            return Done(self._line_refused(name, refusal(error)))
        return self._timed(graded(assessed))

    def abroad(self, scheduler: str, names: list[str]) -> Iterator[tuple[str, Done | None]]:
        """As the pool does, on a cluster: here are intake and writing, there all the rest. Raises KitError."""
        from autograder import cluster, desk

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
            if isinstance(result, desk.Answer):
                notes = repaired.pop(name)
                result = self._home(result.done, result.notebook, notes)
            yield name, result

    def _home(self, done: Done, notebook: str, notes: tuple[str, ...]) -> Done:
        """What a cluster answered, put where the pool's workers put it."""
        name = done.line.participant
        if done.row is None:
            return Done(self._line_refused(name, done.line.reason))
        try:
            write_notebook(self.course, name, notebook)
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
        self.report.entries += [done.line for done in waiting]
        fresh = {done.line.participant: done.digest for done in waiting if done.digest}
        write_json(self.path, _state(self.path) | fresh, durable=False)  # another instructor may have written meanwhile

    def compare(self) -> None:
        """Tells of free texts that nearly coincide: groups for a person, who is like whom for each line."""
        titles = {name: str(task.question.get("title") or "") for name, task in self.course.key.tasks.items()}
        self.report.alike = likeness.groups(self.texts, titles)
        said: dict[str, list[str]] = {}
        for group in self.report.alike:
            for person in group.people:
                said.setdefault(person, []).append(group.beside(person))
        for at, line in enumerate(self.report.entries):
            if line.participant in said:
                self.report.entries[at] = replace(line, alike=tuple(said[line.participant]))

    def _line_refused(self, name: str, why: str) -> Line:
        return Line(name, "refused", reason=why + ("; прежняя оценка осталась" if name in self.recorded else ""))

    def _is_recorded(self, name: str) -> bool:
        return name in self.recorded and notebook_path(self.course, name).is_file()


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


def _state(path: Path) -> dict[str, str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
