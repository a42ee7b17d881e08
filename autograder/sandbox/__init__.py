"""Running a stranger's code and parsers of a stranger's files apart from everything, taking only JSON back.

The child holds no key and no path to the gradebook: a scratch folder, Python, public data; no network, no other
processes; limits of time, memory, threads, disk and output. Form tasks never come here. What comes back is parsed
strictly and is a value, never code. How and why: docs/sandbox.md.
"""

from __future__ import annotations

import json
import math
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import damaged

LATE = "Ваша ячейка работала дольше {seconds:g} с и была остановлена: проверьте, нет ли бесконечного цикла."
GONE = "Ваша ячейка оборвала работу программы: уберите из неё команды завершения и слишком большие вычисления."
FULL = "Ваша ячейка записала слишком много файлов и была остановлена: не сохраняйте ничего на диск."
FORGED = "Ваша ячейка вернула ответ не тем путём: её последней строкой должно быть само значение."
NEVER = "До этой ячейки очередь не дошла: работу оборвала одна из предыдущих."
REFUSED = (
    "не проверено: {why}, поэтому чужой код не запускался; проверьте работу на другой машине или с ключом --unsafe"
)


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock a cell and in all, seconds of processor; bytes of memory, of one file, of all files and
    of one value; threads (new processes are refused altogether)."""

    cell: float = 20.0
    whole: float = 90.0
    cpu: int = 60
    memory: int = 2_500_000_000
    file: int = 20_000_000
    disk: int = 64_000_000
    processes: int = 64
    value: int = 100_000

    def numbers(self) -> dict[str, int]:
        """What the child sets for itself."""
        names = ("memory", "cpu", "file", "processes", "value")
        return {name: getattr(self, name) for name in names}


def missing() -> str:
    """Why code can't be isolated on this machine, as a Russian phrase; "" when it can."""
    if not sys.platform.startswith("linux"):
        return "на этой системе нет средств изоляции (нужен Linux)"
    from autograder.sandbox import walls

    return walls.missing()


def available() -> bool:
    """Whether code can be isolated, and so run, on this machine."""
    return not missing()


def warm(wait: bool = False) -> None:
    """Begins to load the libraries that code needs, while the caller goes on. Nothing where code is not run.

    `wait`: until it is done; workers forked after that share the one process instead of loading their own.
    """
    if available():
        from autograder.sandbox import client

        nursery = client.nursery()
        if wait:
            nursery.zygote()


def close() -> None:
    """Ends the processes that wait for code; they start again when they are needed."""
    if "autograder.sandbox.client" in sys.modules:
        sys.modules["autograder.sandbox.client"].close()


def run_code(
    cells: Sequence[tuple[str, str]],
    wanted: Collection[str],
    files: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
    *,
    public: Path | None = None,
    trusted: Collection[str] = (),
    unsafe: bool = False,
) -> dict[str, dict[str, Any]]:
    """Executes `(id, source)` cells in order → wanted id → `{"source", "value", "error"}`.

    `value` is plain JSON, `error` one Russian sentence or "". `files` (relative path → content, trusted) are laid into
    the scratch folder; `public` is a folder of public data that may be read (passed as `MENTORING_ROOT`). `trusted`:
    ids of cells that are the author's; those before the first other cell are run once for all submissions.
    Where nothing can isolate the code it is not run: `error` says «не проверено: …» and the result has
    `"refused": True`; `unsafe=True` runs it with limits only. Never raises for what the code does; raises KitError
    when the process that runs code can't be started.
    """
    limits = limits or Limits()
    results = {name: {"source": source, "value": None, "error": NEVER} for name, source in cells if name in wanted}
    why = "" if unsafe and sys.platform.startswith("linux") else missing()
    if why:
        return {name: {**r, "error": REFUSED.format(why=why), "refused": True} for name, r in results.items()}
    from autograder.sandbox import client

    first = next((n for n, (name, _) in enumerate(cells) if name not in trusted or name in wanted), len(cells))
    with _Session(client, cells[:first], dict(files or {}), limits, public, unsafe) as session:
        for name, source in cells[session.done :]:
            reply, error = session.ask(source, name in results)
            if reply is None:
                if name in results:
                    results[name]["error"] = error
                break
            if name in results:
                results[name].update(value=reply["value"], error=reply["error"])
    return results


