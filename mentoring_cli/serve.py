"""Servers for people: the participant's view (Voilà, pre-heated kernels) and JupyterLab with the formgrader.

Starts processes and tells their addresses; what a person sees in them is configured beside this file in `serving/`.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.layout import layout
from mentoring_cli import warm_kernels

SERVING = Path(__file__).resolve().parent / "serving"
INSTRUCTOR = str(SERVING / "instructor")  # settings, and the desk in JupyterLab's launcher
PARTICIPANT_EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
FRONT = "index.ipynb"  # tells what is new and how far one is, so it is never drawn before it is asked for
ROOM = 4_000_000_000  # bytes of free memory
TOKEN = "JUPYTER_TOKEN"
OURS = re.compile(r"MENTORING_|AUTOGRADER_|JUPYTERHUB_|JPY_API_TOKEN|JUPYTER_TOKEN|PG[A-Z]+$")
PASSED = {"MENTORING_CACHE", "AUTOGRADER_YEAR"}
# many kernels started at once race for TCP ports; other users of the machine can't reach a socket file
WARM = [f"--KernelProvisionerFactory.default_provisioner_name={warm_kernels.NAME}"]
IPC = ["--KernelManager.transport=ipc"] if os.name == "posix" else []


def free_port(preferred: int) -> int:
    """`preferred` when nobody listens there, else a free one."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise OSError("no free port")


