"""Whose mentoring a document is about: that of teachers, or of students."""

from __future__ import annotations

import re

from ..judgement import Judgement, met, partial, violated
from ..language import Words
from ..view import Document

_STUDENTS = (
    "наставничество ..1 обучающийся|ученик|школьник|ребенок|учащийся",
    "наставнический ..3 обучающийся|ученик|школьник",
    "наставляемый ..3 обучающийся|ученик|учащийся",
    "наставник ..1 обучающийся|ученик|учащийся",
    "обучающийся ..3 возраст|10|11",
    "возраст ..4 10|11 ..2 год",
    "ученик ученик",
    "учитель ученик",
    "студент ученик",
    "работодатель ученик",
    "раскрытие ..2 потенциал ..4 обучающийся|ученик|личность",
    "программа наставничество ..2 обучающийся",
    "куратор ..2 обучающийся",
)


_TEACHERS = (
    "педагогический работник",
    "педагогический кадры",
    "молодой педагог|специалист|учитель",
    "педагог",
    "учитель",
    "воспитатель|преподаватель|тренер|мастер|концертмейстер",
    "педагогический ..2 состав|коллектив",
)


def about_teachers(document: Document) -> Judgement:
    """Teachers or students: by the title, then by what the mentoring is said to be."""
    students = document.all(*_STUDENTS)
    students = [
        hit for hit in students if not re.search(r"не (?:распростран|регулир|применя|относит)|отдельн", hit.words.text)
    ]
    teachers = document.all(*_TEACHERS)
    title = " ".join(
        document.blocks[n].text for n in range(min(len(document.blocks), 22)) if len(document.blocks[n].text) < 300
    )
    title_words = Words(title)
    titled_teachers = title_words.find(
        "педагогический|педагог|учитель|молодой|преподаватель|воспитатель|тренер|работник"
    )
    titled_students = title_words.find("наставничество|наставник ..3 обучающийся|ученик|школьник|учащийся")
    if titled_students and not titled_teachers:
        return violated("предмет — наставничество обучающихся", students[0] if students else None)
    strong = len(students)
    if titled_teachers and not titled_students:
        if strong >= 2 or (strong == 1 and len(teachers) < 3):
            return partial("в тексте смешаны наставничество педагогов и обучающихся", students[0])
        return met(teachers[0] if teachers else None)
    if strong >= 2 and strong * 2 >= len(teachers):
        return violated("предмет — наставничество обучающихся", students[0])
    if strong:
        return partial("в тексте смешаны наставничество педагогов и обучающихся", students[0])
    if teachers:
        return met(teachers[0])
    return violated("не сказано, что наставничество — педагогических работников")
