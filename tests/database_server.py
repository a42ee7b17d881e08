"""A PostgreSQL server of the tests' own: in a folder, by a user without rights, stopped as by a power cut."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
WITHOUT_RIGHTS = "postgres"


def missing() -> str:
    """Why there can be no server here; empty where there can."""
    if not PROGRAMS:
        return "нет сервера PostgreSQL: apt-get install postgresql"
    if os.geteuid() == 0 and WITHOUT_RIGHTS not in {user.pw_name for user in pwd.getpwall()}:
        return "нет пользователя postgres, а от имени root сервер не запускается"
    return ""


class DatabaseServer:
    """One server. Its socket lies in `folder`; it listens on `port` of this machine too.

    `local`, `host`: how PostgreSQL makes sure who somebody is by the socket and by the port (`pg_hba.conf`'s words).
    """

    def __init__(self, folder: Path, superuser: str, *, local: str = "trust", host: str = "trust"):
        self.folder = folder
        if os.geteuid() == 0:
            shutil.chown(folder, WITHOUT_RIGHTS)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run("initdb", "-U", superuser, f"--auth-local={local}", f"--auth-host={host}", "-E", "UTF8", "--no-sync",
                  "--locale=C")  # fmt: skip

    def start(self) -> None:
        settings = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c fsync=off -c deadlock_timeout=200ms"
        settings += " -c max_connections=200"
        self._run("pg_ctl", "-w", "-t", "60", "-l", self.folder / "server.log", "-o", settings, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-t", "60", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: object) -> None:
        as_whom = {"user": WITHOUT_RIGHTS} if os.geteuid() == 0 else {}
        subprocess.run(
            [PROGRAMS[-1] / program, "-D", self.folder / "data", *map(str, arguments)], cwd=self.folder, check=True,
            stdout=subprocess.DEVNULL, timeout=120, **as_whom,
        )  # fmt: skip
