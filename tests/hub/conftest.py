"""One region for all tests of a run: seven participants, two instructors, PostgreSQL where it is installed."""

import secrets
import tempfile
from pathlib import Path

import people
import place
import pytest
from databases import Databases
from place import GROUP

# u04 and u05 belong to the faults, u06 and u07 to the operator: a handed-in work is read-only for the next test.
PEOPLE = ("u01", "u02", "u03", "u04", "u05", "u06", "u07")
TEACHERS = (f"{GROUP}-teacher1", f"{GROUP}-teacher2")


@pytest.fixture(scope="session")
def region():
    """A running hub with practicum 1 released. Skipped, with the reason, where a hub can't run."""
    reason = place.missing()
    if reason:
        pytest.skip(f"JupyterHub здесь не проверить: {reason}")
    databases, folder = Databases(), Path(tempfile.mkdtemp(prefix="region-", dir="/var/tmp"))
    token = folder / "metrics.token"
    token.touch(0o600)
    token.write_text(secrets.token_hex(32), encoding="ascii")
    made = place.Region(
        folder, PEOPLE, TEACHERS, settings_more=f'metrics_token = "{token}"',
        database=databases.address("root", "mentoring_hub"), gradebook=databases.address(f"grader-{GROUP}", GROUP),
    )  # fmt: skip
    made.databases = databases
    try:
        made.build()
        made.as_grader("release", "practicum_1")
        made.start()
        yield made
    finally:
        made.remove()
        databases.remove()


@pytest.fixture(scope="session")
def chromium():
    with people.chromium() as browser:
        yield browser
