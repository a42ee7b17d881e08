# ruff: noqa: E501 (cells of a notebook stand on a line)
"""The key run: variants are shared out among processes, and come out as if one process had made them all in turn."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import reference, variants
from autograder.errors import KitError
from autograder.layout import Layout

ROOT = Path(__file__).resolve().parents[1]
VARIED = sorted(
    path
    for path in ROOT.glob("assignments/*/*.ipynb")
    if variants.CALL.search("\n".join("".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]))
)
SEEDS = {name: f"{number:064x}" for number, name in enumerate([variants.BASE, *variants.names()])}
# In one process, every variant in an own namespace, nothing folded: what the key run did before it had copies.
IN_TURN = """
import json, os, sys
from pathlib import Path
from autograder import keyrun
seeds, notebook = json.loads(sys.argv[1]), Path(sys.argv[2])
os.chdir(notebook.parent)
solution = keyrun.Solution(notebook, seeds)
made = solution.run(list(seeds))
assert not made["error"], made["error"]
Path(sys.argv[3]).write_text(json.dumps(made["runs"], ensure_ascii=False), encoding="utf-8")
"""


@pytest.mark.parametrize("source", VARIED, ids=lambda path: path.stem)
def test_keys_are_equal_to_the_letter_however_they_are_made(source, tmp_path):
    made = reference.execute(Layout(ROOT, tmp_path), source, SEEDS)
    out = tmp_path / "in_turn.json"
    env = dict(os.environ, AUTOGRADER_ROLE="author", MPLBACKEND="Agg", MENTORING_ROOT=str(ROOT))
    env.pop("NBGRADER_EXECUTION", None)
    subprocess.run([sys.executable, "-c", IN_TURN, json.dumps(SEEDS), str(source), str(out)], env=env, check=True)
    assert json.dumps(made, ensure_ascii=False) == out.read_text(encoding="utf-8")
    assert list(made) == list(SEEDS) and len({json.dumps(events) for events in made.values()}) == len(made)


def notebook(folder: Path, *cells: str) -> Path:
    path = folder / "assignments/made/made.ipynb"
    path.parent.mkdir(parents=True)
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    path.write_text(json.dumps({"cells": [code | {"source": cell} for cell in cells]}), encoding="utf-8")
    return path


DRAW = "import os\nfrom mentoring.forms import variant\nseed = variant('draw', lambda seed: {'seed': os.environ['AUTOGRADER_SEED']})"


def test_the_first_variant_that_fails_is_named_whichever_process_made_it(tmp_path):
    bad = {SEEDS["v05"], SEEDS["v16"], SEEDS["v17"]}
    source = notebook(tmp_path, DRAW, f"assert seed['seed'] not in {bad!r}, 'худо'")
    with pytest.raises(KitError, match=r"вариант v05\).*AssertionError: худо"):
        reference.execute(Layout(tmp_path, tmp_path / "workspace"), source, SEEDS)


def test_a_copy_that_dies_costs_time_and_no_variant(tmp_path):
    once = f"open({str(tmp_path / 'died')!r}, 'x').close()"
    die = f"if seed['seed'] == {SEEDS['v08']!r}:\n    try:\n        {once}\n        os._exit(3)\n    except FileExistsError:\n        pass"
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one processor: no copies")
    made = reference.execute(Layout(tmp_path, tmp_path / "workspace"), notebook(tmp_path, DRAW, die), SEEDS)
    assert (tmp_path / "died").exists() and list(made) == list(SEEDS)
    assert [events[0]["data"]["public"]["seed"] for events in made.values()] == list(SEEDS.values())


def test_threads_of_an_author_keep_the_run_in_one_process(tmp_path):
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(20,), daemon=True).start()\npids = []"
    note = f"open({str(tmp_path / 'pids')!r}, 'a').write(f'{{os.getpid()}}\\n')"
    reference.execute(Layout(tmp_path, tmp_path / "workspace"), notebook(tmp_path, thread, DRAW, note), SEEDS)
    assert len(set((tmp_path / "pids").read_text().split())) == 1


def test_whole_numbers_and_fractions_stay_what_they_were(tmp_path):
    """A variant whose value is 1.0 where `base` has 1 has its own: they are equal to Python and not in a file."""
    draw = "import os\nfrom mentoring.forms import variant\nn = variant('n', lambda seed: 1 if os.environ['AUTOGRADER_SEED'] == '{}' else 1.0)"
    made = reference.execute(
        Layout(tmp_path, tmp_path / "workspace"), notebook(tmp_path, draw.format(SEEDS["base"])), SEEDS
    )
    assert json.dumps([events[0]["data"]["public"] for events in made.values()]) == json.dumps([1] + [1.0] * 24)
