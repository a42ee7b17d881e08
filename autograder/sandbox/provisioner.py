"""Kernels in the sandbox for nbclient, nbgrader and whatever else uses jupyter_client: a kernel provisioner.

Registered as `autograder-sandbox`: named in a kernel spec (`metadata.kernel_provisioner.provisioner_name`), by
`JUPYTER_DEFAULT_PROVISIONER_NAME`, or by `SandboxKernelManager`, which nbgrader's step of plain cells uses.
A fork of the warm zygote, sockets of the file system and not TCP, a new process for every notebook.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import queue
import shutil
import signal
import socket
import tempfile
import time
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerBase
from traitlets import Bool, Float, Integer

from autograder.sandbox import REFUSED, Limits, client, missing

NAME = "autograder-sandbox"
PORTS = ("shell", "iopub", "stdin", "control", "hb")
MODULES = (
    *(
        "ipykernel.kernelapp",
        "ipykernel.ipkernel",
        "ipykernel.zmqshell",
        "IPython.core.pylabtools",
        "IPython.core.debugger",
        "autograder.sandbox.examiner",
    ),
    *("IPython.core.oinspect", "IPython.core.completerlib", "IPython.core.logger", "IPython.extensions.storemagic"),
    *("numpy.testing", "pandas.testing", "unittest.case"),
    *("tornado.platform.asyncio", "tornado.gen", "tornado.queues", "tornado.locks", "matplotlib.backends.backend_agg"),
)
MAX_MESSAGE = 10_000_000
MAX_WAITING = 200


class SandboxProvisioner(KernelProvisionerBase):
    """One kernel. Files of its working directory are copied in; nothing is copied back."""

    unsafe = Bool(False, help="Run kernels even where nothing can isolate them.").tag(config=True)
    whole = Float(300.0, help="Seconds a kernel may live.").tag(config=True)
    cpu = Integer(200, help="Seconds of processor a kernel may use.").tag(config=True)
    output = Integer(20_000_000, help="Bytes of output a notebook may make; more ends its kernel.").tag(config=True)

    child: client.Child | None = None
    pid: int | None = None
    scratch: Path | None = None
    sockets: Path | None = None
    exit_code: int | None = None

    @property
    def has_process(self) -> bool:
        return self.child is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Binds the sockets and tells the manager where they are. Raises RuntimeError where kernels are refused."""
        why = missing()
        if why and not self.unsafe:
            raise RuntimeError(REFUSED.format(why=why))
        self.nursery = client.nursery(MODULES)
        if self.sockets is None:
            self.sockets = Path(tempfile.mkdtemp(prefix="k-", dir=self.nursery.home))
        manager = self.parent
        manager.transport, manager.ip = "ipc", str(self.sockets / "s")
        for number, name in enumerate(PORTS, 1):
            setattr(manager, f"{name}_port", number)
        if not getattr(manager.client_factory, "bounded", False):
            manager.client_factory = _bounded(manager.client_factory, self)
        self.connection_info = manager.get_connection_info()
        kwargs.pop("extra_arguments", None)
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """Forks; `cwd` says whose files the kernel gets a copy of."""
        limits = Limits(cpu=self.cpu, whole=self.whole)
        self.scratch = self.nursery.scratch(_files(kwargs.get("cwd"), limits))
        listening = []
        try:
            for number in range(1, len(PORTS) + 1):
                path = f"{self.sockets}/s-{number}"
                Path(path).unlink(missing_ok=True)
                made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                listening.append(made)
                made.bind(path)
                made.listen(16)
                made.setblocking(False)
            env = client.environment(self.scratch)
            given = kwargs.get("env") or {}
            env |= {name: given[name] for name in ("NBGRADER_EXECUTION", "NBGRADER_VALIDATING") if name in given}
            self.child = self.nursery.zygote().start(
                "kernel",
                [made.fileno() for made in listening],
                connection={"transport": "ipc", "ip": f"{self.sockets}/s", "key": self._key()},
                scratch=str(self.scratch),
                env=env,
                limits=limits.numbers(),
                disk=limits.disk,
                seconds=limits.whole,
                unsafe=self.unsafe,
            )
        finally:
            for made in listening:
                made.close()
        self.pid, self.exit_code = self.child.pid, None
        return self.connection_info

    def _key(self) -> str:
        key = self.connection_info["key"]
        return key.decode() if isinstance(key, bytes) else key

    async def poll(self) -> int | None:
        if self.child is None:
            return 0 if self.exit_code is None else self.exit_code
        ended = self.child.wait(0)
        return None if ended is None else ended["exit"]

    async def wait(self) -> int | None:
        while self.child is not None and await self.poll() is None:
            await asyncio.sleep(0.02)
        return self._forget()

    async def send_signal(self, signum: int) -> None:
        if signum == signal.SIGKILL:
            await self.kill()
        elif self.child is not None and await self.poll() is None:
            with contextlib.suppress(OSError):
                os.kill(self.child.pid, signum)

    async def kill(self, restart: bool = False) -> None:
        self.end()

    async def terminate(self, restart: bool = False) -> None:
        self.end()

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Nothing in the kernel is worth waiting for."""
        self.end()

    async def cleanup(self, restart: bool = False) -> None:
        self.end()
        self._forget()
        if self.sockets and not restart:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def end(self) -> None:
        """Kills the kernel at once."""
        if self.child is not None:
            self.child.end()

    def _forget(self) -> int | None:
        if self.child is not None:
            self.exit_code = self.child.end()["exit"]
            self.child = None
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)
        return self.exit_code


class SandboxKernelManager(AsyncKernelManager):
    """A manager whose kernels are always in the sandbox, whatever kernel a notebook names."""

    @property
    def kernel_spec(self) -> KernelSpec:
        metadata = {"kernel_provisioner": {"provisioner_name": NAME}}
        return KernelSpec(argv=[], display_name="Python", language="python", metadata=metadata)


def _bounded(factory: type, provisioner: SandboxProvisioner) -> type:
    """A client that counts what its kernel prints, and ends a kernel that prints without end: the output of a
    notebook is held in the memory of this process."""
    counted = [0]

    def count(parts: list[bytes]) -> list[bytes]:
        counted[0] += sum(map(len, parts))
        if counted[0] > provisioner.output:
            provisioner.end()
        return parts

    base = factory.iopub_channel_class.default_value
    if inspect.iscoroutinefunction(base._recv):

        class Channel(base):
            async def _recv(self, **kwargs: Any) -> dict[str, Any]:
                parts = count(await self.socket.recv_multipart(**kwargs))
                return self.session.deserialize(self.session.feed_identities(parts)[1])
    else:

        class Channel(base):
            def _recv(self, **kwargs: Any) -> dict[str, Any]:
                parts = count(self.socket.recv_multipart(**kwargs))
                return self.session.deserialize(self.session.feed_identities(parts)[1])

    class Bounded(factory):
        bounded = True
        examined = ""  # number of an examination (`autograder.examination`) that the next cell is

        def __init__(self, **kwargs: Any):
            super().__init__(**kwargs)
            self.iopub_channel_class = Channel
            self.context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
            self.context.setsockopt(zmq.RCVHWM, MAX_WAITING)

        def execute(self, code: str, **kwargs: Any) -> str:
            if self.examined:
                kwargs["user_expressions"] = {"autograder": self.examined}
            return super().execute(code, **kwargs)

        if inspect.iscoroutinefunction(base._recv):

            async def wait_for_ready(self, timeout: float | None = None) -> None:
                await _ready(self, time.monotonic() + (timeout or 60))

    return Bounded


async def _ready(kernel_client: Any, deadline: float) -> None:
    """A reply, and anything at all of what the kernel publishes: then nothing that it prints can be missed.

    jupyter_client's own wait listens for a fifth of a second of silence instead. Raises RuntimeError.
    """
    asked = kernel_client.kernel_info()
    replied = heard = False
    while not (replied and heard):
        channel = kernel_client.iopub_channel if replied else kernel_client.shell_channel
        with contextlib.suppress(queue.Empty):
            message = await channel.get_msg(timeout=0.5)
            if replied:
                heard = True
            elif message["msg_type"] == "kernel_info_reply" and message["parent_header"].get("msg_id") == asked:
                kernel_client._handle_kernel_info_reply(message)
                replied = True
            continue
        if not await kernel_client.parent.is_alive():
            raise RuntimeError("Kernel died before replying to kernel_info")
        if time.monotonic() > deadline:
            raise RuntimeError("Kernel didn't respond in time")


def _files(folder: str | os.PathLike | None, limits: Limits) -> dict[str, bytes]:
    """Plain files under the working directory, links left out; raises RuntimeError when that is no folder of a work."""
    from autograder.files import read_plain

    found: dict[str, bytes] = {}
    total = 0
    for base, folders, names in os.walk(folder) if folder else ():
        folders[:] = [name for name in folders if not name.startswith(".") and not Path(base, name).is_symlink()]
        for name in names:
            content = read_plain(Path(base, name), limits.file)
            if content is None:
                continue
            total += len(content)
            if total > limits.disk or len(found) > 1_000:
                raise RuntimeError("в рабочей папке слишком много файлов, чтобы передать их в песочницу")
            found[os.path.relpath(os.path.join(base, name), folder)] = content
    return found
