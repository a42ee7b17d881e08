"""What instructors do on the server, in a real browser: terminal of JupyterLab, formgrader, grading desk."""

from __future__ import annotations

import re
from contextlib import contextmanager

import people
from place import Region
from playwright.sync_api import Page, expect

TERMINAL = """async ([base, line]) => {
  const token = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
  const made = await fetch(base + "/api/terminals", { method: "POST", headers: { "X-XSRFToken": token } });
  if (!made.ok) throw new Error("no terminal: " + made.status);
  const { name } = await made.json();
  const socket = new WebSocket(base.replace("http", "ws") + "/terminals/websocket/" + name);
  let said = "";
  return await new Promise((done, failed) => {
    setTimeout(() => failed(new Error("the command does not end: " + said.slice(-1500))), 580000);
    socket.onerror = () => failed(new Error("no websocket"));
    socket.onmessage = ({ data }) => {
      const [kind, text] = JSON.parse(data);
      if (kind === "setup") socket.send(JSON.stringify(["stdin", line + "; echo 'Код выхода' $?\\r"]));
      if (kind === "stdout") said += text;
      const end = said.match(/Код выхода (\\d+)/);
      if (end) { socket.close(); done([Number(end[1]), said]); }
    };
  });
}"""


@contextmanager
def at_work(chromium, region: Region, account: str, group: str):
    """A page of JupyterLab after the instructor signed in."""
    with people.signed_in(chromium, region, account) as page:
        page.wait_for_url(re.compile(f"/services/{group}/"), timeout=180_000)
        yield page


def base(region: Region, group: str) -> str:
    return f"{region.address}/services/{group}"


def command(page: Page, region: Region, group: str, line: str) -> str:
    """`line` typed into a terminal of JupyterLab; what it said. Fails when it ends with anything but 0."""
    code, said = page.evaluate(TERMINAL, [base(region, group), line])
    assert code == 0, said
    return said


def press_autograde(page: Page, region: Region, group: str, assignment: str, codes: tuple[str, ...]) -> None:
    """The button of every work on the formgrader's page."""
    page.goto(f"{base(region, group)}/formgrader/manage_submissions/{assignment}")
    for code in codes:  # a graded row is drawn anew, so rows are not counted
        row = page.locator("tr", has=page.get_by_text(code, exact=True))
        row.locator("td.autograde a").click()
        modal = page.locator(".modal.in, .modal.show").last
        expect(modal).to_contain_text("Successfully autograded", timeout=240_000)
        modal.get_by_role("button", name=re.compile("OK|Close")).last.click()
        expect(page.locator(".modal-backdrop")).to_have_count(0, timeout=30_000)


def marks_in_formgrader(page: Page, region: Region, group: str, assignment: str, task: str, points) -> int:
    """Reads every answer to `task` in the formgrader and gives it `points(text of the page)`; how many."""
    front = f"{base(region, group)}/formgrader"
    page.goto(front)
    works = page.request.get(f"{front}/api/submitted_notebooks/{assignment}/{assignment}").json()
    for work in works:
        page.goto(f"{front}/submissions/{work['id']}/?index=0", wait_until="networkidle")  # fields are live only then
        field = page.locator(f"input.score#{task}")
        field.wait_for(timeout=60_000)
        with page.expect_response(lambda reply: "/api/grade/" in reply.url and reply.request.method == "PUT") as put:
            field.fill(str(points(page.inner_text("body"))))
            field.press("Tab")
        assert put.value.ok
    return len(works)


def marks_at_the_desk(page: Page, region: Region, group: str, assignment: str, task: str, levels) -> int:
    """The queue of `task` from the keyboard: `levels(text of the answer)` are the digits to press; how many."""
    page.goto(f"{base(region, group)}/desk")
    page.locator(f'a.go.first[href*="/{assignment}/{task}?"]').click()
    done = 0
    while page.locator(".card").count():
        card = page.locator(".card")
        shown = card.get_attribute("data-id")
        for level in levels(card.inner_text()):
            page.keyboard.press(str(level + 1))
        page.keyboard.press("Enter")
        expect(page.locator(f'.card[data-id="{shown}"]')).to_have_count(0, timeout=30_000)
        done += 1
    expect(page.locator("#empty")).to_be_visible()
    return done
