"""Practicums №2 and №5 in real Voilà and Chromium: a card filled in by keyboard, checked live, kept, taken away."""

from __future__ import annotations

import json
from functools import partial

import pytest
from journey import Place, form, look, opened, served, wait_saved
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    return Place.with_released(tmp_path_factory.mktemp("ws"), "practicum_2", "practicum_5")


@pytest.fixture(scope="module")
def address(place):
    from mentoring_cli import serve

    with served(place, "u-cards", partial(serve.voila_command, preheat=False)) as found:
        yield found


def test_a_practice_is_described_by_keyboard_checked_live_and_taken_away(place, address, browser):
    with opened(browser, f"{address}/voila/render/practicum_2/practicum_2.ipynb") as page:
        card = form(page, "p1")
        title = card.get_by_label("Название практики")
        title.wait_for(timeout=90_000)
        title.focus()
        page.keyboard.type("Вопрос, на который отвечает класс")
        page.keyboard.press("Tab")
        page.keyboard.type("Учитель задавал вопросы сам")
        card.get_by_label("Вид", exact=True).select_option(label="Групповое наставничество")
        card.get_by_label("Сколько наставляемых").fill("1")
        live = card.locator(".mf-live")
        expect(live).to_contain_text("от двух до шести", timeout=15_000)
        card.get_by_label("Сколько наставляемых").fill("4")
        expect(live).not_to_contain_text("от двух до шести", timeout=15_000)
        steps = card.get_by_role("group", name="Что делали")
        expect(steps.locator(".mf-card")).to_have_count(3)
        steps.get_by_label("Действие").first.fill("Посетили урок")
        steps.get_by_role("button", name="Добавить: шаг").press("Enter")
        expect(steps.locator(".mf-card")).to_have_count(4)
        card.get_by_label("Участники без имён").fill("Примерова Анна Ивановна, учитель")
        expect(card.locator(".mf-notes")).to_contain_text("похоже на фамилию", timeout=15_000)
        wait_saved(page, "p1")
        expect(card).to_contain_text("Что проверит программа")
        expect(form(page, "p2")).to_contain_text("Как оценивается")
        look(page, "practicum_2")
        for button in ("Скачать карточку (.docx)", "Скачать заявку на конкурс (.docx)"):
            with page.expect_download() as waiting:
                card.get_by_role("button", name=button).press("Enter")
            assert waiting.value.path().read_bytes().startswith(b"PK")
        page.reload()
        expect(card.get_by_label("Название практики")).to_have_value(
            "Вопрос, на который отвечает класс", timeout=90_000
        )
        expect(steps.get_by_label("Действие").first).to_have_value("Посетили урок")
    kept = place.workspace / "participants" / "u-cards" / "practicum_2" / "answers.json"
    given = json.loads(kept.read_text(encoding="utf-8"))["answers"]["p1"]["answer"]["fields"]
    assert given["type"] == "group" and given["mentees"] == "4" and given["actions"][0]["what"] == "Посетили урок"


def test_an_event_gets_its_minutes_and_consents_checked_live(address, browser):
    with opened(browser, f"{address}/voila/render/practicum_5/practicum_5.ipynb") as page:
        card = form(page, "s1")
        card.get_by_label("Дата", exact=True).wait_for(timeout=90_000)
        card.get_by_label("Дата", exact=True).fill("2023-10-05")
        live = card.locator(".mf-live")
        expect(live).to_contain_text("учебного года", timeout=15_000)
        card.get_by_label("Длительность, минут").fill("60")
        card.get_by_label("Минут", exact=True).first.fill("45")
        expect(live).to_contain_text("не складываются", timeout=15_000)
        card.get_by_label("Съёмка").select_option(label="будет, часть снимков опубликуем")
        card.get_by_label("никаких").check()
        expect(live).to_contain_text("согласия на обработку данных", timeout=15_000)
        card.get_by_label("никаких").uncheck()
        card.get_by_label("на обработку персональных данных — отдельным документом").check()
        expect(live).not_to_contain_text("без согласия на обработку", timeout=15_000)
        expect(page.get_by_text("Учебный год события").first).to_be_visible()
        wait_saved(page, "s1")
        look(page, "practicum_5")
