"""Assignments as an author of plain nbgrader would write them, for stock nbgrader to grade.

The assert twin of a contract assignment: for every automatic task a solution cell `answer_<id> = …` and a locked test
cell that asserts on it part by part (nbgrader partial credit: the value of the last line); with `code`, code tasks
are code. And a plain assignment with pandas and a chart. No kernel widgets, no kit imports.
"""

from __future__ import annotations

import json
import pprint
from pathlib import Path
from random import Random
from typing import Any

import nbformat

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
TABLE = """import pandas as pd

orders = pd.read_csv("orders.csv")


def share(part, whole):
    return 100 * part / whole"""
ANSWERS = (
    ('dated = (orders["date_precision"] == "day").sum()\nby_place = orders.groupby("municipality").size()',
     'axes = by_place.nlargest(10).plot.barh(title="Приказы")'),
    ('dated = (orders["date_precision"] == "day").sum()\nby_place = orders["municipality"].value_counts()',
     'axes = by_place.plot.bar()'),
    ('dated = len(orders)\nby_place = orders.groupby("municipality").size()', "axes = by_place.plot()"),
    ('dated = orders["day"].sum()', "axes = None"),
)  # fmt: skip


def source_notebook(key: dict[str, Any], *, code: bool = False) -> nbformat.NotebookNode:
    """The source notebook of the twin, made from `key.json`."""
    cells = [nbformat.v4.new_markdown_cell("# Двойник задания на ячейках assert")]
    if code:
        cells.append(_cell("table", TABLE, locked=True))
    for name, task in key["tasks"].items():
        if task["manual"] or not task["reference"]:
            continue
        if code and task["code"]:
            right = 'share((orders["date_precision"] == "day").sum(), len(orders))'
            cells.append(_cell(f"{name}-answer", _solution(f"answer_{name} = {right}"), solution=True))
            cells.append(_cell(name, _near(name, task), points=task["points"]))
            continue
        right = f"answer_{name} = {pprint.pformat(flat(task['reference']))}"
        cells.append(_cell(f"{name}-answer", _solution(right), solution=True))
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


def answers(key: dict[str, Any], number: int, code: str = "") -> dict[str, str]:
    """What participant `number` writes into the solution cells: leaves of the reference, from all right to most wrong;
    `code` into the cells of code tasks."""
    said, chance = {}, Random(number)
    for name, task in key["tasks"].items():
        if task["manual"] or not task["reference"]:
            continue
        if code and task["code"]:
            said[name] = code
        else:
            leaves = flat(task["reference"])
            said[name] = pprint.pformat(
                {leaf: value if chance.random() < 1.0 - (number % 10) / 12 else "?" for leaf, value in leaves.items()}
            )
    return said


def submission(release: Path, said: dict[str, str]) -> nbformat.NotebookNode:
    """The released twin with `said` assigned in its solution cells."""
    notebook = nbformat.read(release, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        task = name.removesuffix("-answer")
        if name.endswith("-answer") and task in said:
            cell.source = f"answer_{task} = {said[task]}"
    return notebook


def plain_notebook() -> nbformat.NotebookNode:
    """The source of a plain assignment: a number, a table and a chart from a table of the register of orders."""
    first, chart = ANSWERS[0]
    cells = [
        nbformat.v4.new_markdown_cell("# Реестр приказов"),
        _cell("table", TABLE, locked=True),
        _cell("count-answer", _solution(first), solution=True),
        _cell("dated", "assert dated == 108", points=2),
        _cell("places", "assert by_place.sum() == len(orders)\nassert by_place.index.is_unique", points=2),
        _cell("chart-answer", _solution(chart), solution=True),
        _cell("chart", "assert len(axes.patches) >= 5\nassert axes.get_figure() is not None", points=2),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)


def plain_submission(release: Path, number: int) -> nbformat.NotebookNode:
    """The released plain assignment answered rightly, half rightly or not at all."""
    notebook = nbformat.read(release, as_version=4)
    said = dict(zip(("count-answer", "chart-answer"), ANSWERS[number % len(ANSWERS)], strict=True))
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        cell.source = said.get(name, cell.source)
    return notebook


def _near(name: str, task: dict[str, Any]) -> str:
    return (
        "### BEGIN HIDDEN TESTS\n_dated = [one == 'day' for one in orders['date_precision']]\n"
        f"assert abs(answer_{name} - share(sum(_dated), len(_dated))) <= {task['reference']['tolerance']!r}\n"
        "### END HIDDEN TESTS"
    )


def _solution(source: str) -> str:
    return f"### BEGIN SOLUTION\n{source}\n### END SOLUTION"


def _cell(name: str, source: str, *, solution: bool = False, points: float | None = None, locked: bool = False):
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata["nbgrader"] = {
        "grade_id": name, "grade": points is not None, "solution": solution, "locked": locked or points is not None,
        "schema_version": 3, "task": False, "cell_type": "code", **({"points": points} if points is not None else {}),
    }  # fmt: skip
    return cell
