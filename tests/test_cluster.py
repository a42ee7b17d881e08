"""Grading on a Dask cluster: the same rows as on one machine, whatever happens to its workers."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import dask
import pytest
from classroom import CODE, RIGHT, Classroom, open_classroom
from distributed import LocalCluster
from nbformat import write
from nbformat.v4 import new_notebook
from test_plain import cell

from autograder import batch, cluster, desk, sandbox
from autograder.assess import Course
from autograder.cells import read as cells_read
from autograder.errors import KitError
from autograder.recorder import Recorder
from mentoring import data

pytestmark = pytest.mark.skipif(not sandbox.available(), reason="code can't be isolated on this machine")
KILLER = """
import os, signal
from autograder.assess import Course
admit = getattr(Course, "before", Course.admit)  # Dask may load this file twice
def deadly(self, participant):
    if participant == "killer":
        os.kill(os.getpid(), signal.SIGKILL)
    return admit(self, participant)
Course.before, Course.admit = admit, deadly
"""


class Workers:
    """Worker processes of one scheduler, each killed without a warning when asked."""

    def __init__(self, address: str, folder: Path):
        self.address, self.folder = address, folder
        self.running: list[subprocess.Popen] = []

    def start(self, count: int = 1, *options: str) -> None:
        command = [
            *(sys.executable, "-m", "distributed.cli.dask_worker", self.address, "--nthreads", "1"),
            *("--no-dashboard", "--death-timeout", "60", "--local-directory", str(self.folder)),
            *(options or ("--no-nanny",)),
        ]
        env = {name: value for name, value in os.environ.items() if not name.startswith("MENTORING")}
        for _ in range(count):
            log = open(self.folder / f"worker-{len(os.listdir(self.folder))}.log", "wb")  # noqa: SIM115
            process = subprocess.Popen(
                command, cwd=self.folder, env=env, stdout=log, stderr=log, start_new_session=True
            )  # fmt: skip
            log.close()
            self.running.append(process)

    def kill(self, process: subprocess.Popen) -> None:
        self.running.remove(process)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for process in list(self.running):
            self.kill(process)


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Classroom:
    return open_classroom(tmp_path_factory.mktemp("cluster") / "course")


@pytest.fixture
def room(released, tmp_path) -> Classroom:
    desk.version.cache_clear()  # somebody may have edited the packages since the tests began
    return released.twin(tmp_path / "course")


@pytest.fixture
def workers(tmp_path):
    folder = tmp_path / "workers"
    folder.mkdir()
    with LocalCluster(n_workers=0, dashboard_address=":0", processes=True) as scheduler:
        made = Workers(scheduler.scheduler_address, folder)
        try:
            yield made
        finally:
            made.close()


@pytest.fixture
def written(monkeypatch) -> list[str]:
    """Participants in the order in which they were recorded."""
    names, record = [], Recorder.record

    def noted(self, assignment, notebook, rows):
        names.extend(row.participant for row in rows)
        return record(self, assignment, notebook, rows)

    monkeypatch.setattr(Recorder, "record", noted)
    return names


def fill(room: Classroom, count: int) -> list[str]:
    names = [f"u{number:03d}" for number in range(count)]
    for number, name in enumerate(names):
        room.submit(name, RIGHT if number % 3 else {"q1": {"chosen": ["c"]}}, CODE if number % 2 else "1/0")
    return names


def test_a_cluster_gives_the_same_rows_notebooks_and_lines_as_this_machine(room, tmp_path, workers):
    fill(room, 6)
    (room.submit("lost", RIGHT) / "mini.ipynb").unlink()
    (room.submit("renamed", RIGHT, CODE) / "mini.ipynb").rename(room.folder("renamed") / "mini (1).ipynb")
    room.submit("linked", RIGHT)
    (room.submit("broken", RIGHT) / "answers.json").write_bytes(b"\xff\xfe{")
    (room.submit("nothing") / "mini.ipynb").unlink()
    room.submit("other", RIGHT, release="nope")
    room.submit("peer", RIGHT, participant="u001")
    twin = room.twin(tmp_path / "twin")
    for one in (room, twin):
        (one.folder("linked") / "secret.txt").symlink_to("/etc/passwd")
    here = batch.grade("mini", place=twin.place)
    workers.start(2)
    there = batch.grade("mini", place=room.place, scheduler=workers.address)
    assert there.entries == here.entries and len(there.refused) >= 2
    assert room.rows() == twin.rows() and room.rows()
    for line in here.graded:
        code = line.participant
        assert room.autograded_path(code).read_bytes() == twin.autograded_path(code).read_bytes()
    again = batch.grade("mini", place=room.place, scheduler=workers.address)
    assert not again.graded and len(again.unchanged) == len(there.graded)


def test_workers_that_are_killed_lose_nothing_and_grade_nothing_twice(room, tmp_path, workers, written):
    names = fill(room, 40)
    twin = room.twin(tmp_path / "twin")
    batch.grade("mini", place=twin.place)
    written.clear()
    workers.start(2)
    killed = []

    def progress(done: int, total: int) -> None:
        if done in (3, 12, 20):
            victims = list(workers.running) if done == 12 else workers.running[:1]  # all of them at once, too
            for process in victims:
                workers.kill(process)
                killed.append(process.pid)
            workers.start(len(victims))

    report = batch.grade("mini", place=room.place, scheduler=workers.address, progress=progress)
    assert len(killed) == 4
    assert [line.participant for line in report.graded] == names and not report.refused
    assert sorted(written) == names
    assert room.rows() == twin.rows()


def test_a_work_that_kills_its_workers_is_named_and_the_others_are_graded(room, tmp_path, workers):
    names = fill(room, 6)
    room.submit("killer", RIGHT, CODE)
    preload = tmp_path / "killer.py"
    preload.write_text(KILLER)
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        scheduler = LocalCluster(n_workers=0, dashboard_address=":0", processes=True)
    with scheduler:
        workers.address = scheduler.scheduler_address
        workers.start(1, "--preload", str(preload))
        report = batch.grade("mini", place=room.place, scheduler=workers.address)
        workers.close()
    assert [line.participant for line in report.graded] == names
    assert [(line.participant, line.reason) for line in report.refused] == [("killer", batch.DIED)]


def test_an_interrupted_run_keeps_what_came_back(room, workers, monkeypatch):
    fill(room, 10)
    monkeypatch.setattr(batch, "TOGETHER", 2)
    workers.start(1)

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch.grade("mini", place=room.place, scheduler=workers.address, progress=stop)
    report = batch.grade("mini", place=room.place, scheduler=workers.address)
    assert (len(report.unchanged), len(report.graded)) == (4, 6)


def test_a_task_carries_all_that_a_worker_needs(room):
    room.submit("u01", RIGHT, CODE)
    course = Course.load(room.place, "mini")
    lesson, files = cluster.lesson(course), cluster.packed(course.folder("u01"))
    assert set(files) == {"mini.ipynb", "answers.json", "timestamp.txt"}
    shutil.rmtree(room.place.root)
    program = "import sys, pickle; from autograder import desk; print(desk.assess(*pickle.load(sys.stdin.buffer)))"
    import pickle

    done = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps((lesson, "u01", files)), cwd="/", capture_output=True,
        timeout=120, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["row"]["scores"] == {
        "c1": [3.0, False], "q1": [2.0, False], "q2": [1.0, False], "t1": [None, True],
    }  # fmt: skip


def test_a_cluster_without_workers_or_without_a_scheduler_or_with_other_code_is_told_of(room, workers, monkeypatch):
    room.submit("u01", RIGHT)
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    monkeypatch.setattr(cluster, "ALONE_SECONDS", 1)
    with pytest.raises(KitError, match="Кластер не отвечает"):
        batch.grade("mini", place=room.place, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(KitError, match="нет рабочих узлов"):
        batch.grade("mini", place=room.place, scheduler=workers.address)
    monkeypatch.setattr(cluster, "ALONE_SECONDS", 60)
    monkeypatch.setattr(desk, "version", lambda: "other")
    workers.start(1)
    with pytest.raises(KitError, match="другая версия"):
        batch.grade("mini", place=room.place, scheduler=workers.address)
    assert room.rows() == {}


def test_workers_that_come_late_take_part(room, workers):
    names = fill(room, 4)
    timer = threading.Timer(3, workers.start)
    timer.start()
    start = time.monotonic()
    report = batch.grade("mini", place=room.place, scheduler=workers.address)
    timer.join()
    assert [line.participant for line in report.graded] == names and time.monotonic() - start > 2


def test_a_scheduler_that_dies_ends_the_run_with_a_word_and_the_next_run_goes_on(room, tmp_path, monkeypatch):
    names = fill(room, 30)
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = free.getsockname()
        address = f"tcp://127.0.0.1:{place[1]}"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard", "--host", address]
    scheduler = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while socket.socket().connect_ex(place):  # a busy machine starts it slowly
        time.sleep(0.2)
    made = Workers(address, tmp_path / "workers")
    made.folder.mkdir()
    try:
        made.start(1)

        def progress(done: int, total: int) -> None:
            if done == 2:
                scheduler.kill()

        with pytest.raises(KitError, match="Кластер не отвечает"):
            batch.grade("mini", place=room.place, scheduler=address, progress=progress)
    finally:
        scheduler.kill()
        scheduler.wait()
        made.close()
    report = batch.grade("mini", place=room.place)
    assert len(report.unchanged) >= 2 and len(report.unchanged) + len(report.graded) == len(names)


def test_plain_assignments_and_public_tables_reach_a_worker(room, tmp_path, workers):
    cells = [
        cell("### BEGIN SOLUTION\nx = 5\n### END SOLUTION", "answer", solution=True),
        cell("assert x > 1\n### BEGIN HIDDEN TESTS\nassert x == 5\n### END HIDDEN TESTS", "t", grade=True, points=2),
    ]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    folder = room.place.assignments / "plain"
    folder.mkdir()
    write(new_notebook(cells=cells, metadata=spec), folder / "plain.ipynb")
    assert room.nbgrader("generate_assignment", "plain").returncode == 0
    for code, answer in (("u01", "x = 5"), ("u02", "x = 2")):
        target = room.place.submitted / code / "plain"
        target.mkdir(parents=True)
        notebook = json.loads((room.place.release / "plain" / "plain.ipynb").read_text(encoding="utf-8"))
        notebook["cells"][0]["source"] = answer
        (target / "plain.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    reading = "import os\nfrom mentoring import data\nlen(os.listdir(data.folder())), 'grading-' in str(data.folder())"
    room.submit("u01", {}, reading)
    workers.start(1)
    report = batch.grade("plain", place=room.place, scheduler=workers.address)
    assert [(line.participant, line.score) for line in report.graded] == [("u01", 2.0), ("u02", 0.0)]
    batch.grade("mini", place=room.place, scheduler=workers.address)
    count, carried = cells_read(room.autograded_path("u01")).grades["c1"].answer["code"]["value"]
    assert carried and count == sum(1 for path in data.folder().iterdir() if path.name != "__pycache__")
