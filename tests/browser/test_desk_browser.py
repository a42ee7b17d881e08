"""The grading desk in real Chromium: from the queue by keyboard to the gradebook; a page of the instructor's Lab."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from journey import ENGLISH, opened
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from judged import open_course
from lesson import copy_of

from autograder.marks import read_marks

TASK = "/desk/task/practicum_1/t1?queue="


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    return open_course(tmp_path_factory.mktemp("desk") / "origin")


@pytest.fixture(scope="module")
def place(origin, tmp_path_factory):
    return copy_of(origin, tmp_path_factory.mktemp("desk") / "course")


def environment(place) -> dict[str, str]:
    env = {**os.environ, "MENTORING_ROOT": str(place.root), "PYTHONUNBUFFERED": "1"}
    env.pop("MENTORING_WORKSPACE", None)
    return env


@contextmanager
def desk(place, who: str):
    """`mentoring desk` as a person starts it; gives the address it tells."""
    command = [sys.executable, "-m", "mentoring_cli.main", "desk", "--grader", who, "--port", "0"]
    process = subprocess.Popen(command, env=environment(place), stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().split(": ", 1)[1].strip()
    finally:
        process.terminate()
        process.wait(20)


def marks(place):
    return {code: found.tasks["t1"] for (_, code), found in read_marks(place.db_url).items()}


def test_two_graders_and_a_third_by_keyboard(browser, place):
    with desk(place, "Анна") as address, opened(browser, address) as page:
        assert "token" not in page.url
        assert not ENGLISH.search(page.inner_text("body"))
        page.get_by_role("link", name="Ждут проверки: 3").click()
        expect(page.locator(".card")).to_be_visible()
        assert not ENGLISH.search(page.inner_text("body"))
        assert "u0" not in page.content().replace("u00", "")
        seen = set()
        for left in (2, 1, 0):
            card = page.locator(".card")
            shown = card.get_attribute("data-id")
            seen.add(shown)
            page.keyboard.press("3")
            page.keyboard.press("2")
            expect(page.locator("#points")).to_have_value("8")
            page.keyboard.press("KeyJ")
            expect(page.locator(".view")).to_contain_text("Образец: приказ переиздать.")
            page.keyboard.press("KeyR")
            page.keyboard.type("Назовите срок.")
            page.keyboard.press("Control+Enter")
            expect(page.locator('[data-count="first"]')).to_have_text(str(left))
            expect(page.locator(f'.card[data-id="{shown}"]')).to_have_count(0)
        assert len(seen) == 3
        expect(page.locator("#empty")).to_be_visible()
    assert {code: mark.manual for code, mark in marks(place).items() if mark.manual is not None} == dict.fromkeys(
        ("u01", "u02", "u03"), 8
    )
    assert marks(place)["u01"].comment == "Назовите срок." and not marks(place)["u01"].needs_manual

    with desk(place, "Борис") as address, opened(browser, address) as page:
        page.goto(address.split("/desk")[0] + TASK + "second")
        assert page.locator(".card input:checked").count() == 0 and page.locator(".other").count() == 0
        page.keyboard.press("1")
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        expect(page.locator('[data-count="second"]')).to_have_text("2")
    assert sum(mark.needs_manual for mark in marks(place).values()) == 1

    with desk(place, "Вера") as address, opened(browser, address) as page:
        page.goto(address.split("/desk")[0] + TASK + "third")
        expect(page.locator(".other.whole")).to_have_count(2)
        page.locator("#points").fill("4,5")
        page.keyboard.press("Enter")
        expect(page.locator("#empty")).to_be_visible()
    assert not any(mark.needs_manual for mark in marks(place).values())
    assert sorted(mark.manual for mark in marks(place).values() if mark.manual is not None) == [4.5, 8, 8]


def test_two_graders_at_once_read_different_answers(browser, origin, tmp_path):
    place = copy_of(origin, tmp_path / "course")
    with desk(place, "Зоя") as one, desk(place, "Яков") as other:
        first, second = (address.split("/desk")[0] + TASK + "first" for address in (one, other))
        with opened(browser, one) as left, opened(browser, other) as right:
            seen = []
            left.goto(first)
            right.goto(second)
            while (cards := [page.locator(".card") for page in (left, right)]) and any(card.count() for card in cards):
                for page, card in zip((left, right), cards, strict=True):
                    if not card.count():
                        continue
                    id = card.get_attribute("data-id")
                    assert id not in seen
                    seen.append(id)
                    page.keyboard.press("3")
                    page.keyboard.press("3")
                    page.keyboard.press("Enter")
                    expect(page.locator(f'.card[data-id="{id}"]')).to_have_count(0)
            assert len(seen) == 3, "all answers were marked, none of them twice"
            for page in (left, right):
                expect(page.locator("#empty")).to_be_visible()
    assert not any(mark.needs_manual for mark in marks(place).values())


def test_the_desk_and_the_formgrader_of_the_lab_show_one_mark(browser, place, monkeypatch):
    monkeypatch.setenv("MENTORING_ROOT", str(place.root))
    monkeypatch.delenv("MENTORING_WORKSPACE", raising=False)
    monkeypatch.setenv("MENTORING_GRADER", "Галина")
    from mentoring_cli import serve

    port = serve.free_port(0)
    base = f"http://127.0.0.1:{port}"
    log = (place.workspace / "lab.log").open("w")
    command, env = serve.lab_command(place.root, port, asks=True), serve.knowing(serve.environment(), "lab-token")
    process = subprocess.Popen(command, env=env, cwd=place.root, stdout=log, stderr=log)
    try:
        assert serve.wait_until_ready(base, process), (place.workspace / "lab.log").read_text()
        with opened(browser, f"{base}/lab?token=lab-token") as page:  # the launcher opens it
            card = page.locator(".jp-LauncherCard", has_text="Рабочее место проверяющего")
            card.wait_for(timeout=90_000)
            expect(page.locator(".jp-Launcher-sectionTitle", has_text="Наставничество")).to_be_visible()
            with page.context.expect_page() as window:
                card.click()
            expect(window.value.locator("body")).to_contain_text("Галина", timeout=30_000)
        with opened(browser, f"{base}/desk?token=lab-token") as page:
            expect(page.locator("body")).to_contain_text("Галина")
            page.goto(f"{base}/desk/list/practicum_1/t1")
            page.get_by_role("link", name="№ 1", exact=True).click()
            id = page.locator(".card").get_attribute("data-id")
            page.keyboard.press("3")
            page.keyboard.press("3")
            page.locator("#comment").fill("Из лаборатории.")
            with page.expect_navigation():
                page.keyboard.press("Control+Enter")

        def formgrader(what):
            address = f"{base}/formgrader/api/{what}s?submission_id={id}"
            request = urllib.request.Request(address, headers={"Authorization": "token lab-token"})
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)

        grade = next(one for one in formgrader("grade") if one["name"] == "t1")
        comment = next(one for one in formgrader("comment") if one["name"] == "t1")
        code = next(code for code, mark in marks(place).items() if mark.manual == grade["manual_score"])
        assert not grade["needs_manual_grade"] and grade["manual_score"] == marks(place)[code].manual
        assert "Из лаборатории." in comment["manual_comment"]

        body = json.dumps({"manual_score": 1, "extra_credit": None}).encode()
        headers = {"Authorization": "token lab-token", "Content-Type": "application/json"}
        put = urllib.request.Request(f"{base}/formgrader/api/grade/{grade['id']}", body, headers, method="PUT")
        urllib.request.urlopen(put, timeout=60).close()
        with opened(browser, f"{base}/desk/list/practicum_1/t1?token=lab-token") as page:
            row = page.locator("tr", has=page.locator(f'a[href*="{id}"]'))
            expect(row).to_contain_text("балл из formgrader")
            expect(row.locator("td").nth(1)).to_have_text("1")
        for path in ("/desk", "/desk/api/next?assignment=practicum_1&task=t1&queue=first"):
            with opened(browser, base + path) as page:  # without the token: Jupyter's own door
                assert "Вывод" not in page.content()
    finally:
        process.terminate()
        process.wait(30)


def test_a_participants_server_has_no_desk():
    from mentoring_cli import serve

    for env, there in ((serve.participant_environment("guest"), False), (serve.environment(), True)):
        folders = env["JUPYTER_CONFIG_PATH"].split(os.pathsep)
        found = [one for one in folders if (Path(one) / "jupyter_server_config.d" / "desk.json").is_file()]
        assert bool(found) is there
