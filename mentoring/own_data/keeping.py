"""The clean copy of an own municipality's tables: written once, read back by sessions, decks and the note.

Folder: `MENTORING_OWN_DATA` (empty: none), else what the instructor shared with the group on a shared server
(`MENTORING_RELEASED`), else the nearest `own_data/` or `workspace/own_data/` from here upwards.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mentoring.wording import count_ru

from .checking import Checked
from .kinds import KINDS, folded
from .reading import OwnDataError

ABOUT = "own.json"
SHARED = ".own_data"  # in the folder of released assignments, which have names without a dot
FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Kept:
    """What is kept: kind → rows (text as in the copy) and kind → where they came from."""

    municipality: str
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    about: dict[str, dict[str, Any]] = field(default_factory=dict)


def folder() -> Path | None:
    """Where own data lie for whoever asks from the working folder; None when there are none."""
    given = os.environ.get("MENTORING_OWN_DATA")
    here = Path.cwd()
    near = [place / name for place in (here, *here.parents) for name in ("own_data", "workspace/own_data")]
    released = os.environ.get("MENTORING_RELEASED")
    shared = [Path(released) / SHARED] if released else []
    places = [*shared, *near] if given is None else [Path(given)] if given else []
    return next((place for place in places if os.access(place / ABOUT, os.R_OK)), None)


def keep(checked: Checked, place: Path, municipality: str = "") -> list[str]:
    """Write the clean copy; tables of other kinds stay. Returns what was done. Raises OwnDataError."""
    before = kept(place)
    name = municipality.strip() or _named(checked) or (before.municipality if before else "")
    about = dict(before.about) if before else {}
    place.mkdir(parents=True, exist_ok=True)
    said = []
    for table in checked.tables:
        rows = [row for row in table.rows if not municipality or _same(row.get("municipality", ""), municipality)]
        if not rows:
            raise OwnDataError(
                f"В файле «{checked.name}» нет строк муниципалитета «{municipality}»: проверьте, как он в нём назван."
            )
        _write(place / f"{table.kind}.csv", rows)
        about[table.kind] = {
            "file": checked.name, "sheet": table.sheet, "given": table.given, "rows": len(rows),
            "remarks": len(checked.remarks), "at": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        }  # fmt: skip
        said.append(f"Взято: {KINDS[table.kind]}, {count_ru(len(rows), 'строка', 'строки', 'строк')}.")
    data = {"schema": 1, "municipality": name or "Ваш муниципалитет", "tables": about}
    new = place / f"{ABOUT}.new"
    new.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    new.replace(place / ABOUT)
    return said


def kept(place: Path | None = None) -> Kept | None:
    """What is kept in a folder (the one of `folder()` unless told); None when nothing is."""
    place = place or folder()
    if place is None or not (place / ABOUT).is_file():
        return None
    try:
        data = json.loads((place / ABOUT).read_text(encoding="utf-8"))
        about = {kind: data["tables"][kind] for kind in KINDS if kind in data["tables"]}
        tables = {kind: _rows(place / f"{kind}.csv") for kind in about}
        return Kept(str(data["municipality"]), tables, about)
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise OwnDataError(
            f"Копия ваших данных в папке {place} повреждена: выполните mentoring data use ФАЙЛ ещё раз."
        ) from error


def nameless(data: Kept, place: Path) -> None:
    """Write a copy in which organizations are numbered and orders have no number: enough for the block of the session,
    and nobody is named before the group."""
    numbers: dict[tuple[str, str], str] = {}
    place.mkdir(parents=True, exist_ok=True)
    for kind, rows in data.tables.items():
        changed = []
        for row in rows:
            who = row.get("organization", "")
            number = numbers.setdefault((row.get("municipality", ""), folded(who)), f"Организация {len(numbers) + 1}")
            hidden = {name: "" for name in ("requisite", "number") if name in row}
            changed.append(row | hidden | ({"organization": number} if who else {}))
        _write(place / f"{kind}.csv", changed)
    about = {kind: said | {"file": "таблица методиста", "sheet": ""} for kind, said in data.about.items()}
    text = json.dumps({"schema": 1, "municipality": data.municipality, "tables": about}, ensure_ascii=False, indent=1)
    (place / ABOUT).write_text(text, encoding="utf-8")


def forget(place: Path) -> bool:
    """Remove the copy; whether there was one."""
    there = (place / ABOUT).is_file()
    shutil.rmtree(place, ignore_errors=True)
    return there


def _named(checked: Checked) -> str:
    """The one municipality that the rows name; raises OwnDataError where there are several."""
    names: dict[str, str] = {}
    for table in checked.tables:
        for row in table.rows:
            if row.get("municipality"):
                names.setdefault(folded(row["municipality"]), row["municipality"])
    if len(names) > 1:
        listed = ", ".join(list(names.values())[:8]) + ("…" if len(names) > 8 else "")
        raise OwnDataError(
            f"В файле «{checked.name}» несколько муниципалитетов ({listed}): назовите свой, "
            'добавив --municipality "НАЗВАНИЕ".'
        )
    return next(iter(names.values()), "")


def _same(written: str, asked: str) -> bool:
    return not written or folded(written) == folded(asked)


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    """UTF-8 with BOM; text that a spreadsheet would take for a formula gets an apostrophe."""
    new = path.with_suffix(".new")
    with open(new, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows({name: _guarded(value) for name, value in row.items()} for row in rows)
    new.replace(path)


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(("'", *FORMULA_STARTS)) else value


def _rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [{name: _plain(value or "") for name, value in row.items()} for row in csv.DictReader(file)]


def _plain(value: str) -> str:
    return value[1:] if value.startswith("'") else value
