"""Grading on a Dask cluster: a task carries its submission, the key goes to a worker once, JSON comes back.

Workers need the installed packages and no shared disk, may come and die at any time; they hold keys and are trusted.
Intake and recording stay with the caller. How to start a cluster: docs/cluster.md.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import shutil
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from autograder import intake, key
from autograder.assess import Course
from autograder.batch import Done, graded, refusal
from autograder.errors import KitError
from autograder.files import read_plain
from autograder.layout import Layout
from autograder.notebooktext import dump
from autograder.plain import PlainCourse
from autograder.recorder import Row
from autograder.report import Line
from autograder.sandbox import Limits

CONNECT_SECONDS = 20
ALONE_SECONDS = 120  # how long a run waits for a worker when the cluster has none
LOOK_SECONDS = 2.0
AHEAD = 3  # tasks sent a processor, so that no worker waits and no submissions pile up in the scheduler
TRIES = 4
MAX_PUBLIC = 50_000_000

Pack = Callable[[str], "dict[str, bytes] | Done"]


@dataclass(frozen=True)
class Answer:
    """What a worker made of one submission; `done.row` is None when it was refused. `notebook`: the autograded one."""

    done: Done
    notebook: str = ""


def packed(folder: Path) -> dict[str, bytes]:
    """The ordinary files of a mended submission by relative path, without those larger than anything that is read."""
    found = {
        path.relative_to(folder).as_posix(): read_plain(path, intake.MAX_NOTEBOOK) for path in key.files_of(folder)
    }
    return {name: content for name, content in found.items() if content is not None}


def each(address: str, course: Course, pack: Pack, names: Sequence[str]) -> Iterator[tuple[str, Answer | Done | None]]:
    """Gives `(name, answer)` in the order of finishing; None for a submission that workers died of time and again.

    `pack(name)` gives the files of a submission, or what is to be said of it without sending it. Raises KitError when
    the cluster does not answer, has no workers, or they have another version of the packages.
    """
    with _connect(address) as client:
        run = _Run(client, lesson(course), pack)
        try:
            yield from run.each(names)
        finally:
            run.cancel()


def lesson(course: Course) -> dict[str, Any]:
    """All that a worker needs to grade one assignment, as plain data: keys, skeletons, public files, settings."""
    place, name = course.place, course.assignment
    folders = {f"keys/{name}": place.keys / name, f"release/{name}": place.release / name}
    made = {
        "assignment": name,
        "digest": course.digest,
        "unsafe": course.unsafe,
        "limits": asdict(course.limits),
        "plain": {"skeleton": course.skeleton, "sources": course.sources, "notebook": course.key.notebook}
        if isinstance(course, PlainCourse)
        else None,
        "version": version(),
        "files": {f"{at}/{rest}": content for at, folder in folders.items() for rest, content in _files(folder)},
        "public": {variable: dict(_files(folder)) for variable, folder in _public().items()},
    }
    return made | {"id": hashlib.sha256(repr(made).encode()).hexdigest()}


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


class _Run:
    """What was sent and has not come back. The lesson is a task too: it is made anew when its holders die."""

    def __init__(self, client: Any, carried: dict[str, Any], pack: Pack):
        self.client, self.carried, self.pack = client, carried, pack
        self.ended: queue.SimpleQueue = queue.SimpleQueue()
        self.sent: dict[str, Any] = {}
        self.deaths: Counter[str] = Counter()
        self.lesson: Any = None
        self.number, self.window, self.looked, self.seen = 0, 0, 0.0, time.monotonic()

    def each(self, names: Sequence[str]) -> Iterator[tuple[str, Answer | Done | None]]:
        left, alone = list(reversed(names)), []
        while left or alone or self.sent:
            self._look()
            while left and len(self.sent) < self.window:
                yield from self._send(left.pop())
            if alone and not left and not self.sent:  # one that kills workers must not take its neighbours along
                yield from self._send(alone.pop())
            try:
                name, future = self.ended.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                continue
            if self.sent.get(name) is not future:
                continue
            del self.sent[name]
            if future.status == "finished":
                yield name, _read(name, future.result())
                continue
            self.deaths[name] += 1
            self._failed(future)
            if self.deaths[name] >= TRIES or future.status == "error" and self.deaths[name] > 1:
                yield name, None
            else:
                (alone if future.status == "error" else left).append(name)

    def cancel(self) -> None:
        """Takes back what was not finished."""
        with suppress(Exception):
            self.client.cancel([future for future in (*self.sent.values(), self.lesson) if future is not None])
        self.sent.clear()

    def _send(self, name: str) -> Iterator[tuple[str, Done]]:
        files = self.pack(name)
        if isinstance(files, Done):
            yield name, files
            return
        self.number += 1
        if self.lesson is None or self.lesson.status not in ("pending", "finished"):
            self.lesson = self.client.submit(
                _carry, self.carried, key=f"lesson-{self.carried['id'][:16]}-{self.number}-{os.urandom(4).hex()}"
            )
        mark = f"assess-{self.number}-{os.urandom(8).hex()}"
        future = self.client.submit(assess, self.lesson, name, files, key=mark, pure=False)
        self.sent[name] = future
        future.add_done_callback(lambda done: self.ended.put((name, future)))

    def _failed(self, future: Any) -> None:
        """A fresh lesson after any failure. Raises KitError for a worker that can't grade at all."""
        self.lesson = None
        if future.status == "error" and isinstance(future.exception(), ImportError):
            raise KitError(f"На рабочем узле кластера не установлен комплект: {str(future.exception())[:200]}.")

    def _look(self) -> None:
        """How many tasks the cluster can hold now. Raises KitError when nobody has been there for long."""
        now = time.monotonic()
        if now - self.looked < LOOK_SECONDS:
            return
        try:
            threads = sum(self.client.nthreads().values())
        except Exception as error:
            raise KitError(_lost(str(error))) from error
        self.looked = now
        if threads:
            self.seen, self.window = now, max(AHEAD * threads, 4)
        elif now - self.seen > ALONE_SECONDS:
            raise KitError(f"В кластере нет рабочих узлов уже {ALONE_SECONDS} с: запустите их и повторите команду.")


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
        done = graded(made)
        row = {
            "timestamp": done.row.timestamp.isoformat() if done.row.timestamp else None,
            "scores": done.row.scores,
            "untouched": sorted(done.row.untouched),
        }
        return {
            "line": asdict(done.line), "row": row, "digest": done.digest, "texts": done.texts,
            "notebook": dump(made.notebook),
        }  # fmt: skip

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


