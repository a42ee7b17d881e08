"""Forms as a participant meets them: a real Voilà, a real Chromium, a kernel that may die."""

from __future__ import annotations

import json
import os
import re
import signal
import zipfile
from pathlib import Path

import gallery
import pytest
from journey import form
from playwright.sync_api import Page, expect
from voila_forms import PAGE, answers, opened, ready, saved, shoot, state

from mentoring.forms.asked import prepare
from mentoring.forms.module import module_source, style_source


def fill_everything(page: Page) -> None:
    """With mouse and keyboard, in Russian."""
    form(page, "q_choice").get_by_text("«Педагог — педагог»").click()
    page.keyboard.press("Tab")
    lists = form(page, "q_matching").locator("select")
    for place, id in enumerate(["r1", "r2", "r3"]):
        lists.nth(place).select_option(id)
    form(page, "q_ordering").get_by_label("Выше: Приказ и положение").press("Enter")
    form(page, "q_number").get_by_label("Число пар").click()
    page.keyboard.type("8 99,0")
    form(page, "q_number").get_by_label("Единица измерения").select_option("пар")
    for label, value in (("Числитель (A)", "103"), ("Знаменатель (B)", "112"), ("Значение показателя (N)", "92,0")):
        form(page, "q_indicator").get_by_label(label).fill(value)
    form(page, "q_indicator").get_by_label("Единица измерения").select_option("%")
    form(page, "q_indicator").get_by_label("Цель достигнута").focus()
    page.keyboard.press("Space")
    audit = form(page, "q_checklist")
    audit.get_by_role("group", name="Названо согласие").get_by_label("выполнено").check()
    audit.get_by_role("group", name="Названо согласие").locator("textarea").type("Пункт 1.2 «с письменного согласия»")
    first = form(page, "q_text").get_by_role("group", name="Строка 1")
    first.get_by_label("Что найдено").type("Нет срока наставничества")
    first.get_by_label("Действие").type("Дополнить положение, спросить Иванову М. П.")
    first.get_by_label("Ответственный").select_option("куратор")
    first.get_by_label("Срок").fill("2026-12-15")
    form(page, "q_essay").locator("textarea").type("Знаменатель — это все, о ком речь. <script>alert(1)</script>")
    form(page, "q_code").get_by_label("Значение показателя (N)").type("96,4")


KINDS = [
    "q_choice",
    "q_matching",
    "q_ordering",
    "q_number",
    "q_indicator",
    "q_checklist",
    "q_text",
    "q_essay",
    "q_code",
]


def test_everything_filled_in_is_found_again_after_a_reload(server, browser):
    home = gallery.write(server.folder("reload"))
    with opened(browser, server.url(home)) as page:
        fill_everything(page)
        for id in KINDS:
            saved(page, id)
        expect(form(page, "q_text").locator(".mf-notes")).to_contain_text("похоже на фамилию или имя: «Иванову М. П.»")
        shoot(page, "filled")
        stored = answers(home)["answers"]
        assert stored["q_choice"]["answer"] == {"chosen": ["a"]}
        assert stored["q_matching"]["answer"] == {"pairs": {"l1": "r1", "l2": "r2", "l3": "r3"}}
        assert stored["q_ordering"]["answer"] == {"order": ["s1", "s3", "s4", "s2"]}
        assert stored["q_number"]["answer"] == {"value": "8 99,0", "unit": "пар"}
        assert stored["q_indicator"]["answer"]["conclusion"] == ["c1"]
        assert stored["q_checklist"]["answer"]["rows"]["k1"]["verdict"] == "met"
        assert stored["q_text"]["answer"]["rows"][0]["due"] == "2026-12-15"
        assert stored["q_code"]["answer"]["value"] == "96,4"
        page.reload()
        ready(page)
        saved(page, "q_code")
        expect(form(page, "q_choice").get_by_label("«Педагог — педагог»")).to_be_checked()
        expect(form(page, "q_matching").locator("select").nth(2)).to_have_value("r3")
        expect(form(page, "q_ordering").locator("li").first).to_contain_text("Приказ и положение")
        expect(form(page, "q_number").get_by_label("Число пар")).to_have_value("8 99,0")
        expect(form(page, "q_checklist").locator("textarea").first).to_have_value("Пункт 1.2 «с письменного согласия»")
        expect(form(page, "q_text").get_by_label("Что найдено").first).to_have_value("Нет срока наставничества")
        expect(form(page, "q_essay").locator("textarea")).to_have_value(re.compile("<script>"))


