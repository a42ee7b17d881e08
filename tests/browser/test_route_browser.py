"""The designer of a route as a participant meets it: built by keyboard, found again, checked while it is typed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import nbformat
from journey import form
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Page, expect
from voila_forms import PAGE, opened, ready, saved

from mentoring.forms.asked import prepare
from mentoring.forms.module import module_source, style_source
from mentoring.tasks.route import KIND

SHOTS = os.environ.get("FORM_SHOTS")
IMPORTS = "from mentoring.forms import task\nfrom mentoring.tasks.route import RouteQuestion, route_document"
SHOWN = "q = RouteQuestion.model_validate({question!r})\ntask(q, export=route_document(q))"


def write(folder: Path, **changes) -> Path:
    """A participant's home with one assignment that asks for a route."""
    question = KIND.samples()[0].question.model_dump(mode="json") | {"id": "q_route"} | changes
    place = folder / "home" / "route"
    place.mkdir(parents=True)
    (folder / "home" / "participant.json").write_text(json.dumps({"schema": 1, "participant": "u07"}))
    release = {"schema": 1, "assignment": "route", "release": "r1", "variant": "base", "title": "ИОМ", "tasks": []}
    (place / "release.json").write_text(json.dumps(release, ensure_ascii=False), encoding="utf-8")
    cells = [new_code_cell(IMPORTS), new_code_cell(SHOWN.format(question=question))]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), place / "route.ipynb")
    return folder / "home"


def stored(home: Path) -> dict:
    return json.loads((home / "route" / "answers.json").read_text(encoding="utf-8"))["answers"]["q_route"]["answer"]


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.set_viewport_size({"width": page.viewport_size["width"], "height": 3600})
        form(page, "q_route").screenshot(path=Path(SHOTS) / f"route_{name}.png")


def tab_to(page: Page, name: str, limit: int = 80) -> None:
    """Press Tab until the element with this accessible name has the focus."""
    script = "() => document.activeElement?.getAttribute('aria-label') || document.activeElement?.labels?.[0]?.textContent || document.activeElement?.textContent"  # noqa: E501
    for _ in range(limit):
        if name in (page.evaluate(script) or ""):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to «{name}» by Tab")


def test_a_route_is_built_by_keyboard_and_found_again(server, browser):
    home = write(server.folder("keys"))
    with opened(browser, server.url(home, "route/route.ipynb")) as page:
        task = form(page, "q_route")
        task.get_by_label("Задача", exact=True).first.focus()
        page.keyboard.type("Повысить компетентность в оценивании")
        tab_to(page, "Ответы оценивает только учитель")
        page.keyboard.press("Space")
        live = task.locator(".mf-live")
        expect(live).to_contain_text("глагол «повысить» неконкретен", timeout=15_000)
        expect(live).to_contain_text("Можно начать так: «Применить оценивание на ___ уроках")
        shoot(page, "vague")
        task.get_by_label("Задача", exact=True).first.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("Провести взаимооценку ответов по критериям в 6 классе")
        tab_to(page, "Критерий")
        page.keyboard.type("на 4 уроках из 5, по листу наблюдения")
        tab_to(page, "Срок")
        page.locator(":focus").fill("2026-11-20")  # the order of day and month follows the system
        expect(live).not_to_contain_text("неконкретен", timeout=15_000)
        for button, words in (
            ("Добавить мероприятие", "Посещение урока наставника и разбор"),
            ("Добавить перенос", "ученики оценивают ответ соседа по критериям"),
            ("Добавить доказательство", "лист наблюдения и видео взаимооценки"),
            ("Добавить встречу", "Что изменилось на уроке"),
        ):
            tab_to(page, button)
            page.keyboard.press("Enter")
            page.keyboard.type(words)
            tab_to(page, "Срок" if button == "Добавить мероприятие" else "Когда")
            page.locator(":focus").fill("2026-11-16")
        saved(page, "q_route")
        page.wait_for_timeout(800)
        saved(page, "q_route")
        answer = stored(home)
        assert answer["tasks"][0]["deficits"] == ["d1"] and answer["tasks"][0]["due"] == "2026-11-20"
        assert [answer[name][0]["tasks"] for name in ("activities", "transfers", "evidence")] == [["t1"]] * 3
        assert answer["reflections"][0]["due"] == "2026-11-16"
        shoot(page, "desktop")
        page.reload()
        ready(page)
        expect(task.get_by_label("Задача", exact=True).first).to_have_value(
            "Провести взаимооценку ответов по критериям в 6 классе"
        )
        boxes = task.get_by_role("group", name="Перенос 1 из 1").get_by_role("checkbox")
        expect(boxes.first).to_be_checked()
        assert stored(home) == answer


