"""The participant's answers on disk: `answers.json` beside the notebook, one owner, every change kept at once.

A saved answer survives a kill at any moment: temporary file, fsync, rename, previous copy in `.bak`, and a lock,
so that several kernels of one participant never lose each other's tasks. Nothing here knows of widgets or scoring.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mentoring import answer_versions
from mentoring.answer_versions import SCHEMA

FILE = "answers.json"
MAX_BYTES = 20_000_000
MAX_ANSWER_BYTES = 500_000
KEPT_VERSIONS, KEPT_BYTES = 200, 2_000_000  # of versions that lost, together
LOCK_SECONDS = 10.0
CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]*$")


class StoreError(Exception):
    """The answer could not be saved or read; the message is one Russian sentence for the participant."""


class Locked(StoreError):
    """The work is handed in and not returned."""


class Conflict(Exception):
    """Somebody (another window) saved a newer version of this answer: `current` is what lies on disk."""

    def __init__(self, current: SavedAnswer):
        super().__init__("conflict")
        self.current = current


class _Part(BaseModel):
    # Keys of later writers pass through untouched.
    model_config = ConfigDict(extra="allow", populate_by_name=True)


class SavedAnswer(_Part):
    """One answer: `revision` grows by one with every change, `saved_at` is local time with its offset."""

    revision: int = Field(ge=0)
    saved_at: str
    answer: Any = None


class HandedIn(_Part):
    attempt: int = Field(ge=1)
    at: str


class Returned(_Part):
    """The instructor sent attempt number `attempt` back for revision."""

    attempt: int = Field(ge=1)
    at: str = ""
    comment: str = ""


class Version(_Part):
    """An answer that lost to another window's one; kept, never read by grading."""

    task: str
    revision: int
    saved_at: str
    answer: Any = None


class Answers(_Part):
    """The whole of `answers.json`, as docs/contract.md has it; `history` is left out while it is empty."""

    schema_: int = Field(SCHEMA, alias="schema")
    participant: str = ""
    assignment: str = ""
    release: str = ""
    variant: str = "base"
    answers: dict[str, SavedAnswer] = Field(default_factory=dict)
    handed_in: list[HandedIn] = Field(default_factory=list)
    returned: Returned | None = None
    history: list[Version] = Field(default_factory=list)

    @property
    def attempt(self) -> int:
        """Number of the last attempt handed in, 0 before the first."""
        return max((item.attempt for item in self.handed_in), default=0)

    @property
    def locked(self) -> bool:
        """Handed in, and the last attempt is not returned."""
        return bool(self.handed_in) and (self.returned is None or self.returned.attempt < self.attempt)

    def to_bytes(self) -> bytes:
        data = self.model_dump(mode="json", by_alias=True)
        if not data["history"]:
            del data["history"]
        # A lone surrogate (a broken paste) becomes its JSON escape instead of an error.
        return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"


@dataclass(frozen=True)
class Owner:
    """Whose answers, to which release; empty strings mean «not known»."""

    participant: str = ""
    assignment: str = ""
    release: str = ""
    variant: str = "base"


