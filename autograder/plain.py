"""Plain nbgrader assignments: no key, tests are `assert` in locked cells (`autograder.asserts` runs and scores them).

The tests run beside the participant's code, so a dishonest work can earn points here; it can't reach anything else.
"""

from __future__ import annotations

import builtins
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from autograder import answers as stored
from autograder import asserts, damaged, examination, intake, key, rebuild, sandbox
from autograder.assess import Assessed, Course, Submission, code_digest
from autograder.errors import KitError
from autograder.files import read_json, read_plain
from autograder.grading import Grade
from autograder.key import Key
from autograder.layout import Layout
from autograder.rebuild import is_locked, joined, meta_of

WORD = re.compile(r"\w+")
CALLED = re.compile(r"(?<![\w.])(\w+)\s*\(")
BUILTIN = frozenset(name for name in dir(builtins) if not name.startswith("_"))


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
            name = meta_of(cell).get("grade_id")
            if name in sources and is_locked(cell):
                cell["source"] = sources[name]
        content = json.dumps(skeleton, sort_keys=True).encode()
        digest = hashlib.sha256(content).hexdigest() + code_digest()
        key = Key(assignment, "", "", found[0].stem, assignment, {})
        return cls(place, assignment, key, skeleton, digest, sources=sources)

    @property
    def points(self) -> dict[str, float]:
        metas = [meta_of(cell) for cell in self.skeleton["cells"]]
        return {meta["grade_id"]: float(meta["points"]) for meta in metas if meta.get("grade")}

    def warm(self, participants: Sequence[str]) -> None:
        if not self.unsafe and sandbox.available():
            asserts.warm()

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

    def stamp(self, participant: str, handed_in: datetime | None) -> str:
        """As for every work, and what lies beside the notebook: its cells may read that."""
        digest = hashlib.sha256(super().stamp(participant, handed_in).encode())
        for name, content in sorted(self._own_files(participant).items()):
            digest.update(f"{name}\0".encode() + hashlib.sha256(content).digest())
        return digest.hexdigest()

    def _own_files(self, participant: str) -> dict[str, bytes]:
        """Plain files that were handed in beside the notebook, as far as the scratch folder takes them."""
        found: dict[str, bytes] = {}
        room = self.limits.disk // 2
        folder = self.folder(participant)
        for path in key.files_of(folder):
            name = path.relative_to(folder).as_posix()
            if path.suffix == ".ipynb" or name in intake.SERVICE or name.startswith("."):
                continue
            content = read_plain(path, min(self.limits.file, room))
            if content is not None:
                found[name] = content
                room -= len(content)
        return found

    def _files_of(self, participant: str) -> dict[str, bytes]:
        """What the kernel finds beside the notebook: the work's own files, and over them what was released."""
        public = self._public_files()
        taken = {part.as_posix() for name in public for part in (PurePosixPath(name), *PurePosixPath(name).parents)}
        own = {
            name: content for name, content in self._own_files(participant).items()
            if name not in taken and not any(part.as_posix() in public for part in PurePosixPath(name).parents)
        }  # fmt: skip
        return own | public

    def rebuild(self, submission: Submission) -> tuple[dict[str, Any], list[str]]:
        """The work with the author's cells as they were released. Own cells of the participant stay where they are."""
        given = self._given(submission.participant)
        if given is None:
            return rebuild.rebuild(self.skeleton, submission.sources, ())
        ours = {meta_of(cell)["grade_id"]: cell for cell in self.skeleton["cells"] if meta_of(cell).get("grade_id")}
        made = []
        for number, cell in enumerate(given):
            own = ours.get(meta_of(cell).get("grade_id"))
            source = damaged.clean(joined(cell["source"]))[: rebuild.MAX_SOURCE]
            if own is not None:
                made.append({**own, "source": own["source"] if is_locked(own) else source})
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
            names = [meta_of(cell).get("grade_id") for cell in cells]
            good = all(
                isinstance(cell["cell_type"], str) and isinstance(joined(cell["source"]), str) for cell in cells
            ) and all(name is None or isinstance(name, str) for name in names)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        wanted = sorted(name for cell in self.skeleton["cells"] if (name := meta_of(cell).get("grade_id")))
        return cells if good and sorted(name for name in names if isinstance(name, str)) == wanted else None

    def assess(self, submission: Submission, rebuilt: dict[str, Any] | None = None) -> Assessed:
        notebook, notes = (rebuilt, []) if rebuilt else self.rebuild(submission)
        before = {meta_of(cell).get("grade_id"): cell["source"] for cell in self.skeleton["cells"]}
        untouched = frozenset(
            name
            for cell in notebook["cells"]
            if meta_of(cell).get("solution") and before.get(name := meta_of(cell)["grade_id"]) == cell["source"]
        )
        why = "" if self.unsafe else sandbox.missing()
        executed: set[int] = set()
        changed: set[str] = set()
        if not why:
            notebook, executed, changed = asserts.execute(notebook, self._files_of(submission.participant), self.unsafe)
        grades = {}
        for number, cell in enumerate(notebook["cells"]):
            meta = meta_of(cell)
            if meta.get("grade"):
                name, most = meta["grade_id"], float(meta["points"])
                score = 0.0 if name in untouched else asserts.score_of(cell, number in executed, most)
                if why and name not in untouched:
                    score = None
                outcome = "manual" if score is None else "unanswered" if name in untouched else "scored"
                grades[name] = Grade(name, "assert", score, most, outcome, None, (), score is None)
        if why:
            notes = [*notes, f"код {sandbox.REFUSED.format(why=why)}"]
        submission = replace(submission, suspicious=(*submission.suspicious, *self._suspicious(notebook, changed)))
        made = Assessed(
            submission, asserts.shown(notebook, untouched), grades, untouched, (*submission.repaired, *notes)
        )
        return replace(made, unchecked=bool(why))

    def _suspicious(self, notebook: dict[str, Any], changed: set[str]) -> list[str]:
        """What an honest work has no reason to do: replacing what tests lean on, or functions of Python that they call
        and the author never spoke of."""
        tests = [cell for cell in self.skeleton["cells"] if meta_of(cell).get("grade") and is_locked(cell)]
        own = [cell["source"] for cell in notebook["cells"] if not is_locked(cell) and cell["cell_type"] == "code"]
        spoken = {word for cell in self.skeleton["cells"] if cell not in tests for word in WORD.findall(cell["source"])}
        called = {name for cell in tests for name in CALLED.findall(cell["source"])} & BUILTIN - spoken
        hidden = called & {name for source in own for name in examination.bound(source)}
        told = ((changed, "код работы подменил то, чем пользуются проверки"),
                (hidden, "код работы переопределил функции, которые вызывают проверки"))  # fmt: skip
        return [f"{what}: {', '.join(sorted(names)[:6])}" for names, what in told if names]
