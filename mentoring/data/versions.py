"""Tables of earlier versions of the kit: columns that came and went, so that an own table outlives an upgrade.

A change of a table's columns adds its line here and freezes the old header under `tests/fixtures/formats/tables/`.
"""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Change:
    """`added`: column → what its cells hold in rows that never had it (`{column}` stands for that row's own cell),
    `before`: the column it stands before; `gone`: columns nobody reads any more."""

    added: dict[str, str] = field(default_factory=dict)
    before: str = ""
    gone: tuple[str, ...] = ()


CHANGES: dict[str, tuple[Change, ...]] = {
    "orders": (Change(added={"raw": "{municipality} | {organization} | {requisite}"}, before="source"),),
    "practicums": (
        Change(added={"time": "академических часов вне встреч: {hours_outside}", "points": ""}, before="opens"),
    ),
    "rules": (Change(added={"answers": "final"}, before="note"),),
}


def upgrade(datasets: Path, kept: Path) -> list[str]:
    """Bring the tables of `datasets` to the present columns; the old ones go to `kept`. Russian sentences."""
    said = []
    for table, changes in CHANGES.items():
        path = datasets / f"{table}.csv"
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8-sig")
        made = mended(text, changes)
        if made != text:
            copy = kept / f"{datetime.now():%Y-%m-%d_%H-%M-%S}" / "datasets" / path.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)
            draft = path.with_name(f".{path.name}.tmp")
            draft.write_text(made, encoding="utf-8", newline="")
            draft.replace(path)
            said.append(f"Таблица {path.name} переведена в нынешние столбцы; прежняя: {copy}")
    return said


def mended(text: str, changes: tuple[Change, ...]) -> str:
    """A table's text with the present columns; the very same text when it has them."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    header = next(csv.reader(io.StringIO(text, newline="")), [])
    columns = list(header)
    for change in changes:
        columns = [name for name in columns if name not in change.gone]
        missing = [name for name in change.added if name not in columns]
        at = columns.index(change.before) if change.before in columns else len(columns)
        columns[at:at] = missing
        rows = [row | {name: change.added[name].format_map(row) for name in missing} for row in rows]
    if columns == header:
        return text
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
