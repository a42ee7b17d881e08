"""Mailboxes of participants on a shared server: works come in, feedback and returned works go out.

`<exchange>/<course>/mailboxes/<code>/in` belongs to the participant's account (the grader reads),
`…/out` to the grader (the participant reads); nobody else can enter either. Released assignments lie in nbgrader's
own place, `<exchange>/<course>/outbound`. The operator makes the folders; where there are none, nothing here happens.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from autograder.files import read_plain, write_text
from autograder.layout import NAME, Layout
from autograder.parcels import Parcel, open_all

MAX_BYTES = 60_000_000


def incoming(place: Layout, assignment: str) -> Iterator[Parcel]:
    """Parcels of all mailboxes. The code is the mailbox's: what a file says of itself can't change whose it is."""
    for box in _boxes(place):
        folder = box / "in" / assignment
        try:
            parcels = list(open_all(folder, assignment)) if folder.is_dir() and not folder.is_symlink() else []
        except OSError:
            yield Parcel(box.name, box.name, refused="ящик участника не читается: проверьте права папки")
            continue
        for parcel in parcels:
            if parcel.code and parcel.code.lower() != box.name.lower():
                parcel.refused = f"в ящике участника {box.name} лежит работа с чужим кодом"
            parcel.code = _code(place, box.name) if not parcel.refused else box.name
            yield parcel


def deliver(place: Layout, assignment: str, code: str, name: str, text: str) -> bool:
    """Put the file `<assignment>.<name>` for one participant; False where there is no mailbox for them.

    Files lie flat in `out`, which hands its group down to them: a folder of its own could not be given to that group.
    """
    out = mailbox(place, code) / "out"
    if not out.is_dir():
        return False
    write_text(out / f"{assignment}.{name}", text, mode=0o640)
    return True


def publish(place: Layout, assignment: str) -> bool:
    """Copy a released assignment to the outbound folder of the exchange; False where the course has no exchange."""
    return _put_out(place, place.release / assignment, assignment)


def share(place: Layout, name: str, source: Path | None) -> bool:
    """Let the group's participants read the files of a folder (None: no longer); False without an exchange.

    The name begins with a dot: what has none is an assignment.
    """
    if source is not None:
        return _put_out(place, source, name)
    target = place.course_exchange / "outbound" / name
    shutil.rmtree(target, ignore_errors=True)
    return target.parent.is_dir()


def _put_out(place: Layout, folder: Path, name: str) -> bool:
    outbound = place.course_exchange / "outbound"
    if not outbound.is_dir():
        return False
    draft, target = outbound / f".{name}.{os.getpid()}", outbound / name
    shutil.rmtree(draft, ignore_errors=True)
    for source in sorted(folder.rglob("*")):
        content = read_plain(source, MAX_BYTES) if source.is_file() else None
        if content is not None:
            copy = draft / source.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
    for item in (draft, *draft.rglob("*")):
        item.chmod(0o755 if item.is_dir() else 0o644)
    old = outbound / f".{name}.{os.getpid()}.old"
    if target.is_dir():
        target.rename(old)
    draft.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return True


def mailbox(place: Layout, code: str) -> Path:
    return place.course_exchange / "mailboxes" / code.lower()


def _boxes(place: Layout) -> list[Path]:
    folder = place.course_exchange / "mailboxes"
    if not folder.is_dir():
        return []
    return sorted(item for item in folder.iterdir() if NAME.fullmatch(item.name) and not item.is_symlink())


def _code(place: Layout, box: str) -> str:
    """The code as the roster writes it: names of mailboxes are lower case."""
    from autograder.roster import load_roster

    return next((person.code for person in load_roster(place=place).people if person.code.lower() == box), box)
