"""Faults on the participant's side in a real browser: the server dies, the browser is closed. Nothing typed is lost."""

import os
import signal

import gallery
from journey import CHROMIUM, FLAGS, form
from playwright.sync_api import expect
from voila_forms import Server, answers, opened, ready, saved, state


def test_a_killed_server_is_told_and_the_answer_comes_when_it_is_back(browser, tmp_path):
    server = Server(tmp_path)
    port = server.port
    home = gallery.write(tmp_path / "home", kinds=("essay",))
    again = None
    try:
        with opened(browser, server.url(home)) as page:
            page.allowed = True  # a dead connection is an error in the console
            area = form(page, "q_essay").locator("textarea")
            area.type("Начало. ")
            saved(page, "q_essay")
            for kernel in server.kernels():
                os.kill(kernel, signal.SIGKILL)
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(20)
            area.type("Продолжение без сервера.")
            expect(state(page, "q_essay")).to_contain_text("Не сохранено", timeout=20_000)
            expect(state(page, "q_essay")).to_contain_text("хранится в этом браузере")
            assert answers(home)["answers"]["q_essay"]["answer"]["text"] == "Начало. "
            again = Server(tmp_path, port)
            page.reload()
            ready(page)
            saved(page, "q_essay")
            expect(area).to_have_value("Начало. Продолжение без сервера.")
        assert answers(home)["answers"]["q_essay"]["answer"]["text"].endswith("без сервера.")
    finally:
        for one in (server, again):
            if one is not None and one.process.poll() is None:
                one.process.terminate()
                one.process.wait(20)


def test_a_browser_that_is_closed_while_typing_keeps_every_word(browser, tmp_path):
    """The window goes at once after the last letter; the same browser, opened again, has the whole text."""
    root = tmp_path / "root"
    root.mkdir()
    server = Server(root)
    home = gallery.write(root / "home", kinds=("essay",))
    text = "Слова, после которых окно закрыли сразу."
    try:
        for turn in ("typed", "found"):
            context = browser.browser_type.launch_persistent_context(
                tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS, locale="ru-RU"
            )
            page = context.new_page()
            page.goto(server.url(home))
            ready(page)
            area = form(page, "q_essay").locator("textarea")
            if turn == "typed":
                area.type(text)
            else:
                expect(area).to_have_value(text, timeout=15_000)
                saved(page, "q_essay")
            context.close()
        assert answers(home)["answers"]["q_essay"]["answer"]["text"] == text
    finally:
        server.process.terminate()
        server.process.wait(20)
