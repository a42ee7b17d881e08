"""The forms of a roadmap and of pairing in a page from disk: filled with the keyboard, saved, fit for a phone."""

from __future__ import annotations

import json
import os

from playwright.sync_api import Page, expect
from voila_forms import PAGE, opened

from mentoring.forms.asked import prepare
from mentoring.forms.module import module_source, style_source
from mentoring.tasks import kinds

SHOTS = os.environ.get("FORM_SHOTS")


def sample(kind):
    return next(one for one in kinds()[kind].samples() if one.name == "correct")


def write(path, kind):
    given = {"mode": "graded", "storage": "file", "revision": 0, "missing": [], "notes": [], "locked": False}
    question = prepare(sample(kind).question, "u07")
    data = json.dumps({"question": question, "state": given, "source": module_source(kind)})
    path.write_text(PAGE % (style_source(), data.replace("</", "<\\/")), encoding="utf-8")
    return path.as_uri()


def answer(page: Page):
    expect(page.locator(".mf .mf-state").last).to_contain_text("Сохранено в", timeout=5_000)
    return page.evaluate("globalThis.last.answer")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_rows_of_a_roadmap_are_added_moved_and_deleted_with_the_keyboard(browser, tmp_path):
    with opened(browser, write(tmp_path / "page.html", "roadmap")) as page:
        cards = page.locator(".mf-card")
        expect(cards).to_have_count(2)  # the rows to start from
        expect(cards.nth(0).get_by_label("Срок")).to_have_value("сентябрь2022")
        cards.nth(0).get_by_label("Срок").fill("сентябрь 2026")
        page.get_by_role("button", name="Добавить строку в конец").press("Enter")
        expect(cards).to_have_count(3)
        expect(cards.nth(2).get_by_label("Этап")).to_be_focused()
        cards.nth(2).get_by_label("Этап").press("ArrowDown")
        cards.nth(2).get_by_label("Мероприятие").fill("Банк наставников")
        up = cards.nth(2).get_by_role("button", name="Строку выше")
        up.press("Enter")
        expect(page.locator(".mf-card").nth(1).get_by_role("button", name="Строку выше")).to_be_focused()
        rows = answer(page)["rows"]
        assert [row["activity"] for row in rows][1] == "Банк наставников" and rows[0]["term"] == "сентябрь 2026"
        shot(page, "roadmap")
        page.on("dialog", lambda dialog: dialog.accept())
        cards.nth(1).get_by_role("button", name="Удалить строку").press("Enter")
        expect(cards).to_have_count(2)
        page.set_viewport_size({"width": 360, "height": 800})
        shot(page, "roadmap_phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_pairs_are_chosen_with_a_reason_and_an_overload_is_told(browser, tmp_path):
    with opened(browser, write(tmp_path / "page.html", "pairing")) as page:
        cards = page.locator(".mf-card")
        expect(cards).to_have_count(3)
        cards.nth(0).get_by_label("Наставник").select_option("m1")
        cards.nth(2).get_by_label("Наставник").select_option("m1")
        expect(page.locator(".mf")).to_contain_text("Нагрузка превышена")
        cards.nth(2).get_by_label("Наставник").select_option("none")
        expect(page.locator(".mf")).not_to_contain_text("Нагрузка превышена")
        cards.nth(0).get_by_label("Почему").fill("Анализ урока")
        page.keyboard.press("Tab")
        expect(page.locator(".mf")).to_contain_text("занято 1 из 1")
        page.wait_for_timeout(600)
        given = answer(page)["pairs"]
        assert given == {"e1": {"mentor": "m1", "reason": "Анализ урока"}, "e3": {"mentor": "none", "reason": ""}}
        shot(page, "pairing")
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
