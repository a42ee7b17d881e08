"""The assert twin of a contract assignment: the same tasks as an author of plain nbgrader would write them.

For every automatic task a solution cell `answer_<id> = …` and a locked test cell that asserts on it part by part
(nbgrader partial credit: the value of the last line). No kernel widgets, no kit imports: stock nbgrader grades it.
"""

from __future__ import annotations

import json
import pprint
from pathlib import Path
from typing import Any

import nbformat

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def source_notebook(key: dict[str, Any]) -> nbformat.NotebookNode:
    """The source notebook of the twin, made from `key.json`."""
    cells = [nbformat.v4.new_markdown_cell("# Двойник задания на ячейках assert")]
    for name, task in key["tasks"].items():
        if task["manual"] or not task["reference"]:
            continue
        right = f"answer_{name} = {pprint.pformat(flat(task['reference']))}"
        cells.append(_cell(f"{name}-answer", f"### BEGIN SOLUTION\n{right}\n### END SOLUTION", solution=True))
        cells.append(_cell(name, test_source(name, task), points=task["points"]))
    return nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)


def test_source(name: str, task: dict[str, Any]) -> str:
    """A hidden test that gives points by the share of right parts."""
    expected = pprint.pformat(flat(task["reference"]))
    return (
        "### BEGIN HIDDEN TESTS\n"
        f"_expected = {expected}\n_given = globals().get('answer_{name}') or {{}}\nassert isinstance(_given, dict)\n"
        f"_right = sum(_given.get(k) == v for k, v in _expected.items())\n"
        f"round({task['points']} * _right / len(_expected), 2)\n### END HIDDEN TESTS"
    )


def flat(reference: dict[str, Any]) -> dict[str, Any]:
    """What an author would compare: the leaves of the reference without explanations."""
    return {
        name: json.dumps(value, ensure_ascii=False, sort_keys=True)
        for name, value in reference.items()
        if name not in {"explain", "note", "evidence_share", "weights", "tolerance"} and value not in (None, "", {}, [])
    }


def submission(release: Path, given: dict[str, dict[str, Any]]) -> nbformat.NotebookNode:
    """The released twin with the answers written into its solution cells."""
    notebook = nbformat.read(release, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        task = name.removesuffix("-answer")
        if name.endswith("-answer") and task in given:
            cell.source = f"answer_{task} = {pprint.pformat(flat(given[task]))}"
    return notebook


def _cell(name: str, source: str, *, solution: bool = False, points: float | None = None):
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata["nbgrader"] = {
        "grade_id": name, "grade": points is not None, "solution": solution, "locked": points is not None,
        "schema_version": 3, "task": False, "cell_type": "code", **({"points": points} if points is not None else {}),
    }  # fmt: skip
    return cell
