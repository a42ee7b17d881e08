"""Tables of `datasets/`: loaded, typed and validated against `mentoring.data.schemas`; no task is known here.

A table that was validated once is loaded again without pandera (its import costs about a second): the digest of its
content and of the schemas is kept in a cache. A broken table gives one Russian sentence, see `DataError`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from mentoring.public_folders import datasets as folder

from . import cache
from .tables import DataError, Raw, read, typed

__all__ = ["DataError", "folder", "load", "names", "path_of", "validate", "validate_all"]

_frames: dict[str, pd.DataFrame] = {}


def names() -> list[str]:
    """Ids of the tables in the folder, sorted; `load` takes any of them."""
    return sorted(path.stem for path in folder().glob("*.csv"))


def path_of(name: str) -> Path:
    """File of a table. Raises DataError when there is none."""
    path = folder() / f"{name}.csv"
    if not path.is_file():
        known = ", ".join(names()) or "ни одной"
        raise DataError(f"Таблицы «{name}» нет в папке {folder()}; есть: {known}.", table=name)
    return path


def load(name: str) -> pd.DataFrame:
    """A table of `datasets/` as a fresh frame: text is `str`, dates are `datetime64[ns]`, an empty cell is missing.

    The index is 0..n-1. Raises DataError with one Russian sentence (table, row, column, value, what is expected).
    """
    path = path_of(name)
    content = path.read_bytes()
    digest = cache.digest(name, content)
    if digest not in _frames:
        raw = read(content, name)
        dtypes = cache.recall(digest)
        if dtypes is None:
            dtypes = _checked(raw)
            cache.remember(digest, dtypes)
        _frames[digest] = typed(raw, dtypes)[0].reset_index(drop=True)
    return _frames[digest].copy()


def validate(path: Path | str, name: str) -> list[DataError]:
    """Every problem of a file held against the schema of table `name`, by row; empty when it is sound."""
    from .check import problems  # pandera: only where something is really validated

    try:
        return problems(read(Path(path).read_bytes(), name))
    except OSError:
        said = f"Таблица «{name}»: файл {path} не читается: проверьте, файл ли это и есть ли права."
        return [DataError(said, table=name)]
    except DataError as error:
        return [error]


def validate_all() -> list[DataError]:
    """Every problem of every table of the folder, missing tables and references between tables included."""
    from .check import broken_references
    from .schemas import SCHEMAS

    found = [problem for name in names() for problem in validate(folder() / f"{name}.csv", name)]
    found += [
        DataError(f"Таблицы «{name}» нет в папке {folder()}: верните файл {name}.csv.", table=name)
        for name in sorted(set(SCHEMAS) - set(names()))
    ]
    broken = {problem.table for problem in found}
    sound = {name: load(name) for name in names() if name not in broken}
    return found + broken_references(sound)


def _checked(raw: Raw) -> dict[str, str]:
    """Validate with pandera; return the dtypes of the columns."""
    from .check import dtypes_of, problems

    found = problems(raw)
    if found:
        raise found[0].with_others(len(found) - 1) from None
    return dtypes_of(raw.table)
