"""A participant's way in tests: a workspace, a server over a home, a page in Chromium, forms on it."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parent.parent.parent
PRACTICUM = "practicum_1/practicum_1.ipynb"
ENGLISH = re.compile(r"\b(?:the|error|loading|traceback|undefined|null|NaN|click|save|submit)\b", re.IGNORECASE)
CHROMIUM = os.environ.get("MENTORING_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--no-first-run", "--lang=ru"]  # fmt: skip
SHOTS = os.environ.get("FORM_SHOTS")


@dataclass
class Place:
    """A workspace of its own."""

    workspace: Path
    env: dict[str, str]

    @classmethod
    def with_released(cls, workspace: Path, *assignments: str) -> Place:
        made = cls(workspace, {**os.environ, "MENTORING_ROOT": str(ROOT), "MENTORING_WORKSPACE": str(workspace)})
        for name in assignments:
            made.run("release", name)
        return made

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "mentoring_cli.main", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, encoding="utf-8", timeout=300
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout

    def home(self, code: str) -> Path:
        self.run("home", code)
        return self.workspace / "participants" / code

    def answers(self, code: str) -> dict:
        path = self.workspace / "participants" / code / "practicum_1" / "answers.json"
        return json.loads(path.read_text(encoding="utf-8"))["answers"]

    def grades(self, code: str) -> dict[str, tuple[float | None, int]]:
        """Cell → (automatic score, needs manual grade)."""
        with sqlite3.connect(self.workspace / "gradebook.db") as database:
            rows = database.execute(
                "select b.name, g.auto_score, g.needs_manual_grade from grade g join base_cell b on b.id = g.cell_id "
                "join submitted_notebook n on n.id = g.notebook_id "
                "join submitted_assignment s on s.id = n.assignment_id where s.student_id = ?",
                (code,),
            ).fetchall()
        return {name: (score, manual) for name, score, manual in rows}


@contextmanager
def served(place: Place, code: str, command: Callable[[Path, int], list[str]]) -> Iterator[str]:
    """A server over the participant's home; gives its address."""
    old = {name: os.environ.get(name) for name in ("MENTORING_ROOT", "MENTORING_WORKSPACE")}
    os.environ.update({name: place.env[name] for name in old})
    try:
        from mentoring_cli import serve

        home, port = place.home(code), serve.free_port(0)
        log = (place.workspace / f"server-{code}.log").open("w")
        env = serve.participant_environment(code)
        process = subprocess.Popen(command(home, port), env=env, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            assert serve.wait_until_ready(address, process), (place.workspace / f"server-{code}.log").read_text()
            yield address
        finally:
            process.terminate()
            process.wait(20)
    finally:
        for name, value in old.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def opened(browser, address: str) -> Iterator[Page]:
    """A page that asks nothing of another host and meets no script error."""
    context = browser.new_context(locale="ru-RU", viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_navigation_timeout(90_000)
    strange: list[str] = []
    page.on("request", lambda request: is_foreign(request.url) and strange.append(request.url))
    page.on("pageerror", lambda error: strange.append(f"script error: {error}"))
    page.goto(address)
    yield page
    assert strange == []
    context.close()


def is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))


def form(page: Page, task: str):
    return page.locator(f'[data-task="{task}"]')


def wait_saved(page: Page, task: str) -> None:
    expect(form(page, task).locator(".mf-state")).to_contain_text("Сохранено в", timeout=20_000)


def lab_page(address: str) -> str:
    return f"{address}/lab/tree/{PRACTICUM}"


def look(page: Page, name: str, width: int = 390) -> None:
    """No English, no sideways scrolling on a phone; pictures when asked."""
    visible = page.locator("body").inner_text()
    assert not ENGLISH.search(visible), ENGLISH.search(visible)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    page.set_viewport_size({"width": width, "height": 844})
    page.wait_for_timeout(400)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}_phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})
