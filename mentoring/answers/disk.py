"""Files that survive a kill at any moment: temporary file, fsync, rename, previous copy beside, one writer at a time.

A link, a pipe or a giant in place of a file is refused; an error of the file system becomes one Russian sentence.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

MAX_BYTES = 20_000_000
LOCK_SECONDS = 10.0


class StoreError(Exception):
    """The answer could not be saved or read; the message is one Russian sentence for the participant."""


class Damaged(Exception):
    """Not JSON, or JSON of another shape."""


def write_atomic(path: Path, data: bytes, backup: Path | None = None) -> None:
    """Replace `path` by `data` so that after any crash either the old or the new content is there, never a part.

    `backup`: where the old content goes, once the new one is safe: a disk that is full changes nothing at all.
    """
    temporary, second = path.with_name(f".{path.name}.{os.getpid()}.tmp"), None
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(temporary, flags, 0o644), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        second = _second_name(path, backup) if backup else None
        _replace(temporary, path)
        if second:
            _replace(second, backup)
            with contextlib.suppress(OSError):  # rename does nothing when both are already the same file
                second.unlink()
    except BaseException:
        for leftover in filter(None, (temporary, second)):
            with contextlib.suppress(OSError):
                leftover.unlink()
        raise
    _sync_folder(path.parent)


def exists(path: Path) -> bool:
    return os.path.lexists(path)


def read_plain(path: Path) -> bytes:
    """The content of a plain file; a link, a pipe or a giant is refused."""
    if path.is_symlink():
        raise StoreError(f"На месте файла {path.name} лежит ссылка: ответы через неё не читаются и не записываются.")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise StoreError(f"На месте файла {path.name} лежит не файл: ответы не читаются и не записываются.")
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise Damaged
    return raw


def _second_name(path: Path, backup: Path) -> Path | None:
    """A name under which the present file outlives its replacement. A hard link costs nothing, and goes with the next
    rename: intake takes no file of two names. Where there are no links the backup is a copy, made here."""
    if not exists(path):
        return None
    link = backup.with_name(f".{path.name}.link.tmp")
    with contextlib.suppress(FileNotFoundError):
        link.unlink()
    try:
        os.link(path, link, follow_symlinks=False)
    except (OSError, NotImplementedError):
        write_atomic(backup, read_plain(path))
        return None
    return link


def _free_name(path: Path, word: str) -> Path:
    number = 1
    while exists(aside := path.with_name(f"{path.name}.{word}-{number}")):
        number += 1
    return aside


def move_aside(path: Path) -> None:
    """What can't be read is put beside under a new name, never deleted."""
    os.rename(path, _free_name(path, "damaged"))


def copy_aside(path: Path, word: str) -> None:
    write_atomic(_free_name(path, word), read_plain(path))


def _replace(source: Path, target: Path) -> None:
    for pause in (0.02, 0.05, 0.1, 0.2, 0.5):  # Windows refuses while a reader holds the file open
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(pause)
    os.replace(source, target)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:  # some network file systems can't
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def one_writer(folder: Path, name: str) -> Iterator[None]:
    """One writer of the file at a time, over processes; the lock dies with its process."""
    folder.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(folder / f".{name}.lock", flags, 0o644)
    try:
        _wait_for_lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int) -> None:
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):  # a file system without locks
                return
            if time.monotonic() > deadline:
                raise StoreError("Файл ответов занят другим окном: попробуем сохранить ещё раз.") from error
        time.sleep(0.005)


@contextlib.contextmanager
def spoken() -> Iterator[None]:
    """Turn errors of the file system into a Russian sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            text = "На диске кончилось место: ответ не записан, он хранится в этом браузере."
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            text = "Папка с работой закрыта для записи: ответ не записан, он хранится в этом браузере."
        elif error.errno == errno.ELOOP:
            text = "На месте служебного файла лежит ссылка: ответ не записан, он хранится в этом браузере."
        else:
            text = f"Ответ не записан на диск (ошибка {error.errno}), он хранится в этом браузере."
        raise StoreError(text) from error
