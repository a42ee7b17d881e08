"""What one participant may take of the server: set by the spawner, held by the system."""

import os
import signal
import subprocess
import sys
import types
from pathlib import Path

import pytest
from traitlets.config import Config

from mentoring_cli.hub import cgroups
from mentoring_cli.hub.settings import Limits
from mentoring_cli.hub.spawner import MB, AccountSpawner

ROOT = Path(__file__).resolve().parents[2]
SHOW = "import resource as r; print(*(r.getrlimit(w)[1] for w in (r.RLIMIT_AS, r.RLIMIT_NPROC, r.RLIMIT_FSIZE)))"
EAT = "x = b'.' * 150_000_000; print(len(x))"


def writable() -> bool:
    """Whether control groups can be made and hold memory here."""
    if os.geteuid() != 0:
        return False
    name = f"try-{os.getpid()}"
    try:
        return bool(cgroups.confine(name, memory_mb=100, cores=1, processes=50))
    finally:
        cgroups.release(name)


@pytest.fixture
def spawner(monkeypatch):
    """The spawner with small limits; it does not change the account, so that the test needs none."""
    monkeypatch.setattr("jupyterhub.spawner.set_user_setuid", lambda name, chdir=True: lambda: None)
    config = Config()
    config.AccountSpawner.update(memory_mb=4096, processes=700, file_mb=50, total_mb=100, cores=0.5)
    user = types.SimpleNamespace(name=f"limits-{os.getpid()}", id=1, url="/user/x/", settings={})
    orm = types.SimpleNamespace(name="", state=None, last_activity=None, server=None, user=user)

    made = AccountSpawner(config=config, user=user, orm_spawner=orm, _deprecated_db_session=None)
    yield made
    cgroups.release(user.name)


def started(spawner, code: str) -> subprocess.CompletedProcess:
    become = spawner.make_preexec_fn(spawner.user.name)
    return subprocess.run([sys.executable, "-c", code], preexec_fn=become, capture_output=True, text=True, timeout=60)


def test_every_process_of_a_participant_is_limited_and_no_child_can_lift_it(spawner):
    done = started(spawner, SHOW)
    assert done.stdout.split() == [str(4096 * MB), "700", str(50 * MB)], done.stderr
    too_much = started(spawner, "open('/dev/shm/limits-test', 'wb').write(b'.' * 60_000_000)")
    Path("/dev/shm/limits-test").unlink(missing_ok=True)
    assert too_much.returncode != 0


@pytest.mark.skipif(not writable(), reason="control groups can't be written here")
def test_memory_of_all_processes_together_is_held_by_the_system(spawner):
    assert started(spawner, "print('x')").returncode == 0
    assert started(spawner, EAT).returncode == -signal.SIGKILL
    spawner.total_mb = 1000
    assert started(spawner, EAT).returncode == 0


def test_groups_of_both_kinds_get_the_limits(tmp_path):
    two = tmp_path / "two"
    two.mkdir()
    (two / "cgroup.controllers").write_text("cpu memory pids")
    assert cgroups.confine("g1-u01", memory_mb=2048, cores=1.5, processes=600, root=two) == [
        two / "mentoring" / "g1-u01" / "cgroup.procs"
    ]
    values = {path.name: path.read_text() for path in (two / "mentoring" / "g1-u01").iterdir()}
    assert values == {"memory.max": "2048000000", "cpu.max": "150000 100000", "pids.max": "600"}
    one = tmp_path / "one"
    for part in ("memory", "cpu"):
        (one / part).mkdir(parents=True)
        (one / part / "cgroup.procs").touch()
    assert len(cgroups.confine("g1-u01", memory_mb=0, cores=0, processes=600, root=one)) == 2
    assert (one / "memory" / "mentoring" / "g1-u01" / "memory.limit_in_bytes").read_text() == "-1"
    assert cgroups.confine("g1-u01", memory_mb=1, cores=1, processes=1, root=tmp_path / "none") == []


def test_the_sample_of_settings_tells_the_limits_and_they_reach_the_spawner():
    import tomllib

    sample = tomllib.loads((ROOT / "deploy" / "hub.toml").read_text(encoding="utf-8"))["limits"]
    assert Limits(**sample) == Limits(), "the sample shows what holds without it"
    assert {
        "waiting_sessions",
        "memory_mb",
        "total_mb",
        "cores",
        "processes",
        "file_mb",
        "kernels_minutes",
        "server_minutes",
    } <= set(sample)
