"""Files that lie beside `answers.json` because a task asked for them: which names are taken, and reading them.

Nothing is parsed here: a kind names its `worker`, which runs inside the sandbox on an archive made by us. The names on
disk are given by the form (docs/contract.md), so anything else that a folder holds is not an upload.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from autograder import sandbox
from autograder.files import read_plain

NAME = re.compile(r"doc_[A-Za-z0-9][A-Za-z0-9_-]{0,99}_[0-9a-f]{16}\.(?:docx|odt|pdf|txt)")
MAX_FILE, MAX_FILES, MAX_ALL = 5_000_000, 12, 20_000_000
LOST = "Файл «{name}» не пришёл вместе с работой: попросите участника сдать её заново или прислать файл."
CHANGED = "Файл «{name}» не тот, что был загружен в форму: попросите участника сдать работу заново."


def limits(value: int = 2_000_000) -> sandbox.Limits:
    """For a parser: a package of twelve files may take a minute, and its texts come back."""
    return sandbox.Limits(cell=60.0, cpu=60, value=value)


def run(function: str, content: bytes, value: int = 2_000_000) -> dict[str, Any]:
    """A worker inside the walls, for the form of a participant too: `{"value", "error"}`, `"refused"` where none is."""
    return sandbox.run_worker(function, content, limits(value))


def lies_in(folder: Path) -> list[Path]:
    """Uploads of a folder, sorted."""
    return sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name)) if folder.is_dir() else []


def digest(folder: Path) -> bytes:
    """Changes with the name or the content of any upload."""
    summary = hashlib.sha256()
    for path in lies_in(folder):
        summary.update(path.name.encode() + hashlib.sha256(read_plain(path, MAX_FILE) or b"").digest())
    return summary.digest()


def read(
    folder: Path, worker: str, question: Mapping[str, Any], answer: Any, *, unsafe: bool = False
) -> dict[str, Any] | None:
    """What the worker says of the files an answer names: `{"value", "error", "lost", "refused"}`; None: no files.

    `lost`: a file is not there or is another one (a person is asked, nobody loses points).
    """
    listed = answer.get("files") if isinstance(answer, Mapping) else None
    named = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    if not named:
        return None
    files, total = [], 0
    for one in named[:MAX_FILES]:
        file, shown = one.get("file"), str(one.get("name", ""))[:150]
        if not isinstance(file, str) or not NAME.fullmatch(file):
            return _none("Имя загруженного файла записано неверно: файл не прочитан.")
        content = read_plain(folder / file, MAX_FILE)
        total += len(content or b"")
        if content is None or total > MAX_ALL:
            return _none(LOST.format(name=shown), lost=True)
        if hashlib.sha256(content).hexdigest() != one.get("sha256"):
            return _none(CHANGED.format(name=shown), lost=True)
        files.append((shown, content))
    done = sandbox.run_worker(worker, _pack(question, files), limits(), unsafe=unsafe)
    return {"lost": False, "refused": False} | done


def _none(error: str, *, lost: bool = False) -> dict[str, Any]:
    return {"value": None, "error": error, "lost": lost, "refused": False}


def _pack(question: Mapping[str, Any], files: Iterable[tuple[str, bytes]]) -> bytes:
    """The public question and the files as one archive (docs/contract.md); the parser gets nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        names = []
        for number, (name, content) in enumerate(files):
            archive.writestr(str(number), content)
            names.append(name)
        archive.writestr("manifest.json", json.dumps({"question": dict(question), "names": names}, ensure_ascii=False))
    return buffer.getvalue()
