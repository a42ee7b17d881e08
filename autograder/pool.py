"""Work in parallel: forked workers, results as they come, in one process that records.

A worker that dies (killed for memory, say) costs only the item that killed it: the others are tried again one by one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

R = TypeVar("R")
WORTH = 8
_work: Callable[[Any], Any] | None = None


def workers() -> int:
    """How many processes may work: env MENTORING_WORKERS, else the processors this process may use; 1 without fork."""
    if not sys.platform.startswith("linux"):
        return 1
    stated = os.environ.get("MENTORING_WORKERS", "")
    return max(1, int(stated)) if stated.isdigit() else len(os.sched_getaffinity(0))


def each(work: Callable[[str], R], items: Sequence[str], count: int | None = None) -> Iterator[tuple[str, R | None]]:
    """Gives `(item, work(item))` in the order of finishing; None for an item whose worker died twice over it.

    `work` must not raise. It is inherited by fork, so it may be a bound method; its results must be plain data.
    Few items, or one worker, are worked on here.
    """
    count = workers() if count is None else count
    if count < 2 or len(items) < WORTH:
        yield from ((item, work(item)) for item in items)
        return
    left = list(items)
    try:
        for item, result in _round(work, left, count):
            left.remove(item)
            yield item, result
    except BrokenProcessPool:
        for item in list(left):
            yield item, _alone(work, item)


def _round(work: Callable[[str], R], items: Sequence[str], count: int) -> Iterator[tuple[str, R]]:
    executor = ProcessPoolExecutor(count, mp_context=get_context("fork"), initializer=_prepare, initargs=(work,))
    try:
        waiting = {executor.submit(_run, item): item for item in items}
        for future in as_completed(waiting):
            yield waiting.pop(future), future.result()  # a result that was handed on is not kept
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _alone(work: Callable[[str], R], item: str) -> R | None:
    try:
        return next(_round(work, [item], 1))[1]
    except BrokenProcessPool:
        return None


def _prepare(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's business: it lets workers finish


def _run(item: Any) -> Any:
    assert _work is not None
    return _work(item)