def test_a_killed_kernel_is_told_and_the_answer_comes_after_a_reload(server, browser):
    home = gallery.write(server.folder("killed"), kinds=("essay", "choice"))
    before = set(server.kernels())
    with opened(browser, server.url(home)) as page:
        page.allowed = True  # a dead connection is an error in the console
        area = form(page, "q_essay").locator("textarea")
        area.type("Начало. ")
        saved(page, "q_essay")
        for kernel in set(server.kernels()) - before:
            os.kill(kernel, signal.SIGKILL)
        area.type("Продолжение после гибели ядра.")
        expect(state(page, "q_essay")).to_contain_text("Не сохранено", timeout=15_000)
        expect(state(page, "q_essay")).to_contain_text("хранится в этом браузере")
        assert answers(home)["answers"]["q_essay"]["answer"]["text"] == "Начало. "
        page.reload()
        ready(page)
        saved(page, "q_essay")
        expect(area).to_have_value("Начало. Продолжение после гибели ядра.")
        expect(form(page, "q_choice").locator(".mf-conflict")).to_be_hidden()
    assert answers(home)["answers"]["q_essay"]["answer"]["text"].endswith("гибели ядра.")


def test_two_windows_are_asked_which_answer_stays(server, browser):
    home = gallery.write(server.folder("two"), kinds=("essay",))
    with opened(browser, server.url(home)) as one, opened(browser, server.url(home)) as two:
        form(one, "q_essay").locator("textarea").type("из первого окна")
        saved(one, "q_essay")
        form(two, "q_essay").locator("textarea").type("из второго окна")
        panel = form(two, "q_essay").locator(".mf-conflict")
        expect(panel).to_contain_text("изменён в другом окне", timeout=15_000)
        shoot(two, "conflict")
        panel.get_by_text("Показать тот вариант").click()
        expect(form(two, "q_essay").locator("textarea")).to_have_value("из первого окна")
        panel.get_by_text("Оставить ответ из этого окна").click()
        saved(two, "q_essay")
        expect(form(two, "q_essay").locator("textarea")).to_have_value("из второго окна")
    kept = answers(home)
    assert kept["answers"]["q_essay"]["answer"]["text"] == "из второго окна"
    assert "из первого окна" in [item["answer"]["text"] for item in kept["history"]]


def test_handing_in_locks_every_form_until_the_work_is_returned(server, browser):
    home = gallery.write(server.folder("handin"), code="u11", kinds=("choice", "essay"))
    with opened(browser, server.url(home)) as page:
        form(page, "q_choice").get_by_text("«Педагог — педагог»").click()
        saved(page, "q_choice")
        last = form(page, "hand_in")
        last.get_by_role("button", name="Сдать работу").click()
        expect(last).to_contain_text("Заполнено не всё: «Вывод своими словами»")
        shoot(page, "confirm")
        last.get_by_role("button", name="Сдать как есть").click()
        expect(last).to_contain_text("Она передана преподавателю", timeout=15_000)
        for id in ("q_choice", "q_essay"):
            expect(form(page, id).locator("fieldset.mf-body")).to_have_js_property("disabled", True)
            expect(form(page, id)).to_contain_text(
                re.compile(r"Работа сдана \d\d\.\d\d\.\d{4} в \d\d:\d\d \(попытка 1\)")
            )
        shoot(page, "locked")
        assert (server.root / "inbox" / "gallery" / "u11" / "1" / "gallery.ipynb").exists()
        with page.expect_download() as waiting:
            last.get_by_role("button", name="Скачать сданную работу").click()
        assert waiting.value.suggested_filename == "gallery_u11_1.zip"
        assert "answers.json" in zipfile.ZipFile(waiting.value.path()).namelist()
        returned = {
            "schema": 1,
            "attempt": 1,
            "at": "2026-11-22T10:00:00+03:00",
            "comment": "Допишите вывод.\n<b>Ждём</b>",
        }
        (home / "gallery" / "returned.json").write_text(json.dumps(returned, ensure_ascii=False), encoding="utf-8")
        page.reload()
        ready(page)
        expect(last).to_contain_text("<b>Ждём</b>")
        shoot(page, "returned")
        form(page, "q_essay").locator("textarea").type("Вот вывод.")
        saved(page, "q_essay")
        last.get_by_role("button", name="Сдать работу").click()
        last.get_by_role("alertdialog").get_by_role("button").first.click()
        expect(last).to_contain_text("попытка 2", timeout=15_000)
    assert (server.root / "inbox" / "gallery" / "u11" / "2" / "answers.json").exists()


def test_a_phone_needs_no_sideways_scrolling(server, browser):
    home = gallery.write(server.folder("phone"))
    with opened(browser, server.url(home), viewport={"width": 360, "height": 740}, has_touch=True) as page:
        wide = page.evaluate("""() => [document.documentElement.scrollWidth,
            ...[...document.querySelectorAll('.mf')].map((form) => form.scrollWidth - form.clientWidth)]""")
        assert wide[0] <= 360 and max(wide[1:]) <= 0
        shoot(page, "phone")


