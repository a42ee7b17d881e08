"""What the instructor has put out comes into the participant's home; work under way is never touched."""

import json

import pytest

from mentoring.pickup import pick_up


@pytest.fixture
def counter(tmp_path):
    released, out, home = tmp_path / "released", tmp_path / "out", tmp_path / "home"
    for folder in (released / "practicum_1", out, home):
        folder.mkdir(parents=True)
    (released / "practicum_1" / "practicum_1.ipynb").write_text("{}", encoding="utf-8")
    (released / ".draft").mkdir()
    return released, out, home


def test_a_released_assignment_comes_once(counter):
    released, out, home = counter
    assert pick_up(home, released, out).assignments == ("practicum_1",)
    assert (home / "practicum_1" / "practicum_1.ipynb").read_text(encoding="utf-8") == "{}"
    assert not pick_up(home, released, out)


def test_a_corrected_release_never_replaces_a_work_that_has_begun(counter):
    released, out, home = counter
    pick_up(home, released, out)
    (home / "practicum_1" / "answers.json").write_text("{}", encoding="utf-8")
    (released / "practicum_1" / "practicum_1.ipynb").write_text('{"new": 1}', encoding="utf-8")
    assert not pick_up(home, released, out)
    assert (home / "practicum_1" / "practicum_1.ipynb").read_text(encoding="utf-8") == "{}"


def test_feedback_and_a_returned_work_come_and_are_named(counter):
    released, out, home = counter
    pick_up(home, released, out)
    (out / "practicum_1.feedback.html").write_text("<p>отзыв</p>", encoding="utf-8")
    (out / "practicum_1.returned.json").write_text(json.dumps({"attempt": 1}), encoding="utf-8")
    found = pick_up(home, released, out)
    assert (found.feedback, found.returned) == (("practicum_1",), ("practicum_1",))
    assert (home / "feedback" / "practicum_1.html").is_file()
    assert json.loads((home / "practicum_1" / "returned.json").read_text(encoding="utf-8"))["attempt"] == 1


def test_links_are_not_followed_and_a_missing_counter_is_named(counter, tmp_path):
    released, out, home = counter
    secret = tmp_path / "secret"
    secret.write_text("тайна", encoding="utf-8")
    (out / "practicum_1.feedback.html").symlink_to(secret)
    (released / "practicum_1" / "data.csv").symlink_to(secret)
    pick_up(home, released, out)
    assert not list(home.rglob("data.csv")) and not (home / "feedback").exists()
    assert pick_up(home, released / "none", out).unread == ("none",)
