"""The load bench: what a good step is, what it writes, what it leaves of earlier figures; its client's messages."""

import json
import struct

import aiohttp
import pytest

from benchmarks import __main__ as bench
from benchmarks import bench_load
from benchmarks.bench_load import Step, at
from benchmarks.visitor import _parsed


def step(people: int, ready: float = 1.0, **other) -> Step:
    made = Step(people, ready=[ready] * people, saves=[0.01] * people, hand_ins=[0.02] * people)
    made.burst, made.memory_mb, made.cpu, made.hub_cpu = 2.0, 500.0, 1.5, 0.1
    for name, value in other.items():
        setattr(made, name, value)
    return made


def test_a_step_is_good_when_nobody_failed_and_nobody_waited_long():
    assert step(10).good and not step(10, ready=10.1).good
    assert not step(10, failures=["x"]).good and not Step(11, ready=[1.0] * 10).good
    assert (at([], 95), at([3, 1, 2], 50), at(range(101), 95)) == (0, 2, 95)


def test_figures_tell_the_largest_good_step_and_the_first_that_was_not():
    made = bench_load._figures([step(10), step(20), step(30, ready=11.0)], [2.0, 4.0])
    assert (made["load_people_good"], made["load_people_saturated"]) == (20, 30)
    assert made["load_handins_per_second"] == 10 and made["load_30_ready_p95_seconds"] == 11.0
    none = bench_load._figures([step(10, ready=11.0)], [2.0])
    assert (none["load_people_good"], none["load_people_saturated"]) == (0, 10)
    full = bench_load._figures([step(10)], [2.0], unfit=20)
    assert (full["load_people_good"], full["load_people_saturated"], full["load_saturated_by_memory"]) == (10, 20, 1)
    compared = bench_load._compared(
        made | {"load_lab_people": 10, "load_lab_mb_each": 250, "load_lab_cpu_seconds_each": 3,
                "load_lab_ready_p95_seconds": 4, "load_lab_save_p95_ms": 20}
    )  # fmt: skip
    assert compared == pytest.approx(
        {"load_memory_vs_lab": 2, "load_cpu_vs_lab": 0.5, "load_ready_vs_lab": 0.25, "load_save_vs_lab": 0.5}
    )


def test_the_load_runs_only_when_named_and_its_figures_outlive_the_others(tmp_path, monkeypatch):
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    (folder / "bench_load.py").write_text("ASKED_ONLY = True\n")
    (folder / "bench_engine.py").write_text("")
    results = folder / "results.json"
    results.write_text(json.dumps({"load_10_ready_p95_seconds": 1, "engine_ms": 1, "gone_ms": 1}))
    monkeypatch.setattr(bench, "HERE", folder)
    monkeypatch.setattr(bench, "RESULTS", results)
    monkeypatch.setattr("benchmarks.bench_engine.run", lambda: {"engine_ms": 2})
    monkeypatch.setattr("benchmarks.bench_load.run", lambda: {"load_20_ready_p95_seconds": 3})
    assert bench.main([]) == 0
    assert json.loads(results.read_text()) == {"load_10_ready_p95_seconds": 1, "engine_ms": 2}
    assert bench.main(["load"]) == 0
    assert json.loads(results.read_text()) == {"load_20_ready_p95_seconds": 3, "engine_ms": 2}


def test_messages_with_and_without_buffers_are_read():
    said = {"header": {"msg_type": "comm_msg"}, "content": {}}
    text = aiohttp.WSMessage(aiohttp.WSMsgType.TEXT, json.dumps(said), None)
    body = json.dumps(said).encode()
    packed = struct.pack("!III", 2, 12, 12 + len(body)) + body + b"buffer"
    binary = aiohttp.WSMessage(aiohttp.WSMsgType.BINARY, packed, None)
    assert _parsed(text) == _parsed(binary) == said
    assert _parsed(aiohttp.WSMessage(aiohttp.WSMsgType.CLOSED, None, None)) is None
