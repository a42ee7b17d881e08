"""Power cuts in the middle of writing grades: a writer is killed, started again, and the rows are counted."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time

from classroom import COMMENTS, ROWS, Classroom

from autograder.operation import database

# One process for many cuts: each child is forked warm, grades, and is killed at a random moment.
CHILD = """
import os, sys, signal
from pathlib import Path
from autograder import batch
from autograder.layout import Layout
batch.TOGETHER = 2
place = Layout(Path(sys.argv[1]), Path(sys.argv[1]) / "workspace")
batch.grade("mini", place=place, students=["none"])  # everything is imported by now
print("warm", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os.setsid()
        print("child", os.getpid(), flush=True)
        try:
            batch.grade("mini", place=place, force=line.strip() == "force")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


def cut(room: Classroom, rounds: int, seed: int = 7) -> dict[str, int]:
    """Kill the whole group of processes of a run `rounds` times. After each cut the gradebook is whole; a run
    without a cut then gives the rows of a run that was never disturbed. Returns how the cuts fell."""
    chance, fell = random.Random(seed), {"in the middle": 0, "after the end": 0}
    wanted, said = room.query(ROWS), room.query(COMMENTS)
    clean = room.place.gradebook.with_name("clean")
    shutil.copy(room.place.gradebook, clean)
    parent = subprocess.Popen([sys.executable, "-c", CHILD, str(room.place.root)], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        assert parent.stdout.readline() == "warm\n"
        whole = _seconds(parent)
        for number in range(rounds):
            if number % 10 == 0:
                _blank(room)  # rows are made anew, not only changed
            parent.stdin.write("force\n" if number % 3 else "on\n")
            parent.stdin.flush()
            child = int(parent.stdout.readline().split()[1])
            time.sleep(chance.random() * whole)
            fell["in the middle" if _kill(child) else "after the end"] += 1
            assert parent.stdout.readline() == "gone\n"
            if number % 10 == 9 or number == rounds - 1:
                assert database.integrity(room.place.gradebook) == ""
                parent.stdin.write("on\n")
                parent.stdin.flush()
                parent.stdout.readline()
                assert parent.stdout.readline() == "gone\n"
                assert room.query(ROWS) == wanted, f"after cut {number}"
                assert room.query(COMMENTS) == said
            else:
                _every_work_is_whole(room)
    finally:
        parent.stdin.close()
        parent.wait(30)
    return fell


def _seconds(parent: subprocess.Popen) -> float:
    start = time.perf_counter()
    parent.stdin.write("force\n")
    parent.stdin.flush()
    parent.stdout.readline()
    parent.stdout.readline()
    return time.perf_counter() - start


def _kill(child: int) -> bool:
    import os
    import signal

    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _blank(room: Classroom) -> None:
    """No grades, and nothing known of earlier runs."""
    import sqlite3

    shutil.rmtree(room.place.reports / "state", ignore_errors=True)
    with sqlite3.connect(room.place.gradebook) as gradebook:
        for table in ("grade", "comment", "submitted_notebook", "submitted_assignment", "student"):
            gradebook.execute(f"delete from {table}")


def _every_work_is_whole(room: Classroom) -> None:
    """A work has all its rows or none."""
    counts = room.query(
        "select count(g.id) from submitted_assignment s left join submitted_notebook n on n.assignment_id = s.id "
        "left join grade g on g.notebook_id = n.id group by s.id"
    )
    assert {count for (count,) in counts} <= {4}, counts
