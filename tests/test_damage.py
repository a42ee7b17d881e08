"""Damaged submissions: nbgrader's own difficult notebooks and generated damage go through one batch to the end."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import nbformat
import nbgrader
import pytest
from classroom import CODE, RIGHT, open_classroom
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import batch

THEIRS = sorted((Path(nbgrader.__file__).parent / "tests").glob("*/files/*.ipynb"))


@pytest.fixture
def room(tmp_path):
    return open_classroom(tmp_path / "course")


def test_nbgraders_own_test_notebooks_are_graded_or_refused_one_line_each(room):
    assert len(THEIRS) > 40
    codes = {}
    for number, path in enumerate(THEIRS):
        code = f"n{number:03d}"
        folder = room.submit(code)
        (folder / "mini.ipynb").write_bytes(path.read_bytes())
        codes[code] = path.name
    room.submit("sound", RIGHT, "sum(pairs)")
    report = batch.grade("mini", place=room.place)
    lines = {line.participant: line for line in report.entries}
    assert set(lines) == {*codes, "sound"}
    assert lines["sound"].status == "graded" and not lines["sound"].repaired
    for code, name in codes.items():
        line = lines[code]
        assert line.status in {"graded", "refused"}, name
        assert "\n" not in line.text() and "Traceback" not in line.text(), name
        assert not line.score, f"{name}: a notebook without answers earns nothing"
        if line.status == "refused":
            assert line.reason and room.scores(code) == {}, name


KINDS = 13


def damaged(notebook: str, kind: int, chance: random.Random) -> bytes:
    """One generated damage: of cells, of metadata, of the format or of the bytes."""
    data = json.loads(notebook)
    cells = data["cells"]
    if kind == 0:
        del cells[chance.randrange(len(cells))]
    elif kind == 1:
        cells.append(json.loads(json.dumps(chance.choice(cells))))
    elif kind == 2:
        chance.shuffle(cells)
    elif kind == 3:
        chance.choice(cells)["cell_type"] = chance.choice(["raw", "markdown", "code", "heading", 7])
    elif kind == 4:
        for cell in cells:
            cell["metadata"] = chance.choice([{}, None, [], {"nbgrader": None}, {"nbgrader": {"grade_id": 5}}])
    elif kind == 5:
        data["nbformat"] = chance.choice([3, 5, 99, "4", None])
    elif kind == 6:
        chance.choice(cells)["source"] = chance.choice([None, 5, {"a": 1}, ["x", None]])
    text = json.dumps(data, ensure_ascii=False)
    if kind == 7:
        return text[: chance.randrange(len(text))].encode()
    if kind == 8:
        return b"\xef\xbb\xbf" + text.encode()
    if kind == 9:
        return text.encode("cp1251", "replace")
    if kind == 10:
        at = chance.randrange(len(text))
        return (text[:at] + "\0" * 5 + text[at:]).encode()
    if kind == 11:
        return (text[:-2] + ', "x": "' + "A" * 2_000_000 + '"}').encode()
    if kind == 12:
        return nbformat.writes(nbformat.convert(nbformat.reads(text, as_version=4), 3)).encode()
    return text.encode()


@pytest.mark.parametrize("with_answers", [True, False], ids=["answers whole", "no answers"])
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hurts=st.lists(st.tuples(st.integers(0, KINDS - 1), st.randoms(use_true_random=False)), min_size=20, max_size=40)
)
def test_generated_damage_never_stops_a_batch_nor_earns_what_is_not_there(room, with_answers, hurts):
    sound = (room.place.release / "mini" / "mini.ipynb").read_text(encoding="utf-8")
    shutil.rmtree(room.place.submitted, ignore_errors=True)
    codes = [f"d{number:03d}" for number in range(len(hurts))]
    for code, (kind, chance) in zip(codes, hurts, strict=True):
        folder = room.submit(code, RIGHT if with_answers else None)
        (folder / "mini.ipynb").write_bytes(damaged(sound, kind, chance))
    report = batch.grade("mini", place=room.place, force=True)
    assert sorted(line.participant for line in report.entries) == codes
    for line in report.entries:
        scores = room.scores(line.participant)
        if line.status == "refused":
            assert line.reason
        elif with_answers:  # forms are data: what happens to the notebook does not touch them
            assert scores["q1"] == room.rows()[line.participant, "mini", "q1"][2], line.text()
        else:
            assert not sum(score or 0 for score in scores.values()), line.text()


@pytest.mark.parametrize("kind", range(KINDS))
def test_every_kind_of_damage_is_generated(room, kind):
    sound = (room.place.release / "mini" / "mini.ipynb").read_text(encoding="utf-8")
    assert any(damaged(sound, kind, random.Random(seed)) != sound.encode() for seed in range(5))


def test_code_of_an_old_format_is_found_and_a_future_one_is_read(room):
    for code, change in (
        ("old", lambda text: damaged(text, 12, random.Random(0))),
        ("future", lambda text: text.replace('"nbformat": 4', '"nbformat": 7').encode()),
    ):
        folder = room.submit(code, RIGHT, CODE)
        path = folder / "mini.ipynb"
        path.write_bytes(change(path.read_text(encoding="utf-8")))
    batch.grade("mini", place=room.place)
    assert room.scores("old")["c1"] == room.scores("future")["c1"] == 3.0


def test_a_notebook_of_fifty_megabytes_is_refused_in_one_line_and_costs_no_memory(room):
    import resource

    folder = room.submit("fat", RIGHT, CODE)
    with (folder / "mini.ipynb").open("ab") as file:
        file.write(b" " * 50_000_000)
    room.submit("sound", RIGHT, CODE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = {line.participant: line for line in batch.grade("mini", place=room.place).entries}
    assert lines["fat"].status == "refused" and "больше" in lines["fat"].reason and room.scores("fat") == {}
    assert lines["sound"].status == "graded"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000  # KiB


@pytest.mark.parametrize("cut", [0.0, 0.3, 0.6, 0.9])
def test_what_is_lost_of_the_answers_is_never_full_marks(room, cut):
    folder = room.submit("u01", {"q1": {"chosen": ["c"]}, "q2": {"value": "1", "unit": "%"}})
    content = (folder / "answers.json").read_bytes()
    (folder / "answers.json").write_bytes(content[: int(len(content) * cut)])
    report = batch.grade("mini", place=room.place)
    assert len(report.entries) == 1
    most = {name: row[2] for (_, _, name), row in room.rows().items()}
    assert all(score is None or score < most[name] for name, score in room.scores("u01").items())
