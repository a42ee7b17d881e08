"""Runs pytest; files with a failing test are run again from nothing: a browser on a busy machine may miss a deadline.

A try in the same process would find what the first one left in a shared home or server. What is tried again is told.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

TRIES = 3


def run(arguments: list[str]) -> tuple[int, list[str]]:
    """Exit code, and the files with a failure (none unless the code says that tests failed)."""
    with tempfile.TemporaryDirectory(prefix="pytest-cache-") as cache:
        code = subprocess.call([sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *arguments])
        kept = Path(cache, "v", "cache", "lastfailed")
        failed = json.loads(kept.read_text(encoding="utf-8")) if code == 1 and kept.exists() else {}
    return code, sorted({node.split("::")[0] for node in failed})


def main(arguments: list[str]) -> int:
    code, files = run(arguments)
    for number in range(2, TRIES + 1):
        if not files:
            break
        print(f"\nTry {number} of {TRIES}, from nothing: {' '.join(files)}", flush=True)
        code, files = run(files)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
