"""Faults caused on purpose on the grading side: nothing is lost, and a person reads one clear sentence.

docs/faults.md lists every fault and the test that causes it.
"""

import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from classroom import RIGHT, ROWS, open_classroom
from power import cut

from autograder import attempts, batch, corrections, key, mailboxes
from autograder.errors import KitError
from autograder.feedback import feedback
from mentoring import handin
from mentoring.answers import store as form_side
from mentoring.answers.model import Owner
from mentoring.answers.store import Locked, Store


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    room = open_classroom(tmp_path_factory.mktemp("kept") / "course")
    for number in range(8):
        room.submit(f"u{number}", RIGHT if number % 2 else {"q1": {"chosen": ["c"]}})
    batch.grade("mini", place=room.place)
    return room


@pytest.fixture
def room(kept, tmp_path):
    return kept.twin(tmp_path / "course")


@pytest.fixture
def small(tmp_path):
    """A disk of 600 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder) -> None:
    """Leave no room at all."""
    with open(folder / "filler", "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"x" * 4096)
        except OSError as error:
            assert error.errno == errno.ENOSPC


def store_of(room, code: str) -> Store:
    """A participant at work on the released assignment."""
    folder = room.place.participants / code / "mini"
    shutil.copytree(room.place.release / "mini", folder, dirs_exist_ok=True)
    return Store(folder, Owner(code, "mini", room.release_id))


def handed_in(room, code: str, **given) -> Store:
    store = store_of(room, code)
    for task, answer in given.items():
        store.save(task, answer, 0)
    handin.hand_in(store, room.place.inbox)
    return store


# -- power ----------------------------------------------------------------------------------------------------------


def test_a_power_cut_in_the_middle_of_the_gradebook_leaves_whole_works_and_equal_rows(room):
    assert cut(room, 20)["in the middle"] >= 5


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_a_thousand_power_cuts_in_the_middle_of_the_gradebook(room):
    assert cut(room, 1000)["in the middle"] >= 500


# -- disk -----------------------------------------------------------------------------------------------------------


def test_a_disk_that_fills_up_while_a_class_is_graded_costs_lines_and_no_grade(room, small):
    """Autograded notebooks have no room: those works are named, earlier grades stay, a run with room does the rest."""
    before = room.query(ROWS)
    shutil.rmtree(room.place.autograded)
    room.place.autograded.symlink_to(small)
    fill(small)
    report = batch.grade("mini", force=True, place=room.place)
    assert report.refused and all("законч" in line.reason or "мест" in line.reason for line in report.refused), (
        report.lines()
    )
    assert room.query(ROWS) == before
    (small / "filler").unlink()
    again = batch.grade("mini", place=room.place)
    assert not again.refused and room.query(ROWS) == before


def test_a_full_disk_under_the_gradebook_is_one_sentence_and_the_rows_stay(room, small):
    before = room.query(ROWS)
    shutil.move(room.place.gradebook, small / "gradebook.db")
    room.place.gradebook.symlink_to(small / "gradebook.db")
    fill(small)
    for number in range(40):
        room.submit(f"n{number:02d}", RIGHT)
    with pytest.raises(KitError, match="Журнал оценок"):
        batch.grade("mini", place=room.place)
    (small / "filler").unlink()
    assert room.query(ROWS) == before
    assert batch.grade("mini", students=["n01"], place=room.place).graded


def test_an_answer_that_meets_a_limit_of_size_is_told_and_the_old_one_stays(room):
    """RLIMIT_FSIZE, as the shared server sets it."""
    program = (
        "import resource, signal, sys; from pathlib import Path; from mentoring.answers.store import *\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = Store(Path(sys.argv[1]), Owner('u9', 'mini', 'r'))\n"
        "store.save('t1', {'text': 'прежний'}, 0)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "try: store.save('t1', {'text': 'д' * 5000}, 1)\n"
        "except StoreError as error: print(error)\n"
        "print(store.read()[0].answers['t1'].answer['text'])\n"
    )
    folder = room.place.participants / "u9" / "mini"
    folder.mkdir(parents=True)
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True)
    assert "кончилось место" in done.stdout and done.stdout.strip().endswith("прежний"), done.stderr


# -- exchange -------------------------------------------------------------------------------------------------------


def test_an_inbox_that_became_read_only_gives_a_file_to_send_and_nothing_is_lost(room, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    mounted = not subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", inbox], capture_output=True).returncode
    if not mounted:
        pytest.skip("mounting is not allowed here")
    try:
        store = store_of(room, "u9")
        store.save("q1", RIGHT["q1"], 0)
        receipt = handin.hand_in(store, inbox)
    finally:
        subprocess.run(["umount", inbox], check=True)
    assert "недоступна" in receipt.message and receipt.zip_name in receipt.message
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / receipt.zip_name).write_bytes(receipt.zip_bytes)
    assert len(attempts.collect("mini", sent, place=room.place).collected) == 1
    batch.grade("mini", place=room.place)
    assert room.scores("u9")["q1"] == 2.0


def test_an_exchange_that_became_read_only_is_told_in_russian_and_the_released_files_stay(room, tmp_path, monkeypatch):
    monkeypatch.setenv("MENTORING_EXCHANGE", str(tmp_path / "exchange"))
    outbound = room.place.course_exchange / "outbound"
    outbound.mkdir(parents=True)
    assert mailboxes.publish(room.place, "mini")
    before = sorted(path.read_bytes() for path in outbound.rglob("*") if path.is_file())
    if subprocess.run(["mount", "--bind", outbound, outbound], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", outbound], check=True)
        environment = {**os.environ, "MENTORING_ROOT": str(room.place.root)}
        done = subprocess.run(
            [sys.executable, "-m", "mentoring_cli.main", "release", "mini"],
            env=environment, capture_output=True, text=True, timeout=200,
        )  # fmt: skip
    finally:
        subprocess.run(["umount", outbound], check=True)
    assert done.returncode == 1 and "диск доступен только для чтения" in done.stderr, done.stderr
    assert sorted(path.read_bytes() for path in outbound.rglob("*") if path.is_file()) == before


# -- time -----------------------------------------------------------------------------------------------------------


def jumped(monkeypatch, delta: timedelta) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + delta

    monkeypatch.setattr(form_side, "datetime", Clock)


@pytest.mark.parametrize("delta", [timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_jumps_between_two_saves_loses_no_answer(room, monkeypatch, delta):
    store = store_of(room, "u9")
    first = store.save("q1", {"chosen": ["c"]}, 0)
    jumped(monkeypatch, delta)
    second = store.save("q1", RIGHT["q1"], first.revision)
    monkeypatch.undo()
    third = store.save("q2", RIGHT["q2"], 0)
    assert (first.revision, second.revision, third.revision) == (1, 2, 1)
    handin.hand_in(store, room.place.inbox)
    assert store.read()[0].answers["q1"].answer == RIGHT["q1"]


@pytest.mark.parametrize(("delta", "late"), [(timedelta(days=-400), False), (timedelta(days=400), False)])
def test_a_hand_in_from_a_jumped_clock_is_taken_and_never_from_the_future(room, monkeypatch, delta, late):
    store = store_of(room, "u9")
    store.save("q1", RIGHT["q1"], 0)
    jumped(monkeypatch, delta)
    handin.hand_in(store, room.place.inbox)
    monkeypatch.undo()
    (line,) = attempts.collect("mini", place=room.place).collected
    stamp = datetime.fromisoformat((room.folder("u9") / "timestamp.txt").read_text().strip())
    assert line.attempt == 1 and stamp <= datetime.now(UTC)
    batch.grade("mini", place=room.place)
    assert room.scores("u9")["q1"] == 2.0


def test_a_second_attempt_counts_although_the_clock_went_back(room, monkeypatch):
    """The last attempt is the one with the greater number, whatever the clocks say."""
    store = handed_in(room, "u9", q1={"chosen": ["c"]})
    attempts.collect("mini", place=room.place)
    attempts.return_work("mini", "u9", place=room.place)
    jumped(monkeypatch, timedelta(days=-30))
    store.save("q1", RIGHT["q1"], store.read()[0].answers["q1"].revision)
    handin.hand_in(store, room.place.inbox)
    monkeypatch.undo()
    attempts.collect("mini", place=room.place)
    batch.grade("mini", place=room.place)
    assert room.scores("u9")["q1"] == 2.0


# -- hand-in --------------------------------------------------------------------------------------------------------


def test_handing_in_twice_at_the_same_moment_makes_one_attempt(room):
    """Two windows, two kernels, one button each."""
    store = store_of(room, "u9")
    store.save("q1", RIGHT["q1"], 0)
    program = (
        "import sys; from pathlib import Path; from mentoring.answers.store import *; from mentoring import handin\n"
        "store = Store(Path(sys.argv[1]), Owner('u9', 'mini', sys.argv[3]))\n"
        "print('on', flush=True); sys.stdin.readline()\n"
        "try: print(handin.hand_in(store, sys.argv[2]).attempt)\n"
        "except Locked as error: print('Locked', error)\n"
    )
    command = [sys.executable, "-c", program, str(store.folder), str(room.place.inbox), room.release_id]
    windows = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for window in windows:
        assert window.stdout.readline() == "on\n"
    for window in windows:
        window.stdin.write("go\n")
        window.stdin.flush()
    said = sorted(window.communicate(timeout=60)[0] for window in windows)
    assert said[0] == "1\n" and said[1].startswith("Locked Работа сдана")
    assert [path.name for path in (room.place.inbox / "mini" / "u9").iterdir()] == ["1"]
    assert len(attempts.collect("mini", place=room.place).collected) == 1
    assert len(attempts.collect("mini", place=room.place).unchanged) == 1


def test_a_hand_in_during_the_release_of_a_correction_is_graded_by_the_corrected_key(room):
    """Works come in while a task is voided and everybody is graded again: none is lost, all have the points."""
    codes = [f"h{number}" for number in range(10)]
    stores = {code: store_of(room, code) for code in codes}
    failed: list[BaseException] = []

    def participants() -> None:
        try:
            for store in stores.values():
                store.save("q1", {"chosen": ["c"]}, 0)
                handin.hand_in(store, room.place.inbox)
                time.sleep(0.05)
        except BaseException as error:
            failed.append(error)

    people = threading.Thread(target=participants)
    people.start()
    time.sleep(0.1)
    corrections.void(room.place, "mini", "q1", "опечатка в вопросе")
    for _ in range(3):
        attempts.collect("mini", place=room.place)
        batch.grade("mini", place=room.place)
    people.join()
    attempts.collect("mini", place=room.place)
    report = batch.grade("mini", place=room.place)
    assert not failed and not report.refused
    full = key.load(room.place, "mini").tasks["q1"].points
    assert {code: room.scores(code)["q1"] for code in codes} == dict.fromkeys(codes, full)
    assert room.scores("u0")["q1"] == full, "those who were graded before have them too"


def test_a_new_release_during_the_work_keeps_the_old_answers_and_grades_them_by_their_key(room):
    store = handed_in(room, "u9", q1=RIGHT["q1"])
    source = next((room.place.assignments / "mini").glob("*.ipynb"))
    text = source.read_text(encoding="utf-8")
    assert "Кто кому помогает?" in text
    source.write_text(text.replace("Кто кому помогает?", "Кто кому помогает в школе?"), encoding="utf-8")
    from autograder.release import release

    assert release("mini", room.place).release != room.release_id
    attempts.collect("mini", place=room.place)
    batch.grade("mini", place=room.place)
    assert room.scores("u9")["q1"] == 2.0
    with pytest.raises(Locked):
        store.save("q1", {"chosen": ["c"]}, 1)


def test_feedback_that_cannot_be_written_is_one_line_and_the_others_have_theirs(room):
    shutil.rmtree(room.place.feedback, ignore_errors=True)
    room.place.feedback.mkdir()
    (room.place.feedback / "u1").write_text("файл вместо папки")
    report = feedback("mini", place=room.place)
    assert (room.place.feedback / "u3" / "mini").is_dir() and list(report.unwritten) == ["u1"]
    assert "Отзыв u1 не записан" in report.summary() and len(report.written) == 7