def run_worker(
    function: str,
    content: bytes,
    limits: Limits | None = None,
    *,
    path: Path | None = None,
    unsafe: bool = False,
) -> dict[str, Any]:
    """Calls `module:function` (ours, trusted) with the bytes of a participant's file inside the walls →
    `{"value": JSON or None, "error": Russian sentence or ""}`; `"refused": True` where nothing can isolate it.

    `path`: a folder the module is imported from, when it is not installed. The parser may do what code may do: read
    Python and public data, write into its scratch folder. Never raises for what the file does.
    """
    limits = limits or Limits()
    why = "" if unsafe and sys.platform.startswith("linux") else missing()
    if why:
        return {"value": None, "error": REFUSED.format(why=why), "refused": True}
    from autograder.sandbox import client

    nursery = client.nursery()
    scratch = nursery.scratch()
    replies, said = os.pipe()
    try:
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.seek(0)
            extra = [str(path.resolve())] if path else []
            child = nursery.zygote().start(
                "worker",
                [file.fileno(), said],
                function=function,
                scratch=str(scratch),
                readable=extra,
                path=extra,
                env=client.environment(scratch),
                limits=limits.numbers(),
                disk=limits.disk,
                seconds=limits.cell,
                unsafe=unsafe,
            )
        os.close(said)
        said = -1
        line, why = client.read_line(replies, limits.cell, limits.value * 2)
        ended = child.end()
        reply = _strict(line, {"value", "error"}) if line is not None else None
        if "disk" in (ended["why"], "disk" if client.walls.folder_size(scratch, limits.disk) > limits.disk else ""):
            return {"value": None, "error": "Файл не прочитан: при разборе он занял слишком много места на диске."}
        if reply is None:
            late = why == "late" or ended["why"] == "late"
            told = "разбор занял слишком много времени" if late else "разбор оборвался: файл слишком велик или испорчен"
            return {"value": None, "error": f"Файл не прочитан: {told}."}
        return {"value": reply["value"], "error": f"Файл не прочитан: {reply['error']}" if reply["error"] else ""}
    finally:
        os.close(replies)
        if said >= 0:
            os.close(said)
        shutil.rmtree(scratch, ignore_errors=True)


class _Session:
    """A conversation with one child, cell by cell. A reply must carry the token of its cell, told only then."""

    def __init__(self, client, leading, files, limits: Limits, public: Path | None, unsafe: bool):
        self.client, self.limits = client, limits
        self.nursery = client.nursery()
        zygote, self.done, content = self.nursery.zygote(), 0, files
        if leading:
            sources = [source for _, source in leading]
            made, folder = self.nursery.template(sources, files, public, limits.whole, unsafe)
            if made:
                zygote, self.done, content = made, len(leading), folder
        self.scratch = self.nursery.scratch(content)
        orders, self.orders = os.pipe()
        self.replies, replies = os.pipe()
        self.rest, self.child = b"", None
        try:
            self.child = zygote.start(
                "cells",
                [orders, replies],
                scratch=str(self.scratch),
                readable=[str(public.resolve())] if public else [],
                env=client.environment(self.scratch, public),
                limits=limits.numbers(),
                disk=limits.disk,
                seconds=limits.whole + limits.cell,
                unsafe=unsafe,
            )
        except BaseException:
            self.__exit__()
            raise
        finally:
            os.close(orders)
            os.close(replies)
        self.deadline = time.monotonic() + limits.whole

    def __enter__(self) -> _Session:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.orders)
        os.close(self.replies)
        if self.child:
            self.child.end()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def ask(self, source: str, wanted: bool) -> tuple[dict[str, Any] | None, str]:
        """Has one cell run → its reply, or None and why there is none (then the child is of no more use)."""
        token = secrets.token_hex(16)
        order = json.dumps({"source": source, "wanted": wanted, "token": token}).encode() + b"\n"
        allowed = min(self.limits.cell, max(self.deadline - time.monotonic(), 0.0))
        line, more = None, "gone"
        if self.client.write_all(self.orders, order, allowed):
            line, more = self.client.read_line(self.replies, allowed, self.limits.value * 2, self.rest)
        if line is None:
            why = (self.child.end() if more == "gone" else {"why": "late"})["why"]
            return None, {"disk": FULL, "late": LATE.format(seconds=self.limits.cell)}.get(why, GONE)
        self.rest = more
        walls = self.client.walls
        if walls.folder_size(self.scratch, self.limits.disk) + walls.hidden_size(self.child.pid) > self.limits.disk:
            return None, FULL
        reply = _strict(line, {"value", "error", "token"})
        if reply is None or reply["token"] != token:
            return None, FORGED
        return reply, ""


def _strict(line: bytes, names: set[str]) -> dict[str, Any] | None:
    """A reply of exactly these names, with finite numbers and whole letters only; None for anything else."""
    try:
        reply = damaged.clean(json.loads(line, parse_constant=_finite, parse_float=_finite))
        good = isinstance(reply, dict) and set(reply) == names and isinstance(reply["error"], str)
    except (ValueError, RecursionError):
        good = False
    return reply | {"error": reply["error"][:400]} if good else None


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(digits)
    return value
