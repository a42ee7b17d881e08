"""Opening what participants sent: folders, zips and loose answers files, as names and bytes. Nothing goes to disk.

Only notebooks, JSON files and uploads of bounded size come out; links, traversal, bombs and encrypted archives do not.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from autograder import letters
from autograder.answers import BACKUP, FILE
from autograder.attached import taken_out
from autograder.errors import KitError, reason
from autograder.files import is_plain, read_plain
from autograder.layout import NAME
from autograder.uploads import NAME as UPLOAD

MAX_FILE = 60_000_000
MAX_PARCEL = 120_000_000
MAX_ENTRIES = 300
MAX_NAME = 200  # bytes: file systems take 255, and a name in Russian is two a letter
LETTER_DEPTH = 2
OTHERS = {BACKUP, "timestamp.txt"}
RETURNED = "returned.json"  # the instructor's word on an attempt: never taken from a participant
LETTERS = (".eml", ".msg")
MSG = "письмо в формате .msg не читается: сохраните его как .eml или сохраните вложение"


@dataclass
class Parcel:
    """One sent work. `code` and `attempt` as its name or folder says (may be empty or None)."""

    label: str
    code: str = ""
    attempt: int | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    sent: datetime | None = None
    notes: list[str] = field(default_factory=list)
    refused: str = ""


def open_all(folder: Path, assignment: str) -> Iterator[Parcel]:
    """Every parcel under a folder (or the one a file is); one that can't be opened comes with `refused`.

    Understood: `[<assignment>/]<code>/<attempt>/files`, `<code>/[<assignment>/]files`, zips and loose answers files of
    any name (what a mail program made of it: `.json`, `.txt`, none) at the top, in a code's folder or in a letter's;
    saved letters (`.eml`) with the same attached.
    Raises KitError when the folder is not there.
    """
    if folder.is_file():
        yield from _file(folder, assignment, "")
        return
    if not folder.is_dir():
        raise KitError(f"Нет папки {folder}: укажите, где лежат присланные работы.")
    inner = folder / assignment
    if inner.is_dir() and not inner.is_symlink():  # a link would bring what its owner may not read
        folder = inner
    for item in _listed(folder):
        if item.is_symlink():
            yield Parcel(item.name, refused="ссылка вместо работы")
            continue
        try:
            if item.is_file():
                yield from _file(item, assignment, "")
            elif NAME.fullmatch(item.name):
                yield from _person(item, assignment)
            else:
                yield from _letter(item, assignment)
        except OSError as error:
            yield Parcel(item.name, refused=f"папка не читается: {reason(error)}")


def _letter(folder: Path, assignment: str) -> Iterator[Parcel]:
    """A folder that a mail program made for a letter: its answers files and zips say themselves whose they are. They
    may lie a folder or two deeper, where the program keeps attachments apart."""
    found = [parcel for item in _inside(folder) for parcel in _file(item, assignment, "")]
    yield from found or [Parcel(folder.name[:60], refused="имя папки не похоже на код участника, ответов в ней нет")]


def _inside(folder: Path, deep: int = LETTER_DEPTH) -> Iterator[Path]:
    """Files of a letter's folder; links are never followed."""
    for item in _listed(folder):
        if item.is_file() and not item.is_symlink():
            yield item
        elif deep and item.is_dir() and not item.is_symlink():
            yield from _inside(item, deep - 1)


def _person(folder: Path, assignment: str) -> Iterator[Parcel]:
    inner = folder / assignment
    base = inner if inner.is_dir() and not inner.is_symlink() else folder
    attempts = [item for item in _listed(base) if item.name.isdecimal() and item.is_dir() and not item.is_symlink()]
    if not attempts:
        if any(_wanted(item.name) for item in _listed(base)):
            yield _folder(base, folder.name, None)
        for item in _listed(base):
            if item.suffix.lower() in (".zip", *LETTERS):
                yield from _file(item, assignment, folder.name)
    for item in sorted(attempts, key=lambda item: int(item.name[:9])):
        yield _folder(item, folder.name, int(item.name[:9]))


def _folder(folder: Path, code: str, attempt: int | None) -> Parcel:
    parcel = Parcel(f"{code}/{folder.name}", code, attempt, sent=_moment(folder))
    total = 0
    for item in _listed(folder):
        if not _wanted(item.name):
            continue
        content = read_plain(item, MAX_FILE)
        if content is None:
            why = "слишком велик" if is_plain(item) else "не обычный файл (ссылка)"
            parcel.notes.append(f"{item.name[:60]} {why}, не принят")
            continue
        total += len(content)
        if total > MAX_PARCEL:
            parcel.refused = "работа слишком велика"
            return parcel
        parcel.files[item.name] = content
    return parcel


