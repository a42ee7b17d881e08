"""The first to come after a power cut only reads: the gradebook is put in order and read all the same."""

import signal
import sqlite3
import subprocess
import sys

import pytest
from classroom import open_classroom

from autograder.marks import waiting

CUT = """
import os, signal, sqlite3, sys
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.execute("pragma cache_size=1")
book.execute("begin immediate")
for number in range(3000):
    book.execute("insert into filler values (?)", ("x" * 500,))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def gradebook(tmp_path):
    room = open_classroom(tmp_path / "course")
    path = room.place.workspace / "gradebook.db"
    with sqlite3.connect(path) as book:
        book.execute("create table filler (text)")
    return path


def test_marks_are_read_though_a_half_written_transaction_was_left(gradebook):
    cut = subprocess.run([sys.executable, "-c", CUT, gradebook])
    assert cut.returncode == -signal.SIGKILL
    with sqlite3.connect(f"file:{gradebook}?mode=ro", uri=True) as book, pytest.raises(sqlite3.OperationalError):
        book.execute("select count(*) from filler")  # else nothing was half-written and the test says nothing
    assert waiting(gradebook, "mini") == 0
    with sqlite3.connect(gradebook) as book:
        assert book.execute("select count(*) from filler").fetchone() == (0,)
