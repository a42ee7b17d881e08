"""What tests of every practicum need: its cells, its key run, a soundness check of notebook and key."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat

from mentoring.tasks import kind_of

ROOT = Path(__file__).resolve().parents[1]
REGION = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.S)


def notebook(name: str):
    return nbformat.read(ROOT / "assignments" / name / f"{name}.ipynb", as_version=4)


def cells(name: str) -> dict:
    return {c.metadata.nbgrader.grade_id: c for c in notebook(name).cells if "nbgrader" in c.metadata}


def published(name: str, out: Path) -> dict:
    """Questions and references by task, from the key run that a release makes."""
    env = dict(os.environ, AUTOGRADER_ROLE="author", MPLBACKEND="Agg")
    env.pop("NBGRADER_EXECUTION", None)
    source = ROOT / "assignments" / name / f"{name}.ipynb"
    command = [sys.executable, "-m", "autograder.keyrun", str(source), str(out)]
    subprocess.run(command, env=env, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["error"] is None, result["error"]
    data = [event["data"] for event in result["runs"]["base"]]
    return {
        "questions": {one["id"]: one for one in data if "question" in one},
        "references": {one["id"]: one["reference"] for one in data if "reference" in one},
    }


def grade(made: dict, task: str, answer) -> dict:
    asked = made["questions"][task]
    return kind_of(asked["kind"]).grade(asked["question"], answer, made["references"].get(task))


def assert_sound(name: str, made: dict, by_person: set[str], answers: dict | None = None) -> None:
    """Cells by the contract, no outputs, code folded, points and minutes as told, every key worth everything.

    `answers`: right answers of tasks whose reference is no answer itself; None: the task needs a file and is left out.
    """
    book, found = notebook(name), cells(name)
    nbformat.validate(book)
    code = [c for c in book.cells if c.cell_type == "code"]
    assert all(not c.outputs and c.execution_count is None and c.metadata.jupyter.source_hidden for c in code)
    assert code[-1].source == "hand_in()"
    for task, asked in made["questions"].items():
        meta = found[task].metadata.nbgrader
        assert meta.points == asked["question"]["points"] and meta.grade
        assert bool(meta.solution) == (task in by_person) and bool(meta.locked) == (task not in by_person)
        kind = kind_of(asked["kind"])
        reference = made["references"][task]
        assert kind.check(kind.read_question(asked["question"]), kind.read_reference(reference)) == []
        right = (answers or {}).get(task, reference)
        if right is not None:
            score = grade(made, task, right)
            outcome = "manual" if task in by_person else "scored"
            assert score["outcome"] == outcome and score["fraction"] in (None, 1.0), task
        for blank in (None, {}):
            assert grade(made, task, blank)["outcome"] == "unanswered"
    intro = next(c.source for c in book.cells if c.cell_type == "markdown")
    told = [int(row.split("|")[4]) for row in intro.splitlines() if "минут |" in row]
    assert told == [asked["question"]["points"] for asked in made["questions"].values()] and sum(told) == 100
    assert sum(int(found) for found in re.findall(r"(\d+)\s*минут \|", intro)) == 4 * 45


def assert_nothing_leaks(name: str, made: dict) -> None:
    """The released source holds no reference and none of its longer texts."""
    released = "\n".join(REGION.sub("", c.source) for c in notebook(name).cells)
    assert "reference(\n" not in released

    def texts(value):
        if isinstance(value, str):
            yield value
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from texts(one)

    known = [text for reference in made["references"].values() for text in texts(reference) if len(text.split()) > 4]
    assert known and not [text for text in known if text in released]
