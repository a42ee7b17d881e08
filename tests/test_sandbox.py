"""What a stranger's code can't do: every attack succeeds without the sandbox and fails inside it.

The first half is shown as an ordinary user only: under root the whole file is run once more as nobody.
"""

import io
import json
import os
import platform
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from probes import attacks

from autograder import sandbox
from autograder.sandbox import Limits, client, landlock, run_code, run_worker, seccomp

if not sandbox.available():
    pytest.skip(sandbox.missing(), allow_module_level=True)

IS_ROOT = os.geteuid() == 0
PROBES = Path(__file__).parent / "probes"
COLUMN = 0 if platform.machine() == "x86_64" else 1
# What a system may be set up to refuse to everyone.
SETTINGS = {"make a user namespace", "open an io_uring", "catch faults of memory", "use the system's keyring"}
VICTIM = "import ctypes, time; ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0); print(flush=True); time.sleep(300)"


def value_of(source, limits=None, **options):
    result = run_code([("a", source)], {"a"}, limits=limits, **options)["a"]
    return result["value"] if not result["error"] else result["error"]


def plainly(source: str) -> str:
    """The value of a cell in a process of its own, without limits of ours; its error when there is none."""
    program = f"cell = {source!r}\n*body, last = cell.splitlines()\nexec('\\n'.join(body))\nprint(eval(last))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    return (done.stdout or done.stderr).strip().splitlines()[-1]


@pytest.fixture
def world(tmp_path):
    """Planted secrets, a process and sockets of the instructor's, all of the user who runs the tests."""
    folder = tmp_path / "instructor"
    for name in (*attacks.FILES, "victim"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"planted-{name}")
    short = Path(tempfile.mkdtemp(prefix="s"))
    mark = f"mark{os.getpid()}"
    process = subprocess.Popen(
        [sys.executable, "-c", VICTIM], stdout=subprocess.PIPE, env=dict(os.environ, TOKEN="planted-token")
    )
    process.stdout.readline()
    tcp, unix, abstract = socket.socket(), socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    datagram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    tcp.bind(("127.0.0.1", 0))
    unix.bind(str(short / "u"))
    datagram.bind(str(short / "d"))
    abstract.bind(f"\0{mark}")
    for one in (tcp, unix, abstract):
        one.listen()
    yield {
        "folder": str(folder), "secret": str(folder / "gradebook.db"), "victim": str(folder / "victim"),
        "pid": process.pid, "tcp": tcp.getsockname()[1], "unix": str(short / "u"), "datagram": str(short / "d"),
        "mark": mark, "socket_call": seccomp.REFUSED["socket"][COLUMN], "address": _address(process.pid),
        "calls": {name: numbers[COLUMN] for name, numbers in seccomp.REFUSED.items()},
    }  # fmt: skip
    for one in (tcp, unix, abstract, datagram):
        one.close()
    process.kill()
    process.wait()
    process.stdout.close()
    shutil.rmtree(short)


def _address(pid: int) -> int:
    """Where something readable of the process lies; 0 where it may not be looked at."""
    try:
        return int(Path(f"/proc/{pid}/maps").read_text().partition("-")[0], 16)
    except OSError:
        return 0


# -- files, network, other processes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*attacks.FILES, *attacks.ATTACKS])
def test_attack_succeeds_without_the_sandbox_and_fails_inside(name, world):
    source = attacks.ATTACKS.get(name, attacks.READ)
    if name in attacks.FILES:
        world["secret"] = f"{world['folder']}/{name}"
    source = source.format(**world)
    before = {path: path.read_text() for path in sorted(Path(world["folder"]).rglob("*")) if path.is_file()}
    inside = value_of(source)
    assert inside != "done" and "Ошибка в вашей ячейке" in inside
    after = {path: path.read_text() for path in sorted(Path(world["folder"]).rglob("*")) if path.is_file()}
    assert after == before
    if not IS_ROOT:
        outside = value_of(source, unsafe=True)
        if name in SETTINGS and outside != "done":  # our limits or this system's settings forbid it in any process
            outside = plainly(source)
            if outside != "done":
                pytest.skip(f"this system allows it to nobody: {outside}")
        assert outside == "done"


