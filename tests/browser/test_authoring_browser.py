"""A task made by hand in JupyterLab with nbgrader's panel «Create Assignment»: released, answered on a page, graded."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from autograder import cells
from mentoring_cli import serve
from mentoring_cli.guide_pictures import course_copy, environment_of, lab, runner

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "add.md"
PATIENCE = 90_000  # ms: a busy machine


def words_of_the_guide() -> list[str]:
    """What «Как добавить…» tells to type into the two cells."""
    part = GUIDE.read_text(encoding="utf-8").partition("Create Assignment")[2]
    return [found.strip() for found in re.findall(r"```python\n(.*?)```", part, flags=re.S)[:2]]


def add_cell(page: Page, after: int, source: str) -> None:
    """Insert a cell under cell number `after` and type into it, with the keys everybody uses."""
    page.locator(".jp-Notebook .jp-Cell .jp-InputPrompt").nth(after).click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(source)
    page.keyboard.press("Escape")


def mark(page: Page, at: int, kind: str, id: str, points: int | None = None) -> None:
    """The panel's row of cell number `at`: its type, id and points, as a person fills them in."""
    row = page.locator(".nbgrader-CellWidget").nth(at)
    row.locator("select").select_option(label=kind)
    row.locator(".nbgrader-CellId input").fill(id)
    row.locator(".nbgrader-CellId input").press("Tab")
    if points is not None:
        row.locator(".nbgrader-CellPoints input").fill(str(points))
        row.locator(".nbgrader-CellPoints input").press("Tab")


@pytest.fixture
def root(tmp_path):
    with course_copy(tmp_path) as made:
        yield made


def test_a_task_clicked_together_in_jupyterlab_is_released_answered_and_graded(browser: Browser, root):
    run, book = runner(root), root / "assignments" / "practicum_6" / "practicum_6.ipynb"
    run("new", "practicum", "practicum_6")
    key, question = words_of_the_guide()
    assert key.startswith("### BEGIN SOLUTION") and 'id="q2"' in question
    env = serve.environment() | environment_of(root)
    with lab(browser, root, env, "lab/tree/assignments/practicum_6/practicum_6.ipynb?reset") as page:
        page.set_default_timeout(PATIENCE)
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_timeout(2000)
        page.locator(".jp-SideBar.jp-mod-right [data-id*=nbgrader]").first.click()
        rows = page.locator(".nbgrader-CellWidget")
        expect(rows.first).to_be_visible()
        before = rows.count()
        page.locator(".jp-Notebook .jp-CodeCell .jp-Placeholder-content").first.click()  # code is folded: unfold it
        page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Control+Home")
        page.keyboard.insert_text("from mentoring.tasks import NumberQuestion\n")
        add_cell(page, before - 3, key)
        add_cell(page, before - 2, question)
        expect(rows).to_have_count(before + 2)
        mark(page, before - 2, "Autograded answer", "q2-key")
        mark(page, before - 1, "Autograded tests", "q2", 2)
        page.keyboard.press("Control+s")
        page.wait_for_timeout(2000)
    told = [cell for cell in nbformat.read(book, 4).cells if "nbgrader" in cell.metadata]
    marks = {cell.metadata["nbgrader"]["grade_id"]: cell for cell in told}
    assert marks["q2"].metadata["nbgrader"]["points"] == 2 and "BEGIN SOLUTION" in marks["q2-key"].source

    assert "выпущен" in run("release", "practicum_6").lower()
    run("page", "practicum_6", "--output", str(root / "p6.html"))
    context = browser.new_context(locale="ru-RU", accept_downloads=True)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto((root / "p6.html").as_uri())
    page.wait_for_selector(".pg-ready", state="attached")
    page.locator("#task-q2 input").first.fill("40")
    page.locator("#task-q2 select").first.select_option("%")
    page.locator("#code").fill("u07")
    page.wait_for_timeout(600)
    page.locator("#save").click()
    with page.expect_download() as got:
        page.locator("#ask .mf-primary").click()
    (root / "почта").mkdir()
    got.value.save_as(root / "почта" / "ответ.json")
    context.close()

    assert "Принято работ: 1" in run("collect", "practicum_6", "почта")
    run("grade", "practicum_6")
    graded = cells.read(root / "workspace" / "autograded" / "u07" / "practicum_6" / "practicum_6.ipynb")
    assert graded.grades["q2"].score == 2 and graded.grades["q2"].outcome == "scored"
