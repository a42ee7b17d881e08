"""Damaged submissions: nbgrader's own difficult notebooks and generated damage go through one batch to the end."""

from __future__ import annotations

import json
import random
from pathlib import Path

import nbgrader
import pytest
from classroom import RIGHT, open_classroom

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


def damaged(notebook: str, seed: int) -> bytes:
    """One generated damage: of cells, of metadata, of the format or of the bytes."""
    chance = random.Random(seed)
    data = json.loads(notebook)
    cells = data["cells"]
    kind = seed % 12
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
    return text.encode()


@pytest.mark.parametrize("with_answers", [True, False], ids=["answers whole", "no answers"])
def test_generated_damage_never_stops_a_batch_nor_earns_what_is_not_there(room, with_answers):
    sound = (room.place.release / "mini" / "mini.ipynb").read_text(encoding="utf-8")
    codes = [f"d{seed:03d}" for seed in range(60)]
    for seed, code in enumerate(codes):
        folder = room.submit(code, RIGHT if with_answers else None)
        (folder / "mini.ipynb").write_bytes(damaged(sound, seed))
    report = batch.grade("mini", place=room.place)
    assert sorted(line.participant for line in report.entries) == codes
    for line in report.entries:
        scores = room.scores(line.participant)
        if line.status == "refused":
            assert line.reason and scores == {}
        elif with_answers:  # forms are data: what happens to the notebook does not touch them
            assert scores["q1"] == room.rows()[line.participant, "mini", "q1"][2], line.text()
        else:
            assert not sum(score or 0 for score in scores.values()), line.text()
