"""What processes of some accounts, or of one tree, take of memory and processor. Linux, as root."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def memory_mb(accounts: set[str] | None, under: int = 0) -> float:
    """Proportional memory (PSS): what several share is divided among them."""
    total = 0
    for pid in _chosen(accounts, under):
        with suppress(OSError, ValueError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def processor(accounts: set[str] | None, under: int = 0) -> float:
    """Processor seconds so far, with those of children that have ended."""
    total = 0
    for pid in _chosen(accounts, under):
        with suppress(OSError, IndexError):
            after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(int(value) for value in after[11:15])
    return total / TICK


def _chosen(accounts: set[str] | None, under: int) -> Iterator[int]:
    users = None if accounts is None else {pwd.getpwnam(name).pw_uid for name in accounts}
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError):
                if users is None or entry.stat().st_uid in users:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    for pid in parents:
        above = pid
        while under and above != under and above in parents:
            above = parents[above]
        if not under or above == under:
            yield pid
