"""Notebooks with ordinary test cells: run in one kernel of the sandbox, scored by nbgrader's rules, shown without risk.

Unlike nbgrader: a test that was never run to its end earns nothing, a warning on stderr costs nothing
(docs/differences.md).
"""

from __future__ import annotations

import math
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from autograder.grading import points_of
from autograder.rebuild import is_locked, joined, meta_of

CELL_SECONDS = 30
WHOLE_SECONDS = 240.0
MAX_TEXT, MAX_LINES, MAX_PICTURE = 100_000, 200, 10_000_000
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
NUMPY = re.compile(r"^np\.\w+\((.*)\)$")  # how numpy shows its numbers
SHOWN = ("text/plain", "image/png")
STOPPED = {"output_type": "error", "ename": "KernelDied", "evalue": "Работа программы оборвалась.", "traceback": []}
LATE = {"ename": "CellTimeoutError", "evalue": "", "traceback": ["CellTimeoutError: ячейка работала слишком долго"]}


def warm() -> None:
    """Starts the process that kernels are forked from; workers forked after that share it."""
    from autograder.sandbox import client
    from autograder.sandbox.provisioner import MODULES

    client.nursery(MODULES).zygote()


def execute(
    notebook: dict[str, Any], files: dict[str, bytes], unsafe: bool = False
) -> tuple[dict[str, Any], set[int], set[str]]:
    """Runs all cells in one kernel of the sandbox → the notebook with outputs, which cells came to their end, and what
    the work changed of what tests lean on."""
    import nbformat
    from nbclient.exceptions import DeadKernelError
    from traitlets.config import Config

    from autograder.examination import Examination
    from autograder.sandbox.provisioner import SandboxKernelManager

    config = Config()
    config.SandboxProvisioner.unsafe = unsafe
    config.SandboxProvisioner.whole = WHOLE_SECONDS
    node = nbformat.from_dict(notebook)
    with tempfile.TemporaryDirectory(prefix="plain-") as folder:
        for name, content in files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(content)
        client = _client()(
            node,
            kernel_manager_class=SandboxKernelManager,
            config=config,
            resources={"metadata": {"path": folder}},
            timeout=CELL_SECONDS,
            interrupt_on_timeout=True,
            error_on_timeout=LATE,
            allow_errors=True,
            store_widget_state=False,
        )
        examination = Examination(client)
        client.on_cell_start, client.on_cell_executed = examination.begin, examination.end
        try:
            client.execute()
        except DeadKernelError:
            for number, cell in enumerate(node.cells):
                if cell.cell_type == "code" and number not in examination.executed and meta_of(cell).get("grade"):
                    cell.outputs = [nbformat.from_dict(STOPPED)]
    return node, examination.executed, examination.changed


@cache
def _client() -> type:
    """nbclient's, which passes over messages that no kernel would send: the participant's code may send any."""
    from nbclient import NotebookClient
    from nbformat import ValidationError

    class Client(NotebookClient):
        def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
            try:
                return super().process_message(msg, cell, cell_index)
            except (ValidationError, LookupError, TypeError, ValueError, AttributeError):
                return None

    return Client


def score_of(cell: dict[str, Any], executed: bool, most: float) -> float | None:
    """Points of one graded cell by nbgrader's rules; None: a person judges.

    An error is 0, a first result that is a number counts as points, anything else (and silence) is full marks.
    """
    if cell["cell_type"] != "code" or meta_of(cell).get("solution"):
        return None
    if not joined(cell["source"]).strip():
        return points_of(1.0, most)
    if not executed:
        return 0.0
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            return 0.0
        if output["output_type"] == "execute_result":
            try:
                value = float(NUMPY.sub(r"\1", joined(output["data"]["text/plain"])))
            except (KeyError, TypeError, ValueError):
                return most
            return min(max(round(value, 2), 0.0), most) if math.isfinite(value) else 0.0
    return most


def shown(notebook: dict[str, Any], untouched: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    """The notebook with nothing in it that a browser would run: outputs as text and pictures, markup of the
    participant's text escaped, no attachments. In place."""
    for cell in notebook["cells"]:
        meta = meta_of(cell)
        cell.pop("attachments", None) if not is_locked(cell) else None
        if cell["cell_type"] == "markdown" and not is_locked(cell) and meta.get("grade_id") not in untouched:
            cell["source"] = joined(cell["source"]).replace("<", "&lt;")
        if cell["cell_type"] == "code":
            cell["execution_count"] = _count(cell)
            cell["metadata"].pop("execution", None)
            cell["outputs"] = [_shown(output) for output in cell["outputs"][:200]]
    notebook["metadata"].pop("widgets", None)
    return notebook


def _shown(output: dict[str, Any]) -> dict[str, Any]:
    """An output made anew of what it may hold: every word of it may have been sent by the participant's code."""
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": _text(output.get("text"))}
    if kind == "error":
        lines = output.get("traceback")
        traceback = [_text(line) for line in lines[:MAX_LINES]] if isinstance(lines, list) else []
        return {
            "output_type": kind, "ename": _text(output.get("ename"))[:200], "evalue": _text(output.get("evalue")),
            "traceback": traceback,
        }  # fmt: skip
    data = {mime: _text(value, MAX_PICTURE) for mime, value in output.get("data", {}).items() if mime in SHOWN}
    if not BASE64.fullmatch(data.get("image/png", "")):
        data.pop("image/png")
    if "text/plain" in data:
        data["text/plain"] = data["text/plain"][:MAX_TEXT]
    made = {"output_type": kind, "data": data, "metadata": {}}
    return made | ({"execution_count": _count(output)} if kind == "execute_result" else {})


def _text(value: Any, most: int = MAX_TEXT) -> str:
    """Text that a file takes: no halves of characters, no more than `most`."""
    text = joined(value) if isinstance(value, str | list) and all(isinstance(line, str) for line in value) else ""
    return text[:most].encode("utf-8", "replace").decode("utf-8")


def _count(thing: dict[str, Any]) -> int | None:
    count = thing.get("execution_count")
    return count if type(count) is int else None
