"""Grading on a Dask cluster: a task carries its submission, the key goes to a worker once, JSON comes back.

Workers need the installed packages and no shared disk, may come and die at any time; they hold keys and are trusted.
Intake and recording stay with the caller. How to start a cluster: docs/cluster.md.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import queue
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from autograder import desk, intake, key
from autograder.assess import Course
from autograder.desk import Answer
from autograder.errors import KitError
from autograder.files import read_plain
from autograder.outcome import Done
from autograder.plain import PlainCourse

CONNECT_SECONDS = 20
GATEWAY = "gateway"
ALONE_SECONDS = 120  # how long a run waits for a worker when the cluster has none
LOOK_SECONDS = 2.0
AHEAD = 3  # tasks sent a processor, so that no worker waits and no submissions pile up in the scheduler
TRIES = 4
MAX_PUBLIC = 50_000_000

Pack = Callable[[str], "dict[str, bytes] | Done"]


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
    with _cluster(address) as client:
        run = _Run(client, lesson(course), pack)
        try:
            yield from run.each(names)
        except OSError as error:  # the scheduler died while a result was fetched
            raise KitError(_lost(str(error))) from error
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
        "version": desk.version(),
        "files": {f"{at}/{rest}": content for at, folder in folders.items() for rest, content in _files(folder)},
        "public": {variable: dict(_files(folder)) for variable, folder in _public().items()},
    }
    return made | {"id": hashlib.sha256(repr(made).encode()).hexdigest()}


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
                yield name, desk.heard(name, future.result())
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
                desk.carry, self.carried, key=f"lesson-{self.carried['id'][:16]}-{self.number}-{os.urandom(4).hex()}"
            )
        mark = f"assess-{self.number}-{os.urandom(8).hex()}"
        future = self.client.submit(desk.assess, self.lesson, name, files, key=mark, pure=False)
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


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    """A client of the scheduler at `address`, or of a cluster of one's own from Dask Gateway (`gateway`)."""
    if address == GATEWAY:
        with _gateway() as client:
            yield client
    else:
        with _connect(address) as client:
            yield client


@contextmanager
def _gateway() -> Iterator[Any]:
    """A cluster that lives as long as the run; where Dask Gateway is and who asks stands in Dask's own settings."""
    try:
        import dask_gateway
        from distributed import Client
    except ImportError:
        raise KitError("Для проверки через Dask Gateway нужен пакет dask-gateway (extra `cluster`).") from None
    from aiohttp import ClientError

    async def opened() -> tuple[str, str, Any]:
        async with dask_gateway.Gateway(asynchronous=True) as gateway:
            name = await gateway.submit()
            cluster = await gateway.connect(name)
            await cluster.adapt(minimum=1, maximum=int(os.environ.get("MENTORING_GRADERS", "16")))
            found = cluster.scheduler_address, cluster.security
            await cluster.close(shutdown=False)
            return name, *found

    async def closed(name: str) -> None:
        async with dask_gateway.Gateway(asynchronous=True) as gateway:
            await gateway.stop_cluster(name)

    try:
        name, address, security = asyncio.run(opened())
    except (
        OSError,
        ValueError,
        ClientError,
        dask_gateway.GatewayServerError,
        dask_gateway.GatewayClusterError,
    ) as error:
        raise KitError(f"Dask Gateway не дал кластера ({str(error)[:200]}): проверьте его адрес и вход.") from error
    try:
        with Client(address, security=security, set_as_default=False, name="mentoring") as client:
            yield client
    finally:
        asyncio.run(closed(name))


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
