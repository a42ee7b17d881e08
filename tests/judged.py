"""A small course with a rubric of two criteria (levels 0, 3, 6 and 0, 2, 4) and graded works, for tests of the desk."""

from __future__ import annotations

from pathlib import Path

import lesson
import pytest

from autograder.layout import Layout

WORKS = {
    "u01": lesson.RIGHT,
    "u02": {"t1": {"text": "Приказ отменить."}},
    "u03": lesson.EVIL,
    "u04": {"q2": {"chosen": ["c"]}},
}
RUBRIC = (
    "task(TextQuestion(id='t1', title='Вывод', text='Что сделать с приказом?', points=10, rubric=("
    "RubricLine(id='why', criterion='Вывод обоснован', levels=(Level(points=0, text='нет'), "
    "Level(points=3, text='отчасти', anchor='«Приказ плохой»'), Level(points=6, text='да'))), "
    "RubricLine(id='step', criterion='Шаг назван', levels=(Level(points=4, text='назван и исполним'), "
    "Level(points=2, text='назван'), Level(points=0, text='нет'))))))"
)


def open_course(folder: Path, works: dict | None = None) -> Layout:
    """Released and graded; three of the four works answered the task of a person."""
    cells = [
        (name, extra, source.partition("\n### END\n")[0] + f"\n### END\n{RUBRIC}" if name == "t1" else source)
        for name, extra, source in lesson.CELLS
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lesson, "CELLS", cells)
        place = lesson.open_lesson(folder)
    lesson.graded(place, WORKS if works is None else works)
    return place
