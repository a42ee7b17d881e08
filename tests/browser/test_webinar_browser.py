"""Decks in a real Chromium: nothing overflows any slide, nothing is asked of the network, PDF, live exercises."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from publishing.browser import to_pdf
from publishing.lessons import lessons
from publishing.webinar.deck import deck_html, printed_html
from publishing.webinar.selection import choose
from publishing.webinar.slides import SHOW, deck

MEASURE = """() => [...Array(Reveal.getTotalSlides()).keys()].flatMap((at) => {
  Reveal.slide(at);
  const slide = Reveal.getCurrentSlide().querySelector(".sl"), body = slide.querySelector(".sl-body");
  const edge = slide.getBoundingClientRect();
  const parts = [...slide.querySelectorAll(".sl-head, .sl-body *:not(svg *), .sl-foot")];
  const out = parts.filter((part) => {
    const box = part.getBoundingClientRect();
    return box.width && (box.right > edge.right + 1 || box.bottom > edge.bottom + 1 || box.left < edge.left - 1);
  });
  const bad = body.scrollHeight > body.clientHeight || body.scrollWidth > body.clientWidth || out.length;
  return bad ? [`${at + 1}: ${slide.querySelector("h1, h2").textContent}, ${body.scrollHeight}`] : [];
})"""


@pytest.fixture(scope="module")
def decks():
    """Everything the five webinars could ever show, each block at its full length."""
    chosen = {number: choose(str(number), 480) for number in range(1, 6)}
    made = lessons(sorted({part.block.session for one in chosen.values() for part in one.parts}), room=SHOW)
    shown = {block.id: block for blocks in made.values() for block in blocks}
    return {number: (one.title, deck(one, shown)) for number, one in chosen.items()}


def test_nothing_overflows_any_slide_and_nothing_is_asked_of_the_network(browser: Browser, decks, tmp_path):
    for number, (title, slides) in decks.items():
        file = tmp_path / f"{number}.html"
        file.write_text(deck_html(title, slides), encoding="utf-8")
        page, asked = browser.new_page(viewport={"width": 1280, "height": 720}, locale="ru-RU"), []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(file.as_uri())
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        assert page.evaluate("Reveal.getTotalSlides()") == len(slides)
        assert page.evaluate(MEASURE) == [], f"webinar {number}"
        assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
        page.close()


def test_speaker_view_opens_from_disk(browser: Browser, decks, tmp_path):
    title, slides = decks[3]
    (tmp_path / "a.html").write_text(deck_html(title, slides[:4]), encoding="utf-8")
    page = browser.new_page(locale="ru-RU")
    page.goto((tmp_path / "a.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    expect(popup.value.locator(".speaker-controls-notes")).to_contain_text("Поздоровайтесь", timeout=15000)
    page.close()


def test_pdf_has_a_page_a_slide(decks, tmp_path):
    title, slides = decks[2]
    (tmp_path / "a.html").write_text(printed_html(title, slides), encoding="utf-8")
    with pdfplumber.open(to_pdf(tmp_path / "a.html", tmp_path / "a.pdf")) as pdf:
        assert len(pdf.pages) == len(slides)
        assert (pdf.pages[0].width, pdf.pages[0].height) == (960, 540)
        assert "обучения" in pdf.pages[0].extract_text()


def test_live_exercises_work_when_the_deck_is_served(browser: Browser, tmp_path):
    from subprocess import DEVNULL, Popen

    from mentoring_cli import serve
    from mentoring_cli.webinar_pages import prepare, server

    os.environ["MENTORING_WORKSPACE"] = str(tmp_path / "ws")
    (tmp_path / "own.csv").write_text("block\ns07-opening\ns07-adults-talk\n", encoding="utf-8")
    chosen = choose(str(tmp_path / "own.csv"), 60)
    prepare(chosen, tmp_path / "served")
    one = server(chosen, tmp_path / "served", serve.free_port(8899))
    process = Popen(one.command, env=one.env, stdout=DEVNULL, stderr=DEVNULL)
    try:
        assert serve.wait_until_ready(one.address, process)
        page = browser.new_page(viewport={"width": 1280, "height": 720}, locale="ru-RU")
        page.goto(one.address)
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        places = "[...document.querySelectorAll('.sl-live')].map((one) => Reveal.getIndices(one.closest('section')).h)"
        first, second = page.evaluate(places)[:2]
        frame = page.frame_locator(".sl-frame")
        page.evaluate(f"Reveal.slide({first})")
        frame.get_by_role("button", name="Добавить голос: С предмета").click(timeout=60000)
        page.evaluate(f"Reveal.slide({second})")
        frame.get_by_text("Расскажите, как это было").click(timeout=30000)
        frame.get_by_role("button", name="Проверить").click()
        expect(frame.locator(".mf-result").first).to_contain_text("Всё верно", timeout=30000)
        page.close()
    finally:
        os.environ.pop("MENTORING_WORKSPACE", None)
        process.terminate()
        process.wait(15)
