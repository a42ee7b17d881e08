"""An IPython kernel inside a child of the zygote: for notebooks whose own cells hold the tests (plain nbgrader ones).

Its sockets were bound outside, before it was shut in: it can't make any. It ends by being killed.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import zmq
from ipykernel.control import ControlThread
from ipykernel.heartbeat import Heartbeat
from ipykernel.iostream import IOPubThread
from ipykernel.kernelapp import IPKernelApp
from ipykernel.shellchannel import ShellChannelThread

from autograder.sandbox.examiner import ExaminedKernel

PORTS = ("shell", "iopub", "stdin", "control", "hb")


class _Beat(Heartbeat):
    handle = -1

    def _try_bind_socket(self) -> Any:
        self.socket.setsockopt(zmq.USE_FD, self.handle)
        return super()._try_bind_socket()


class Kernel(IPKernelApp):
    """Port n of the connection is the n-th of the sockets that were handed over."""

    handles: list[int] = []

    def _try_bind_socket(self, s: Any, port: int) -> int:
        s.setsockopt(zmq.USE_FD, self.handles[port - 1])
        return super()._try_bind_socket(s, port)

    def init_control(self, context: zmq.Context) -> None:
        """As the base does, without the socket by which a debugger would call the shell."""
        self.control_socket = context.socket(zmq.ROUTER)
        self.control_socket.linger = 0
        self.control_port = self._bind_socket(self.control_socket, self.control_port)
        self.control_socket.router_handover = 1
        self.debugpy_socket = context.socket(zmq.STREAM)
        self.debug_shell_socket = context.socket(zmq.DEALER)
        self.control_thread = ControlThread(daemon=True)
        self.shell_channel_thread = ShellChannelThread(context, daemon=True)

    def init_iopub(self, context: zmq.Context) -> None:
        """As the base does, without the port by which other processes would print: there are none."""
        self.iopub_socket = context.socket(zmq.XPUB)
        self.iopub_socket.linger = 0
        self.iopub_port = self._bind_socket(self.iopub_socket, self.iopub_port)
        self.configure_tornado_logger()
        self.iopub_thread = IOPubThread(self.iopub_socket, pipe=False, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def init_heartbeat(self) -> None:
        self.heartbeat = _Beat(zmq.Context(), (self.transport, self.ip, self.hb_port))
        self.heartbeat.handle = self.handles[self.hb_port - 1]
        self.heartbeat.start()

    def init_connection_file(self) -> None:
        pass  # the connection came with the order

    def write_connection_file(self, **kwargs: Any) -> None:
        pass


def run(connection: dict[str, Any], handles: list[int]) -> None:
    """Serves until killed. `connection`: as in its file; `handles`: listening sockets in the order of PORTS."""
    del os.environ["MPLBACKEND"]
    sys.modules["debugpy"] = None  # a debugger would want sockets, and costs 60 ms
    app = Kernel.instance(connection_file="", log_level=50, kernel_class=ExaminedKernel)
    app.handles = handles
    app.transport, app.ip = connection["transport"], connection["ip"]
    app.session.key = connection["key"].encode()
    for number, name in enumerate(PORTS, 1):
        setattr(app, f"{name}_port", number)
    app.initialize(["--HistoryManager.hist_file=:memory:", "--HistoryManager.enabled=False"])
    _charts_in_cells()
    sys.path.insert(0, "")
    app.start()


def _charts_in_cells() -> None:
    """What a kernel does through the environment before matplotlib is imported; here it is imported already."""
    if "matplotlib" in sys.modules:
        import matplotlib

        matplotlib.rcParams["backend"] = "module://matplotlib_inline.backend_inline"
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].switch_backend("module://matplotlib_inline.backend_inline")