def now() -> str:
    """Local time with offset, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def same_answer(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@dataclass
class Store:
    """One answers file. Every method reads the file anew: another kernel may have written it meanwhile."""

    folder: Path
    owner: Owner = field(default_factory=Owner)
    name: str = FILE

    @property
    def path(self) -> Path:
        return self.folder / self.name

    @property
    def backup(self) -> Path:
        return self.folder / f"{self.name}.bak"

    def read(self) -> tuple[Answers, str]:
        """What is saved, and a Russian notice («» when all is well). A damaged file is put aside, never deleted.

        Raises StoreError when there is something that must not be read as this participant's answers.
        """
        try:
            answers = self._parse(_read_bytes(self.path))
        except FileNotFoundError:
            if not _exists(self.backup):
                return self._with_returned(self._blank()), ""
            answers = None
        except _Damaged:
            answers = None
        if answers is not None:
            return self._with_returned(self._claimed(answers)[0]), ""
        try:
            with self._lock():
                answers, notice = self._recover()
        except OSError:  # a folder that can only be read
            answers, notice = self._from_backup()
        return self._with_returned(self._claimed(answers)[0]), notice

    def save(self, task: str, answer: Any, base_revision: int, *, resolves: bool = False) -> SavedAnswer:
        """Save one answer and return it as saved; it is on disk when this returns.

        `base_revision` is the revision the participant saw. Raises Conflict when a newer one lies on disk (the answer
        given here is then kept in `history`), Locked after hand-in, StoreError with a Russian sentence else.
        With `resolves` the participant has seen both versions: the replaced one goes to `history`.
        """
        if len(json.dumps(answer)) > MAX_ANSWER_BYTES:
            raise StoreError("Ответ слишком большой, сохранить его нельзя: сократите текст.")
        with _spoken(), self._lock():
            answers = self._ready()
            if answers.locked:
                raise Locked("Работа уже сдана: последние изменения в неё не вошли.")
            current = answers.answers.get(task)
            if current is not None and same_answer(current.answer, answer):
                return current
            if current is not None and current.revision != base_revision:
                self._keep(answers, task, base_revision, now(), answer)
                self._write(answers)
                raise Conflict(current)
            if current is not None and resolves:
                self._keep(answers, task, current.revision, current.saved_at, current.answer)
            # A file restored from an older copy must not make revisions go backwards for an open window.
            revision = max(current.revision if current else 0, base_revision) + 1
            saved = SavedAnswer(revision=revision, saved_at=now(), answer=answer)
            answers.answers[task] = saved
            self._write(answers)
            return saved

    def hand_in(self, *, taken: int = 0) -> tuple[Answers, HandedIn]:
        """Record a new attempt and lock the work. `taken`: attempts already lying in the inbox (number goes on)."""
        with _spoken(), self._lock():
            answers = self._ready()
            if answers.locked:
                raise Locked(locked_reason(answers))
            made = HandedIn(attempt=max(answers.attempt, taken) + 1, at=now())
            answers.handed_in.append(made)
            self._write(answers)
            return answers, made

    # -- reading -----------------------------------------------------------------------------------------------------

    def _blank(self) -> Answers:
        owner = self.owner
        return Answers(
            participant=owner.participant, assignment=owner.assignment, release=owner.release, variant=owner.variant
        )

    def _parse(self, raw: bytes) -> Answers:
        try:
            data = json.loads(raw.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise _Damaged from error
        if not isinstance(data, dict):
            raise _Damaged
        if answer_versions.is_newer(data):
            raise StoreError(
                "Файл ответов записан более новой версией программы: чтобы его не испортить, ответы здесь "
                "не сохраняются. Обновите программу или обратитесь к преподавателю."
            )
        try:
            return Answers.model_validate(answer_versions.migrated(data))
        except (ValidationError, RecursionError) as error:
            raise _Damaged from error

    def _claimed(self, answers: Answers) -> tuple[Answers, bool]:
        """The answers under this owner, and whether they were given to another release."""
        owner = self.owner
        if answers.participant and owner.participant and answers.participant != owner.participant:
            raise StoreError(
                f"В этой папке лежат ответы другого участника ({answers.participant}): ваши ответы сюда "
                "не записываются. Откройте работу из своей папки или обратитесь к преподавателю."
            )
        if answers.assignment and owner.assignment and answers.assignment != owner.assignment:
            raise StoreError(
                f"В этой папке лежат ответы к другой работе ({answers.assignment}): сюда они не записываются. "
                "Обратитесь к преподавателю."
            )
        moved = bool(answers.release and owner.release) and (
            (answers.release, answers.variant) != (owner.release, owner.variant)
        )
        names = ("participant", "assignment", "release")
        known = {name: getattr(owner, name) for name in names if getattr(owner, name)}
        if owner.release:
            known["variant"] = owner.variant
        return answers.model_copy(update=known), moved

    def _with_returned(self, answers: Answers) -> Answers:
        """`returned.json` of the instructor counts when it names the last attempt."""
        try:
            returned = Returned.model_validate_json(_read_bytes(self.folder / "returned.json"))
        except (OSError, ValueError, _Damaged, StoreError):
            return answers
        return answers.model_copy(update={"returned": returned}) if returned.attempt == answers.attempt else answers

    def _ready(self) -> Answers:
        """What a writer starts from, under the lock: damage put aside, another release's file kept beside."""
        try:
            answers = self._parse(_read_bytes(self.path))
        except FileNotFoundError:
            answers = self._recover()[0] if _exists(self.backup) else self._blank()
        except _Damaged:
            answers = self._recover()[0]
        answers, moved = self._claimed(answers)
        if moved:
            _copy_aside(self.path, "release")
        return self._with_returned(answers)

    def _recover(self) -> tuple[Answers, str]:
        """Under the lock: put a damaged file aside and bring the previous copy back."""
        damaged = False
        try:
            return self._parse(_read_bytes(self.path)), ""  # another kernel has mended it
        except FileNotFoundError:
            pass
        except _Damaged:
            damaged = True
            _move_aside(self.path)
        answers, notice = self._from_backup()
        if answers.answers or answers.handed_in or not damaged:
            write_atomic(self.path, answers.to_bytes())
        return answers, notice

    def _from_backup(self) -> tuple[Answers, str]:
        try:
            answers = self._parse(_read_bytes(self.backup))
        except (OSError, _Damaged):
            return self._blank(), (
                "Файл с ответами повреждён и отложен в сторону, предыдущей копии нет: проверьте ответы и дайте их "
                "заново; отложенный файл покажите преподавателю."
            )
        return answers, (
            "Файл с ответами был повреждён: взята предыдущая копия, проверьте последний изменённый ответ. "
            "Повреждённый файл отложен рядом."
        )

    # -- writing -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _keep(answers: Answers, task: str, revision: int, saved_at: str, answer: Any) -> None:
        """Remember a version that lost."""
        if any(item.task == task and same_answer(item.answer, answer) for item in answers.history):
            return
        answers.history.append(Version(task=task, revision=revision, saved_at=saved_at, answer=answer))
        del answers.history[:-KEPT_VERSIONS]
        sizes = [len(json.dumps(item.answer)) for item in answers.history]
        while sum(sizes) > KEPT_BYTES and len(sizes) > 1:
            del sizes[0], answers.history[0]

    def _write(self, answers: Answers) -> None:
        for leftover in self.folder.glob(f".{self.name}.*.tmp"):  # of a killed writer: the lock is ours
            leftover.unlink(missing_ok=True)
        data = answers.to_bytes()
        if len(data) > MAX_BYTES:  # what is larger would be read as damaged
            raise StoreError("Ответы этой работы вместе слишком большие, сохранить их нельзя: сократите тексты.")
        write_atomic(self.path, data, self.backup)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """One writer at a time, over processes; the lock dies with its process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(self.folder / f".{self.name}.lock", flags, 0o644)
        try:
            _wait_for_lock(descriptor)
            yield
        finally:
            os.close(descriptor)


def locked_reason(answers: Answers) -> str:
    """«Работа сдана 21.11.2026 в 14:05 …», or «» when the work is open."""
    if not answers.locked:
        return ""
    last = answers.handed_in[-1]
    return f"Работа сдана {spoken_time(last.at)} (попытка {last.attempt}). Изменить ответы можно, если её вернут."


def spoken_time(moment: str) -> str:
    """ISO time → «21.11.2026 в 14:05»; anything else unchanged."""
    try:
        return datetime.fromisoformat(moment).strftime("%d.%m.%Y в %H:%M")
    except ValueError:
        return moment


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


class _Damaged(Exception):
    """Not JSON, or JSON of another shape."""


def _exists(path: Path) -> bool:
    return os.path.lexists(path)


def _read_bytes(path: Path) -> bytes:
    """The content of a plain file; a link, a pipe or a giant is refused."""
    if path.is_symlink():
        raise StoreError(f"На месте файла {path.name} лежит ссылка: ответы через неё не читаются и не записываются.")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise StoreError(f"На месте файла {path.name} лежит не файл: ответы не читаются и не записываются.")
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise _Damaged
    return raw


def _second_name(path: Path, backup: Path) -> Path | None:
    """A name under which the present file outlives its replacement. A hard link costs nothing, and goes with the next
    rename: intake takes no file of two names. Where there are no links the backup is a copy, made here."""
    if not _exists(path):
        return None
    link = backup.with_name(f".{path.name}.link.tmp")
    with contextlib.suppress(FileNotFoundError):
        link.unlink()
    try:
        os.link(path, link, follow_symlinks=False)
    except (OSError, NotImplementedError):
        write_atomic(backup, _read_bytes(path))
        return None
    return link


def _free_name(path: Path, word: str) -> Path:
    number = 1
    while _exists(aside := path.with_name(f"{path.name}.{word}-{number}")):
        number += 1
    return aside


def _move_aside(path: Path) -> None:
    os.rename(path, _free_name(path, "damaged"))


def _copy_aside(path: Path, word: str) -> None:
    write_atomic(_free_name(path, word), _read_bytes(path))


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
def _spoken() -> Iterator[None]:
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
