"""Run session notebooks in place and leave nothing in them that changes from run to run.

    python -m mentoring.course.execute course/*.ipynb

Text of Markdown cells gets its no-break spaces, code is folded, widget state and times are dropped. A cell that fails
or warns is told in Russian and the file stays as it was.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat

from mentoring.course.fields import typeset

WIDGET = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
TIMEOUT = 120


def main(names: Iterable[str]) -> int:
    """Execute every file; returns the number of those that failed."""
    failed = 0
    for name in names:
        began = time.monotonic()
        problem = execute(Path(name))
        failed += bool(problem)
        print(f"{name}: {problem or f'готово за {time.monotonic() - began:.1f} с'}")
    if not names:
        print("Назовите тетради: python -m mentoring.course.execute course/*.ipynb")
    return failed


def execute(path: Path) -> str:
    """Run one notebook and write it back; returns what went wrong in Russian, or nothing."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    prepare(notebook)
    names = ("MENTORING_PARTICIPANT", "MENTORING_FACILITATOR", "MENTORING_OWN_DATA")
    kept = {name: os.environ.pop(name, None) for name in names}
    os.environ["AUTOGRADER_ROLE"] = "author"  # answers are kept nowhere
    os.environ["MENTORING_OWN_DATA"] = ""  # committed pages are of no municipality
    try:
        folder = {"metadata": {"path": str(path.parent)}}
        client = NotebookClient(
            notebook, timeout=TIMEOUT, kernel_name="python3", resources=folder, extra_arguments=["--log-level=ERROR"]
        )  # advice of a kernel is not for authors
        client.execute()
    except CellExecutionError as error:
        return f"ошибка в ячейке: {error.evalue.strip()}" if error.evalue else "ошибка в ячейке"
    finally:
        for name in ("AUTOGRADER_ROLE", "MENTORING_OWN_DATA"):
            os.environ.pop(name, None)
        os.environ.update({name: value for name, value in kept.items() if value is not None})
    told = warnings(notebook)
    if told:
        return f"предупреждение в ячейке {told[0][0]}: {told[0][1]}"
    clean(notebook)
    session = re.fullmatch(r"session_(\d\d)", path.stem)
    if session:  # what the tab of the browser says
        notebook.metadata["title"] = f"Занятие {int(session[1])}"
    nbformat.write(notebook, path)
    return ""


def prepare(notebook: Any) -> None:
    """Fold code, set no-break spaces in Markdown."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.setdefault("jupyter", {})["source_hidden"] = True
        else:
            cell.source = "\n".join(typeset(line) for line in cell.source.split("\n"))


def warnings(notebook: Any) -> list[tuple[int, str]]:
    """What cells wrote to stderr: cell number and its first line."""
    return [
        (number, str(out.text).strip().splitlines()[0])
        for number, cell in enumerate(notebook.cells, 1)
        for out in cell.get("outputs", ())
        if out.output_type == "stream" and out.name == "stderr" and str(out.text).strip()
    ]


def clean(notebook: Any) -> None:
    """Drop widget views and state, times, versions of the machine; keep what a reader of the file can see."""
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
        | {key: value for key, value in notebook.metadata.items() if key in ("title", "mentoring")}
    )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        cell.metadata.pop("collapsed", None)
        for out in cell.get("outputs", ()):
            if "data" in out:
                out.data.pop(WIDGET, None)
        if cell.cell_type == "code":
            cell.outputs = [out for out in cell.outputs if "data" not in out or out.data]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
