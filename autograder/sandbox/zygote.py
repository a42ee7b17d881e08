"""The process that has Python's heavy libraries loaded and forks one child for every job; it runs no stranger's code.

Started by `autograder.sandbox.client` with the number of a socket and the names of modules to load. Reads one JSON
message a job (with the job's descriptors), forks, and the child enters its walls before it reads any code. Watches
its children: time, disk, exit; a closed leash means kill. A template is a zygote forked from this one after it has run
an author's cells, so that they need not run for everyone. Ends, with all its children, when its socket closes.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import time
import traceback
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any

from autograder.sandbox import runner, walls

TICK = 0.05
MESSAGE = 100_000
DESCRIPTORS = 16


@dataclass
class Job:
    """A running child: how it is reached, what it may use, why it was ended."""

    pid: int
    exit: int
    leash: socket.socket
    scratch: str
    disk: int
    deadline: float
    why: str = ""


@dataclass
class Zygote:
    """The loop of one zygote. `names`: what a template's cells defined, None in the first zygote."""

    control: socket.socket
    names: dict[str, Any] | None = None
    jobs: dict[int, Job] = field(default_factory=dict)

    def serve(self) -> None:
        """Until the socket closes; in a forked child it never returns."""
        watch = self.selector = selectors.DefaultSelector()
        watch.register(self.control, selectors.EVENT_READ, None)
        while True:
            for key, _ in watch.select(TICK if self.jobs else None):
                if key.data is None:
                    if not self._order():
                        self._end_all()
                        return
                elif key.data in self.jobs and key.fd == self.jobs[key.data].exit:
                    self._reap(self.jobs[key.data])
                elif key.data in self.jobs:
                    self._end(self.jobs[key.data], "asked")
            self._look()

    def _order(self) -> bool:
        try:
            text, handles, _, _ = socket.recv_fds(self.control, MESSAGE, DESCRIPTORS)
        except OSError:
            return False
        if not text:
            return False
        order = json.loads(text)
        if order["kind"] == "quit":
            return False
        leash, *handles = handles
        pid = os.fork()
        if pid == 0:
            _in_child(order, leash, handles, self)
        for handle in handles:
            os.close(handle)
        job = Job(
            pid, os.pidfd_open(pid), socket.socket(fileno=leash), order["scratch"], order["disk"],
            time.monotonic() + order["seconds"],
        )  # fmt: skip
        self.jobs[pid] = job
        self.selector.register(job.exit, selectors.EVENT_READ, pid)
        self.selector.register(job.leash, selectors.EVENT_READ, pid)
        with contextlib.suppress(OSError):
            job.leash.send(json.dumps({"pid": pid}).encode())
        return True

    def _look(self) -> None:
        now = time.monotonic()
        for job in list(self.jobs.values()):
            if now > job.deadline:
                self._end(job, "late")
            elif job.disk and walls.folder_size(job.scratch, job.disk) + walls.hidden_size(job.pid) > job.disk:
                self._end(job, "disk")

    def _end(self, job: Job, why: str) -> None:
        """Kills; the child is a single process unless the sandbox was left out on purpose, then its group goes too."""
        if job.why:
            return
        job.why = why
        self.selector.unregister(job.leash)
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(OSError):
                kill(job.pid, signal.SIGKILL)

    def _reap(self, job: Job) -> None:
        self.selector.unregister(job.exit)
        with contextlib.suppress(KeyError):
            self.selector.unregister(job.leash)
        _, status = os.waitpid(job.pid, 0)
        with contextlib.suppress(OSError):  # children that were left behind, where the sandbox was left out
            os.killpg(job.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            code = os.waitstatus_to_exitcode(status)
            job.leash.send(json.dumps({"exit": code, "why": job.why}).encode())
        os.close(job.exit)
        job.leash.close()
        del self.jobs[job.pid]

    def _end_all(self) -> None:
        for job in list(self.jobs.values()):
            self._end(job, "asked")
            with contextlib.suppress(ChildProcessError):
                os.waitpid(job.pid, 0)


def _in_child(order: dict[str, Any], leash: int, handles: list[int], zygote: Zygote) -> None:
    """The child: nothing of the zygote but the loaded libraries, then the walls, then the job. Never returns."""
    status = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _close_all_but({0, 1, 2, *handles})
        zygote.control.detach()
        _move(order)
        nowhere = os.open(os.devnull, os.O_RDWR)
        try:
            _shut_in(order)
        except Exception:
            traceback.print_exc()  # still our own log
            return
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.close(nowhere)
        if zygote.names is None:
            _reseed()
        JOBS[order["kind"]](order, handles, zygote.names)
        status = 0
    except BaseException:
        pass
    finally:
        os._exit(status)


def _shut_in(order: dict[str, Any]) -> None:
    if order["kind"] == "template" and order["unsafe"]:
        return
    if order["kind"] == "template":
        readable = (*walls.SYSTEM, "/proc", *order["readable"])  # it watches its children there
        walls.landlock.restrict(readable, (order["writable"], "/dev/null"))
    elif order["unsafe"]:
        walls.limit(order["limits"], 1_000_000)
    else:
        walls.enter(order["scratch"], order["readable"], order["limits"], order["threads"])


def _move(order: dict[str, Any]) -> None:
    """Into the scratch folder, with an environment that holds nothing of the instructor's."""
    os.environ.clear()
    os.environ.update(order["env"])
    os.umask(0o077)
    os.chdir(order["scratch"])
    sys.path.insert(0, order["scratch"])
    sys.path_importer_cache.clear()
    sys.path.extend(order["path"])
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].tempdir = None


