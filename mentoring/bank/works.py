"""What practicums ask and by which criteria, read from their source notebooks without running them.

For the map of results only: a practicum that appears in `assignments/` is taken up by itself. Texts that a notebook
computes are not known here, so a task may come without its title.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Task:
    """A task of a practicum: its code, title and what it is judged by (criteria or codes of document criteria)."""

    id: str
    title: str
    kind: str
    criteria: tuple[str, ...]


def read_works(assignments: Path) -> dict[str, list[Task]]:
    """Practicums that are written: `practicum_1` → its tasks in order."""
    found = {}
    for path in sorted(assignments.glob("practicum_*/practicum_*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        found[path.parent.name] = [task for source in sources for task in _tasks(source)]
    return found


def _tasks(source: str) -> Iterator[Task]:
    tree = ast.parse(source)
    named = {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "task" and node.args):
            continue
        question = node.args[0]
        if isinstance(question, ast.Name):
            question = named.get(question.id, question)
        if not (isinstance(question, ast.Call) and re.search(r"Question$", getattr(question.func, "id", ""))):
            continue
        given = {keyword.arg: keyword.value for keyword in question.keywords}
        if name := _text(given.get("id")) or _drawn(question):
            kind = question.func.id.removesuffix("Question").lower()
            yield Task(name, _text(given.get("title")), kind, tuple(dict.fromkeys(_criteria(question))))


def _drawn(question: ast.Call) -> str:
    """The code of a task that comes with the variant: `MarkupQuestion(**CASE["tasks"]["k1"])`, `… | {…}` too."""
    spread = [one.value for one in question.keywords if one.arg is None]
    spread = [one.left if isinstance(one, ast.BinOp) else one for one in spread]
    return next((_text(one.slice) for one in spread if isinstance(one, ast.Subscript)), "")


def _criteria(question: ast.Call) -> Iterator[str]:
    for node in ast.walk(question):
        if isinstance(node, ast.Call):
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            spoken = {
                "RubricLine": given.get("criterion"),
                "ChecklistCriterion": given.get("text"),
                "criterion": node.args[0] if node.args else None,
            }
            if text := _text(spoken.get(getattr(node.func, "id", ""))):
                yield text


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
