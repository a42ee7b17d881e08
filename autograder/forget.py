"""Taking a person out of everything: folders, roster, extensions, gradebook, reports; then a search that proves it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.files import write_json, write_text
from autograder.layout import Layout, check_name, layout
from autograder.roster import load_roster, save_roster

SEARCHED = {".json", ".csv", ".txt", ".html", ".ipynb", ".bak", ".log"}


@dataclass(frozen=True)
class Forgotten:
    """What was removed, and what still names a code (empty when nothing does)."""

    codes: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[Path, ...]


def forget(codes: Iterable[str], *, place: Layout | None = None) -> Forgotten:
    """Remove the participants `codes` from the workspace. Summary sheets are deleted: they are made anew.

    Raises KitError for a code that can't be one.
    """
    place = place or layout()
    wanted = tuple(dict.fromkeys(check_name(code) for code in codes))
    removed: list[str] = []
    for code in wanted:
        removed += _folders(place, code)
    removed += _rows(place, set(wanted)) + _state(place, set(wanted)) + _gradebook(place, wanted)
    for sheet in sorted(place.reports.glob("progress.*")):
        sheet.unlink()
        removed.append(f"ведомость {sheet.name}")
    return Forgotten(wanted, tuple(removed), tuple(_left(place, wanted)))


def _folders(place: Layout, code: str) -> list[str]:
    each = [folder / code for folder in (place.participants, place.submitted, place.autograded, place.feedback)]
    for parent in (place.inbox, place.attempts):
        each += [folder / code for folder in sorted(parent.glob("*"))]
    found = [folder for folder in each if folder.is_dir() and not folder.is_symlink()]
    for folder in found:
        shutil.rmtree(folder)
    return [f"папка {folder.relative_to(place.workspace)}" for folder in found]


def _rows(place: Layout, codes: set[str]) -> list[str]:
    said = []
    people = load_roster(place=place).people if place.roster.is_file() else ()
    kept = [person for person in people if person.code not in codes]
    if len(kept) != len(people):
        save_roster(kept, place=place)
        said.append("список участников")
    extensions = place.workspace / "extensions.csv"
    if extensions.is_file():
        rows = list(csv.DictReader(io.StringIO(extensions.read_text(encoding="utf-8-sig"))))
        rest = [row for row in rows if row.get("code") not in codes]
        if len(rest) != len(rows):
            text = io.StringIO()
            writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rest)
            write_text(extensions, text.getvalue())
            said.append("личные сроки")
    return said


def _state(place: Layout, codes: set[str]) -> list[str]:
    said = []
    for path in sorted((place.reports / "state").glob("*.json")):
        kept = json.loads(path.read_text(encoding="utf-8"))
        if codes & set(kept):
            write_json(path, {name: value for name, value in kept.items() if name not in codes})
            said.append(f"состояние проверки {path.stem}")
    return said


def _gradebook(place: Layout, codes: tuple[str, ...]) -> list[str]:
    if not place.has_gradebook:
        return []
    from nbgrader.api import Gradebook, MissingEntry

    said = []
    with Gradebook(place.db_url) as gradebook:
        for code in codes:
            try:
                gradebook.remove_student(code)
            except MissingEntry:
                continue
            said.append(f"журнал оценок: {code}")
        gradebook.db.commit()
    if place.db_url != f"sqlite:///{place.gradebook}":
        return said
    with sqlite3.connect(place.gradebook) as database:
        database.execute("vacuum")  # deleted rows stay readable in the file otherwise
    return said


def _left(place: Layout, codes: tuple[str, ...]) -> Iterable[Path]:
    names = {code.encode() for code in codes}
    for path in sorted(place.workspace.rglob("*")):
        if any(part in codes for part in path.relative_to(place.workspace).parts):
            yield path
        elif path.is_file() and (path.suffix in SEARCHED or path == place.gradebook):
            content = path.read_bytes()
            if any(_names(content, name) for name in names):
                yield path


def _names(content: bytes, name: bytes) -> bool:
    """The code as a whole word: «u1» is not in «u12»."""
    return re.search(rb"(?<![A-Za-z0-9_-])" + re.escape(name) + rb"(?![A-Za-z0-9_-])", content) is not None
