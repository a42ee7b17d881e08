"""Where a person who was taken out is still named: a search through everything, packed files included."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.errors import KitError

MAX_BYTES = 200_000_000
PACKED = (".zip", ".docx", ".xlsx", ".odt", ".ods")


def left(
    folders: Iterable[Path], codes: Iterable[str], words: Iterable[str] = (), skip: Iterable[Path] = ()
) -> list[Path]:
    """Paths that name one of `codes` (as a whole word, or as a part of the path) or hold one of `words` (full names,
    addresses). Folders of `skip` are not entered."""
    searched = _Searched(tuple(codes), tuple(word for word in words if word))
    skipped, found = set(skip), []
    for folder in folders:
        for path in _files(folder, skipped):
            if searched.in_path(path.relative_to(folder)) or path.is_file() and searched.in_file(path):
                found.append(path)
    return found


class _Searched:
    def __init__(self, codes: tuple[str, ...], words: tuple[str, ...]):
        self.codes = frozenset(code.lower() for code in codes)
        alternatives = b"|".join(re.escape(code.encode()) for code in codes)
        self.code = re.compile(rb"(?<![A-Za-z0-9_-])(?:" + alternatives + rb")(?![A-Za-z0-9_-])") if codes else None
        self.words = tuple(form for word in words for form in _forms(word))

    def in_path(self, path: Path) -> bool:
        parts = {part.lower() for part in path.parts}
        return bool(
            self.codes & (parts | {part.partition(".")[0] for part in parts} | {p.partition("+")[0] for p in parts})
        )

    def in_file(self, path: Path) -> bool:
        try:
            if path.is_symlink() or path.stat().st_size > MAX_BYTES:
                return False
            return self.in_bytes(path.read_bytes(), path.name)
        except OSError:
            return False

    def in_bytes(self, content: bytes, name: str) -> bool:
        if name.lower().endswith(PACKED) and (found := self._in_packed(content)) is not None:
            return found
        return bool(self.code and self.code.search(content)) or any(word in content for word in self.words)

    def _in_packed(self, content: bytes) -> bool | None:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = [one for one in archive.infolist() if one.file_size <= MAX_BYTES]
                return any(
                    self.in_path(Path(one.filename)) or self.in_bytes(archive.read(one), one.filename)
                    for one in members
                )  # fmt: skip
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
            return None


def _forms(word: str) -> set[bytes]:
    """A name as UTF-8, and as JSON and HTML may write it."""
    escaped = word.encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00")
    return {word.encode(), escaped, word.encode("ascii", "xmlcharrefreplace")}


def _files(folder: Path, skipped: set[Path]) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for item in sorted(folder.iterdir()):
        if item in skipped:
            continue
        yield item
        if item.is_dir() and not item.is_symlink():
            yield from _files(item, skipped)


def in_gradebook(db_url: str, codes: Iterable[str]) -> list[str]:
    """Tables of the gradebook where a text column still holds one of the codes; any table, whoever made it."""
    import sqlalchemy as sa

    engine, wanted = sa.create_engine(db_url), list(codes)
    try:
        with engine.connect() as connection:
            known = sa.MetaData()
            known.reflect(connection)
            return [
                table.name
                for table in known.sorted_tables
                if any(
                    connection.execute(sa.select(sa.literal(1)).where(column.in_(wanted)).limit(1)).first()
                    for column in table.columns
                    if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum)
                )
            ]
    except sa.exc.SQLAlchemyError as error:
        raise KitError(f"Журнал оценок не отвечает ({type(error).__name__}): повторите команду.") from None
    finally:
        engine.dispose()
