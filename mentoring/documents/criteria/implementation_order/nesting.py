"""Items of an order and the items above them."""

from __future__ import annotations

import re

from ...view import Document


def parent(document: Document, block: int) -> str:
    """Text of the item a sub-item belongs to: the nearest block above that ends with a colon, and its lead."""
    for number in range(block - 1, max(-1, block - 9), -1):
        text = document.blocks[number].text
        if text.rstrip().endswith(":"):
            return "" if "приказываю" in text.lower().replace(" ", "") else text
        if re.match(r"\s*\d{1,2}\.\s", text) and not re.match(r"\s*\d{1,2}\.\d", document.blocks[block].text):
            return ""
    return ""
