"""The reference solution of an author's notebook, executed and checked → keys, one a variant. Trusted code only.

All variants are executed in one run (`autograder.keyrun`); what was executed is kept by content.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import variants
from autograder.errors import KitError
from autograder.files import read_json, write_json
from autograder.key import SCHEMA, Key, Task, folder_digest, packages_digest
from autograder.layout import Layout
from autograder.registry import QUESTION_MIME, REFERENCE_MIME, kind, known_kinds
from autograder.school_year import NAME as YEAR
from autograder.school_year import year_of

TIMEOUT = 300


@dataclass(frozen=True)
class Built:
    """What a release is made of: the key that fixes cells and points, and the pool. `variants`: name → key; `public`:
    name → what participants see of it. Both are empty for an assignment without variants."""

    key: Key
    variants: Mapping[str, Key] = field(default_factory=dict)
    public: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def assignment(self) -> str:
        return self.key.assignment

    @property
    def release(self) -> str:
        return self.key.release

    @property
    def tasks(self) -> dict[str, Task]:
        return self.key.tasks

    @property
    def keys(self) -> list[Key]:
        """The key and those of all variants."""
        return [self.key, *self.variants.values()]


def build(place: Layout, assignment: str) -> Built:
    """Executes the reference solution unless the same content was executed before; a plain nbgrader assignment has a
    key without tasks. Raises KitError with what an author must mend."""
    source = place.source(assignment)
    varied = _calls_variant(source)
    digest = content_digest(place, source, variants.fingerprint(place) if varied else "")
    cached = place.key_cache / f"{digest}.json"
    if cached.is_file():
        data = read_json(cached)
        return Built(
            Key.from_json(data),
            {name: Key.from_json(one) for name, one in data.get("variants", {}).items()},
            data.get("public", {}),
        )
    if _is_plain(source):
        return Built(Key(assignment, digest[:12], variants.BASE, source.stem, assignment, {}))
    runs = execute(place, source, variants.seeds(place, assignment) if varied else {})
    built = _built(source, runs, assignment, digest[:12])
    extra = {name: one.to_json() for name, one in built.variants.items()}
    write_json(cached, built.key.to_json() | ({"variants": extra, "public": built.public} if extra else {}))
    cached.chmod(0o600)
    return built


def is_nbgraders_own(place: Layout, assignment: str) -> bool:
    """Several notebooks, none with a task of the contract: released and graded by nbgrader's own steps."""
    found = sorted((place.assignments / assignment).glob("*.ipynb"))
    return len(found) > 1 and all(_is_plain(source) for source in found)


