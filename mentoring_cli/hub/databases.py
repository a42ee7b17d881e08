"""Roles and databases in the server's own PostgreSQL, as `hub.toml` names them: no passwords, the socket tells who is
who (peer). Runs as root; safe to run again. Tables are made by JupyterHub and nbgrader themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable

from sqlalchemy.engine import URL, make_url

from autograder.errors import KitError
from mentoring_cli.hub.settings import Settings

OWNER = "postgres"  # PostgreSQL's own account, the only one that may make roles
MADE = """
select format('create role %I login', :'owner')
  where not exists (select from pg_roles where rolname = :'owner') \\gexec
select format('create database %I owner %I encoding ''UTF8'' template template0', :'name', :'owner')
  where not exists (select from pg_database where datname = :'name') \\gexec
revoke connect, temporary on database :"name" from public;
"""


def prepare(settings: Settings, say: Callable[[str], None]) -> None:
    """Make what is missing: one database for the hub, one for each group. Raises KitError with a Russian sentence."""
    if os.geteuid() != 0:
        raise KitError("Базы данных заводит администратор: повторите команду от имени root.")
    named = [("JupyterHub", settings.database), *((f"группа «{g.title}»", g.database) for g in settings.groups)]
    for title, address in named:
        if not address:
            say(f"{title}: SQLite, заводить нечего")
            continue
        url = make_url(address)
        if not url.drivername.startswith("postgresql") or not url.database or not url.username or url.password:
            raise KitError(
                f"{title}: адрес базы данных должен быть таким: "
                "postgresql+psycopg://ИМЯ@/БАЗА?host=/var/run/postgresql, без пароля."
            )
        if not str(url.query.get("host") or "").startswith("/"):
            say(f"{title}: база данных на другой машине, заведите её там")
            continue
        _make(url)
        say(f"{title}: база данных {url.database}, владелец {url.username}")


def _make(url: URL) -> None:
    psql = shutil.which("psql")
    if psql is None:
        raise KitError("Нет программы psql: sudo apt install postgresql.")
    command = [psql, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--set=name={url.database}",
               f"--set=owner={url.username}", f"--host={url.query['host']}", "--dbname=postgres",
               *([f"--port={url.query['port']}"] if url.query.get("port") else [])]  # fmt: skip
    try:
        done = subprocess.run(command, input=MADE, user=OWNER, cwd="/", capture_output=True, text=True)
    except (OSError, ValueError):  # no such account
        raise KitError(f"В системе нет учётной записи {OWNER}: установите PostgreSQL на этой машине.") from None
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["причина неизвестна"])[0][:200]
        raise KitError(f"PostgreSQL не завёл базу {url.database} ({said}).")
