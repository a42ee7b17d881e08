"""Plain nbgrader assignments: no key, tests are `assert` in locked cells. Run in the sandbox, scored as nbgrader does.

The tests run beside the participant's code, so a dishonest work can earn points here; it can't reach anything else.
Unlike nbgrader: a test that was never run to its end earns nothing, a warning on stderr costs nothing.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field, replace
from typing import Any

from autograder import answers as stored
from autograder import damaged, intake, rebuild, sandbox
from autograder.assess import Assessed, Course, Submission, code_digest
from autograder.errors import KitError
from autograder.files import read_json, read_plain
from autograder.grading import Grade, points_of
from autograder.key import Key
from autograder.layout import Layout
from autograder.rebuild import joined

CELL_SECONDS = 30
WHOLE_SECONDS = 240.0
MAX_TEXT = 100_000
SHOWN = ("text/plain", "image/png")
STOPPED = {"output_type": "error", "ename": "KernelDied", "evalue": "Работа программы оборвалась.", "traceback": []}
LATE = {"ename": "CellTimeoutError", "evalue": "", "traceback": ["CellTimeoutError: ячейка работала слишком долго"]}


@dataclass
class PlainCourse(Course):
    """A released assignment without a key. `sources`: locked cells as the gradebook keeps them, with hidden tests."""

    sources: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, place: Layout, assignment: str) -> PlainCourse:
        """Raises KitError for an assignment that was not released, or has several notebooks."""
        from autograder.recorder import Recorder

        found = sorted((place.release / assignment).glob("*.ipynb"))
        if len(found) != 1:
            raise KitError(
                f"В задании «{assignment}» блокнотов {len(found)}, а не один: его оценивает команда nbgrader autograde."
            )
        skeleton = rebuild.with_text(read_json(found[0]))
        with Recorder(place.db_url) as recorder:
            sources = recorder.locked_sources(assignment, found[0].stem)
        for cell in skeleton["cells"]:
            name = _meta(cell).get("grade_id")
            if name in sources and _is_locked(cell):
                cell["source"] = sources[name]
        content = json.dumps(skeleton, sort_keys=True).encode()
        digest = hashlib.sha256(content).hexdigest() + code_digest()
        key = Key(assignment, "", "", found[0].stem, assignment, {})
        return cls(place, assignment, key, skeleton, digest, sources=sources)

    @property
    def points(self) -> dict[str, float]:
        metas = [_meta(cell) for cell in self.skeleton["cells"]]
        return {meta["grade_id"]: float(meta["points"]) for meta in metas if meta.get("grade")}

    def prepare(self, participant: str) -> intake.Intake:
        released = self.place.release / self.assignment / f"{self.key.notebook}.ipynb"
        return intake.prepare(self.folder(participant), self.key.notebook, released, True)

    def admit(self, participant: str) -> Submission:
        taken = self.prepare(participant)
        folder = self.folder(participant)
        sources = rebuild.read_sources(self._content(folder))
        if sources.broken and not sources.by_grade_id:
            raise KitError("блокнот прочитать не удалось: попросите сдать работу заново")
        digest = self.stamp(participant, taken.handed_in)
        repaired = (*taken.notes, *([sources.damage] if sources.damage else []))
        nothing = stored.read(folder)
        return Submission(participant, nothing, sources, self.key, taken.handed_in, digest, tuple(repaired))

    def rebuild(self, submission: Submission) -> tuple[dict[str, Any], list[str]]:
        """The work with the author's cells as they were released. Own cells of the participant stay where they are."""
        given = self._given(submission.participant)
        if given is None:
            return rebuild.rebuild(self.skeleton, submission.sources, ())
        ours = {_meta(cell)["grade_id"]: cell for cell in self.skeleton["cells"] if _meta(cell).get("grade_id")}
        made = []
        for number, cell in enumerate(given):
            own = ours.get(_meta(cell).get("grade_id"))
            source = damaged.clean(joined(cell["source"]))[: rebuild.MAX_SOURCE]
            if own is not None:
                made.append({**own, "source": own["source"] if _is_locked(own) else source})
            elif cell["cell_type"] in ("code", "markdown"):
                extra = {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {}
                made.append(
                    {"cell_type": cell["cell_type"], "id": f"own-{number}", "metadata": {}, "source": source, **extra}
                )
        return {**rebuild.shallow(self.skeleton), "cells": made}, []

    def _given(self, participant: str) -> list[dict[str, Any]] | None:
        """Cells as they were handed in, when every cell of the author's is there once; None otherwise."""
        content = read_plain(self.folder(participant) / f"{self.key.notebook}.ipynb", intake.MAX_NOTEBOOK) or b""
        try:
            cells = damaged.loads(damaged.decode(content)[0], cleaned=False)["cells"]
            names = [_meta(cell).get("grade_id") for cell in cells]
            good = all(isinstance(joined(cell["source"]), str) for cell in cells)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        wanted = sorted(name for cell in self.skeleton["cells"] if (name := _meta(cell).get("grade_id")))
        return cells if good and sorted(name for name in names if isinstance(name, str)) == wanted else None

    def assess(self, submission: Submission, rebuilt: dict[str, Any] | None = None) -> Assessed:
        notebook, notes = (rebuilt, []) if rebuilt else self.rebuild(submission)
        before = {_meta(cell).get("grade_id"): cell["source"] for cell in self.skeleton["cells"]}
        untouched = frozenset(
            name
            for cell in notebook["cells"]
            if _meta(cell).get("solution") and before.get(name := _meta(cell)["grade_id"]) == cell["source"]
        )
        why = "" if self.unsafe else sandbox.missing()
        executed: set[int] = set()
        if not why:
            notebook, executed = execute(notebook, self._public_files(), self.unsafe)
        grades = {}
        for number, cell in enumerate(notebook["cells"]):
            meta = _meta(cell)
            if meta.get("grade"):
                name, most = meta["grade_id"], float(meta["points"])
                score = 0.0 if name in untouched else score_of(cell, number in executed, most)
                if why and name not in untouched:
                    score = None
                outcome = "manual" if score is None else "unanswered" if name in untouched else "scored"
                grades[name] = Grade(name, "assert", score, most, outcome, None, (), score is None)
        if why:
            notes = [*notes, f"код {sandbox.REFUSED.format(why=why)}"]
        made = Assessed(submission, shown(notebook, untouched), grades, untouched, (*submission.repaired, *notes))
        return replace(made, unchecked=bool(why))


def execute(notebook: dict[str, Any], files: dict[str, bytes], unsafe: bool = False) -> tuple[dict[str, Any], set[int]]:
    """Runs all cells in one kernel of the sandbox → the notebook with outputs, and which cells came to their end."""
    import tempfile
    from pathlib import Path

    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import DeadKernelError
    from traitlets.config import Config

    from autograder.sandbox.provisioner import SandboxKernelManager

    executed: set[int] = set()

    def told(cell: Any, cell_index: int, execute_reply: dict[str, Any]) -> None:
        reply = execute_reply["content"]
        if reply["status"] == "ok":
            executed.add(cell_index)
        elif not any(output.output_type == "error" for output in cell.outputs):
            names = ("ename", "evalue", "traceback")
            cell.outputs.append(
                nbformat.from_dict({"output_type": "error"} | {name: reply.get(name) or "" for name in names})
            )

    config = Config()
    config.SandboxProvisioner.unsafe = unsafe
    config.SandboxProvisioner.whole = WHOLE_SECONDS
    node = nbformat.from_dict(notebook)
    with tempfile.TemporaryDirectory(prefix="plain-") as folder:
        for name, content in files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(content)
        client = NotebookClient(
            node,
            kernel_manager_class=SandboxKernelManager,
            config=config,
            resources={"metadata": {"path": folder}},
            timeout=CELL_SECONDS,
            interrupt_on_timeout=True,
            error_on_timeout=LATE,
            allow_errors=True,
            store_widget_state=False,
            on_cell_executed=told,
        )
        try:
            client.execute()
        except DeadKernelError:
            for number, cell in enumerate(node.cells):
                if cell.cell_type == "code" and number not in executed and _meta(cell).get("grade"):
                    cell.outputs = [nbformat.from_dict(STOPPED)]
    return node, executed


def score_of(cell: dict[str, Any], executed: bool, most: float) -> float | None:
    """Points of one graded cell by nbgrader's rules; None: a person judges.

    An error is 0, a first result that is a number counts as points, anything else (and silence) is full marks.
    """
    if cell["cell_type"] != "code" or _meta(cell).get("solution"):
        return None
    if not joined(cell["source"]).strip():
        return points_of(1.0, most)
    if not executed:
        return 0.0
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            return 0.0
        if output["output_type"] == "execute_result":
            try:
                value = float(output["data"]["text/plain"])
            except (KeyError, TypeError, ValueError):
                return most
            return min(max(round(value, 2), 0.0), most) if math.isfinite(value) else 0.0
    return most


def shown(notebook: dict[str, Any], untouched: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    """The notebook with nothing in it that a browser would run: outputs as text and pictures, markup of the
    participant's text escaped, no attachments. In place."""
    for cell in notebook["cells"]:
        meta = _meta(cell)
        cell.pop("attachments", None) if not _is_locked(cell) else None
        if cell["cell_type"] == "markdown" and not _is_locked(cell) and meta.get("grade_id") not in untouched:
            cell["source"] = joined(cell["source"]).replace("<", "&lt;")
        if cell["cell_type"] == "code":
            cell["outputs"] = [_shown(output) for output in cell["outputs"][:200]]
    notebook["metadata"].pop("widgets", None)
    return notebook


def _shown(output: dict[str, Any]) -> dict[str, Any]:
    made = {**output}
    if "data" in made:
        data = {mime: value for mime, value in made["data"].items() if mime in SHOWN}
        if "text/plain" in data:
            data["text/plain"] = joined(data["text/plain"])[:MAX_TEXT]
        made["data"], made["metadata"] = data, {}
    if "text" in made:
        made["text"] = joined(made["text"])[:MAX_TEXT]
    made.pop("transient", None)
    return made


def _meta(cell: Any) -> dict[str, Any]:
    meta = cell["metadata"].get("nbgrader")
    return meta if isinstance(meta, dict) else {}


def _is_locked(cell: dict[str, Any]) -> bool:
    """As nbgrader decides: what is solved is never locked, what is graded always is, other cells as they say."""
    meta = _meta(cell)
    if not meta or meta.get("solution"):
        return False
    return bool(meta.get("grade") or meta.get("locked"))
