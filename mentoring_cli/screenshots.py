"""Pictures for README and the guides: course map, session, practicum, feedback, desk, slides, site; from real pages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import KitError
from autograder.layout import layout
from mentoring_cli import serve
from mentoring_cli.guide_pictures import take_guides
from mentoring_cli.home import make_home
from mentoring_cli.publication_pictures import take_publications
from publishing.browser import browser_path

DESKTOP = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
WIDGET = ".mf fieldset"
HEAVY = 200_000  # bytes
PATIENCE = 150_000  # ms: a busy machine


def take(output: Path) -> list[Path]:
    """Take all pictures into `output` (PNG). Needs graded demonstration work for the feedback. Raises KitError."""
    from playwright.sync_api import sync_playwright

    browser_path()
    output.mkdir(parents=True, exist_ok=True)
    feedback = layout().feedback / "demo-02" / "practicum_1" / "practicum_1.html"
    if not feedback.is_file():
        raise KitError("Нет отзывов демонстрационной группы: сначала выполните mentoring start --no-serve.")
    made = []
    with _participant_pages() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page = browser.new_page(viewport=DESKTOP, locale="ru-RU")
        page.set_default_timeout(PATIENCE)

        def shot(name: str, **how) -> None:
            path = output / f"{name}.png"
            page.screenshot(path=path, **how)
            made.append(path)

        page.goto(f"{address}/index.ipynb")
        page.wait_for_selector("#rendered_cells h1")
        page.wait_for_timeout(1500)
        shot("index")
        page.goto(f"{address}/session_05.ipynb")
        page.wait_for_selector(WIDGET)
        page.wait_for_timeout(1500)
        shot("session")
        chart = page.locator("#rendered_cells img").first
        chart.scroll_into_view_if_needed()
        chart.screenshot(path=output / "chart.png")
        made.append(output / "chart.png")
        page.goto(f"{address}/practicum_1/practicum_1.ipynb")
        page.wait_for_selector(WIDGET)
        page.locator(WIDGET).first.scroll_into_view_if_needed()
        page.wait_for_timeout(800)
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(500)
        shot("practicum")
        page.set_viewport_size(PHONE)
        page.wait_for_timeout(500)
        page.locator(WIDGET).nth(1).scroll_into_view_if_needed()
        shot("practicum_phone")
        page.set_viewport_size(DESKTOP)
        page.goto(feedback.as_uri())
        shot("feedback")
        with _desk() as address:
            page.goto(address)
            page.locator("a.go").last.click()
            page.wait_for_selector(".card .view .ro")
            shot("desk")
        made += take_publications(browser, output)
        made += take_guides(browser, output)
        browser.close()
    for path in made:
        _lighten(path)
    return made


def _lighten(path: Path) -> None:
    """Fewer colours where a picture is too heavy for a page of a guide."""
    from PIL import Image

    if path.stat().st_size > HEAVY:
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(128)
        small.save(path, optimize=True)


@contextmanager
def _desk() -> Iterator[str]:
    """The grading desk as `mentoring desk` opens it; gives its address."""
    command = [sys.executable, "-u", "-m", "mentoring_cli.main", "desk", "--grader", "Проверяющий", "--port", "0"]
    server = subprocess.Popen(command, env=serve.environment(), stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert server.stdout is not None
        yield server.stdout.readline().rpartition(" ")[2].strip()
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def _participant_pages() -> Iterator[str]:
    """A throw-away participant's pages; gives the address of rendered notebooks."""
    code = "picture"
    home = make_home(code)
    port = serve.free_port(0)
    with tempfile.TemporaryFile() as quiet:
        server = subprocess.Popen(
            serve.voila_command(home, port), env=serve.participant_environment(code), stdout=quiet, stderr=quiet
        )
        try:
            if not serve.wait_until_ready(f"http://127.0.0.1:{port}/", server):
                raise KitError("Страницы участника не открылись: выполните mentoring serve и посмотрите сообщение.")
            yield f"http://127.0.0.1:{port}/voila/render"
        finally:
            server.terminate()
            server.wait(20)
            shutil.rmtree(home, ignore_errors=True)
