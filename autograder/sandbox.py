"""Running a participant's code cells in a process of their own and taking JSON values back. Form tasks never come here.

The process holds no key and no path to the gradebook: a scratch folder, a clean environment, limits of memory,
processor time, file size and processes, a wall clock kept by this side, no network where the system allows it.
What comes back is parsed strictly and is a value, never code.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FONTS = ".matplotlib"
LATE = "Ваша ячейка работала дольше {seconds:g} с и была остановлена: проверьте, нет ли бесконечного цикла."
GONE = "Ваша ячейка оборвала работу программы: уберите из неё команды завершения и слишком большие вычисления."
FORGED = "Ваша ячейка вернула ответ не тем путём: её последней строкой должно быть само значение."
NEVER = "До этой ячейки очередь не дошла: работу оборвала одна из предыдущих."


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock a cell and in all, seconds of processor, bytes of memory, of one file and of one value."""

    cell: float = 20.0
    whole: float = 90.0
    cpu: int = 60
    memory: int = 2_500_000_000
    file: int = 20_000_000
    processes: int = 256
    value: int = 100_000


def available() -> bool:
    """Whether code can be run here at all: limits need a POSIX system."""
    return os.name == "posix"


def run_code(
    cells: Sequence[tuple[str, str]],
    wanted: Collection[str],
    files: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
    *,
    public: Path | None = None,
) -> dict[str, dict[str, Any]]:
    """Executes `(id, source)` cells in order → wanted id → `{"source", "value", "error"}`.

    `value` is plain JSON, `error` one Russian sentence or "". `files` (relative path → content, trusted) are laid into
    the scratch folder; `public` is the folder of the course's public data (passed as `MENTORING_ROOT`).
    Never raises for what the code does.
    """
    limits = limits or Limits()
    results = {name: {"source": source, "value": None, "error": NEVER} for name, source in cells if name in wanted}
    if not available():
        refused = "Код на этой системе не выполняется: проверьте работу на Linux или ответьте в форме."
        return {name: {**result, "error": refused} for name, result in results.items()}
    scratch = Path(tempfile.mkdtemp(prefix="code-"))
    try:
        for name, content in (files or {}).items():
            (scratch / name).parent.mkdir(parents=True, exist_ok=True)
            (scratch / name).write_bytes(content)
        _lay_fonts(scratch)
        with _process(scratch, limits, public) as process:
            _converse(process, cells, results, limits)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return results


def _converse(process: subprocess.Popen, cells: Sequence[tuple[str, str]], results: dict, limits: Limits) -> None:
    """Cell by cell: a reply must carry the token of its cell, told only then, so no cell answers for another."""
    numbers = {"memory": limits.memory, "cpu": limits.cpu, "file": limits.file, "processes": limits.processes}
    deadline = time.monotonic() + limits.whole
    if not _send(process, {"limits": numbers | {"value": limits.value}}):
        return
    reader = _Lines(process.stdout.fileno(), limits.value * 2)
    for name, source in cells:
        token = secrets.token_hex(16)
        _send(process, {"source": source, "wanted": name in results, "token": token})
        allowed = min(limits.cell, max(deadline - time.monotonic(), 0.0))
        line, why = reader.read(allowed)
        reply, error = _reply(line, token) if line is not None else (None, "")
        if reply is None:
            if name in results:
                results[name]["error"] = error or (LATE.format(seconds=limits.cell) if why == "late" else GONE)
            return
        if name in results:
            results[name].update(value=reply["value"], error=reply["error"])


def _reply(line: bytes, token: str) -> tuple[dict[str, Any] | None, str]:
    try:
        reply = json.loads(line, parse_constant=lambda _: 1 / 0)
        good = reply["token"] == token and isinstance(reply["error"], str) and set(reply) == {"value", "error", "token"}
    except (ValueError, TypeError, KeyError, ZeroDivisionError, RecursionError):
        good = False
    if not good:
        return None, FORGED
    reply["error"] = reply["error"][:400]
    return reply, ""


class _Lines:
    """Lines of a pipe with a deadline and a limit of size."""

    def __init__(self, handle: int, limit: int):
        self.handle, self.limit, self.rest = handle, limit, b""
        self.selector = selectors.DefaultSelector()
        self.selector.register(handle, selectors.EVENT_READ)

    def read(self, seconds: float) -> tuple[bytes | None, str]:
        """One line, or None and why: late, gone."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self.rest:
            if len(self.rest) > self.limit:
                return None, "gone"
            if not self.selector.select(max(deadline - time.monotonic(), 0.0)):
                return None, "late"
            part = os.read(self.handle, 65_536)
            if not part:
                return None, "gone"
            self.rest += part
        line, _, self.rest = self.rest.partition(b"\n")
        return line, ""


def _send(process: subprocess.Popen, message: dict[str, Any]) -> bool:
    try:
        process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()
        return True
    except (BrokenPipeError, OSError):
        return False


def _lay_fonts(scratch: Path) -> None:
    """A copy of matplotlib's list of fonts: a new home would make every process search the fonts anew."""
    (scratch / FONTS).mkdir()
    for found in (Path.home() / ".cache" / "matplotlib").glob("fontlist-*.json"):
        shutil.copy(found, scratch / FONTS / found.name)


@contextlib.contextmanager
def _process(scratch: Path, limits: Limits, public: Path | None):
    command = [*_isolation(), sys.executable, "-I", "-m", "autograder.runner"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=scratch,
        env=_environment(scratch, public),
        start_new_session=True,
        close_fds=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.stdout.close()
        process.wait()


def _environment(scratch: Path, public: Path | None) -> dict[str, str]:
    """Nothing of the instructor's environment goes in."""
    env = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(scratch / FONTS),
        "NBGRADER_EXECUTION": "autograde",
        "PYTHONHASHSEED": "0",
    }
    env |= {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    if public:
        env["MENTORING_ROOT"] = str(public)
    return env


@cache
def _isolation() -> tuple[str, ...]:
    """A prefix that takes the network away and kills what is left behind, where the system allows it."""
    unshare = shutil.which("unshare")
    if not unshare:
        return ()
    prefix = (unshare, "--user", "--map-current-user", "--net", "--pid", "--fork", "--kill-child")
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run([*prefix, "true"], capture_output=True, timeout=10, check=False)
        if done.returncode == 0:
            return prefix
    return ()
