"""The key of an assignment: its reference solution executed, checked and frozen. Knows nothing of submissions.

`build` executes (or takes from the cache), `load` reads what a release froze, with later corrections applied.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.files import read_json, write_json
from autograder.layout import Layout, check_name
from autograder.rebuild import with_text
from autograder.registry import QUESTION_MIME, kind, kind_packages, known_kinds

SCHEMA = 1
TIMEOUT = 300
SKIPPED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}
RELEASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True)
class Task:
    """One task as the key run yielded it. `manual`: a person judges; `code`: the notebook has a cell `<id>-code`;
    `voided`: why the task was taken out afterwards (everyone gets its points)."""

    id: str
    kind: str
    points: float
    question: dict[str, Any]
    reference: dict[str, Any] | None
    manual: bool = False
    code: bool = False
    voided: str = ""


@dataclass(frozen=True)
class Key:
    """Questions and references of one release and variant, in the order of the notebook."""

    assignment: str
    release: str
    variant: str
    notebook: str
    title: str
    tasks: dict[str, Task]

    def to_json(self) -> dict[str, Any]:
        tasks = {
            task.id: {name: value for name, value in asdict(task).items() if name not in ("id", "voided")}
            for task in self.tasks.values()
        }
        return {
            "schema": SCHEMA,
            "assignment": self.assignment,
            "release": self.release,
            "variant": self.variant,
            "notebook": self.notebook,
            "title": self.title,
            "tasks": tasks,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Key:
        tasks = {name: Task(id=name, **task) for name, task in data["tasks"].items()}
        return cls(data["assignment"], data["release"], data["variant"], data["notebook"], data["title"], tasks)


def build(place: Layout, assignment: str, variant: str = "base") -> Key:
    """Executes the reference solution unless the same content was executed before; a plain nbgrader assignment has a
    key without tasks. Raises KitError with what an author must mend."""
    source = place.source(assignment)
    digest = content_digest(place, source, variant)
    cached = place.key_cache / f"{digest}.json"
    if cached.is_file():
        return Key.from_json(read_json(cached))
    if _is_plain(source):
        return Key(assignment, digest[:12], variant, source.stem, assignment, {})
    key = _read(source, execute(place, source, variant), assignment, digest[:12], variant)
    write_json(cached, key.to_json())
    return key


def execute(place: Layout, source: Path, variant: str = "base") -> list[dict[str, Any]]:
    """Runs the author's notebook in a separate trusted process → what its cells published. Raises KitError."""
    env = dict(os.environ, AUTOGRADER_ROLE="author", AUTOGRADER_VARIANT=variant, MENTORING_ROOT=str(place.root))
    env.update(MPLBACKEND="Agg", PYTHONIOENCODING="utf-8", PYTHONDONTWRITEBYTECODE="1")
    env.pop("NBGRADER_EXECUTION", None)
    with tempfile.TemporaryDirectory(prefix="keyrun-") as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, "-m", "autograder.keyrun", str(source), str(out)]
        try:
            done = subprocess.run(
                command, env=env, cwd=source.parent, capture_output=True, timeout=TIMEOUT, check=False
            )
        except subprocess.TimeoutExpired:
            raise KitError(
                f"Эталонное решение «{source.name}» не выполнилось за {TIMEOUT} с: ускорьте его или уберите цикл."
            ) from None
        if not out.is_file():
            tail = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["нет сообщения"]
            raise KitError(f"Эталонное решение «{source.name}» оборвалось: {tail[0][:300]}")
        result = read_json(out)
    if result["error"]:
        cell = json.loads(source.read_text(encoding="utf-8"))["cells"][result["error"]["cell"]]
        name = cell["metadata"].get("nbgrader", {}).get("grade_id") or f"№ {result['error']['cell'] + 1}"
        raise KitError(f"Эталонное решение «{source.name}» остановилось в ячейке {name}: {result['error']['message']}")
    return result["events"]


