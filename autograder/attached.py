"""Files that a page from disk put into its answers file: taken out as uploads, by the names that uploads have."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from autograder import damaged
from autograder.uploads import MAX_ALL, MAX_FILE, MAX_FILES, NAME


def taken_out(content: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The answers file without the files in it, and the files. What is no upload is dropped; a file that can't be read
    as JSON stays as it is."""
    if b'"files"' not in content:
        return content, {}
    try:
        data: Any = damaged.loads(damaged.decode(content)[0])
    except ValueError:
        return content, {}
    if not isinstance(data, dict) or data.get("page") is not True or not isinstance(data.get("files"), dict):
        return content, {}
    files: dict[str, bytes] = {}
    for name, text in list(data.pop("files").items())[:MAX_FILES]:
        try:
            found = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
        except (binascii.Error, ValueError):
            continue
        if (
            NAME.fullmatch(name)
            and 0 < len(found) <= MAX_FILE
            and sum(map(len, files.values())) + len(found) <= MAX_ALL
        ):
            files[name] = found
    return json.dumps(data, ensure_ascii=False).encode(), files
