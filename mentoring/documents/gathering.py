"""Gathers the documents of folders and archives: what is opened, what is told instead."""

from __future__ import annotations

import contextlib
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from .reading.archive import member, open_zip
from .reading.model import DocumentError

SUFFIXES = {".docx", ".odt", ".pdf", ".txt", ".doc", ".rtf"}


ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".gz"}


MAX_PACKAGE = 300


def gather(paths: list[str | Path]) -> Iterator[tuple[bytes | Path | DocumentError, str]]:
    """Content (or the path) and the name of every document, or the error instead of the content."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() in SUFFIXES | ARCHIVES and p.is_file() and _visible(p.name)
            )
            if not found:
                yield DocumentError(f"В папке «{path.name}» нет документов .docx, .odt, .pdf, .txt."), path.name
            for inner in found[:MAX_PACKAGE]:
                name = str(inner.relative_to(path))
                yield _inside(inner, path, name), name
            if len(found) > MAX_PACKAGE:
                yield DocumentError(f"В папке больше {MAX_PACKAGE} документов: проверены первые."), path.name
        elif path.exists() and not path.is_file():
            yield DocumentError(f"«{path.name}» — не файл и не папка: открыть нечего."), path.name
        elif path.suffix.lower() == ".zip":
            yield from _unpack(path)
        else:
            yield path, path.name


def _inside(path: Path, folder: Path, name: str) -> Path | DocumentError:
    """A document of the folder itself: a link out of it and an archive in it are told, not opened."""
    if not path.resolve().is_relative_to(folder.resolve()):
        return DocumentError(f"«{name}» — ссылка за пределы папки, она не открыта: положите сам документ.")
    return _nested(name) if path.suffix.lower() in ARCHIVES else path


def _nested(name: str) -> DocumentError:
    return DocumentError(f"Архив «{name}» лежит внутри комплекта и не открыт: распакуйте его и проверьте отдельно.")


def _visible(name: str) -> bool:
    return not name.startswith((".", "~$", "__MACOSX"))


def _unpack(path: Path) -> Iterator[tuple[bytes | DocumentError, str]]:
    try:
        archive = open_zip(path.read_bytes(), path.name)
    except OSError:
        yield (
            DocumentError(f"Файл «{path.name}» не открывается: проверьте, есть ли он и можно ли его читать."),
            path.name,
        )
        return
    except DocumentError as error:
        yield error, path.name
        return
    count = 0
    if (entries := archive.infolist()) and all(entry.flag_bits & 1 for entry in entries if not entry.is_dir()):
        yield DocumentError(f"Архив «{path.name}» закрыт паролем: снимите пароль и пришлите снова."), path.name
        return
    with archive:
        for entry in archive.infolist():
            name = _entry_name(entry)
            inner = Path(name)
            if entry.is_dir() or not _visible(inner.name) or "__MACOSX" in name:
                continue
            if inner.suffix.lower() not in SUFFIXES | ARCHIVES:
                continue
            count += 1
            if count > MAX_PACKAGE:
                yield DocumentError(f"В архиве больше {MAX_PACKAGE} документов: проверены первые."), path.name
                break
            if inner.suffix.lower() in ARCHIVES:
                yield _nested(name), name
                continue
            if stat.S_ISLNK(entry.external_attr >> 16):
                yield DocumentError(f"«{name}» в архиве — ссылка, а не документ: положите сам документ."), name
                continue
            try:
                yield member(archive, entry.filename, name) or b"", name
            except DocumentError as error:
                yield error, name
    if not count:
        yield DocumentError(f"В архиве «{path.name}» нет документов .docx, .odt, .pdf, .txt."), path.name


def _entry_name(entry) -> str:
    """Name of an entry; archives of Windows keep Russian names in cp866 without saying so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("cp866")
    parts = [part for part in re.split(r"[\\/]+", name) if part not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(parts) or "документ"  # a name is only shown, nothing is unpacked; still it leads nowhere
