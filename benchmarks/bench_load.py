"""The deadline minute on one server: participants open a work, answer, hand in; where it saturates; JupyterLab beside.

Takes eight minutes and runs only when named: `python -m benchmarks load`. Real JupyterHub, proxy, system accounts,
Voilà with warm kernels, culler and limits (tests/hub/place.py), root needed. People are protocol clients
(benchmarks/visitor.py) in one process of the same machine, so drawing costs nothing here and its own part is small.

In a step of N people: everybody opens the work within 20 s, saves an answer every 3 s, and at second 50 all hand in at
once. A step is good when nothing failed and the 95th percentile of a ready page is at most 10 s. Figures without a
number are those of the largest good step (of the smallest where none was good). A step for which the machine has not
memory enough is not tried and not good; one that would begin after BUDGET seconds is not tried.
`load_people_good`, `load_people_saturated`: the largest good step, the smallest that was not (0: none),
`load_saturated_by_memory`: 1 where it was for want of memory;
`load_people_memory`: how many fit into the memory of this machine by what one takes.
`load_server_mb_each` PSS of all of a participant's processes, `load_cpu_seconds_each` processor seconds of the minute,
`load_handins_per_second` all at once. `load_start_…`: from signing in to one's own server, four people at a time.
`load_lab_…`: plain JupyterLab servers that run the same notebook, without hub and proxy; `load_…_vs_lab` is ours
divided by theirs at the step of as many people. Tables in docs/operations.md are written anew.
MENTORING_LOAD_STEPS=2,4 changes the steps; JupyterLab has as many people as the first one.
MENTORING_LOAD_LIMITS, lines for [limits] of hub.toml, shows what a limit costs.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks import charged
from benchmarks.commands import ROOT
from benchmarks.visitor import Failed, Page, Visitor

ASKED_ONLY = True  # takes minutes: `python -m benchmarks` without a name leaves it out
WORK = "practicum_1/practicum_1.ipynb"
TASK = "b2"
OPENING, SAVING, DEADLINE = 20.0, 3.0, 50.0  # seconds of the minute
GOOD_SECONDS = 10.0
TOGETHER = 4  # people who come to the server at the same moment
BUDGET = 390.0  # seconds of the whole run after which no larger step begins
FIRST_MB = 800.0  # what one participant takes, before it is known
ROOM_MB = 2000.0  # stays free for everybody else on the machine
STEPS = (10, 20, 25, 30)


@dataclass
class Step:
    """What one number of people met."""

    people: int
    ready: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    hand_ins: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    burst: float = 0.0
    memory_mb: float = 0.0
    cpu: float = 0.0
    hub_cpu: float = 0.0

    @property
    def good(self) -> bool:
        return not self.failures and len(self.ready) == self.people and at(self.ready, 95) <= GOOD_SECONDS

    def told(self) -> str:
        return (
            f"  {self.people} people: ready p50 {at(self.ready, 50):.1f} p95 {at(self.ready, 95):.1f} s, "
            f"save p95 {1000 * at(self.saves, 95):.0f} ms, {len(self.hand_ins)} handed in at {self.rate:.1f}/s, "
            f"{self.memory_mb:.0f} MB and {self.cpu:.1f} s of processor each, {len(self.failures)} failures"
        )

    @property
    def rate(self) -> float:
        return len(self.hand_ins) / self.burst if self.burst else 0.0


def at(values: Iterable[float], percent: int) -> float:
    """The percentile, 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))] if ordered else 0.0


def run() -> dict[str, float]:
    sys.path.insert(0, str(ROOT / "tests" / "hub"))
    import place

    reason = place.missing()
    if reason:
        raise RuntimeError(reason)
    began = time.monotonic()
    steps = tuple(int(part) for part in os.environ.get("MENTORING_LOAD_STEPS", "").split(",") if part) or STEPS
    figures = asyncio.run(_lab(steps[0]))
    codes = tuple(f"p{number:03d}" for number in range(1, max(steps) + 1))
    region = place.Region(
        Path(tempfile.mkdtemp(prefix="load-", dir="/var/tmp")), codes, (f"{place.GROUP}-teacher1",),
        limits=os.environ.get("MENTORING_LOAD_LIMITS", ""),
    )  # fmt: skip
    try:
        region.build()
        region.as_grader("release", "practicum_1")
        region.start()
        figures |= asyncio.run(_steps(region, steps, began))
    finally:
        region.remove()
    figures |= _compared(figures)
    _tell(figures)
    return figures


