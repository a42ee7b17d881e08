"""Releasing an assignment: key executed and frozen, nbgrader's release made and checked for leaks, then published.

`release` is what the CLI calls; the steps in nbgrader's converter use the other functions, so that the formgrader's
button does the same.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import key, mailboxes
from autograder.config import configure
from autograder.errors import KitError
from autograder.key import Key
from autograder.layout import Layout, layout
from autograder.rebuild import joined

FORBIDDEN = ("answers.json", "key.json", "release.json", "participant.json", "returned.json", "corrections.json")
MARKS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME")
# Parts of a reference that say nothing of the right answer or stand in the material on purpose.
OPEN_PARTS = {"source", "evidence", "unit", "formula"}
# Shorter texts of a reference («специалист по кадрам») stand in documents and tables by right.
MIN_TEXT = 40
MIN_LINE = 16


@dataclass(frozen=True)
class Released:
    """What `release` made: the folder with the public files and the numbers a person asks for."""

    assignment: str
    release: str
    folder: Path
    tasks: int
    points: float


def release(assignment: str, place: Layout | None = None) -> Released:
    """Releases an assignment, again too. Nothing that is published changes before every check has passed.

    Raises KitError with what the author must mend.
    """
    place = place or layout()
    built = prepare(place, assignment)
    if not built.tasks:
        raise KitError(f"В задании «{assignment}» нет ни одной задачи (ячейки с баллами и вызовом task).")
    check_files(place, built)
    staging = place.workspace / f".staging-{uuid.uuid4().hex[:8]}"
    try:
        _convert(place, assignment, staging)
        _check_cells(place, built, staging / assignment / f"{built.notebook}.ipynb")
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    folder = _convert(place, assignment, place.release)
    _set_due(place, assignment)
    mailboxes.publish(place, assignment)
    return Released(assignment, built.release, folder, len(built.tasks), sum(t.points for t in built.tasks.values()))


def prepare(place: Layout, assignment: str) -> Key:
    """The executed and checked key of the assignment as it stands now. Raises KitError."""
    return key.build(place, assignment)


def public_note(place: Layout, built: Key) -> dict[str, Any]:
    """`release.json`: what everyone may know of a release."""
    due = _due(place, built.assignment)
    tasks = [
        {"id": task.id, "title": task.question.get("title", task.id), "points": task.points, "manual": task.manual}
        for task in built.tasks.values()
    ]
    return {
        "schema": 1,
        "assignment": built.assignment,
        "release": built.release,
        "variant": built.variant,
        "title": built.title,
        "tasks": tasks,
        "due": due.isoformat() if due else None,
    }


def check_files(place: Layout, built: Key) -> None:
    """No file beside the author's notebook gives an answer away. Raises KitError."""
    folder = place.assignments / built.assignment
    secrets = list(_secret_texts(built))
    for path in key.files_of(folder):
        if path.suffix == ".ipynb" and path.parent == folder:
            continue
        if path.name.startswith(FORBIDDEN) or path.suffix in (".bak", ".ipynb"):
            raise KitError(
                f"В папке задания лежит {path.name}: он попал бы к участникам. Уберите его и выпустите снова."
            )
        if path.stat().st_size > 5_000_000:
            continue
        text = _folded(path.read_bytes().decode("utf-8", "replace"))
        for name, secret in secrets:
            if _folded(secret) in text:
                raise KitError(f"Файл {path.name} выдаёт эталон задачи {name} («{secret[:40]}…»): выпуск остановлен.")


def check_notebook(place: Layout, built: Key, notebook: dict[str, Any]) -> None:
    """The released notebook holds no outputs, no solution and nothing of a reference. Raises KitError."""
    source = json.loads(place.source(built.assignment).read_text(encoding="utf-8"))
    regions = list(_solution_lines(source))
    texts, numbers = list(_secret_texts(built)), list(_secret_numbers(built))
    for number, cell in enumerate(notebook["cells"]):
        name = (cell["metadata"].get("nbgrader") or {}).get("grade_id") or f"№ {number + 1}"
        text = joined(cell["source"])
        if cell.get("outputs"):
            raise KitError(f"В выпуске у ячейки {name} остался вывод: выпуск остановлен.")
        if cell.get("attachments") and cell["cell_type"] == "code":
            raise KitError(f"В выпуске у ячейки {name} осталось вложение: выпуск остановлен.")
        for mark in MARKS:
            if mark in text:
                raise KitError(f"В выпуске в ячейке {name} осталась метка «{mark}»: проверьте границы решения.")
        if cell["cell_type"] == "code" and re.search(r"^[^#\n]*\breference\s*\(", text, re.M):
            raise KitError(f"В выпуске в ячейке {name} остался вызов reference: он должен стоять внутри решения.")
        everything = _folded(text + json.dumps(cell["metadata"], ensure_ascii=False))
        for line in regions:
            if line in text:
                raise KitError(f"В выпуске в ячейке {name} стоит строка решения «{line[:40]}…»: выпуск остановлен.")
        for task, secret in texts:
            if _folded(secret) in everything:
                raise KitError(f"Ячейка {name} выдаёт эталон задачи {task} («{secret[:40]}…»): выпуск остановлен.")
        for task, secret in numbers:
            if re.search(rf"(?<![\d.,]){secret.replace('.', '[.,]')}(?![\d]|[.,]\d)", text):
                raise KitError(f"Ячейка {name} выдаёт ответ задачи {task} ({secret}): выпуск остановлен.")