@pytest.mark.skipif(not IS_ROOT or not shutil.which("setpriv"), reason="run by root as an ordinary user")
def test_all_of_this_holds_for_an_ordinary_user_too(tmp_path):
    home = Path(tempfile.mkdtemp(prefix="nobody"))
    os.chown(home, 65534, 65534)
    # Python may lie where only root reads: that right is left, no other
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all,+dac_read_search"]
    command += ["--ambient-caps=-all,+dac_read_search", "--bounding-set=-all,+dac_read_search", sys.executable, "-m"]
    command += ["pytest", "-q", "-x", "-rs", "-p", "no:cacheprovider", f"--basetemp={home}/t", __file__]
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "MPLCONFIGDIR": str(home)}
    done = subprocess.run(command, env=env, cwd=home, capture_output=True, text=True, timeout=400)
    shutil.rmtree(home, ignore_errors=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_the_environment_holds_nothing_of_the_instructors(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "planted-token")
    source = "import os\nstr(dict(os.environ))"
    assert "planted" in plainly(source) and "planted" not in value_of(source)


def test_public_data_can_be_read_and_the_rest_of_its_folder_not(tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "t.csv").write_text("a\n1\n")
    (tmp_path / "key.json").write_text("planted-key")
    options = {"public": tmp_path / "public"}
    read = "import os, pandas\nint(pandas.read_csv(os.environ['MENTORING_ROOT'] + '/t.csv').a[0])"
    assert value_of(read, **options) == 1
    assert "Permission denied" in value_of(f"open({str(tmp_path / 'key.json')!r}).read()", **options)


def test_a_process_left_behind_dies_with_its_work(tmp_path):
    if not IS_ROOT:
        tmp_path.chmod(0o777)
        value_of(attacks.LEAVE_BEHIND.format(wait=0.5, mark=str(tmp_path / "outside")), unsafe=True)
    value_of(attacks.LEAVE_BEHIND.format(wait=0.5, mark=str(tmp_path / "inside")))
    time.sleep(1.5)
    assert IS_ROOT or (tmp_path / "outside").exists()
    assert not (tmp_path / "inside").exists()


def test_nothing_is_shared_between_two_submissions():
    first, second = value_of(attacks.SHARE), value_of(attacks.SHARE)
    assert first == second == [0, 0, False]


def test_random_numbers_differ_between_submissions():
    source = "import random, numpy\n[random.random(), float(numpy.random.rand())]"
    assert value_of(source) != value_of(source)


# -- limits ------------------------------------------------------------------------------------------------------------


def test_threads_are_limited():
    assert value_of(attacks.THREADS, Limits(processes=8)) == "refused"
    assert value_of(attacks.THREADS, Limits(processes=100)) == "done"


def test_memory_is_limited():
    used = value_of("int(open('/proc/self/statm').read().split()[0]) * 4096")
    big = f"len(bytearray({400_000_000})) and 'done'"
    assert "не хватило памяти" in value_of(big, Limits(memory=used + 300_000_000))
    assert value_of(big, Limits(memory=used + 700_000_000)) == "done"


def test_the_disk_can_not_be_filled():
    assert "слишком много файлов" in value_of(attacks.FILL, Limits(disk=10_000_000))
    assert "слишком много файлов" in value_of(attacks.MANY, Limits(disk=10_000_000))
    assert value_of(attacks.FILL, Limits(disk=60_000_000)) == "done"
    assert "OSError" in value_of("open('f', 'wb').write(b'x' * 30_000_000)")
    assert not list(client.nursery().home.glob("job-*"))


@pytest.mark.parametrize("source", [attacks.HIDE, attacks.UNNAMED, attacks.MAPPED])
def test_deleted_files_that_are_kept_open_count_as_well(source):
    assert "слишком много файлов" in value_of(source, Limits(disk=10_000_000))
    assert value_of(source, Limits(disk=64_000_000)) == "done"
    author = [("author", "x = 1"), ("a", source)]
    told = run_code(author, {"a"}, trusted={"author"}, limits=Limits(disk=10_000_000))["a"]
    assert "слишком много файлов" in told["error"]


def test_files_are_not_made_big_without_writing():
    assert "OSError" in value_of(attacks.ALLOCATE, Limits(file=5_000_000))


def test_files_without_content_take_no_more_than_a_file_may():
    holes = "f = open('f', 'wb')\nf.truncate(1 << 40)\nf.seek(0, 2)"
    assert "OSError" in value_of(holes)
    assert plainly("f = __import__('tempfile').TemporaryFile()\nf.truncate(1 << 30)\nf.seek(0, 2)") == str(1 << 30)


def test_endless_code_without_limits_goes_on_after_an_interrupt(tmp_path):
    program = f"print(flush=True)\n{attacks.STUBBORN}"
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=tmp_path)
    process.stdout.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert process.poll() is None
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("source", ["while True: pass", attacks.STUBBORN, "import time; time.sleep(100)"])
def test_endless_code_ends(source):
    start = time.monotonic()
    assert "бесконечного цикла" in value_of(source, Limits(cell=0.5))
    assert time.monotonic() - start < 5


