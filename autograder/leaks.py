"""What a release must not give away: outputs, solutions, references. Raises KitError before anything is published.

`check_files` looks at what the author put beside the notebook, `check_notebook` at the released notebook,
`check_pool` at the public parts of variants, `check_text` at anything else that is made for participants.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.key import Key, files_of
from autograder.layout import Layout
from autograder.rebuild import joined
from autograder.reference import Built

FORBIDDEN = (
    *("answers.json", "key.json", "release.json", "participant.json", "returned.json", "corrections.json"),
    *("variants.json", "secret"),
)
MARKS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME")
# Parts of a reference that say nothing of the right answer or stand in the material on purpose.
OPEN_PARTS = {"source", "evidence", "unit", "formula"}
# Shorter texts of a reference («специалист по кадрам») stand in documents and tables by right.
MIN_TEXT = 40
PUBLIC = ("release.json", "variants.json")
CELL_METADATA = {"nbgrader", "jupyter", "slideshow", "tags", "editable", "deletable", "trusted"}
NOTEBOOK_METADATA = {"kernelspec", "language_info", "title", "mentoring", "bank"}
MIN_LINE = 16


def check_files(place: Layout, built: Built) -> None:
    """No file beside the author's notebook gives an answer away. Raises KitError."""
    folder = place.assignments / built.assignment
    secrets = list(dict.fromkeys(_secret_texts(built.keys)))
    for path in files_of(folder):
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


def check_notebook(place: Layout, built: Built, notebook: dict[str, Any]) -> None:
    """The released notebook holds no outputs, no solution and nothing of a reference. Raises KitError."""
    source = json.loads(place.source(built.assignment).read_text(encoding="utf-8"))
    regions = list(_solution_lines(source))
    texts, numbers = dict.fromkeys(_secret_texts(built.keys)), dict.fromkeys(_secret_numbers(built.keys))
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
        called = re.search(r"^[^#\n]*\b(reference|secret)\s*\(", text, re.M) if cell["cell_type"] == "code" else None
        if called:
            raise KitError(f"В выпуске в ячейке {name} остался вызов {called[1]}: он должен стоять внутри решения.")
        everything = _folded(text + json.dumps(cell["metadata"], ensure_ascii=False))
        for line in regions:
            if line in text:
                raise KitError(f"В выпуске в ячейке {name} стоит строка решения «{line[:40]}…»: выпуск остановлен.")
        for task, secret in texts:
            if _folded(secret) in everything:
                raise KitError(f"Ячейка {name} выдаёт эталон задачи {task} («{secret[:40]}…»): выпуск остановлен.")
        for task, secret in numbers:
            if re.search(_number(secret), text):
                raise KitError(f"Ячейка {name} выдаёт ответ задачи {task} ({secret}): выпуск остановлен.")


def check_text(built: Key, text: str, what: str, *, numbers: bool = True, open_texts: Container[str] = ()) -> None:
    """A text that goes to participants besides the notebook holds nothing of a reference. `numbers`: its fractions
    count too; in a text about something else they stand by chance. `open_texts`: sentences of catalogues
    (folded), which a reference may quote and a lesson teaches. Raises KitError."""
    folded = _folded(text)
    for task, secret in _secret_texts([built]):
        if _folded(secret) in folded and _folded(secret) not in open_texts:
            raise KitError(f"{what} выдаёт эталон задачи {task} («{secret[:40]}…»): остановлено.")
    for task, secret in _secret_numbers([built]) if numbers else ():
        if re.search(_number(secret), text):
            raise KitError(f"{what} выдаёт ответ задачи {task} ({secret}): остановлено.")


def catalogue_texts(tables: Iterable[Path]) -> frozenset[str]:
    """Every cell of the tables, folded: what may be read in them is no secret."""
    found = set()
    for path in tables:
        with open(path, encoding="utf-8-sig", newline="") as file:
            found.update(_folded(cell) for row in csv.reader(file) for cell in row if len(cell) >= MIN_TEXT)
    return frozenset(found)


def check_pool(built: Built) -> None:
    """What a variant shows holds no text of its own reference that its questions do not show. Raises KitError."""
    for name, public in built.public.items():
        text = _folded(json.dumps(public, ensure_ascii=False))
        for task, secret in _secret_texts([built.variants[name]]):
            if _folded(json.dumps(secret, ensure_ascii=False)[1:-1]) in text:
                raise KitError(f"Вариант {name} выдаёт эталон задачи {task} («{secret[:40]}…»): выпуск остановлен.")


def check_released(place: Layout, built: Built) -> list[str]:
    """What lies in the release folder now, file by file → Russian sentences about everything that gives an answer away:
    texts and numbers of references, solutions, outputs, metadata that is not nbgrader's."""
    folder, found = place.release / built.assignment, []
    texts = list(dict.fromkeys(_secret_texts(built.keys)))
    for path in files_of(folder):
        name = path.relative_to(folder).as_posix()
        if path.name in FORBIDDEN and path.name not in PUBLIC:
            found.append(f"в выпуске лежит {name}")
        text = path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".ipynb":
            notebook = json.loads(text)
            try:
                check_notebook(place, built, notebook)
            except KitError as error:
                found.append(str(error))
            extra = {key for cell in notebook["cells"] for key in cell["metadata"]} - CELL_METADATA
            if extra or set(notebook["metadata"]) - NOTEBOOK_METADATA:
                found.append(f"лишние метаданные в {name}: {', '.join(sorted(extra)) or 'у блокнота'}")
        elif path.name != "variants.json":  # of the pool each variant is held against its own key
            folded = _folded(text)
            found += [f"{name} выдаёт эталон задачи {task}" for task, one in texts if _folded(one) in folded]
    try:
        check_pool(built)
    except KitError as error:
        found.append(str(error))
    return found


def _secret_texts(keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    """Task and every telling text of its reference that its own question does not show."""
    for task in (task for one in keys for task in one.tasks.values()):
        shown = _folded(json.dumps(task.question, ensure_ascii=False))
        for text in _leaves(task.reference, str):
            if len(text) >= MIN_TEXT and _folded(json.dumps(text, ensure_ascii=False)[1:-1]) not in shown:
                yield task.id, text


def _secret_numbers(keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    """Task and every fractional number of its reference with three digits or more that its question does not show."""
    for task in (task for one in keys for task in one.tasks.values()):
        shown = json.dumps(task.question, ensure_ascii=False)
        for number in _leaves(task.reference, float):
            text = f"{abs(number):.10g}"
            if not number.is_integer() and len(text) > 3 and not re.search(text.replace(".", "[.,]"), shown):
                yield task.id, text


def _number(text: str) -> str:
    """The pattern of a number that stands alone, with a point or a comma."""
    return rf"(?<![\d.,]){text.replace('.', '[.,]')}(?![\d]|[.,]\d)"


def _leaves(data: Any, kind: type) -> Iterator[Any]:
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in OPEN_PARTS and name not in ("tolerance", "weights", "evidence_share", "own"):
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
