"""A notebook with every kind of form, for the browser tests and for looking at screenshots. Run it to write one."""

# ruff: noqa: E501  (texts of questions)

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

IMPORTS = """from mentoring.forms import exercise, hand_in, reference, task
from mentoring.tasks import *
from mentoring.tasks import IndicatorQuestion, Option, Document, ChecklistCriterion, Column, RubricLine, Level
O = lambda id, text: Option(id=id, text=text)"""

QUESTIONS = {
    "choice": """ChoiceQuestion(id="q_choice", title="Форма наставничества", points=2, multiple=True,
    text="Прочитайте описание и отметьте **всё**, что подходит.\\n\\n> Учитель с опытом помогает новому коллеге освоить журнал.",
    hint="Сначала назовите, кто наставник и кто наставляемый.",
    options=(O("a", "«Педагог — педагог»"), O("b", "«Ученик — ученик»"),
             O("c", "«Работодатель — ученик» <b>не разметка</b>"),
             O("d", "Это не наставничество, а методическая помощь по плану внутришкольного контроля")))""",
    "matching": """MatchingQuestion(id="q_matching", title="Документ и его назначение", points=3,
    text="Подберите к каждому документу назначение.",
    left=(O("l1", "Положение о наставничестве"), O("l2", "Приказ о закреплении пар"), O("l3", "Дорожная карта")),
    right=(O("r1", "Определяет порядок и участников во всей организации"), O("r2", "Называет пары и сроки"),
           O("r3", "Расписывает шаги внедрения с ответственными, сроками и ожидаемыми результатами по этапам"),
           O("r4", "Утверждает штатное расписание")))""",
    "ordering": """OrderingQuestion(id="q_ordering", title="Порядок шагов", points=2, text="Расставьте шаги внедрения.",
    items=(O("s3", "Обучение наставников"), O("s1", "Приказ и положение"), O("s4", "Формирование пар по итогам анкетирования и собеседований"),
           O("s2", "Выбор куратора")))""",
    "number": """NumberQuestion(id="q_number", title="Сколько пар закреплено", text="Возьмите значение за ноябрь из таблицы.\\n\\n| месяц | пар |\\n|---|---|\\n| март | 959 |\\n| ноябрь | 899 |",
    label="Число пар", units=("пар", "%", "человек"))""",
    "indicator": """IndicatorQuestion(id="q_indicator", title="Доля организаций с положением", points=5, target=75.0,
    text="Вычислите показатель по данным мониторинга и сделайте вывод.",
    conclusions=(O("c1", "Цель достигнута"), O("c2", "Цель не достигнута"), O("c3", "Динамику установить нельзя: база изменилась, причина не названа")))""",
    "checklist": """ChecklistQuestion(id="q_checklist", title="Аудит документов школы", points=6, own_organization=True,
    text="Оцените документы по критериям и приведите цитату.",
    documents=(Document(id="d1", title="Положение", text="## 1. Общие положения\\n\\n1.1. Положение определяет порядок наставничества в школе.\\n\\n1.2. Наставник назначается приказом директора с письменного согласия.\\n\\n" + "Пункт о порядке. " * 120),
               Document(id="d2", title="Приказ о назначении", text="Приказ № 15-о.\\n\\nПриказываю: назначить кураторов, утвердить план на год.")),
    criteria=(ChecklistCriterion(id="k1", text="Названо согласие наставника", document="d1"),
              ChecklistCriterion(id="k2", text="Указан срок наставничества и порядок его продления, если цели не достигнуты", document="d1"),
              ChecklistCriterion(id="k3", text="Приказ называет ответственного", document="d2", evidence_label="Цитата из приказа")))""",
    "text": """TextQuestion(id="q_text", title="План исправлений", points=8, personal_data_warning=True, min_rows=2,
    text="Что нужно исправить, кто и когда это сделает.",
    columns=(Column(id="finding", title="Что найдено"), Column(id="action", title="Действие", hint="Глагол и результат"),
             Column(id="role", title="Ответственный (роль)", choices=("директор", "куратор", "методист")),
             Column(id="due", title="Срок", type="date")),
    rubric=(RubricLine(id="r1", criterion="Действия исполнимы", levels=(Level(points=2, text="все"), Level(points=1, text="часть"), Level(points=0, text="нет"))),))""",
    "essay": """TextQuestion(id="q_essay", title="Вывод своими словами", min_words=20, text="В чём смысл знаменателя?")""",
    "code": """CodeQuestion(id="q_code", title="Доля через ячейку или форму", text="Найдите долю заказов с датой.",
    alternative=IndicatorQuestion(id="q_code", title="", ask=("numerator", "denominator", "value", "unit")))""",
}

EXPORT = """
def note(answer):
    return "справка.docx", ("Строк: %d" % len(answer["rows"])).encode()
note.label = "Скачать справку (.docx)"
"""


def notebook(kinds=tuple(QUESTIONS), title="Все формы") -> nbformat.NotebookNode:
    cells = [new_markdown_cell(f"# {title}"), new_code_cell(IMPORTS + EXPORT)]
    for kind in kinds:
        cells.append(new_code_cell(f"task({QUESTIONS[kind]}{', export=note' if kind == 'text' else ''})"))
    cells.append(new_code_cell("hand_in()"))
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )


def exercises() -> nbformat.NotebookNode:
    answers = {
        "choice": {"correct": ["a"], "explain": {"a": "Обе стороны — педагоги.", "b": "Учеников в паре нет.", "c": "Работодателя в паре нет.", "d": "Пара и сопровождение есть."}, "note": "Форму называют по участникам пары."},
        "matching": {"pairs": {"l1": ["r1"], "l2": ["r2"], "l3": ["r3"]}, "explain": {"l1": "Положение — рамка."}},
        "ordering": {"order": ["s1", "s2", "s3", "s4"]},
        "number": {"value": 899, "unit": "пар", "explain": "Последняя строка таблицы."},
        "indicator": {"numerator": 103, "denominator": 112, "value": 92.0, "unit": "%", "conclusion": ["c1"]},
    }  # fmt: skip
    cells = [new_code_cell(IMPORTS)]
    for kind, key in answers.items():
        cells.append(new_code_cell(f"exercise({QUESTIONS[kind]}, {key!r}, session='session_05')"))
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )


def write(folder: Path, code: str = "u07", kinds=tuple(QUESTIONS)) -> Path:
    """A participant's home with an assignment `gallery` and a session; returns the home."""
    home = folder / "home"
    place = home / "gallery"
    place.mkdir(parents=True, exist_ok=True)
    (home / "participant.json").write_text(json.dumps({"schema": 1, "participant": code}))
    release = {
        "schema": 1,
        "assignment": "gallery",
        "release": "r1",
        "variant": "base",
        "title": "Все формы",
        "tasks": [],
        "due": "2026-12-01T23:59:00+03:00",
    }
    (place / "release.json").write_text(json.dumps(release, ensure_ascii=False), encoding="utf-8")
    nbformat.write(notebook(kinds), place / "gallery.ipynb")
    nbformat.write(exercises(), home / "session_05.ipynb")
    return home


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
