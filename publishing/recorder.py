"""Runs notebooks in this process and tells what they show: `python -m publishing.recorder REQUEST.json ANSWER.json`.

A process of its own, because a notebook sets variables, folders and styles. It runs the course's own notebooks and
released ones, never a participant's.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mentoring.recording import Note, recording

Step = tuple[dict[str, Any], list[Note]]


def main(request: Path, answer: Path) -> None:
    """Run every notebook of the request; the answer holds their steps, or the first failure as a Russian sentence."""
    asked = json.loads(request.read_text(encoding="utf-8"))
    made: dict[str, Any] = {"notebooks": [], "error": ""}
    for name in asked["notebooks"]:
        try:
            steps = run(Path(name))
            made["notebooks"].append([dict(cell, notes=[plain(one, asked) for one in notes]) for cell, notes in steps])
        except CellError as error:
            made["error"] = str(error)
            break
    answer.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")


class CellError(Exception):
    """A cell failed; the message is one Russian sentence."""


def run(path: Path) -> list[Step]:
    """Cells of a notebook in order (`cell_type`, `source`, `block`, `tags`, `grade_id`) with what each shows."""
    os.chdir(path.parent)
    cells = [described(cell) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    return list(played(cells, path.name))


def described(cell: dict[str, Any]) -> dict[str, Any]:
    meta, source = cell.get("metadata", {}), cell["source"]
    return {
        "cell_type": cell["cell_type"], "source": source if isinstance(source, str) else "".join(source),
        "block": meta.get("mentoring", {}).get("block", ""), "tags": list(meta.get("tags", ())),
        "grade_id": (meta.get("nbgrader") or {}).get("grade_id", ""),
        "solution": bool((meta.get("nbgrader") or {}).get("solution")),
    }  # fmt: skip


def played(cells: Iterable[dict[str, Any]], name: str) -> Iterable[Step]:
    """Run code cells one after another in one namespace, noting what they show. Raises CellError."""
    import IPython.core.display_functions as functions
    import IPython.display as shown

    space: dict[str, Any] = {"__name__": "__main__"}
    kept = functions.display
    try:
        for number, cell in enumerate(cells, 1):
            if cell["cell_type"] != "code":
                yield cell, []
                continue
            with recording() as notes:
                functions.display = shown.display = displaying(notes)
                try:
                    value = evaluated(cell["source"], space)
                except Exception as error:
                    raise CellError(f"Тетрадь {name}: ячейка {number} не выполнилась ({error}).") from error
                if value is not None:
                    displaying(notes)(value)
            yield cell, notes
    finally:
        functions.display = shown.display = kept


def evaluated(source: str, space: dict[str, Any]) -> Any:
    """The value of the last expression of a cell, as a notebook would show it; None without one or with `;`."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), space)
    value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), space) if last else None
    return None if source.rstrip().endswith(";") else value


def displaying(notes: list[Note]) -> Callable[..., None]:
    """What stands in for `IPython.display.display`."""

    def display(*values: Any, raw: bool = False, metadata: Any = None, **_: Any) -> None:
        for value in values:
            bundle, about = (value, metadata or {}) if raw else bundle_of(value)
            notes.append(Note("output", data={"bundle": bundle, "metadata": about}))

    return display


def bundle_of(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    from IPython.core.formatters import DisplayFormatter

    return DisplayFormatter().format(value)


def plain(note: Note, asked: dict[str, Any]) -> dict[str, Any]:
    """A note as JSON; charts are drawn, questions dumped."""
    data = dict(note.data)
    if note.kind == "figure":
        from publishing.charts import for_phone, picture, redrawn

        chart = data.pop("figure")
        data["svg"] = redrawn(chart, asked.get("room"))
        if asked.get("pictures"):
            data["png"] = picture(chart)
        if asked.get("phone"):
            data["narrow"] = for_phone(chart)
    elif "question" in data:
        data["question"] = data["question"].model_dump(mode="json")
        reference = data.get("reference")
        data["reference"] = reference.model_dump(mode="json") if hasattr(reference, "model_dump") else reference
    elif note.kind == "output":
        data["bundle"] = {kind: part for kind, part in data["bundle"].items() if kind in SHOWN}
        if isinstance(data["bundle"].get("image/png"), bytes):
            import base64

            data["bundle"]["image/png"] = base64.b64encode(data["bundle"]["image/png"]).decode("ascii")
    found = {"kind": note.kind, "html": note.html, "words": note.words, "label": note.label, "data": data}
    return json.loads(json.dumps(found | {"live": note.again is not None}, default=_default))


SHOWN = ("text/html", "text/markdown", "text/plain", "image/png", "image/svg+xml")


def _default(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return value.item() if hasattr(value, "item") else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
