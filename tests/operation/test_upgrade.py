"""What earlier versions of the kit wrote is read and brought up to date; what a newer one wrote is left alone."""

import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from classroom import CODE, FIXTURE, RIGHT, Classroom, open_classroom

from autograder import attempts, batch, key
from autograder.errors import KitError
from autograder.layout import Layout
from autograder.operation import formats
from autograder.operation.upgrade import gradebook_versions, upgrade
from mentoring.answers.disk import StoreError
from mentoring.answers.model import Owner
from mentoring.answers.store import Store
from mentoring.data import versions

FROZEN = FIXTURE.parent / "formats"
RELEASED = sorted(path.name for path in FROZEN.iterdir() if (path / "keys").is_dir())


def course_of(frozen: str, folder: Path) -> Classroom:
    """The fixture course with the workspace as that version left it."""
    shutil.copytree(FIXTURE, folder)
    shutil.copytree(FROZEN / frozen, folder / "workspace")
    place = Layout(folder, folder / "workspace")
    return Classroom(place, key.current_release(place, "mini"))


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


def without_schema(folder: Path) -> list[Path]:
    """Files as version 0 wrote them."""
    found = []
    for path in sorted(folder.rglob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(data, dict) and data.pop("schema", None) is not None:
            path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
            found.append(path)
    return found


@pytest.mark.parametrize("frozen", RELEASED)
def test_a_released_version_is_graded_with_the_same_rows(frozen, tmp_path):
    room = course_of(frozen, tmp_path / "course")
    before, files = room.rows(), digests(room.place.workspace)
    done = upgrade(place=room.place)
    assert not done.newer and not done.damaged and done.looked >= 4
    if not done.changed:
        assert digests(room.place.workspace) == files
    report = batch.grade("mini", force=True, place=room.place)
    assert len(report.graded) == 1, report.lines()
    assert room.rows() == before and len(before) == 4


@pytest.mark.parametrize("frozen", RELEASED)
def test_version_0_is_brought_up_to_date_once_and_the_old_files_stay(frozen, tmp_path):
    room = course_of(frozen, tmp_path / "course")
    before = room.rows()
    old = without_schema(room.place.workspace)
    kept = {path: path.read_bytes() for path in old}
    done = upgrade(place=room.place)
    assert {room.place.workspace / name for name in done.changed} == set(old) and len(old) >= 4
    for path, content in kept.items():
        assert json.loads(path.read_text(encoding="utf-8"))["schema"] == 1
        assert (done.kept / path.relative_to(room.place.workspace)).read_bytes() == content
    assert upgrade(place=room.place).changed == ()
    batch.grade("mini", force=True, place=room.place)
    assert room.rows() == before


def test_version_0_is_read_even_before_the_upgrade(tmp_path):
    room = course_of(RELEASED[0], tmp_path / "course")
    before = room.rows()
    without_schema(room.place.workspace)
    batch.grade("mini", force=True, place=room.place)
    assert room.rows() == before
    store = Store(room.folder("u01"), Owner("u01", "mini", room.release_id))
    assert store.read()[0].answers["q1"].answer == RIGHT["q1"]


def test_a_step_to_a_coming_version_is_run_over_every_file(tmp_path, monkeypatch):
    room = course_of("version_1", tmp_path / "course")
    monkeypatch.setitem(formats.CURRENT, "release", 2)
    monkeypatch.setitem(formats.STEPS, "release", {1: lambda data: data | {"language": "ru"}})
    done = upgrade(place=room.place)
    assert done.changed == ("release/mini/release.json",)
    made = json.loads((room.place.release / "mini" / "release.json").read_text(encoding="utf-8"))
    assert (made["schema"], made["language"], made["assignment"]) == (2, "ru", "mini")


def test_every_format_of_the_engine_has_a_frozen_example_or_is_written_by_the_form():
    seen = set()
    for path in FROZEN.rglob("*.json"):
        stem = "key" if path.name.startswith("key") else path.stem
        seen |= {stem} & set(formats.CURRENT)
    assert seen >= {"answers", "release", "key", "current", "corrections", "returned", "submitted"}


def test_answers_of_a_newer_version_cost_one_sentence_and_nothing_is_lost(tmp_path):
    room = open_classroom(tmp_path / "course")
    room.submit("u01", RIGHT, CODE, schema=99, future={"x": 1})
    room.submit("u02", RIGHT, CODE)
    content = (room.folder("u01") / "answers.json").read_bytes()
    report = batch.grade("mini", place=room.place)
    assert len(report.graded) == 1 and "более новой версией" in report.refused[0].reason
    assert room.scores("u01") == {}, "not graded is not zero"
    done = upgrade(place=room.place)
    assert done.newer == ("submitted/u01/mini/answers.json",) and not done.changed
    assert (room.folder("u01") / "answers.json").read_bytes() == content
    store = Store(room.folder("u01"), Owner("u01", "mini", room.release_id))
    with pytest.raises(StoreError, match="более новой версией"):
        store.save("q1", {"chosen": ["a"]}, 1)
    assert (room.folder("u01") / "answers.json").read_bytes() == content
    shutil.move(room.folder("u01"), room.place.inbox / "mini" / "u01" / "1")
    assert len(attempts.collect("mini", place=room.place).collected) == 1, "it is taken in, to be graded later"


def test_a_key_of_a_newer_version_stops_the_run_with_one_sentence(tmp_path):
    room = course_of("version_1", tmp_path / "course")
    path = next(room.place.keys.glob("mini/*/key.json"))
    path.write_text(path.read_text(encoding="utf-8").replace('"schema": 1', '"schema": 7', 1), encoding="utf-8")
    content = path.read_bytes()
    with pytest.raises(KitError, match="key.json записан более новой версией"):
        batch.grade("mini", place=room.place)
    assert path.read_bytes() == content


BEFORE_COURSES = """
alter table student drop column lms_user_id;
create table earlier (id varchar(32) not null primary key, name varchar(128) not null unique, duedate datetime);
insert into earlier select id, name, duedate from assignment;
drop table assignment;
alter table earlier rename to assignment;
drop table course;
update alembic_version set version_num = '167914646830';
"""


def test_a_gradebook_of_an_earlier_nbgrader_is_migrated_after_a_copy(tmp_path):
    """As nbgrader 0.5 left it: no courses, no `lms_user_id`."""
    room = course_of("version_1", tmp_path / "course")
    before, head = room.rows(), gradebook_versions(room.place)[0]
    with sqlite3.connect(room.place.gradebook) as database:
        database.executescript(BEFORE_COURSES)
    assert gradebook_versions(room.place) == ("167914646830", head)
    done = upgrade(place=room.place)
    assert gradebook_versions(room.place) == (head, head)
    assert room.rows() == before and "копии" in done.gradebook
    assert list((room.place.workspace / "backups").glob("*.tar.gz"))
    assert len(batch.grade("mini", force=True, place=room.place).graded) == 1 and room.rows() == before


def test_an_own_table_of_an_earlier_version_gets_the_present_columns(tmp_path):
    from mentoring.data.schemas import SCHEMAS

    datasets, kept = tmp_path / "datasets", tmp_path / "kept"
    datasets.mkdir()
    old = (FROZEN / "tables" / "orders_1.csv").read_text(encoding="utf-8")
    (datasets / "orders.csv").write_text(old, encoding="utf-8")
    assert len(versions.upgrade(datasets, kept)) == 1
    lines = (datasets / "orders.csv").read_text(encoding="utf-8").splitlines()
    assert set(lines[0].split(",")) == set(SCHEMAS["orders"].to_schema().columns)
    assert lines[0].startswith("municipality,") and lines[0].endswith(",raw,source,certainty")
    assert '"Балашиха | МБОУ ""СОШ №32"" | №581 от 11.10.2021"' in lines[2]
    assert next(kept.rglob("orders.csv")).read_text(encoding="utf-8") == old
    assert versions.upgrade(datasets, kept) == []


@pytest.mark.parametrize("frozen", sorted((FROZEN / "tables").glob("headers_*.json")), ids=lambda path: path.stem)
def test_every_table_of_a_released_version_gets_the_present_columns(frozen):
    """Headers as a released version had them: a change of columns without its step in `versions.CHANGES` fails here."""
    from mentoring.data.schemas import SCHEMAS

    headers = json.loads(frozen.read_text(encoding="utf-8"))
    assert len(headers) >= 30
    for table, columns in headers.items():
        row = ",".join(f"x{number}" for number, _ in enumerate(columns))
        made = versions.mended(f"{','.join(columns)}\n{row}\n", versions.CHANGES.get(table, ()))
        now = made.splitlines()[0].split(",")
        assert set(now) == set(SCHEMAS[table].to_schema().columns), table
        assert [name for name in now if name in columns] == columns or versions.CHANGES.get(table), table


def test_the_present_version_has_its_headers_frozen():
    """Whoever raises the version freezes the tables as they are then."""
    import tomllib

    root = FIXTURE.parents[2]
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert (FROZEN / "tables" / f"headers_{version}.json").is_file()
