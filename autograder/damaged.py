"""Text and JSON that came from outside, read as far as it can be read. Nothing here trusts its input."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from typing import Any

MAX_DEPTH = 60
BAD = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(content: bytes) -> tuple[str, str]:
    """Bytes → text and what had to be mended, as a Russian phrase (empty when nothing)."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace").replace("\0", ""), "метка BOM в начале файла"
    note = ""
    if b"\0" in content:
        content, note = content.replace(b"\0", b""), "нулевые байты"
    try:
        return content.decode("utf-8"), note
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return content[: error.start].decode("utf-8"), "файл обрезан"
    # Cyrillic in cp1251 lies in C0-FF and is never valid UTF-8; a few broken bytes in UTF-8 are another thing.
    broken = content.decode("utf-8", "replace")
    if broken.count("\ufffd") * 4 > sum(byte >= 0x80 for byte in content):
        return content.decode("cp1251", "replace"), "кодировка Windows-1251"
    return broken, "испорченные буквы"


def loads(text: str, cleaned: bool = True) -> Any:
    """JSON without surprises: no NaN, no 1e999, no depth beyond reason, no lone surrogates. Raises ValueError.

    `cleaned=False` leaves strings and depth to the caller, who takes a few strings only.
    """
    try:
        data = json.loads(text, parse_constant=lambda _: None, parse_float=_finite, strict=False)
    except RecursionError:
        raise ValueError("too deep") from None
    return clean(data) if cleaned else data


def clean(data: Any, depth: int = 0) -> Any:
    """Strings that every file and database takes; raises ValueError beyond `MAX_DEPTH`."""
    if isinstance(data, str):
        return BAD.sub("\ufffd", data) if BAD.search(data) else data
    if depth > MAX_DEPTH:
        raise ValueError("too deep")
    if isinstance(data, dict):
        return {clean(name): clean(value, depth + 1) for name, value in data.items()}
    if isinstance(data, list):
        return [clean(item, depth + 1) for item in data]
    return data


def items_of(text: str, name: str) -> Iterator[Any]:
    """Whole members of the list `name` in a broken JSON text, up to the first that can't be read."""
    start = re.search(rf'"{name}"\s*:\s*\[', text)
    at = start.end() if start else len(text)
    while True:
        at = _after_separators(text, at)
        if at >= len(text) or text[at] != "{":
            return
        item, at = _value(text, at)
        if at < 0:
            return
        yield item


def members_of(text: str, name: str) -> Iterator[tuple[str, Any]]:
    """Whole members of the object `name` in a broken JSON text, up to the first that can't be read."""
    start = re.search(rf'"{name}"\s*:\s*\{{', text)
    at = start.end() if start else len(text)
    member = re.compile(r'[\s,]*"([^"\\]{1,128})"\s*:\s*')  # no two repeats in a row: a stranger's text is long
    while found := member.match(text, at):
        value, at = _value(text, found.end())
        if at < 0:
            return
        yield found.group(1), value


def _value(text: str, at: int) -> tuple[Any, int]:
    try:
        decoder = json.JSONDecoder(strict=False, parse_constant=lambda _: None, parse_float=_finite)
        value, end = decoder.raw_decode(text, at)
        return clean(value), end
    except (ValueError, RecursionError):
        return None, -1


def _finite(digits: str) -> float | None:
    value = float(digits)
    return value if math.isfinite(value) else None


def _after_separators(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at
