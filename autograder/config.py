"""nbgrader's configuration for a course of this kit: `autograder.config.configure(c)` in `nbgrader_config.py`.

nbgrader reads that file twice, so everything here is set and nothing appended. Our steps are named as strings.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from autograder.layout import Layout, layout

STUB = "# Здесь будет ваш ответ"
TEXT_STUB = "Здесь будет ваш ответ."
STEPS = ("release", "submitted", "autograded", "feedback")

RELEASE_STEPS = [
    "autograder.steps.PrepareKey",
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "autograder.steps.HideCode",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
    "autograder.steps.FreezeRelease",
]
SANITIZE_STEPS = [
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
GRADE_STEPS = [
    "autograder.steps.GradeForms",
    "autograder.steps.ExecutePlain",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.steps.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


def configure(c: Any, root: str | os.PathLike | None = None) -> Layout:
    """Sets directories, steps and limits in a traitlets config `c`. `root` is the folder of the calling file (the
    environment's `MENTORING_ROOT` wins). Returns the layout that was used."""
    place = layout(root)
    activate()
    c.CourseDirectory.root = str(place.root)
    c.CourseDirectory.course_id = place.course_id
    c.CourseDirectory.db_url = place.db_url
    c.CourseDirectory.source_directory = "assignments"
    for step in STEPS:
        setattr(c.CourseDirectory, f"{step}_directory", _relative(place, place.workspace / step))
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.tmp", "*.lock"]
    c.Exchange.root = str(place.exchange)
    c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json", ".bak", ".txt", ".docx", ".odt", ".pdf"]

    c.GenerateAssignment.preprocessors = list(RELEASE_STEPS)
    c.ClearSolutions.code_stub = {"python": STUB}
    c.ClearSolutions.text_stub = TEXT_STUB

    c.Autograde.exporter_class = "autograder.steps.RebuildExporter"
    c.Autograde.sanitize_preprocessors = list(SANITIZE_STEPS)
    c.Autograde.autograde_preprocessors = list(GRADE_STEPS)
    c.GenerateFeedback.exporter_class = "autograder.feedback.FeedbackExporter"
    own = ["answers.json", "answers.json.bak", "release.json", "timestamp.txt"]
    c.Autograde.exclude_overwriting = {name: list(own) for name in _assignments(place)}
    if "nbgrader.converters.autograde" in sys.modules:
        from autograder.steps import plug_intake

        plug_intake()
    return place


def _assignments(place: Layout) -> list[str]:
    return sorted(folder.name for folder in place.assignments.glob("*") if folder.is_dir())


def _relative(place: Layout, folder: Path) -> str:
    """Relative to the root where that is possible: absolute steps break nbgrader on Windows."""
    return os.path.relpath(folder, place.root) if folder.is_relative_to(place.root) else str(folder)


def activate() -> None:
    """nbgrader calls `alembic` by name: it lies beside the interpreter, even when nobody activated the environment."""
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", os.defpath)])
