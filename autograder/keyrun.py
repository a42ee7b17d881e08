"""The key run: executes an author's notebook (trusted) and writes what its tasks published, as JSON.

A process of its own: `python -m autograder.keyrun NOTEBOOK OUT`. No kernel and no sockets: IPython's shell with a
publisher that keeps the two private MIME types. Reads the notebook, writes OUT:
`{"events": [{"mime", "data", "cell"}], "error": null | {"cell", "message"}}`; exit code 0 either way.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from autograder.registry import QUESTION_MIME, REFERENCE_MIME


class Collector(DisplayPublisher):
    """Keeps questions and references with the number of the cell they came from; everything else is dropped."""

    events: list[dict] = []
    cell = 0

    def publish(self, data, metadata=None, **kwargs):
        for mime in (QUESTION_MIME, REFERENCE_MIME):
            if mime in data:
                payload = data[mime]
                payload = json.loads(payload) if isinstance(payload, str) else payload
                Collector.events.append({"mime": mime, "data": payload, "cell": Collector.cell})

    def clear_output(self, wait=False):
        pass


class Shell(InteractiveShell):
    """No terminal, no history file, no colours; outputs of cells are not shown."""

    def init_history(self):
        from IPython.core.history import HistoryManager

        self.history_manager = HistoryManager(shell=self, parent=self, enabled=False)

    def enable_gui(self, gui=None):
        pass


def run(notebook: Path) -> dict:
    """Executes the code cells from the top; stops at the first error."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    shell = Shell.instance(display_pub_class=Collector)
    for number, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        Collector.cell = number
        result = shell.run_cell("".join(cell["source"]), store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            return {"events": [], "error": {"cell": number, "message": f"{type(error).__name__}: {error}"[:500]}}
    return {"events": Collector.events, "error": None}


def main() -> None:
    notebook, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    os.chdir(notebook.parent)
    sys.path.insert(0, str(notebook.parent))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    result = run(notebook)
    out.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
