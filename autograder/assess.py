"""One submission from folder to grades: intake, answers, rebuild, code, grading, cells. All three routes use this
(our batch, `nbgrader autograde`, the formgrader's button). Writes nothing but what intake mends; no database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder import answers as stored
from autograder import cells, damaged, frozen, grading, intake, key, rebuild, registry, sandbox, uploads, variants
from autograder.errors import KitError
from autograder.files import read_plain
from autograder.grading import Grade
from autograder.key import Key
from autograder.layout import Layout
from autograder.rebuild import Sources, joined

GUESSED = 200
UNREAD = "Блокнот повреждён: эту ячейку прочитать не удалось."


@dataclass(frozen=True)
class Submission:
    """What was read from a folder. `repaired` and `suspicious` are Russian phrases for the report."""

    participant: str
    answers: stored.Answers
    sources: Sources
    key: Key
    handed_in: datetime | None
    digest: str
    repaired: tuple[str, ...] = ()
    suspicious: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessed:
    """A graded submission: the notebook (JSON) and its grades. `untouched`: solution cells nobody wrote in;
    `unchecked`: code was there and could not be run on this machine."""

    submission: Submission
    notebook: dict[str, Any]
    grades: dict[str, Grade]
    untouched: frozenset[str]
    repaired: tuple[str, ...] = ()
    unchecked: bool = False


@dataclass
class Course:
    """One released assignment, loaded once a run: the current key and skeleton, older keys as works ask for them."""

    place: Layout
    assignment: str
    key: Key
    skeleton: dict[str, Any]
    digest: str
    limits: sandbox.Limits = field(default_factory=sandbox.Limits)
    unsafe: bool = False
    _older: dict[tuple[str, str], tuple[Key, dict[str, Any]]] = field(default_factory=dict)
    _pools: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _personal: dict[tuple[str, str], dict[str, bytes]] = field(default_factory=dict)
    _files: dict[str, bytes] | None = None

    @classmethod
    def load(cls, place: Layout, assignment: str) -> Course:
        """Raises KitError when the assignment was not released. One without a key is a plain nbgrader one."""
        if not key.is_released(place, assignment) and (place.release / assignment).is_dir():
            from autograder.plain import PlainCourse

            return PlainCourse.load(place, assignment)
        current = key.load(place, assignment)
        skeleton = key.load_skeleton(place, assignment)
        content = key.folder_digest(place.keys / assignment, skip=("snapshot",)) + code_digest()
        return cls(place, assignment, current, skeleton, content)

    @property
    def points(self) -> dict[str, float]:
        """Task id → points in the gradebook: those of the current release."""
        return {name: task.points for name, task in self.key.tasks.items()}

    @property
    def writable(self) -> dict[str, dict[str, Any]]:
        """Cells that hold a participant's code: `grade_id` → cell of the skeleton."""
        return rebuild.solution_cells(self.skeleton, self.key.tasks)

    def folder(self, participant: str) -> Path:
        return self.place.submitted / participant / self.assignment

    def warm(self, participants: Sequence[str]) -> None:
        """Has the process that code is forked from ready, for workers to share, when the first works look as if they
        held code: a wrong guess costs time and nothing else."""
        if self.unsafe or not self.writable or not sandbox.available():
            return
        stubs = [joined(cell["source"]) for cell in self.writable.values()]
        written = [{json.dumps(stub, ensure_ascii=ascii).encode()[1:-1] for ascii in (True, False)}
                   for stub in (stub.splitlines()[-1] for stub in stubs if stub)]  # fmt: skip
        for participant in participants[:GUESSED]:
            content = read_plain(self.folder(participant) / f"{self.key.notebook}.ipynb", intake.MAX_NOTEBOOK) or b""
            if not all(any(form in content for form in forms) for forms in written):
                sandbox.warm(wait=True)
                return

    def prepare(self, participant: str) -> intake.Intake:
        """Mends the folder of one submission. Raises KitError with the reason why it can't be graded."""
        skeleton = key.release_folder(self.place, self.assignment, self.key.release) / "skeleton.ipynb"
        return intake.prepare(self.folder(participant), self.key.notebook, skeleton, bool(self.writable))

    def stamp(self, participant: str, handed_in: datetime | None) -> str:
        """Digest of a mended folder, its time and what grades it: the same stamp is the same grade."""
        folder = self.folder(participant)
        digest = hashlib.sha256(f"{self.digest}\0{participant}\0{handed_in}\0".encode())
        digest.update(hashlib.sha256(self._content(folder)).digest())
        for name in (stored.FILE, stored.BACKUP):
            digest.update(hashlib.sha256(read_plain(folder / name, stored.MAX_BYTES) or b"").digest())
        digest.update(uploads.digest(folder))
        return digest.hexdigest()

    def admit(self, participant: str) -> Submission:
        """Intake and reading of one submission. Raises KitError with the reason why it can't be graded."""
        taken = self.prepare(participant)
        folder = self.folder(participant)
        given = stored.read(folder)
        sources = rebuild.read_sources(self._content(folder))
        if not given.present and (given.partial or sources.broken and not sources.by_grade_id):
            raise KitError("ни ответов, ни блокнота прочитать не удалось: попросите сдать работу заново")
        if given.newer:
            raise KitError("файл ответов записан более новой версией комплекта: обновите комплект и проверьте снова")
        if given.assignment and given.assignment != self.assignment:
            raise KitError(f"файл ответов от другого задания («{given.assignment[:40]}»)")
        chosen, foreign = self._key(participant, given, folder)
        repaired = [*taken.notes, *given.notes, *([sources.damage] if sources.damage else [])]
        if not given.present and not given.partial:
            repaired.append("файла ответов нет, формы считаются незаполненными")
        suspicious = [foreign] if foreign else []
        if given.participant and given.participant != participant:
            suspicious.append(f"файл ответов назван именем другого участника ({given.participant[:40]})")
        digest = self.stamp(participant, taken.handed_in)
        return Submission(
            participant, given, sources, chosen, taken.handed_in, digest, tuple(repaired), tuple(suspicious)
        )

    def rebuild(self, submission: Submission) -> tuple[dict[str, Any], list[str]]:
        """The skeleton with the participant's code, and notes about it."""
        before = self._skeleton(submission.key)
        return rebuild.rebuild(self.skeleton, submission.sources, self.key.tasks, before)

    def assess(self, submission: Submission, rebuilt: dict[str, Any] | None = None) -> Assessed:
        """Grades a submission: code is run in the sandbox, all the rest is data. `rebuilt`: the notebook as nbgrader
        sanitised it, filled in place; made anew when None."""
        notebook, notes = (rebuilt, []) if rebuilt else self.rebuild(submission)
        with frozen.tables(self.place, self.assignment, submission.key.release):
            code = self.run(submission, notebook)
            files = self.read_files(submission)
            grades = grading.grade(submission.key, submission.answers, code, self.points, files)
        stubs = {name: joined(cell["source"]) for name, cell in _solutions(self.skeleton).items()}
        cells.write(notebook, submission.key, submission.participant, grades, code)
        after = {name: joined(cell["source"]) for name, cell in _solutions(notebook).items()}
        untouched = frozenset(name for name in stubs if stubs[name] == after[name])
        unchecked = sorted({result["error"] for result in code.values() if result.get("refused")})
        unread = sorted({result["error"] for result in files.values() if result.get("refused")})
        lost = sorted({result["error"] for result in files.values() if result.get("lost")})
        notes = [*notes, *(f"код {why}" for why in unchecked), *(f"файлы {why}" for why in unread), *lost]
        unchecked += unread
        return Assessed(submission, notebook, grades, untouched, (*submission.repaired, *notes), bool(unchecked))

    def read_files(self, submission: Submission) -> dict[str, dict[str, Any]]:
        """Task id → what the worker of its kind says of the uploaded files."""
        found = {}
        for task in submission.key.tasks.values():
            if not (worker := registry.worker(task.kind)) or task.voided:
                continue
            form, folder = submission.answers.given.get(task.id), self.folder(submission.participant)
            done = uploads.read(folder, worker, task.question, form, unsafe=self.unsafe)
            if done is not None:
                found[task.id] = done
        return found

    def run(self, submission: Submission, notebook: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Task id → result of the participant's cell `<id>-code`, for the cells that were written in."""
        wanted = {}
        for name, cell in rebuild.solution_cells(notebook, self.key.tasks).items():
            stub = joined(self.writable[name]["source"])
            if name.endswith("-code") and joined(cell["source"]) not in (stub, ""):
                wanted[name] = name[:-5]
        lost = {
            task.id: {"source": "(не прочитано)", "value": None, "error": UNREAD}
            for task in self.key.tasks.values()
            if task.code and submission.sources.broken and f"{task.id}-code" not in submission.sources.by_grade_id
        }
        if not wanted:
            return lost
        program = self._program(notebook, wanted)
        results = sandbox.run_code(
            program,
            wanted,
            self._files_for(submission.key),
            self.limits,
            trusted={name for name, _ in program if name not in self.writable},
            unsafe=self.unsafe,
        )
        return lost | {wanted[name]: result for name, result in results.items()}

    def _program(self, notebook: dict[str, Any], wanted: dict[str, str]) -> list[tuple[str, str]]:
        """Code cells in order up to the last wanted one, without forms and keys."""
        program = []
        for number, cell in enumerate(notebook["cells"]):
            name = rebuild.meta_of(cell).get("grade_id", f"cell {number}")
            if cell["cell_type"] == "code" and name not in self.key.tasks and not name.endswith("-key"):
                program.append((name, joined(cell["source"])))
        last = max(number for number, (name, _) in enumerate(program) if name in wanted)
        return program[: last + 1]

    def _public_files(self) -> dict[str, bytes]:
        """What was released beside the notebook."""
        if self._files is None:
            folder = self.place.release / self.assignment
            found = {path.relative_to(folder).as_posix(): path for path in key.files_of(folder)}
            self._files = {
                name: path.read_bytes()
                for name, path in found.items()
                if path.suffix != ".ipynb" and path.stat().st_size <= self.limits.file
            }
        return self._files

    def _content(self, folder: Path) -> bytes:
        content = read_plain(folder / f"{self.key.notebook}.ipynb", intake.MAX_NOTEBOOK)
        if content is None:
            raise KitError("блокнот не читается")
        return content

    def _files_for(self, chosen: Key) -> dict[str, bytes]:
        """The public files as the participant had them: with the own variant only."""
        files, pool = self._public_files(), key.release_folder(self.place, self.assignment, chosen.release)
        if chosen.variant == variants.BASE or variants.NOTE not in files:
            return files
        at = (chosen.release, chosen.variant)
        if at not in self._personal:
            files = files | {variants.FILE: (pool / variants.FILE).read_bytes()}
            self._personal[at] = variants.personal(files, self.assignment, variant=chosen.variant)
        return self._personal[at]

    def _key(self, participant: str, given: stored.Answers, folder: Path) -> tuple[Key, str]:
        """The key a work is graded by, and what is suspicious of its variant."""
        note = _stated(folder)
        release = given.release or note.get("release", "") or self.key.release
        stated = given.variant if given.variant != variants.BASE else note.get("variant", variants.BASE)
        if release not in self._pools:
            self._pools[release] = key.load_variants(self.place, self.assignment, release)
        variant, suspicious = variants.chosen(self.assignment, participant, stated, self._pools[release])
        if (release, variant) == (self.key.release, self.key.variant):
            return self.key, suspicious
        return self._load(release, variant)[0], suspicious

    def _skeleton(self, chosen: Key) -> dict[str, Any] | None:
        """The skeleton a work was made from, when that is not the current one."""
        return None if chosen.release == self.key.release else self._load(chosen.release, chosen.variant)[1]

    def _load(self, release: str, variant: str) -> tuple[Key, dict[str, Any]]:
        if (release, variant) not in self._older:
            self._older[release, variant] = (
                key.load(self.place, self.assignment, release, variant),
                key.load_skeleton(self.place, self.assignment, release),
            )
        return self._older[release, variant]


def code_digest() -> str:
    """The code that grades: this package and the packages of task kinds."""
    return key.folder_digest(Path(__file__).parent) + key.packages_digest()


def _solutions(notebook: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = {}
    for cell in notebook["cells"]:
        meta = rebuild.meta_of(cell)
        if meta.get("solution"):
            found[meta["grade_id"]] = cell
    return found


def _stated(folder: Path) -> dict[str, str]:
    """What a participant's copy of `release.json` names, for when the answers don't."""
    content = read_plain(folder / variants.NOTE, 1_000_000)
    try:
        data = damaged.loads(damaged.decode(content)[0]) if content else None
    except ValueError:
        return {}
    if not isinstance(data, dict):
        return {}
    return {name: value for name, value in data.items() if isinstance(value, str)}
