"""`mentoring doctor` finds what was broken on purpose, says in Russian what to do, and ends with 1."""

import fcntl
import json
import os
import subprocess
import sys
import time

import pytest
from classroom import FIXTURE, RIGHT, open_classroom

from autograder.layout import Layout
from mentoring_cli.doctor import course, machine, server
from mentoring_cli.doctor.examination import CHECKS, TITLES, examine
from mentoring_cli.hub import accounts


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    room = open_classroom(tmp_path_factory.mktemp("kept") / "course")
    room.submit("u1", RIGHT)
    return room


@pytest.fixture
def place(kept, tmp_path) -> Layout:
    return kept.twin(tmp_path / "course").place


def states(found) -> set[str]:
    return {one.state for one in found}


def test_a_sound_course_has_nothing_bad_and_every_line_is_russian(place, monkeypatch):
    monkeypatch.setenv("MENTORING_HUB", "/nonexistent")
    found = examine(place=place)
    assert not [one.text() for one in found if one.state == "bad" and one.name not in ("sandbox", "space")]
    assert {one.name for one in found} >= {"versions", "sandbox", "fonts_charts", "clock", "database", "integrity"}
    assert all(any("а" <= letter <= "я" for letter in one.what) or one.what == "LibreOffice" for one in found)
    assert all(one.todo for one in found if one.state != "ok")
    assert {check.__name__ for check in CHECKS} <= set(TITLES)


def test_the_command_ends_with_1_where_something_is_bad_and_speaks_json(place):
    place.gradebook.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    env = {**os.environ, "MENTORING_ROOT": str(place.root), "MENTORING_HUB": "/nonexistent"}
    command = [sys.executable, "-m", "mentoring_cli.main", "doctor", "--json"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    data = json.loads(done.stdout)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert [one["name"] for one in data["checks"] if one["state"] == "bad"]


def test_a_package_of_another_version_is_named(place, monkeypatch):
    (place.root / "requirements.lock").write_text("# made\nnbgrader==0.1\npandas==99\nnothing-of-that-name==1\n")
    (found,) = machine.versions(place)
    assert found.state == "bad" and "nbgrader" in found.said and "0.1" in found.said and "make setup" in found.todo


def test_a_missing_sandbox_font_browser_and_office_are_told(place, monkeypatch):
    from autograder.sandbox import walls

    monkeypatch.setattr(walls, "missing", lambda: "ядро системы не даёт Landlock")
    assert "Landlock" in machine.sandbox(place)[0].text() and machine.sandbox(place)[0].state == "bad"
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: [])
    assert machine.fonts(place)[1].state == "bad"
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    monkeypatch.delenv("MENTORING_CHROMIUM", raising=False)
    assert [one.state for one in machine.programs(place)] == ["warn", "warn"]


@pytest.mark.parametrize("jump", [-3600, 3600])
def test_a_clock_that_differs_from_the_disk(place, monkeypatch, jump):
    real = time.time
    monkeypatch.setattr(machine.time, "time", lambda: real() + jump)
    assert machine.clock(place)[0].state == "bad" and "timedatectl" in machine.clock(place)[0].todo


def test_files_from_the_future_are_told(place):
    ahead = time.time() + 7200
    os.utime(place.gradebook, (ahead, ahead))
    assert "из будущего" in machine.clock(place)[0].said


def test_little_space(place, monkeypatch):
    class Usage:
        free = 1000

    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: Usage)
    assert states(machine.space(place)) == {"bad"}


def test_a_gradebook_of_earlier_tables_and_a_damaged_one(place, kept):
    import sqlite3

    with sqlite3.connect(place.gradebook) as database:
        database.execute("update alembic_version set version_num = '282d30a0218e'")
    assert course.database(place)[0].todo == "mentoring upgrade"
    content = bytearray(place.gradebook.read_bytes())
    content[8192:60000] = os.urandom(60000 - 8192)
    place.gradebook.write_bytes(content)
    try:
        found = course.database(place)
    except Exception as error:  # the room turns it into a finding
        assert "Журнал" in str(error)
    else:
        assert "bad" in states(found)