def content_digest(place: Layout, source: Path, variant: str) -> str:
    """What a key depends on: the assignment's folder, the tables, the packages of task kinds, the variant."""
    summary = hashlib.sha256(f"{SCHEMA}\0{variant}\0{source.parent.name}\0".encode())
    for folder in (source.parent, place.datasets):
        summary.update(folder_digest(folder).encode())
    summary.update(packages_digest().encode())
    return summary.hexdigest()


@lru_cache(maxsize=1)
def packages_digest() -> str:
    """Sources of the packages that task kinds come from."""
    return hashlib.sha256("".join(folder_digest(folder) for folder in package_folders()).encode()).hexdigest()


def package_folders() -> list[Path]:
    """Folders of the packages that provide task kinds."""
    specs = [find_spec(name) for name in kind_packages()]
    return [Path(spec.submodule_search_locations[0]) for spec in specs if spec and spec.submodule_search_locations]


def folder_digest(folder: Path, skip: tuple[str, ...] = ()) -> str:
    """Names and contents of all files of a folder without subfolders called `skip`; an absent folder is empty."""
    summary = hashlib.sha256()
    for path in files_of(folder, skip):
        summary.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        summary.update(hashlib.sha256(path.read_bytes()).digest())
    return summary.hexdigest()


def files_of(folder: Path, skip: tuple[str, ...] = ()) -> list[Path]:
    """Files of a folder in a fixed order, without caches."""
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED and name not in skip)
        found += [Path(base) / name for name in sorted(names) if name not in SKIPPED and not name.endswith(".pyc")]
    return found


def freeze(place: Layout, key: Key, skeleton: dict[str, Any]) -> Path:
    """Keeps key, skeleton and a snapshot of what they depend on under the release id; makes the release current."""
    folder = release_folder(place, key.assignment, key.release)
    folder.mkdir(parents=True, exist_ok=True)
    snapshot = folder / "snapshot"
    if not snapshot.is_dir():
        draft = Path(tempfile.mkdtemp(prefix="snapshot-", dir=folder))
        ignore = shutil.ignore_patterns(*SKIPPED, "*.pyc")
        shutil.copytree(place.assignments / key.assignment, draft / "assignment", ignore=ignore)
        if place.datasets.is_dir():
            shutil.copytree(place.datasets, draft / "datasets", ignore=ignore)
        for package in package_folders():
            shutil.copytree(package, draft / "packages" / package.name, ignore=ignore)
        draft.rename(snapshot)
    write_json(folder / "skeleton.ipynb", skeleton)
    write_json(folder / "key.json", key.to_json())
    write_json(place.keys / key.assignment / "current.json", {"schema": SCHEMA, "release": key.release})
    return folder


def release_folder(place: Layout, assignment: str, release: str) -> Path:
    """Where a release keeps its key. Raises KitError for a name that is no release id."""
    if not isinstance(release, str) or not RELEASE.fullmatch(release):
        raise KitError(f"Номер выпуска «{str(release)[:40]}» не похож на номер.")
    return place.keys / check_name(assignment) / release


def is_released(place: Layout, assignment: str) -> bool:
    """Whether the assignment was released with a key (a plain nbgrader assignment never was)."""
    return (place.keys / assignment / "current.json").is_file()


def current_release(place: Layout, assignment: str) -> str:
    """The newest release id. Raises KitError when there is none."""
    path = place.keys / check_name(assignment) / "current.json"
    if not path.is_file() and (place.release / assignment).is_dir():
        raise KitError(f"Задание «{assignment}» выпущено без ключа: его оценивает команда nbgrader autograde.")
    if not path.is_file():
        raise KitError(f"Задание «{assignment}» ещё не выпущено: выполните mentoring release {assignment}.")
    return read_json(path)["release"]


