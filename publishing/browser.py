"""The system's Chromium, which makes PDF of pages without any window."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from autograder.errors import KitError

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TIMEOUT = 240


def browser_path() -> str:
    """The system's Chromium (env MENTORING_CHROMIUM wins). Raises KitError where there is none."""
    found = os.environ.get("MENTORING_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise KitError("Нет браузера Chromium. В Debian и Ubuntu его ставит команда: sudo apt install chromium")
    return found


def to_pdf(page: Path, output: Path) -> Path:
    """Print a page from disk; its own style sets the paper. Raises KitError."""
    with tempfile.TemporaryDirectory(prefix="printing-") as profile:
        command = [
            browser_path(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--hide-scrollbars", "--no-first-run", f"--user-data-dir={profile}", "--no-pdf-header-footer",
            f"--print-to-pdf={output.resolve()}", page.resolve().as_uri(),
        ]  # fmt: skip
        output.unlink(missing_ok=True)
        try:
            done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise KitError(f"Chromium не смог сделать PDF из {page.name}: {type(error).__name__}.") from error
    if not output.is_file() or not output.stat().st_size:
        tail = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["причина неизвестна"]
        raise KitError(f"Chromium не смог сделать PDF из {page.name}: {tail[0][:200]}")
    return output
