"""All twelve sessions in real Voilà and Chromium: they open, fit a phone and a projector, obey the keyboard."""

from __future__ import annotations

import os
import re
from functools import partial

import pytest
from journey import ENGLISH, Place, opened, served
from playwright.sync_api import expect

from mentoring.narrow_charts import DPI, SMALLEST, WIDTH

SESSIONS = [f"session_{number:02d}" for number in range(1, 13)]
EDGE = """width => [...document.querySelectorAll('#rendered_cells *')].filter(element => {
  const box = element.getBoundingClientRect();
  if (!box.width || box.right <= width + 1) return false;
  for (let at = element.parentElement; at; at = at.parentElement)
    if (getComputedStyle(at).overflowX !== 'visible') return false;
  return true;
}).map(element => element.tagName + ' ' + (element.innerText || '').slice(0, 40))"""

CHARTS = """() => [...document.querySelectorAll('#rendered_cells .mk-chart img')].map(image => {
  const box = image.getBoundingClientRect();
  let scrolls = false;
  for (let at = image.parentElement; at; at = at.parentElement) scrolls ||= at.scrollWidth > at.clientWidth + 1;
  return { left: box.left, right: box.right, width: box.width, dots: image.naturalWidth, scrolls };
})"""


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    return Place.with_released(tmp_path_factory.mktemp("ws"))


@pytest.fixture(scope="module")
def address(place):
    from mentoring_cli import serve

    with served(place, "u-sessions", partial(serve.voila_command, preheat=False)) as found:
        yield found


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_opens_and_fits_a_phone_and_a_projector(address, browser, session):
    with opened(browser, f"{address}/voila/render/{session}.ipynb") as page:
        page.locator("#rendered_cells h1").first.wait_for(timeout=60_000)
        page.locator("#rendered_cells fieldset").first.wait_for(timeout=60_000)
        expect(page.get_by_text("Loading")).to_have_count(0, timeout=30_000)  # widgets arrive one by one
        words = page.locator("body").inner_text()
        assert not ENGLISH.search(words), ENGLISH.search(words)
        assert not re.search(r"\b00[0-4]:\d", words)
        pictures = page.locator("#rendered_cells img")
        assert pictures.count() >= 2
        assert all(len(picture.get_attribute("alt") or "") >= 40 for picture in pictures.all())
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(EDGE, width) == []
            charts = page.evaluate(CHARTS)
            assert len(charts) >= 2 and not any(chart["scrolls"] for chart in charts)
            assert all(chart["left"] >= 0 and chart["right"] <= width for chart in charts)
            if width == 390:  # the picture for a phone, and how many CSS pixels its smallest letters are high
                assert all(chart["dots"] == round(WIDTH * DPI) for chart in charts)
                assert min(chart["width"] for chart in charts) / WIDTH / 72 * SMALLEST >= 11
            else:
                assert all(chart["dots"] > round(WIDTH * DPI) for chart in charts)


def test_terms_exercises_and_the_cloud_need_no_mouse(address, browser):
    with opened(browser, f"{address}/voila/render/session_01.ipynb") as page:
        page.locator("#rendered_cells fieldset").first.wait_for(timeout=60_000)

        term = page.locator("button.mk-term").first
        term.focus()
        page.keyboard.press("Enter")
        note = page.locator(":popover-open")
        expect(note).to_contain_text("—")
        page.keyboard.press("Escape")
        expect(note).to_have_count(0)

        exercise = page.locator(".mf", has_text="Признак или мнение").last
        exercise.locator("input[type=checkbox]").first.focus()
        page.keyboard.press("Space")
        exercise.get_by_role("button", name="Проверить").focus()
        page.keyboard.press("Enter")
        expect(exercise.get_by_text(re.compile(r"Признак отвечает\s+на\s+вопрос"))).to_be_visible(timeout=15_000)

        talk = page.locator(".mk-discuss", has=page.get_by_label("Слово или два")).last
        talk.get_by_label("Слово или два").focus()
        for word in ("показал", "выслушал", "показал", "<b>честность</b>"):
            page.keyboard.type(word)
            page.keyboard.press("Enter")
        talk.get_by_role("button", name="Нарисовать облако").focus()
        page.keyboard.press("Enter")
        picture = talk.locator(".mk-picture img")
        expect(picture).to_be_visible(timeout=20_000)
        assert "показал — 2" in picture.get_attribute("alt")
        assert picture.evaluate("image => image.naturalWidth") == 1200
        usual = page.viewport_size
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_function("() => [...document.querySelectorAll('.mk-picture img')].at(-1).naturalWidth === 640")
        assert picture.bounding_box()["width"] / 640 * 24 >= 11  # CSS pixels of the smallest letters
        page.set_viewport_size(usual)
        with page.expect_download() as download:
            talk.get_by_role("link", name="Сохранить картинку").click()
        assert download.value.path().read_bytes()[:4] == b"\x89PNG"
        if shots := os.environ.get("FORM_SHOTS"):
            talk.screenshot(path=f"{shots}/cloud.png")
