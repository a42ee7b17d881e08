"""Intake: makes a submission's folder fit for grading, in place, before nbgrader looks for notebooks.

Creates missing notebooks, takes renamed files, removes links, mends timestamps; what can't be mended is refused.
Every repair is one Russian phrase. Reads nothing of what was answered beyond what is needed to recognise a file.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder import answers, damaged
from autograder.errors import KitError
from autograder.files import is_plain, read_json, read_plain, write_json, write_text
from autograder.uploads import NAME as UPLOAD

MAX_NOTEBOOK = 20_000_000
MAX_FOLDER = 200_000_000
MAX_FILES = 500
TIMESTAMP = "timestamp.txt"
SERVICE = {answers.FILE, answers.BACKUP, TIMESTAMP, "release.json", "participant.json", "returned.json"}


@dataclass(frozen=True)
class Intake:
    """What was mended (Russian phrases) and when the work was handed in (aware, UTC) or None."""

    notes: tuple[str, ...]
    handed_in: datetime | None


def prepare(folder: Path, notebook: str, skeleton: Path, needs_code: bool) -> Intake:
    """Mends the folder of one submission. `notebook`: name without suffix; `skeleton`: the file a missing notebook is
    made from; `needs_code`: the notebook holds something that is graded. Raises KitError when it can't be graded."""
    if folder.is_symlink() or folder.parent.is_symlink() or not folder.is_dir():
        raise KitError("вместо папки работы лежит ссылка или файл: сдайте работу заново")
    notes = _remove_links(folder, notebook)
    notes += _find_answers(folder)
    notes += _find_notebook(folder, notebook, skeleton, needs_code)
    handed_in, mended = _timestamp(folder)
    return Intake(tuple(notes + mended), handed_in)


def parse_moment(text: str) -> datetime | None:
    """A timestamp as nbgrader reads it (naive: UTC) → aware UTC, or None."""
    try:
        moment = datetime.fromisoformat(text.strip().removesuffix(" UTC"))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _remove_links(folder: Path, notebook: str) -> list[str]:
    """Links and special files go; a link in the place of the work itself is refused."""
    notes, size, count = [], 0, 0
    for base, folders, names in os.walk(folder, followlinks=False):
        for name in [*folders, *names]:
            path = Path(base) / name
            if path.is_dir() and not path.is_symlink():
                continue
            count += 1
            if is_plain(path):
                size += path.lstat().st_size
                continue
            if name in (f"{notebook}.ipynb", answers.FILE):
                raise KitError(f"вместо файла {name} лежит ссылка: такая работа не принимается")
            path.unlink(missing_ok=True)
            notes.append(f"ссылка {name} удалена")
    if count > MAX_FILES or size > MAX_FOLDER:
        raise KitError(f"в работе {count} файлов на {size // 1_000_000} МБ: это больше разрешённого")
    return notes


def _find_answers(folder: Path) -> list[str]:
    path = folder / answers.FILE
    if path.exists():
        if path.stat().st_size > answers.MAX_BYTES:
            raise KitError(f"файл answers.json больше {answers.MAX_BYTES // 1_000_000} МБ: такая работа не принимается")
        return []
    if (folder / answers.BACKUP).exists():
        return []
    found = []
    for other in sorted(folder.iterdir()):
        if other.name in SERVICE or UPLOAD.fullmatch(other.name):
            continue
        if not re.search(r"\.(json|txt|bak)(\.\w{1,5})?$", other.name, re.I):
            continue
        content = read_plain(other, answers.MAX_BYTES)
        if content is not None and answers.parse(content).present and b'"answers"' in content.replace(b"\0", b""):
            found.append(other)
    if not found:
        return []
    newest = max(found, key=lambda other: (other.stat().st_mtime, other.name))
    newest.rename(path)
    return [f"файл ответов назывался {newest.name[:60]}"]


