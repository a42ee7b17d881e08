"""The key run: executes an author's notebook (trusted) and writes what its tasks published, as JSON.

A process of its own: `python -m autograder.keyrun NOTEBOOK OUT`. No kernel and no sockets: IPython's shell with a
publisher that keeps the private MIME types. Reads the notebook, and variant → seed as JSON from stdin; runs it once as
`base` and, when it drew a variant, once for every seed, each time with an empty namespace. Writes OUT:
`{"runs": {variant: [{"mime", "data", "cell"}]}, "error": null | {"cell", "message", "variant"}}`; exit code 0 always.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import CodeType

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell

from autograder import variants
from autograder.registry import QUESTION_MIME, REFERENCE_MIME


class Collector(DisplayPublisher):
    """Keeps what concerns the key with the number of the cell it came from; everything else is dropped."""

    events: list[dict] = []
    cell = 0

    def publish(self, data, metadata=None, **kwargs):
        for mime in (QUESTION_MIME, REFERENCE_MIME, variants.MIME):
            if mime in data:
                payload = data[mime]
                payload = json.loads(payload) if isinstance(payload, str) else payload
                Collector.events.append({"mime": mime, "data": payload, "cell": Collector.cell})

    def clear_output(self, wait=False):
        pass


class Unseen(DisplayHook):
    """Values of cells: nobody looks, and drawing a chart for every variant costs more than all the rest."""

    def __call__(self, result=None):
        pass


class Formatter(DisplayFormatter):
    """Asks a displayed value for the types that are kept and no other: charts are not drawn, tables not laid out."""

    def format(self, obj, include=None, exclude=None):
        return super().format(obj, include={QUESTION_MIME, REFERENCE_MIME, variants.MIME}, exclude=exclude)


class Shell(InteractiveShell):
    """No terminal, no history file, no colours; outputs of cells are not shown."""

    def init_display_formatter(self):
        self.display_formatter = Formatter(parent=self)

    def init_history(self):
        from IPython.core.history import HistoryManager

        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)

    def enable_gui(self, gui=None):
        pass


def run(notebook: Path, seeds: dict[str, str]) -> dict:
    """Executes the code cells from the top, for every variant; stops at the first error."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    shell = Shell.instance(display_pub_class=Collector, displayhook_class=Unseen)
    empty = dict(shell.user_ns)
    compiled: dict[int, CodeType | None] = {}
    runs = {}
    for name in [variants.BASE, *(name for name in seeds if name != variants.BASE)]:
        if name in seeds:
            os.environ["AUTOGRADER_SEED"] = seeds[name]
        Collector.events = []
        error = _run(shell, cells, compiled)
        if error:
            return {"runs": {}, "error": error | {"variant": name}}
        runs[name] = Collector.events
        if not any(event["mime"] == variants.MIME for event in Collector.events):
            break
        shell.user_ns.clear()
        shell.user_ns.update(empty)
    return {"runs": runs, "error": None}


def _run(shell: Shell, cells: list[dict], compiled: dict[int, CodeType | None]) -> dict | None:
    for number, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        Collector.cell = number
        source = "".join(cell["source"])
        if number not in compiled:
            compiled[number] = _compiled(shell, source)
        error = _executed(shell, source, compiled[number])
        if error is not None:
            return {"cell": number, "message": f"{type(error).__name__}: {error}"[:500]}
    return None


def _compiled(shell: Shell, source: str) -> CodeType | None:
    """The code of a cell, made once for all variants: IPython takes longer to read a cell than Python to run it. None
    for what only IPython runs (a top-level await) or nobody (a syntax error)."""
    try:
        return compile(shell.transform_cell(source), "<ячейка>", "exec")
    except (SyntaxError, ValueError):
        return None


def _executed(shell: Shell, source: str, code: CodeType | None) -> BaseException | None:
    if code is None:
        result = shell.run_cell(source, store_history=False)
        return result.error_before_exec or result.error_in_exec
    try:
        exec(code, shell.user_ns)
    except (Exception, SystemExit) as error:
        return error
    return None


def main() -> None:
    notebook, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    seeds = {} if sys.stdin.isatty() else json.loads(sys.stdin.read() or "{}")
    os.chdir(notebook.parent)
    sys.path.insert(0, str(notebook.parent))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    result = run(notebook, seeds)
    out.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