def _tell(figures: dict[str, float]) -> None:
    """The operator's page shows what was measured last."""
    from mentoring_cli.hub.load_shown import written

    page = ROOT / "docs" / "operations.md"
    rounded = {name: round(float(value), 4) for name, value in figures.items()}
    page.write_text(written(page.read_text("utf-8"), rounded), encoding="utf-8")


async def _steps(region: Any, steps: tuple[int, ...], began: float) -> dict[str, float]:
    crowd, starts, done, unfit = [], [], [], 0
    try:
        for people in steps:
            if done and (not done[-1].good or time.monotonic() - began > BUDGET):
                break
            more = (people - len(crowd)) * (done[-1].memory_mb if done else FIRST_MB)
            if psutil.virtual_memory().available / 1e6 < more + ROOM_MB:
                print(f"  {people} people: {more:.0f} MB more would not fit here", flush=True)
                unfit = people
                break
            starts += await _arrive(region, crowd, people)
            await _quiet(region, people)
            done.append(await _minute(region, crowd[:people]))
            print(done[-1].told(), *sorted(set(done[-1].failures))[:3], sep="\n    ", flush=True)
            _forget(region)
    finally:
        await asyncio.gather(*(visitor.close() for visitor in crowd))
    if not done:
        raise RuntimeError("not even the first step fits into the memory of this machine")
    return _figures(done, starts, unfit)


async def _arrive(region: Any, crowd: list[Visitor], people: int) -> list[float]:
    """Those of the first `people` who are not there yet sign in; their seconds."""
    turn = asyncio.Semaphore(TOGETHER)

    async def one(code: str) -> tuple[Visitor, float]:
        name = region.account(code)
        visitor = Visitor(f"{region.address}/user/{name}/")
        async with turn:
            return visitor, await visitor.sign_in(region.address, name, region.password, 300)

    come = await asyncio.gather(*(one(code) for code in region.participants[len(crowd) : people]))
    crowd += [visitor for visitor, _ in come]
    return [seconds for _, seconds in come]


async def _minute(region: Any, crowd: list[Visitor]) -> Step:
    """The minute of the deadline. A failure of one person is counted and ends that person's minute only."""
    step, started, turn = Step(len(crowd)), time.monotonic(), random.Random(len(crowd))
    accounts = {region.account(code) for code in region.participants}
    before = charged.processor(accounts), charged.processor({"root"}, under=region.processes[-1].pid)
    opened: list[Page] = []

    async def until(moment: float) -> None:
        await asyncio.sleep(max(0.0, started + moment - time.monotonic()))

    async def work(visitor: Visitor, comes: float) -> None:
        await until(comes)
        page = await visitor.open(WORK)
        step.ready.append(page.ready)
        opened.append(page)
        said = 0
        while time.monotonic() - started < DEADLINE:
            said += 1
            step.saves.append(await page.save(TASK, {"text": f"Слабое место — согласия, правка {said}. " * 20}))
            await asyncio.sleep(SAVING)

    async def hand_in(page: Page) -> None:
        step.hand_ins.append(await page.hand_in())

    await _all(step, (work(visitor, turn.uniform(0, OPENING)) for visitor in crowd))
    step.memory_mb = charged.memory_mb(accounts) / len(crowd)
    sent = time.monotonic()
    await _all(step, (hand_in(page) for page in opened))
    step.burst = time.monotonic() - sent
    step.cpu = (charged.processor(accounts) - before[0]) / len(crowd)
    step.hub_cpu = (charged.processor({"root"}, under=region.processes[-1].pid) - before[1]) / len(crowd)
    for page in opened:
        with suppress(Failed, OSError, TimeoutError, asyncio.CancelledError):
            await page.close()
    return step


async def _all(step: Step, doings: Iterable[Coroutine]) -> None:
    for result in await asyncio.gather(*doings, return_exceptions=True):
        if isinstance(result, BaseException):
            step.failures.append(f"{type(result).__name__}: {result}"[:200])


async def _quiet(region: Any, people: int, seconds: float = 40.0) -> None:
    """Until the kernels that wait for pages have been made: people come minutes before the deadline, not with it."""
    accounts = {region.account(code) for code in region.participants}
    until, before = time.monotonic() + seconds, charged.processor(accounts)
    while time.monotonic() < until:
        await asyncio.sleep(2)
        now = charged.processor(accounts)
        if now - before < 0.3 + 0.04 * people:
            return
        before = now


