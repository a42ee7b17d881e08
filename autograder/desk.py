"""Where a worker of a cluster grades: a submission comes as bytes, the lesson as plain data, JSON goes back.

Knows nothing of Dask but the worker's folder. Both ends of what travels stand here; who sends it: `autograder.cluster`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import tempfile
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder import key
from autograder.assess import Course
from autograder.errors import KitError, refusal
from autograder.layout import Layout
from autograder.notebooktext import dump
from autograder.outcome import Done, graded
from autograder.plain import PlainCourse
from autograder.recorder import Row
from autograder.report import Line
from autograder.sandbox import Limits


@dataclass(frozen=True)
class Answer:
    """What a worker made of one submission; `done.row` is None when it was refused. `notebook`: the autograded one."""

    done: Done
    notebook: str = ""


@lru_cache(maxsize=1)
def version() -> str:
    """Digest of the code that grades, the same for a checkout and an installed package."""
    summary = hashlib.sha256()
    for folder in (Path(__file__).parent, *key.package_folders()):
        for path in key.files_of(folder):
            if path.suffix == ".py":
                summary.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return summary.hexdigest()


def assess(given: dict[str, Any], name: str, files: dict[str, bytes]) -> str:
    """In a worker: one submission → JSON. Raises nothing, whatever the submission does."""
    try:
        with _desk.lock:
            return json.dumps(_desk.assess(given, name, files), ensure_ascii=False)
    except Exception as error:
        return json.dumps({"refused": refusal(error)}, ensure_ascii=False)


def heard(name: str, text: str) -> Answer:
    """A worker's JSON → values of ours. Raises KitError when it asks to stop the run."""
    data = json.loads(text)
    if "stop" in data:
        raise KitError(data["stop"])
    if "refused" in data:
        return Answer(Done(Line(name, "refused", reason=data["refused"])))
    line = {
        **data["line"],
        "repaired": tuple(data["line"]["repaired"]),
        "suspicious": tuple(data["line"]["suspicious"]),
        "alike": tuple(data["line"]["alike"]),
    }
    row, stamp = data["row"], data["row"]["timestamp"]
    scores = {cell: (score, manual) for cell, (score, manual) in row["scores"].items()}
    made = Row(name, datetime.fromisoformat(stamp) if stamp else None, scores, frozenset(row["untouched"]))
    return Answer(Done(Line(**line | {"participant": name}), made, data["digest"], data["texts"]), data["notebook"])


def _told(done: Done, notebook: str) -> dict[str, Any]:
    """A graded submission as JSON; `heard` reads it back."""
    row = {**vars(done.row), "untouched": sorted(done.row.untouched)}
    row["timestamp"] = done.row.timestamp.isoformat() if done.row.timestamp else None
    return {"line": asdict(done.line), "row": row, "digest": done.digest, "texts": done.texts, "notebook": notebook}


class _Desk:
    """Where a worker grades: one submission at a time, one assignment laid out. Keys lie in a folder of its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.id, self.course, self.folders = "", None, []

    def assess(self, given: dict[str, Any], name: str, files: dict[str, bytes]) -> dict[str, Any]:
        if given["version"] != version():
            return {
                "stop": f"На рабочем узле {socket.gethostname()} другая версия комплекта: поставьте ту же, что здесь."
            }
        course = self._course(given)
        folder = course.folder(name)
        try:
            _lay(folder, files)
            made = course.assess(course.admit(name))
        finally:
            shutil.rmtree(folder.parent, ignore_errors=True)
        return _told(graded(made), dump(made.notebook))

    def _course(self, given: dict[str, Any]) -> Course:
        if self.course is None or self.id != given["id"]:
            self._clear()
            place = Layout(*2 * (self._folder(),))
            _lay(place.workspace, given["files"])
            for variable, files in given["public"].items():
                public = self._folder(0o755)
                _lay(public, files)
                os.environ[variable] = str(public)
            limits = Limits(**given["limits"])
            self.course, self.id = _load(place, given, limits), given["id"]
        return self.course

    def _folder(self, mode: int = 0o700) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="grading-", dir=None if mode == 0o755 else _own_folder()))
        folder.chmod(mode)
        self.folders.append(folder)
        return folder

    def _clear(self) -> None:
        from autograder import sandbox

        sandbox.close()  # it may read the public folder of the last assignment
        self.id, self.course = "", None
        while self.folders:
            shutil.rmtree(self.folders.pop(), ignore_errors=True)


_desk = _Desk()


def carry(given: dict[str, Any]) -> dict[str, Any]:
    """In a worker: the lesson, as a task that others wait for."""
    return given


def _load(place: Layout, given: dict[str, Any], limits: Limits) -> Course:
    name, plain = given["assignment"], given["plain"]
    if plain is None:
        current, skeleton = key.load(place, name), key.load_skeleton(place, name)
        return Course(place, name, current, skeleton, given["digest"], limits, given["unsafe"])
    empty = key.Key(name, "", "", plain["notebook"], name, {})
    return PlainCourse(
        place, name, empty, plain["skeleton"], given["digest"], limits, given["unsafe"], sources=plain["sources"]
    )


def _lay(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _own_folder() -> str | None:
    """The worker's folder, which Dask clears when the worker was killed."""
    with suppress(Exception):
        from distributed import get_worker

        return get_worker().local_directory
    return None
