"""Rows added to a table the way its file is kept: its delimiter, line ends and BOM stay."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import KitError

BOM = "\ufeff"


def added(path: Path, rows: Sequence[dict[str, object]]) -> bytes:
    """The bytes of a table with rows at its end; columns that a row doesn't name stay empty. Raises KitError."""
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise KitError(f"Таблица {path.name} не читается: сохраните её как «CSV UTF-8».") from None
    first = text.lstrip(BOM).partition("\n")[0].rstrip("\r")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    ends = "\r\n" if "\r\n" in text else "\n"
    columns = next(csv.reader([first], delimiter=delimiter))
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=delimiter, lineterminator=ends)
    for row in rows:
        if unknown := set(row) - set(columns):
            raise KitError(f"В таблице {path.name} нет столбца «{sorted(unknown)[0]}»: верните его.")
        write.writerow([row.get(column, "") for column in columns])
    gap = "" if text.endswith("\n") else ends
    return (text + gap + out.getvalue()).encode("utf-8")


def write_all(files: dict[Path, bytes]) -> None:
    """Write every file, each through a temporary one; nothing is written when one of the folders can't be made."""
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        new = path.with_name(path.name + ".new")
        new.write_bytes(content)
        new.replace(path)
