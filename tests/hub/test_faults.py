"""What breaks under people who work on a live server: nothing is lost, each is told what happened in Russian."""

from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager

import people
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def text_field(work: Page):
    return people.task(work, "b2").locator("textarea").first


def state(work: Page):
    return people.task(work, "b2").locator(".mf-state")


@contextmanager
def taken_away(folder, *options: str):
    """Something else lies over `folder` for a while: a full disk, or the same that can only be read."""
    if options == ("ro",):
        done = subprocess.run(["mount", "--bind", folder, folder], capture_output=True)
        done = done.returncode or subprocess.run(["mount", "-o", "remount,bind,ro", folder]).returncode
    else:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder]).returncode
    if done:
        pytest.skip("mounting is not allowed here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_server_killed_behind_the_hub_costs_no_word(region, chromium):
    """All processes of the account at once, while its owner types; the hub learns of it by itself."""
    account = region.account("u02")
    with people.signed_in(chromium, region, account) as page:
        people.wait_for_map(page)
        work = people.open_work(page)
        people.answer(work, "До сбоя.")
        region.end(account)
        text_field(work).fill("Во время сбоя: ёлки и «кавычки».")
        expect(state(work)).to_contain_text("Не сохранено", timeout=60_000)
        work.reload()
        body = work.locator("body")
        expect(body).to_contain_text(re.compile("Сервер занят|Страница отдыхает|Открываем курс|Проверим"))
        assert not re.search(r"\b(Service Unavailable|Server not running|Launch|Error|Proxy)\b", body.inner_text())
        expect(text_field(work)).to_have_value("Во время сбоя: ёлки и «кавычки».", timeout=180_000)
        expect(state(work)).to_contain_text("Сохранено в", timeout=60_000)
    assert "Во время сбоя: ёлки" in (region.home("u02") / "practicum_1" / "answers.json").read_text(encoding="utf-8")


def test_who_comes_while_the_server_is_closing_gets_the_course_without_a_press(region, chromium):
    """The culler closes an idle server at the very moment its owner comes back; the server is slow to end."""
    account = region.account("u02")
    with people.signed_in(chromium, region, account) as page:
        people.wait_for_map(page)
        subprocess.run(["pkill", "-STOP", "-u", account], check=True)
        try:
            people.leave(page, region, account)
            page.goto(f"{region.address}/hub/spawn")
            expect(page.get_by_role("heading", name="Страница закрывается")).to_be_visible()
        finally:
            region.end(account)
        people.wait_for_map(page)
        people.leave(page, region, account)
        page.goto(f"{region.address}/hub/spawn-pending/{account}")  # what is left in a tab that slept
        people.wait_for_map(page)


def test_a_page_whose_forms_did_not_come_in_time_opens_again(region, chromium):
    """What Voilà leaves on the page when a kernel was too busy to send the forms (seen with thirty people at once)."""
    with people.signed_in(chromium, region, region.account("u02")) as page:
        people.wait_for_map(page)
        work = people.open_work(page)
        work.evaluate("""() => {
            const left = document.createElement("pre");
            left.textContent = "Error displaying widget: model not found";
            document.getElementById("rendered_cells").append(left);
        }""")
        expect(work.get_by_role("alert").filter(has_text="Задания не загрузились")).to_be_visible(timeout=20_000)
        expect(work.get_by_text("Error displaying widget")).to_have_count(0, timeout=60_000)
        text_field(work).wait_for()


def test_the_hubs_database_may_go_and_come_back_while_people_work(region, chromium):
    """Who works goes on; who comes is told to wait; when it is back nothing needs to be restarted."""
    if region.databases.server is None:
        pytest.skip("нет сервера PostgreSQL: apt-get install postgresql")
    with people.signed_in(chromium, region, region.account("u02")) as page:
        people.wait_for_map(page)
        work = people.open_work(page)
        people.answer(work, "База на месте.")
        region.databases.server.stop()
        try:
            people.answer(work, "Базы нет.")
            newcomer = chromium.new_context(locale="ru-RU").new_page()
            newcomer.goto(region.address)
            newcomer.get_by_label("Имя для входа").fill(region.account("u01"))
            newcomer.get_by_label("Пароль").fill(region.password)
            newcomer.get_by_role("button", name="Войти").click()
            alert = newcomer.get_by_role("alert")
            expect(alert).to_contain_text("сервер занят или перезапускается", timeout=60_000)
            expect(alert).to_contain_text("Пароль ни при чём")
            assert "Traceback" not in newcomer.content() and "psycopg" not in newcomer.content()
        finally:
            region.database_back()
        people.answer(work, "База вернулась.")
        work.reload()
        expect(text_field(work)).to_have_value("База вернулась.", timeout=180_000)
        newcomer.context.close()
    assert region.processes[-1].poll() is None, "the hub was not restarted"
    with people.signed_in(chromium, region, region.account("u01")) as page:
        people.wait_for_map(page)


@pytest.mark.parametrize("options", [("ro",), ("size=8k",)], ids=["read only", "disk full"])
def test_a_mailbox_that_takes_nothing_at_hand_in_gets_the_work_later(region, chromium, options):
    """The person is told and given a file; the course map hands the work over when the mailbox is back."""
    code = {"ro": "u04", "size=8k": "u05"}[options[0]]
    box = region.exchange / "mailboxes" / code / "in"
    with people.signed_in(chromium, region, region.account(code)) as page:
        people.wait_for_map(page)
        work = people.open_work(page)
        people.answer(work, f"Сдаёт {code}, а ящик закрыт.")
        with taken_away(box, *options), work.expect_download() as file:
            work.get_by_role("button", name="Сдать работу").click()
            work.get_by_role("button", name="Сдать как есть").click()
            told = people.task(work, "hand_in").locator(".mf-state")
            expect(told).to_contain_text("пока не передана", timeout=60_000)
            expect(told).to_contain_text("Карта курса передаст её сама")
        assert file.value.suggested_filename == f"practicum_1_{code}_1.zip"
        assert not list(box.iterdir())
        page.reload()
        people.wait_for_map(page)
        expect(page.locator("body")).to_contain_text("Передано преподавателю то, что не ушло при сдаче")
    assert f"Сдаёт {code}" in (box / "practicum_1" / code / "1" / "answers.json").read_text(encoding="utf-8")
    assert re.search(r"Принято работ: \d", region.as_grader("collect", "practicum_1"))
    assert (region.workspace / "submitted" / code / "practicum_1" / "answers.json").is_file()