def _carry(given: dict[str, Any]) -> dict[str, Any]:
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


def _read(name: str, text: str) -> Answer:
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
    }
    row, stamp = data["row"], data["row"]["timestamp"]
    scores = {cell: (score, manual) for cell, (score, manual) in row["scores"].items()}
    made = Row(name, datetime.fromisoformat(stamp) if stamp else None, scores, frozenset(row["untouched"]))
    return Answer(Done(Line(**line | {"participant": name}), made, data["digest"], data["texts"]), data["notebook"])


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise KitError("Для проверки на кластере нужен пакет distributed (extra `cluster`): поставьте его.") from None
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="mentoring")
    except (OSError, ValueError) as error:
        raise KitError(_lost(f"{address}: {error}")) from error


def _lost(why: str) -> str:
    return f"Кластер не отвечает ({why[:200]}): проверьте адрес планировщика. Оценённое записано, повторите команду."


def _public() -> dict[str, Path]:
    """Environment variable → folder of public data of this machine, as the sandbox has them."""
    found = {point.name: Path(point.load()()) for point in entry_points(group="autograder.public")}
    sizes = {name: sum(path.stat().st_size for path in key.files_of(folder)) for name, folder in found.items()}
    return {name: folder for name, folder in found.items() if 0 < sizes[name] <= MAX_PUBLIC}


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Relative path and content, without the snapshots of releases (they are for people)."""
    for path in key.files_of(folder, skip=("snapshot",)):
        yield path.relative_to(folder).as_posix(), path.read_bytes()


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
