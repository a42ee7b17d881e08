"""The trusted side of the zygote: starts it when it is first needed, orders children from it, ends them.

One zygote a process and set of modules; it lives until the process ends or `close()`. Scratch folders lie in one
folder of its own, which goes with it.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import select
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.sandbox import walls

START_SECONDS = 60
END_SECONDS = 10
MOST_TEMPLATES = 32  # more than a pool has variants: each has public files of its own
MOST_NURSERIES = 3  # of the same modules: the present release and works of earlier ones
PASSED = ("HOME", "MPLCONFIGDIR", "XDG_CACHE_HOME", "MENTORING_DATASETS", "MENTORING_CACHE")


class Gone(Exception):
    """The zygote does not answer."""


@dataclass
class Child:
    """A forked process at the other end of its leash."""

    pid: int
    leash: socket.socket
    ended: dict[str, Any] | None = None

    def end(self) -> dict[str, Any]:
        """Kills the process and waits until it is gone → `{"exit", "why"}`; why: asked, late, disk or ""."""
        if self.ended is None:
            with contextlib.suppress(OSError):
                self.leash.send(b"end")
            self.ended = self.wait(END_SECONDS) or {"exit": -9, "why": "asked"}
        return self.ended

    def wait(self, seconds: float | None) -> dict[str, Any] | None:
        """How it ended, or None when it still runs after `seconds`."""
        if self.ended is None:
            self.leash.settimeout(seconds)
            try:
                text = _last_word(self.leash)
            except (TimeoutError, BlockingIOError):
                return None
            self.ended = json.loads(text) if text else {"exit": -9, "why": "asked"}
            self.leash.close()
        return self.ended


def _last_word(leash: socket.socket) -> bytes:
    """What the zygote said before it closed the leash; a word of ours that it no longer read is told first."""
    for _ in range(2):
        try:
            return leash.recv(1_000)
        except ConnectionResetError:
            continue
    return b""


class Zygote:
    """One end of the control socket of a zygote or of a template."""

    def __init__(self, control: socket.socket, readable: Sequence[str], env: Mapping[str, str]):
        self.control, self.readable, self.env = control, list(readable), dict(env)

    def start(self, kind: str, handles: Sequence[int], **order: Any) -> Child:
        """Forks a child for a job. Raises Gone."""
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = {"kind": kind, "path": [], "disk": 0, "unsafe": False, "threads": walls.threads_of_user(), **order}
        order["env"] = {**self.env, **order["env"]}
        order["readable"] = [*self.readable, *order.get("readable", ())]
        try:
            socket.send_fds(self.control, [json.dumps(order).encode()], [far.fileno(), *handles])
            far.close()
            near.settimeout(START_SECONDS)
            text = near.recv(1_000)
        except OSError as error:
            raise Gone(str(error)) from error
        finally:
            far.close()
        if not text:
            raise Gone("no answer")
        return Child(json.loads(text)["pid"], near)


class Nursery:
    """The zygote of this process, its templates and the folder of their scratch folders."""

    def __init__(self, modules: Sequence[str]):
        self.owner = os.getpid()  # a forked worker uses the zygote of its parent, and leaves it alone at its end
        self.modules = list(modules)
        self.home = Path(tempfile.mkdtemp(prefix="code-"))
        if os.geteuid() == 0:  # children of root are other users: they pass through, and can't list
            self.home.chmod(0o711)
        self.templates: dict[str, tuple[Zygote | None, Child | None, Path]] = {}
        self.lock = threading.Lock()
        self.first: Zygote | None = None
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        package = str(Path(__file__).resolve().parents[2])
        program = f"import sys; sys.path.insert(0, {package!r}); from autograder.sandbox.zygote import main; main()"
        with open(self.home / "zygote.log", "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", program, str(far.fileno()), *self.modules],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                env=_zygote_environment(),
                pass_fds=(far.fileno(),),
                start_new_session=True,
            )
        far.close()
        self.control = near

    def zygote(self) -> Zygote:
        """Ready to fork. Raises KitError."""
        with self.lock:
            if self.first is None:
                self.control.settimeout(START_SECONDS)
                try:
                    said = json.loads(self.control.recv(100_000))
                except (OSError, ValueError):
                    said = None
                if said is None:
                    log = (self.home / "zygote.log").read_text(encoding="utf-8", errors="replace").strip()
                    raise KitError(f"Изолированный процесс для кода не запустился: {log[-300:] or 'он не ответил'}.")
                self.first = Zygote(self.control, said["readable"], said["env"])
            return self.first

    def scratch(self, files: Mapping[str, bytes] | Path | None = None) -> Path:
        """A new folder for one job, with the files given or those of another folder."""
        folder = Path(tempfile.mkdtemp(prefix="job-", dir=self.home))
        if isinstance(files, Path):
            shutil.copytree(files, folder, symlinks=True, dirs_exist_ok=True)
        else:
            for name, content in (files or {}).items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
        return folder

    def template(
        self, cells: Sequence[str], files: Mapping[str, bytes], public: Path | None, seconds: float, unsafe: bool
    ):
        """→ a zygote in which the author's cells have been run, or None where that can't be done; and its folder."""
        digest = hashlib.sha256(json.dumps([list(cells), str(public), unsafe]).encode())
        for name in sorted(files):
            digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
        key = digest.hexdigest()
        if key not in self.templates:
            if len(self.templates) >= MOST_TEMPLATES:
                _, child, _ = self.templates.pop(next(iter(self.templates)))
                if child:
                    child.end()
            self.templates[key] = self._make_template(cells, files, public, seconds, unsafe)
        made, _, folder = self.templates[key]
        return made, folder

    def _make_template(self, cells, files, public, seconds, unsafe) -> tuple[Zygote | None, Child | None, Path]:
        scratch = self.scratch(files)
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        given, said = os.pipe()
        child = None
        try:
            with tempfile.TemporaryFile() as orders:
                orders.write(json.dumps(list(cells)).encode())
                orders.seek(0)
                child = self.zygote().start(
                    "template",
                    [orders.fileno(), said, far.fileno()],
                    scratch=str(scratch),
                    writable=str(self.home),
                    readable=[str(public)] if public else [],
                    env=environment(scratch, public),
                    seconds=1e9,
                    unsafe=unsafe,
                )
            os.close(said)
            said = -1
            answer = read_line(given, seconds, 1_000)[0]
            if answer is None or json.loads(answer)["threads"] != 1:
                child.end()
                return None, None, scratch
            return Zygote(near, self.zygote().readable, self.zygote().env), child, scratch
        finally:
            far.close()
            os.close(given)
            if said >= 0:
                os.close(said)

    def alive(self) -> bool:
        if self.owner == os.getpid():
            return self.process.poll() is None
        try:
            os.kill(self.process.pid, 0)
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Ends the zygote and all its children and removes the scratch folders."""
        if self.owner != os.getpid():
            return
        controls = [made.control for made, _, _ in self.templates.values() if made]
        for control in (*controls, self.control):
            with contextlib.suppress(OSError):  # forked workers may hold copies: closing is not enough
                control.send(b'{"kind": "quit"}')
            control.close()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


