"""A course in a temporary folder whose assignment `varied` draws an individual variant: form, code and free text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import sources

from autograder import release
from autograder.demo import key_for
from autograder.layout import Layout

FIXTURE = Path(__file__).parent / "fixtures" / "course"
MAKER = """from random import Random
from mentoring.variants import Variant
def make(seed):
    numbers = [Random(f"{seed}/{at}").randrange(10, 99) for at in range(4)]
    why = f"Задуманное слово для этого ряда чисел звучит как «слово-{Random(seed).randrange(10**12)}»."
    return Variant({"numbers": numbers}, {"total": sum(numbers), "why": why})
case = variant("case", make)
numbers = case["numbers"]"""
CELLS = [
    ("imports", {}, "from mentoring.forms import hand_in, reference, secret, task, variant\n"
     "from mentoring.tasks import CodeQuestion, NumberQuestion, TextQuestion"),
    ("draw", {}, MAKER),
    ("n1-key", {"solution": True},
     "reference('n1', value=secret('case')['total'], unit='', explain=secret('case')['why'])"),
    ("n1", {"grade": True, "points": 4},
     "task(NumberQuestion(id='n1', title='Сумма', text=f'Сложите {numbers}.', points=4))"),
    ("c1-code", {"solution": True}, "sum(numbers)"),
    ("c1-key", {"solution": True}, "reference('c1', value=sum(numbers))"),
    ("c1", {"grade": True, "points": 3}, "task(CodeQuestion(id='c1', title='Сумма кодом', points=3))"),
    ("end", {}, "hand_in()"),
]  # fmt: skip


def open_varied(folder: Path) -> Layout:
    """Writes the course and releases `varied`."""
    place = Layout(folder, folder / "workspace")
    shutil.copytree(FIXTURE / "datasets", place.datasets)
    shutil.copy(FIXTURE / "nbgrader_config.py", folder)
    sources.write(place, "varied", "Вариантная работа", CELLS)
    release.release("varied", place)
    return place


def right(place: Layout, code: str) -> dict[str, Any]:
    """The right form answers of a participant's own variant."""
    return {"n1": {"value": str(key_for(place, "varied", code).tasks["n1"].reference["value"]), "unit": ""}}


def submit(place: Layout, code: str, answers: dict[str, Any] | None, source: str = "", **head: Any) -> Path:
    """A handed-in work of the participant's own variant; `head` changes what the answers file says of itself."""
    folder = place.submitted / code / "varied"
    folder.mkdir(parents=True, exist_ok=True)
    notebook = json.loads((place.release / "varied" / "varied.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if source and cell["metadata"].get("nbgrader", {}).get("grade_id") == "c1-code":
            cell["source"] = source
    (folder / "varied.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "timestamp.txt").write_text("2026-11-20T12:00:00+03:00\n", encoding="utf-8")
    if answers is None:
        return folder
    key = key_for(place, "varied", code)
    stored = {
        name: {"revision": 1, "saved_at": "2026-11-20T12:00:00+03:00", "answer": a} for name, a in answers.items()
    }
    data = {"schema": 1, "participant": code, "assignment": "varied", "release": key.release, "variant": key.variant}
    data |= {"answers": stored, "handed_in": [], "returned": None} | head
    (folder / "answers.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder
