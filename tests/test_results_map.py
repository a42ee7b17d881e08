"""Every result of the course is taught, practised, asked and assessed, and nothing is assessed before it is taught."""

import re
from pathlib import Path

import nbformat
import pytest

from mentoring.bank.coverage import gaps, page, unknown_works
from mentoring.bank.reading import read_bank
from mentoring.bank.works import read_works
from mentoring.data import load

ROOT = Path(__file__).parents[1]
BANK, ASSIGNMENTS = ROOT / "assignments" / "bank", ROOT / "assignments"
RESULTS = load("session_results")
NUMBER = dict(load("sessions")[["id", "number"]].itertuples(index=False))


def cells_of(session):
    """Block → source of its cells."""
    found = {}
    for cell in nbformat.read(ROOT / "course" / f"{session}.ipynb", as_version=4).cells:
        found.setdefault(cell.metadata.get("mentoring", {}).get("block", ""), []).append(cell.source)
    return found


@pytest.mark.parametrize("row", list(RESULTS.itertuples()), ids=RESULTS["id"])
def test_a_result_is_taught_practised_and_assessed(row):
    blocks, text = cells_of(row.session), (ROOT / "course" / f"{row.session}.ipynb").read_text(encoding="utf-8")
    assert row.blocks.split() and set(row.blocks.split()) <= set(blocks)
    for name in row.exercises.split():
        assert f'id=\\"{name}\\"' in text, name
    assert row.exercises.split()
    due = load("practicums").set_index("id")["due"]
    for work in row.assessed.split():
        assert NUMBER[due[work.partition(":")[0]]] >= NUMBER[row.session], f"{work} is due before {row.session}"


def test_no_result_is_left_without_questions_and_no_practicum_is_named_in_vain():
    works = read_works(ASSIGNMENTS)
    assert gaps(read_bank(BANK), RESULTS, NUMBER) == []
    assert unknown_works(RESULTS, works) == []
    assert {"a1", "c3", "d1"} <= {task.id for task in works["practicum_1"]}
    assert [task.id for task in works["practicum_4"]] == ["k1", "k2", "k6", "k3", "k4", "k5"], "drawn ones too"
    assert [task.id for task in works["practicum_3"]] == ["c1", "c2", "v1", "v2", "r1", "r2"]
    assert any("PRV-04" in task.criteria for task in works["practicum_1"])


def test_every_exercise_of_a_session_serves_a_result_or_is_told_to_be_extra():
    """An exercise that serves nothing is time taken from the participants."""
    used = {name for names in RESULTS["exercises"].dropna() for name in names.split()}
    extra = {}
    for session in NUMBER:
        text = (ROOT / "course" / f"{session}.ipynb").read_text(encoding="utf-8")
        ids = set(re.findall(r'id=\\"(s\d\d-[a-z0-9-]+)\\"', text))
        extra |= {name: session for name in ids - used}
    assert len(extra) <= 0.2 * len(used), extra


def test_a_new_practicum_is_taken_up_by_the_map(tmp_path):
    folder = tmp_path / "practicum_9"
    folder.mkdir()
    source = "task(TextQuestion(id='m1', title='Моё задание', rubric=(RubricLine(criterion='Вывод обоснован'),)))"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    nbformat.write(notebook, folder / "practicum_9.ipynb")
    results = RESULTS.assign(assessed=["practicum_9:m1", *RESULTS["assessed"][1:]])
    made = page(read_bank(BANK), results, load("sessions"), load("session_plan"), read_works(tmp_path))
    assert "практикум № 9, m1 «Моё задание»" in made
    assert "| m1 Моё задание | Вывод обоснован | R01-1 |" in made


def test_the_committed_map_names_every_result_as_it_is_now():
    """Made anew by `python -m mentoring.bank assignments/bank map --output docs/results_map.md`."""
    kept = (ROOT / "docs" / "results_map.md").read_text(encoding="utf-8")
    for row in RESULTS.itertuples():
        line = next(line for line in kept.splitlines() if line.startswith(f"| **{row.id}** "))
        assert row.result in line and ", ".join(row.exercises.split()) in line