def _file(path: Path, assignment: str, code: str) -> Iterator[Parcel]:
    if path.name in ("release.json", "timestamp.txt"):
        return
    if path.suffix.lower() in LETTERS:
        yield from _mail(path, assignment, code)
    elif _may_answer(path.name):
        yield from _loose(path.name, read_plain(path, MAX_FILE), code, _moment(path))
    elif path.suffix.lower() == ".zip":
        fits = is_plain(path) and path.stat().st_size <= MAX_PARCEL
        yield _zip(path.name, path if fits else None, assignment, code, _moment(path))


def _mail(path: Path, assignment: str, code: str) -> Iterator[Parcel]:
    """A letter saved as a file: every answers file and zip attached to it; files of one notebook are one work."""
    content = read_plain(path, MAX_PARCEL) if path.suffix.lower() == ".eml" else None
    if content is None:
        why = "письмо слишком велико или это ссылка" if path.suffix.lower() == ".eml" else MSG
        yield Parcel(path.name, code, refused=why)
        return
    date, attached = letters.opened(content)
    sent, made = date or _moment(path), []
    if any(name.lower().endswith(".ipynb") for name, _ in attached):
        whole = Parcel(path.name, code, sent=sent)
        for name, inside in attached:
            if _wanted(name) and len(inside) <= MAX_FILE:
                whole.files.setdefault(name, inside)
        made.append(whole)
        attached = [(name, inside) for name, inside in attached if name.lower().endswith(".zip")]
    for name, inside in attached:
        if name.lower().endswith(".zip"):
            made.append(_zip(name, io.BytesIO(inside), assignment, code, sent))
        elif _may_answer(name) and name not in ("release.json", "timestamp.txt"):
            made += _loose(name or path.name, inside if len(inside) <= MAX_FILE else None, code, sent)
    yield from made or [Parcel(path.name[:60], code, refused="в письме нет файла ответов")]


def _may_answer(name: str) -> bool:
    return Path(name).suffix.lower() in (".json", ".txt", "", ".bin") or ".json" in name.lower()


def _loose(name: str, content: bytes | None, code: str, sent: datetime) -> Iterator[Parcel]:
    """An answers file; another text is passed by in silence. `content`: None for one too big or not a file."""
    sure = name.lower().endswith(".json")
    if not sure and (content is None or b'"answers"' not in content.replace(b"\0", b"")):
        return
    parcel = Parcel(name, code, sent=sent)
    if content is None:
        parcel.refused = "файл слишком велик или это ссылка"
    else:
        parcel.files[FILE], attached = taken_out(content)
        parcel.files |= attached
    yield parcel


def _zip(name: str, source: Path | IO[bytes] | None, assignment: str, code: str, sent: datetime) -> Parcel:
    named, attempt = _from_name(Path(name).stem, assignment)
    parcel = Parcel(name, code or named, attempt, sent=sent)
    if source is None:
        parcel.refused = "архив слишком велик или это ссылка"
        return parcel
    try:
        with zipfile.ZipFile(source) as archive:
            _unpack(archive, parcel)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        parcel.refused = "архив повреждён, закрыт паролем или это не zip"
    return parcel


def _unpack(archive: zipfile.ZipFile, parcel: Parcel) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        parcel.refused = f"в архиве {len(entries)} файлов: это не сданная работа"
        return
    room = MAX_PARCEL
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        name = parts[-1]
        if entry.is_dir() or not _wanted(name) or "__MACOSX" in parts or name in parcel.files:
            continue
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in entry.filename:
            parcel.notes.append(f"файл с путём наружу ({name[:60]}) не принят")
            continue
        if stat.S_ISLNK(entry.external_attr >> 16):
            parcel.notes.append(f"ссылка {name[:60]} не принята")
            continue
        limit = min(MAX_FILE, room)
        with archive.open(entry) as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            parcel.refused = "архив распаковывается в слишком большой объём"
            return
        room -= len(content)
        parcel.files[name] = content


def _from_name(stem: str, assignment: str) -> tuple[str, int | None]:
    """«practicum_1_u07_2 (1)» → u07, 2."""
    rest = stem.split(" ")[0].removeprefix(f"{assignment}_")
    code, _, number = rest.rpartition("_")
    if not code:
        code, number = rest, ""
    if not NAME.fullmatch(code) or not number.isdecimal() or not stem.startswith(f"{assignment}_"):
        return "", None
    return code, int(number[:9])


def _wanted(name: str) -> bool:
    ours = name.lower().endswith((".ipynb", ".json")) or name in OTHERS or UPLOAD.fullmatch(name)
    short = len(name.encode("utf-8", "replace")) < MAX_NAME
    return bool(ours) and short and not name.startswith(".") and name.lower() != RETURNED


def _listed(folder: Path) -> list[Path]:
    return sorted(Path(entry.path) for entry in os.scandir(folder) if not entry.name.startswith("."))


def _moment(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC)
