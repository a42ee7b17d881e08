"""Starts a participant's server under the participant's account, with limits that a child can't lift."""

from __future__ import annotations

import os
import resource
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Float, Integer

from mentoring_cli.hub import cgroups

MB = 1_000_000


class AccountSpawner(LocalProcessSpawner):
    """JupyterHub's spawner for local accounts, with hard limits of memory, processor, processes and file size."""

    memory_mb = Integer(4096, config=True, help="address space of each process")
    processes = Integer(600, config=True, help="processes and threads of the account")
    file_mb = Integer(200, config=True, help="size of one file")
    total_mb = Integer(2048, config=True, help="memory of all processes together, where control groups can be written")
    cores = Float(2.0, config=True, help="processors of all processes together, likewise")

    def make_preexec_fn(self, name: str) -> Any:
        become = super().make_preexec_fn(name)
        limits = (
            (resource.RLIMIT_AS, self.memory_mb * MB), (resource.RLIMIT_NPROC, self.processes),
            (resource.RLIMIT_FSIZE, self.file_mb * MB), (resource.RLIMIT_CORE, 0),
        )  # fmt: skip
        groups = cgroups.confine(name, memory_mb=self.total_mb, cores=self.cores, processes=self.processes)
        if not groups:
            self.log.warning("no control groups here: only single processes of %s are limited", name)

        def preexec() -> None:
            for group in groups:
                group.write_text(str(os.getpid()))
            for which, value in limits:
                resource.setrlimit(which, (value, value))
            become()

        return preexec

    async def stop(self, now: bool = False) -> None:
        await super().stop(now)
        cgroups.release(self.user.name)
