"""A server of a region in a folder of its own: a copy of the kit, a Python that every account may run, accounts, hub.

The copy keeps the checkout's rights as they are; the Python is the test's own, under another name where it lies in
somebody's home, with the very same packages.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from mentoring_cli.hub import cgroups

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "assignments", "autograder", "course", "datasets", "deploy", "mentoring", "mentoring_cli", "publishing",
    "nbgrader_config.py",
)  # fmt: skip
GROUP = f"mt{os.getpid():x}"  # system accounts are everybody's: each run has its own


def missing() -> str:
    """Why a hub can't be run here; empty where it can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "учётные записи заводит только root"
    for program in ("useradd", "chpasswd", "userdel"):
        if not shutil.which(program):
            return f"нет программы {program}"
    if proxy() is None:
        return "нет configurable-http-proxy: npm install --prefix deploy"
    return ""


def proxy() -> Path | None:
    """The proxy: the one on PATH, or the one that `npm install --prefix deploy` put beside its package.json."""
    own = ROOT / "deploy" / "node_modules" / ".bin" / "configurable-http-proxy"
    found = shutil.which("configurable-http-proxy")
    return own if own.exists() else Path(found) if found else None


def base_python() -> Path | None:
    """A Python of this very version (what the packages were chosen for) that an account without rights can start."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    same = f"import sys, venv; sys.exit(sys.version_info[:3] != {sys.version_info[:3]})"
    for candidate in (Path(sys.base_prefix) / "bin" / name, Path("/usr/bin") / name, Path("/usr/local/bin") / name):
        if candidate.exists():
            try:
                subprocess.run([candidate, "-c", same], user="nobody", cwd="/", env={}, check=True)
            except (OSError, subprocess.CalledProcessError):
                continue
            return candidate
    return None


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@dataclass(frozen=True)
class Team:
    """A group beside the first one: an nbgrader course with people and a gradebook of its own."""

    id: str
    participants: tuple[str, ...]
    instructors: tuple[str, ...]
    gradebook: str = ""


@dataclass
class Region:
    """One running server. `address` is the proxy's; `password` is everybody's in the test. What takes a `group` is
    about the first one unless told."""

    folder: Path
    participants: tuple[str, ...]
    instructors: tuple[str, ...]
    database: str = ""
    gradebook: str = ""
    limits: str = ""
    password: str = "Proverka-2026-Xk7"
    processes: list[subprocess.Popen] = field(default_factory=list)
    others: tuple[Team, ...] = ()
    settings_more: str = ""

    @property
    def teams(self) -> tuple[Team, ...]:
        return Team(GROUP, self.participants, self.instructors, self.gradebook), *self.others

    def team(self, group: str) -> Team:
        return next(team for team in self.teams if team.id == group)

    @property
    def kit(self) -> Path:
        return self.folder / "kit"

    @property
    def python(self) -> Path:
        return self.folder / "python" / "bin" / "python"

    @property
    def workspace(self) -> Path:
        return self.workspace_of(GROUP)

    def workspace_of(self, group: str) -> Path:
        return self.folder / "groups" / group / "workspace"

    @property
    def exchange(self) -> Path:
        return self.exchange_of(GROUP)

    def exchange_of(self, group: str) -> Path:
        return self.folder / "exchange" / group

    @property
    def grader(self) -> str:
        return f"grader-{GROUP}"

    def account(self, code: str, group: str = GROUP) -> str:
        return f"{group}-{code}"

    def home(self, code: str, group: str = GROUP) -> Path:
        return self.folder / "homes" / self.account(code, group) / "course"

    def accounts(self) -> list[str]:
        """Everybody who signs in."""
        return [
            name for team in self.teams
            for name in (*(self.account(code, team.id) for code in team.participants), *team.instructors)
        ]  # fmt: skip

    def build(self) -> None:
        """Copy the kit, make a Python beside it, write settings and roster, make accounts and folders."""
        self.folder.chmod(0o755)
        self.kit.mkdir()
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                ignore = shutil.ignore_patterns("node_modules", "__pycache__", ".ipynb_checkpoints")
                shutil.copytree(source, self.kit / part, ignore=ignore)
            else:
                shutil.copyfile(source, self.kit / part)
        self._python()
        port, hub, api, *services = free_ports(3 + len(self.teams))
        self.address, self.ports = f"http://127.0.0.1:{port}", {"hub": hub, "proxy": api}
        written = (
            f'bind = "{self.address}"\nhub_port = {hub}\nproxy_port = {api}\nstate = "{self.folder}/hub"\n'
            f'exchange = "{self.folder}/exchange"\nhomes = "{self.folder}/homes"\nproxy = "{proxy()}"\n'
            f'database = "{self.database}"\n{self.settings_more}\n[limits]\n{self.limits}\n'
        )
        for team, service in zip(self.teams, services, strict=True):
            workspace = self.workspace_of(team.id)
            workspace.mkdir(parents=True)
            people = "".join(f"{code},{team.id},Участник,Номер {code},,\n" for code in team.participants)
            head = "code,group,surname,name,patronymic,email\n"
            (workspace / "roster.csv").write_text(head + people, encoding="utf-8")
            self.ports[team.id] = service
            written += (
                f'\n[[groups]]\nid = "{team.id}"\ntitle = "Группа"\ngrader = "grader-{team.id}"\n'
                f'port = {service}\nroot = "{workspace.parent}"\n'
                f"instructors = [{', '.join(repr(name) for name in team.instructors)}]\n"
                f'database = "{team.gradebook}"\n'
            )
        self.settings.write_text(written.replace("'", '"'), encoding="utf-8")
        self.mentoring_as_root("hub", "accounts")
        self.mentoring_as_root("hub", "databases")
        text = "".join(f"{name}:{self.password}\n" for name in self.accounts())
        subprocess.run(["chpasswd"], input=text, text=True, check=True)

    @property
    def settings(self) -> Path:
        return self.folder / "hub.toml"

    def _python(self) -> None:
        base = base_python()
        if base is None:  # it lies in somebody's home: the same files under a name that everybody may enter
            copy = self.folder / "base"
            copy.mkdir()
            for part in ("bin", "lib"):
                subprocess.run(["cp", "-al", Path(sys.base_prefix) / part, copy / part], check=True)
            base = copy / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
            base.rename(real := base.with_name("real"))  # its own library lies where only its owner enters
            base.write_text(
                f'#!/bin/bash\nexport LD_LIBRARY_PATH="{copy}/lib"\nexec -a "$0" "{real}" "$@"\n', encoding="ascii"
            )
            base.chmod(0o755)
        subprocess.run([base, "-m", "venv", "--without-pip", self.folder / "python"], check=True)
        packages = Path(sysconfig.get_paths()["purelib"])
        if subprocess.run(["ls", packages], user="nobody", capture_output=True, cwd="/").returncode:
            copy = self.folder / "packages"
            subprocess.run(["cp", "-al", packages, copy], check=True)
            packages = copy
        site = next((self.folder / "python" / "lib").glob("python3*/site-packages"))
        (site / "kit.pth").write_text(f"{self.kit}\nimport site; site.addsitedir({str(packages)!r})\n")
        for name in ("share", "etc"):
            shutil.copytree(Path(sys.prefix) / name, self.folder / "python" / name, symlinks=False)
        for script in ("jupyter", "alembic", "nbgrader", "mentoring"):
            text = (Path(sys.prefix) / "bin" / script).read_text()
            (self.python.parent / script).write_text(re.sub(r"^#!.*", f"#!{self.python}", text, count=1))
            (self.python.parent / script).chmod(0o755)
        subprocess.run([self.python, "-m", "compileall", "-q", self.kit], env=self.env(), check=False)

    def env(self, **extra: str) -> dict[str, str]:
        node = Path(shutil.which("node") or "/usr/bin/node").parent
        path = f"{self.python.parent}:/usr/local/bin:/usr/bin:/bin:{node}"
        return {"PATH": path, "LANG": "C.UTF-8", "MENTORING_HUB": str(self.settings), "HOME": "/root", **extra}

    def mentoring_as_root(self, *arguments: str) -> str:
        done = subprocess.run(
            [self.python, "-m", "mentoring_cli.main", *arguments], cwd=self.kit, env=self.env(), capture_output=True,
            text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def as_grader(self, *arguments: str, module: str = "mentoring_cli.main", group: str = GROUP, **more: str) -> str:
        """A command of the instructor, under the grader's account, in the environment of the group's service."""
        return self.grader_runs("-m", module, *arguments, group=group, **more)

    def grader_runs(self, *arguments: str, group: str = GROUP, **more: str) -> str:
        """Python with `arguments`, likewise; what it said."""
        workspace, gradebook = self.workspace_of(group), self.team(group).gradebook
        env = self.env(
            MENTORING_ROOT=str(workspace.parent), MENTORING_COURSE=group,
            MENTORING_EXCHANGE=str(self.folder / "exchange"), HOME=str(workspace / "home"),
            **({"MENTORING_DB": gradebook} if gradebook else {}),
        ) | more  # fmt: skip
        done = subprocess.run(
            [self.python, *arguments], cwd=self.kit, env=env, capture_output=True, text=True, timeout=600,
            **self.identity(f"grader-{group}"),
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @staticmethod
    def identity(account: str) -> dict:
        """Arguments of `subprocess` that make a process an account's."""
        group = pwd.getpwnam(account).pw_gid
        return {"user": account, "group": group, "extra_groups": os.getgrouplist(account, group)}

    def start(self) -> None:
        log = (self.folder / "hub.log").open("ab")
        self.processes.append(subprocess.Popen(
            [self.python, "-m", "jupyterhub", "-f", self.kit / "deploy" / "jupyterhub_config.py"],
            cwd=self.folder / "hub", env=self.env(), stdout=log, stderr=log, start_new_session=True,
        ))  # fmt: skip
        until = time.monotonic() + 90
        while time.monotonic() < until:
            assert self.processes[-1].poll() is None, self.log()[-3000:]
            try:
                with urllib.request.urlopen(f"{self.address}/hub/health", timeout=3):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        raise AssertionError("the hub did not start\n" + self.log()[-3000:])

    def database_back(self) -> None:
        """Start PostgreSQL again; the first question of the hub after that may still meet its broken connection."""
        self.databases.server.start()
        until = time.monotonic() + 60
        while time.monotonic() < until:
            request = urllib.request.Request(f"{self.address}/hub/api/user", headers={"Authorization": "token none"})
            try:
                urllib.request.urlopen(request, timeout=10)
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    return
            except OSError:
                pass
            time.sleep(0.5)
        raise AssertionError("the hub does not find its database again")

    def log(self) -> str:
        return (self.folder / "hub.log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
        self.processes.clear()

    @staticmethod
    def end(account: str) -> None:
        """End everything that runs under an account of the test, and see that it has ended."""
        until = time.monotonic() + 20
        kill = ["pkill", "-KILL", "--runstates", "D,R,S,T", "-u", account]
        while not subprocess.run(kill, capture_output=True).returncode:
            assert time.monotonic() < until, f"processes of {account} do not end"
            time.sleep(0.1)

    def remove(self) -> None:
        """End everything that runs under the test's accounts and take the accounts away."""
        self.stop()
        self._end_strays()
        if kept := os.environ.get("MENTORING_HUB_LOG"):  # for who looks for the cause of a failure
            shutil.copyfile(self.folder / "hub.log", kept)
        for name in [*self.accounts(), *(f"grader-{team.id}" for team in self.teams)]:
            self.end(name)
            subprocess.run(["/usr/sbin/userdel", name], capture_output=True)
            cgroups.release(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end_strays(self) -> None:
        """The proxy and services outlive a hub that had to be killed; they run out of this folder."""
        ours = str(self.folder).encode()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                with contextlib.suppress(OSError):
                    if ours in (entry / "cmdline").read_bytes() + b" " + os.fsencode(os.readlink(entry / "cwd")):
                        os.kill(int(entry.name), signal.SIGKILL)
