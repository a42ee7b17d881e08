"""The key run: executes an author's notebook (trusted) and writes what its tasks published, as JSON.

A process of its own: `python -m autograder.keyrun NOTEBOOK OUT`. No kernel and no sockets: IPython's shell with a
publisher that keeps the private MIME types. Reads the notebook, and variant → seed as JSON from stdin; runs it once as
`base` and, when it drew a variant, once for every seed, each time with an empty namespace; the seeds are shared out
among the processors, in copies of the process that has run `base`. Writes OUT:
`{"runs": {variant: [{"mime", "data", "cell"}]}, "error": null | {"cell", "message", "variant"}}`; what a variant has in
common with `base` is only the number of the event there (`autograder.reference` puts it back). Exit code 0 always.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from types import CodeType
from typing import IO

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell

from autograder import variants
from autograder.registry import QUESTION_MIME, REFERENCE_MIME

WORTH = 4  # variants for which another process is worth its start
PR_SET_PDEATHSIG = 1
HARMLESS = "jemalloc_bg_thd"  # a thread of pyarrow that returns memory; a copy does without it


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


class Solution:
    """The author's notebook and the shell it is run in, from the top for every variant."""

    def __init__(self, notebook: Path, seeds: dict[str, str]):
        self.cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        self.seeds = seeds
        self.shell = Shell.instance(display_pub_class=Collector, displayhook_class=Unseen)
        self.empty = dict(self.shell.user_ns)
        self.compiled: dict[int, CodeType | None] = {}
        self.base: list[str] = []

    def run(self, names: Sequence[str]) -> dict:
        """→ `{"runs", "error"}` of these variants; stops at the first error."""
        runs = {}
        for name in names:
            self.shell.user_ns.clear()
            self.shell.user_ns.update(self.empty)
            if name in self.seeds:
                os.environ["AUTOGRADER_SEED"] = self.seeds[name]
            Collector.events = []
            error = _run(self.shell, self.cells, self.compiled)
            if error:
                return {"runs": {}, "error": error | {"variant": name}}
            runs[name] = _folded(Collector.events, self.base)
        return {"runs": runs, "error": None}


def run(notebook: Path, seeds: dict[str, str], processes: int | None = None) -> dict:
    """Executes the code cells from the top, for every variant; tells the error of the first variant that has one."""
    solution = Solution(notebook, seeds)
    made = solution.run([variants.BASE])
    drawn = any(event["mime"] == variants.MIME for events in made["runs"].values() for event in events)
    names = [name for name in seeds if name != variants.BASE] if drawn else []
    if made["error"] or not names:
        return made
    solution.base = [json.dumps(event, ensure_ascii=False) for event in made["runs"][variants.BASE]]
    count = min(processors() if processes is None else processes, max(len(names) // WORTH, 1))
    parts = _shared(solution, [names[number::count] for number in range(count)])
    wrong = [part["error"] for part in parts if part["error"]]
    if wrong:
        return {"runs": {}, "error": min(wrong, key=lambda error: names.index(error["variant"]))}
    runs = {name: events for part in parts for name, events in part["runs"].items()}
    return {"runs": made["runs"] | {name: runs[name] for name in names}, "error": None}


def _folded(events: list[dict], base: list[str]) -> list[dict | int]:
    """Events; of one that `base` has at the same place (its JSON, to the letter) only the number: most are the same."""
    texts = [json.dumps(event, ensure_ascii=False) for event in events] if base else []
    like = zip_longest(events, texts, base[: len(events)])
    return [number if text and text == other else event for number, (event, text, other) in enumerate(like)]


def processors() -> int:
    """How many processes may work: one where this one has threads of the author's, which a copy would not have."""
    if not sys.platform.startswith("linux"):
        return 1
    threads = [Path(f"/proc/self/task/{number}/comm").read_text().strip() for number in os.listdir("/proc/self/task")]
    return len(os.sched_getaffinity(0)) if len([name for name in threads if name != HARMLESS]) == 1 else 1


def _shared(solution: Solution, parts: Sequence[list[str]]) -> list[dict]:
    """Runs the first part here and each other part in a copy of this process; one that died is run here as well."""
    gc.freeze()
    copies = []
    with contextlib.ExitStack() as files:
        for names in parts[1:]:
            file = files.enter_context(tempfile.TemporaryFile())
            pid = os.fork()
            if pid == 0:
                _in_copy(solution, names, file)
            copies.append((pid, names, file))
        made = [solution.run(parts[0])]
        for pid, names, file in copies:
            _, status = os.waitpid(pid, 0)
            file.seek(0)
            made.append(json.loads(file.read()) if status == 0 else solution.run(names))
    return made


def _in_copy(solution: Solution, names: list[str], file: IO[bytes]) -> None:
    """Never returns: whatever happens, the copy ends here, with its parent at the latest."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    status = 1
    with contextlib.suppress(BaseException):
        file.write(json.dumps(solution.run(names), ensure_ascii=False).encode("utf-8", "surrogatepass"))
        file.flush()
        status = 0
    os._exit(status)


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
    gc.set_threshold(200_000)  # short-lived: what libraries make while they load stays anyway
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