def execute(place: Layout, source: Path, seeds: Mapping[str, str] | None = None) -> dict[str, list[dict[str, Any]]]:
    """Runs the author's notebook in a separate trusted process → variant → what its cells published; always `base`,
    the others when the notebook draws variants. Raises KitError."""
    env = dict(os.environ, AUTOGRADER_ROLE="author", MENTORING_ROOT=str(place.root))
    env.update(MPLBACKEND="Agg", PYTHONIOENCODING="utf-8", PYTHONDONTWRITEBYTECODE="1")
    env.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"))  # a process with threads is not forked
    env.pop("NBGRADER_EXECUTION", None)
    env.pop("AUTOGRADER_SEED", None)
    env[YEAR] = str(year_of())
    with tempfile.TemporaryDirectory(prefix="keyrun-") as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, "-m", "autograder.keyrun", str(source), str(out)]
        try:
            done = subprocess.run(
                command, env=env, cwd=source.parent, capture_output=True, timeout=TIMEOUT, check=False,
                input=json.dumps(dict(seeds or {})).encode(),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise KitError(
                f"Эталонное решение «{source.name}» не выполнилось за {TIMEOUT} с: ускорьте его или уберите цикл."
            ) from None
        if not out.is_file():
            tail = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["нет сообщения"]
            raise KitError(f"Эталонное решение «{source.name}» оборвалось: {tail[0][:300]}")
        result = read_json(out)
    if result["error"]:
        error = result["error"]
        cell = json.loads(source.read_text(encoding="utf-8"))["cells"][error["cell"]]
        name = cell["metadata"].get("nbgrader", {}).get("grade_id") or f"№ {error['cell'] + 1}"
        where = f" (вариант {error['variant']})" if error.get("variant", variants.BASE) != variants.BASE else ""
        raise KitError(f"Эталонное решение «{source.name}»{where} остановилось в ячейке {name}: {error['message']}")
    base = result["runs"][variants.BASE]
    return {
        name: [base[event] if isinstance(event, int) else event for event in events]
        for name, events in result["runs"].items()
    }


def content_digest(place: Layout, source: Path, salt: str = "") -> str:
    """What a key depends on: the assignment's folder, the tables, the packages of task kinds, the secret, the school
    year."""
    summary = hashlib.sha256(f"{SCHEMA}\0{salt or variants.BASE}\0{source.parent.name}\0{year_of()}\0".encode())
    for folder in (source.parent, place.datasets):
        summary.update(folder_digest(folder).encode())
    summary.update(packages_digest().encode())
    return summary.hexdigest()


def _built(source: Path, runs: Mapping[str, list[dict[str, Any]]], assignment: str, release: str) -> Built:
    keys, public = {}, {}
    for name, events in runs.items():
        keys[name] = _read(source, [e for e in events if e["mime"] != variants.MIME], assignment, release, name)
        public[name] = {e["data"]["name"]: e["data"]["public"] for e in events if e["mime"] == variants.MIME}
    base = keys.pop(variants.BASE)
    public.pop(variants.BASE)
    for name, one in keys.items():
        _alike(source, base, one, name)
    return Built(base, keys, public)


def _alike(source: Path, base: Key, one: Key, name: str) -> None:
    """Variants differ in content only: the gradebook holds one set of tasks and points."""
    for task in {*base.tasks, *one.tasks}:
        ours, theirs = base.tasks.get(task), one.tasks.get(task)
        if ours is None or theirs is None or (ours.kind, ours.points) != (theirs.kind, theirs.points):
            raise KitError(
                f"«{source.name}»: задача {task} в варианте {name} другая по виду или баллам; варианты должны "
                "отличаться только содержанием."
            )


def _calls_variant(source: Path) -> bool:
    return any(variants.CALL.search(text) for text in _code(source))


def _is_plain(source: Path) -> bool:
    """A plain nbgrader assignment: no cell calls `task`, so there is nothing to execute for a key."""
    return not any(re.search(r"\btask\s*\(", text) for text in _code(source))


def _code(source: Path) -> list[str]:
    """Sources of the code cells. Raises KitError for what is no notebook."""
    try:
        cells = json.loads(source.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError):
        raise KitError(f"Блокнот «{source.name}» не читается: откройте его в JupyterLab и сохраните заново.") from None


def _read(source: Path, events: list[dict[str, Any]], assignment: str, release: str, variant: str) -> Key:
    """Checks what was published against the cells of the notebook."""
    notebook = json.loads(source.read_text(encoding="utf-8"))
    cells = _cells_by_id(source, notebook)
    questions = _by_id(source, [e for e in events if e["mime"] == QUESTION_MIME], "вопрос")
    references = _by_id(source, [e for e in events if e["mime"] == REFERENCE_MIME], "эталон")
    graded = {name: meta for name, meta in cells.items() if meta.get("grade")}
    for name in graded:
        if name not in questions:
            raise KitError(f"«{source.name}»: ячейка {name} с баллами не показала вопроса (вызов task с тем же id).")
    tasks = {}
    for name, event in questions.items():
        if name not in graded:
            raise KitError(f"«{source.name}»: вопрос {name} стоит не в ячейке с баллами и тем же grade_id.")
        complete = name in references or _is_comment(notebook, f"{name}-key")
        task = _task(source, name, event, graded[name], references.get(name), cells, complete)
        tasks[name] = task
    for name in references:
        if name not in tasks:
            raise KitError(f"«{source.name}»: есть эталон {name}, но нет такого вопроса.")
    return Key(assignment, release, variant, source.stem, _title(notebook, assignment), tasks)


def _cells_by_id(source: Path, notebook: dict[str, Any]) -> dict[str, dict[str, Any]]:
    cells: dict[str, dict[str, Any]] = {}
    for cell in notebook["cells"]:
        meta = cell.get("metadata", {}).get("nbgrader")
        if not meta:
            continue
        name = meta.get("grade_id", "")
        marks = re.findall(r"(BEGIN|END) SOLUTION", "".join(cell["source"]))
        if marks != ["BEGIN", "END"] * (len(marks) // 2):
            raise KitError(
                f"«{source.name}»: в ячейке {name} границы решения не парные (BEGIN SOLUTION, END SOLUTION)."
            )
        if name in cells:
            raise KitError(f"«{source.name}»: grade_id «{name}» встречается дважды.")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
            raise KitError(f"«{source.name}»: grade_id «{name}» не годится: латинские буквы, цифры, «_» и «-».")
        if meta.get("task"):
            raise KitError(f"«{source.name}»: ячейка {name} типа «manually graded task» не поддерживается.")
        cells[name] = meta
    return cells


def _by_id(source: Path, events: list[dict[str, Any]], what: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        name = event["data"]["id"]
        if name in found:
            raise KitError(f"«{source.name}»: {what} {name} показан дважды.")
        found[name] = event["data"]
    return found


def _is_comment(notebook: dict[str, Any], name: str) -> bool:
    """Whether the cell holds comments only: the author says that there is no reference."""
    for cell in notebook["cells"]:
        if (cell.get("metadata", {}).get("nbgrader") or {}).get("grade_id") == name:
            return all(line.strip()[:1] in ("", "#") for line in "".join(cell["source"]).splitlines())
    return False


def _task(
    source: Path, name: str, event: dict, meta: dict, reference: dict | None, cells: dict, complete: bool
) -> Task:
    question = event["question"]
    points, stated = float(meta.get("points", 0)), float(question.get("points", 0))
    if points != stated:
        raise KitError(f"«{source.name}»: в ячейке {name} баллов {points:g}, а в вопросе {stated:g}.")
    if event["kind"] not in known_kinds():
        raise KitError(f"«{source.name}»: вид задачи «{event['kind']}» ({name}) не установлен.")
    manual = bool(meta.get("solution"))
    if not (complete or manual):
        raise KitError(
            f"«{source.name}»: нет эталона задачи {name}: в ячейке {name}-key нужен вызов reference, а если эталона "
            "не должно быть, — комментарий об этом."
        )
    expected = reference["reference"] if reference else None
    try:
        kind(event["kind"]).grade(question, None, expected)
    except Exception as error:  # whatever a kind's models say about the author's slip
        raise KitError(f"«{source.name}»: вопрос или эталон {name} не читается: {str(error)[:300]}") from error
    made = str(event.get("export") or "")
    return Task(name, event["kind"], points, question, expected, manual, f"{name}-code" in cells, export=made)


def _title(notebook: dict[str, Any], assignment: str) -> str:
    for cell in notebook["cells"]:
        heading = re.search(r"^#\s+(.+)$", "".join(cell["source"]), re.M) if cell["cell_type"] == "markdown" else None
        if heading:
            return heading.group(1).strip()
    return assignment
