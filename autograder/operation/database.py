"""A copy of the gradebook that is whole although people write: SQLite's own backup, PostgreSQL's own dump."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.layout import Layout

FILE, DUMP = "gradebook.db", "gradebook.pgdump"
SECONDS = 60


def copied(place: Layout, folder: Path) -> Path | None:
    """The copy in `folder`, or None when there is no gradebook yet. Raises KitError."""
    if not place.has_gradebook:
        return None
    if place.db_url != f"sqlite:///{place.gradebook}":
        return _dumped(place.db_url, folder / DUMP)
    target = folder / FILE
    try:
        with (
            closing(sqlite3.connect(f"{place.gradebook.as_uri()}?mode=rw", uri=True, timeout=SECONDS)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            # Opened for writing, although nothing is: what a power cut left half done must be taken back first.
            source.backup(copy)  # in one step: writers wait for it, it waits for them
    except sqlite3.Error as error:
        raise KitError(
            f"Журнал оценок {place.gradebook} не копируется ({error}): проверьте его: mentoring doctor."
        ) from None
    check(target)
    return target


def check(path: Path) -> None:
    """Raises KitError when an SQLite file is damaged."""
    if problem := integrity(path):
        raise KitError(f"Журнал оценок {path} повреждён ({problem[:100]}): верните его из копии: mentoring restore.")


def integrity(path: Path) -> str:
    """What SQLite finds wrong with a file; "" when nothing."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=SECONDS)) as database:
            found = database.execute("pragma integrity_check(3)").fetchall()
            broken = database.execute("pragma foreign_key_check").fetchall()
    except sqlite3.Error as error:
        return str(error)
    said = [] if found == [("ok",)] else [str(row[0]) for row in found]
    return "; ".join(said + ([f"строк без своей пары: {len(broken)}"] if broken else []))


def put_back(dump: Path, db_url: str) -> None:
    """A dump into an empty database, in one transaction. Raises KitError, also when there are tables already."""
    try:
        tables = _run("psql", db_url, "--no-psqlrc", "--tuples-only", "--no-align", "--command",
                      "select count(*) from information_schema.tables where table_schema = 'public'")  # fmt: skip
    except _Failed:
        raise KitError("База данных из MENTORING_DB не отвечает: проверьте адрес и сервер PostgreSQL.") from None
    if tables.strip() != b"0":
        raise KitError(
            "В базе данных из MENTORING_DB уже есть таблицы: укажите пустую, поверх прежней ничего не пишется."
        )
    with dump.open("rb") as file:
        _run("pg_restore", db_url, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
             source=file)  # fmt: skip


def _dumped(db_url: str, target: Path) -> Path:
    with target.open("wb") as file:
        _run("pg_dump", db_url, "--format=custom", "--no-owner", "--no-privileges", target=file)
    return target


def _address(db_url: str) -> str:
    """The address as PostgreSQL's programs take it, without the password: a command line is seen by everybody."""
    import sqlalchemy as sa

    return sa.make_url(db_url).set(drivername="postgresql", password=None).render_as_string(hide_password=False)


class _Failed(KitError):
    """A program of PostgreSQL ended with an error."""


def _run(program: str, db_url: str, *arguments: str, source: Any = None, target: Any = None) -> bytes:
    import sqlalchemy as sa

    url = sa.make_url(db_url)
    if not url.drivername.startswith("postgresql"):
        raise KitError("Копировать умеем журнал в SQLite и в PostgreSQL: другую базу копируйте её средствами.")
    if not shutil.which(program):
        raise KitError(f"Нет программы {program}: sudo apt install postgresql-client.")
    environment = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    done = subprocess.run(
        [program, *arguments, "--dbname", _address(db_url)], env=environment, stdin=source or subprocess.DEVNULL,
        stdout=target or subprocess.PIPE, stderr=subprocess.PIPE, **_owner(url),
    )  # fmt: skip
    if done.returncode:
        said = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["причина неизвестна"])[0][:200]
        raise _Failed(f"Программа {program} не справилась с базой данных ({said}).")
    return done.stdout or b""


def _owner(url: Any) -> dict[str, Any]:
    """On a shared server the socket tells who one is: root, who copies everything, asks as the database's owner."""
    host = str(url.query.get("host") or url.host or "/")
    if os.name != "posix" or os.geteuid() != 0 or not host.startswith("/") or url.password:
        return {}
    import pwd

    try:
        account = pwd.getpwnam(url.username or "")
    except KeyError:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"}
