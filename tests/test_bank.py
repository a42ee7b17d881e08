"""The bank of questions: tables that a methodologist edits, parallel forms, committed tests that come from the bank."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from mentoring.bank import draw, drawn, read_bank
from mentoring.bank.__main__ import SEED
from mentoring.bank.coverage import LEAST_IN_BANK, LEAST_IN_FORM, gaps, page
from mentoring.bank.drawing import mean_difficulty
from mentoring.bank.items import FORMS, Slot
from mentoring.bank.notebook import MINUTES, as_text, compose
from mentoring.bank.reading import COLUMNS, COMMON, read_all
from mentoring.data import DataError, load
from mentoring.tasks import kind_of

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "assignments" / "bank"
SEEDS = (1, 2, 3, 17, SEED)


@cache
def bank():
    return read_bank(FOLDER)


def tables() -> tuple[dict, dict]:
    results = dict(load("session_results")[["id", "result"]].itertuples(index=False))
    return results, dict(load("sessions")[["id", "title"]].itertuples(index=False))


def perfect(question, reference) -> dict:
    """The answer that the key calls right."""
    match question.kind:
        case "choice":
            return {"chosen": list(reference.correct)}
        case "matching":
            return {"pairs": {left: rights[0] for left, rights in reference.pairs.items()}}
        case "ordering":
            return {"order": list(reference.order)}
        case "classification":
            return {
                "axes": {
                    name: {"chosen": one.accepted[0], "features": list(one.features[: one.need])}
                    for name, one in reference.axes.items()
                }
            }
    return {"value": reference.value, "unit": reference.unit}


def explanations(reference) -> list[str]:
    """Every explanation of a key."""
    if reference.__class__.__name__ == "ClassificationReference":
        return [one.note for one in reference.axes.values()]
    return [reference.explain] if isinstance(reference.explain, str) else list(reference.explain.values())


def grade(question, answer, reference) -> dict:
    return kind_of(question.kind).grade(question.model_dump(), answer, reference.model_dump())


def test_the_bank_is_sound_and_covers_every_result():
    assert [str(problem) for problem in read_all(FOLDER)[1]] == []
    assert len(bank().items) >= 130
    assert set(bank().results) == set(load("session_results")["id"])
    for result in bank().results:
        assert len(bank().of(result)) >= LEAST_IN_BANK, result
        assert all(len(bank().of(result, form)) >= LEAST_IN_FORM for form in FORMS), result


def test_every_result_has_its_questions_and_a_written_session_says_where_it_is_taught():
    written = [path.stem for path in (ROOT / "course").glob("session_*.ipynb")]
    assert gaps(bank(), load("session_results"), written) == []


def test_every_question_gives_full_points_for_the_key_and_nothing_for_silence():
    for item in bank().items:
        question, reference = item.task(Slot(item.id, "Вопрос"), SEED)
        assert kind_of(item.kind).check(question, reference) == []
        assert grade(question, perfect(question, reference), reference)["fraction"] == 1.0, item.id
        assert grade(question, None, reference)["outcome"] == "unanswered"


def test_leaving_an_order_as_it_is_shown_earns_nothing():
    for item in bank().items:
        if item.kind == "ordering":
            question, reference = item.task(Slot(item.id, "Вопрос"), SEED)
            shown = {"order": [step.id for step in question.items]}
            assert grade(question, shown, reference)["fraction"] == 0.0, item.id


def test_a_right_option_is_not_told_by_its_length_or_its_place():
    questions = [item for item in bank().items if item.kind == "choice" and not item.several]
    ranks, places = Counter(), Counter()
    for item in questions:
        lengths = [len(text) for text, _ in item.options]
        ranks[sorted(lengths, reverse=True).index(lengths[item.correct[0]])] += 1
        question, reference = item.task(Slot(item.id, "Вопрос"), SEED)
        places[reference.correct[0]] += 1
    assert ranks[0] < len(questions) / 3
    assert max(*ranks.values(), *places.values()) < len(questions) / 2


def test_no_question_stands_in_what_participants_get():
    folders = [ROOT / "course", ROOT / "datasets", ROOT / "mentoring", *(ROOT / "assignments").glob("practicum_*")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".ipynb", ".csv", ".py")]
    given = plain(" ".join(path.read_text(encoding="utf-8") for path in files))
    for item in bank().items:
        assert plain(item.text) not in given, item.id


def test_no_two_questions_are_the_same():
    texts = Counter((plain(item.text), *sorted(map(plain, item.words()))) for item in bank().items)
    assert [text for text, times in texts.items() if times > 1] == []


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold().replace("\\u00a0", " ")))


@pytest.mark.parametrize("seed", SEEDS)
def test_forms_of_a_seed_are_parallel(seed):
    entrance, final = (drawn(bank(), form, seed) for form in FORMS)
    assert len(entrance) == len(final) == 24
    assert [item.result for item in entrance] == [item.result for item in final]
    assert Counter(item.session for item in entrance) == dict.fromkeys(bank().sessions, 2)
    assert Counter(item.kind for item in entrance) == Counter(item.kind for item in final)
    assert abs(mean_difficulty(entrance) - mean_difficulty(final)) <= 0.03


def test_forms_share_no_question_whatever_the_seeds_and_are_equally_hard():
    entrance = [drawn(bank(), "entrance", seed) for seed in SEEDS]
    final = [drawn(bank(), "final", seed) for seed in SEEDS]
    assert not {item.id for form in entrance for item in form} & {item.id for form in final for item in form}
    means = [mean_difficulty(form) for form in [*entrance, *final]]
    assert max(means) - min(means) <= 0.03
    assert len({tuple(item.id for item in form) for form in entrance}) == len(SEEDS)


def test_a_seed_gives_the_same_test_in_every_process():
    code = (
        "import sys; from pathlib import Path; from mentoring.bank import draw, read_bank; "
        "print([q.model_dump_json() for q, _ in draw(read_bank(Path(sys.argv[1])), 'final', 5)])"
    )
    env = dict(os.environ, PYTHONHASHSEED="7")
    other = subprocess.run(
        [sys.executable, "-c", code, str(FOLDER)], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == str([question.model_dump_json() for question, _ in draw(bank(), "final", 5)])


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="entrance"):
        draw(bank(), "retake", 1)


@pytest.mark.parametrize("form", FORMS)
def test_the_committed_test_is_the_one_composed_from_the_bank(form):
    path = ROOT / "assignments" / f"{form}_test" / f"{form}_test.ipynb"
    committed = path.read_text(encoding="utf-8")
    seed = json.loads(committed)["metadata"]["bank"]["seed"]
    command = f"python -m mentoring.bank assignments/bank {form} --seed {seed} --output {path.relative_to(ROOT)}"
    assert committed == as_text(compose(bank(), form, seed, *tables())), f"соберите заново: {command}"


def test_a_test_asks_for_the_minutes_that_the_plan_of_its_session_leaves():
    times = load("practicums").set_index("id")["time"]
    plan = load("session_plan").set_index("block")["minutes"]
    for form, block in (("entrance", "s01-test"), ("final", "s12-test")):
        assert times[f"{form}_test"].startswith(f"{MINUTES} ") and plan[block] == MINUTES


def test_both_committed_tests_have_the_same_seed():
    notebooks = [
        json.loads((ROOT / "assignments" / f"{form}_test" / f"{form}_test.ipynb").read_text()) for form in FORMS
    ]
    assert {notebook["metadata"]["bank"]["seed"] for notebook in notebooks} == {SEED}


@pytest.mark.parametrize("form", FORMS)
def test_a_released_test_shows_questions_and_hides_the_key(form, tmp_path):
    env = dict(os.environ, MENTORING_WORKSPACE=str(tmp_path), MENTORING_ROOT=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", "from mentoring_cli.main import main; main()", "release", f"{form}_test"],
        env=env, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    folder = tmp_path / "release" / f"{form}_test"
    notebook = json.loads((folder / f"{form}_test.ipynb").read_text(encoding="utf-8"))
    released = "".join("".join(cell["source"]) for cell in notebook["cells"])
    note = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    assert [task["points"] for task in note["tasks"]] == [1.0] * 24
    assert not re.search(r"correct=|explain=|pairs=|reference\(", released)
    for item, (question, reference) in zip(drawn(bank(), form, SEED), draw(bank(), form, SEED), strict=True):
        explained = explanations(reference)
        assert json.dumps(question.text, ensure_ascii=False) in released
        assert not any(text in released for text in [item.id, *explained]), item.id


def test_the_map_of_results_names_every_result_with_its_questions():
    made = page(bank(), load("session_results"), load("sessions"), load("session_plan"))
    for text in (made, (ROOT / "docs" / "results_map.md").read_text(encoding="utf-8")):
        for item in bank().items:
            assert item.id in text
        assert all(f"**{result}**" in text for result in bank().results)


@pytest.fixture
def copy(tmp_path):
    """A copy of the bank to spoil: `copy(table, row, column, value)` writes a cell, rows as in a spreadsheet."""
    shutil.copytree(FOLDER, tmp_path / "bank")

    def write(table, row, column, value, **how):
        path = tmp_path / "bank" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        rows[row - 2][column] = value
        with path.open("w", encoding=how.get("encoding", "utf-8"), newline="") as file:
            writer = csv.DictWriter(file, COMMON + COLUMNS[table], delimiter=how.get("delimiter", ","))
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path / "bank"

    return write


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("choice", "id", "вопрос 1", "код не по образцу"),
        ("choice", "result", "R99-9", "такого результата нет"),
        ("choice", "form", "retake", "entrance, final или either"),
        ("choice", "difficulty", "трудный", "не число"),
        ("choice", "difficulty", "3", "от 0"),
        ("choice", "certainty", "uncertain", "баллов стоить не может"),
        ("choice", "source", "где-то", "место не по образцу"),
        ("choice", "correct", "f", "нет среди заполненных"),
        ("choice", "correct", "a b", "не сходится со столбцом choose"),
        ("choice", "option_a", "Всё перечисленное", "ничего не проверяет"),
        ("choice", "option_b", "", "пустая ячейка в середине"),
        ("choice", "explain_a", "", "нет пояснения"),
        ("matching", "match_1", "", "значение обязательно"),
        ("matching", "left_2", "", "пустая ячейка в середине"),
        ("ordering", "explain_2", "", "нет пояснения"),
        ("ordering", "item_2", "", "пустая ячейка в середине"),
        ("number", "value", "около ста", "не число"),
        ("number", "unit", "кг", "среди предложенных"),
        ("classification", "accept_1", "нечто", "нет среди options"),
        ("classification", "options_1", "одно; другое", "нужно не меньше трёх"),
        ("classification", "features_1", "z", "нет среди заполненных"),
        ("classification", "explain_1", "", "нет пояснения"),
        ("classification", "feature_b", "", "пустая ячейка в середине"),
    ],
)
def test_a_slip_in_a_table_is_said_in_russian_with_its_place(copy, table, column, value, said):
    _, problems = read_all(copy(table, 4, column, value))
    sentences = [str(problem) for problem in problems]
    assert any(said in text and f"«{table}»" in text and "строка 4" in text for text in sentences), sentences


def test_a_table_from_a_spreadsheet_editor_is_read(copy):
    folder = copy("choice", 2, "difficulty", "0,4", delimiter=";", encoding="utf-8-sig")
    assert len(read_bank(folder).items) == len(bank().items)


def test_the_same_code_twice_and_a_missing_table_are_said(copy):
    first = next(item for item in bank().items if item.kind == "choice")
    folder = copy("matching", 2, "id", first.id)
    assert any("такой вопрос уже есть" in str(problem) for problem in read_all(folder)[1])
    (folder / "number.csv").unlink()
    with pytest.raises(DataError, match="всего замечаний"):
        read_bank(folder)
