"""What the plan of a region is fed with: disk and database per work, memory of one participant's server.

`region_gradebook_kb_each`, `region_work_kb_each`, `region_rows_each`: growth of the gradebook, of all folders of the
workspace and of its tables by one work of practicum 1 (`mentoring grade` and `feedback`), from 20 works to 120.
`region_server_mb_each`: proportional memory (PSS) of a participant's Voilà with the index and one session open, kernels
included; `region_server_empty_mb`: before a page is opened.
"""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.classroom import ASSIGNMENT, course, hand_in

FEW, MANY = 20, 120


def run() -> dict[str, float]:
    return _disk() | _memory()


def _disk() -> dict[str, float]:
    sizes = {}
    with tempfile.TemporaryDirectory(prefix="bench-region-") as folder:
        for count in (FEW, MANY):
            place = course(Path(folder) / str(count))
            hand_in(place, count)
            place.mentoring("grade", ASSIGNMENT)
            place.mentoring("feedback", ASSIGNMENT)
            workspace = Path(folder) / str(count) / "workspace"
            book = workspace / "gradebook.db"
            sizes[count] = book.stat().st_size, _size(workspace), _rows(book)
    book, files, rows = ((sizes[MANY][part] - sizes[FEW][part]) / (MANY - FEW) for part in range(3))
    return {
        "region_gradebook_kb_each": book / 1024,
        "region_work_kb_each": (files - book) / 1024,
        "region_rows_each": rows,
    }


def _rows(gradebook: Path) -> int:
    """Rows of the tables that a graded work adds to."""
    with contextlib.closing(sqlite3.connect(gradebook)) as database:
        tables = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
        return sum(database.execute(f"select count(*) from {table}").fetchone()[0] for table in tables)


def _memory() -> dict[str, float]:
    from mentoring_cli import serve
    from mentoring_cli.home import lay_out

    root = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory(prefix="bench-region-") as folder:
        home, port = Path(folder) / "p0001", serve.free_port(8950)
        lay_out(home, "p0001", root / "course")
        command = serve.voila_command(home, port, preheat=False, asks=True, all_warm=False)
        env = serve.knowing(serve.participant_environment("p0001"), "bench")
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _opened(port, "", 60)
            empty = _pss(server.pid)
            pages = ["index.ipynb", sorted(path.name for path in home.glob("session*.ipynb"))[0]]
            for page in pages:
                _opened(port, f"voila/render/{page}", 60)
            time.sleep(3)
            return {"region_server_empty_mb": empty / 1024, "region_server_mb_each": _pss(server.pid) / 1024}
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(20)


def _opened(port: int, path: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}?token=bench", timeout=seconds) as answer:
                answer.read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _pss(root: int) -> float:
    """Proportional memory of a process and all below it, KiB."""
    total, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        with contextlib.suppress(OSError, ValueError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += float(line.split()[1])
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
    return total


def _size(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
