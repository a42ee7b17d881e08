"""Files that a participant uploaded to a task (what the form's archive button packs), by names safe to unpack.

A name is what the person typed, so it is data: no folders, no control characters, the suffix of the stored file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.files import read_plain
from autograder.key import Key
from autograder.uploads import MAX_ALL, MAX_FILE, MAX_FILES, NAME

FILE_NAME = re.compile(r"[^\w.()№«»—–, -]+")
LONGEST = 100
UPLOADING = "document"  # the kind of task whose answer names files


def uploads(key: Key, given: Mapping[str, Any], folder: Path) -> Iterator[tuple[str, bytes]]:
    """`<task> <title>/<name>` and content of every uploaded file; what is lost or changed is left out."""
    for task in key.tasks.values():
        if task.kind != UPLOADING:
            continue
        inside = safe(f"{task.id} {task.question.get('title', '')}")[:LONGEST].strip(" .")
        used: set[str] = set()
        for shown, suffix, content in _kept(given.get(task.id), folder):
            stem = safe(PurePosixPath(shown.replace("\\", "/")).name.removesuffix(suffix))[:LONGEST].strip(" .")
            name = f"{stem or 'файл'}{suffix}"
            if name.casefold() in used:
                name = f"{len(used) + 1} {name}"
            used.add(name.casefold())
            yield f"{inside}/{name}", content


def safe(name: str) -> str:
    """A name without what a file system or an unpacking program may take for something else."""
    return FILE_NAME.sub("_", name)


def _kept(answer: Any, folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Name as typed, suffix and content of the files that lie beside the answers as the answer says."""
    listed = answer.get("files") if isinstance(answer, Mapping) else None
    total = 0
    for one in (listed if isinstance(listed, list) else [])[:MAX_FILES]:
        file = one.get("file") if isinstance(one, Mapping) else None
        if not isinstance(file, str) or not NAME.fullmatch(file):
            continue
        content = read_plain(folder / file, MAX_FILE)
        if content is None or hashlib.sha256(content).hexdigest() != one.get("sha256"):
            continue
        total += len(content)
        if total > MAX_ALL:
            return
        yield str(one.get("name") or file), PurePosixPath(file).suffix, content
