"""Grading through a real Dask Gateway on this machine: its server, proxy, scheduler and worker, with TLS."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from classroom import CODE, RIGHT, Classroom, open_classroom

from autograder import batch, sandbox
from autograder.errors import KitError

dask_gateway = pytest.importorskip("dask_gateway")
pytest.importorskip("dask_gateway_server", reason="the server of Dask Gateway is made for Linux")
pytestmark = pytest.mark.skipif(not sandbox.available(), reason="code can't be isolated on this machine")
SETTINGS = """
c.DaskGateway.backend_class = "dask_gateway_server.backends.local.UnsafeLocalBackend"
c.DaskGateway.authenticator_class = "dask_gateway_server.auth.SimpleAuthenticator"
c.DaskGateway.address = "127.0.0.1:{api}"
c.Proxy.address = "127.0.0.1:{web}"
c.UnsafeLocalBackend.clusters_directory = "{folder}/clusters"
c.LocalClusterConfig.scheduler_cmd = ["{python}", "-m", "distributed.cli.dask_scheduler"]
c.LocalClusterConfig.worker_cmd = ["{python}", "-m", "distributed.cli.dask_worker"]
"""


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture(scope="module")
def gateway(tmp_path_factory):
    """The address of a running gateway."""
    folder = tmp_path_factory.mktemp("gateway")
    (folder / "clusters").mkdir()
    api, web = free_ports(2)
    (folder / "config.py").write_text(SETTINGS.format(api=api, web=web, folder=folder, python=sys.executable))
    env = {name: value for name, value in os.environ.items() if not name.startswith("MENTORING")}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "dask_gateway_server", "-f", folder / "config.py"], cwd=folder, env=env, stdout=log,
            stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{web}/api/version", timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                said = (folder / "log").read_text()[-2000:]
                assert server.poll() is None and time.monotonic() < until, said
                time.sleep(0.3)
        yield f"http://127.0.0.1:{web}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


async def clusters() -> list:
    async with dask_gateway.Gateway(asynchronous=True) as client:
        return await client.list_clusters()


@pytest.fixture
def room(tmp_path) -> Classroom:
    return open_classroom(tmp_path / "course")


def test_works_are_graded_by_workers_that_the_gateway_starts_and_takes_away(room, gateway, monkeypatch):
    import dask

    room.submit("right", RIGHT, CODE)
    room.submit("wrong", {"q1": {"chosen": ["c"]}}, "1/0")
    (room.submit("broken", RIGHT) / "answers.json").write_bytes(b"\xff\xfe{")
    monkeypatch.setenv("MENTORING_GRADERS", "1")
    with dask.config.set({"gateway.address": gateway}):
        result = batch.grade("mini", place=room.place, scheduler="gateway")
        assert asyncio.run(clusters()) == [], "the cluster ends with the run"
    counts = result.to_json()["counts"]
    assert counts["graded"] == 2 and {row[0] for row in room.rows()} >= {"right", "wrong"}
    ours = room.rows()
    batch.grade("mini", place=room.place, force=True)
    assert room.rows() == ours, "the same as on this machine"


def test_a_gateway_that_is_not_there_is_told_in_russian(room, monkeypatch):
    import dask

    room.submit("right", RIGHT, CODE)
    port = free_ports(1)[0]
    with (
        dask.config.set({"gateway.address": f"http://127.0.0.1:{port}"}),
        pytest.raises(KitError, match="Dask Gateway"),
    ):
        batch.grade("mini", place=room.place, scheduler="gateway")
