"""All that a participant's processes take together: memory, processor, number; kept by the kernel's control groups.

Both kinds of control groups (version 1 and 2). Where there are none, or they can't be written, the limits of single
processes (`spawner`) still hold.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
OURS = "mentoring"
PERIOD = 100_000  # microseconds: the share of a processor is kept within a tenth of a second
MB = 1_000_000


def confine(account: str, *, memory_mb: int, cores: float, processes: int, root: Path = ROOT) -> list[Path]:
    """Make the groups of `account` (0: no limit); returns the files into which its first process writes its id."""
    quota = round(cores * PERIOD)
    if (root / "cgroup.controllers").exists():
        values = {
            "memory.max": str(memory_mb * MB) if memory_mb else "max",
            "cpu.max": f"{quota or 'max'} {PERIOD}",
            "pids.max": str(processes or "max"),
        }
        for above in (root, root / OURS):
            above.mkdir(exist_ok=True)
            for controller in ("memory", "cpu", "pids"):
                with suppress(OSError):
                    (above / "cgroup.subtree_control").write_text(f"+{controller}")
        wanted = [(root / OURS / account, values)]
    else:
        wanted = [
            (root / controller / OURS / account, {name: value})
            for controller, name, value in (
                ("memory", "memory.limit_in_bytes", str(memory_mb * MB or -1)),
                ("cpu", "cpu.cfs_quota_us", str(quota or -1)),
                ("pids", "pids.max", str(processes or "max")),
            )
            if (root / controller / "cgroup.procs").exists()
        ]
    return [folder / "cgroup.procs" for folder, values in wanted if _made(folder, values)]


def _made(folder: Path, values: dict[str, str]) -> bool:
    """Whether the group is there and holds at least one of the limits."""
    kept = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    for name, value in values.items():
        with suppress(OSError):
            (folder / name).write_text(value)
            kept += 1
    return kept > 0


def release(account: str, root: Path = ROOT) -> None:
    """Take the groups of `account` away; one that still has processes stays."""
    for folder in (root / OURS / account, *(root / part / OURS / account for part in ("memory", "cpu", "pids"))):
        with suppress(OSError):
            folder.rmdir()
