"""Source notebooks of small courses, written from a list of cells as an author writes them for nbgrader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import nbformat

from autograder.layout import Layout

Cell = tuple[str, dict[str, Any], str]  # grade_id, what nbgrader is told beyond the usual, source


def write(place: Layout, name: str, title: str, cells: Iterable[Cell]) -> None:
    """`assignments/<name>/<name>.ipynb`; the source of a solution goes into its region up to a line «### END»."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {title}")])
    for id, extra, source in cells:
        if extra.get("solution"):
            solution, _, rest = source.partition("\n### END\n")
            source = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION" + (f"\n{rest}" if rest else "")
        meta = {"schema_version": 3, "grade_id": id, "grade": False, "solution": False, "task": False}
        meta |= extra | {"locked": not extra.get("solution")}
        notebook.cells.append(nbformat.v4.new_code_cell(source, metadata={"nbgrader": meta}))
    folder = place.assignments / name
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{name}.ipynb")
