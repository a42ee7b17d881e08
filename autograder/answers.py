"""Reading `answers.json` of a participant: whole, from its previous copy, or task by task. Trusts nothing in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import damaged
from autograder.files import read_plain
from autograder.operation import formats

FILE = "answers.json"
BACKUP = "answers.json.bak"
MAX_BYTES = 20_000_000


@dataclass(frozen=True)
class Answers:
    """What a participant gave. `given`: task id → the form's answer (JSON). `sources`: what was written in code cells
    on a page without a kernel, by `grade_id`; `page`: such a page wrote the file. `present`: a file was there and
    something of it was read. `partial`: a part of the file is lost, so what is missing is unreadable and not
    unanswered. `newer`: a newer kit wrote it, what it means is not known here."""

    given: dict[str, Any] = field(default_factory=dict)
    participant: str = ""
    assignment: str = ""
    release: str = ""
    variant: str = "base"
    handed_in: tuple[dict[str, Any], ...] = ()
    sources: dict[str, str] = field(default_factory=dict)
    page: bool = False
    present: bool = False
    partial: bool = False
    newer: bool = False
    notes: tuple[str, ...] = ()


def read(folder: Path) -> Answers:
    """The answers in a submission's folder; an absent file is an empty one, a lost one is `partial`."""
    content = read_plain(folder / FILE, MAX_BYTES)
    backup = read_plain(folder / BACKUP, MAX_BYTES)
    if content is None:
        if backup is None:
            return Answers()
        found = parse(backup)
        return _noted(found, "файла answers.json нет, взята его прежняя копия") if found.present else found
    found = parse(content)
    if found.present and not found.partial:
        return found
    older = parse(backup) if backup is not None else Answers()
    if older.present and not older.partial and len(older.given) >= len(found.given):
        return _noted(older, "файл answers.json повреждён, взята его прежняя копия")
    return found


def parse(content: bytes) -> Answers:
    """Bytes of one file → answers, as far as they can be read."""
    text, mended = damaged.decode(content)
    notes = (f"в answers.json исправлено: {mended}",) if mended else ()
    try:
        data = damaged.loads(text)
    except ValueError:
        return _salvage(text)
    if not isinstance(data, dict) or not isinstance(data.get("answers"), dict):
        return Answers(partial=True, notes=("файл answers.json повреждён: ответов в нём нет",))
    newer = formats.is_newer("answers", data)
    if not newer:
        data = formats.migrated("answers", data)
    given, lost = {}, []
    for name, entry in data["answers"].items():
        if isinstance(entry, dict) and "answer" in entry:
            given[name] = entry["answer"]
        elif entry is not None:
            lost.append(name)
    if lost:
        notes += (f"не прочитаны ответы: {', '.join(sorted(lost))[:200]}",)
    return Answers(
        given,
        _name(data.get("participant")),
        _name(data.get("assignment")),
        _name(data.get("release")),
        _name(data.get("variant")) or "base",
        tuple(entry for entry in _list(data.get("handed_in")) if isinstance(entry, dict)),
        {name: text for name, text in _dict(data.get("sources")).items() if isinstance(text, str)},
        data.get("page") is True,
        present=True,
        partial=bool(lost),
        newer=newer,
        notes=notes,
    )


def _salvage(text: str) -> Answers:
    given = {
        name: entry["answer"]
        for name, entry in damaged.members_of(text, "answers")
        if isinstance(entry, dict) and "answer" in entry
    }
    heads = {name: _head(text, name) for name in ("participant", "assignment", "release", "variant")}
    if not given:
        return Answers(partial=True, notes=("файл answers.json повреждён: ответов в нём не прочитать",), **heads)
    note = f"файл answers.json повреждён, из него прочитано ответов: {len(given)}"
    return Answers(given, present=True, partial=True, notes=(note,), **heads)


def _head(text: str, name: str) -> str:
    found = re.search(rf'"{name}"\s*:\s*"([^"\\]{{0,100}})"', text)
    return _name(found.group(1)) if found else ("base" if name == "variant" else "")


def _name(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= 100 else ""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _noted(found: Answers, note: str) -> Answers:
    return Answers(**{**found.__dict__, "notes": (note, *found.notes)})
