"""Parallel work: everything comes back once, whatever happens to a worker."""

import os
import signal
import sys

import pytest

from autograder import pool

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fork is used on Linux only")
ITEMS = [f"p{number:02d}" for number in range(30)]


def test_every_item_comes_back_once_from_other_processes():
    found = dict(pool.each(lambda item: (item.upper(), os.getpid()), ITEMS, count=2))
    assert {name: value[0] for name, value in found.items()} == {name: name.upper() for name in ITEMS}
    assert os.getpid() not in {value[1] for value in found.values()}


def test_a_worker_that_dies_costs_only_the_item_that_killed_it():
    def work(item: str) -> str:
        if item == "p07":
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    found = list(pool.each(work, ITEMS, count=2))
    assert sorted(name for name, _ in found) == ITEMS
    assert [name for name, value in found if value is None] == ["p07"]


def test_few_items_are_worked_on_here():
    assert {value for _, value in pool.each(lambda _: os.getpid(), ITEMS[:3], count=2)} == {os.getpid()}


def test_the_number_of_workers_can_be_stated(monkeypatch):
    monkeypatch.setenv("MENTORING_WORKERS", "3")
    assert pool.workers() == 3
    monkeypatch.setenv("MENTORING_WORKERS", "nonsense")
    assert pool.workers() >= 1