def test_time_is_limited_in_all_as_well_as_by_cell():
    cells = [(str(number), "import time; time.sleep(0.4)\n1") for number in range(10)]
    done = run_code(cells, {"0", "9"}, limits=Limits(cell=5, whole=1))
    assert done["0"]["value"] == 1 and "очередь не дошла" in done["9"]["error"]


def test_processor_time_is_limited():
    assert "оборвала работу" in value_of("while True: pass", Limits(cell=20, cpu=1))


def test_output_that_nobody_bounds_is_all_taken():
    less = attacks.FLOOD.replace("range(1_000)", "range(40)")
    done = subprocess.run([sys.executable, "-c", less], capture_output=True)
    assert len(done.stdout) == len(done.stderr) == 40_000_000


@pytest.mark.parametrize("source", [attacks.FLOOD, attacks.FLOOD_ANSWERS])
def test_a_gigabyte_of_output_takes_no_memory_here(source):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    value_of(source, Limits(cell=5))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # KiB


# -- answers -----------------------------------------------------------------------------------------------------------


NAIVE = """
import json, sys
cell = sys.stdin.read()
*body, last = cell.rstrip().splitlines()
names = {}
exec("\\n".join(body), names)
answer = {"value": eval(last, names), "error": ""}
sys.__stdout__.write(json.dumps(answer) + "\\n")
"""


def naive(source: str, tmp_path: Path) -> str:
    """What a runner says that executes a cell in its own process and believes its own output."""
    done = subprocess.run([sys.executable, "-c", NAIVE], input=source, cwd=tmp_path, capture_output=True, text=True)
    return done.stdout.splitlines()[0] if done.stdout else ""


def test_a_naive_runner_believes_what_replaced_builtins_and_forged_messages_say(tmp_path):
    """The probes of the tests around are real: without our precautions they get what they want."""
    assert json.loads(naive(attacks.REPLACE, tmp_path))["value"] == 12
    forged = 'import os\nos.write(1, b\'{"value": 12, "error": ""}\\n\')\n0'
    assert json.loads(naive(forged, tmp_path))["value"] == 12
    assert naive("import os\nos._exit(0)\n0", tmp_path) == ""


def test_replaced_builtins_change_no_answer_of_a_later_cell():
    done = run_code([("a", attacks.REPLACE), ("b", "2 + 2"), ("c", "1 / 0")], {"a", "b", "c"})
    assert done["a"]["value"] == "done" and done["b"]["value"] == 4 and "ZeroDivisionError" in done["c"]["error"]


def test_leaving_ends_the_own_work_only_and_is_told():
    done = run_code([("a", "1"), ("b", "import os\nos._exit(0)\n0"), ("c", "3")], {"a", "b", "c"})
    assert done["a"]["value"] == 1 and "оборвала работу" in done["b"]["error"]
    assert done["c"]["value"] is None and "очередь не дошла" in done["c"]["error"]
    assert value_of("4") == 4


@pytest.mark.parametrize("source", ["x = []\nfor _ in range(100_000): x = [x]\nx", "x = {}\nx['a'] = x\nx",
                                    "'x' * 50_000_000", "10 ** 5_000", "{n: n for n in range(100_000)}"])  # fmt: skip
def test_answers_that_are_too_deep_or_too_big_are_refused_in_a_sentence(source):
    done = run_code([("a", source), ("b", "1")], {"a", "b"})
    assert done["a"]["value"] is None and done["a"]["error"] and done["b"]["value"] == 1


