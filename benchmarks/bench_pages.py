"""From opening a session in the participant's view to its text and to an exercise that can be answered.

The server is warm, as `mentoring start` leaves it: kernels wait for the pages. Every session three times in one
headless Chromium; the figure of a session is the median. `…_cold`: no kernel waits for the page, as where memory is
short.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIMES = 3
COLD = ("session_05", "session_09", "session_12")
TEXT = "#rendered_cells h1"
FORM = "fieldset :is(input, select, textarea, button):not([disabled])"


def run() -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder, sync_playwright() as playwright:
        os.environ["MENTORING_ROOT"], os.environ["MENTORING_WORKSPACE"] = str(ROOT), folder
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("MENTORING_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        try:
            sessions = sorted(path.stem for path in (ROOT / "course").glob("session_*.ipynb"))
            warm = _opened(browser, sessions, all_warm=True)
            cold = _opened(browser, COLD, all_warm=False)
        finally:
            browser.close()
            del os.environ["MENTORING_WORKSPACE"]
    figures = {f"page_{name}_seconds": form for name, (_, form) in warm.items()}
    figures["page_text_seconds"] = max(text for text, _ in warm.values())
    figures["page_form_seconds"] = max(form for _, form in warm.values())
    figures["page_form_cold_seconds"] = max(form for _, form in cold.values())
    return figures


def _opened(browser, names, *, all_warm: bool) -> dict[str, tuple[float, float]]:
    from mentoring_cli import serve
    from mentoring_cli.home import make_home

    port = serve.free_port(0)
    command = serve.voila_command(make_home("bench"), port, all_warm=all_warm)
    server = subprocess.Popen(
        command, env=serve.participant_environment("bench"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        if not serve.wait_until_ready(f"http://127.0.0.1:{port}/", server):
            raise RuntimeError("the server did not start")
        page = browser.new_page(locale="ru-RU")
        address = f"http://127.0.0.1:{port}/voila/render"
        _open(page, f"{address}/index.ipynb", TEXT)
        _settle(server.pid)
        found = {}
        for name in names:
            seconds = []
            for _ in range(TIMES):
                seconds.append(_open(page, f"{address}/{name}.ipynb", TEXT, FORM))
                page.goto("about:blank")
                _settle(server.pid)
            found[name] = tuple(statistics.median(column) for column in zip(*seconds, strict=True))
            print(f"  {name}: text {found[name][0]:.2f} s, form {found[name][1]:.2f} s", flush=True)
        page.close()
        return found
    finally:
        server.terminate()
        server.wait(20)


def _open(page, address: str, *waited: str) -> list[float]:
    """Seconds until each of the selectors is visible."""
    started, seconds = time.perf_counter(), []
    page.goto(address, wait_until="commit")
    for selector in waited:
        page.locator(selector).first.wait_for(state="visible", timeout=60_000)
        seconds.append(time.perf_counter() - started)
    return seconds


def _settle(pid: int, seconds: float = 60) -> None:
    """Until the server and its kernels have nothing to do: the next page must find its kernel waiting."""
    import psutil

    until, before = time.monotonic() + seconds, -1.0
    while time.monotonic() < until:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        used = 0.0
        for process in family:
            try:
                used += sum(process.cpu_times()[:2])
            except psutil.NoSuchProcess:
                continue
        if before >= 0 and abs(used - before) < 0.08:
            return
        before = used
        time.sleep(1.5)
