"""A copy is made while people work, and a course that is restored from it goes on: rows, releases, grading."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
from classroom import CODE, COMMENTS, RIGHT, ROWS, Classroom, open_classroom

from autograder import attempts, batch, release
from autograder.errors import KitError
from autograder.layout import Layout
from autograder.operation import archive, database
from autograder.operation.backup import backup
from autograder.operation.restore import restore


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A graded class; tests take a copy of it."""
    room = open_classroom(tmp_path_factory.mktemp("kept") / "course")
    for number in range(6):
        room.submit(f"u{number}", RIGHT if number % 2 else {"q1": {"chosen": ["c"]}}, CODE)
    batch.grade("mini", place=room.place)
    return room


@pytest.fixture
def room(kept, tmp_path):
    return kept.twin(tmp_path / "course")


def opened(room, folder) -> Classroom:
    return Classroom(Layout(room.place.root, folder), room.release_id)


@pytest.mark.parametrize("ending", [".tar.gz", ".tar.zst"])
def test_a_restored_course_has_the_same_rows_and_goes_on(room, tmp_path, ending):
    if ending == ".tar.zst" and not shutil.which("zstd"):
        pytest.skip("нет программы zstd")
    made = backup(tmp_path / f"copy{ending}", place=room.place)
    assert made.path.stat().st_mode & 0o077 == 0, "keys and names are in it"
    done = restore(made.path, tmp_path / "again", place=room.place)
    again = opened(room, done.folder)
    assert again.query(ROWS) == room.query(ROWS) and len(room.query(ROWS)) == 24
    assert again.query(COMMENTS) == room.query(COMMENTS)
    report = batch.grade("mini", place=again.place)
    assert (len(report.unchanged), report.graded, report.refused) == (6, [], []), report.lines()
    again.submit("u9", RIGHT, CODE)
    assert len(batch.grade("mini", place=again.place).graded) == 1
    assert again.scores("u9")["q1"] == 2.0
    assert release.release("mini", again.place).release == room.release_id, "the release is usable"
    for path in room.place.workspace.rglob("*.json"):
        twin = done.folder / path.relative_to(room.place.workspace)
        if ".cache" not in path.parts and not path.name.startswith("."):
            assert twin.stat().st_mode == path.stat().st_mode


def test_copies_made_while_a_class_is_graded_are_whole_and_miss_no_work(room, tmp_path):
    """Grading runs in a process of its own; each copy, restored and graded once more, gives the same rows."""
    names = [f"g{number:02d}" for number in range(30)]
    for name in names:
        room.submit(name, RIGHT, CODE)
    program = (
        "import sys; from pathlib import Path; from autograder import batch; from autograder.layout import Layout\n"
        "batch.TOGETHER = 2; place = Layout(Path(sys.argv[1]), Path(sys.argv[1]) / 'workspace')\n"
        "print('on', flush=True); batch.grade('mini', force=True, place=place)\n"
    )
    running = subprocess.Popen([sys.executable, "-c", program, room.place.root], stdout=subprocess.PIPE, text=True)
    assert running.stdout.readline().strip() == "on"
    made = []
    while running.poll() is None and len(made) < 4:
        made.append(backup(tmp_path / f"copy{len(made)}.tar.gz", place=room.place))
        time.sleep(0.3)
    assert running.wait(120) == 0 and made
    whole = room.query(ROWS)
    for number, copy in enumerate(made):
        again = opened(room, restore(copy.path, tmp_path / f"again{number}", place=room.place).folder)
        assert database.integrity(again.place.gradebook) == ""
        batch.grade("mini", place=again.place)
        assert again.query(ROWS) == whole


def test_a_formgrader_that_marks_meanwhile_is_waited_for(room, tmp_path):
    writer = sqlite3.connect(room.place.gradebook, isolation_level=None, check_same_thread=False)
    writer.execute("begin exclusive")
    writer.execute("update grade set manual_score = 0.5, needs_manual_grade = 0 where auto_score is null")
    timer = threading.Timer(1.0, writer.execute, ["commit"])
    timer.start()
    made = backup(tmp_path / "copy.tar.gz", place=room.place)
    timer.join()
    again = opened(room, restore(made.path, tmp_path / "again", place=room.place).folder)
    assert again.query("select distinct manual_score from grade where manual_score is not null") == [(0.5,)]


