"""What the spreadsheets of plans and pairs share: text stays text, rows are as high as their longest cell."""

from __future__ import annotations

from collections.abc import Sequence

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Options of XlsxWriter: nothing that a user typed becomes a formula, a link or a number."""
LINE = 15.0
HIGHEST = 400.0


def row_height(texts: Sequence[object], widths: Sequence[float]) -> float:
    """Points that wrapped texts need in columns of these widths (in characters): nobody else measures them."""
    lines = [
        sum(-(-max(1, len(part)) // max(1, int(width * 0.95))) for part in str(text).split("\n"))
        for text, width in zip(texts, widths, strict=True)
    ]
    return min(HIGHEST, LINE * max(lines, default=1) + 2)