def test_an_exercise_explains_every_part_and_is_kept(server, browser):
    home = gallery.write(server.folder("session"))
    with opened(browser, server.url(home, "session_05.ipynb")) as page:
        task = form(page, "q_choice")
        task.get_by_text("«Ученик — ученик»").click()
        task.get_by_role("button", name="Проверить").click()
        for words in ("Обе стороны — педагоги.", "Учеников в паре нет.", "Это неверный вариант", "Это верный вариант"):
            expect(task).to_contain_text(words, timeout=15_000)
        for id in ("q_matching", "q_ordering", "q_number", "q_indicator"):
            form(page, id).get_by_role("button", name="Проверить").click()
            expect(form(page, id).locator(".mf-explained")).to_contain_text("Ответа пока нет", timeout=15_000)
        form(page, "q_matching").locator("select").first.select_option("r1")
        form(page, "q_matching").locator("select").nth(1).select_option("r4")
        form(page, "q_ordering").get_by_label("Выше: Приказ и положение").click()
        form(page, "q_number").get_by_label("Число пар").fill("959")
        form(page, "q_indicator").get_by_label("Числитель (A)").fill("103")
        for id in ("q_matching", "q_ordering", "q_number", "q_indicator"):
            form(page, id).get_by_role("button", name="Проверить").click()
            expect(form(page, id).locator(".mf-result")).to_be_visible(timeout=15_000)
        shoot(page, "exercise")
        saved(page, "q_choice")
        page.reload()
        ready(page)
        expect(task.get_by_label("«Ученик — ученик»")).to_be_checked()
    kept = json.loads((home / "course_answers" / "session_05.json").read_text(encoding="utf-8"))
    assert kept["answers"]["q_choice"]["answer"] == {"chosen": ["b"]}


def test_a_document_is_made_of_the_answer(server, browser):
    home = gallery.write(server.folder("export"), kinds=("text",))
    with opened(browser, server.url(home)) as page:
        form(page, "q_text").get_by_label("Что найдено").first.type("Нет срока")
        with page.expect_download() as waiting:
            form(page, "q_text").get_by_role("button", name="Скачать справку (.docx)").click()
        assert waiting.value.suggested_filename == "справка.docx"
        assert Path(waiting.value.path()).read_bytes() == "Строк: 1".encode()


def test_rows_of_a_plan_are_added_moved_and_deleted_by_keyboard(server, browser):
    home = gallery.write(server.folder("rows"), kinds=("text",))
    with opened(browser, server.url(home)) as page:
        task = form(page, "q_text")
        task.get_by_role("button", name="Добавить строку").press("Enter")
        page.keyboard.type("третья")
        task.get_by_label("Что найдено").first.fill("первая")
        task.get_by_role("button", name="Строку выше").nth(2).press("Enter")
        expect(task.get_by_label("Что найдено").nth(1)).to_have_value("третья")
        task.get_by_role("button", name="Удалить строку").nth(2).press("Enter")
        saved(page, "q_text")
        assert [row["finding"] for row in answers(home)["answers"]["q_text"]["answer"]["rows"]] == ["первая", "третья"]


@pytest.mark.parametrize("kind", list(gallery.QUESTIONS))
def test_the_same_view_works_in_a_page_from_disk(browser, tmp_path, kind):
    names: dict = {}
    exec(gallery.IMPORTS.replace("exercise, hand_in, reference, task", "task"), names)
    question = prepare(eval(gallery.QUESTIONS[kind], names), "u07")
    given = {"mode": "graded", "storage": "file", "revision": 0, "missing": [], "notes": [], "locked": False}
    data = json.dumps({"question": question, "state": given, "source": module_source(question["kind"])})
    path = tmp_path / "page.html"
    path.write_text(PAGE % (style_source(), data.replace("</", "<\\/")), encoding="utf-8")
    with opened(browser, path.as_uri()) as page:
        section = page.locator(".mf")
        first = section.locator("fieldset").locator("textarea, input:not([type=date]), select, .mf-arrow").first
        tag = first.evaluate("(node) => node.type")
        if tag in ("textarea", "text"):
            first.fill("Кириллица")
        elif tag == "select-one":
            first.select_option(index=1)
        elif tag == "button":
            section.locator(".mf-arrow").nth(1).click()
        else:
            first.check()
        expect(section.locator(".mf-state")).to_contain_text("Сохранено в", timeout=5_000)
        assert page.evaluate("Object.keys(globalThis.last.answer).length") > 0
