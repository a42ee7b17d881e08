"""The key of an assignment as a release freezes it: stored, loaded, later corrections applied. Executes nothing.

Making one is `autograder.reference`, correcting one `autograder.corrections`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.files import read_json, write_json
from autograder.layout import Layout, check_name
from autograder.operation import formats
from autograder.rebuild import with_text
from autograder.registry import kind_packages

SCHEMA = 1
SKIPPED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}
RELEASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True)
class Task:
    """One task as the key run yielded it. `manual`: a person judges; `code`: the notebook has a cell `<id>-code`;
    `voided`: why the task was taken out afterwards (everyone gets its points); `export`: functions that make
    documents of the answer, `module:function` with blanks between."""

    id: str
    kind: str
    points: float
    question: dict[str, Any]
    reference: dict[str, Any] | None
    manual: bool = False
    code: bool = False
    voided: str = ""
    export: str = ""


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


def freeze(
    place: Layout, key: Key, skeleton: dict[str, Any], variants: Mapping[str, Key] | None = None, pool: bytes = b""
) -> Path:
    """Keeps key, skeleton and a snapshot of what they depend on under the release id; makes the release current.
    `variants` and `pool` (`variants.json`): the keys and public parts of an assignment with variants."""
    folder = release_folder(place, key.assignment, key.release)
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # the folder of another account of the group is theirs to close
        place.keys.chmod(place.keys.stat().st_mode & ~0o007)
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
    for name, one in (variants or {}).items():
        write_json(folder / f"key-{check_name(name)}.json", one.to_json())
    if pool:
        (folder / "variants.json").write_bytes(pool)
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
        place.source(assignment)  # one that there is none of is told otherwise
        raise KitError(f"Задание «{assignment}» ещё не выпущено: выполните mentoring release {assignment}.")
    return formats.read("current", path)["release"]


def load(place: Layout, assignment: str, release: str | None = None, variant: str = "base") -> Key:
    """A frozen key with the corrections made since. Raises KitError for an unknown release or variant."""
    release = release or current_release(place, assignment)
    folder = release_folder(place, assignment, release)
    path = folder / ("key.json" if variant == "base" else f"key-{check_name(variant)}.json")
    if not path.is_file():
        what = f"выпуску «{release}»" if not folder.is_dir() else f"варианту «{variant}» выпуска «{release}»"
        raise KitError(f"Работа сделана по неизвестному {what} задания «{assignment}».")
    key = Key.from_json(formats.read("key", path))
    corrections = load_corrections(place, assignment)
    tasks = {name: _corrected(task, corrections.get(name), variant) for name, task in key.tasks.items()}
    return replace(key, tasks=tasks)


def load_variants(place: Layout, assignment: str, release: str | None = None) -> tuple[str, ...]:
    """Names of the variants of a release, sorted; none when everybody has the same. Raises KitError."""
    folder = release_folder(place, assignment, release or current_release(place, assignment))
    return tuple(sorted(path.stem.removeprefix("key-") for path in folder.glob("key-*.json")))


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
    return formats.read("corrections", path)["tasks"] if path.is_file() else {}


def _corrected(task: Task, change: dict[str, Any] | None, variant: str) -> Task:
    if not change:
        return task
    if change["action"] == "void":
        return replace(task, voided=change["reason"] or "ошибка в задании")
    change = change.get("variants", {}).get(variant, change)
    return replace(task, question=change["question"], reference=change["reference"])