def _forget(region: Any) -> None:
    """The next step begins with unanswered works."""
    for code in region.participants:
        for path in (region.home(code) / "practicum_1").glob("answers.json*"):
            path.unlink()
        shutil.rmtree(region.exchange / "mailboxes" / code / "in" / "practicum_1", ignore_errors=True)


def _figures(done: list[Step], starts: list[float], unfit: int = 0) -> dict[str, float]:
    best = max((step for step in done if step.good), key=lambda step: step.people, default=done[0])
    bad = [step.people for step in done if not step.good] + ([unfit] if unfit else [])
    figures = {
        "load_people_good": best.people if best.good else 0, "load_people_saturated": min(bad, default=0),
        "load_saturated_by_memory": float(bool(bad) and min(bad) == unfit),
        "load_people_memory": (psutil.virtual_memory().total / 1e6 - ROOM_MB) // max(best.memory_mb, 1.0),
        "load_server_mb_each": best.memory_mb, "load_cpu_seconds_each": best.cpu,
        "load_hub_cpu_seconds_each": best.hub_cpu,
        "load_ready_p50_seconds": at(best.ready, 50), "load_ready_p95_seconds": at(best.ready, 95),
        **{f"load_save_p{percent}_ms": 1000 * at(best.saves, percent) for percent in (50, 95, 99)},
        "load_handin_p95_ms": 1000 * at(best.hand_ins, 95), "load_handins_per_second": best.rate,
        "load_start_p50_seconds": at(starts, 50), "load_start_p95_seconds": at(starts, 95),
        "load_average": os.getloadavg()[1],
    }  # fmt: skip
    for step in done:
        figures |= {
            f"load_{step.people}_ready_p95_seconds": at(step.ready, 95),
            f"load_{step.people}_save_p95_ms": 1000 * at(step.saves, 95),
            f"load_{step.people}_handins_per_second": step.rate, f"load_{step.people}_mb_each": step.memory_mb,
            f"load_{step.people}_cpu_seconds_each": step.cpu, f"load_{step.people}_failures": len(step.failures),
        }  # fmt: skip
    return figures


def _compared(figures: dict[str, float]) -> dict[str, float]:
    """Ours by theirs, at as many people."""
    people = int(figures["load_lab_people"])
    pairs = {"memory": "mb_each", "cpu": "cpu_seconds_each", "ready": "ready_p95_seconds", "save": "save_p95_ms"}
    return {
        f"load_{name}_vs_lab": figures[f"load_{people}_{key}"] / figures[f"load_lab_{key}"]
        for name, key in pairs.items()
        if figures.get(f"load_{people}_{key}") and figures[f"load_lab_{key}"]
    }


async def _lab(people: int) -> dict[str, float]:
    """The same minute in plain JupyterLab servers, one a person."""
    from benchmarks.lab_servers import running

    with running(people) as (visitors, pids):
        step, started, turn = Step(people), time.monotonic(), random.Random(people)
        before = sum(charged.processor(None, under=pid) for pid in pids)

        async def work(visitor: Any, comes: float) -> None:
            await asyncio.sleep(comes)
            step.ready.append(await visitor.open(WORK))
            while time.monotonic() - started < DEADLINE:
                step.saves.append(await visitor.save())
                await asyncio.sleep(SAVING)

        await _all(step, (work(visitor, turn.uniform(0, OPENING)) for visitor in visitors))
        memory = statistics.mean(charged.memory_mb(None, under=pid) for pid in pids)
        spent = (sum(charged.processor(None, under=pid) for pid in pids) - before) / people
        await asyncio.gather(*(visitor.close() for visitor in visitors))
    print(f"  JupyterLab: {people} people, ready p95 {at(step.ready, 95):.1f} s, {memory:.0f} MB each", flush=True)
    print(*(f"    {said}" for said in sorted(set(step.failures))[:3]), sep="\n", end="", flush=True)
    return {
        "load_lab_people": people, "load_lab_mb_each": memory, "load_lab_cpu_seconds_each": spent,
        "load_lab_ready_p50_seconds": at(step.ready, 50), "load_lab_ready_p95_seconds": at(step.ready, 95),
        "load_lab_save_p95_ms": 1000 * at(step.saves, 95), "load_lab_failures": len(step.failures),
    }  # fmt: skip
