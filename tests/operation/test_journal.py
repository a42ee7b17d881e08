"""The journal tells what was run and holds nobody: no name, no answer, no path with a name."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from classroom import FIXTURE, RIGHT, open_classroom

from autograder.layout import Layout
from autograder.operation import journal
from autograder.roster import Person, save_roster

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = [
    Person("u1", "А", "Лесная", "Ия", "Петровна", "lesnaya@school.example"),
    Person("u2", "А", "Rechnaya", "Eva", "", "eva@school.example"),
]


def mentoring(room, *arguments: str) -> subprocess.CompletedProcess:
    env = {**os.environ, "MENTORING_ROOT": str(room.place.root), "MENTORING_INBOX": ""}
    command = [sys.executable, "-m", "mentoring_cli.main", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)


def lines(place: Layout) -> list[dict]:
    return [json.loads(line) for line in (place.workspace / "logs" / journal.FILE).read_text("utf-8").splitlines()]


def test_after_a_whole_cycle_no_name_of_the_roster_stands_in_any_log(tmp_path):
    room = open_classroom(tmp_path / "course")
    shutil.copytree(ROOT / "datasets", room.place.datasets, dirs_exist_ok=True)
    save_roster(PEOPLE, place=room.place)
    sent = tmp_path / "Лесная Ия"
    for code in ("u1", "u2"):
        folder = room.submit(code, RIGHT | {"t1": {"text": "Наставник Лесная Ия, телефон 555"}})
        shutil.move(folder, sent / code)
    broken = sent / "Rechnaya_Eva"
    broken.mkdir()
    (broken / "mini.ipynb").write_text("{}")
    for command in (
        ["collect", "mini", str(sent)], ["grade", "mini"],
        ["feedback", "mini", "--mail", str(tmp_path / "Лесная почта")],
        ["return", "mini", "u1", "--comment", "Лесная, допишите вывод"], ["progress"], ["grade", "mini", "--force"],
        ["collect", "mini", str(tmp_path / "Rechnaya.zip")], ["grade", "Rechnaya"], ["portfolio", "Лесная"],
    ):  # fmt: skip
        done = mentoring(room, *command)
        assert "Traceback" not in done.stderr, done.stderr
    found = lines(room.place)
    assert [line["command"] for line in found] == [
        "collect", "grade", "feedback", "return", "progress", "grade", "collect", "grade", "portfolio",
    ]  # fmt: skip
    assert found[1]["graded"] == 2 and found[1]["assignment"] == "mini" and found[1]["seconds"] > 0
    assert found[0]["collected"] == 3 and found[-1]["outcome"] == "KitError"
    text = b"".join(path.read_bytes() for path in (room.place.workspace / "logs").rglob("*") if path.is_file())
    for word in ("Лесная", "Ия", "Петровна", "Rechnaya", "Eva", "@", "555", "Положение", str(tmp_path), "Наставник"):
        assert word.encode() not in text and json.dumps(word).strip('"').encode() not in text, word


def test_only_codes_of_the_roster_are_written(tmp_path):
    place = Layout(FIXTURE, tmp_path / "ws")
    place.workspace.mkdir()
    save_roster(PEOPLE, place=place)
    journal.note(
        place, {"command": "grade", "refused_codes": ["u1", "Ivanova", "../x"], "text": "Иванова", "graded": 3}
    )
    (line,) = lines(place)
    assert line.pop("at") and line == {"command": "grade", "refused_codes": ["u1"], "graded": 3}
    assert journal.forget(place, ["u1"]) and "u1" not in json.dumps(lines(place))


@pytest.mark.parametrize("name", ["command", "assignment", "outcome"])
def test_words_are_latin_names_only(name):
    assert journal.clean({name: "Иванова"}) == {} == journal.clean({name: "/home/ivanova"})


def test_old_lines_are_put_aside_and_then_dropped(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "MAX_BYTES", 2000)
    place = Layout(FIXTURE, tmp_path / "ws")
    place.workspace.mkdir()
    for number in range(300):
        journal.note(place, {"command": "grade", "graded": number})
    names = sorted(path.name for path in (place.workspace / "logs").glob(f"{journal.FILE}*"))
    assert names == [journal.FILE, *(f"{journal.FILE}.{n}" for n in range(1, 6))]
    assert all(path.stat().st_size <= 2000 for path in (place.workspace / "logs").iterdir())
    assert lines(place)[-1]["graded"] == 299


def test_lines_of_many_writers_stay_whole(tmp_path):
    place = Layout(FIXTURE, tmp_path / "ws")
    place.workspace.mkdir()
    writers = [
        threading.Thread(target=lambda: [journal.note(place, {"command": "grade"}) for _ in range(50)])
        for _ in range(6)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(lines(place)) == 300


def test_a_journal_that_cannot_be_written_stops_nothing(tmp_path, monkeypatch):
    place = Layout(FIXTURE, tmp_path / "ws")
    place.workspace.mkdir()
    (place.workspace / "logs").write_text("файл вместо папки")
    with journal.running(["grade", "mini"], ["grade"], place):
        pass
    assert (place.workspace / "logs").read_text() == "файл вместо папки"
