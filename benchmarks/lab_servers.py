"""Plain JupyterLab servers, one a person, over the folders that participants have."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from benchmarks.commands import ROOT
from benchmarks.lab_visitor import LabVisitor


@contextmanager
def running(people: int) -> Iterator[tuple[list[LabVisitor], list[int]]]:
    """Visitors and the servers' process ids, when all of them answer."""
    from autograder.release import release
    from mentoring_cli import serve
    from mentoring_cli.home import make_home

    with tempfile.TemporaryDirectory(prefix="bench-lab-") as folder:
        os.environ["MENTORING_ROOT"], os.environ["MENTORING_WORKSPACE"] = str(ROOT), folder
        servers: list[subprocess.Popen] = []
        try:
            release("practicum_1")
            bases = []
            for number in range(people):
                code, port = f"lab{number:03d}", serve.free_port(0)
                bases.append(f"http://127.0.0.1:{port}/")
                servers.append(subprocess.Popen(
                    [*serve.lab_command(make_home(code), port), "--ServerApp.disable_check_xsrf=True"],
                    env=serve.participant_environment(code), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                ))  # fmt: skip
            for base, server in zip(bases, servers, strict=True):
                if not serve.wait_until_ready(f"{base}api", server, 180):
                    raise RuntimeError("JupyterLab did not start")
            yield [LabVisitor(base) for base in bases], [server.pid for server in servers]
        finally:
            del os.environ["MENTORING_WORKSPACE"]
            for server in servers:
                server.terminate()
            for server in servers:
                with suppress(subprocess.TimeoutExpired):
                    server.wait(20)
                server.kill()
