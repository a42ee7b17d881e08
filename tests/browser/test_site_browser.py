"""The course site: links, no keys, no code, nothing of another host; glossary search and a phone in a real Chromium."""

from __future__ import annotations

import html
import re
from pathlib import Path

import lxml.html
import pytest
from journey import ROOT, Place
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from autograder import reference
from autograder.errors import KitError
from autograder.layout import Layout
from autograder.leaks import check_text
from publishing.site import make_site


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Layout:
    """With a release whose explanations quote catalogues that sessions teach: the site is made all the same."""
    return Layout(ROOT, Place.with_released(tmp_path_factory.mktemp("ws"), "practicum_3").workspace)


@pytest.fixture(scope="module")
def site(tmp_path_factory, place) -> Path:
    folder = tmp_path_factory.mktemp("site") / "сайт"
    make_site(folder, place=place)
    return folder


def pages(site: Path) -> dict[str, lxml.html.HtmlElement]:
    return {path.name: lxml.html.fromstring(path.read_text(encoding="utf-8")) for path in site.glob("*.html")}


def words(text: str) -> str:
    hidden = r"<svg.*?</svg>|<style>.*?</style>|<script>.*?</script>|<[^>]+>"
    return html.unescape(re.sub(hidden, " ", text, flags=re.S))


def test_every_link_leads_somewhere_and_nowhere_else(site):
    found = pages(site)
    assert len([name for name in found if name.startswith("session_")]) == 12
    for name, page in found.items():
        ids = [node.get("id") for node in page.xpath("//*[@id]")]
        assert len(ids) == len(set(ids)), name
        for node, attribute, link, _ in page.iterlinks():
            if link.startswith("data:") or node.tag in ("svg", "use"):
                continue
            assert not re.match(r"[a-z]+:|//|/", link), (name, link)
            file, _, anchor = link.partition("#")
            if attribute == "clip-path" or link.startswith("url("):
                continue
            assert (site / (file or name)).is_file(), (name, link)
            if anchor:
                assert found[file or name].xpath("//*[@id=$id]", id=anchor), (name, link)


def test_every_page_forbids_the_network_and_shows_no_code(site):
    for path in site.glob("*.html"):
        text = re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert "default-src 'none'" in text, path.name
        assert not re.search(r"https?://(?!www\.w3\.org/)", text), path.name
        for sign in ("import ", "load(", "exercise(", "figure(", "{", "Ведущему", "MENTORING_", ".ipynb", "None"):
            assert sign not in words(text), (path.name, sign)


def test_no_key_of_an_assignment_is_on_the_site(site, place):
    for assignment in ("practicum_1", "entrance_test"):
        for one in reference.build(place, assignment).keys:
            for path in site.glob("*.html"):
                check_text(one, words(path.read_text(encoding="utf-8")), path.name, numbers=False)


def test_exercises_are_questions_and_charts_are_drawn(site):
    page = pages(site)["session_05.html"]
    assert len(page.find_class("st-exercise")) >= 3 and page.find_class("st-answer")
    assert not page.xpath("//input | //select | //textarea")
    charts = page.find_class("st-chart")
    assert len(charts) >= 2 and all(chart.get("aria-label") and chart.find("svg") is not None for chart in charts)


def test_downloads_open(site):
    for path in (site / "files").glob("*.xlsx"):
        sheet = load_workbook(path).active
        assert sheet.max_row > 1 and re.search("[а-яё]", str(sheet["A1"].value), re.I), path.name


def test_a_folder_with_something_else_is_left_alone(tmp_path, place):
    (tmp_path / "важное.txt").write_text("x", encoding="utf-8")
    with pytest.raises(KitError, match="лежит что-то другое"):
        make_site(tmp_path, place=place)


def test_glossary_is_searched_and_pages_fit_a_phone(browser: Browser, site):
    page, asked = browser.new_page(viewport={"width": 390, "height": 844}, locale="ru-RU"), []
    page.on("request", lambda request: asked.append(request.url))
    for path in sorted(site.glob("*.html")):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path.name
        narrow, wide = page.locator(".st-narrow"), page.locator(".st-wide")
        assert narrow.count() == wide.count() >= (2 if path.name.startswith("session_") else 0), path.name
        assert all(one.is_visible() and one.bounding_box()["width"] <= 390 for one in narrow.all()), path.name
        assert not any(one.is_visible() for one in wide.all()), path.name
    page.goto((site / "glossary.html").as_uri())
    page.locator("#search").fill("куратором")
    expect(page.locator("#found")).to_contain_text("Найдено")
    expect(page.locator("#curator")).to_be_visible()
    assert page.locator(".st-term:visible").count() < page.locator(".st-term").count()
    page.goto((site / "session_05.html").as_uri())
    answer = page.locator(".st-answer").first
    expect(answer.locator("div").first).to_be_hidden()
    answer.locator("summary").click()
    expect(answer.locator("div").first).to_be_visible()
    page.locator("button.mk-term").first.click()
    expect(page.locator(".mk-note:popover-open")).to_be_visible()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()
