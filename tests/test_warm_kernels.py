"""Kernels of pages are forked from one process: each is a process of its own, at work at once, gone when told."""

import asyncio
import json
import os
from contextlib import asynccontextmanager

import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from mentoring_cli import warm_kernels

pytestmark = pytest.mark.skipif(not warm_kernels.can_fork(), reason="kernels are forked on Linux only")
ASK = """
import json, os, random, sys
loaded = [name in sys.modules for name in ("pandas", "matplotlib.pyplot", "mentoring.course", "voila")]
import numpy
print(json.dumps([os.getpid(), os.getcwd(), os.environ.get("SAID"), loaded, random.random(), numpy.random.random()]))
"""


class Manager(AsyncKernelManager):
    @property
    def kernel_spec(self):
        warm = {"kernel_provisioner": {"provisioner_name": warm_kernels.NAME}}
        argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python", metadata=warm)


@asynccontextmanager
async def running(folder, name, **environment):
    """A warm kernel and a client that waits for it; the kernel is gone afterwards."""
    manager = Manager(transport="ipc", ip=str(folder / name))
    await manager.start_kernel(cwd=str(folder), env={**os.environ, **environment})
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        yield manager, client
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


async def heard(client, source):
    """What the source prints in the kernel."""
    said = []
    await client.execute_interactive(
        source, timeout=60, output_hook=lambda message: said.append(message["content"].get("text", ""))
    )
    return "".join(said)


async def asked(folder, said):
    async with running(folder, said, SAID=said) as (manager, client):
        answer = json.loads(await heard(client, ASK))
        assert answer[0] == manager.provisioner.pid
        assert await manager.is_alive()
    assert not await manager.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(answer[0], 0)
    return answer


def test_two_pages_have_two_kernels_with_everything_loaded(tmp_path):
    async def both():
        return await asked(tmp_path, "раз"), await asked(tmp_path, "два")

    one, two = asyncio.run(both())
    assert (one[1], one[2], two[2]) == (str(tmp_path), "раз", "два")
    assert one[3] == two[3] == [True, True, True, False]
    assert one[0] != two[0] != os.getpid()
    assert one[4] != two[4] and one[5] != two[5]


def test_everything_that_is_loaded_ahead_exists():
    from mentoring_cli import warm_preload

    assert warm_preload.missing == []


def test_the_likeliest_page_comes_first_and_no_more_than_two_at_once():
    async def order():
        turns, gone = warm_kernels.Turns(together=2), []

        async def one(turn):
            await turns.mine(turn)
            gone.append(turn)
            turns.leave_when_quiet(999_999_999)  # has ended already

        await asyncio.wait_for(asyncio.gather(*(one(turn) for turn in (5, 3, 4, 1, 2, 0))), 20)
        return gone

    gone = asyncio.run(order())
    assert gone[:2] == [5, 3]  # who finds a free place takes it
    assert gone[2:] == [0, 1, 2, 4]


def test_a_forked_kernel_tells_all_its_widgets_at_once_and_ends_before_the_server_where_memory_ends(tmp_path):
    """ipywidgets was loaded before there was a kernel: it must know this one all the same."""

    async def targets():
        source = "import comm; print(*comm.get_comm_manager().targets, open('/proc/self/oom_score_adj').read())"
        async with running(tmp_path, "widgets") as (_, client):
            return (await heard(client, source)).split()

    assert {"jupyter.widget", "jupyter.widget.control", "300"} <= set(asyncio.run(targets()))
