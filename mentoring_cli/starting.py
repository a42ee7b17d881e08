"""From a fresh environment to graded work: releases, grades the demonstration class, tells where things lie."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from autograder.errors import KitError
from autograder.layout import layout
from mentoring_cli.home import make_home

DEMO = "practicum_1"
Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """All that `mentoring start` does before it serves. Safe to run again: nothing graded or answered is lost."""
    check_machine(say)
    place = layout()
    place.workspace.mkdir(parents=True, exist_ok=True)
    release_all(say)
    grade_demo(DEMO, say)
    say(f"Папка участника:    {make_home('guest')}")


def check_machine(say: Say) -> None:
    """Say what the machine lacks and what that costs; stop only where nothing would work. Raises KitError."""
    if not shutil.which("alembic"):
        raise KitError("Окружение собрано не полностью: нет программы alembic. Выполните make setup ещё раз.")
    if not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")):
        say("Нет Chromium: занятия и проверка работают, но тесты в браузере и снимки страниц недоступны.")


def release_all(say: Say) -> None:
    """Release every assignment that has a source notebook."""
    from autograder.release import release

    place = layout()
    for folder in sorted(path for path in place.assignments.iterdir() if any(path.glob("*.ipynb"))):
        made = release(folder.name)
        say(f"Выпущено задание:   {made.assignment} — задач {made.tasks}, баллов {made.points:g}")


def grade_demo(assignment: str, say: Say) -> None:
    """Make the demonstration class, grade it through the same steps as real work and tell where the results lie."""
    from autograder.attempts import collect
    from autograder.batch import grade
    from autograder.demo import make_demo_class
    from autograder.feedback import feedback
    from autograder.progress import progress

    place = layout()
    say("Проверяю демонстрационную группу (участники вымышлены)…")
    made = make_demo_class(assignment)
    collect(assignment)
    report = grade(assignment, students=sorted(made.folders))
    for line in report.lines():
        say(f"  {line}")
    pages = feedback(assignment, sorted(made.folders))
    for path in progress():
        say(f"Текущий контроль:   {path}")
    say(f"Отзывы:             {pages.folder}")
    say(f"Журнал оценок:      {place.gradebook}")


def remove_demo() -> str:
    """Take the demonstration class out of everything. Returns a Russian line."""
    from autograder.demo import ACTORS
    from autograder.forget import forget

    gone = forget(actor.code for actor in ACTORS)
    if not gone.removed:
        return "Демонстрационной группы нет."
    return "Демонстрационная группа убрана. Ведомость соберите заново: mentoring progress"
