"""The demonstration class: twelve synthetic participants for any released assignment, from excellent to empty.

Answers are made from the key by example makers (entry points `autograder.examples`), so the class is the same
on every run. It goes the way real works go: roster, inbox, collect. Nothing here grades.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from random import Random
from typing import Any

from autograder import variants
from autograder.errors import KitError
from autograder.files import read_json, write_json, write_text
from autograder.key import Key, Task, load, load_skeleton, load_variants
from autograder.layout import Layout, layout
from autograder.roster import Person, load_roster, save_roster
from autograder.rules import MOSCOW
from autograder.works import task_order

GROUP = "Демонстрация"
DUE = datetime(2026, 11, 17, 23, 59, tzinfo=MOSCOW)
SEED = "demo-2026"
HOSTILE = (
    "<script>alert('демонстрация')</script><img src=x onerror=alert(1)> =cmd|'/c calc'!A1 {{ 7*7 }} \"кавычки\" ; DROP"
)


@dataclass(frozen=True)
class Actor:
    """A synthetic participant: how well they answer and what is wrong with their files.

    `part`: share of tasks that were answered; `python`: what code cells hold: none, a right value, a wrong name.
    """

    code: str
    surname: str
    name: str
    patronymic: str
    about: str
    quality: float
    part: float = 1.0
    python: str = "none"
    late_days: int = 0
    notebook: str = "whole"
    hostile: bool = False


ACTORS = (
    Actor("demo-01", "Образцова", "Вера", "Примеровна", "отличная работа, есть ответ кодом", 1.0, python="right"),
    Actor("demo-02", "Хорошев", "Пётр", "Примерович", "хорошая работа", 0.85),
    Actor("demo-03", 'Запятая, "Тире"', "Анна", "Примеровна", "имя с запятой и кавычками, средняя работа", 0.65),
    Actor("demo-04", "Слабинский", "Олег", "Примерович", "слабая работа", 0.3),
    Actor("demo-05", "Пустова", "Инна", "Примеровна", "сдана без единого ответа", 0.0, part=0.0),
    Actor("demo-06", "Обрывов", "Юрий", "Примерович", "блокнот повреждён, ответы целы", 0.8, notebook="damaged"),
    Actor("demo-07", "Опоздаева", "Нина", "Примеровна", "хорошая работа с опозданием", 0.9, late_days=2),
    Actor("demo-08", "Ошибкин", "Илья", "Примерович", "ошибка в ячейке Python", 0.75, python="wrong"),
    Actor("demo-09", "Файлова", "Ольга", "Примеровна", "прислан только файл ответов", 0.7, notebook="none"),
    Actor("demo-10", "Переименов", "Глеб", "Примерович", "блокнот переименован", 0.8, notebook="renamed"),
    Actor("demo-11", "Половинкина", "Майя", "Примеровна", "сделана половина заданий", 0.9, part=0.5),
    Actor("demo-12", "Скриптов", "Егор", "Примерович", "в текстах код и формулы", 0.6, hostile=True),
)


@dataclass(frozen=True)
class DemoClass:
    """What was made: code → folder in the inbox; `about`: code → what is special, in Russian."""

    assignment: str
    folders: dict[str, Path] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    due: datetime = DUE

    def summary(self) -> str:
        """One Russian line."""
        return (
            f"Демонстрационная группа по заданию «{self.assignment}»: работ {len(self.folders)}, все участники "
            f"вымышлены; работы лежат в {next(iter(self.folders.values())).parents[1]}."
        )


def make_demo_class(
    assignment: str, *, place: Layout | None = None, seed: str = SEED, now: datetime | None = None
) -> DemoClass:
    """Write roster rows, terms and inbox folders of the class; again gives the same files and touches nobody else.

    Raises KitError when the assignment is not released.
    """
    place = place or layout()
    skeleton = load_skeleton(place, assignment)
    due = _past(now or datetime.now(MOSCOW))
    _join_roster(place)
    _set_terms(place, assignment, due)
    inbox = Path(os.environ.get("MENTORING_INBOX") or place.inbox)
    folders = {}
    for actor in ACTORS:
        folder = inbox / assignment / actor.code / "1"
        shutil.rmtree(folder, ignore_errors=True)
        _hand_in(folder, place, key_for(place, assignment, actor.code), skeleton, actor, seed, due)
        _forget_other(place, assignment, actor.code, folder)
        folders[actor.code] = folder
    return DemoClass(assignment, folders, {actor.code: actor.about for actor in ACTORS}, due)


def key_for(place: Layout, assignment: str, code: str) -> Key:
    """The key of the variant that a participant gets in the present release. Raises KitError."""
    pool = load_variants(place, assignment)
    key = load(place, assignment, variant=variants.chosen(assignment, code, "", pool)[0])
    return replace(key, tasks={name: key.tasks[name] for name in task_order(place, key)})


def _past(now: datetime) -> datetime:
    """The term of the class: the fixed one, or whole weeks earlier where the clock has not come so far; the latest
    hand-in must not lie in the future, collecting would cut its lateness."""
    due = DUE
    while due + timedelta(days=3) > now:
        due -= timedelta(weeks=1)
    return due


def answers_of(key: Key, actor: Actor, seed: str = SEED) -> dict[str, Any]:
    """Task id → the stored answer of an actor; tasks left out have none."""
    names = list(key.tasks)
    kept = names[: round(len(names) * actor.part)]
    given = {}
    for name in kept:
        task = key.tasks[name]
        if task.code and actor.python != "none":
            continue  # answered in the code cell
        answer = _example(task.kind)(task.question, task.reference, actor.quality, f"{seed}/{actor.code}/{name}")
        if answer is not None:
            given[name] = _poisoned(answer, task.question) if actor.hostile else answer
    return given


def _hand_in(
    folder: Path, place: Layout, key: Key, skeleton: dict[str, Any], actor: Actor, seed: str, due: datetime
) -> None:
    at = due + timedelta(days=actor.late_days, hours=-5) if actor.late_days else due - timedelta(hours=30)
    at += timedelta(minutes=Random(f"{seed}/{actor.code}").randrange(180))
    given = answers_of(key, actor, seed)
    stored = {
        name: {"revision": 2, "saved_at": (at - timedelta(minutes=3 * step + 5)).isoformat(), "answer": answer}
        for step, (name, answer) in enumerate(reversed(given.items()))
    }
    data = {
        "schema": 1,
        "participant": actor.code,
        "assignment": key.assignment,
        "release": key.release,
        "variant": key.variant,
        "answers": stored,
        "handed_in": [{"attempt": 1, "at": at.isoformat()}],
        "returned": None,
    }
    write_json(folder / "answers.json", data)
    note = place.release / key.assignment / "release.json"
    if note.is_file():
        write_json(folder / "release.json", read_json(note) | {"variant": key.variant})
    for name in given:
        _upload(folder, key.tasks[name], actor, f"{seed}/{actor.code}/{name}")
    if actor.notebook == "none":
        return
    text = json.dumps(_notebook(skeleton, key, actor), ensure_ascii=False, indent=1)
    name = f"{key.notebook}.ipynb"
    if actor.notebook == "renamed":
        name = f"{key.notebook} (копия 2).ipynb"
    if actor.notebook == "damaged":
        text = text[: 2 * len(text) // 3]
    write_text(folder / name, text)


def _upload(folder: Path, task: Task, actor: Actor, seed: str) -> None:
    """Files that the made-up answer names (docs/contract.md, `autograder.examples`)."""
    maker = getattr(_example(task.kind), "files", None)
    made = maker(task.question, task.reference, actor.quality, seed) if maker else {}
    for name, content in made.items():
        (folder / name).write_bytes(content)


def _notebook(skeleton: dict[str, Any], key: Key, actor: Actor) -> dict[str, Any]:
    """The released notebook with the actor's code in the cells `<id>-code`."""
    notebook = copy.deepcopy(skeleton)
    for cell in notebook["cells"]:
        name = (cell["metadata"].get("nbgrader") or {}).get("grade_id", "")
        task = key.tasks.get(name.removesuffix("-code")) if name.endswith("-code") else None
        if task is not None and actor.python != "none":
            cell["source"] = _source(task, actor.python)
    return notebook