def _reseed() -> None:
    """A fork begins with its parent's random numbers: every child gets its own."""
    if "random" in sys.modules:
        sys.modules["random"].seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _close_all_but(kept: set[int]) -> None:
    last = -1
    for number in (*sorted(kept), 4_096):
        if last + 1 < number:  # Python 3.11 takes an empty range for everything
            os.closerange(last + 1, number)
        last = number


def _run_cells(order: dict[str, Any], handles: list[int], names: dict[str, Any] | None) -> None:
    orders, replies = os.fdopen(handles[0], "r", encoding="utf-8"), os.fdopen(handles[1], "w", encoding="utf-8")
    runner.serve(orders, replies, names, order["limits"]["value"])


def _run_worker(order: dict[str, Any], handles: list[int], _names: Any) -> None:
    content, replies = os.fdopen(handles[0], "rb"), os.fdopen(handles[1], "w", encoding="utf-8")
    runner.work(order["function"], content.read(), replies, order["limits"]["value"])


def _run_kernel(order: dict[str, Any], handles: list[int], _names: Any) -> None:
    from autograder.sandbox import kernel

    kernel.run(order["connection"], handles)


def _run_template(order: dict[str, Any], handles: list[int], _names: Any) -> None:
    """Runs the author's cells, says so, and becomes a zygote. One with threads can't be forked, and says that."""
    orders, replies, control = handles
    with os.fdopen(orders, "r", encoding="utf-8") as lines:
        cells = json.loads(lines.read())
    names = runner.fresh_names()
    for source in cells:
        runner.run_cell(source, names, False, 0)
    threads = len(os.listdir("/proc/self/task"))
    gc.collect()
    gc.freeze()
    with os.fdopen(replies, "w", encoding="utf-8") as file:
        file.write(json.dumps({"threads": threads}) + "\n")
    Zygote(socket.socket(fileno=control), names).serve()


JOBS = {"cells": _run_cells, "worker": _run_worker, "kernel": _run_kernel, "template": _run_template}


def main() -> None:
    """Loads the modules that are there, then serves; what can't be loaded costs the children time and nothing else."""
    with contextlib.suppress(ImportError):
        import matplotlib

        matplotlib.use("Agg")
    for name in sys.argv[2:]:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=int(sys.argv[1]))
    public = _public()
    with contextlib.suppress(OSError):  # the grader may be gone before everything is loaded
        control.send(json.dumps({"readable": _readable(public), "env": public}).encode())
        Zygote(control).serve()
    shutil.rmtree(os.getcwd(), ignore_errors=True)  # the folder of its scratch folders
    os._exit(0)


def _readable(public: dict[str, str]) -> list[str]:
    """What every child may read: Python, the packages of the loaded modules and their public data."""
    found = {*walls.python_folders(), *public.values()}
    found |= {walls.package_folder(name) for name in ("autograder", *sys.argv[2:])}
    return sorted(path for path in found if path)


def _public() -> dict[str, str]:
    """Environment variable → folder of public data, as the entry points `autograder.public` say."""
    found = {}
    for point in entry_points(group="autograder.public"):
        with contextlib.suppress(Exception):
            found[point.name] = os.path.realpath(point.load()())
    return found
