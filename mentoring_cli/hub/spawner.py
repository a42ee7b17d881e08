"""Starts a participant's server under the participant's account, with limits that a child can't lift."""

from __future__ import annotations

import resource
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Integer

MB = 1_000_000


class AccountSpawner(LocalProcessSpawner):
    """JupyterHub's spawner for local accounts, with hard limits of memory, processes and file size."""

    memory_mb = Integer(4096, config=True, help="address space of each process")
    processes = Integer(600, config=True, help="processes and threads of the account")
    file_mb = Integer(200, config=True, help="size of one file")

    def make_preexec_fn(self, name: str) -> Any:
        become = super().make_preexec_fn(name)
        limits = (
            (resource.RLIMIT_AS, self.memory_mb * MB), (resource.RLIMIT_NPROC, self.processes),
            (resource.RLIMIT_FSIZE, self.file_mb * MB), (resource.RLIMIT_CORE, 0),
        )  # fmt: skip

        def preexec() -> None:
            for which, value in limits:
                resource.setrlimit(which, (value, value))
            become()

        return preexec
