"""Practicums №3 and №4 in real Voilà: own portraits, a sheet checked live; documents taken, mended, kept."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import partial

import pytest
from journey import Place, form, look, opened, served, wait_saved
from playwright.sync_api import expect

from autograder import sandbox


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    return Place.with_released(tmp_path_factory.mktemp("ws"), "practicum_3", "practicum_4")


@pytest.fixture(scope="module")
def address(place):
    from mentoring_cli import serve

    with served(place, "u-types", partial(serve.voila_command, preheat=False)) as found:
        yield found


def kept(place: Place, name: str) -> dict:
    path = place.workspace / "participants" / "u-types" / name / "answers.json"
    return json.loads(path.read_text(encoding="utf-8"))["answers"]


def test_types_are_chosen_for_ones_own_portraits_and_the_sheet_is_taken_away(place, address, browser):
    with opened(browser, f"{address}/voila/render/practicum_3/practicum_3.ipynb") as page:
        portrait = form(page, "v1")
        portrait.get_by_label("Вид, с которого стоит начать").first.wait_for(timeout=90_000)
        portrait.locator("select").first.select_option(label="Реверсивное наставничество")
        portrait.locator("input[type=checkbox]").first.check()
        wait_saved(page, "v1")
        sheet = form(page, "r1")
        sheet.get_by_label("Вид, с которого начать").first.select_option(label="Групповое наставничество")
        sheet.get_by_label("Вид, от которого отказываетесь").first.select_option(label="Групповое наставничество")
        live = sheet.locator(".mf-live")
        expect(live).to_contain_text("один и тот же", timeout=15_000)
        sheet.get_by_label("Вид, от которого отказываетесь").first.select_option(label="Флэш-наставничество")
        expect(live).not_to_contain_text("один и тот же", timeout=15_000)
        wait_saved(page, "r1")
        rubric = form(page, "r2").locator("details").first
        rubric.locator("summary").click()
        expect(rubric).to_contain_text("Например: «")
        look(page, "practicum_3")
        with page.expect_download() as waiting:
            sheet.get_by_role("button", name="Скачать лист рекомендаций (.docx)").press("Enter")
        assert waiting.value.path().read_bytes().startswith(b"PK")
    given = kept(place, "practicum_3")
    assert given["v1"]["answer"]["axes"]["main"]["chosen"] == "reverse"
    assert given["r1"]["answer"]["fields"]["a_out"] == "flash"


@pytest.mark.skipif(not sandbox.available(), reason=sandbox.missing())
def test_documents_are_taken_mended_checked_and_gathered_into_one_archive(place, address, browser):
    with opened(browser, f"{address}/voila/render/practicum_4/practicum_4.ipynb") as page:
        link = page.locator("a.mk-file", has_text="Приказ о закреплении пар")
        link.first.wait_for(timeout=90_000)
        with page.expect_download() as waiting:
            link.first.click()
        content = waiting.value.path().read_bytes()
        assert content.startswith(b"PK")
        task = form(page, "k2")
        mime = "application/octet-stream"
        task.locator("input[type=file]").set_input_files({"name": "приказ.docx", "mimeType": mime, "buffer": content})
        expect(task.locator(".mf-audit")).to_contain_text("PRP-0", timeout=60_000)
        expect(task.locator(".mf-audit")).to_contain_text(re.compile("Нарушено|Частично"))  # by the variant
        wait_saved(page, "k2")
        with page.expect_download() as waiting:
            task.get_by_role("button", name="Скачать исправленное одним архивом").press("Enter")
        assert zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())).namelist() == ["приказ.docx"]
        sheet = form(page, "k5")
        sheet.get_by_label("Что не так и где").first.fill("Нет даты согласия, пункт 1")
        wait_saved(page, "k5")
        look(page, "practicum_4")
        with page.expect_download() as waiting:
            sheet.get_by_role("button", name="Скачать лист аудита (.docx)").press("Enter")
        assert waiting.value.path().read_bytes().startswith(b"PK")
    assert kept(place, "practicum_4")["k2"]["answer"]["files"][0]["name"] == "приказ.docx"