def test_rows_are_moved_and_deleted_and_links_follow(server, browser):
    home = write(server.folder("rows"))
    with opened(browser, server.url(home, "route/route.ipynb")) as page:
        task = form(page, "q_route")
        task.get_by_label("Задача", exact=True).first.fill("Первая задача")
        task.get_by_role("button", name="Добавить задачу").click()
        page.keyboard.type("Вторая задача")
        task.get_by_role("button", name="Добавить перенос").click()
        page.keyboard.type("приём на уроке")
        use = task.get_by_role("group", name="Перенос 1 из 1")
        use.get_by_label("2. Вторая задача").check()
        task.get_by_role("button", name="Выше: задача").nth(1).press("Enter")
        expect(use.get_by_label("1. Вторая задача")).to_be_checked()
        page.on("dialog", lambda dialog: dialog.accept())
        task.get_by_role("button", name="Удалить: задача").nth(1).press("Enter")
        expect(use.get_by_role("checkbox")).to_have_count(1)
        saved(page, "q_route")
        page.wait_for_timeout(500)
        answer = stored(home)
        assert [row["wording"] for row in answer["tasks"]] == ["Вторая задача"]
        assert answer["transfers"][0]["tasks"] == [answer["tasks"][0]["id"]]
        with page.expect_download() as waiting:
            task.get_by_role("button", name="Скачать маршрут (.docx)").click()
        assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"


def test_tasks_are_dragged_with_a_mouse(server, browser):
    home = write(server.folder("drag"))
    with opened(browser, server.url(home, "route/route.ipynb")) as page:
        task = form(page, "q_route")
        task.get_by_label("Задача", exact=True).first.fill("Первая")
        task.get_by_role("button", name="Добавить задачу").click()
        page.keyboard.type("Вторая")
        # Findings that come while one drags would move the rows.
        expect(task.locator(".mf-live")).to_contain_text("Вторая", timeout=15_000)
        task.locator(".mf-grip").nth(1).drag_to(task.get_by_role("group", name="Задача 1 из 2").locator("legend").first)
        expect(task.get_by_label("Задача", exact=True).first).to_have_value("Вторая")


def test_a_phone_needs_no_sideways_scrolling_and_sees_the_findings(server, browser):
    home = write(server.folder("phone"), own_deficits=True)
    options = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    with opened(browser, server.url(home, "route/route.ipynb"), **options) as page:
        task = form(page, "q_route")
        task.get_by_label("Задача", exact=True).first.fill("Изучить литературу по теме")
        for button in ("Добавить дефицит", "Добавить мероприятие", "Добавить перенос", "Добавить доказательство"):
            task.get_by_role("button", name=button).tap()
            page.keyboard.type("Длинное описание того, что делает педагог на своём уроке вместе с наставником")
        expect(task.locator(".mf-live")).to_contain_text("неконкретен", timeout=15_000)
        wide = page.evaluate("""() => [document.documentElement.scrollWidth,
            ...[...document.querySelectorAll('.mf, .mf *')].map((node) => node.getBoundingClientRect().right)]""")
        assert wide[0] <= 360 and max(wide[1:]) <= 361
        small = page.evaluate("""() => [...document.querySelectorAll('.mf button, .mf .mf-chip')]
            .filter((node) => node.offsetParent && node.getBoundingClientRect().height < 32)
            .map((node) => node.outerHTML)""")
        assert small == []
        shoot(page, "phone")


def test_the_designer_works_in_a_page_from_disk_without_findings(browser, tmp_path):
    question = prepare(KIND.samples()[0].question, "u07")
    given = {"mode": "graded", "storage": "file", "revision": 0, "missing": [], "notes": [], "locked": False}
    data = json.dumps({"question": question, "state": given, "source": module_source("route")})
    path = tmp_path / "page.html"
    path.write_text(PAGE % (style_source(), data.replace("</", "<\\/")), encoding="utf-8")
    with opened(browser, path.as_uri()) as page:
        section = page.locator(".mf")
        section.get_by_label("Задача", exact=True).first.fill("Провести <b>урок</b>")
        expect(section.locator(".mf-state")).to_contain_text("Сохранено в", timeout=5_000)
        assert page.evaluate("globalThis.last.answer.tasks[0].wording") == "Провести <b>урок</b>"
        expect(section.locator(".mf-live")).to_be_hidden()
