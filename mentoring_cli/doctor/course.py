"""Checks of a course's own data: workspace, gradebook, releases and their keys, what a crash left, formats."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from autograder.layout import Layout
from autograder.operation import database as copies
from autograder.operation import upgrade
from autograder.spreadsheet_text import number_said
from mentoring_cli.doctor.finding import Finding

OLD_SECONDS = 3600
HELD_SECONDS = 2.0
DRAFTS = (".staging-*", "attempts/*/*/.taking-*", "submitted/*/.publishing-*", "**/.*.tmp", "inbox/*/*/.*.part")


def workspace(place: Layout) -> list[Finding]:
    """The workspace can be written, and only its owner enters where several people share the machine."""
    folder = place.workspace
    if not folder.is_dir():
        return [
            Finding("workspace", "Рабочая папка", "warn", "её ещё нет", "выполните make start или mentoring release")
        ]
    if not os.access(folder, os.W_OK | os.X_OK):
        return [Finding("workspace", "Рабочая папка", "bad", f"{folder} закрыта для записи",
                        "работайте от имени её владельца или верните права")]  # fmt: skip
    found = [Finding("workspace", "Рабочая папка", "ok", str(folder))]
    secret = place.secret
    if secret.exists() and secret.stat().st_mode & 0o077 and not _closed(folder):
        found.append(Finding("secret", "Секрет вариантов", "bad", "его может прочитать любой пользователь машины",
                             f"chmod 600 {secret}"))  # fmt: skip
    return found


def database(place: Layout) -> list[Finding]:
    """The gradebook answers, its tables are of this version, the file is whole."""
    if not place.has_gradebook:
        return [Finding("database", "Журнал оценок", "warn", "его ещё нет", "появится с первым выпуском")]
    now, head = upgrade.gradebook_versions(place)
    kind = "SQLite" if place.db_url.startswith("sqlite") else "PostgreSQL"
    if not now:
        return [Finding("database", "Журнал оценок", "bad", f"{kind} отвечает, но таблиц в нём нет",
                        "выпустите задание: mentoring release")]  # fmt: skip
    found = [Finding("database", "Журнал оценок", "ok", f"{kind}, таблицы нынешней версии")]
    if now != head:
        found = [Finding("database", "Журнал оценок", "bad", f"{kind}, таблицы прежней версии", "mentoring upgrade")]
    if kind == "SQLite":
        problem = copies.integrity(place.gradebook)
        found.append(
            Finding("integrity", "Целостность журнала", "bad", problem[:200], "верните журнал: mentoring restore")
            if problem else Finding("integrity", "Целостность журнала", "ok", "нарушений нет")
        )  # fmt: skip
        return found
    return [*found, _server_clock(place)]


def releases(place: Layout) -> list[Finding]:
    """Every released assignment has its key, and every work names a release that is kept."""
    from autograder import answers, key
    from autograder.errors import KitError

    found, names = [], sorted(path.name for path in place.release.glob("*") if path.is_dir())
    for name in names:
        try:
            if key.is_released(place, name):
                key.load(place, name)
                key.load_skeleton(place, name)
            else:
                found.append(Finding("releases", f"Выпуск {name}", "warn", "ключа нет: его выпустили без комплекта",
                                     f"если задание наше: mentoring release {name}"))  # fmt: skip
        except KitError as error:
            found.append(Finding("releases", f"Выпуск {name}", "bad", str(error), "верните папку keys из копии"))
    lost: dict[str, int] = {}
    for folder in place.submitted.glob("*/*"):
        given = answers.read(folder) if folder.is_dir() else answers.Answers()
        if given.release and key.is_released(place, folder.name):
            try:
                kept = key.release_folder(place, folder.name, given.release) / "key.json"
            except KitError:
                continue
            if not kept.is_file():
                lost[folder.name] = lost.get(folder.name, 0) + 1
    for name, count in sorted(lost.items()):
        said = f"нет ключа выпуска, по которому сделано работ: {count}"
        todo = "верните папку keys из копии: mentoring restore"
        found.append(Finding("releases", f"Выпуск {name}", "bad", said, todo))
    if not found:
        found.append(
            Finding("releases", "Выпуски", "ok", f"с ключами: {len(names)}" if names else "ещё ничего не выпущено")
        )
    return found


def leftovers(place: Layout) -> list[Finding]:
    """Drafts that a crash left, older than an hour; locks die with their process and are never stale themselves."""
    now, old = time.time(), []
    for pattern in DRAFTS:
        for path in place.workspace.glob(pattern):
            try:
                if now - path.lstat().st_mtime > OLD_SECONDS:
                    old.append(path)
            except OSError:
                continue
    journal = place.gradebook.with_name(place.gradebook.name + "-journal")
    held = _held(place)
    found = []
    if journal.exists() and now - journal.stat().st_mtime > OLD_SECONDS and journal.stat().st_size:
        found.append(Finding("leftovers", "Брошенные файлы", "warn", "журнал оценок прервали посреди записи",
                             "ничего: SQLite вернёт прежнее при следующем открытии; файл не удаляйте"))  # fmt: skip
    if held:
        found.append(Finding("locks", "Замки", "warn", f"файлы ответов не освобождаются: {len(held)}",
                             "перезапустите страницы участника: его ядро зависло"))  # fmt: skip
    if old:
        said = f"после сбоя осталось: {len(old)}, первый {old[0]}"
        found.append(Finding("leftovers", "Брошенные файлы", "warn", said, "удалите их, когда никто не работает"))
    return found or [Finding("leftovers", "Брошенные файлы", "ok", "нет")]


def formats(place: Layout) -> list[Finding]:
    """Files of other versions of the kit."""
    import json

    from autograder.operation.formats import CURRENT, version

    older = newer = 0
    for path, kind in upgrade.files(place):
        try:
            said = version(json.loads(path.read_text(encoding="utf-8-sig")))
        except (OSError, ValueError):
            continue
        older, newer = older + (said < CURRENT[kind]), newer + (said > CURRENT[kind])
    if newer:
        return [
            Finding("formats", "Форматы файлов", "bad", f"записаны более новой версией: {newer}", "обновите комплект")
        ]
    if older:
        return [Finding("formats", "Форматы файлов", "warn", f"прежней версии: {older}", "mentoring upgrade")]
    return [Finding("formats", "Форматы файлов", "ok", "нынешней версии")]


def _held(place: Layout) -> list[Path]:
    """Locks of answers that somebody holds although a save takes milliseconds; a file nobody holds means nothing."""
    try:
        import fcntl
    except ImportError:
        return []
    waiting = list(place.participants.glob("*/*/.*.lock"))
    deadline = time.monotonic() + HELD_SECONDS
    while waiting:
        held = []
        for path in waiting:
            try:
                handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            except OSError:
                continue
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                held.append(path)
            finally:
                os.close(handle)
        waiting = held
        if time.monotonic() > deadline:
            break
        time.sleep(0.1 if waiting else 0)
    return waiting


def _server_clock(place: Layout) -> Finding:
    import sqlalchemy as sa

    engine = sa.create_engine(place.db_url)
    try:
        with engine.connect() as connection:
            before = time.time()
            there = connection.execute(sa.text("select extract(epoch from clock_timestamp())")).scalar()
    finally:
        engine.dispose()
    skew = float(there) - before
    if abs(skew) > 5:
        return Finding("database_clock", "Часы сервера базы", "bad", f"расходятся с нашими на {skew:.0f} с",
                       "включите точное время на обеих машинах")  # fmt: skip
    return Finding("database_clock", "Часы сервера базы", "ok", f"расхождение {number_said(round(abs(skew), 1))} с")


def _closed(folder: Path) -> bool:
    """Nobody but the owner gets into the folder, whatever its files allow."""
    return not stat.S_IMODE(folder.stat().st_mode) & 0o077
