"""A page from disk on a phone: personal data are noticed while they are typed, a reload keeps what was written."""

from __future__ import annotations

import shutil

import pytest
from classroom import FIXTURE
from playwright.sync_api import Browser, expect

from autograder import release
from autograder.layout import Layout
from mentoring.privacy import messages
from publishing.page import make_page
from publishing.page.scripts import HERE

PHONE = {"width": 390, "height": 844}
TEXTS = (
    "", "Куратор и учитель математики договорились о встрече.", "Наставник — Иванова А. П., приказ № 12-ОД.",
    "А. П. Иванова и П.С. Кузнецов", "Звонить Марии Петровне: 8 (000) 000" + "-00-00 или +7" + "0" * 10,
    "Почта u.name@school.example.ru, ещё раз u.name@school.example.ru", "СНИЛС 112-233-445 95",
    "паспорт 45 08 123456 выдан", "45 08 123456", "МБОУ СОШ № 5 имени А. С. Пушкина, ул. Ленина",
    "@nastavnik_62 и t.me/skola62",
    "в 2023/24 году 1042 школы, 8 916 из них", "Код-Ольха и Код-Иволга", "Приказ от 01.09.2026 № 147-ОД",
    "; ".join(f"{name} А. Б." for name in ("Ольхов", "Клёнов", "Дубов", "Берёзов", "Соснов", "Елов", "Липов")),
)  # fmt: skip


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    root = tmp_path_factory.mktemp("personal") / "course"
    shutil.copytree(FIXTURE, root)
    book = root / "assignments" / "mini" / "mini.ipynb"
    text = book.read_text(encoding="utf-8")
    assert text.count("TextQuestion(id=") == 1
    book.write_text(text.replace("TextQuestion(id=", "TextQuestion(personal_data_warning=True, id="), encoding="utf-8")
    place = Layout(root, root / "workspace")
    release.release("mini", place)
    return make_page("mini", root / "mini.html", place=place)


def test_what_looks_like_personal_data_is_told_as_python_tells_it(browser: Browser):
    page = browser.new_page()
    page.goto("about:blank")
    page.add_script_tag(
        content=(HERE / "personal.js").read_text(encoding="utf-8") + "\nwindow.personalIn = personalIn;"
    )
    found = 0
    for text in TEXTS:
        told = page.evaluate("text => personalIn(text)", text)
        assert told == messages(text), text
        found += len(told)
    assert found > 12
    page.close()


def test_a_person_is_warned_while_typing_and_finds_the_answer_after_a_reload(browser: Browser, page_file):
    context = browser.new_context(viewport=PHONE, locale="ru-RU")
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_selector(".pg-ready", state="attached")
    task = page.locator("#task-t1")
    expect(task.locator(".mf-warning")).to_contain_text("Без персональных данных")
    expect(task.locator(".mf-todo")).to_be_visible()
    task.locator("textarea").press_sequentially("Наставник Иванова А. П.")
    expect(task.locator(".mf-notes")).to_contain_text("похоже на фамилию или имя: «Иванова А. П.»")
    expect(task.locator(".mf-todo")).to_be_hidden()
    page.reload()
    page.wait_for_selector(".pg-ready", state="attached")
    expect(task.locator("textarea")).to_have_value("Наставник Иванова А. П.")
    expect(task.locator(".mf-notes")).to_be_visible()
    task.locator("textarea").fill("Наставник — учитель физики.")
    expect(task.locator(".mf-notes")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()
