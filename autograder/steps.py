"""Our steps inside nbgrader's converters: small classes named in `autograder.config`, the pipeline is the list there.

Assignments of several notebooks pass through untouched and are executed as nbgrader does it, in the sandbox.
"""

from __future__ import annotations

import functools
import glob
import json
import os
import sys
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.converters.autograde import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import Execute, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import compute_checksum

from autograder import asserts, key, reference, sandbox, variants
from autograder.assess import Course
from autograder.errors import KitError
from autograder.examination import Examination
from autograder.layout import Layout
from autograder.rebuild import meta_of, with_text

GRADED = "autograder"


def place_of(coursedir) -> Layout:
    """The layout that a converter's configuration describes."""
    root = Path(coursedir.root).resolve()
    return Layout(root, Path(os.path.normpath(root / coursedir.submitted_directory)).parent)


class PrepareKey(NbGraderPreprocessor):
    """Executes the reference solution before anything is written, so that a broken one releases nothing."""

    def preprocess(self, nb, resources):
        from autograder import release

        place, assignment = place_of(self.parent.parent.coursedir), resources["nbgrader"]["assignment"]
        if not reference.is_nbgraders_own(place, assignment):
            resources[GRADED] = release.prepare(place, assignment)
        return nb, resources


class HideCode(NbGraderPreprocessor):
    """Folds the code of everything but the cells a participant writes code in."""

    def preprocess(self, nb, resources):
        built = resources.get(GRADED)
        if built is None or not built.tasks:
            return nb, resources
        for cell in nb.cells:
            meta = cell.metadata.get("nbgrader", {})
            name = meta.get("grade_id", "")
            own = meta.get("solution") and not name.endswith("-key") and name not in built.tasks
            if cell.cell_type == "code" and not own:
                cell.metadata.setdefault("jupyter", {})["source_hidden"] = True
        return nb, resources


class FreezeRelease(NbGraderPreprocessor):
    """The last step of a release: leak check, `release.json`, key and skeleton frozen under the release id."""

    def preprocess(self, nb, resources):
        from autograder import leaks, release

        built = resources.get(GRADED)
        if built is None or not built.tasks:
            return nb, resources
        place = place_of(self.parent.parent.coursedir)
        skeleton = json.loads(nbformat.writes(nb))
        leaks.check_notebook(place, built, skeleton)
        public = release.public_files(place, built)
        resources.setdefault("outputs", {}).update(public)
        if not self.parent.parent.no_database:  # a trial run publishes nothing
            key.freeze(place, built.key, skeleton, built.variants, public.get(variants.FILE, b""))
        return nb, resources


class RebuildExporter(NotebookExporter):
    """Reads a submitted notebook, whatever state it is in, as the skeleton with the participant's code."""

    def from_filename(self, filename, resources=None, **kw):
        converter = self.parent
        if not getattr(converter, "_sanitizing", False):
            return super().from_filename(filename, resources=resources, **kw)
        names = resources["nbgrader"]
        course = course_of(converter, names["assignment"])
        if course is None:
            return super().from_filename(filename, resources=resources, **kw)
        notebook, _ = course.rebuild(course.admit(names["student"]))
        return self.from_notebook_node(nbformat.from_dict(notebook), resources=resources, **kw)


class GradeForms(NbGraderPreprocessor):
    """Grades as our batch does: forms are data and nothing of them is executed, code and test cells run in the sandbox;
    answer, score and explanation go into the cells."""

    def preprocess(self, nb, resources):
        course = course_of(self.parent.parent, resources["nbgrader"]["assignment"])
        if course is None:
            return nb, resources
        submission = course.admit(resources["nbgrader"]["student"])
        assessed = course.assess(submission, with_text(json.loads(nbformat.writes(nb))))
        resources[GRADED] = assessed.grades
        return nbformat.from_dict(assessed.notebook), resources


class ExecutePlain(Execute):
    """nbgrader's own execution, for assignments of several notebooks, with kernels of the sandbox. What a work prints
    goes on as text and pictures; cells nobody changed stay as they are."""

    def preprocess(self, nb, resources, *args, **kwargs):
        if GRADED in resources:
            return nb, resources
        if not sys.platform.startswith("linux"):
            raise RuntimeError(sandbox.REFUSED.format(why=sandbox.missing()))
        from autograder.sandbox.provisioner import SandboxKernelManager

        self.kernel_manager_class = SandboxKernelManager
        self.examination = Examination(self)
        self.on_cell_start = self.examination.begin
        nb, resources = super().preprocess(nb, resources, *args, **kwargs)
        metas = [(cell, meta_of(cell)) for cell in nb.cells]
        untouched = {m["grade_id"] for cell, m in metas if m.get("checksum") == (m and compute_checksum(cell))}
        return nbformat.from_dict(asserts.shown(nb, untouched)), resources

    def on_cell_executed(self, **kwargs):
        self.examination.end(**kwargs)


class SaveGrades(SaveAutoGrades):
    """Records the grade as it was computed: explicit, also where nbgrader would read an output its own way."""

    def _add_score(self, cell, resources):
        name = cell.metadata["nbgrader"]["grade_id"]
        grade = resources.get(GRADED, {}).get(name)
        if grade is None:
            return super()._add_score(cell, resources)
        row = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        row.auto_score = grade.score
        row.needs_manual_grade = grade.manual or row.manual_score is not None
        self.gradebook.db.commit()
        return None


def course_of(converter, assignment: str) -> Course | None:
    """The assignment as loaded by this converter; None for one that only nbgrader's own steps grade (several
    notebooks). Raises KitError for a released key that can't be read."""
    loaded = converter.__dict__.setdefault("_autograder_courses", {})
    if assignment not in loaded:
        place = place_of(converter.coursedir)
        try:
            loaded[assignment] = Course.load(place, assignment)
        except KitError:
            if key.is_released(place, assignment):
                raise
            loaded[assignment] = None
    return loaded[assignment]


def plug_intake() -> None:
    """Runs intake when nbgrader starts to look for notebooks: it has no hook that comes before that.

    Refused submissions are taken out of the run, so that they get no rows that look like a zero.
    """
    if hasattr(Autograde.init_notebooks, "__wrapped__"):
        return
    original = Autograde.init_notebooks

    @functools.wraps(original)
    def init_notebooks(self):
        refused = _intake(self)
        original(self)
        for folder, why in refused.items():
            self.assignments.pop(folder, None)
            self.log.error(why)
        if not self.assignments:
            raise NbGraderException("; ".join(refused.values()) or "Нечего оценивать.")

    Autograde.init_notebooks = init_notebooks


def _intake(converter) -> dict[str, str]:
    """Folder → why it is refused, for every submission the converter was asked to grade."""
    assignment = converter.coursedir.assignment_id
    try:
        course = course_of(converter, assignment)
    except KitError as error:
        raise NbGraderException(str(error)) from None
    refused = {}
    if course is None:
        return refused
    for folder in sorted(glob.glob(converter._format_source(assignment, converter.coursedir.student_id))):
        participant = Path(folder).parent.name
        try:
            submission = course.admit(participant)
            for phrase in (*submission.repaired, *submission.suspicious):
                converter.log.warning("%s: %s", participant, phrase)
        except KitError as error:
            refused[folder] = f"{participant}: не оценена — {error}"
        except Exception as error:  # a batch never stops
            refused[folder] = f"{participant}: не оценена — непредвиденная ошибка {type(error).__name__}: {error}"
    return refused
