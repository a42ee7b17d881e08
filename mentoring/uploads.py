"""Files that a participant gives to a task: what is accepted, under which name it lies beside `answers.json`.

The name on disk says nothing a person typed: `doc_<task>_<first 16 hex digits of sha256>.<suffix>` (docs/contract.md).
Nothing is parsed here.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from mentoring.answers.disk import StoreError, write_atomic
from mentoring.wording import number_ru

SUFFIXES = (".docx", ".odt", ".pdf", ".txt")
NAME = re.compile(r"doc_[A-Za-z0-9][A-Za-z0-9_-]{0,99}_[0-9a-f]{16}\.(?:docx|odt|pdf|txt)")
MAX_FILE, MAX_ALL, MAX_NAME = 5_000_000, 20_000_000, 150
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True)
class Upload:
    """One accepted file: the name it was given, the name it lies under, its digest and size."""

    name: str
    file: str
    sha256: str
    size: int

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


def accept(task: str, name: str, content: bytes, suffixes: Iterable[str] = SUFFIXES) -> Upload:
    """Raises StoreError with one Russian sentence for what is not accepted."""
    shown = PurePosixPath(str(name).replace("\\", "/")).name
    if not shown or shown != name or len(shown) > MAX_NAME or _FORBIDDEN.search(shown) or shown.startswith("."):
        raise StoreError("Имя файла не подходит: оставьте буквы, цифры, пробелы и дефисы, без папок и знаков.")
    suffix = PurePosixPath(shown).suffix.lower()
    allowed = [one for one in SUFFIXES if one in tuple(suffixes)]
    if suffix not in allowed:
        raise StoreError(f"Файл «{shown}» не подходит: принимаются {', '.join(allowed)}.")
    if not content:
        raise StoreError(f"Файл «{shown}» пуст: выберите другой.")
    if len(content) > MAX_FILE:
        size = number_ru(len(content) / 1_000_000, 1)
        raise StoreError(
            f"Файл «{shown}» слишком велик: {size} МБ, а можно до {MAX_FILE // 1_000_000} МБ. Уберите картинки."
        )
    digest = hashlib.sha256(content).hexdigest()
    return Upload(shown, f"doc_{task}_{digest[:16]}{suffix}", digest, len(content))


def keep(folder: Path, upload: Upload, content: bytes) -> None:
    """Write the file beside the answers, whole or not at all."""
    path = folder / upload.file
    if not path.is_symlink() and path.is_file() and path.stat().st_size == upload.size:
        return
    write_atomic(path, content)


def named(answers: Any) -> Iterator[str]:
    """Names of files that answers (JSON of any shape) speak of."""
    if isinstance(answers, Mapping):
        if isinstance(file := answers.get("file"), str) and NAME.fullmatch(file):
            yield file
        for value in answers.values():
            yield from named(value)
    elif isinstance(answers, list | tuple):
        for value in answers:
            yield from named(value)


def contents(folder: Path, answers: Any) -> dict[str, bytes]:
    """Name → bytes of the files that answers speak of and that lie there; links and oversize files are left out."""
    found: dict[str, bytes] = {}
    for name in dict.fromkeys(named(answers)):
        path = folder / name
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_FILE:
            found[name] = path.read_bytes()
    return found


def pack(question: Mapping[str, Any], files: Iterable[tuple[str, bytes]]) -> bytes:
    """What a worker is given: the public question and the files, as one archive made by us."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        names = []
        for number, (name, content) in enumerate(files):
            archive.writestr(f"{number}", content)
            names.append(name)
        archive.writestr("manifest.json", json.dumps({"question": dict(question), "names": names}, ensure_ascii=False))
    return buffer.getvalue()


def unpack(data: bytes) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    """The other way, in the worker."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        return manifest["question"], [(name, archive.read(str(n))) for n, name in enumerate(manifest["names"])]