def test_a_thread_can_not_answer_for_a_later_cell():
    forge = (
        "import json, os, threading, time\ndef speak():\n    while True:\n        for fd in range(3, 32):\n"
        '            try: os.write(fd, b\'{"value": 12, "error": "", "token": "\' + b\'0\' * 32 + b\'"}\\n\')\n'
        "            except OSError: pass\n        time.sleep(0.01)\n"
        "threading.Thread(target=speak, daemon=True).start()\n1"
    )
    done = run_code([("a", forge), ("b", "import time; time.sleep(0.3)\n0")], {"a", "b"})
    assert done["b"]["value"] is None and done["b"]["error"]


# -- the author's cells ------------------------------------------------------------------------------------------------


def test_cells_of_the_author_run_once_and_are_seen_by_everyone(tmp_path):
    author = "import os, numpy\nnumpy.random.seed(1)\npid, seen = os.getpid(), [1]\nopen('made', 'w').write(str(pid))"
    work = "seen.append(2)\n[pid, seen, open('made').read(), os.getpid() != pid, float(numpy.random.rand())]"
    cells = [("author", author), ("a", work)]
    first, second = (run_code(cells, {"a"}, trusted={"author"})["a"]["value"] for _ in range(2))
    assert first == second and first[1] == [1, 2] and first[2] == str(first[0]) and first[3]


def test_what_comes_after_a_template_is_shut_in_as_well(world):
    for name in ("write outside", "signal another process", "connect by TCP", "start a process"):
        source = attacks.ATTACKS[name].format(**world)
        done = run_code([("author", "x = 1"), ("a", source)], {"a"}, trusted={"author"})["a"]
        assert done["value"] is None and "Ошибка" in done["error"], name
    read = attacks.READ.format(**world)
    assert "Permission" in run_code([("author", "x = 1"), ("a", read)], {"a"}, trusted={"author"})["a"]["error"]


def test_an_authors_cell_that_starts_threads_is_run_for_each_work():
    author = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nx = 5"
    assert run_code([("author", author), ("a", "x")], {"a"}, trusted={"author"})["a"]["value"] == 5


# -- uploads -----------------------------------------------------------------------------------------------------------


def docx(document: str, **members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def parse(content: bytes, **options):
    return run_worker("naive_docx:text", content, path=PROBES, **options)


def test_a_sound_upload_is_read_and_its_macros_are_only_bytes():
    done = parse(docx("<d>План</d>", **{"word__vbaProject.bin": b"Shell(...)"}))
    assert done == {"value": {"text": "План"}, "error": ""}


def test_macros_are_not_run_and_if_a_parser_ran_them_they_would_be_shut_in(world):
    """A parser that runs macros gives the secret away where nothing holds it."""
    evil = docx("<d/>", **{"word__macros.py": f"said = open({world['secret']!r}).read()".encode()})
    assert parse(evil)["value"] == {"text": ""}
    done = run_worker("naive_docx:macros", evil, path=PROBES)
    assert done["value"] is None and "Permission denied" in done["error"]
    if not IS_ROOT:
        assert "planted" in run_worker("naive_docx:macros", evil, path=PROBES, unsafe=True)["value"]


def test_an_external_entity_reads_no_file(world):
    bait = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{world["secret"]}">]><d>&x;</d>'
    done = parse(docx(bait))
    assert "planted" not in json.dumps(done)
    if not IS_ROOT:
        assert "planted" in json.dumps(parse(docx(bait), unsafe=True))


def test_a_path_that_leads_out_of_the_archive_writes_nothing(world):
    evil = io.BytesIO()
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr(f"../../../../../../../../{world['folder']}/planted", "x")
        archive.writestr("word/document.xml", "<d/>")
    assert "Permission denied" in parse(evil.getvalue())["error"]
    assert not Path(world["folder"], "planted").exists()
    if not IS_ROOT:
        parse(evil.getvalue(), unsafe=True)
        assert Path(world["folder"], "planted").exists()


def test_small_bombs_go_off_in_a_careless_parser(tmp_path):
    """What the next test has refused: a hundred times the size, an entity of entities."""
    part = docx("<d/>", **{"word__media.bin": b"\0" * 30_000_000})
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 5))
    laughs = docx(f'<!DOCTYPE d [<!ENTITY e0 "ха">{nested}]><d>&e4;</d>')
    program = "import sys\nsys.path.insert(0, sys.argv[1])\nfrom naive_docx import text\n"
    program += "print(len(text(sys.stdin.buffer.read())['text']))"
    for content, words in ((part, 0), (laughs, 20_000)):
        done = subprocess.run(
            [sys.executable, "-c", program, str(PROBES)], input=content, cwd=tmp_path, capture_output=True
        )
        assert int(done.stdout) == words, done.stderr
        assert len(content) < 60_000
    assert (tmp_path / "word/media.bin").stat().st_size == 30_000_000
    assert "слишком много места" in parse(part, limits=Limits(disk=10_000_000))["error"]


