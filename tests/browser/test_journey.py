"""The whole way of one participant: opens the course, answers practicum №1, hands in; the expected grade comes back.

Real Voilà with the kit's configuration, real JupyterLab, real Chromium, the real command line and gradebook.
"""

from __future__ import annotations

import json
import re

import pytest
from journey import ENGLISH, PRACTICUM, Place, form, lab_page, opened, served, wait_saved
from playwright.sync_api import Page, expect

TEXT = "Слабое место — согласия. Ёжик съел щавель: «кавычки», тире — и № 5."


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    return Place.with_released(tmp_path_factory.mktemp("ws"), "practicum_1")


def dated_and_listed(place: Place, code: str) -> tuple[int, int]:
    """The two counts of c3 in the participant's own extract."""
    path = place.workspace / "participants" / code / "practicum_1" / "variants.json"
    (drawn,) = json.loads(path.read_text(encoding="utf-8"))["pool"].values()
    rows = drawn["orders"]["rows"]
    return sum(row[-1] == "day" for row in rows), len(rows)


def answer_two_tasks(page: Page, place: Place, code: str) -> None:
    """The indicator form of c3, right in all four parts, and the free text b2."""
    c3 = form(page, "c3")
    dated, listed = dated_and_listed(place, code)
    c3.get_by_label(re.compile("Числитель")).fill(str(dated))
    c3.get_by_label(re.compile("Знаменатель")).fill(str(listed))
    c3.get_by_label(re.compile(r"Доля \(N\)")).fill(f"{100 * dated / listed:.2f}".replace(".", ","))
    unit = c3.locator("select")
    if unit.count():
        unit.first.select_option(label="%")
    else:
        c3.get_by_label("%", exact=True).check()
    wait_saved(page, "c3")
    form(page, "b2").locator("textarea").first.fill(TEXT)
    wait_saved(page, "b2")


def hand_in(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Сдать работу")).click()
    page.get_by_role("button", name="Сдать как есть").click()
    expect(page.get_by_text(re.compile("Работа сдана")).first).to_be_visible(timeout=30_000)


def expect_grade(place: Place, code: str) -> None:
    place.run("collect", "practicum_1")
    place.run("grade", "practicum_1", "--student", code)
    grades = place.grades(code)
    assert grades["c3"] == (4.0, 0)
    assert grades["b2"][1] == 1, "free text waits for a person"
    others = {name: score for name, (score, manual) in grades.items() if name not in {"c3", "b2"} and not manual}
    assert others and set(others.values()) <= {0.0, None}
    place.run("feedback", "practicum_1", "--student", code)
    feedback = (place.workspace / "feedback" / code / "practicum_1" / "practicum_1.html").read_text(encoding="utf-8")
    assert "4 из 4" in feedback
    assert "Ёжик съел щавель" in feedback


def test_a_participant_answers_in_voila_reloads_hands_in_and_is_graded(place, browser):
    from mentoring_cli import serve

    with (
        served(place, "u-voila", serve.voila_command) as address,
        opened(browser, f"{address}/voila/render/{PRACTICUM}") as page,
    ):
        form(page, "c3").locator("input").first.wait_for(timeout=60_000)
        answer_two_tasks(page, place, "u-voila")
        first = form(page, "a1").locator("input[type=radio]").first
        first.focus()
        page.keyboard.press("Space")
        wait_saved(page, "a1")
        page.reload()
        form(page, "b2").locator("textarea").first.wait_for(timeout=60_000)
        expect(form(page, "b2").locator("textarea").first).to_have_value(TEXT)
        expect(form(page, "c3").get_by_label(re.compile("Числитель"))).to_have_value(
            str(dated_and_listed(place, "u-voila")[0])
        )
        expect(form(page, "a1").locator("input[type=radio]").first).to_be_checked()
        visible = page.locator("body").inner_text()
        assert not ENGLISH.search(visible), ENGLISH.search(visible)
        hand_in(page)
        expect(form(page, "b2").locator("textarea").first).not_to_be_editable()
    stored = place.answers("u-voila")
    assert stored["b2"]["answer"]["text"] == TEXT
    place.run("collect", "practicum_1")
    place.run("grade", "practicum_1", "--student", "u-voila")
    assert place.grades("u-voila")["c3"] == (4.0, 0)


def test_a_participant_answers_in_jupyterlab_reloads_hands_in_and_is_graded(place, browser):
    from mentoring_cli import serve

    with served(place, "u-lab", serve.lab_command) as address, opened(browser, lab_page(address)) as page:
        run_all(page)
        answer_two_tasks(page, place, "u-lab")
        page.reload()
        run_all(page)
        expect(form(page, "b2").locator("textarea").first).to_have_value(TEXT)
        hand_in(page)
    expect_grade(place, "u-lab")


def run_all(page: Page) -> None:
    """What the participant does in JupyterLab: menu «Выполнить» → all cells."""
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    page.locator(".lm-MenuBar-item", has_text=re.compile("^(Выполнить|Запуск|Run)")).click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    form(page, "b2").locator("textarea").first.wait_for(timeout=90_000)
    form(page, "c3").locator("input").first.wait_for(timeout=60_000)
