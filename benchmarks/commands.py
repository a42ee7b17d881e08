"""Whole commands in fresh processes and their time, for benches that compare ours with stock nbgrader's."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOCK = """c = get_config()
c.CourseDirectory.course_id = "mentoring"
c.CourseDirectory.source_directory = "assignments"
"""


@dataclass(frozen=True)
class Place:
    """A course folder of its own and the environment in which commands run there."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        env = {**os.environ, "MENTORING_ROOT": str(self.folder), "PYTHONPATH": str(ROOT)}
        for name in ("PYTHONDONTWRITEBYTECODE", "MENTORING_WORKSPACE", "MENTORING_DB"):
            env.pop(name, None)  # bytecode is compiled for both
        env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
        return env

    def mentoring(self, *arguments: str) -> float:
        """Seconds of `mentoring …`. Raises RuntimeError when it fails."""
        return self.run("-m", "mentoring_cli.main", *arguments)

    def nbgrader(self, *arguments: str) -> float:
        return self.run("-m", "nbgrader", *arguments)

    def run(self, *arguments: str) -> float:
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, env=self.env, capture_output=True, text=True
        )
        seconds = time.perf_counter() - started
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments[-3:])}: {(done.stderr or done.stdout)[-400:]}")
        return seconds

    def cost(self, *arguments: str) -> tuple[float, float, int]:
        """Wall seconds, processor seconds of all its processes, and peak KiB of the largest, of `mentoring …`."""
        started = time.perf_counter()
        child = os.fork()
        if child == 0:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            os.chdir(self.folder)
            os.execvpe(sys.executable, [sys.executable, "-m", "mentoring_cli.main", *arguments], self.env)
        _, status, usage = os.wait4(child, 0)
        if status:
            raise RuntimeError(f"{' '.join(arguments[-3:])} ended with {status}")
        return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def paired(ours: Callable[[], float], theirs: Callable[[], float], turns: int) -> tuple[float, float]:
    """Median seconds of both, measured in turns, so that a busy neighbour meets both alike."""
    mine, their = [], []
    for _ in range(turns):
        mine.append(ours())
        their.append(theirs())
        mine.append(ours())
    return statistics.median(mine), statistics.median(their)