def test_bombs_end_in_one_line():
    zeros = docx("<d/>", **{"word__media.bin": b"\0" * 300_000_000})
    assert len(zeros) < 1_000_000
    assert parse(zeros)["error"].startswith("Файл не прочитан")
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 12}">' for n in range(1, 9))
    laughs = docx(f'<!DOCTYPE d [<!ENTITY e0 "ха">{nested}]><d>&e8;</d>')
    start = time.monotonic()
    assert parse(laughs, limits=Limits(cell=3, memory=2_000_000_000))["error"].startswith("Файл не прочитан")
    assert time.monotonic() - start < 8
    assert run_worker("naive_docx:crash", b"", path=PROBES)["error"].startswith("Файл не прочитан")


# -- where nothing can isolate -----------------------------------------------------------------------------------------


def test_code_is_refused_where_the_kernel_gives_no_landlock(monkeypatch):
    sandbox.walls.missing.cache_clear()
    monkeypatch.setattr(landlock, "version", lambda: 0)
    try:
        done = run_code([("a", "1")], {"a"})["a"]
        assert done["refused"] and done["error"].startswith("не проверено: ядро системы не даёт Landlock")
        assert done["value"] is None and "--unsafe" in done["error"]
        assert run_worker("json:loads", b"1")["refused"]
        assert run_code([("a", "1")], {"a"}, unsafe=True)["a"]["value"] == 1
    finally:
        sandbox.walls.missing.cache_clear()


def test_another_system_is_told_what_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert "нужен Linux" in run_code([("a", "1")], {"a"}, unsafe=True)["a"]["error"]


# -- how processes end -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [0.2, 4])
def test_killing_the_grader_ends_everything_it_started(seconds):
    """Also while the libraries are still being loaded."""
    program = (
        "import os, signal, threading, time\nfrom autograder import sandbox\nfrom autograder.sandbox import client\n"
        "threading.Thread(target=sandbox.run_code, args=([('a', 'while True: pass')], {'a'}), daemon=True).start()\n"
        f"time.sleep({seconds})\nnursery = client.nursery()\nprint(nursery.process.pid, nursery.home, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    pid, home = done.stdout.split()
    deadline = time.monotonic() + 60  # on a busy machine it may still be loading libraries
    while (Path(f"/proc/{pid}").exists() or Path(home).exists()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(home).exists()
    assert not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text()
    assert not [p for p in Path("/proc").glob("[0-9]*/cwd") if home in _target(p)]


def _target(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def test_a_zygote_that_died_is_started_again():
    before = client.nursery().process
    os.kill(before.pid, signal.SIGKILL)
    before.wait()
    assert value_of("1 + 1") == 2 and client.nursery().process.pid != before.pid


def test_forked_workers_share_the_one_that_is_ready():
    sandbox.warm(wait=True)
    shared = client.nursery().process.pid
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        said = f"{value_of('2 * 3')} {client.nursery().process.pid}"
        os.write(writing, said.encode())
        os._exit(0)
    os.waitpid(pid, 0)
    assert os.read(reading, 100).decode() == f"6 {shared}" and value_of("1") == 1


# -- the page that tells of it -----------------------------------------------------------------------------------------


def test_every_attack_of_the_page_has_its_test_and_every_probe_stands_there():
    tests = Path(__file__).parent
    text = (tests.parent / "docs" / "sandbox.md").read_text(encoding="utf-8")
    for module, name in re.findall(r"`(?:(test_\w+)\.py::)?(test_\w+)(?:\[|`)", text):
        assert f"def {name}(" in (tests / f"{module or 'test_sandbox'}.py").read_text(encoding="utf-8"), name
    named = re.findall(r"`\*\[([^\]]+)\]`", text)
    known = [*attacks.FILES, *attacks.ATTACKS]
    for name in named:
        assert [one for one in known if one.startswith(name.removesuffix(" …"))], name
    for one in known:
        assert [name for name in named if one == name or (name.endswith(" …") and one.startswith(name[:-2]))], one
