"""Headings: which block is one, and of what level."""

from __future__ import annotations

import re

from ..reading.build import HEADING
from ..reading.model import Block

_NUMBERED = re.compile(r"^\s*(?:раздел\s+|глава\s+)?(?:[IVX]{1,5}|\d{1,2})(?:\.\s|\.(?=[А-ЯЁ])|\s)", re.IGNORECASE)
_STAMP = re.compile(r"утвержд[её]н|утверждаю|согласован|рассмотрен|принят[оаы]?\b|приложение", re.IGNORECASE)


def is_heading(block: Block) -> bool:
    text = block.text.strip()
    if block.kind == "heading":
        return True
    if block.kind != "paragraph" or len(text) > 120 or text.endswith((";", ",")) or _STAMP.match(text):
        return False
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) >= 6 and text.isupper() and "___" not in text:
        return True
    if text.endswith(":"):
        return len(text) < 70 and not re.match(r"\d+\.\d", text)
    return bool(HEADING.match(text)) and not re.match(r"\d+\.\d", text) and not re.search(r"\d{2}\.\d{2}\.\d{4}", text)


def level(block: Block) -> int:
    """The lower, the wider is what stands under the heading."""
    text = block.text
    if text.rstrip().endswith(":") and not _NUMBERED.match(text):
        return 3
    if block.kind == "heading" or _NUMBERED.match(text):
        return 1
    return 1 if text.isupper() else 2
