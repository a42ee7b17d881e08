"""The whole way of one participant: opens the course, answers practicum №1, hands in; the expected grade comes back.

Real Voilà with the kit's configuration, real JupyterLab, real Chromium, the real command line and gradebook.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("MENTORING_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--lang=ru"]
TEXT = "Слабое место — согласия. Ёжик съел щавель: «кавычки», тире — и № 5."
PRACTICUM = "practicum_1/practicum_1.ipynb"
ENGLISH = re.compile(r"\b(?:the|error|loading|traceback|undefined|null|NaN|click|save|submit)\b", re.IGNORECASE)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium on this machine"),
]


@dataclass
class Place:
    """A workspace of its own with practicum №1 released."""

    workspace: Path
    env: dict[str, str]

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "mentoring_cli.main", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, capture_output=True, text=True, encoding="utf-8", timeout=300
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout

    def home(self, code: str) -> Path:
        self.run("home", code)
        return self.workspace / "participants" / code

    def answers(self, code: str) -> dict:
        path = self.workspace / "participants" / code / "practicum_1" / "answers.json"
        return json.loads(path.read_text(encoding="utf-8"))["answers"]

    def grades(self, code: str) -> dict[str, tuple[float | None, int]]:
        """Cell → (automatic score, needs manual grade)."""
        with sqlite3.connect(self.workspace / "gradebook.db") as database:
            rows = database.execute(
                "select b.name, g.auto_score, g.needs_manual_grade from grade g join base_cell b on b.id = g.cell_id "
                "join submitted_notebook n on n.id = g.notebook_id "
                "join submitted_assignment s on s.id = n.assignment_id where s.student_id = ?",
                (code,),
            ).fetchall()
        return {name: (score, manual) for name, score, manual in rows}


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    workspace = tmp_path_factory.mktemp("ws")
    env = {**os.environ, "MENTORING_ROOT": str(ROOT), "MENTORING_WORKSPACE": str(workspace)}
    made = Place(workspace, env)
    made.run("release", "practicum_1")
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@contextmanager
def served(place: Place, code: str, command: Callable[[Path, int], list[str]]) -> Iterator[str]:
    """A server over the participant's home; gives its address."""
    old = {name: os.environ.get(name) for name in ("MENTORING_ROOT", "MENTORING_WORKSPACE")}
    os.environ.update({name: place.env[name] for name in old})
    try:
        from mentoring_cli import serve

        home, port = place.home(code), serve.free_port(0)
        log = (place.workspace / f"server-{code}.log").open("w")
        env = serve.participant_environment(code)
        process = subprocess.Popen(command(home, port), env=env, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            assert serve.wait_until_ready(address, process), (place.workspace / f"server-{code}.log").read_text()
            yield address
        finally:
            process.terminate()
            process.wait(20)
    finally:
        for name, value in old.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def opened(browser, address: str) -> Iterator[Page]:
    """A page that asks nothing of another host and meets no script error."""
    context = browser.new_context(locale="ru-RU", viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    strange: list[str] = []
    page.on("request", lambda request: is_foreign(request.url) and strange.append(request.url))
    page.on("pageerror", lambda error: strange.append(f"script error: {error}"))
    page.goto(address)
    yield page
    assert strange == []
    context.close()


def is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))


def form(page: Page, task: str):
    return page.locator(f'[data-task="{task}"]')


def wait_saved(page: Page, task: str) -> None:
    expect(form(page, task).locator(".mf-state")).to_contain_text("Сохранено в", timeout=20_000)


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


def lab_page(address: str) -> str:
    return f"{address}/lab/tree/{PRACTICUM}"


def run_all(page: Page) -> None:
    """What the participant does in JupyterLab: menu «Выполнить» → all cells."""
    page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    page.locator(".lm-MenuBar-item", has_text=re.compile("^(Выполнить|Запуск|Run)")).click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    form(page, "b2").locator("textarea").first.wait_for(timeout=90_000)
    form(page, "c3").locator("input").first.wait_for(timeout=60_000)