def test_a_gradebook_nobody_answers_for(place, monkeypatch):
    monkeypatch.setenv("MENTORING_DB", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("MENTORING_HUB", "/nonexistent")
    found = [one for one in examine(place=place) if one.name == "database"]
    assert [one.state for one in found] == ["bad"] and "не отвечает" in found[0].said


def test_a_release_without_its_key_and_a_work_of_a_lost_release(place):
    assert states(course.releases(place)) == {"ok"}
    key = next(place.keys.glob("mini/*/key.json"))
    key.rename(key.with_name("elsewhere"))
    said = " ".join(one.text() for one in course.releases(place))
    assert "плохо" in said and "сделано работ: 1" in said and "restore" in said


def test_drafts_of_a_crash_and_a_held_lock(place):
    draft = place.workspace / ".staging-dead"
    draft.mkdir()
    assert states(course.leftovers(place)) == {"ok"}, "somebody may be at work"
    os.utime(draft, (1, 1))
    assert ".staging-dead" in course.leftovers(place)[0].said
    draft.rmdir()
    lock = place.participants / "u1" / "mini" / ".answers.json.lock"
    lock.parent.mkdir(parents=True)
    with open(lock, "w") as held:
        assert states(course.leftovers(place)) == {"ok"}, "a lock file that nobody holds is no trouble"
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "не освобождаются: 1" in course.leftovers(place)[0].said


def test_rights_of_a_shared_server(tmp_path, place):
    for name in ("assignments", "tests"):
        (tmp_path / "kit" / name).mkdir(parents=True, mode=0o755)
    assert server.keys(tmp_path / "kit").state == "bad"
    for name in ("assignments", "tests"):
        (tmp_path / "kit" / name).chmod(0o750)
    assert server.keys(tmp_path / "kit").state == "ok"
    settings = tmp_path / "hub.toml"
    settings.write_text(
        f'exchange = "{tmp_path}/exchange"\nhomes = "{tmp_path}/homes"\nproxy = "python3"\n'
        f'[[groups]]\nid = "a"\ntitle = "Первая"\ngrader = "g"\nport = 9001\nroot = "{tmp_path}/a"\n'
    )
    (tmp_path / "a" / "workspace").mkdir(parents=True)
    for folder in (tmp_path / "a", tmp_path / "a" / "workspace"):
        folder.chmod(0o700)
    (tmp_path / "a" / "workspace" / "roster.csv").write_text("code,group,surname,name,patronymic,email\nu1,А,,,,\n")
    found = server.everything(settings, place)
    assert "нет папок: 6" in found[-1].said and "mentoring hub accounts" in found[-1].todo
    from mentoring_cli.hub.settings import load

    (group,) = load(settings).groups
    for folder, mode in server.modes(load(settings), group, accounts.codes(group)).items():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
    assert server.everything(settings, place)[-1].state == "ok"
    (tmp_path / "exchange" / "a" / "mailboxes" / "u1" / "in").chmod(0o777)
    assert "777 вместо 2750" in server.everything(settings, place)[-1].said


def test_a_file_of_a_newer_version_is_told(place):
    path = place.submitted / "u1" / "mini" / "answers.json"
    path.write_text(path.read_text().replace('"schema": 1', '"schema": 5'))
    assert course.formats(place)[0].state == "bad"


def test_without_a_workspace_nothing_breaks(tmp_path, monkeypatch):
    monkeypatch.setenv("MENTORING_HUB", "/nonexistent")
    found = examine(place=Layout(FIXTURE, tmp_path / "none"))
    assert "bad" not in {one.state for one in found if one.name not in ("sandbox", "space")}


def test_a_workspace_left_from_a_trial_is_closed_like_the_reference_solutions(tmp_path):
    """`make demo` in the kit's own folder leaves keys there, and a shared server reads the kit from that folder."""
    from mentoring_cli.doctor import server

    for name in ("assignments", "workspace"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o750)
    assert server.keys(tmp_path).state == "ok"
    (tmp_path / "workspace").chmod(0o755)
    found = server.keys(tmp_path)
    assert found.state == "bad" and "workspace" in found.said
