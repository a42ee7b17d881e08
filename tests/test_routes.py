"""Three routes to the same grades on every assignment of the course: our batch, nbgrader's command, the formgrader's
button, pressed through the HTTP interface of a running server as its page does."""

import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest
from classroom import COMMENTS, Classroom
from nbformat import write

from autograder import attempts, batch, key, release, sandbox
from autograder.demo import make_demo_class
from autograder.layout import Layout
from benchmarks import twin
from benchmarks.classroom import CODE
from mentoring_cli import serve

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("assignments/*/*.ipynb"))
PLAIN = ("plain", "twin")
PLAIN_ACTORS = {"demo-02", "demo-03", "demo-04", "demo-07"}
# One of each: a right and a wrong cell of code, a damaged and a renamed notebook, nothing answered, markup as answers.
ACTORS = {"demo-01", "demo-05", "demo-06", "demo-08", "demo-10", "demo-12"}
PAGE = """
select n.id from submitted_notebook n join submitted_assignment s on s.id = n.assignment_id
join assignment a on a.id = s.assignment_id where s.student_id = ? and a.name = ?"""


@pytest.fixture(scope="module")
def rooms(tmp_path_factory) -> dict[str, Classroom]:
    base = tmp_path_factory.mktemp("routes")
    root = base / "ours"
    for name in ASSIGNMENTS:
        shutil.copytree(ROOT / "assignments" / name, root / "assignments" / name)
    for name in ("datasets", "course"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    ours = Classroom(Layout(root, root / "workspace"), "")
    for name in ASSIGNMENTS:
        release.release(name, ours.place)
        for code, folder in make_demo_class(name, place=ours.place).folders.items():
            if code not in ACTORS:
                shutil.rmtree(folder)
        attempts.collect(name, place=ours.place)
    hand_in_assert_cells(ours)
    found = {"ours": ours, "command": ours.twin(base / "command"), "button": ours.twin(base / "button")}
    for name in (*ASSIGNMENTS, *PLAIN):
        batch.grade(name, place=ours.place)
        done = found["command"].nbgrader("autograde", name)
        assert done.returncode == 0, done.stderr[-2000:]
    found["page"] = press_buttons(found["button"])
    return found


def hand_in_assert_cells(room: Classroom) -> None:
    """A plain assert assignment with pandas and a chart and the assert twin of practicum 1, released by nbgrader's
    command, with works from right to failing."""
    made = key.load(room.place, "practicum_1").to_json()
    for name, notebook in zip(PLAIN, (twin.plain_notebook(), twin.source_notebook(made, code=True)), strict=True):
        (room.place.assignments / name).mkdir()
        write(notebook, room.place.assignments / name / f"{name}.ipynb")
        shutil.copy(ROOT / "datasets/orders.csv", room.place.assignments / name)
        done = room.nbgrader("generate_assignment", name)
        assert done.returncode == 0, done.stderr[-2000:]
        released = room.place.release / name / f"{name}.ipynb"
        for number, code in enumerate(sorted(PLAIN_ACTORS)):
            said = twin.answers(made, number * 3, CODE[number])
            work = twin.plain_submission(released, number) if name == "plain" else twin.submission(released, said)
            folder = room.place.submitted / code / name
            folder.mkdir(parents=True)
            write(work, folder / f"{name}.ipynb")


def press_buttons(room: Classroom) -> str:
    """«Autograde» of every work, as the page of the formgrader does it → its page of the hostile practicum."""
    place = room.place
    port, token = serve.free_port(0), serve.new_token()
    env = serve.environment() | {"MENTORING_ROOT": str(place.root), "JUPYTER_PREFER_ENV_PATH": "1"}
    env = serve.knowing(env, token)
    address = f"http://127.0.0.1:{port}"
    command = serve.lab_command(place.root, port, asks=True)
    server = subprocess.Popen(command, cwd=place.root, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ask(path: str, data: bytes | None = None) -> str:
        headers = {"Authorization": f"token {token}"}
        request = urllib.request.Request(address + path, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=200) as reply:
            return reply.read().decode("utf-8")

    try:
        assert serve.wait_until_ready(f"{address}/api", server)
        for folder in sorted(place.submitted.glob("*/*")):
            work = f"{folder.name}/{folder.parent.name}"
            said = json.loads(ask(f"/formgrader/api/submission/{work}/autograde", b""))
            assert said["success"], said.get("error", "")[-2000:]
        ((number,),) = room.query(PAGE, "demo-12", "practicum_1")
        return ask(f"/formgrader/submissions/{number}/?index=0")
    finally:
        server.terminate()
        server.wait(20)


@pytest.mark.parametrize("name", ASSIGNMENTS)
@pytest.mark.parametrize("way", ["command", "button"])
def test_three_routes_agree_on_every_assignment(rooms, name, way):
    ours, theirs = rooms["ours"], rooms[way]
    rows = {at: row for at, row in ours.rows().items() if at[1] == name}
    assert {at[0] for at in rows} == ACTORS
    assert rows == {at: row for at, row in theirs.rows().items() if at[1] == name}
    assert any(row[0] for row in rows.values()) and any(row[0] == 0 for row in rows.values())
    for code in ACTORS:
        path = Path(code, name, f"{name}.ipynb")
        assert (ours.place.autograded / path).read_bytes() == (theirs.place.autograded / path).read_bytes()


@pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())
@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("way", ["command", "button"])
def test_three_routes_agree_on_assert_cells(rooms, name, way):
    rows = {at: row for at, row in rooms["ours"].rows().items() if at[1] == name}
    assert {at[0] for at in rows} == PLAIN_ACTORS
    assert rows == {at: row for at, row in rooms[way].rows().items() if at[1] == name}
    totals = [sum(row[0] for at, row in rows.items() if at[0] == code) for code in PLAIN_ACTORS]
    assert len(set(totals)) > 1 and max(totals) > 0


@pytest.mark.parametrize("way", ["command", "button"])
def test_comments_agree_too(rooms, way):
    assert rooms["ours"].query(COMMENTS) == rooms[way].query(COMMENTS)
    assert os.listdir(rooms["ours"].place.autograded) and len(ASSIGNMENTS) >= 3


def test_the_formgraders_page_shows_markup_as_text(rooms):
    page = rooms["page"]
    assert "&lt;script&gt;alert(" in page or "&lt;script>alert(" in page
    assert "<script>alert('демонстрация')" not in page and "<img src=x" not in page