_nurseries: dict[tuple[Any, ...], Nursery] = {}
_lock = threading.Lock()


def _after_fork() -> None:
    """In a forked worker: a zygote that is ready is shared, one that is still loading is the parent's alone."""
    global _lock
    _lock = threading.Lock()
    for key, found in list(_nurseries.items()):
        found.lock = threading.Lock()
        if found.first is None:
            del _nurseries[key]
            found.control.close()


os.register_at_fork(after_in_child=_after_fork)


def nursery(extra: Sequence[str] = ()) -> Nursery:
    """The nursery of this process, started when there is none (it loads its modules while the caller goes on).

    `extra`: modules to load besides those of the entry points `autograder.preload`.
    """
    # children see the zygote's environment: another folder of public data needs another zygote
    key = (tuple(extra), *(os.environ.get(name, "") for name in PASSED))
    with _lock:
        found = _nurseries.get(key)
        if found is None or not found.alive():
            if found:
                found.close()
            alike = [other for other in _nurseries if other[0] == key[0] and other != key]
            for other in alike[: len(alike) + 1 - MOST_NURSERIES]:
                _nurseries.pop(other).close()
            found = _nurseries[key] = Nursery([*preloaded(), *extra])
        return found


@atexit.register
def close() -> None:
    """Ends every zygote of this process."""
    with _lock:
        while _nurseries:
            _nurseries.popitem()[1].close()


def preloaded() -> list[str]:
    """Modules that the installed packages ask to have loaded: values of the entry points `autograder.preload`."""
    return [point.value for point in sorted(entry_points(group="autograder.preload"), key=lambda point: point.name)]


def environment(scratch: Path, public: Path | None = None) -> dict[str, str]:
    """What a child sees as its environment: nothing of the instructor's."""
    env = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(scratch),
        "IPYTHONDIR": str(scratch / ".ipython"),
        "NBGRADER_EXECUTION": "autograde",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    env |= {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    if public:
        env["MENTORING_ROOT"] = str(public)
    return env


def _zygote_environment() -> dict[str, str]:
    """As the children's, but with the real caches: the list of fonts, tables that were found valid."""
    env = environment(Path(tempfile.gettempdir()))
    for name in ("HOME", "MPLCONFIGDIR", "IPYTHONDIR"):
        env.pop(name)
    return env | {name: os.environ[name] for name in PASSED if name in os.environ}


def read_line(handle: int, seconds: float, limit: int, rest: bytes = b"") -> tuple[bytes | None, bytes | str]:
    """One line of a pipe and what follows it; or None and why there is none: late, gone."""
    deadline = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(handle, selectors.EVENT_READ)
        while b"\n" not in rest:
            if len(rest) > limit:
                return None, "gone"
            if not selector.select(max(deadline - time.monotonic(), 0.0)):
                return None, "late"
            part = os.read(handle, 65_536)
            if not part:
                return None, "gone"
            rest += part
    line, _, rest = rest.partition(b"\n")
    return line, rest


def write_all(handle: int, content: bytes, seconds: float) -> bool:
    """Writes to a pipe that may never be read; False when it was not taken in time."""
    os.set_blocking(handle, False)
    deadline = time.monotonic() + seconds
    while content:
        if not select.select([], [handle], [], max(deadline - time.monotonic(), 0.0))[1]:
            return False
        try:
            content = content[os.write(handle, content) :]
        except BlockingIOError:
            continue
        except OSError:
            return False
    return True