def load(place: Layout, assignment: str, release: str | None = None, variant: str = "base") -> Key:
    """A frozen key with the corrections made since. Raises KitError for an unknown release or variant."""
    release = release or current_release(place, assignment)
    folder = release_folder(place, assignment, release)
    path = folder / ("key.json" if variant == "base" else f"key-{check_name(variant)}.json")
    if not path.is_file():
        what = f"выпуску «{release}»" if not folder.is_dir() else f"варианту «{variant}» выпуска «{release}»"
        raise KitError(f"Работа сделана по неизвестному {what} задания «{assignment}».")
    key = Key.from_json(read_json(path))
    corrections = load_corrections(place, assignment)
    return replace(key, tasks={name: _corrected(task, corrections.get(name)) for name, task in key.tasks.items()})


def load_skeleton(place: Layout, assignment: str, release: str | None = None) -> dict[str, Any]:
    """The released notebook as JSON. Raises KitError."""
    release = release or current_release(place, assignment)
    path = release_folder(place, assignment, release) / "skeleton.ipynb"
    if not path.is_file():
        raise KitError(f"Нет заготовки выпуска «{release}» задания «{assignment}»: выпустите задание заново.")
    return with_text(read_json(path))


def load_corrections(place: Layout, assignment: str) -> dict[str, dict[str, Any]]:
    """Task id → `{"action": "void" | "mend", "reason", "at", "reference"}`."""
    path = place.keys / check_name(assignment) / "corrections.json"
    return read_json(path)["tasks"] if path.is_file() else {}


def void(place: Layout, assignment: str, task: str, reason: str) -> None:
    """Takes a faulty task out: everyone gets its points at the next grading. Raises KitError."""
    _correct(place, assignment, task, {"action": "void", "reason": reason})


def mend(place: Layout, assignment: str, task: str, reason: str) -> None:
    """Uses the author's present question and reference for works of all releases. Raises KitError."""
    fresh = build(place, assignment).tasks.get(task)
    if fresh is None:
        raise KitError(f"В задании «{assignment}» нет задачи «{task}».")
    change = {"action": "mend", "reason": reason, "question": fresh.question, "reference": fresh.reference}
    _correct(place, assignment, task, change)


def _correct(place: Layout, assignment: str, task: str, change: dict[str, Any]) -> None:
    if task not in load(place, assignment).tasks:
        raise KitError(f"В задании «{assignment}» нет задачи «{task}».")
    change["at"] = datetime.now().astimezone().isoformat(timespec="seconds")
    tasks = load_corrections(place, assignment) | {task: change}
    write_json(place.keys / assignment / "corrections.json", {"schema": SCHEMA, "tasks": tasks})


def _corrected(task: Task, change: dict[str, Any] | None) -> Task:
    if not change:
        return task
    if change["action"] == "void":
        return replace(task, voided=change["reason"] or "ошибка в задании")
    return replace(task, question=change["question"], reference=change["reference"])


def _read(source: Path, events: list[dict[str, Any]], assignment: str, release: str, variant: str) -> Key:
    """Checks what was published against the cells of the notebook."""
    notebook = json.loads(source.read_text(encoding="utf-8"))
    cells = _cells_by_id(source, notebook)
    questions = _by_id(source, [e for e in events if e["mime"] == QUESTION_MIME], "вопрос")
    references = _by_id(source, [e for e in events if e["mime"] != QUESTION_MIME], "эталон")
    graded = {name: meta for name, meta in cells.items() if meta.get("grade")}
    for name in graded:
        if name not in questions:
            raise KitError(f"«{source.name}»: ячейка {name} с баллами не показала вопроса (вызов task с тем же id).")
    tasks = {}
    for name, event in questions.items():
        if name not in graded:
            raise KitError(f"«{source.name}»: вопрос {name} стоит не в ячейке с баллами и тем же grade_id.")
        complete = name in references or _is_comment(notebook, f"{name}-key")
        task = _task(source, name, event, graded[name], references.get(name), cells, complete)
        tasks[name] = task
    for name in references:
        if name not in tasks:
            raise KitError(f"«{source.name}»: есть эталон {name}, но нет такого вопроса.")
    return Key(assignment, release, variant, source.stem, _title(notebook, assignment), tasks)


