"""Kernels in the sandbox: nbclient as it is, with our provisioner; and how grading tells of code it could not run."""

import contextlib
import json
import resource
import time

import pytest
from classroom import CODE, RIGHT, open_classroom
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbconvert import HTMLExporter
from nbformat import reads
from nbformat.v4 import new_code_cell, new_notebook
from probes import attacks

from autograder import batch, sandbox
from autograder.sandbox.provisioner import SandboxKernelManager

needs_sandbox = pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())


def run(folder, *sources, **options):
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    resources = {"metadata": {"path": str(folder)}}
    return NotebookClient(notebook, resources=resources, allow_errors=True, **options).execute().cells


def said(cell):
    return " ".join(str(output.get("text") or output.get("evalue") or output["data"]) for output in cell.outputs)


@needs_sandbox
def test_nbclient_uses_the_provisioner_unchanged(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "autograder-sandbox")
    KernelProvisionerFactory.clear_instance()  # one made earlier in this process remembers another default
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "t.csv").write_text("a\n1\n")
    (tmp_path / "secret").write_text("planted-secret")
    (tmp_path / "work" / "link").symlink_to(tmp_path / "secret")
    cells = run(
        tmp_path / "work",
        "import pandas as pd, os\npd.read_csv('t.csv').plot()\nsorted(os.listdir('.'))",
        f"open({str(tmp_path / 'secret')!r}).read()",
        "open('link').read()",
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        "import os; os.fork()",
        "open('written', 'w').write('x')",
    )
    assert "'t.csv'" in said(cells[0]) and "image/png" in said(cells[0]) and "link" not in said(cells[0])
    assert "Permission denied" in said(cells[1]) and "No such file" in said(cells[2])
    assert "unreachable" in said(cells[3]) and "not permitted" in said(cells[4])
    assert not (tmp_path / "work" / "written").exists()
    KernelProvisionerFactory.clear_instance()


@needs_sandbox
def test_two_kernels_share_nothing_and_differ_in_random_numbers(tmp_path):
    source = (
        "import builtins, random\nseen = getattr(builtins, 'left', 0)\nbuiltins.left = 1\nprint(seen, random.random())"
    )
    first, second = (said(run(tmp_path, source, kernel_manager_class=SandboxKernelManager)[0]) for _ in range(2))
    assert first.split()[0] == second.split()[0] == "0" and first != second


@needs_sandbox
def test_an_endless_cell_is_interrupted_and_the_next_one_runs(tmp_path):
    late = {"ename": "Late", "evalue": "", "traceback": []}
    options = {"kernel_manager_class": SandboxKernelManager, "timeout": 1, "interrupt_on_timeout": True}
    cells = run(tmp_path, "while True: pass", "print(2)", error_on_timeout=late, **options)
    assert "2" in said(cells[1])


@needs_sandbox
@pytest.mark.parametrize("size", [1_000_000, 10_000])
def test_a_gigabyte_of_output_takes_no_memory_here(tmp_path, size):
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    source = f"import sys\npart = 'x' * {size}\nfor _ in range({10**9 // size}): print(part, flush=True)"
    with contextlib.suppress(DeadKernelError):  # too much at once is not taken, too much in all ends the kernel
        cells = run(tmp_path, source, kernel_manager_class=SandboxKernelManager, timeout=60)
        assert len(said(cells[0])) < 30_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # KiB
    assert time.monotonic() - start < 40


@needs_sandbox
def test_a_kernel_that_leaves_is_told_of(tmp_path):
    with pytest.raises(DeadKernelError):
        run(tmp_path, "import os; os._exit(0)", "1", kernel_manager_class=SandboxKernelManager)


@needs_sandbox
def test_a_stubborn_kernel_lives_no_longer_than_its_whole_time(tmp_path):
    from traitlets.config import Config

    config = Config()
    config.SandboxProvisioner.whole = 2.0
    with pytest.raises(DeadKernelError):
        run(tmp_path, attacks.STUBBORN, kernel_manager_class=SandboxKernelManager, config=config, timeout=60)


def test_a_kernel_is_refused_where_nothing_can_isolate_it(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.sandbox.provisioner.missing", lambda: "ядро старое")
    with pytest.raises(RuntimeError, match="не проверено: ядро старое"):
        run(tmp_path, "1", kernel_manager_class=SandboxKernelManager)


# -- what the class is told --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return open_classroom(tmp_path_factory.mktemp("refused") / "course")


def test_code_that_can_not_be_run_waits_while_forms_are_graded(released, tmp_path, monkeypatch):
    room = released.twin(tmp_path / "course")
    room.submit("u01", RIGHT, CODE)
    monkeypatch.setattr(sandbox, "missing", lambda: "ядро старое")
    report = batch.grade("mini", place=room.place)
    assert room.scores("u01") == {"c1": None, "q1": 2.0, "q2": 1.0, "t1": None}
    assert "код не проверено: ядро старое" in str(report.entries[0].repaired)
    assert room.rows()["u01", "mini", "c1"][3] == 1
    assert "Не проверено: ядро старое" in room.autograded_path("u01").read_text(encoding="utf-8")
    monkeypatch.undo()
    assert len(batch.grade("mini", place=room.place).graded) == 1
    assert room.scores("u01")["c1"] == 3.0


@needs_sandbox
def test_unsafe_is_the_only_way_round(released, tmp_path, monkeypatch):
    room = released.twin(tmp_path / "course")
    room.submit("u01", RIGHT, CODE)
    monkeypatch.setattr(sandbox, "missing", lambda: "ядро старое")
    batch.grade("mini", place=room.place, unsafe=True)
    assert room.scores("u01")["c1"] == 3.0


def test_scripts_in_metadata_outputs_and_attachments_go_nowhere(released, tmp_path):
    room = released.twin(tmp_path / "course")
    script = "<script>alert('planted')</script>"
    folder = room.submit("u01", RIGHT, f"{CODE}  # {script}")
    notebook = json.loads((folder / "mini.ipynb").read_text(encoding="utf-8"))
    notebook["metadata"]["title"] = notebook["metadata"]["widgets"] = script
    for cell in notebook["cells"]:
        cell["metadata"]["evil"] = script
        cell["attachments"] = {"x.svg": {"image/svg+xml": script}}
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": script}}]
    (folder / "mini.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    sound = notebook | {"metadata": {name: value for name, value in notebook["metadata"].items() if name != "widgets"}}
    raw, _ = HTMLExporter().from_notebook_node(reads(json.dumps(sound), 4))
    assert script in raw, "the probe is none: a page of nbconvert, as nbgrader's are, would not run it"
    batch.grade("mini", place=room.place)
    page, _ = HTMLExporter().from_filename(str(room.autograded_path("u01")))
    assert script not in page
    graded = json.loads(room.autograded_path("u01").read_text(encoding="utf-8"))
    places = [cell for cell in graded["cells"] if script in json.dumps(cell, ensure_ascii=False)]
    assert [cell["metadata"]["nbgrader"]["grade_id"] for cell in places] == ["c1-code"]
    assert script not in json.dumps([cell.get("outputs") for cell in graded["cells"]], ensure_ascii=False)
    assert "evil" not in json.dumps(graded) and "attachments" not in json.dumps(graded)
