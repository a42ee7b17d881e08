"""One participant's answers file: read anew at every call, saved under a lock: several kernels of one participant
never lose each other's tasks."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mentoring.answers import disk, versions
from mentoring.answers.disk import Damaged, StoreError
from mentoring.answers.model import Answers, HandedIn, Owner, Returned, SavedAnswer, Version, locked_reason

FILE = "answers.json"
MAX_ANSWER_BYTES = 500_000
KEPT_VERSIONS, KEPT_BYTES = 200, 2_000_000  # of versions that lost, together


class Locked(StoreError):
    """The work is handed in and not returned."""


class Conflict(Exception):
    """Somebody (another window) saved a newer version of this answer: `current` is what lies on disk."""

    def __init__(self, current: SavedAnswer):
        super().__init__("conflict")
        self.current = current


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
            answers = self._parse(disk.read_plain(self.path))
        except FileNotFoundError:
            if not disk.exists(self.backup):
                return self._with_returned(self._blank()), ""
            answers = None
        except Damaged:
            answers = None
        if answers is not None:
            return self._with_returned(self._claimed(answers)[0]), ""
        try:
            with disk.one_writer(self.folder, self.name):
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
        with disk.spoken(), disk.one_writer(self.folder, self.name):
            answers = self._ready()
            if answers.locked:
                raise Locked("Работа уже сдана: последние изменения в неё не вошли.")
            current = answers.answers.get(task)
            if current is not None and _same(current.answer, answer):
                return current
            if current is not None and current.revision != base_revision:
                self._keep(answers, task, base_revision, _now(), answer)
                self._write(answers)
                raise Conflict(current)
            if current is not None and resolves:
                self._keep(answers, task, current.revision, current.saved_at, current.answer)
            # A file restored from an older copy must not make revisions go backwards for an open window.
            revision = max(current.revision if current else 0, base_revision) + 1
            saved = SavedAnswer(revision=revision, saved_at=_now(), answer=answer)
            answers.answers[task] = saved
            self._write(answers)
            return saved

    def hand_in(self, *, taken: int = 0) -> tuple[Answers, HandedIn]:
        """Record a new attempt and lock the work. `taken`: attempts already lying in the inbox (number goes on)."""
        with disk.spoken(), disk.one_writer(self.folder, self.name):
            answers = self._ready()
            if answers.locked:
                raise Locked(locked_reason(answers))
            made = HandedIn(attempt=max(answers.attempt, taken) + 1, at=_now())
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
            raise Damaged from error
        if not isinstance(data, dict):
            raise Damaged
        if versions.is_newer(data):
            raise StoreError(
                "Файл ответов записан более новой версией программы: чтобы его не испортить, ответы здесь "
                "не сохраняются. Обновите программу или обратитесь к преподавателю."
            )
        try:
            return Answers.model_validate(versions.migrated(data))
        except (ValidationError, RecursionError) as error:
            raise Damaged from error

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
            returned = Returned.model_validate_json(disk.read_plain(self.folder / "returned.json"))
        except (OSError, ValueError, Damaged, StoreError):
            return answers
        return answers.model_copy(update={"returned": returned}) if returned.attempt == answers.attempt else answers

    def _ready(self) -> Answers:
        """What a writer starts from, under the lock: damage put aside, another release's file kept beside."""
        try:
            answers = self._parse(disk.read_plain(self.path))
        except FileNotFoundError:
            answers = self._recover()[0] if disk.exists(self.backup) else self._blank()
        except Damaged:
            answers = self._recover()[0]
        answers, moved = self._claimed(answers)
        if moved:
            disk.copy_aside(self.path, "release")
        return self._with_returned(answers)

    def _recover(self) -> tuple[Answers, str]:
        """Under the lock: put a damaged file aside and bring the previous copy back."""
        damaged = False
        try:
            return self._parse(disk.read_plain(self.path)), ""  # another kernel has mended it
        except FileNotFoundError:
            pass
        except Damaged:
            damaged = True
            disk.move_aside(self.path)
        answers, notice = self._from_backup()
        if answers.answers or answers.handed_in or not damaged:
            disk.write_atomic(self.path, answers.to_bytes())
        return answers, notice

    def _from_backup(self) -> tuple[Answers, str]:
        try:
            answers = self._parse(disk.read_plain(self.backup))
        except (OSError, Damaged):
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
        if any(item.task == task and _same(item.answer, answer) for item in answers.history):
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
        if len(data) > disk.MAX_BYTES:  # what is larger would be read as damaged
            raise StoreError("Ответы этой работы вместе слишком большие, сохранить их нельзя: сократите тексты.")
        disk.write_atomic(self.path, data, self.backup)


def _now() -> str:
    """Local time with offset, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
