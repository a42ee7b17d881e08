"""Markup and classification in a page from disk, and the notebook of cases in Voilà: keyboard, saving, a phone."""

from __future__ import annotations

import re
from functools import partial

import pytest
from journey import Place, lab_page, look, served
from journey import opened as plain_page
from playwright.sync_api import expect
from test_planning_browser import answer, shot, write
from voila_forms import opened


def test_a_fragment_is_marked_with_the_keyboard_and_its_defect_found_by_a_word(browser, tmp_path):
    with opened(browser, write(tmp_path / "page.html", "markup")) as page:
        picks = page.locator(".mf-pick")
        expect(picks).to_have_count(5)
        assert page.locator('.mf-pick[tabindex="0"]').count() == 1  # one stop of Tab for the whole document
        picks.first.focus()
        page.keyboard.press("ArrowDown")
        expect(picks.nth(1)).to_be_focused()
        page.keyboard.press("Enter")
        find = page.get_by_label("Найти дефект по слову")
        expect(find).to_be_focused()
        find.fill("дата")
        expect(page.locator(".mf-card")).to_contain_text("Подходит: 0")
        find.fill("даты")
        find.press("Enter")
        expect(page.get_by_label("Дефект", exact=True)).to_have_value("date")
        page.get_by_label("критично").check()
        expect(page.locator(".mf-marked .mf-badge")).to_have_text("1")
        assert answer(page)["findings"] == [{"fragment": "p2", "defect": "date", "severity": "critical", "mend": ""}]
        page.locator("tr.mf-fragment-row").click()  # the row itself, as with a finger
        expect(page.locator(".mf-card")).to_have_count(2)
        shot(page, "markup")
        page.set_viewport_size({"width": 390, "height": 800})
        shot(page, "markup_phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Удалить отметку").last.press("Enter")
        expect(page.locator(".mf-card")).to_have_count(1)


def test_a_case_is_classified_with_its_features(browser, tmp_path):
    with opened(browser, write(tmp_path / "page.html", "classification")) as page:
        first = page.locator(".mf-card").first
        first.get_by_label("реверсивное").check()
        first.get_by_label("Старший учится у младшего").check()
        expect(first).to_contain_text("отмечено: 1")
        page.locator(".mf-card").nth(1).get_by_label("«педагог — педагог»").focus()
        page.keyboard.press("Space")
        assert answer(page)["axes"] == {
            "type": {"chosen": "rev", "features": ["f1"]},
            "form": {"chosen": "tt", "features": []},
        }
        shot(page, "classification")
        page.set_viewport_size({"width": 390, "height": 800})
        shot(page, "classification_phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    return Place.with_released(tmp_path_factory.mktemp("ws"))


@pytest.fixture(scope="module")
def address(place):
    from mentoring_cli import serve

    with served(place, "u-cases", partial(serve.voila_command, preheat=False)) as found:
        yield found


def test_a_methodologist_makes_a_case_and_a_participant_checks_marks(address, browser):
    with opened(browser, f"{address}/voila/render/tool_cases.ipynb") as page:
        expect(page.get_by_text("Показать ключ").first).to_be_visible(timeout=90_000)
        page.get_by_label("Зерно").fill("моя школа")
        page.get_by_label("Зерно").press("Enter")
        page.get_by_role("button", name="Собрать случай").click()
        made = page.locator(".mk-explore").first
        expect(made).to_contain_text("зерно моя школа", timeout=30_000)
        assert not made.locator(".mk-key ol").is_visible()
        made.get_by_text("Показать ключ").click()
        expect(made.locator(".mk-key li").first).to_contain_text("DEF-")
        with page.expect_download() as download:
            made.get_by_role("link", name=re.compile("Документы для участников")).click()
        assert download.value.path().read_bytes().startswith(b"PK")
        form = page.locator('[data-task="tool-case-markup"]')
        form.locator(".mf-pick").nth(2).click()
        form.get_by_label("Дефект", exact=True).select_option(index=1)
        form.get_by_label("критично").check()
        form.get_by_role("button", name="Проверить").click()
        expect(form.locator(".mf-explained")).to_contain_text("Найдено", timeout=20_000)
        expect(form.locator(".mf-missed, .mf-found").first).to_be_visible()
        look(page, "tool_cases", 360)


@pytest.fixture(scope="module")
def lab(place):
    from mentoring_cli import serve

    with served(place, "u-cases-lab", serve.lab_command) as found:
        yield lab_page(found).rpartition("/tree/")[0]


def test_the_notebook_of_cases_works_in_jupyterlab(lab, browser):
    with plain_page(browser, f"{lab}/tree/tool_cases.ipynb?reset") as page:
        page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
        page.wait_for_timeout(1500)
        page.locator(".lm-MenuBar-item", has_text=re.compile("^(Выполнить|Запуск|Run)")).click()
        page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
        make = page.get_by_role("button", name="Собрать случай")
        make.wait_for(timeout=90_000)
        page.get_by_label("Зерно").fill("моя школа")
        page.get_by_label("Зерно").press("Enter")
        make.click()
        made = page.locator(".mk-explore").first
        expect(made).to_contain_text("зерно моя школа", timeout=30_000)
        with page.expect_download() as download:
            made.get_by_role("link", name=re.compile("Документы для участников")).click()
        assert download.value.path().read_bytes().startswith(b"PK")
        shot(page, "cases_lab")
