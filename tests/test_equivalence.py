"""Three ways to the same grades: `mentoring grade`, `nbgrader autograde`, the formgrader's button."""

import os
import subprocess
import sys

import pytest
from classroom import CODE, COMMENTS, RIGHT, Classroom, open_classroom

from autograder import batch

BUTTON = """
import sys
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps import NbGrader
app = NbGrader(); app.initialize([])
api = NbGraderAPI(config=app.config)
for code in sys.argv[1:]:
    result = api.autograde("mini", code)
    print(code, result["success"], (result.get("error") or "")[-300:])
"""


@pytest.fixture(scope="module")
def rooms(tmp_path_factory) -> dict[str, Classroom]:
    """The same class three times, graded in three ways."""
    base = tmp_path_factory.mktemp("equivalence")
    ours = open_classroom(base / "ours")
    ours.submit("full", RIGHT, CODE)
    ours.submit("empty", {})
    ours.submit("partly", {"q1": {"chosen": ["a", "c"]}, "q2": "непонятно", "t1": {"text": "</pre><script>x</script>"}})
    ours.submit("failing", RIGHT, "1/0")
    ours.submit("hostile", {"q1": {"chosen": ["<b>", "\u2028"]}, "t1": {"text": "a\r\nb\x0cc\x85d"}}, "'</script>'\r\n")
    (ours.submit("onlyanswers", RIGHT) / "mini.ipynb").unlink()
    folder = ours.submit("truncated", RIGHT, CODE)
    (folder / "mini.ipynb").write_bytes((folder / "mini.ipynb").read_bytes()[:300])
    folder = ours.submit("renamed", RIGHT, CODE)
    (folder / "mini.ipynb").rename(folder / "другое имя.ipynb")
    folder = ours.submit("late", RIGHT, CODE)
    (folder / "timestamp.txt").write_text("когда-то", encoding="utf-8")
    ours.submit("refused", RIGHT, release="unknown")
    (ours.submit("lost") / "mini.ipynb").unlink()
    found = {"ours": ours, "command": ours.twin(base / "command"), "button": ours.twin(base / "button")}
    batch.grade("mini", place=ours.place)
    done = found["command"].nbgrader("autograde", "mini")
    assert done.returncode == 0, done.stderr[-3000:]
    found["command log"] = done.stderr
    button = found["button"]
    codes = sorted(path.name for path in button.place.submitted.iterdir())
    env = dict(os.environ, MENTORING_ROOT=str(button.place.root))
    done = subprocess.run([sys.executable, "-c", BUTTON, *codes], cwd=button.place.root, env=env, capture_output=True,
                          text=True, timeout=300)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found["button log"] = done.stdout
    return found


@pytest.mark.parametrize("way", ["command", "button"])
def test_grade_rows_are_equal(rooms, way):
    assert rooms["ours"].rows() == rooms[way].rows()
    assert len(rooms["ours"].rows()) == 9 * 4


@pytest.mark.parametrize("way", ["command", "button"])
def test_comments_and_submissions_are_equal(rooms, way):
    submissions = "select student_id, timestamp, extension from submitted_assignment order by 1"
    notebooks = "select count(*), sum(flagged), max(late_submission_penalty) from submitted_notebook"
    for query in (COMMENTS, submissions, notebooks, "select id, first_name, last_name from student order by 1"):
        assert rooms["ours"].query(query) == rooms[way].query(query)


@pytest.mark.parametrize("way", ["command", "button"])
def test_autograded_notebooks_are_equal_byte_for_byte(rooms, way):
    ours, theirs = rooms["ours"].place.autograded, rooms[way].place.autograded
    found = sorted(path.relative_to(ours) for path in ours.rglob("*.ipynb"))
    assert len(found) == 9
    assert found == sorted(path.relative_to(theirs) for path in theirs.rglob("*.ipynb"))
    for path in found:
        assert (ours / path).read_bytes() == (theirs / path).read_bytes(), path


def test_what_is_refused_gets_no_rows_in_any_way(rooms):
    for way in ("ours", "command", "button"):
        assert rooms[way].scores("refused") == rooms[way].scores("lost") == {}
    assert "refused: не оценена" in rooms["command log"] and "lost: не оценена" in rooms["command log"]
    assert "refused False" in rooms["button log"] and "full True" in rooms["button log"]


def test_a_forced_regrade_in_nbgrader_and_ours_ask_for_the_manual_mark_alike(rooms):
    for way in ("ours", "command"):
        rooms[way].query("update grade set manual_score = 1.5, needs_manual_grade = 0")
    batch.grade("mini", force=True, place=rooms["ours"].place)
    assert rooms["command"].nbgrader("autograde", "mini", "--force").returncode == 0
    assert rooms["ours"].rows() == rooms["command"].rows()
    assert all(row[1] == 1.5 and row[3] == 1 for row in rooms["ours"].rows().values())


def test_a_plain_nbgrader_assignment_of_the_same_course_is_executed_as_ever(tmp_path):
    from nbformat import write
    from nbformat.v4 import new_code_cell, new_notebook

    room = open_classroom(tmp_path / "course")

    def cell(source, name, **meta):
        base = {
            "grade": False,
            "grade_id": name,
            "locked": False,
            "schema_version": 3,
            "solution": False,
            "task": False,
        }
        return new_code_cell(source, metadata={"nbgrader": base | meta})

    answer = cell("### BEGIN SOLUTION\nx = 5\n### END SOLUTION", "answer", solution=True)
    check = cell("assert x == 5", "check", grade=True, locked=True, points=2)
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    folder = room.place.assignments / "plain"
    folder.mkdir()
    write(new_notebook(cells=[answer, check], metadata=spec), folder / "plain.ipynb")
    assert room.nbgrader("generate_assignment", "plain").returncode == 0
    for code, value in (("good", 5), ("bad", 6)):
        made = room.place.submitted / code / "plain"
        made.mkdir(parents=True)
        text = (room.place.release / "plain" / "plain.ipynb").read_text(encoding="utf-8")
        (made / "plain.ipynb").write_text(text.replace("# Здесь будет ваш ответ", f"x = {value}"), encoding="utf-8")
    done = room.nbgrader("autograde", "plain")
    assert done.returncode == 0, done.stderr[-2000:]
    assert room.rows()["good", "plain", "check"][0] == 2.0 and room.rows()["bad", "plain", "check"][0] == 0.0
