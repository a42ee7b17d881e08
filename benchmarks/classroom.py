"""Courses for the benches of grading: practicum 1 with any number of generated works, its assert twin, a plain one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

import nbformat

from autograder.variants import assigned
from benchmarks import twin
from benchmarks.commands import ROOT, STOCK, Place

ASSIGNMENT = "practicum_1"
VARIED = 20
# What participants write into the code cell of practicum 1: right, wrong, failing.
CODE = (
    'share((orders["date_precision"] == "day").sum(), len(orders))',
    '100 * (orders["date_precision"] == "day").mean()',
    'share((orders["date_precision"] == "year").sum(), len(orders))',
    'orders["нет такого"].sum()',
)


def course(folder: Path) -> Place:
    """Our course with practicum 1 released."""
    folder.mkdir(parents=True)
    for name in (f"assignments/{ASSIGNMENT}", "course", "datasets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    place = Place(folder)
    place.mentoring("release", ASSIGNMENT)
    return place


def stock_course(folder: Path) -> Place:
    """A course of nbgrader as it comes."""
    folder.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    return Place(folder)


def key_of(place: Place, variant: str = "base") -> dict:
    keys = place.folder / "workspace/keys" / ASSIGNMENT
    current = json.loads((keys / "current.json").read_text(encoding="utf-8"))["release"]
    name = "key.json" if variant == "base" else f"key-{variant}.json"
    return json.loads((keys / current / name).read_text(encoding="utf-8"))


def given(key: dict, number: int) -> dict[str, dict]:
    """Answers of one participant by task: made by the examples of the kinds, from excellent to weak."""
    makers = {point.name: point.load() for point in entry_points(group="autograder.examples")}
    quality = 1.0 - (number % 10) / 12
    return {
        name: makers[task["kind"]](task["question"], task["reference"], quality, number)
        for name, task in key["tasks"].items()
    }


def hand_in(place: Place, count: int, *, code: bool = False) -> list[str]:
    """`count` works of practicum 1: answers files, and notebooks untouched or with their code cell used."""
    submitted, release = place.folder / "workspace/submitted", place.folder / "workspace/release" / ASSIGNMENT
    shutil.rmtree(submitted, ignore_errors=True)
    released = json.loads((release / f"{ASSIGNMENT}.ipynb").read_text("utf-8"))
    pool = json.loads((release / "release.json").read_text(encoding="utf-8")).get("variants") or []
    keys = {variant: key_of(place, variant) for variant in pool or ["base"]}
    answer_of = cache(lambda variant, number: given(keys[variant], number))
    codes = [f"p{number:04d}" for number in range(count)]
    for number, participant in enumerate(codes):
        folder = submitted / participant / ASSIGNMENT
        folder.mkdir(parents=True)
        _write(
            folder / f"{ASSIGNMENT}.ipynb", _with(released, "c3-code", CODE[number % len(CODE)]) if code else released
        )
        (folder / "timestamp.txt").write_text("2026-11-20T12:00:00+03:00\n", encoding="utf-8")
        variant = assigned(ASSIGNMENT, participant, pool) if pool else "base"
        entries = {
            name: {"revision": 1, "saved_at": "2026-11-20T11:00:00+03:00", "answer": answer}
            for name, answer in answer_of(variant, number % VARIED).items()
        }
        _write(folder / "answers.json", {
            "schema": 1, "participant": participant, "assignment": ASSIGNMENT, "release": keys[variant]["release"],
            "variant": variant, "answers": entries, "returned": None,
            "handed_in": [{"attempt": 1, "at": "2026-11-20T12:00:00+03:00"}],
        })  # fmt: skip
    return codes


def add_twin(ours: Place, stock: Place, count: int, *, code: bool = False) -> None:
    """The twin released in a stock course, with as many works that say the same as ours."""
    key = key_of(ours)
    source = stock.folder / "assignments/twin"
    source.mkdir(parents=True)
    nbformat.write(twin.source_notebook(key, code=code), source / "twin.ipynb")
    if code:
        shutil.copy(ROOT / "datasets/orders.csv", source)
    stock.nbgrader("generate_assignment", "twin")

    def work(number: int) -> nbformat.NotebookNode:
        said = twin.answers(key, number % VARIED, CODE[number % len(CODE)] if code else "")
        return twin.submission(stock.folder / "release/twin/twin.ipynb", said)

    _submit(stock.folder / "submitted", stock.folder / "release/twin", "twin", count, work)


def add_plain(place: Place, count: int) -> None:
    """The plain assert assignment with pandas and a chart, released by nbgrader's command, and works for it."""
    workspace = place.folder / "workspace"
    steps = workspace if workspace.is_dir() else place.folder
    source = place.folder / "assignments/plain"
    source.mkdir(parents=True)
    nbformat.write(twin.plain_notebook(), source / "plain.ipynb")
    shutil.copy(ROOT / "datasets/orders.csv", source)
    place.nbgrader("generate_assignment", "plain")
    release = steps / "release/plain"
    _submit(steps / "submitted", release, "plain", count, lambda n: twin.plain_submission(release / "plain.ipynb", n))


def _submit(submitted: Path, release: Path, name: str, count: int, work: Callable) -> None:
    for number in range(count):
        folder = submitted / f"p{number:04d}" / name
        folder.mkdir(parents=True)
        for path in release.iterdir():
            if path.suffix == ".csv":
                shutil.copy(path, folder)
        nbformat.write(work(number), folder / f"{name}.ipynb")


def _with(notebook: dict, name: str, source: str) -> dict:
    cells = [
        {**cell, "source": source} if cell["metadata"].get("nbgrader", {}).get("grade_id") == name else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells}


def _write(path: Path, data: dict) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
