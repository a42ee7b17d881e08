"""What a test cell of a plain nbgrader notebook really came to: asked of the kernel, and believed only with a receipt.

The kernel runs test cells apart from the shell that the participant's cells may have changed
(`autograder.sandbox.examiner`). Here is the trusted side: it marks the requests, compares the receipts, and puts right
what the kernel published beside them.
"""

from __future__ import annotations

import ast
import secrets
from typing import Any

import nbformat

from autograder.rebuild import is_locked, joined, meta_of

EXAMINED = "autograder"  # as in `autograder.sandbox.examiner`, which only a kernel imports
NOT_RUN = "Проверочная ячейка не была выполнена до конца: код работы вмешался в её выполнение."
MOST = 20


class Examination:
    """Hooks of one run of nbclient. `executed`: numbers of cells that came to their end; `changed`: what the work had
    changed of what tests lean on."""

    def __init__(self, client: Any):
        self.client = client
        self.executed: set[int] = set()
        self.changed: set[str] = set()
        self.number = ""

    def begin(self, cell: Any, cell_index: int) -> None:
        """Before a cell: a test is sent with a number used once."""
        meta = meta_of(cell)
        examined = cell["cell_type"] == "code" and meta.get("grade") and is_locked(cell)
        self.number = secrets.token_hex(16) if examined else ""
        self.client.kc.examined = self.number

    def end(self, cell: Any, cell_index: int, execute_reply: dict[str, Any]) -> None:
        """After a cell: its error is among the outputs, and so is the result of a test as the receipt tells it."""
        reply = execute_reply["content"]
        receipt = _receipt(reply, self.number) if self.number else None
        if receipt is not None:
            self.changed |= set(receipt["changed"])
            _put_right(cell, receipt["text"])
        if reply["status"] == "ok" and (not self.number or (receipt or {}).get("done") == statements(cell.source)):
            self.executed.add(cell_index)
        elif reply["status"] == "ok":
            error = {"ename": "NotExamined", "evalue": NOT_RUN, "traceback": [NOT_RUN]}
            cell.outputs.append(nbformat.from_dict({"output_type": "error"} | error))
        elif not any(output.output_type == "error" for output in cell.outputs):
            names = ("ename", "evalue", "traceback")
            cell.outputs.append(
                nbformat.from_dict({"output_type": "error"} | {name: reply.get(name) or "" for name in names})
            )


def statements(code: str) -> int:
    """How many statements a test has, that is what a true receipt tells; -1 for one that can't be read."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        source = TransformerManager().transform_cell(code)
        flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        return len(compile(source, "<test>", "exec", flags).body)
    except (SyntaxError, ValueError):
        return -1


def bound(code: str) -> set[str]:
    """Names that a cell binds anywhere; none for a cell that can't be read."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        tree = ast.parse(TransformerManager().transform_cell(code))
    except (SyntaxError, ValueError, RecursionError):
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).split(".")[0])
    return found


def _receipt(reply: dict[str, Any], number: str) -> dict[str, Any] | None:
    """The receipt in a reply, when it is one: the kernel's word is a stranger's."""
    said = reply.get("user_expressions")
    found = said.get(EXAMINED) if isinstance(said, dict) else None
    if not isinstance(found, dict) or found.get("number") != number or not isinstance(found.get("done"), int):
        return None
    text, changed = found.get("text"), found.get("changed")
    names = [name[:60] for name in changed[:MOST] if isinstance(name, str)] if isinstance(changed, list) else []
    return {"done": found["done"], "text": text[:1_000] if isinstance(text, str) else None, "changed": names}


def _put_right(cell: Any, text: str | None) -> None:
    """One result at most, with the text of the receipt: anything may have been published while the test ran."""
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    true = [output for output in results if joined(output.get("data", {}).get("text/plain", "")) == text][:1]
    if text is not None and not true:
        true = [nbformat.v4.new_output("execute_result", {"text/plain": text}, execution_count=None)]
    if results != true:
        cell.outputs = [output for output in cell.outputs if output.output_type != "execute_result"] + true
