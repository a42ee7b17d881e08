"""«Мой путь»: what is done, what is next, until when by Moscow; from the participant's own files only."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentoring.course import my_path
from mentoring.course.own_path import steps, summary, until

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def put(name: str, data: dict) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    for name in ("entrance_test", "practicum_1", "practicum_3", "practicum_5"):
        due = {"practicum_1": "2026-11-25T20:59:00+00:00", "practicum_3": "2026-11-19T23:59:00+03:00"}.get(name)
        put(f"{name}/release.json", {"assignment": name, "tasks": [{"id": "a"}, {"id": "b"}], "due": due})
        (tmp_path / name / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    put("practicum_1/answers.json", {"answers": {"a": {}}})
    put("practicum_5/answers.json", {"answers": {"a": {}}, "handed_in": [{"attempt": 1, "at": "2026-11-01"}]})
    put("practicum_5/returned.json", {"attempt": 1, "comment": "допишите"})
    put("progress.json", {
        "works": [{"assignment": "entrance_test", "state": "graded", "said": "проверено", "points": 12.5, "max": 30}],
        "growth": {"before": 41.7, "after": 80, "points": 38.3}, "course": {"percent": 12, "needed": 70},
        "made": "20.11.2026, 11:00",
    })  # fmt: skip
    return tmp_path


def test_states_are_told_apart(home):
    found = {step.id: step for step in steps(home)}
    assert (found["entrance_test"].state, found["practicum_1"].state) == ("done", "begun")
    assert "12,5 из 30" in found["entrance_test"].told and "1 из 2" in found["practicum_1"].told
    assert (found["practicum_3"].state, found["practicum_5"].state) == ("open", "returned")
    assert found["final_test"].state == "closed" and "12" in found["final_test"].told


def test_the_page_says_what_is_next_and_until_when_by_moscow(home, capsys):
    my_path(home, NOW)
    text = capsys.readouterr().out
    assert until(steps(home)[1].due, NOW) == ", сдать до 25.11.2026, 23:59 (мск)"
    assert "срок был 19.11.2026" in until(steps(home)[3].due, NOW)
    assert "Дальше: Практикум" in text


def test_growth_is_told_in_words(home):
    lines = summary(json.loads((home / "progress.json").read_text(encoding="utf-8")))
    assert "вырос на 38,3" in lines[0] and lines[0].endswith("п. п.".replace(" ", "\u00a0"))
    assert "нужно 70" in lines[1]
    assert "появится после" in summary({"growth": {"before": 40, "after": None, "points": None}})[0]


@pytest.mark.parametrize("content", ["", "[]", '{"works": 5}', '{"works": [7, {"assignment": []}]}'])
def test_a_damaged_file_does_not_break_the_page(home, content):
    (home / "progress.json").write_text(content, encoding="utf-8")
    (home / "practicum_1" / "answers.json").write_text(content, encoding="utf-8")
    my_path(home, NOW + timedelta(days=30))
