"""Handing in: the work is locked in `answers.json`, then notebook, answers and release go to the inbox or into a zip.

Needs no nbgrader exchange. Whatever fails on the way, the participant is left with a file to send.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from mentoring import pickup, uploads
from mentoring.answers.disk import StoreError, write_atomic
from mentoring.answers.model import CODE, Answers, HandedIn, Owner, spoken_time
from mentoring.answers.store import FILE, Store

MAX_NOTEBOOK_BYTES = 50_000_000


@dataclass(frozen=True)
class Receipt:
    """What came of a hand-in: a Russian `message`, and a zip to offer when the work did not reach the inbox."""

    attempt: int
    at: str
    message: str
    inbox: Path | None = None
    zip_name: str = ""
    zip_bytes: bytes = b""


def hand_in(store: Store, inbox: str | Path | None = None) -> Receipt:
    """Lock the work and pass it on. `inbox`: the folder of MENTORING_INBOX, None or empty where there is none.

    Raises StoreError with a Russian sentence when the attempt could not even be recorded (nothing is locked then).
    """
    target = _inbox_of(store, inbox)
    answers, made = store.hand_in(taken=_attempts_in(target))
    when = f"Работа сдана {spoken_time(made.at)}, попытка {made.attempt}."
    if target is not None:
        try:
            place = _copy_to_inbox(store, answers, target / str(made.attempt))
            return Receipt(made.attempt, made.at, f"{when} Она передана преподавателю.", inbox=place)
        except OSError:
            when += " Папка приёма работ недоступна, поэтому преподавателю она пока не передана."
            if pickup.available():
                when += " Карта курса передаст её сама, когда папка заработает: откройте карту позже."
    return _as_zip(store, answers, made, when)


def pass_on(store: Store, inbox: str | Path | None = None) -> bool:
    """Bring a work that is handed in, and never reached the inbox (a kill in between, a folder that was closed), there
    now; True when that was done. What can't be done is left for another time: nothing is raised."""
    target = _inbox_of(store, inbox)
    if target is None:
        return False
    with contextlib.suppress(OSError, StoreError):
        answers, _ = store.read()
        place = target / str(answers.attempt)
        if answers.locked and not os.path.lexists(place):
            _copy_to_inbox(store, answers, place)
            return True
    return False


def pass_on_all(home: Path, inbox: str | Path | None = None) -> tuple[str, ...]:
    """`pass_on` for every work of a participant's home, as the course map calls it; ids of what has gone now."""
    gone = []
    for path in sorted(home.glob(f"*/{FILE}")):
        with contextlib.suppress(OSError, StoreError):
            answers, _ = Store(path.parent).read()
            if pass_on(Store(path.parent, Owner(answers.participant, answers.assignment)), inbox):
                gone.append(answers.assignment)
    return tuple(gone)


def package(store: Store) -> Receipt:
    """The last attempt once more as a zip, for who lost the file. Raises StoreError before the first one."""
    answers, _ = store.read()
    if not answers.handed_in:
        raise StoreError("Работа ещё не сдана.")
    last = answers.handed_in[-1]
    return _as_zip(store, answers, last, f"Работа сдана {spoken_time(last.at)}, попытка {last.attempt}.")


def files_of(store: Store, answers: Answers) -> dict[str, bytes]:
    """What is handed in, file name → content: notebook, answers as recorded, release note, uploaded files."""
    files = {FILE: answers.to_bytes()}
    notebook = _notebook(store.folder, answers.assignment)
    for path in (notebook, store.folder / "release.json"):
        if path is not None and path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_NOTEBOOK_BYTES:
            files[path.name] = path.read_bytes()
    return files | uploads.contents(store.folder, {id: one.answer for id, one in answers.answers.items()})


def _notebook(folder: Path, assignment: str) -> Path | None:
    named = folder / f"{assignment}.ipynb"
    if named.is_file():
        return named
    others = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))
    return others[0] if len(others) == 1 else None


def _inbox_of(store: Store, inbox: str | Path | None) -> Path | None:
    owner = store.owner
    if not inbox or not CODE.match(owner.participant) or not CODE.match(owner.assignment):
        return None
    return Path(inbox) / owner.assignment / owner.participant


def _attempts_in(target: Path | None) -> int:
    try:
        return max((int(item.name) for item in target.iterdir() if item.name.isdigit()), default=0) if target else 0
    except OSError:  # an inbox that can only be written to
        return 0


def _copy_to_inbox(store: Store, answers: Answers, place: Path) -> Path:
    """The folder appears under its final name only when it is complete."""
    growing = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        growing.mkdir(parents=True)
        for name, content in files_of(store, answers).items():
            write_atomic(growing / name, content)
        os.rename(growing, place)
    except OSError:
        shutil.rmtree(growing, ignore_errors=True)
        raise
    return place


def _as_zip(store: Store, answers: Answers, made: HandedIn, when: str) -> Receipt:
    assignment, code = (value if CODE.match(value) else "work" for value in (answers.assignment, answers.participant))
    name = f"{assignment}_{code}_{made.attempt}.zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, content in files_of(store, answers).items():
            archive.writestr(file_name, content)
    content = buffer.getvalue()
    where = "Скачайте файл и отправьте его преподавателю"
    with contextlib.suppress(OSError):
        write_atomic(store.folder / name, content)
        where += " (копия лежит рядом с тетрадью)"
    return Receipt(made.attempt, made.at, f"{when} {where}: {name}.", zip_name=name, zip_bytes=content)
