"""From opening the practicum in the participant's view to a form that can be used, against plain Voilà.

Ours: the kit's server (pre-heated kernel, own template). Plain: the same notebook and the same Voilà without pre-heated
kernels and with its default template. One headless Chromium, the two in turn, caches warm for both, medians.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPENINGS = 7
PAGE = "practicum_1/practicum_1.ipynb"
FORM = "fieldset input:not([disabled])"


def run() -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="bench-form-") as folder:
        os.environ["MENTORING_ROOT"], os.environ["MENTORING_WORKSPACE"] = str(ROOT), folder
        from autograder.release import release
        from mentoring_cli import serve
        from mentoring_cli.home import make_home

        release("practicum_1")
        home = make_home("bench")
        env = serve.participant_environment("bench")
        ports = [serve.free_port(0), serve.free_port(0)]
        plain = [sys.executable, "-m", "voila", str(home), "--no-browser", f"--port={ports[1]}", "--Voila.ip=127.0.0.1"]
        servers = [
            subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for command in (serve.voila_command(home, ports[0]), plain)
        ]
        try:
            for port, server in zip(ports, servers, strict=True):
                if not serve.wait_until_ready(f"http://127.0.0.1:{port}/", server):
                    raise RuntimeError("a server did not start")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=os.environ.get("MENTORING_CHROMIUM", "/usr/bin/chromium"),
                    args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
                )
                page = browser.new_page()
                times = [_open(page, ports) for _ in range(OPENINGS + 1)][1:]
                browser.close()
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait(20)
            del os.environ["MENTORING_WORKSPACE"]
    ours, others = (statistics.median(column) for column in zip(*times, strict=True))
    return {"form_ready_vs_voila": ours / others, "form_ready_seconds": ours, "form_ready_voila_seconds": others}


def _open(page, ports: list[int]) -> list[float]:
    """Seconds to a usable form in each server, one after the other; the pool is given time to fill again between."""
    seconds = []
    for port in ports:
        page.goto("about:blank")
        time.sleep(6)
        started = time.perf_counter()
        page.goto(f"http://127.0.0.1:{port}/voila/render/{PAGE}", wait_until="commit")
        page.wait_for_selector(FORM, timeout=60_000)
        seconds.append(time.perf_counter() - started)
    return seconds
