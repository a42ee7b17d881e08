"""A course in a temporary folder with `practicum_1` of four tasks: secret choice, open choice, checklist, free text."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import sources

from autograder import release
from autograder.batch import grade
from autograder.layout import Layout

ROOT = Path(__file__).parents[1]
HOSTILE = "<script>alert(1)</script>\n=cmd|'/c calc'!A1 \"кавычки\" & ]]>"
SECRET_WHY = "Потому что секретная причина названа в письме."
OPEN_WHY = "Потому что форм пять."

CELLS = [
    ("imports", {}, "from mentoring.forms import hand_in, reference, task\n"
     "from mentoring.tasks import ChecklistCriterion, ChecklistQuestion, ChoiceQuestion, Level, Option, RubricLine, "
     "TextQuestion\n"
     "OPTIONS = (Option(id='a', text='Первый вариант'), Option(id='b', text='Второй вариант'), "
     "Option(id='c', text='Третий вариант'))"),
    ("s1-key", {"solution": True},
     f"reference('s1', correct=['b'], explain={{'b': '{SECRET_WHY}'}}, note='{SECRET_WHY}')"),
    ("s1", {"grade": True, "points": 2},
     "task(ChoiceQuestion(id='s1', title='Тайный вопрос', points=2, secret=True, options=OPTIONS))"),
    ("q2-key", {"solution": True}, f"reference('q2', correct=['c'], explain={{'c': '{OPEN_WHY}'}})"),
    ("q2", {"grade": True, "points": 3},
     "task(ChoiceQuestion(id='q2', title='Открытый вопрос', points=3, options=OPTIONS, source='002:308'))"),
    ("k1-key", {"solution": True},
     "reference('k1', rows={'one': {'verdict': ['violated'], 'evidence': ['без номера и даты']}})"),
    ("k1", {"grade": True, "points": 5},
     "task(ChecklistQuestion(id='k1', title='Аудит', points=5, criteria=(ChecklistCriterion(id='one', "
     "text='Есть ли реквизиты?'),)))"),
    ("t1", {"grade": True, "solution": True, "points": 10},
     "reference('t1', text='Образец: приказ переиздать.')\n### END\n"
     "task(TextQuestion(id='t1', title='Вывод', points=10, rubric=(RubricLine(id='r', criterion='Вывод обоснован', "
     "levels=(Level(points=0, text='нет'), Level(points=10, text='да'))),)))"),
    ("end", {}, "hand_in()"),
]  # fmt: skip


def open_lesson(folder: Path) -> Layout:
    """Writes the course with the project's own rules and releases it."""
    place = Layout(folder, folder / "workspace")
    place.datasets.mkdir(parents=True)
    shutil.copy(ROOT / "datasets" / "rules.csv", place.datasets)
    shutil.copy(ROOT / "tests" / "fixtures" / "course" / "nbgrader_config.py", folder)
    sources.write(place, "practicum_1", "Малый практикум", CELLS)
    release.release("practicum_1", place)
    return place


def copy_of(place: Layout, folder: Path) -> Layout:
    """The same course elsewhere, to be changed by one test."""
    shutil.copytree(place.root, folder)
    return Layout(folder, folder / "workspace")


def submit(place: Layout, code: str, answers: dict[str, Any], at: str = "2026-11-20T12:00:00+03:00") -> Path:
    """A handed-in work as collecting leaves it."""
    folder = place.submitted / code / "practicum_1"
    folder.mkdir(parents=True, exist_ok=True)
    note = json.loads((place.release / "practicum_1" / "release.json").read_text(encoding="utf-8"))
    stored = {name: {"revision": 1, "saved_at": at, "answer": answer} for name, answer in answers.items()}
    data = {"schema": 1, "participant": code, "assignment": "practicum_1", "release": note["release"]}
    data |= {"variant": "base", "answers": stored, "handed_in": [{"attempt": 1, "at": at}], "returned": None}
    (folder / "answers.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (folder / "timestamp.txt").write_text(at, encoding="utf-8")
    shutil.copy(place.release / "practicum_1" / "practicum_1.ipynb", folder)
    return folder


def graded(place: Layout, works: dict[str, dict[str, Any]]) -> None:
    """Submits and grades works, code → answers."""
    for code, answers in works.items():
        submit(place, code, answers)
    grade("practicum_1", place=place)


def judge(place: Layout, code: str, task: str, points: float, comment: str = "") -> None:
    """What the formgrader writes when a person grades a cell."""
    where = """(select sn.id from submitted_notebook sn join submitted_assignment sa on sa.id = sn.assignment_id
        where sa.student_id = :code)"""
    given = {"code": code, "task": task, "points": points, "comment": comment}
    with sqlite3.connect(place.gradebook) as database:
        database.execute(
            f"update grade set manual_score = :points, needs_manual_grade = 0 where notebook_id = {where} "
            "and cell_id in (select id from base_cell where name = :task)",
            given,
        )
        if comment:
            database.execute(
                f"update comment set manual_comment = :comment where notebook_id = {where} "
                "and cell_id in (select id from base_cell where name in (:task, :task || '-key'))",
                given,
            )


RIGHT = {
    "s1": {"chosen": ["b"]},
    "q2": {"chosen": ["c"]},
    "k1": {"rows": {"one": {"verdict": "violated", "evidence": "приказ без номера и даты"}}},
    "t1": {"text": "Приказ издать заново."},
}
WRONG = {"s1": {"chosen": ["a"]}, "q2": {"chosen": ["a"]}, "k1": {"rows": {"one": {"verdict": "met"}}}}
EVIL = {
    "s1": {"chosen": ["a"]},
    "k1": {"rows": {"one": {"verdict": "violated", "evidence": HOSTILE}}},
    "t1": {"text": HOSTILE},
}
