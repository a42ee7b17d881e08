"""Pictures of the guides in docs/: what commands print, own data, slides, JupyterLab with nbgrader's cell toolbar."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.layout import layout
from mentoring_cli import serve

WIDTH = 980
TERMINAL = (
    "<style>body {{ margin: 0; background: #1f2430; }} pre {{ margin: 0; padding: 18px 22px; color: #e6e9ef; "
    "font: 15px/1.5 'DejaVu Sans Mono', monospace; white-space: pre-wrap; }} b {{ color: #8fd6a5; }}</style>"
    "<pre><b>$ {command}</b>\n{output}</pre>"
)
OWN = """\
Организация;Приказ о внедрении;Положение;Дорожная карта;Приказ о парах;Согласие наставника;Согласие наставляемого
Школа № 1;да;да;да;да;да;нет
Школа № 2;да;да;нет;да;нет;нет
Школа № 3;да;да;да;да;да;да
Школа № 4;да;нет;в работе;да;нет;нет
Школа № 5;да;да;да;;да;да
Школа № 3;да;да;да;да;да;да
Школа № 6;да;да;да;да;да;нет
"""
"""An invented municipality, with what people do to a table."""
SLIP = "Наставнек"


def take_guides(browser: Any, output: Path) -> list[Path]:
    """Take the pictures of the guides into `output`. `browser`: an open Chromium of playwright. Raises KitError."""
    made = []
    with tempfile.TemporaryDirectory(prefix="mentoring-pictures-") as folder, course_copy(Path(folder)) as root:
        table = root / "данные.csv"
        table.write_text(OWN, encoding="utf-8")
        run = runner(root)
        made.append(
            _terminal(browser, output / "data_check.png", run, "data check данные.csv --use --municipality Заречье")
        )
        made.append(_page(browser, output / "own_municipality.png", _own_block(root), height=860))
        run("new", "practicum", "practicum_6")
        slip = root / "course" / "README.md"
        slip.write_text(slip.read_text(encoding="utf-8") + f"\n{SLIP} помогает коллеге.\n", encoding="utf-8")
        made.append(_terminal(browser, output / "check.png", run, "check --quick"))
        made.append(_toolbar(browser, root, output / "toolbar.png"))
        made.append(_terminal(browser, output / "doctor.png", run, "doctor"))
    return made


@contextmanager
def course_copy(folder: Path) -> Iterator[Path]:
    """A copy of the course: nothing that pictures need is written into the real one."""
    real = layout().root
    for name in ("datasets", "assignments", "course", "docs"):
        shutil.copytree(real / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("nbgrader_config.py", "README.md", "requirements.lock"):
        shutil.copy(real / name, folder / name)
    for page in (folder / "docs").glob("*.md"):
        for name in re.findall(r"\((pictures/\w+\.png)\)", page.read_text(encoding="utf-8")):
            (folder / "docs" / name).touch()  # the picture that is being made
    yield folder


def environment_of(root: Path) -> dict[str, str]:
    own = {"MENTORING_ROOT": root, "MENTORING_DATASETS": root / "datasets", "MENTORING_WORKSPACE": root / "workspace"}
    return {**os.environ, **{name: str(value) for name, value in own.items()}}


def runner(root: Path) -> Callable[..., str]:
    def run(*words: str) -> str:
        command = [sys.executable, "-m", "mentoring_cli.main", *words]
        done = subprocess.run(command, cwd=root, env=environment_of(root), capture_output=True, text=True, check=False)
        return (done.stdout + done.stderr).replace(str(root), "…").strip()

    return run


def _terminal(browser: Any, path: Path, run: Callable[..., str], command: str) -> Path:
    """What a command prints, as a terminal shows it."""
    output = html.escape(run(*command.split()))
    text = TERMINAL.format(command=html.escape(f"mentoring {command}"), output=output)
    return _page(browser, path, text)


def _page(browser: Any, path: Path, content: str, *, height: int = 0) -> Path:
    """A picture of a page, as high as it is or `height` at most."""
    page = browser.new_page(viewport={"width": WIDTH, "height": height or 200}, locale="ru-RU")
    page.set_content(content)
    page.screenshot(path=path, full_page=not height)
    page.close()
    return path


def _own_block(root: Path) -> str:
    """The block «Ваш муниципалитет» as session 5 shows it."""
    code = (
        "import base64\n"
        "from mentoring.recording import recording\n"
        "from mentoring.course import own_municipality\n"
        "from mentoring.course.page import style\n"
        "from publishing.charts import redrawn\n"
        "with recording() as notes:\n"
        "    own_municipality()\n"
        "print(style())\n"
        "for one in notes:\n"
        "    body = redrawn(one.data['figure'], (900, 380)) if one.kind == 'figure' else one.html\n"
        "    print(f'<div class=\"mk mk-{one.kind}\">{body}</div>')\n"
    )
    env = environment_of(root) | {"MENTORING_OWN_DATA": str(root / "workspace" / "own_data"), "MPLBACKEND": "Agg"}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise KitError(f"Блок своего муниципалитета не показался: {done.stderr.strip().splitlines()[-1][:200]}")
    return f"<body style='margin: 16px 40px'>{done.stdout}</body>"


@contextmanager
def lab(browser: Any, root: Path, env: dict[str, str], where: str) -> Iterator[Any]:
    """A page of the instructor's JupyterLab."""
    port = serve.free_port(0)
    with tempfile.TemporaryFile() as quiet:
        server = subprocess.Popen(serve.lab_command(root, port), cwd=root, env=env, stdout=quiet, stderr=quiet)
        try:
            if not serve.wait_until_ready(f"http://127.0.0.1:{port}/lab", server):
                raise KitError("JupyterLab не открылся: выполните mentoring serve и посмотрите сообщение.")
            page = browser.new_page(viewport={"width": 1360, "height": 820}, locale="ru-RU")
            page.goto(f"http://127.0.0.1:{port}/{where}")
            yield page
            page.close()
        finally:
            server.terminate()
            server.wait(20)


def _toolbar(browser: Any, root: Path, path: Path) -> Path:
    """A new practicum with nbgrader's panel «Create Assignment» open."""
    env = serve.environment() | environment_of(root)
    with lab(browser, root, env, "lab/tree/assignments/practicum_6/practicum_6.ipynb?reset") as page:
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_timeout(3000)
        page.locator(".jp-SideBar.jp-mod-right [data-id*=nbgrader]").first.click()
        page.wait_for_timeout(2500)
        page.screenshot(path=path)
    return path
