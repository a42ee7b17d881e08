"""The archive of a copy: a tar (gzip, or zstd by its program) whose last member lists the digest of every other one."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.errors import KitError

SCHEMA = 1
MANIFEST = "manifest.json"
ENDINGS = (".tar.gz", ".tgz", ".tar.zst")
DAMAGED = "Копия {name} повреждена или неполна ({why}): возьмите другую, ничего не изменено."


@dataclass
class Writer:
    """Puts files into an open tar and remembers their digests."""

    tar: tarfile.TarFile
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, content: bytes, like: os.stat_result | None = None) -> None:
        """One file; `like` gives its rights, owner and time."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        info.mtime = int(time.time())
        if like is not None:
            info.mode, info.uid, info.gid = like.st_mode & 0o7777, like.st_uid, like.st_gid
            info.mtime = int(like.st_mtime)
        self.tar.addfile(info, io.BytesIO(content))
        self.files[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}

    def add_file(self, name: str, path: Path) -> None:
        """A large file that nobody changes meanwhile, read in pieces."""
        summary, like = hashlib.sha256(), path.stat()
        with open(path, "rb") as file:
            while piece := file.read(1 << 20):
                summary.update(piece)
            file.seek(0)
            info = tarfile.TarInfo(name)
            info.size, info.mode, info.mtime = like.st_size, 0o600, int(like.st_mtime)
            info.uid, info.gid = like.st_uid, like.st_gid
            self.tar.addfile(info, file)
        self.files[name] = {"sha256": summary.hexdigest(), "size": like.st_size}

    def add_folder(self, name: str, like: os.stat_result) -> None:
        info = tarfile.TarInfo(name)
        info.type, info.mode = tarfile.DIRTYPE, like.st_mode & 0o7777
        info.uid, info.gid, info.mtime = like.st_uid, like.st_gid, int(like.st_mtime)
        self.tar.addfile(info)

    def close(self, about: dict[str, Any]) -> None:
        """The list of everything comes last: an archive without it was cut short."""
        note = {"schema": SCHEMA, **about, "files": self.files}
        self.add(MANIFEST, json.dumps(note, ensure_ascii=False).encode())


@contextlib.contextmanager
def written(output: Path) -> Iterator[Writer]:
    """A writer whose archive appears under `output` only when it is whole; for its owner alone. Raises KitError."""
    check_name(output)
    if os.path.lexists(output):
        raise KitError(f"Файл {output} уже есть, поверх него ничего не пишется: назовите другой.")
    output.parent.mkdir(parents=True, exist_ok=True)
    draft = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with _packed(output, file) as stream, tarfile.open(fileobj=stream, mode="w|") as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, output)  # unlike rename, never over a file that came meanwhile
    finally:
        draft.unlink(missing_ok=True)


def unpacked(archive: Path, folder: Path) -> dict[str, Any]:
    """Everything of `archive` into the empty `folder`, each file checked; returns the manifest. Raises KitError."""
    must_be_there(archive)
    digests: dict[str, str] = {}
    folders: list[tuple[Path, tarfile.TarInfo]] = []
    try:
        with (
            open(archive, "rb") as file,
            _unpacked(archive, file) as stream,
            tarfile.open(fileobj=stream, mode="r|") as tar,
        ):
            for member in tar:
                target = folder / _safe(archive, member)
                if member.isdir():
                    target.mkdir(parents=True, exist_ok=True)
                    folders.append((target, member))
                else:
                    digests[member.name] = _extract(tar, member, target)
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise KitError(DAMAGED.format(name=archive.name, why="архив обрывается")) from None
    for target, member in reversed(folders):
        _as_it_was(target, member)
    return _checked(archive, folder, digests)


def must_be_there(copy: Path) -> None:
    """Raises KitError for what is no file of a copy."""
    check_name(copy)
    if not copy.is_file():
        kept = "Копии, сделанные без --output, лежат в workspace/backups."
        raise KitError(f"Файла копии «{copy}» нет: проверьте имя и папку. {kept}")


def check_name(path: Path) -> None:
    if not path.name.endswith(ENDINGS):
        raise KitError(f"Имя копии «{path.name[:80]}» должно кончаться на .tar.gz или .tar.zst.")


def _checked(archive: Path, folder: Path, digests: dict[str, str]) -> dict[str, Any]:
    digests.pop(MANIFEST, None)
    try:
        note = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        wanted = {name: one["sha256"] for name, one in note["files"].items()}
        schema = int(note["schema"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KitError(DAMAGED.format(name=archive.name, why="в ней нет перечня файлов")) from None
    if schema > SCHEMA:
        raise KitError(f"Копия {archive.name} сделана более новой версией комплекта: обновите его и повторите.")
    wrong = sorted(name for name in {*wanted, *digests} if wanted.get(name) != digests.get(name))
    if wrong:
        raise KitError(DAMAGED.format(name=archive.name, why=f"не сходится файлов: {len(wrong)}, первый {wrong[0]}"))
    return note


def _safe(archive: Path, member: tarfile.TarInfo) -> PurePosixPath:
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not (member.isreg() or member.isdir()):
        raise KitError(DAMAGED.format(name=archive.name, why="в ней чужие пути или ссылки"))
    return path


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    source, summary = tar.extractfile(member), hashlib.sha256()
    assert source is not None  # a regular file by `_safe`
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := source.read(1 << 20):
            summary.update(piece)
            file.write(piece)
    _as_it_was(target, member)
    return summary.hexdigest()


def _as_it_was(target: Path, member: tarfile.TarInfo) -> None:
    if os.geteuid() == 0:
        os.chown(target, member.uid, member.gid)
    os.chmod(target, member.mode)
    os.utime(target, (member.mtime, member.mtime))


@contextlib.contextmanager
def _packed(output: Path, file: Any) -> Iterator[Any]:
    if not output.name.endswith(".zst"):
        import gzip

        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, filename="") as stream:
            yield stream
        return
    with subprocess.Popen([_zstd(), "-q", "-c"], stdin=subprocess.PIPE, stdout=file) as process:
        assert process.stdin is not None
        yield process.stdin
        process.stdin.close()
    if process.returncode:
        raise KitError("Программа zstd не смогла сжать копию: проверьте место на диске или возьмите .tar.gz.")


@contextlib.contextmanager
def _unpacked(archive: Path, file: Any) -> Iterator[Any]:
    if not archive.name.endswith(".zst"):
        import gzip
        import zlib

        try:
            with gzip.GzipFile(fileobj=file, mode="rb") as stream:
                yield stream
        except zlib.error:
            raise KitError(DAMAGED.format(name=archive.name, why="сжатие нарушено")) from None
        return
    with subprocess.Popen([_zstd(), "-q", "-d", "-c"], stdin=file, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as process:  # fmt: skip
        yield process.stdout


def _zstd() -> str:
    found = shutil.which("zstd")
    if not found:
        raise KitError("Для .tar.zst нужна программа zstd (sudo apt install zstd); без неё возьмите имя на .tar.gz.")
    return found
