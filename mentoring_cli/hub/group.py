"""What the operator does with one group of a shared server: commands in its environment, taking a person out of it.

Runs as root. A command runs under the group's grader account, who alone reaches its gradebook; copies run as root, who
alone reads everybody's files.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from autograder.errors import KitError
from autograder.layout import check_name
from mentoring_cli.hub import accounts
from mentoring_cli.hub.config import grader
from mentoring_cli.hub.settings import Group, Settings

COPIES = ("backup", "restore")
KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TERM", "MENTORING_HUB", "MENTORING_WORKSPACE")


def find(settings: Settings, id: str) -> Group:
    """The group called `id`. Raises KitError."""
    for group in settings.groups:
        if group.id == id:
            return group
    raise KitError(f"Группы «{id[:40]}» в настройках нет, есть: {', '.join(group.id for group in settings.groups)}.")


def run(settings: Settings, group: Group, arguments: Sequence[str]) -> int:
    """`mentoring ARGUMENTS` for the group; its exit code. Raises KitError when not root."""
    _must_be_root()
    try:
        account = pwd.getpwnam(group.grader)
    except KeyError:
        raise KitError(f"Учётной записи {group.grader} ещё нет: выполните mentoring hub accounts.") from None
    env = {name: os.environ[name] for name in KEPT if name in os.environ} | grader(settings, group)
    env |= {"HOME": str(group.workspace / "home")}
    who = {} if arguments and arguments[0] in COPIES else {
        "user": account.pw_uid, "group": account.pw_gid,
        "extra_groups": os.getgrouplist(group.grader, account.pw_gid), "umask": 0o027,
    }  # fmt: skip
    command = [sys.executable, "-m", "mentoring_cli.main", *arguments]
    return subprocess.run(command, cwd=group.root if group.root.is_dir() else "/", env=env, **who).returncode


def forget(settings: Settings, group: Group, code: str, say: Callable[[str], None]) -> int:
    """Everything of a participant: server, mailbox, home and account by root, then `mentoring forget` by the grader."""
    _must_be_root()
    account, box, home = group.account(check_name(code)), settings.mailbox(group, code), settings.home(group, code)
    if account in {name for one in settings.groups for name in (one.grader, *one.instructors)}:
        raise KitError(f"{account} — преподаватель или проверяющий, а не участник: ничего не удалено.")
    known = _exists(account)
    if known:
        subprocess.run(["pkill", "-KILL", "-u", account], capture_output=True)  # the person's server and kernels
    for folder, what in ((box, "ящик"), (home, "папка участника")):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
            say(f"Удалено: {what} {folder}")
    _out_of_first_passwords(settings, account)
    if known:
        accounts.run_program("userdel", "--force", account)
        say(f"Удалено: учётная запись {account}")
    left = run(settings, group, ["forget", code])
    say("Из базы JupyterHub запись уйдёт при его перезапуске; серверы участников он не останавливает.")
    return left


def _out_of_first_passwords(settings: Settings, account: str) -> None:
    path = settings.state / "first_passwords.csv"
    if path.is_file():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if line.split(",")[1:2] != [account]]
        if kept != lines:
            with open(path, "r+", encoding="utf-8") as file:  # the rights of the file stay
                file.write("".join(kept))
                file.truncate()


def _exists(account: str) -> bool:
    try:
        pwd.getpwnam(account)
    except KeyError:
        return False
    return True


def _must_be_root() -> None:
    if os.name != "posix" or os.geteuid() != 0:
        raise KitError("Это делает администратор общего сервера: повторите команду от имени root.")