def _source(task: Task, how: str) -> str:
    value = (task.reference or {}).get("value")
    if how == "right":
        return f"# Демонстрационный ответ\n{value!r}"
    return "# Демонстрационный ответ: имя с опечаткой\nчисло_пар / число_школл * 100"


def _poisoned(answer: Any, question: dict[str, Any]) -> Any:
    """The same answer with hostile text wherever a participant can type freely."""
    if isinstance(answer, dict):
        typed = {"text", "evidence"} | {
            column["id"]
            for column in question.get("columns") or ()
            if not column.get("choices") and column.get("type") != "date"
        }
        return {
            name: HOSTILE if name in typed and isinstance(value, str) and value else _poisoned(value, question)
            for name, value in answer.items()
        }
    if isinstance(answer, list):
        return [_poisoned(item, question) for item in answer]
    return answer


def _forget_other(place: Layout, assignment: str, code: str, folder: Path) -> None:
    """Work of this actor taken from another make of the class would count as a first attempt: it is dropped."""
    kept = place.attempts / assignment / code
    if (kept / "1").is_dir() and any(
        not (kept / "1" / item.name).is_file() or (kept / "1" / item.name).read_bytes() != item.read_bytes()
        for item in folder.iterdir()
    ):
        shutil.rmtree(kept)
        shutil.rmtree(place.submitted / code / assignment, ignore_errors=True)


def _join_roster(place: Layout) -> None:
    people = [person for person in load_roster(place=place).people if person.code not in {a.code for a in ACTORS}]
    made = [Person(a.code, GROUP, a.surname, a.name, a.patronymic) for a in ACTORS]
    save_roster([*people, *made], place=place)


def _set_terms(place: Layout, assignment: str, due: datetime) -> None:
    """A term for the class in `workspace/extensions.csv`, so that lateness shows; rows of others stay."""
    path = place.workspace / "extensions.csv"
    columns = ("code", "assignment", "due", "note")
    ours = {actor.code for actor in ACTORS}
    rows = []
    if path.is_file():
        rows = [
            [row.get(name) or "" for name in columns]
            for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
            if not (row.get("code") in ours and row.get("assignment") == assignment)
        ]
    rows += [[actor.code, assignment, due.isoformat(), "Демонстрация: срок для показа"] for actor in ACTORS]
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerows([columns, *rows])
    write_text(path, text.getvalue())


@cache
def _example(kind: str) -> Callable[..., Any]:
    found = {point.name: point for point in entry_points(group="autograder.examples")}
    if kind not in found:
        raise KitError(
            f"Для вида задачи «{kind}» нет примеров ответов (группа autograder.examples): обновите установку."
        )
    return found[kind].load()
