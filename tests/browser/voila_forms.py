"""Stock Voilà over a folder of homes, and forms on its pages as tests press them."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from journey import SHOTS, form
from playwright.sync_api import Browser, Page, expect

# Voilà's stock template asks this host for icons; the participant's view brings a template that does not.
STOCK_TEMPLATE = "https://cdn.jsdelivr.net/npm/@fortawesome/"
PAGE = """<!doctype html><html lang="ru"><meta charset="utf-8"><title>Без ядра</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>%s</style><div id="place"></div>
<script type="module">
const { question, state, source } = %s;
const listeners = [];
const answer = (message) => setTimeout(() => listeners.forEach((listen) => listen(message, [])));
let revision = 0;
const model = {
  get: (name) => ({ question, state, answer: null })[name], set() {}, save_changes() {},
  on: (name, listen) => listeners.push(listen), off() {},
  send(message) {
    globalThis.last = message;
    if (message.type === "hello") answer({ type: "state", state, answer: null });
    if (message.type === "answer") {
      revision += 1;
      const { tab, seq } = message;
      answer({ type: "saved", tab, seq, revision, saved_at: new Date().toISOString(), missing: [], notes: [] });
    }
  },
};
const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
module.default.render({ model, el: document.getElementById("place") });
</script>"""


class Server:
    """Voilà over a folder that holds one home a test."""

    def __init__(self, root: Path, port: int = 0):
        self.root = root
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            self.port = probe.getsockname()[1]
        self.log = (root / "voila.log").open("a")
        allowed = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
        options = [f"--VoilaConfiguration.extension_allowlist={name}" for name in allowed]
        options += ["--no-browser", f"--port={self.port}", "--Voila.ip=127.0.0.1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voila", ".", *options],
            cwd=root, stdout=self.log, stderr=self.log, env={**os.environ, "MENTORING_INBOX": str(root / "inbox")},
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("voila did not start")

    def folder(self, name: str) -> Path:
        """A new folder and an empty inbox: a test that is tried again must not find its first answers."""
        shutil.rmtree(self.root / "inbox", ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.root))

    def url(self, home: Path, notebook: str = "gallery/gallery.ipynb") -> str:
        return f"http://127.0.0.1:{self.port}/voila/render/{home.relative_to(self.root)}/{notebook}"

    def kernels(self) -> list[int]:
        found = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout
        return [int(line) for line in found.split()]


@contextmanager
def opened(browser: Browser, url: str, **options) -> Iterator[Page]:
    """A page that fails the test on a console error or a request to another host."""
    context = browser.new_context(
        locale="ru-RU", accept_downloads=True, **{"viewport": {"width": 1280, "height": 900}, **options}
    )
    page = context.new_page()
    page.set_default_navigation_timeout(90_000)
    strange: list[str] = []
    page.on("request", lambda request: strange.append(request.url) if is_foreign(request.url) else None)
    page.on("pageerror", lambda error: strange.append(f"page error: {error}"))
    page.on("console", lambda line: strange.append(f"console: {line.text} {line.location}") if is_error(line) else None)
    page.route(re.compile(re.escape(STOCK_TEMPLATE)), lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto(url)
    ready(page)
    yield page
    if not page.is_closed():
        assert getattr(page, "allowed", False) or strange == []
    context.close()


def is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:", "file:", STOCK_TEMPLATE))


def is_error(line) -> bool:
    # Stock Voilà is refused its own goodbye (XSRF) when a page is left.
    return line.type == "error" and "/api/shutdown/" not in line.location.get("url", "")


def ready(page: Page) -> None:
    page.wait_for_selector(".mf fieldset.mf-body:not([disabled])", timeout=60_000)


def state(page: Page, id: str):
    return form(page, id).locator(".mf-state")


def saved(page: Page, id: str) -> None:
    expect(state(page, id)).to_contain_text("Сохранено в", timeout=15_000)


def answers(home: Path) -> dict:
    return json.loads((home / "gallery" / "answers.json").read_text(encoding="utf-8"))


def shoot(page: Page, name: str) -> None:
    """Screenshots for people to look at, when FORM_SHOTS names a folder."""
    if not SHOTS:
        return
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": 3000})
    for section in page.query_selector_all(".mf"):
        section.scroll_into_view_if_needed()
        section.screenshot(path=Path(SHOTS) / f"{name}_{section.get_attribute('data-task')}.png")
    page.set_viewport_size(size)
