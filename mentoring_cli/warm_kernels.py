"""Kernels of a participant's pages, forked from one process that has the libraries of the course loaded.

A page then waits neither for Python nor for pandas and matplotlib, and what they take of memory is shared by all
pages. Registered as the kernel provisioner `mentoring-warm`; where a process can't be forked (Windows) a kernel starts
as it always does. Nothing is isolated here: a participant's pages run with that participant's own rights.
"""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing import context
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

NAME = "mentoring-warm"
TURN = "MENTORING_TURN"
LONGEST = 20  # half seconds
_LOADED = "mentoring_cli.warm_preload"


def can_fork() -> bool:
    return sys.platform == "linux"


class WarmProvisioner(LocalProvisioner):
    """One kernel: a child of the fork server that this server process started with its first kernel."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        if not can_fork() or "ipykernel_launcher" not in " ".join(cmd):
            return await super().launch_kernel(cmd, **kwargs)
        env = kwargs.get("env") or os.environ
        waits = TURN in env and env.get("VOILA_PREHEAT") == "True"
        if waits:
            await TURNS.mine(int(env[TURN]))
        self.process = Forked(cmd[cmd.index("-f") + 1], env, kwargs.get("cwd"))
        self.pid = self.process.pid
        if waits:
            TURNS.leave_when_quiet(self.pid)
        self.pgid = None  # the group is the server's own: signals go to the kernel alone
        return self.connection_info


class Turns:
    """Kernels that wait for pages start a few at a time, the likeliest page first: a person who opens the map at once
    must not compete with a dozen pages that nobody asked for yet."""

    def __init__(self, together: int = 2):
        self.free, self.queue, self.leaving = together, [], set()

    async def mine(self, turn: int) -> None:
        """Returns when it is this one's turn; everybody who comes at the start is heard before the first one goes."""
        await asyncio.sleep(0.1)
        if self.free:
            self.free -= 1
            return
        ready = asyncio.get_running_loop().create_future()
        heapq.heappush(self.queue, (turn, id(ready), ready))
        await ready

    def leave_when_quiet(self, pid: int) -> None:
        """The place is given on when the kernel has run its page: it uses no processor, has ended, or takes long."""
        task = asyncio.get_running_loop().create_task(self._leave(pid))
        self.leaving.add(task)
        task.add_done_callback(self.leaving.discard)

    async def _leave(self, pid: int) -> None:
        import psutil

        with contextlib.suppress(psutil.Error):
            process, before = psutil.Process(pid), -1.0
            for _ in range(LONGEST):
                await asyncio.sleep(0.5)
                used = sum(process.cpu_times()[:2])
                if used - before < 0.02:
                    break
                before = used
        if self.queue:
            heapq.heappop(self.queue)[2].set_result(None)
        else:
            self.free += 1


TURNS = Turns()


class Forked:
    """A forked kernel with the face of `subprocess.Popen` that the provisioner knows."""

    stdin = stdout = stderr = None

    def __init__(self, connection_file: str, env: Mapping[str, str], cwd: Any):
        # Voilà names its variables by an enumeration: taken as it is, the child would import all of Voilà to read it
        plain = {str.__str__(name): str.__str__(value) for name, value in env.items()}
        place = str(cwd) if cwd else os.getcwd()
        self._process = _server().Process(target=run, args=(connection_file, plain, place), daemon=True)
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, signum: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def _server() -> context.ForkServerContext:
    chosen = multiprocessing.get_context("forkserver")
    chosen.set_forkserver_preload([_LOADED])  # heeded by the first kernel only, when the server starts
    return chosen


def run(connection_file: str, env: dict[str, str], cwd: str) -> None:
    """In the child: becomes the kernel of `connection_file`; returns when it ends."""
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(OSError):  # where memory ends, one page goes and not the server of all of them
        Path("/proc/self/oom_score_adj").write_text("300")
    sys.argv = ["ipykernel_launcher"]
    for name in ("random", "numpy.random"):  # a fork begins with its parent's random numbers
        importlib.import_module(name).seed()
    from ipykernel.kernelapp import IPKernelApp

    multiprocessing.current_process().daemon = False  # what a notebook runs may have children
    # the kernel ends with the fork server, and that with the pages
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(["-f", connection_file, "--HistoryManager.enabled=False"])
    sys.path.insert(0, "")
    _answer_pages()
    app.start()


def _answer_pages() -> None:
    """A page asks for all its widgets at once; ipywidgets registers that when it is loaded into a kernel, and here it
    was loaded before there was one. Without it the page asks for each widget by itself."""
    ipywidgets = sys.modules.get("ipywidgets")
    if ipywidgets is not None:
        ipywidgets.register_comm_target()