def test_nothing_is_overwritten(room, tmp_path):
    made = backup(tmp_path / "copy.tar.gz", place=room.place)
    with pytest.raises(KitError, match="уже есть"):
        backup(made.path, place=room.place)
    before = sorted(room.place.workspace.rglob("*"))
    with pytest.raises(KitError, match="не пуста"):
        restore(made.path, place=room.place)
    assert sorted(room.place.workspace.rglob("*")) == before
    with pytest.raises(KitError, match="должно кончаться"):
        backup(tmp_path / "copy.zip", place=room.place)


def test_a_copy_that_is_not_there_is_told_first(room, tmp_path):
    for missing in ("copy.tar.gz", "copy.tar.zst"):
        with pytest.raises(KitError, match=f"Файла копии «.*{missing}» нет"):
            restore(tmp_path / missing, place=room.place)  # whose workspace is not empty, too


@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_a_damaged_copy_is_refused_and_leaves_nothing(room, tmp_path, damage):
    made = backup(tmp_path / "copy.tar.gz", place=room.place)
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 0x55
    made.path.write_bytes({"cut": content[: len(content) // 3], "changed": bytes(content), "empty": b""}[damage])
    with pytest.raises(KitError, match="повреждена"):
        restore(made.path, tmp_path / "again", place=room.place)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["copy.tar.gz", "course"]


def test_paths_that_lead_outside_are_refused(tmp_path, room):
    path = tmp_path / "evil.tar.gz"
    with archive.written(path) as writer:
        writer.add("workspace/../../evil.txt", b"x")
        writer.close({"database": ""})
    with pytest.raises(KitError, match="чужие пути"):
        restore(path, tmp_path / "again", place=room.place)
    assert not (tmp_path / "evil.txt").exists()


def test_a_copy_of_a_newer_kit_is_refused_in_one_sentence(tmp_path, room, monkeypatch):
    monkeypatch.setattr(archive, "SCHEMA", 2)
    made = backup(tmp_path / "copy.tar.gz", place=room.place)
    monkeypatch.undo()
    with pytest.raises(KitError, match="более новой версией"):
        restore(made.path, tmp_path / "again", place=room.place)


def test_a_full_disk_leaves_no_half_copy(tmp_path, room):
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(OSError, match="No space"):
            backup(small / "copy.tar.gz", place=room.place)
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)


def test_mailboxes_of_a_shared_server_are_in_the_copy(room, tmp_path, monkeypatch):
    monkeypatch.setenv("MENTORING_EXCHANGE", str(tmp_path / "exchange"))
    letter = room.place.course_exchange / "mailboxes" / "u1" / "in" / "mini" / "1" / "answers.json"
    letter.parent.mkdir(parents=True)
    letter.write_text("{}")
    homes = tmp_path / "homes" / "mtt-u1"
    homes.mkdir(parents=True)
    (homes / "answers.json").write_text("{}")
    made = backup(tmp_path / "copy.tar.gz", homes=tmp_path / "homes", place=room.place)
    monkeypatch.setenv("MENTORING_EXCHANGE", str(tmp_path / "new"))
    done = restore(made.path, tmp_path / "again", homes=tmp_path / "new_homes", place=room.place)
    assert (tmp_path / "new" / letter.relative_to(tmp_path / "exchange")).is_file()
    assert (tmp_path / "new_homes" / "mtt-u1" / "answers.json").is_file() and len(done.places) == 2


def test_the_inbox_comes_last_so_that_no_work_is_missed(room, tmp_path, monkeypatch):
    """A work handed in and collected while the copy is made is found in the restored course."""
    folder = room.submit("u7", RIGHT, CODE, handed_in=[{"attempt": 1, "at": "2026-11-20T12:00:00+03:00"}])
    sent = tmp_path / "sent"
    shutil.move(folder, sent)
    real = database.copied

    def late(place, scratch):
        shutil.copytree(sent, place.inbox / "mini" / "u7" / "1")
        attempts.collect("mini", place=place)
        return real(place, scratch)

    monkeypatch.setattr(database, "copied", late)
    made = backup(tmp_path / "copy.tar.gz", place=room.place)
    again = opened(room, restore(made.path, tmp_path / "again", place=room.place).folder)
    attempts.collect("mini", place=again.place)
    batch.grade("mini", place=again.place)
    assert again.scores("u7")["q1"] == 2.0
