"""Every assignment of the course, whatever is added later: made-up answers get the scores they must, a release gives
nothing away."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import key, leaks, reference, release, selftest
from autograder.layout import Layout

ROOT = Path(__file__).parents[1]
NAMES = sorted(folder.name for folder in (ROOT / "assignments").iterdir() if any(folder.glob("*.ipynb")))


@pytest.fixture(scope="module", params=NAMES)
def released(request, tmp_path_factory) -> tuple[Layout, str]:
    """One assignment released in a course of its own."""
    root = tmp_path_factory.mktemp(request.param)
    shutil.copytree(ROOT / "datasets", root / "datasets")
    shutil.copytree(ROOT / "assignments" / request.param, root / "assignments" / request.param)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    place = Layout(root, root / "workspace")
    release.release(request.param, place)
    return place, request.param


def test_made_up_answers_get_the_scores_they_must_and_nothing_leaks(released):
    place, name = released
    assert selftest.check(place, name) == []


def test_a_home_holds_no_key_reference_or_output(released, monkeypatch):
    from mentoring_cli.home import make_home

    place, name = released
    monkeypatch.setenv("MENTORING_ROOT", str(place.root))
    monkeypatch.delenv("MENTORING_WORKSPACE", raising=False)
    home = make_home("u42")
    note = json.loads((home / name / "release.json").read_text(encoding="utf-8"))
    mine = key.load(place, name, variant=note["variant"])
    allowed = {f"{mine.notebook}.ipynb", "release.json", "variants.json"}
    given = {path.name for path in key.files_of(place.assignments / name) if path.suffix != ".ipynb"}
    assert {path.name for path in key.files_of(home / name)} <= allowed | given
    text = "".join(path.read_text(encoding="utf-8") for path in (home / name).rglob("*.json"))
    for path in (home / name).rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        text += "".join("".join(cell["source"]) for cell in notebook["cells"])
        assert not [cell for cell in notebook["cells"] if cell.get("outputs")]
    assert not leaks_of(mine, text), "the own key: what another case's key says may stand in a document by chance"
    assert "application/vnd.autograder" not in text and "AUTOGRADER_SEED" not in text


def leaks_of(own, text: str) -> list[str]:
    folded = leaks._folded(text)
    return [secret for _, secret in leaks._secret_texts([own]) if leaks._folded(secret) in folded]


def test_the_released_notebook_runs_for_a_participant(released):
    """Every cell but the own code, with nothing of the author around: forms appear and nothing fails."""
    place, name = released
    folder = place.release / name
    code = """
import json, sys
from pathlib import Path
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in json.loads(next(Path.cwd().glob("*.ipynb")).read_text(encoding="utf-8"))["cells"]:
    grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    if cell["cell_type"] == "code" and not grade_id.endswith("-code"):
        result = shell.run_cell("".join(cell["source"]))
        error = result.error_before_exec or result.error_in_exec
        if error:
            sys.exit(f"{grade_id}: {error}")
from mentoring.forms import shown
print(json.dumps(sorted(shown.tasks)), file=sys.stderr)
"""
    env = {**os.environ, "MENTORING_PARTICIPANT": "u42", "MENTORING_DATASETS": str(place.datasets)}
    env.pop("AUTOGRADER_ROLE", None)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr[-1500:]
    assert json.loads(done.stderr.strip().splitlines()[-1]) == sorted(reference.build(place, name).tasks)


def test_the_self_test_finds_what_is_wrong(tmp_path):
    """A task whose right answer is worth less, and a release with an answer in it, are told."""
    from varied import open_varied

    place = open_varied(tmp_path / "course")
    assert selftest.check(place, "varied") == []
    built = reference.build(place, "varied")
    said = built.key.tasks["n1"].reference["explain"]
    note = place.release / "varied" / "release.json"
    note.write_text(note.read_text(encoding="utf-8").replace("Сумма", said), encoding="utf-8")
    path = place.release / "varied" / "varied.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][-1]["metadata"]["key"] = 1
    path.write_text(json.dumps(notebook), encoding="utf-8")
    found = " ".join(selftest.check(place, "varied"))
    assert "release.json выдаёт эталон задачи n1" in found and "лишние метаданные" in found
    broken = key.Task("x", "number", 3.0, dict(built.key.tasks["n1"].question), {"value": "не число"})
    assert selftest.told(built.key, broken, selftest.problems)
