"""The form of a document task in real Voilà: a file is uploaded, audited, cleared of names, kept and handed in."""

from __future__ import annotations

import io
import json
import zipfile

import gallery
import pytest
from journey import form
from playwright.sync_api import expect
from voila_forms import answers, opened, ready, saved, shoot

from autograder import sandbox
from mentoring.course.tool_documents import sample_order

if not sandbox.available():
    pytest.skip(sandbox.missing(), allow_module_level=True)

QUESTION = """DocumentQuestion(id="q_document", title="Приказ о закреплении пар", points=10, as_of="2026-11-21",
    wanted=("pairing_order",), text="Составьте приказ по условию и загрузите его.", max_files=2,
    criteria=asked("PRP-02", "PRP-05", "PRP-06", "PRP-08", evidence=("PRP-05",)))"""


def test_a_document_is_uploaded_checked_cleared_of_names_and_handed_in(server, browser, monkeypatch):
    monkeypatch.setitem(gallery.QUESTIONS, "document", QUESTION)
    home = gallery.write(server.folder("document"), kinds=("document",))
    with opened(browser, server.url(home)) as page:
        ready(page)
        task = form(page, "q_document")
        chosen = {"name": "заметка.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
        task.locator("input[type=file]").set_input_files(chosen)
        expect(task).to_contain_text("не подходит", timeout=20_000)
        order = {"name": "приказ.docx", "mimeType": "application/octet-stream", "buffer": sample_order().content}
        task.locator("input[type=file]").set_input_files(order)
        expect(task.locator(".mf-audit")).to_contain_text("PRP-05", timeout=60_000)
        expect(task.locator(".mf-audit")).to_contain_text("Похоже на сведения о людях")
        shoot(page, "document")
        task.get_by_role("button", name="Заменить кодами").click()
        expect(task).to_contain_text("Код-Альфа", timeout=60_000)
        expect(task.locator(".mf-audit")).not_to_contain_text("Похоже на сведения о людях", timeout=60_000)
        task.locator("textarea").fill("О закреплении наставнических пар на 2026/27 учебный год")
        saved(page, "q_document")
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_timeout(300)
        shoot(page, "document_phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Сдать работу").click()
        confirm = page.get_by_role("button", name="Да, сдать")
        if confirm.count():
            confirm.click()
        expect(page.get_by_text("передана преподавателю").first).to_be_visible(timeout=20_000)
    kept = answers(home)["answers"]["q_document"]["answer"]["files"][0]
    taken = server.root / "inbox" / "gallery" / "u07" / "1"
    assert json.loads((taken / "answers.json").read_text(encoding="utf-8"))["handed_in"]
    with zipfile.ZipFile(io.BytesIO((taken / kept["file"]).read_bytes())) as archive:
        assert "Лозовицк" not in archive.read("word/document.xml").decode()
