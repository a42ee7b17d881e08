"""`upgrade`: brings the files of a workspace and the gradebook to the formats of this kit; what is replaced is kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.errors import KitError
from autograder.files import write_json
from autograder.layout import Layout, layout
from autograder.operation import formats

KEPT = "upgraded"
PLACES = (
    ("keys/*/current.json", "current"), ("keys/*/corrections.json", "corrections"), ("keys/*/*/key*.json", "key"),
    ("keys/*/*/variants.json", "variants"), ("release/*/release.json", "release"),
    ("release/*/variants.json", "variants"), ("submitted/*/*/answers.json", "answers"),
    ("submitted/*/*/release.json", "release"), ("attempts/*/*/*/answers.json", "answers"),
    ("attempts/*/*/*/release.json", "release"), ("attempts/*/*/*/returned.json", "returned"),
    ("attempts/*/*/submitted.json", "submitted"),
    ("attempts/*/*/answers_shown.json", "answers_shown"), ("participants/*/participant.json", "participant"),
    ("participants/*/progress.json", "progress"), ("participants/*/*/answers.json", "answers"),
    ("participants/*/course_answers/*.json", "answers"), ("participants/*/*/release.json", "release"),
    ("participants/*/*/returned.json", "returned"), ("inbox/*/*/*/answers.json", "answers"),
)  # fmt: skip


@dataclass(frozen=True)
class Upgraded:
    """Paths in the workspace. `kept`: where the earlier files lie; `newer` and `damaged` were left as they are."""

    looked: int
    changed: tuple[str, ...]
    newer: tuple[str, ...]
    damaged: tuple[str, ...]
    kept: Path | None
    gradebook: str


def upgrade(*, place: Layout | None = None) -> Upgraded:
    """Works only on files that are older; safe to run again, and while nobody works. Raises KitError."""
    place = place or layout()
    changed, newer, damaged, looked = [], [], [], 0
    kept = place.workspace / KEPT / f"{datetime.now():%Y-%m-%d_%H-%M-%S}"
    for path, kind in files(place):
        looked += 1
        name = path.relative_to(place.workspace).as_posix()
        try:
            data = json.loads(path.read_text(encoding="utf-8-sig"))
            assert isinstance(data, dict)
            made = formats.migrated(kind, data, path.name)
        except KitError:
            newer.append(name)
        except (OSError, ValueError, AssertionError):
            damaged.append(name)  # intake salvages what it can; here nothing is guessed
        else:
            if made is not data:
                copy = kept / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, copy)
                write_json(path, made)
                changed.append(name)
    return Upgraded(looked, tuple(changed), tuple(newer), tuple(damaged), kept if changed else None, _gradebook(place))


def files(place: Layout) -> Iterator[tuple[Path, str]]:
    """Every file of the workspace that has a version, with the name of its format."""
    for pattern, kind in PLACES:
        for path in sorted(place.workspace.glob(pattern)):
            if path.is_file() and not path.is_symlink() and "snapshot" not in path.parts:
                yield path, kind


def gradebook_versions(place: Layout) -> tuple[str, str]:
    """The version of nbgrader's tables that the gradebook has, and the one that this nbgrader wants."""
    import sqlalchemy as sa
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    config = Config()
    config.set_main_option("script_location", ALEMBIC_DIR)
    head = ScriptDirectory.from_config(config).get_current_head() or ""
    engine = sa.create_engine(place.db_url)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return "", head
            return connection.execute(sa.text("select version_num from alembic_version")).scalar() or "", head
    except sa.exc.SQLAlchemyError as error:
        raise KitError(
            f"Журнал оценок не отвечает ({type(error).__name__}): проверьте MENTORING_DB и сервер."
        ) from None
    finally:
        engine.dispose()


def _gradebook(place: Layout) -> str:
    if not place.has_gradebook:
        return "Журнала оценок ещё нет."
    now, head = gradebook_versions(place)
    if now == head:
        return "Журнал оценок: таблицы нынешней версии."
    from nbgrader.dbutil import upgrade as run

    from autograder.config import activate
    from autograder.operation.backup import backup

    activate()  # nbgrader calls `alembic` by name
    made = backup(place=place)
    run(place.db_url)
    after = gradebook_versions(place)[0]
    if after != head:
        raise KitError(f"Таблицы журнала не обновились; прежнее состояние лежит в копии {made.path}.")
    return f"Журнал оценок обновлён; прежнее состояние лежит в копии {made.path}."
