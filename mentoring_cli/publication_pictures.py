"""Pictures of what a methodologist publishes: a slide, an assignment as a page from disk, the course site."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

PHONE = {"width": 390, "height": 844}
SLIDE = {"width": 1280, "height": 720}
SITE = {"width": 1280, "height": 860}


def take_publications(browser: Any, output: Path) -> list[Path]:
    """Take the pictures into `output`. `browser`: an open Chromium of playwright. practicum_1 has been released."""
    from publishing.page import make_page
    from publishing.site import make_site

    with tempfile.TemporaryDirectory(prefix="mentoring-pictures-") as folder:
        place = Path(folder)
        make_site(place / "site")
        practicum = make_page("practicum_1", place / "practicum.html", code="u07")
        return [
            _slide(browser, place, output / "slides.png"),
            _page(browser, practicum, output / "page_phone.png"),
            _shot(browser, place / "site" / "index.html", SITE, output / "site.png"),
        ]


def _slide(browser: Any, place: Path, target: Path) -> Path:
    """The first chart of the first webinar about the monitoring, as the room sees it."""
    from publishing.webinar.deck import deck_html
    from publishing.webinar.make import material
    from publishing.webinar.selection import choose
    from publishing.webinar.slides import deck

    webinar = choose("1", 60)
    shown, _ = material(webinar)
    slides = deck(webinar, shown)
    at = next(n for n, one in enumerate(slides) if one.kind == "chart" and one.block.startswith("s05"))
    file = place / "slides.html"
    file.write_text(deck_html(webinar.title, slides), encoding="utf-8")
    page = browser.new_page(viewport=SLIDE, locale="ru-RU")
    page.goto(file.as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    page.evaluate(f"Reveal.slide({at})")
    page.wait_for_timeout(1200)
    page.screenshot(path=target)
    page.close()
    return target


def _page(browser: Any, file: Path, target: Path) -> Path:
    page = browser.new_page(viewport=PHONE, locale="ru-RU")
    page.goto(file.as_uri())
    page.wait_for_selector(".pg-ready", state="attached")
    page.locator("main .mf").first.evaluate("form => form.scrollIntoView()")
    page.wait_for_timeout(500)
    page.screenshot(path=target)
    page.close()
    return target


def _shot(browser: Any, file: Path, size: dict[str, int], target: Path) -> Path:
    page = browser.new_page(viewport=size, locale="ru-RU")
    page.goto(file.as_uri())
    page.wait_for_timeout(800)
    page.screenshot(path=target)
    page.close()
    return target
