"""What people do on the server, in a real browser: sign in, answer, hand in, read feedback."""

from __future__ import annotations

import re
from contextlib import contextmanager

from place import Region
from playwright.sync_api import Page, expect, sync_playwright

TEXT = "Слабое место — согласия. Ёжик съел щавель: «кавычки», тире — и № 5."
WORK = "practicum_1/practicum_1.ipynb"


@contextmanager
def chromium():
    """A browser; each thread needs one of its own."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@contextmanager
def signed_in(chromium, region: Region, account: str, *, width: int = 1200):
    """A page of `account` after signing in; asks nothing of another host."""
    context = chromium.new_context(locale="ru-RU", viewport={"width": width, "height": 900})
    context.set_default_timeout(180_000)  # a busy machine draws a page slowly
    page = context.new_page()
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if not ours(request.url) else None)
    page.goto(region.address)
    page.get_by_label("Имя для входа").fill(account)
    page.get_by_label("Пароль").fill(region.password)
    page.get_by_role("button", name="Войти").click()
    try:
        yield page
        assert foreign == []
    finally:
        context.close()


def ours(url: str) -> bool:
    return url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:", "about:"))


def wait_for_map(page: Page) -> None:
    """The course map; on a busy machine the server needs its time."""
    page.get_by_role("heading", name="Тесты и практикумы").wait_for(timeout=180_000)


def open_work(page: Page) -> Page:
    """Opens practicum №1 by the first link that leads there; it comes in a tab of its own, whichever link it is."""
    with page.context.expect_page(timeout=180_000) as opened:  # told when the first bytes have come
        page.locator(f'a[href="{WORK}"]').first.click()
    task(opened.value, "b2").locator("textarea").first.wait_for(timeout=180_000)
    return opened.value


def task(page: Page, id: str):
    return page.locator(f'[data-task="{id}"]')


def answer(page: Page, text: str = TEXT) -> None:
    task(page, "b2").locator("textarea").first.fill(text)
    expect(task(page, "b2").locator(".mf-state")).to_contain_text("Сохранено в", timeout=60_000)


def choose(page: Page, id: str, options: tuple[str, ...]) -> None:
    for option in options:
        task(page, id).locator(f'input[value="{option}"]').check()
    expect(task(page, id).locator(".mf-state")).to_contain_text("Сохранено в", timeout=60_000)


def leave(page: Page, region: Region, account: str) -> None:
    """The account's server goes to rest, as it does when nobody uses it; the person's own right."""
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "_xsrf" and one["path"] == "/hub/")
    reply = page.request.delete(
        f"{region.address}/hub/api/users/{account}/server", headers={"X-XSRFToken": token, "Referer": region.address}
    )
    assert reply.ok, (reply.status, reply.text())


def hand_in(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Сдать работу")).click()
    page.get_by_role("button", name=re.compile("Сдать как есть|Да, сдать")).click()
    expect(page.get_by_text(re.compile("Она передана преподавателю")).first).to_be_visible(timeout=60_000)
