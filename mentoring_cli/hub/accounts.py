"""System accounts and folders of a shared server, made from the rosters. Runs as root; safe to run again.

Who may enter what (enforced by the system, checked by `tests/hub`):
    <group's root>                   grader 0700           links to the kit; keys, gradebook, works in its workspace
    <exchange>/<group>/outbound      grader 0755           released assignments, no keys
    <exchange>/<group>/inbound       grader 2733           nbgrader's own drop box: write, not list
    <exchange>/<group>/mailboxes/<code>/in   participant 2750, group grader      works
    <exchange>/<group>/mailboxes/<code>/out  grader 2750, group participant      feedback
    <homes>/<account>                participant 0700
    <kit>/assignments, tests, …      root 0750, group mentoring-graders
"""

from __future__ import annotations

import csv
import grp
import os
import pwd
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import Layout, layout
from autograder.roster import load_roster
from mentoring_cli.hub.settings import Group, Settings

GRADERS = "mentoring-graders"
# parts of the kit that hold or recall reference solutions; `workspace` where the kit was tried before it was a server
KEYS = ("assignments", "tests", "benchmarks", ".git", "workspace")
PARTS = ("assignments", "course", "datasets", "nbgrader_config.py")  # what a course is made of
ALPHABET = "abcdefghkmnpqrstuvwxyz23456789"  # nothing that reads like something else


def codes(group: Group) -> list[str]:
    """Codes of the group's participants, as its roster has them."""
    return [person.code for person in load_roster(place=Layout(layout().root, group.workspace)).people]


def everyone(settings: Settings) -> set[str]:
    """All accounts that may sign in."""
    people = {group.account(code) for group in settings.groups for code in codes(group)}
    return people | {name for group in settings.groups for name in group.instructors}


def prepare(settings: Settings, say: Callable[[str], None], *, passwords: bool = True) -> Path | None:
    """Make accounts and folders for everyone in the settings and rosters. Returns the file with first passwords.

    Raises KitError when not run as root or when the system refuses an account.
    """
    if os.geteuid() != 0:
        raise KitError("Учётные записи заводит администратор: повторите команду от имени root.")
    _folder(settings.state, 0, 0, 0o700)
    for folder in (settings.exchange, settings.homes):
        _folder(folder, 0, 0, 0o755)
    close_keys(layout().root)
    _fonts(settings.state.parent / "fonts")
    made: list[tuple[str, str, str]] = []
    for group in settings.groups:
        made += _group(settings, group)
        for name in group.instructors:
            made += [(group.id, name, "преподаватель")] if _account(name) else []
        say(f"Группа «{group.title}»: участников {len(codes(group))}, преподавателей {len(group.instructors)}")
    if not made or not passwords:
        return None
    return _first_passwords(settings, made)


def close_keys(root: Path) -> None:
    """Reference solutions lie in the kit: its folders that hold them are for graders only."""
    try:
        graders = grp.getgrnam(GRADERS)
    except KeyError:
        run_program("groupadd", "--system", GRADERS)
        graders = grp.getgrnam(GRADERS)
    for name in KEYS:
        if (root / name).is_dir():
            os.chown(root / name, -1, graders.gr_gid)
            os.chmod(root / name, 0o750)


def _fonts(folder: Path) -> None:
    """The list of fonts that charts look for, made once for everybody: it costs a new account a second otherwise."""
    _folder(folder, 0, 0, 0o755)
    env = {**os.environ, "MPLCONFIGDIR": str(folder)}
    subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], env=env, capture_output=True)
    for item in folder.glob("*.json"):
        item.chmod(0o644)


def _group(settings: Settings, group: Group) -> list[tuple[str, str, str]]:
    _account(group.grader, group.workspace / "home", shell=True)
    run_program("usermod", "--append", "--groups", GRADERS, group.grader)
    grader = pwd.getpwnam(group.grader)
    _folder(group.root, grader.pw_uid, grader.pw_gid, 0o700)
    for part in PARTS:
        link = group.root / part
        if not link.is_symlink():
            link.symlink_to(layout().root / part)
    _folder(group.workspace, grader.pw_uid, grader.pw_gid, 0o700)
    _folder(group.workspace / "home", grader.pw_uid, grader.pw_gid, 0o700)
    for item in group.workspace.iterdir():
        os.chown(item, grader.pw_uid, grader.pw_gid, follow_symlinks=False)
    course = settings.exchange / group.id
    _folder(course, 0, 0, 0o755)
    for name, mode in (("outbound", 0o755), ("inbound", 0o2733), ("feedback", 0o711)):
        _folder(course / name, grader.pw_uid, grader.pw_gid, mode)
    _folder(course / "mailboxes", 0, 0, 0o755)
    made = []
    for code in codes(group):
        account = group.account(code)
        if _account(account, settings.home(group, code)):
            made.append((group.id, account, code))
        person = pwd.getpwnam(account)
        box = settings.mailbox(group, code)
        _folder(box, 0, 0, 0o755)
        _folder(box / "in", person.pw_uid, grader.pw_gid, 0o2750)
        _folder(box / "out", grader.pw_uid, person.pw_gid, 0o2750)
        _folder(settings.home(group, code), person.pw_uid, person.pw_gid, 0o700)
    return made


def _account(name: str, home: Path | str = "/nonexistent", *, shell: bool = False) -> bool:
    """Make a system account with a group of its own; False when it is there already. `home` is made by others."""
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        run_program("useradd", "--user-group", "--no-create-home", "--home-dir", str(home),
             "--shell", "/bin/bash" if shell else "/usr/sbin/nologin", name)  # fmt: skip
        return True
    if found.pw_uid < 1000 or grp.getgrgid(found.pw_gid).gr_name != name:
        raise KitError(f"Учётная запись {name} занята системой: выберите другое имя группы или преподавателя.")
    return False


def set_passwords(pairs: dict[str, str]) -> None:
    """Account → password, through the system's own `chpasswd`. Raises KitError."""
    run_program("chpasswd", text="".join(f"{name}:{password}\n" for name, password in pairs.items()))


def new_password() -> str:
    """Twelve letters and digits in three parts that a person can type from paper."""
    word = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"{word[:4]}-{word[4:8]}-{word[8:]}"


def _first_passwords(settings: Settings, made: list[tuple[str, str, str]]) -> Path:
    given = {account: new_password() for _, account, _ in made}
    set_passwords(given)
    path = settings.state / "first_passwords.csv"
    new = not path.exists()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        if new:
            rows.writerow(["группа", "учётная запись", "код", "первый пароль"])
        rows.writerows([group, account, code, given[account]] for group, account, code in made)
    return path


def _folder(path: Path, user: int, group: int, mode: int) -> None:
    if path.is_symlink():
        raise KitError(f"На месте папки {path} лежит ссылка: уберите её и повторите.")
    path.mkdir(parents=True, exist_ok=True)
    os.chown(path, user, group, follow_symlinks=False)
    os.chmod(path, mode)


def run_program(program: str, *arguments: str, text: str | None = None) -> None:
    found = shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))
    if found is None:
        raise KitError(f"В системе нет программы {program}: учётные записи заводятся только в Linux.")
    done = subprocess.run([found, *arguments], input=text, capture_output=True, text=True)
    if done.returncode:
        raise KitError(f"Система не выполнила {program}: {done.stderr.strip()[:200]}")
