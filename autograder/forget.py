"""Taking a person out of everything: folders, mailboxes, exchange, roster, terms, gradebook, reports, journal; then a
search through all that is left proves it. Copies (`mentoring backup`) are never changed: they are named."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder import mailboxes, traces
from autograder.files import write_json, write_text
from autograder.layout import Layout, check_name, layout
from autograder.operation import backup, journal, upgrade
from autograder.roster import load_roster, save_roster
from autograder.rules import delimiter_of

# Made of many people's data, and made anew by a command.
MADE_ANEW = ("progress.*", "*_catalogue.*", "отзывы_*", "рассылка_*")


@dataclass(frozen=True)
class Forgotten:
    """What was removed, what still names a person (empty when nothing does), and copies made before."""

    codes: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[Path, ...]
    copies: tuple[Path, ...] = ()


def forget(codes: Iterable[str], *, place: Layout | None = None) -> Forgotten:
    """Remove the participants `codes` from the workspace. Summary sheets are deleted: they are made anew.

    Raises KitError for a code that can't be one.
    """
    place = place or layout()
    wanted = tuple(dict.fromkeys(check_name(code) for code in codes))
    words = _words(place, set(wanted))
    removed: list[str] = []
    for code in wanted:
        removed += _folders(place, code)
    removed += _rows(place, set(wanted)) + _state(place, set(wanted)) + _gradebook(place, wanted)
    for pattern in MADE_ANEW:
        for sheet in sorted(place.reports.glob(pattern)):
            sheet.unlink()
            removed.append(f"отчёт {sheet.name}")
    removed += ["журнал работы"] if journal.forget(place, wanted) else []
    copies = place.workspace / backup.FOLDER
    left = traces.left(_searched(place), wanted, words, skip=[copies])
    if place.has_gradebook and traces.in_gradebook(place.db_url, wanted):
        left.append(place.gradebook)
    kept = sorted(copies.glob("*.tar.*")) if copies.is_dir() else []
    return Forgotten(wanted, tuple(removed), tuple(dict.fromkeys(left)), tuple(kept))


def strangers(codes: Iterable[str], *, place: Layout | None = None) -> list[str]:
    """Those of `codes` that nothing here names: neither the list nor a file, nor the gradebook. Raises KitError."""
    place = place or layout()
    people = {person.code for person in load_roster(place=place).people} if place.roster.is_file() else set()
    return [
        code for code in dict.fromkeys(map(check_name, codes))
        if code not in people
        and not (place.has_gradebook and traces.in_gradebook(place.db_url, [code]))
        and not traces.left(_searched(place), [code], skip=[place.workspace / backup.FOLDER])
    ]  # fmt: skip


def _searched(place: Layout) -> list[Path]:
    own = place.exchange.is_relative_to(place.workspace)
    return [place.workspace, *([] if own else [place.course_exchange])]


def _words(place: Layout, codes: set[str]) -> list[str]:
    """What names the people themselves: full names in both orders, addresses."""
    people = load_roster(place=place).people if place.roster.is_file() else ()
    return [
        word for person in people if person.code in codes
        for word in (f"{person.surname} {person.name}", f"{person.name} {person.surname}", person.email)
        if word.strip() and (" " in word.strip() or "@" in word)
    ]  # fmt: skip


def _folders(place: Layout, code: str) -> list[str]:
    each = [folder / code for folder in (place.participants, place.submitted, place.autograded, place.feedback)]
    for parent in (place.inbox, place.attempts):
        each += [folder / code for folder in sorted(parent.glob("*"))]
    each += [mailboxes.mailbox(place, code)]
    for course in (place.course_exchange / "inbound", place.course_exchange / "feedback"):
        each += [*course.glob(f"{code}+*"), *course.glob(f"*/{code}")]  # nbgrader's own names
    each += sorted(place.workspace.glob(f"{upgrade.KEPT}/*/*/{code}"))
    each += sorted(place.workspace.glob(f"{upgrade.KEPT}/*/*/*/{code}"))
    found = [folder for folder in dict.fromkeys(each) if folder.is_dir() and not folder.is_symlink()]
    for folder in found:
        shutil.rmtree(folder)
    files = sorted((place.reports / "portfolio").glob(f"{code}.*"))
    for path in files:
        path.unlink()
    return [f"папка {_said(place, folder)}" for folder in found] + [f"файл {_said(place, path)}" for path in files]


def _said(place: Layout, path: Path) -> Path:
    return path.relative_to(place.workspace) if path.is_relative_to(place.workspace) else path


def _rows(place: Layout, codes: set[str]) -> list[str]:
    said = []
    people = load_roster(place=place).people if place.roster.is_file() else ()
    kept = [person for person in people if person.code not in codes]
    if len(kept) != len(people):
        save_roster(kept, place=place)
        said.append("список участников")
    extensions = place.workspace / "extensions.csv"
    if extensions.is_file():
        given = extensions.read_text(encoding="utf-8-sig")
        delimiter = delimiter_of(given)
        rows = list(csv.DictReader(io.StringIO(given, newline=""), delimiter=delimiter, restkey="more"))
        rest = [row for row in rows if (row.get("code") or "").strip() not in codes]
        if len(rest) != len(rows):
            text = io.StringIO()
            names = [name for name in rows[0] if name != "more"]
            writer = csv.DictWriter(text, names, delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
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

    from autograder.judging.ledger import Ledger

    said = []
    with Gradebook(place.db_url) as gradebook:
        for code in codes:
            try:
                gradebook.remove_student(code)
            except MissingEntry:
                continue
            said.append(f"журнал оценок: {code}")
        gradebook.db.commit()
    with Ledger(place.db_url) as ledger:
        ledger.drop_lost()
    if place.db_url != f"sqlite:///{place.gradebook}":
        return said
    with sqlite3.connect(place.gradebook) as database:
        database.execute("vacuum")  # deleted rows stay readable in the file otherwise
    return said
