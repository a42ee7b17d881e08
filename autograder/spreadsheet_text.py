"""Text and numbers for spreadsheets: no text is ever a formula, numbers as a Russian reader writes them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(table: Iterable[Sequence[str | float | None]], path: Path, *, bom: bool = True) -> None:
    """UTF-8 (with BOM, which spreadsheets want), commas, every text quoted. A text cell that a spreadsheet would take
    for a formula (first sign `=`, `+`, `-`, `@`, tab, carriage return) gets an apostrophe before it, the way
    spreadsheets mark text."""
    with open(path, "w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        out = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        for row in table:
            out.writerow(["" if cell is None else guarded(cell) if isinstance(cell, str) else cell for cell in row])


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" \n\u00a0\ufeff").startswith(FORMULA_STARTS) or text[:1] in ("\t", "\r") else text


def number_said(value: float) -> str:
    """«7,5»."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
