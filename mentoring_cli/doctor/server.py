"""Checks of a shared server (`hub.toml`): rights of the exchange, mailboxes, homes and of the kit's key folders."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from autograder.layout import Layout
from mentoring_cli.doctor.finding import Finding
from mentoring_cli.hub import accounts
from mentoring_cli.hub.settings import Group, Settings, load

AGAIN = "выполните от имени root: mentoring hub accounts"


def everything(file: Path, place: Layout) -> list[Finding]:
    """All groups of the settings. Raises KitError when they can't be read."""
    settings = load(file)
    found = [keys(place.root), proxy(settings), *databases(settings)]
    for group in settings.groups:
        found += _group(settings, group)
    return found


def keys(root: Path) -> Finding:
    """Reference solutions lie in the kit: participants' accounts must not enter those folders."""
    open_ones = [name for name in accounts.KEYS if (root / name).is_dir() and (root / name).stat().st_mode & 0o007]
    if open_ones:
        return Finding("keys", "Папки с эталонами", "bad", f"открыты всем: {', '.join(open_ones)}", AGAIN)
    return Finding("keys", "Папки с эталонами", "ok", "закрыты от участников")


def proxy(settings: Settings) -> Finding:
    if shutil.which(settings.proxy):
        return Finding("proxy", "Прокси", "ok", settings.proxy)
    return Finding("proxy", "Прокси", "bad", f"нет программы {settings.proxy}", "npm install --prefix deploy")


def databases(settings: Settings) -> list[Finding]:
    """The hub's database and every group's gradebook on PostgreSQL answer to whom they belong."""
    named = [("База JupyterHub", settings.database, "root")]
    named += [(f"Журнал группы «{group.title}»", group.database, group.grader) for group in settings.groups]
    found = []
    for what, address, account in named:
        if not address:
            continue
        if os.geteuid() != 0 and not _own(account):
            found.append(Finding("databases", what, "warn", "отсюда не спросить", "повторите от имени root"))
        elif said := _silent(address, account if os.geteuid() == 0 else ""):
            todo = "проверьте сервер PostgreSQL; нет базы — mentoring hub databases"
            found.append(Finding("databases", what, "bad", f"не отвечает ({said})", todo))
        else:
            found.append(Finding("databases", what, "ok", "отвечает"))
    return found


def _own(account: str) -> bool:
    try:
        return pwd.getpwnam(account).pw_uid == os.geteuid()
    except KeyError:
        return False


def _silent(address: str, account: str) -> str:
    """Why a database does not answer to `account` (empty: to whom we are); empty when it does."""
    ask = "import sqlalchemy, sys; sqlalchemy.create_engine(sys.argv[1]).connect().close()"
    env = {"PATH": os.defpath, "PGCONNECT_TIMEOUT": "10"}
    try:
        who = {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []} if account else {}
        done = subprocess.run(
            [sys.executable, "-c", ask, address], cwd="/", env=env, capture_output=True, text=True, timeout=30, **who
        )
    except KeyError:
        return f"нет учётной записи {account}"
    except (OSError, subprocess.TimeoutExpired) as error:
        return type(error).__name__
    lines = [line for line in done.stderr.splitlines() if "FATAL" in line or "failed" in line]
    return "" if done.returncode == 0 else (lines or ["нет ответа"])[-1].strip()[-160:]


def modes(settings: Settings, group: Group, codes: list[str]) -> dict[Path, int]:
    """Folder → the rights it must have, as `mentoring_cli.hub.accounts` sets them."""
    course = settings.exchange / group.id
    wanted = {
        group.root: 0o700,
        group.workspace: 0o700,
        course / "outbound": 0o755,
        course / "inbound": 0o2733,
        course / "feedback": 0o711,
    }
    for code in codes:
        box = settings.mailbox(group, code)
        wanted |= {box / "in": 0o2750, box / "out": 0o2750, settings.home(group, code): 0o700}
    return wanted


def _group(settings: Settings, group: Group) -> list[Finding]:
    title = f"Группа «{group.title}»"
    if not os.access(group.workspace, os.R_OK | os.X_OK):
        return [Finding("group", title, "warn", "папка группы отсюда не видна", "повторите от имени root")]
    missing, wrong, unseen = [], [], 0
    for folder, mode in modes(settings, group, accounts.codes(group)).items():
        try:
            found = stat.S_IMODE(os.lstat(folder).st_mode)
        except FileNotFoundError:
            missing.append(folder)
            continue
        except PermissionError:
            unseen += 1
            continue
        if stat.S_ISLNK(os.lstat(folder).st_mode) or found != mode:
            wrong.append(f"{folder} ({found:o} вместо {mode:o})")
    said = []
    if missing:
        said.append(Finding("exchange", title, "bad", f"нет папок: {len(missing)}, первая {missing[0]}", AGAIN))
    if wrong:
        said.append(Finding("exchange", title, "bad", f"не те права: {len(wrong)}, первая {wrong[0]}", AGAIN))
    if unseen:
        said.append(Finding("exchange", title, "warn", f"не видно папок: {unseen}", "повторите от имени root"))
    return said or [Finding("exchange", title, "ok", "права ящиков и папок верны")]
