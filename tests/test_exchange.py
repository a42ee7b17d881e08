"""nbgrader's own exchange, where it exists: release, fetch, submit and collect carry the answers file."""

import getpass
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import RIGHT, open_classroom

from autograder import batch

pytestmark = pytest.mark.skipif(os.name != "posix", reason="nbgrader has no exchange on Windows")


def nbgrader(*arguments: str, folder: Path, root: Path) -> None:
    env = {**os.environ, "MENTORING_ROOT": str(root), "JUPYTER_CONFIG_PATH": str(root)}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=folder, env=env, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr[-1500:]


def test_a_work_goes_through_the_exchange_and_is_graded(tmp_path):
    room = open_classroom(tmp_path / "course")
    root, home = room.place.root, tmp_path / "home"
    home.mkdir()
    room.place.exchange.mkdir(mode=0o777)
    room.place.exchange.chmod(0o777)
    nbgrader("release_assignment", "mini", folder=root, root=root)
    nbgrader("fetch_assignment", "mini", folder=home, root=root)
    assert (home / "mini" / "release.json").is_file()
    code = getpass.getuser()
    (home / "mini" / "answers.json").write_text(json.dumps(room.stored(code, RIGHT)), encoding="utf-8")
    nbgrader("submit", "mini", folder=home, root=root)
    nbgrader("collect", "mini", folder=root, root=root)
    assert (room.folder(code) / "answers.json").is_file()
    report = batch.grade("mini", place=room.place)
    assert [line.participant for line in report.graded] == [code]
    assert room.scores(code)["q1"] == room.rows()[code, "mini", "q1"][2], "the right answer has full points"