def _cells_by_id(source: Path, notebook: dict[str, Any]) -> dict[str, dict[str, Any]]:
    cells: dict[str, dict[str, Any]] = {}
    for cell in notebook["cells"]:
        meta = cell.get("metadata", {}).get("nbgrader")
        if not meta:
            continue
        name = meta.get("grade_id", "")
        marks = re.findall(r"(BEGIN|END) SOLUTION", "".join(cell["source"]))
        if marks != ["BEGIN", "END"] * (len(marks) // 2):
            raise KitError(
                f"«{source.name}»: в ячейке {name} границы решения не парные (BEGIN SOLUTION, END SOLUTION)."
            )
        if name in cells:
            raise KitError(f"«{source.name}»: grade_id «{name}» встречается дважды.")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
            raise KitError(f"«{source.name}»: grade_id «{name}» не годится: латинские буквы, цифры, «_» и «-».")
        if meta.get("task"):
            raise KitError(f"«{source.name}»: ячейка {name} типа «manually graded task» не поддерживается.")
        cells[name] = meta
    return cells


def _by_id(source: Path, events: list[dict[str, Any]], what: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        name = event["data"]["id"]
        if name in found:
            raise KitError(f"«{source.name}»: {what} {name} показан дважды.")
        found[name] = event["data"]
    return found


def _is_plain(source: Path) -> bool:
    """A plain nbgrader assignment: no cell calls `task`, so there is nothing to execute for a key."""
    try:
        cells = json.loads(source.read_text(encoding="utf-8"))["cells"]
        return not any(c["cell_type"] == "code" and re.search(r"\btask\s*\(", "".join(c["source"])) for c in cells)
    except (ValueError, KeyError, TypeError):
        raise KitError(f"Блокнот «{source.name}» не читается: откройте его в JupyterLab и сохраните заново.") from None


def _is_comment(notebook: dict[str, Any], name: str) -> bool:
    """Whether the cell holds comments only: the author says that there is no reference."""
    for cell in notebook["cells"]:
        if (cell.get("metadata", {}).get("nbgrader") or {}).get("grade_id") == name:
            return all(line.strip()[:1] in ("", "#") for line in "".join(cell["source"]).splitlines())
    return False


def _task(
    source: Path, name: str, event: dict, meta: dict, reference: dict | None, cells: dict, complete: bool
) -> Task:
    question = event["question"]
    points, stated = float(meta.get("points", 0)), float(question.get("points", 0))
    if points != stated:
        raise KitError(f"«{source.name}»: в ячейке {name} баллов {points:g}, а в вопросе {stated:g}.")
    if event["kind"] not in known_kinds():
        raise KitError(f"«{source.name}»: вид задачи «{event['kind']}» ({name}) не установлен.")
    manual = bool(meta.get("solution"))
    if not (complete or manual):
        raise KitError(
            f"«{source.name}»: нет эталона задачи {name}: в ячейке {name}-key нужен вызов reference, а если эталона "
            "не должно быть, — комментарий об этом."
        )
    expected = reference["reference"] if reference else None
    try:
        kind(event["kind"]).grade(question, None, expected)
    except Exception as error:  # whatever a kind's models say about the author's slip
        raise KitError(f"«{source.name}»: вопрос или эталон {name} не читается: {str(error)[:300]}") from error
    return Task(name, event["kind"], points, question, expected, manual, f"{name}-code" in cells)


def _title(notebook: dict[str, Any], assignment: str) -> str:
    for cell in notebook["cells"]:
        heading = re.search(r"^#\s+(.+)$", "".join(cell["source"]), re.M) if cell["cell_type"] == "markdown" else None
        if heading:
            return heading.group(1).strip()
    return assignment
