"""Assignments: their rows in the tables, self-tests of the tasks for every variant, leaks of what would be released."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import Layout
from mentoring.data import load

from .finding import Finding

ELSEWHERE = ("MENTORING_ROOT", "MENTORING_WORKSPACE", "MENTORING_DB", "MENTORING_EXCHANGE")


def names(root: Path) -> list[str]:
    """Folders of `assignments/` with a notebook, and what the tables know."""
    folders = {path.parent.name for path in (root / "assignments").glob("*/*.ipynb")}
    return sorted(folders | set(load("practicums")["id"]))


def works(root: Path, chosen: Collection[str]) -> Iterator[Finding]:
    """Whether notebook, `practicums` and `rules` know each assignment."""
    known, rules = set(load("practicums")["id"]), set(load("rules")["assignment"])
    for name in chosen:
        written = (root / "assignments" / name / f"{name}.ipynb").is_file()
        if written and name not in known:
            yield Finding(f"Задание {name} написано, а строки в таблице practicums нет: добавьте её.")
        if written and name not in rules:
            yield Finding(f"Задание {name} написано, а в таблице rules для него нет порога и числа попыток: добавьте.")
        if not written and name in known:
            yield Finding(f"Задание {name} есть в таблице practicums, а тетради ещё нет.", reminder=True)


@contextmanager
def _own_place() -> Iterator[None]:
    """Nothing of the real course is touched: neither its workspace nor its gradebook."""
    kept = {name: os.environ.pop(name, None) for name in ELSEWHERE}
    try:
        yield
    finally:
        os.environ.update({name: value for name, value in kept.items() if value is not None})


def tested(root: Path, chosen: Collection[str]) -> Iterator[Finding]:
    """Release each assignment into a course of its own and let made-up answers be graded there."""
    from autograder import selftest
    from autograder.release import release

    for name in chosen:
        if not (root / "assignments" / name / f"{name}.ipynb").is_file():
            continue
        with tempfile.TemporaryDirectory(prefix="mentoring-check-") as folder, _own_place():
            place = Layout(Path(folder), Path(folder) / "workspace")
            shutil.copytree(root / "datasets", place.datasets)
            shutil.copytree(root / "assignments" / name, place.assignments / name)
            shutil.copy(root / "nbgrader_config.py", place.root)
            try:
                release(name, place)
            except KitError as error:
                yield Finding(f"{name}: {error}")
                continue
            yield from (Finding(text if name in text else f"{name}: {text}") for text in selftest.check(place, name))
