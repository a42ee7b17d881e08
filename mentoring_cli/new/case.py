"""A new case to classify (form, model, type, category): its rows in `case_situations` and `case_sentences`."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.errors import KitError
from mentoring_cli.new.rows import added

NAME = re.compile(r"[a-z][a-z0-9_]{2,40}")
OURS = {"source": "design §3.8", "certainty": "inferred"}
# what a sentence decides, and its two wordings: the program takes one of them
SENTENCES = (
    ("category", ("Учитель работает в школе первый год.", "Диплом учительница получила этим летом.")),
    (
        "model form",
        ("Наставник — учитель того же предмета с большим стажем.", "Старший коллега давно ведёт {subject}."),
    ),
    ("type", ("Они работают вдвоём по программе весь учебный год.", "Встречи вдвоём назначены до конца мая.")),
    ("", ("Кабинеты у них на одном этаже.", "Школа стоит у парка.")),
    ("", ("В классе двадцать учеников.", "Уроки начинаются в половине девятого.")),
    ("", ("Учебники в школе новые.", "В кабинете недавно сменили доску.")),
    ("", ("До школы оба ходят пешком.", "Школьный автобус приходит рано.")),
)


def new_case(name: str, root: Path) -> dict[Path, bytes]:
    """Files to write. Raises KitError for a bad or taken name."""
    from mentoring.data import load

    if not NAME.fullmatch(name):
        raise KitError(f"Имя случая «{name}» не подходит: нужны латинские буквы, цифры и _, например first_lesson.")
    if name in set(load("case_situations")["id"]):
        raise KitError(f"Случай {name} уже есть: возьмите другое имя.")
    tables = root / "datasets"
    row = {"id": name, "form": "teacher_teacher", "model": "experienced_young", "type": "traditional",
           "category": "young",
           "why": "Долгая работа вдвоём, пару подобрали, старший опытнее.", **OURS}  # fmt: skip
    sentences = [
        {"id": f"{name}_{number}", "situation": name, "axes": axes, "variant": variant, "text": text, **OURS}
        for number, (axes, wordings) in enumerate(SENTENCES, 1)
        for variant, text in enumerate(wordings, 1)
    ]
    return {
        tables / "case_situations.csv": added(tables / "case_situations.csv", [row]),
        tables / "case_sentences.csv": added(tables / "case_sentences.csv", sentences),
    }