def environment(**extra: str) -> dict[str, str]:
    """The environment of a server: our templates and settings first, the virtual environment's programs on PATH."""
    env = dict(os.environ)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env.get("PATH", "")])
    env["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SERVING / "jupyter"), env.get("JUPYTER_PATH")]))
    place = layout()
    env["MENTORING_ROOT"] = str(place.root)
    env.update(extra)
    _lab(env, "instructor")
    return env


def _lab(env: dict[str, str], who: str) -> None:
    """JupyterLab's settings and open tabs of `who` lie in the workspace, apart from everybody else's."""
    # the grading desk is a page of the instructor's server and of nobody else's
    ours = [str(SERVING / "config"), str(SERVING / ("instructor" if who == "instructor" else "participant"))]
    inherited = [path for path in env.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep) if str(SERVING) not in path]
    env["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [*ours, *inherited]))
    data = [path for path in env.get("JUPYTER_PATH", "").split(os.pathsep) if path != INSTRUCTOR]
    env["JUPYTER_PATH"] = os.pathsep.join(filter(None, [*data, INSTRUCTOR if who == "instructor" else ""]))
    for name in ("settings", "workspaces"):
        env[f"JUPYTERLAB_{name.upper()}_DIR"] = str(layout().workspace / "lab" / who / name)


def participant_environment(code: str) -> dict[str, str]:
    """What a participant's server knows: the code and where to hand in; nothing of keys, the gradebook or its
    password, whatever the instructor's own shell knows."""
    place = layout()
    env = {name: value for name, value in environment().items() if not OURS.match(name) or name in PASSED}
    env |= {
        "MENTORING_PARTICIPANT": code, "MENTORING_INBOX": str(place.inbox), "MENTORING_DATASETS": str(place.datasets),
        "MENTORING_OWN_DATA": str(place.workspace / "own_data"),
    }  # fmt: skip
    _lab(env, code)
    return env


def voila_command(
    home: Path, port: int, *, pool: int = 1, preheat: bool = True, asks: bool = False, all_warm: bool | None = None
) -> list[str]:
    """Voilà over one participant's home. `pool` kernels wait for each page, so that a page opens at once. `asks`: for
    the token that `knowing` put into its environment.

    `all_warm=False` keeps them to the pages that will be opened next; unless told, free memory decides.
    """
    cold = [FRONT] if (_roomy() if all_warm is None else all_warm) else cold_pages(home)
    own = ["--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    own.append("--Voila.auto_token=True" if asks else "--Voila.token=")
    options = [*voila_options(cold, pool=pool, preheat=preheat), *_turns(home, pool)]
    return [sys.executable, "-m", "mentoring_cli.pages", str(home), *own, *options]


def voila_options(cold: Sequence[str], *, pool: int = 1, preheat: bool = True, minutes: int = 10) -> list[str]:
    """What the participant's pages look like and may serve, wherever they run. No kernel waits for `cold` pages; one
    that nobody uses lives for `minutes`."""
    return [
        f"--VoilaConfiguration.preheat_kernel={preheat}", f"--VoilaConfiguration.default_pool_size={pool}",
        # Voilà matches the whole path from its beginning
        *(f"--VoilaKernelManager.preheat_denylist=.*/{re.escape(name)}$" for name in cold),
        "--VoilaConfiguration.template=mentoring", "--VoilaConfiguration.allow_template_override=NO",
        "--VoilaConfiguration.show_tracebacks=False",
        *(f"--VoilaConfiguration.extension_allowlist={name}" for name in PARTICIPANT_EXTENSIONS),
        r"--VoilaConfiguration.file_allowlist=.*\.(png|jpg|jpeg|gif|svg|docx|xlsx|pdf)",
        r"--VoilaConfiguration.file_allowlist=feedback/[A-Za-z0-9_-]+\.html",
        # a closed page leaves its kernel behind; kernels of open pages are never culled
        f"--MappingKernelManager.cull_idle_timeout={60 * minutes}", "--MappingKernelManager.cull_interval=60",
        "--Voila.log_level=ERROR", *IPC, *WARM,
    ]  # fmt: skip


def _turns(home: Path, pool: int) -> list[str]:
    """Which page gets its kernel first: what a participant goes to next, assignments, then all the rest."""
    later = set(cold_pages(home))
    found = sorted(path.relative_to(home) for path in (*home.glob("*.ipynb"), *home.glob("*/*.ipynb")))
    pages = [path for path in found if path.name != FRONT]
    pages.sort(key=lambda path: (path.name in later, len(path.parts)))
    told = {
        str(page): {"pool_size": pool, "kernel_env_variables": {warm_kernels.TURN: str(turn)}}
        for turn, page in enumerate(pages)
    }
    return [f"--VoilaKernelManager.kernel_pools_config={told}"] if told else []


def _roomy() -> bool:
    """Whether a kernel may wait for every page: sixteen took 1.4 GB together. Where memory can't be asked, no."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") > ROOM
    except (AttributeError, ValueError, OSError):
        return False


def cold_pages(home: Path, waiting: int = 2) -> list[str]:
    """Pages that no kernel waits for where memory is short: sessions and tools, except `waiting` sessions from the one
    last worked on (the first ones for a newcomer)."""
    sessions = sorted(path.name for path in home.glob("session_*.ipynb"))
    begun = {path.stem for path in (home / "course_answers").glob("session_*.json")}
    at = max((number for number, name in enumerate(sessions) if Path(name).stem in begun), default=0)
    warm = set(sessions[at : at + waiting])
    return [path.name for path in sorted(home.glob("*.ipynb")) if path.name not in warm]


def cold_works(home: Path) -> list[str]:
    """Assignments that no kernel waits for: all but the one last answered and not handed in, else the newest one."""
    works = sorted(home.glob("*/*.ipynb"))
    begun = [path for path in works if _under_way(path.parent / "answers.json")]
    chosen = max(begun, key=lambda path: (path.parent / "answers.json").stat().st_mtime, default=None)
    chosen = chosen or max(works, key=lambda path: path.stat().st_mtime, default=None)
    return [str(path.relative_to(home)) for path in works if path != chosen]


def _under_way(answers: Path) -> bool:
    try:
        return not json.loads(answers.read_text(encoding="utf-8")).get("handed_in")
    except (OSError, ValueError, AttributeError):
        return False


def lab_command(folder: Path, port: int, *, asks: bool = False) -> list[str]:
    """JupyterLab over `folder`, on this machine only. `asks`: as for Voilà."""
    return [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={folder}", *([] if asks else ["--IdentityProvider.token="]),
        "--ServerApp.port_retries=0",
        "--ServerApp.log_level=ERROR", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        *IPC,
    ]  # fmt: skip


def wait_until_ready(url: str, process: subprocess.Popen, seconds: float = 180) -> bool:
    """True once `url` answers; False when the process ended or time ran out."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.3)
    return False


def new_token() -> str:
    """A secret for one run: other users of the machine can't open the page without it."""
    return secrets.token_urlsafe(18)


def knowing(env: dict[str, str], token: str) -> dict[str, str]:
    """The environment of a server that asks for `token`: a command line is read by everybody who can call `ps`."""
    return env | {TOKEN: token}


@dataclass(frozen=True)
class Server:
    """A server to run: what a person is told, the command, its environment, the address that opens it, and other pages
    of it worth naming (title, address)."""

    title: str
    command: list[str]
    env: dict[str, str]
    address: str
    pages: tuple[tuple[str, str], ...] = ()


def serve(servers: Sequence[Server], say: Callable[[str], None]) -> int:
    """Run servers until Ctrl+C, a request to stop or the end of one; returns an exit code. Their words go to logs."""
    running: list[subprocess.Popen] = []
    logs = layout().workspace / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    # by itself: a shell that starts us in the background makes us deaf to SIGINT
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for number, server in enumerate(servers, 1):
            log = logs / f"server-{number}.log"
            with log.open("wb") as words:
                process = subprocess.Popen(
                    server.command, env=server.env, cwd=layout().root, stdout=words, stderr=words
                )
            running.append(process)
            if not wait_until_ready(server.address, process):
                say(f"{server.title}: сервер не запустился. Что он сообщил, записано в {log}.")
                return 1
            for title, address in ((server.title, server.address), *server.pages):
                say(f"{title}: {address}")
        say("Остановить: Ctrl+C")
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
        say(f"Один из серверов остановился сам, останавливаю остальные. Подробности в {logs}.")
        return 1
    except KeyboardInterrupt:
        say("Остановлено. Сохранённые ответы на месте.")
        return 0
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
