"""A course in a temporary folder with the released assignment `mini`, and submissions to it in every state."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder import release
from autograder.layout import Layout

FIXTURE = Path(__file__).parent / "fixtures" / "course"
RIGHT: dict[str, Any] = {
    "q1": {"chosen": ["a", "b"]},
    "q2": {"value": "43,02", "unit": "%"},
    "t1": {"text": "Положение."},
}
CODE = "sum(pairs)"
ROWS = """
select s.student_id, n.name, b.name, g.auto_score, g.manual_score, gc.max_score, g.needs_manual_grade,
       g.auto_score < gc.max_score and gc.cell_type = 'code'
from grade g join base_cell b on b.id = g.cell_id join grade_cells gc on gc.id = b.id
join submitted_notebook sn on sn.id = g.notebook_id join notebook n on n.id = sn.notebook_id
join submitted_assignment s on s.id = sn.assignment_id order by 1, 2, 3"""
COMMENTS = """
select s.student_id, b.name, b.type, c.auto_comment, c.manual_comment
from comment c join base_cell b on b.id = c.cell_id join submitted_notebook sn on sn.id = c.notebook_id
join submitted_assignment s on s.id = sn.assignment_id order by 1, 2, 3"""


@dataclass
class Classroom:
    """One course; `release_id` is that of the released `mini`."""

    place: Layout
    release_id: str

    def submit(self, code: str, answers: dict | None = None, source: str | None = None, **head: Any) -> Path:
        """A submission as hand-in makes it; `source` goes into the code cell. Returns its folder."""
        folder = self.folder(code)
        folder.mkdir(parents=True, exist_ok=True)
        notebook = json.loads((self.place.release / "mini" / "mini.ipynb").read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if source is not None and cell["metadata"].get("nbgrader", {}).get("grade_id") == "c1-code":
                cell["source"] = source
        (folder / "mini.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        (folder / "timestamp.txt").write_text("2026-11-20T12:00:00+03:00\n", encoding="utf-8")
        if answers is not None:
            (folder / "answers.json").write_text(json.dumps(self.stored(code, answers, **head)), encoding="utf-8")
        return folder

    def stored(self, code: str, answers: dict, **head: Any) -> dict:
        """The content of `answers.json`."""
        entries = {
            name: {"revision": 1, "saved_at": "2026-11-20T12:00:00+03:00", "answer": a} for name, a in answers.items()
        }
        base = {"schema": 1, "participant": code, "assignment": "mini", "release": self.release_id, "variant": "base"}
        return base | {"answers": entries, "handed_in": [], "returned": None} | head

    def folder(self, code: str) -> Path:
        return self.place.submitted / code / "mini"

    def rows(self) -> dict[tuple, tuple]:
        """(student, notebook, cell) → (auto, manual, max, needs manual, failed tests)."""
        return {row[:3]: row[3:] for row in self.query(ROWS)}

    def scores(self, code: str) -> dict[str, float | None]:
        return {cell: row[0] for (student, _, cell), row in self.rows().items() if student == code}

    def query(self, sql: str, *values: Any) -> list[tuple]:
        with sqlite3.connect(self.place.gradebook) as database:
            return database.execute(sql, values).fetchall()

    def autograded_path(self, code: str) -> Path:
        return self.place.autograded / code / "mini" / "mini.ipynb"

    def autograded(self, code: str) -> nbformat.NotebookNode:
        return nbformat.read(self.autograded_path(code), as_version=4)

    def nbgrader(self, *arguments: str) -> subprocess.CompletedProcess:
        """nbgrader's real command line in the course's folder, without an activated environment."""
        command = [str(Path(sys.executable).parent / "nbgrader"), *arguments]
        env = dict(os.environ, MENTORING_ROOT=str(self.place.root), JUPYTER_PREFER_ENV_PATH="1")
        return subprocess.run(command, cwd=self.place.root, env=env, capture_output=True, text=True, timeout=300)

    def twin(self, folder: Path) -> Classroom:
        """The same course, submissions and gradebook elsewhere, to be graded another way."""
        shutil.copytree(self.place.root, folder)
        return Classroom(Layout(folder, folder / "workspace"), self.release_id)


def open_classroom(folder: Path) -> Classroom:
    """Copies the fixture course to `folder` and releases `mini`."""
    shutil.copytree(FIXTURE, folder)
    place = Layout(folder, folder / "workspace")
    made = release.release("mini", place)
    return Classroom(place, made.release)