def _find_notebook(folder: Path, notebook: str, skeleton: Path, needs_code: bool) -> list[str]:
    path = folder / f"{notebook}.ipynb"
    has_answers = (folder / answers.FILE).exists() or (folder / answers.BACKUP).exists()
    others = [other for other in sorted(folder.glob("*.ipynb")) if other != path and is_plain(other)]
    if path.exists():
        if path.stat().st_size <= MAX_NOTEBOOK:
            return []
        if needs_code or not has_answers:
            raise KitError(f"блокнот больше {MAX_NOTEBOOK // 1_000_000} МБ: сохраните его без вывода и сдайте заново")
        _from_skeleton(skeleton, path)
        return [f"блокнот больше {MAX_NOTEBOOK // 1_000_000} МБ не читался, взяты ответы из формы"]
    fit = [other for other in others if other.stat().st_size <= MAX_NOTEBOOK]
    if fit:
        chosen = max(fit, key=lambda other: (_likeness(other), other.stat().st_mtime, other.name))
        chosen.rename(path)
        return [f"блокнот назывался {chosen.name[:60]}"]
    if others:
        raise KitError(f"блокнот больше {MAX_NOTEBOOK // 1_000_000} МБ: сохраните его без вывода и сдайте заново")
    if not has_answers:
        raise KitError("в папке нет ни блокнота, ни файла ответов")
    _from_skeleton(skeleton, path)
    return [] if _write_sources(folder, path) else ["блокнота нет, он восстановлен из выпуска"]


def _from_skeleton(skeleton: Path, path: Path) -> None:
    path.unlink(missing_ok=True)
    shutil.copyfile(skeleton, path)


def _write_sources(folder: Path, path: Path) -> bool:
    """Code written on a page that opens from disk comes in the answers file: into the cells of the restored notebook.
    True when it did (such a work never had a notebook, so nothing was mended)."""
    found = answers.read(folder)
    if not found.page:
        return False
    notebook = read_json(path)
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("nbgrader") or {}
        if meta.get("solution") and meta.get("grade_id") in found.sources:
            cell["source"] = found.sources[meta["grade_id"]]
    write_json(path, notebook)
    return True


def _likeness(path: Path) -> int:
    """How many cells of the kind nbgrader knows a file holds."""
    return (read_plain(path, MAX_NOTEBOOK) or b"").count(b'"grade_id"')


def _timestamp(folder: Path) -> tuple[datetime | None, list[str]]:
    """The moment in `timestamp.txt`, rewritten as ISO when it was written otherwise."""
    path = folder / TIMESTAMP
    content = read_plain(path, 10_000)
    if content is None:
        if path.exists():
            path.unlink()
        return _from_answers(folder, path, [])
    text = damaged.decode(content)[0].strip().strip("\ufeff")
    moment = parse_moment(text) or _zoned(text)
    if moment is None:
        return _from_answers(folder, path, ["время сдачи не читалось"])
    if parse_moment(content.decode("utf-8", "replace")) is None:
        write_text(path, moment.isoformat() + "\n")
        return moment, ["время сдачи записано по-другому, исправлено"]
    return moment, []


def _from_answers(folder: Path, path: Path, notes: list[str]) -> tuple[datetime | None, list[str]]:
    """The moment the form wrote down; a clock of theirs that runs ahead is not believed."""
    handed = [parse_moment(str(entry.get("at", ""))) for entry in answers.read(folder).handed_in]
    moment = max((moment for moment in handed if moment), default=None)
    if moment is None:
        path.unlink(missing_ok=True)
        return None, [f"{note}, оно неизвестно" for note in notes]
    moment = min(moment, datetime.now(UTC).replace(microsecond=0))
    write_text(path, moment.isoformat() + "\n")
    return moment, [f"{note}, взято из файла ответов" for note in notes]


def _zoned(text: str) -> datetime | None:
    """«2026-11-21 14:05:07 Europe/Moscow», as nbgrader writes it."""
    found = re.fullmatch(r"(\S+ \S+) ([A-Za-z_+/\-0-9]{2,40})", text)
    if not found:
        return None
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(found.group(1))
        zone = ZoneInfo(found.group(2))
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, KeyError, OSError, OverflowError):
        return None
