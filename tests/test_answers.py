"""The answers file: whatever happens to process, disk or file, what was saved is found again."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring import handin
from mentoring.answers import disk
from mentoring.answers.disk import StoreError, write_atomic
from mentoring.answers.model import Answers, Owner, locked_reason
from mentoring.answers.store import Conflict, Locked, Store

OWNER = Owner("u07", "practicum_1", "r1")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=15,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, OWNER)


def on_disk(store: Store) -> dict:
    return json.loads(store.path.read_text(encoding="utf-8"))


def test_a_saved_answer_is_found_by_the_next_kernel(store):
    saved = store.save("q1", {"chosen": ["a"]}, 0)
    assert saved.revision == 1
    again, notice = Store(store.folder, OWNER).read()
    assert again.answers["q1"].answer == {"chosen": ["a"]} and notice == ""
    data = on_disk(store)
    assert list(data) == [
        "schema", "participant", "assignment", "release", "variant", "answers", "handed_in", "returned",
    ]  # fmt: skip
    assert data["participant"] == "u07" and set(data["answers"]["q1"]) == {"revision", "saved_at", "answer"}


def test_the_previous_copy_is_kept_and_nothing_else_is_left(store):
    store.save("q1", 1, 0)
    store.save("q1", 2, 1)
    assert json.loads(store.backup.read_text())["answers"]["q1"]["answer"] == 1
    assert sorted(os.listdir(store.folder)) == [".answers.json.lock", "answers.json", "answers.json.bak"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(answer=JSON)
def test_any_answer_comes_back_as_it_was_given(store, answer):
    revision = store.read()[0].answers.get("q")
    store.save("q", answer, revision.revision if revision else 0)
    assert store.read()[0].answers["q"].answer == answer


def test_half_of_an_emoji_does_not_lose_the_text(store):
    store.save("q", {"text": "наставник \ud83d"}, 0)
    assert store.read()[0].answers["q"].answer["text"].startswith("наставник")


def test_sending_the_same_again_changes_nothing(store):
    first = store.save("q1", {"a": 1}, 0)
    assert store.save("q1", {"a": 1}, 0) == first


def test_a_second_window_does_not_overwrite_silently_and_both_versions_stay(store):
    store.save("q1", "первое окно", 0)
    with pytest.raises(Conflict) as caught:
        store.save("q1", "второе окно", 0)
    assert caught.value.current.answer == "первое окно"
    assert [item["answer"] for item in on_disk(store)["history"]] == ["второе окно"]
    store.save("q1", "второе окно", 1, resolves=True)
    assert on_disk(store)["answers"]["q1"]["answer"] == "второе окно"
    assert [item["answer"] for item in on_disk(store)["history"]] == ["второе окно", "первое окно"]


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cut=st.integers(0, 400), garbage=st.binary(max_size=20))
def test_a_truncated_file_is_put_aside_and_the_previous_copy_taken(store, cut, garbage):
    for leftover in store.folder.glob("*answers.json*"):
        leftover.unlink()
    store.save("q1", "раз", 0)
    store.save("q2", "два", 0)
    whole = store.path.read_bytes()
    broken = whole[: min(cut, len(whole) - 3)] + garbage
    store.path.unlink()
    store.path.write_bytes(broken)
    found, notice = store.read()
    assert found.answers["q1"].answer == "раз"
    assert "повреждён" in notice and "предыдущая копия" in notice
    assert store.path.with_name("answers.json.damaged-1").read_bytes() == broken
    assert store.save("q2", "снова", 0).revision == 1
    assert set(on_disk(store)["answers"]) == {"q1", "q2"}


def test_a_lost_file_comes_back_from_the_previous_copy(store):
    store.save("q1", 1, 0)
    store.save("q1", 2, 1)
    store.path.unlink()
    store.save("q2", 3, 0)
    assert {task: item["answer"] for task, item in on_disk(store)["answers"].items()} == {"q1": 1, "q2": 3}


def test_damage_without_a_copy_is_told_and_work_goes_on(store):
    store.path.write_text('{"schema": 1, "answ')
    found, notice = store.read()
    assert found.answers == {} and "предыдущей копии нет" in notice
    store.save("q1", 1, 0)
    assert store.path.with_name("answers.json.damaged-1").exists()


def test_a_link_in_place_of_the_file_is_never_followed(store, tmp_path):
    target = tmp_path / "elsewhere" / "secret.json"
    target.parent.mkdir()
    target.write_text('{"schema": 1, "answers": {}}')
    store.path.symlink_to(target)
    for attempt in (lambda: store.save("q1", 1, 0), store.read):
        with pytest.raises(StoreError, match="ссылка"):
            attempt()
    assert target.read_text() == '{"schema": 1, "answers": {}}'


def test_a_newer_format_is_not_written_over(store):
    text = '{"schema": 2, "answers": {"q1": "иначе"}}'
    store.path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="более новой версией"):
        store.save("q1", 1, 0)
    assert store.path.read_text(encoding="utf-8") == text


def test_unknown_keys_of_a_later_writer_survive(store):
    store.save("q1", 1, 0)
    data = on_disk(store)
    data["later"], data["answers"]["q1"]["extra"] = {"a": 1}, True
    store.path.write_text(json.dumps(data))
    store.save("q2", 2, 0)
    assert on_disk(store)["later"] == {"a": 1} and on_disk(store)["answers"]["q1"]["extra"] is True


def test_somebody_elses_folder_is_refused(store):
    store.save("q1", 1, 0)
    with pytest.raises(StoreError, match="другого участника"):
        Store(store.folder, Owner("u08", "practicum_1", "r1")).save("q1", 2, 1)


def test_a_new_release_keeps_the_old_file_beside(store):
    store.save("q1", 1, 0)
    old = store.path.read_bytes()
    Store(store.folder, Owner("u07", "practicum_1", "r2")).save("q1", 2, 1)
    assert on_disk(store)["release"] == "r2"
    assert store.path.with_name("answers.json.release-1").read_bytes() == old


@pytest.mark.parametrize(
    ("code", "word"), [(errno.ENOSPC, "место"), (errno.EACCES, "закрыта для записи"), (errno.EIO, "не записан")]
)
def test_a_full_or_closed_disk_is_one_russian_sentence_and_the_old_answer_stays(store, monkeypatch, code, word):
    store.save("q1", "прежний", 0)

    def fail(*_):
        raise OSError(code, "no")

    monkeypatch.setattr(disk.os, "fsync", fail)
    with pytest.raises(StoreError, match=word):
        store.save("q1", "новый", 1)
    monkeypatch.undo()
    assert on_disk(store)["answers"]["q1"]["answer"] == "прежний"
    assert not list(store.folder.glob("*.tmp"))


def test_a_real_full_disk(tmp_path):
    """A tmpfs of 64 KiB, where mounting is allowed."""
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        store = Store(place, OWNER)
        store.save("q1", "прежний", 0)
        with pytest.raises(StoreError, match="кончилось место"):
            for number in range(40):
                store.save(f"t{number}", "а" * 4000, 0)
        assert store.read()[0].answers["q1"].answer == "прежний"
    finally:
        subprocess.run(["umount", place], check=True)


WRITER = """
import sys
from pathlib import Path
from mentoring.answers.model import Owner
from mentoring.answers.store import Store
store = Store(Path(sys.argv[1]), Owner("u07", "practicum_1", "r1"))
for number in range(100):
    store.save(f"{sys.argv[2]}_{number % 10}", number, number // 10)
"""


def test_two_kernels_writing_two_hundred_answers_lose_none(store):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(store.folder), name]) for name in ("a", "b")]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    found = store.read()[0].answers
    assert {task: item.answer for task, item in found.items()} == {
        f"{name}_{last}": 90 + last for name in ("a", "b") for last in range(10)
    }
    assert all(item.revision == 10 for item in found.values())


KILLED = """
import sys
from pathlib import Path
from mentoring.answers.model import Owner
from mentoring.answers.store import Store
store = Store(Path(sys.argv[1]), Owner("u07", "practicum_1", "r1"))
start = store.read()[0].answers.get("q")
number = start.revision if start else 0
print("ready", flush=True)
while True:
    number = store.save("q", {"n": number + 1, "text": "ж" * 2000}, number).revision
    print(number, flush=True)
"""


def kill_rounds(folder: Path, rounds: int) -> None:
    acknowledged = 0
    for turn in range(rounds):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        time.sleep(0.003 + 0.047 * (turn * 0.6180339887 % 1))
        process.send_signal(signal.SIGKILL)
        lines = process.stdout.read().split("\n")[:-1]
        process.wait()
        acknowledged = max([acknowledged, *(int(line) for line in lines)])
        found, notice = Store(folder, OWNER).read()
        assert notice == ""
        if acknowledged:
            assert found.answers["q"].answer["n"] in (acknowledged, acknowledged + 1)
            acknowledged = found.answers["q"].revision
    assert acknowledged > rounds


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_kill_at_any_moment_loses_no_acknowledged_answer(tmp_path):
    kill_rounds(tmp_path, 30)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_thousand_kills_lose_no_acknowledged_answer(tmp_path):
    kill_rounds(tmp_path, 1000)


def test_write_atomic_replaces_a_link_instead_of_following_it(tmp_path):
    target = tmp_path / "target"
    target.write_text("цело")
    (tmp_path / "link").symlink_to(target)
    write_atomic(tmp_path / "link", b"new")
    assert target.read_text() == "цело" and (tmp_path / "link").read_bytes() == b"new"


# -- handing in ------------------------------------------------------------------------------------------------------


@pytest.fixture
def assignment(store: Store) -> Store:
    (store.folder / "practicum_1.ipynb").write_text("{}")
    (store.folder / "release.json").write_text('{"schema": 1}')
    store.save("q1", {"chosen": ["a"]}, 0)
    return store


def test_handing_in_locks_the_work_and_fills_the_inbox(assignment, tmp_path):
    receipt = handin.hand_in(assignment, tmp_path / "inbox")
    place = tmp_path / "inbox" / "practicum_1" / "u07" / "1"
    assert receipt.inbox == place and "передана" in receipt.message
    assert sorted(item.name for item in place.iterdir()) == ["answers.json", "practicum_1.ipynb", "release.json"]
    assert json.loads((place / "answers.json").read_text())["handed_in"][0]["attempt"] == 1
    with pytest.raises(Locked, match="сдана"):
        assignment.save("q1", {"chosen": ["b"]}, 1)
    with pytest.raises(Locked):
        handin.hand_in(assignment, tmp_path / "inbox")


def test_returned_work_opens_again_and_becomes_attempt_two(assignment, tmp_path):
    handin.hand_in(assignment, tmp_path / "inbox")
    returned = assignment.folder / "returned.json"
    returned.write_text(
        json.dumps({"schema": 1, "attempt": 1, "at": "2026-11-22T10:00:00+03:00", "comment": "Дополните"})
    )
    assert assignment.read()[0].returned.comment == "Дополните"
    assignment.save("q1", {"chosen": ["b"]}, 1)
    assert handin.hand_in(assignment, tmp_path / "inbox").attempt == 2
    assert assignment.read()[0].locked
    assert (tmp_path / "inbox" / "practicum_1" / "u07" / "2" / "answers.json").exists()


def test_a_closed_inbox_becomes_a_zip_beside_the_notebook(assignment, tmp_path):
    (tmp_path / "inbox").write_text("not a folder")
    receipt = handin.hand_in(assignment, tmp_path / "inbox")
    assert "недоступна" in receipt.message and receipt.zip_name == "practicum_1_u07_1.zip"
    with zipfile.ZipFile(assignment.folder / receipt.zip_name) as archive:
        assert sorted(archive.namelist()) == ["answers.json", "practicum_1.ipynb", "release.json"]
    assert handin.package(assignment).zip_name == receipt.zip_name


def test_a_hand_in_that_was_cut_short_reaches_the_inbox_at_the_next_opening(assignment, tmp_path, monkeypatch):
    """The work is locked first: a kill between that and the copy must not leave it with nobody."""

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(handin, "_copy_to_inbox", killed)
    with pytest.raises(KeyboardInterrupt):
        handin.hand_in(assignment, tmp_path / "inbox")
    monkeypatch.undo()
    assert assignment.read()[0].locked
    assert handin.pass_on(assignment, tmp_path / "inbox")
    place = tmp_path / "inbox" / "practicum_1" / "u07" / "1"
    assert json.loads((place / "answers.json").read_text())["answers"]["q1"]["answer"] == {"chosen": ["a"]}
    assert not handin.pass_on(assignment, tmp_path / "inbox"), "once is enough"


def test_nothing_is_passed_on_that_was_not_handed_in_or_was_returned(assignment, tmp_path):
    assert not handin.pass_on(assignment, tmp_path / "inbox")
    handin.hand_in(assignment, None)
    (assignment.folder / "returned.json").write_text(json.dumps({"schema": 1, "attempt": 1}))
    assert not handin.pass_on(assignment, tmp_path / "inbox")
    assert not handin.pass_on(assignment, None)
    assert not (tmp_path / "inbox").exists()


@pytest.fixture
def home(assignment, tmp_path) -> Path:
    """A home with the assignment in it."""
    (tmp_path / "home").mkdir()
    shutil.copytree(assignment.folder, tmp_path / "home" / "practicum_1", ignore=lambda *_: ["home"])
    assignment.folder = tmp_path / "home" / "practicum_1"
    return tmp_path / "home"


def test_what_the_inbox_did_not_take_goes_when_it_is_back_and_only_once(assignment, home, tmp_path, monkeypatch):
    monkeypatch.setenv("MENTORING_RELEASED", str(tmp_path))
    inbox = tmp_path / "inbox"
    inbox.write_text("not a folder")
    assert "откройте карту позже" in handin.hand_in(assignment, inbox).message
    assert handin.pass_on_all(home, inbox) == () and handin.pass_on_all(home, "") == ()
    inbox.unlink()
    assert handin.pass_on_all(home, inbox) == ("practicum_1",)
    sent = inbox / "practicum_1" / "u07" / "1"
    assert (sent / "answers.json").read_bytes() == assignment.path.read_bytes()
    assert sorted(item.name for item in sent.iterdir()) == ["answers.json", "practicum_1.ipynb", "release.json"]
    assert handin.pass_on_all(home, inbox) == ()


def test_a_draft_of_a_work_that_was_given_back_is_not_passed_on(assignment, home, tmp_path):
    assert handin.pass_on_all(home, tmp_path / "inbox") == (), "not handed in yet"
    handin.hand_in(assignment)
    (assignment.folder / "returned.json").write_text(
        json.dumps({"schema": 1, "attempt": 1, "at": "2026-11-22T10:00:00+03:00", "comment": ""})
    )
    assignment.save("q1", {"chosen": ["b"]}, 1)
    assert handin.pass_on_all(home, tmp_path / "inbox") == ()


def test_an_attempt_never_overwrites_one_in_the_inbox(assignment, tmp_path):
    taken = tmp_path / "inbox" / "practicum_1" / "u07" / "1"
    taken.mkdir(parents=True)
    assert handin.hand_in(assignment, tmp_path / "inbox").attempt == 2


def test_a_link_in_place_of_the_notebook_is_not_handed_in(assignment, tmp_path):
    (assignment.folder / "practicum_1.ipynb").unlink()
    (assignment.folder / "practicum_1.ipynb").symlink_to("/etc/passwd")
    assert "practicum_1.ipynb" not in handin.files_of(assignment, assignment.read()[0])


def test_the_model_reads_the_example_of_the_contract():
    example = """{"schema": 1, "participant": "u07", "assignment": "practicum_1", "release": "x", "variant": "base",
     "answers": {"q1": {"revision": 3, "saved_at": "2026-11-21T14:05:07+03:00", "answer": {"a": 1}}},
     "handed_in": [{"attempt": 1, "at": "2026-11-21T14:05:07+03:00"}], "returned": null}"""
    answers = Answers.model_validate_json(example)
    assert answers.locked and locked_reason(answers).startswith("Работа сдана 21.11.2026 в 14:05")


def test_a_disk_that_fills_up_leaves_a_file_that_can_be_collected(store, monkeypatch):
    """A backup that is a second name of the file would be refused by intake as a link."""
    store.save("q1", 1, 0)

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(StoreError, match="место"):
        store.save("q1", 2, 1)
    assert store.path.lstat().st_nlink == 1
    monkeypatch.undo()
    assert store.save("q1", 2, 1).revision == 2
    assert [path.lstat().st_nlink for path in (store.path, store.backup)] == [1, 1]


def test_versions_that_lost_never_make_the_file_too_big_to_be_read(store):
    store.save("q1", "начало", 0)
    for number in range(50):
        with pytest.raises(Conflict):
            store.save("q1", f"{number}" + "x" * 450_000, 0)
    assert store.path.stat().st_size < disk.MAX_BYTES / 2
    again, notice = Store(store.folder, OWNER).read()
    assert again.answers["q1"].answer == "начало" and notice == ""
    assert again.history[-1].answer.startswith("49"), "the newest are kept"


def test_answers_that_grow_beyond_the_limit_are_refused_before_they_are_written(store, monkeypatch):
    monkeypatch.setattr(disk, "MAX_BYTES", 100_000)
    store.save("q1", "а" * 20_000, 0)
    with pytest.raises(StoreError, match="слишком"):
        store.save("q2", "б" * 40_000, 0)
    assert Store(store.folder, OWNER).read()[0].answers["q1"].answer == "а" * 20_000