def check_text(built: Key, text: str, what: str) -> None:
    """A text that goes to participants besides the notebook holds nothing of a reference. Raises KitError."""
    folded = _folded(text)
    for task, secret in _secret_texts(built):
        if _folded(secret) in folded:
            raise KitError(f"{what} выдаёт эталон задачи {task} («{secret[:40]}…»): остановлено.")
    for task, secret in _secret_numbers(built):
        if re.search(rf"(?<![\d.,]){secret.replace('.', '[.,]')}(?![\d]|[.,]\d)", text):
            raise KitError(f"{what} выдаёт ответ задачи {task} ({secret}): остановлено.")


def _convert(place: Layout, assignment: str, folder: Path) -> Path:
    """Runs nbgrader's GenerateAssignment; only a run into the real release folder writes the gradebook and the key."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config()
    configure(config, place.root)
    trial = folder != place.release
    if trial:
        config.CourseDirectory.release_directory = str(folder)
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
    place.workspace.mkdir(parents=True, exist_ok=True)
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = assignment
    converter = GenerateAssignment(coursedir=coursedir, config=config)
    converter.force = True
    errors = _Errors()
    converter.log = logging.Logger("autograder.release")
    converter.log.addHandler(errors)
    try:
        converter.start()
    except NbGraderException as error:
        raise KitError(errors.reason() or f"nbgrader не смог выпустить «{assignment}»: {error}") from error
    return folder / assignment


def _check_cells(place: Layout, built: Key, staged: Path) -> None:
    """Refuses a changed set of cells while there are submissions: nbgrader would fail and delete the release."""
    if not place.has_gradebook:
        return
    from autograder.recorder import Recorder

    new = {
        cell["metadata"]["nbgrader"]["grade_id"]
        for cell in json.loads(staged.read_text(encoding="utf-8"))["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id")
    }
    with Recorder(place.db_url) as recorder:
        if not recorder.exists() or not recorder.has_submissions(built.assignment):
            return
        old = recorder.cell_names(built.assignment)
    if old and old != new:
        changed = ", ".join(sorted(old ^ new)[:6])
        raise KitError(
            f"По заданию «{built.assignment}» уже есть работы, а набор ячеек изменился ({changed}): верните ячейки "
            "или выпустите задание под новым именем."
        )


def _set_due(place: Layout, assignment: str) -> None:
    """The term in the gradebook, where the formgrader shows it."""
    from autograder.recorder import Recorder

    with Recorder(place.db_url) as recorder:
        recorder.set_due(assignment, _due(place, assignment))


def _due(place: Layout, assignment: str):
    """The term by the table of rules; None without a table or a term."""
    from autograder.rules import load_rules

    return load_rules(place=place).of(assignment).due if (place.datasets / "rules.csv").is_file() else None


def _secret_texts(built: Key) -> Iterator[tuple[str, str]]:
    """Task and every telling text of its reference that its own question does not show."""
    for task in built.tasks.values():
        shown = _folded(json.dumps(task.question, ensure_ascii=False))
        for text in _leaves(task.reference, str):
            if len(text) >= MIN_TEXT and _folded(json.dumps(text, ensure_ascii=False)[1:-1]) not in shown:
                yield task.id, text


def _secret_numbers(built: Key) -> Iterator[tuple[str, str]]:
    """Task and every fractional number of its reference with three digits or more that its question does not show."""
    for task in built.tasks.values():
        shown = json.dumps(task.question, ensure_ascii=False)
        for number in _leaves(task.reference, float):
            text = f"{abs(number):.10g}"
            if not number.is_integer() and len(text) > 3 and not re.search(text.replace(".", "[.,]"), shown):
                yield task.id, text


def _leaves(data: Any, kind: type) -> Iterator[Any]:
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in OPEN_PARTS and name not in ("tolerance", "weights", "evidence_share"):
                yield from _leaves(value, kind)
    elif isinstance(data, (list, tuple)):
        for item in data:
            yield from _leaves(item, kind)
    elif type(data) is kind:
        yield data


def _solution_lines(notebook: dict[str, Any]) -> Iterator[str]:
    """Telling lines of the author's solution regions, without those that stand outside of them too."""
    inside, outside = [], set()
    for cell in notebook["cells"]:
        solving = False
        for line in joined(cell["source"]).splitlines():
            if "### BEGIN SOLUTION" in line or "### END SOLUTION" in line:
                solving = "BEGIN" in line
            elif solving:
                inside.append(line.strip())
            else:
                outside.add(line.strip())
    for line in inside:
        if len(line) >= MIN_LINE and line not in outside:
            yield line


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


class _Errors(logging.Handler):
    """Keeps what nbgrader says of an error."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record):
        self.texts.append(record.getMessage())

    def reason(self) -> str:
        """The Russian sentence of a KitError that nbgrader wrapped into its own, if there was one."""
        for text in self.texts:
            found = re.search(r"^autograder\.errors\.KitError: (.+)", text, re.M | re.S)
            if found:
                return found.group(1).strip()
        return ""
