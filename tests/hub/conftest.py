"""One region for all tests of a run: three participants, two instructors, PostgreSQL where it is installed."""

import tempfile
from pathlib import Path

import place
import pytest
from place import GROUP

PEOPLE = ("u01", "u02", "u03")
TEACHERS = (f"{GROUP}-teacher1", f"{GROUP}-teacher2")


@pytest.fixture(scope="session")
def region():
    """A running hub with practicum 1 released. Skipped, with the reason, where a hub can't run."""
    reason = place.missing()
    if reason:
        pytest.skip(f"JupyterHub здесь не проверить: {reason}")
    made = place.Region(
        Path(tempfile.mkdtemp(prefix="region-", dir="/var/tmp")),
        PEOPLE,
        TEACHERS,
    )
    try:
        made.build()
        made.as_grader("release", "practicum_1")
        made.start()
        yield made
    finally:
        made.remove()


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        yield browser
        browser.close()
