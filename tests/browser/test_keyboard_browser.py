"""Sessions by keys alone: all controls of every kind of exercise are reached, seen and used; glossary and explorers."""

from __future__ import annotations

from functools import partial

import pytest
from journey import Place, opened, served
from playwright.sync_api import Page, expect

# Session 6 whole: seven kinds; from two others the kinds that it hasn't. Together all that sessions have.
WHAT = {"session_06": "", "session_03": "отметьте дефекты", "session_05": "Ноябрь от мартовской базы"}
FOCUS = """() => {
  const at = document.activeElement, form = at.closest('.mf');
  const ringed = (element) => { const look = getComputedStyle(element);
    return (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== 'none'; };
  let seen = false;
  for (let up = at, n = 0; up && n < 3; up = up.parentElement, n++) seen ||= ringed(up);
  if (at.type === 'date' && !at.matches(':focus')) seen = true; // the calendar's button inside it has its own ring
  at.dataset.reached = '1';
  return { form: form ? [...document.querySelectorAll('.mf')].indexOf(form) : -1, seen, tag: at.tagName,
    type: at.type || '', role: at.role || '', pick: at.classList.contains('mf-pick'),
    words: (at.innerText || at.getAttribute('aria-label') || '').slice(0, 60) };
}"""
LEFT = """form => [...form.querySelectorAll('input, select, textarea, button, summary')].filter((one) => {
  if (one.disabled || !one.offsetParent || one.dataset.reached) return false;
  if (one.type === 'radio') return ![...form.querySelectorAll('input[type=radio]')].some((other) =>
    other.name === one.name && other.dataset.reached);
  return one.type !== 'file' && one.tabIndex >= 0; // the rest of a group is reached by arrows
}).map((one) => one.tagName + ' ' + (one.innerText || one.getAttribute('aria-label') || one.name || '').slice(0, 40))"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    from mentoring_cli import serve

    place = Place.with_released(tmp_path_factory.mktemp("ws"))
    with served(place, "u-keys", partial(serve.voila_command, preheat=False)) as found:
        yield found


def use(page: Page, at: dict) -> None:
    """What a hand on the keyboard does with a control: chooses, types, moves."""
    if at["type"] in ("radio", "checkbox"):
        page.keyboard.press("Space")
    elif at["role"] == "tab":  # tabs are one stop, arrows go round them
        page.keyboard.press("ArrowRight")
        assert page.evaluate(FOCUS)["seen"]
    elif at["pick"]:  # places of a document: arrows go along them, Enter marks one
        page.keyboard.press("ArrowDown")
        moved = page.evaluate(FOCUS)
        assert moved["seen"] and moved["pick"]
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUS)["type"] == "text"  # the mark's first field takes the focus
    elif at["tag"] == "SELECT":
        page.keyboard.press("ArrowDown")
    elif at["type"] == "date":
        page.keyboard.type("11302026")
    elif at["tag"] == "TEXTAREA" or at["type"] in ("text", "number"):
        page.keyboard.type("5")


def through(page: Page, number: int) -> None:
    """Tab through the form and use all of it; «Проверить» is pressed by Enter."""
    form = page.locator(".mf").nth(number)
    form.locator("input, select, textarea, button, summary, [tabindex='0']").locator("visible=true").first.focus()
    page.keyboard.press("Shift+Tab")
    checked = False
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["form"] > number or (at["form"] < 0 and checked):
            break
        if at["form"] != number:
            continue
        assert at["seen"], f"no visible focus: {at}"
        if at["words"].startswith("Проверить") and not checked:
            page.keyboard.press("Enter")
            checked = True
            break
        use(page, at)
    assert checked, form.inner_text()[:80]
    assert form.evaluate(LEFT) == [], form.inner_text()[:80]
    expect(form.locator(".mf-explained")).to_be_visible(timeout=20_000)


def cards(page: Page) -> list[str]:
    return page.locator(".mk-explore").all_inner_texts()


@pytest.mark.parametrize("session", WHAT)
def test_every_exercise_is_answered_and_checked_by_keys_alone(address, browser, session):
    with opened(browser, f"{address}/voila/render/{session}.ipynb") as page:
        page.locator("#rendered_cells fieldset").first.wait_for(timeout=60_000)
        expect(page.get_by_text("Loading")).to_have_count(0, timeout=30_000)
        expect(page.locator(".mf fieldset[disabled]")).to_have_count(0, timeout=30_000)
        forms = page.locator(".mf")
        wanted = [n for n in range(forms.count()) if WHAT[session] in forms.nth(n).inner_text().replace("\u00a0", " ")]
        assert len(wanted) >= (1 if WHAT[session] else 9)
        for number in wanted:
            through(page, number)
        explorer = page.locator(".widget-dropdown select")
        if explorer.count():
            before = cards(page)
            explorer.first.focus()
            page.keyboard.press("ArrowDown")
            for _ in range(80):
                if cards(page) != before:
                    break
                page.wait_for_timeout(250)
            assert cards(page) != before


def test_the_glossary_opens_by_enter_closes_by_escape_and_gives_the_place_back(address, browser):
    with opened(browser, f"{address}/voila/render/session_10.ipynb") as page:
        page.locator("#rendered_cells h1").first.wait_for(timeout=60_000)
        assert page.title() == "Занятие 10"
        assert page.locator("#rendered_cells h1").count() == 1
        term = page.locator("button.mk-term").first
        term.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS)["seen"]
        for key in ("Enter", "Space"):
            page.keyboard.press(key)
            note = page.locator(".mk-note:popover-open")
            expect(note).to_contain_text("—")
            page.keyboard.press("Tab")
            expect(note.get_by_role("button", name="Закрыть")).to_be_focused()
            page.keyboard.press("Escape")
            expect(note).to_have_count(0)
            expect(term).to_be_focused()
