"""The tools in real Voilà and Chromium: samples, one's own file, a broken one."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from functools import partial

import pytest
from journey import Place, lab_page, look, opened, served
from playwright.sync_api import Page, expect

from mentoring.course.tool_documents import form_files, sample_order
from mentoring.course.tool_samples import sample_mentees, sample_mentors, sample_route
from mentoring.route import from_docx, to_docx

PLAN = "Этап;Мероприятие;Срок;Ответственный\n1;Приказ о закреплении пар;сентябрь2022;все\n1;Опрос педагогов;;куратор\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    return Place.with_released(tmp_path_factory.mktemp("ws"))


@pytest.fixture(scope="module")
def address(place):
    from mentoring_cli import serve

    with served(place, "u-tools", partial(serve.voila_command, preheat=False)) as found:
        yield found


def upload(page: Page, number: int, name: str, content: bytes) -> None:
    """What a person does: presses the button and picks a file."""
    with page.expect_file_chooser() as chooser:
        page.locator("button.mk-choose, .mk-choose button").nth(number).click()
    chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def result(page: Page):
    return page.locator(".mk-explore").first


def bank(rows) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def downloaded(page: Page, label: str) -> bytes:
    with page.expect_download() as download:
        result(page).get_by_role("link", name=label).click()
    return download.value.path().read_bytes()


def refuses(page: Page, name: str) -> None:
    upload(page, 0, name, b"PK\x03\x04 <script>alert(1)</script>")
    warning = result(page).locator(".mk-warn")
    expect(warning.first).to_contain_text(re.compile("не\\sчитается|не\\sоткрывается"), timeout=20_000)
    told = warning.first.inner_text()
    assert told.endswith(".") and re.search("не читается|не открывается", told.replace("\u00a0", " ")), told
    assert "Traceback" not in page.locator("body").inner_text()


def test_a_roadmap_of_ones_own_gets_findings_and_a_mended_document(address, browser):
    with opened(browser, f"{address}/voila/render/tool_roadmap.ipynb") as page:
        expect(page.get_by_text("Замечания к школьной карте").first).to_be_visible(timeout=90_000)
        expect(page.get_by_text(re.compile("DK-02")).first).to_be_visible()
        upload(page, 0, "моя карта.csv", PLAN.encode())
        expect(result(page)).to_contain_text("DK-02", timeout=30_000)
        assert downloaded(page, "Исправленная карта (.docx)").startswith(b"PK")
        look(page, "tool_roadmap", 360)
        refuses(page, "битый.docx")


def test_a_route_of_ones_own_gets_findings_pictures_and_a_document(address, browser):
    with opened(browser, f"{address}/voila/render/tool_route.ipynb") as page:
        expect(page.get_by_text("Замечания к маршруту").first).to_be_visible(timeout=90_000)
        upload(page, 0, "маршрут.docx", to_docx(sample_route()))
        expect(result(page)).to_contain_text("IOM-04", timeout=30_000)
        expect(result(page).locator("img")).to_have_count(2)
        assert downloaded(page, "Документ по образцу (.docx)").startswith(b"PK")
        look(page, "tool_route", 360)
        refuses(page, "битый.docx")


def test_two_banks_of_ones_own_become_pairs_and_an_order(address, browser):
    with opened(browser, f"{address}/voila/render/tool_pairs.ipynb") as page:
        expect(page.get_by_text("вымышленные банки").first).to_be_visible(timeout=90_000)
        upload(page, 0, "наставники.csv", bank(sample_mentors()))
        expect(result(page)).to_contain_text("выберите банк наставляемых", timeout=20_000)
        upload(page, 1, "наставляемые.csv", bank(sample_mentees()))
        expect(result(page)).to_contain_text("Почему вместе", timeout=30_000)
        expect(result(page)).to_contain_text("У-6")
        page.get_by_placeholder("для шапки приказа").fill("Школа № 00")
        page.get_by_placeholder("для шапки приказа").press("Enter")
        expect(result(page)).to_contain_text("Почему вместе", timeout=30_000)
        assert downloaded(page, "Проект приказа (.docx)").startswith(b"PK")
        look(page, "tool_pairs", 360)
        refuses(page, "битый.xlsx")


def test_a_document_of_ones_own_is_audited_and_comes_back_with_codes(address, browser):
    with opened(browser, f"{address}/voila/render/tool_audit.ipynb") as page:
        expect(page.get_by_text("Замечания к приказу").first).to_be_visible(timeout=90_000)
        upload(page, 0, "приказ.docx", sample_order().content)
        expect(result(page)).to_contain_text("PRP-05", timeout=60_000)
        expect(result(page)).to_contain_text("Похоже на сведения о людях")
        assert downloaded(page, "Отчёт (.docx)").startswith(b"PK")
        with zipfile.ZipFile(io.BytesIO(downloaded(page, "Тот же документ"))) as archive:
            assert "Лозовицк" not in archive.read("word/document.xml").decode()
        look(page, "tool_audit", 360)
        refuses(page, "битый.docx")


def test_a_filled_form_becomes_the_documents_of_a_school(address, browser):
    with opened(browser, f"{address}/voila/render/tool_drafts.ipynb") as page:
        expect(page.get_by_text("Рабочие бумаги").first).to_be_visible(timeout=90_000)
        upload(page, 0, "форма.xlsx", form_files()[1].content)
        expect(result(page)).to_contain_text("Аудит нарушений не нашёл", timeout=90_000)
        with zipfile.ZipFile(io.BytesIO(downloaded(page, "Весь комплект документов (.zip)"))) as archive:
            assert len(archive.namelist()) == 18
        look(page, "tool_drafts", 360)
        refuses(page, "битый.xlsx")


def test_a_file_too_big_for_the_page_is_refused_before_it_is_sent_and_the_next_one_is_read(address, browser):
    with opened(browser, f"{address}/voila/render/tool_route.ipynb") as page:
        expect(page.get_by_text("Замечания к маршруту").first).to_be_visible(timeout=90_000)
        with page.expect_file_chooser() as chooser:
            page.locator("button.mk-choose, .mk-choose button").first.click()
        chooser.value.set_files({"name": "альбом.docx", "mimeType": "a/b", "buffer": b"0" * 49_000_000})
        told = page.locator(".mk-choose .mk-warn").first
        expect(told).to_have_text("Файл «альбом.docx» больше 8 МБ: уберите из него картинки и вложения.")
        upload(page, 0, "маршрут.docx", to_docx(sample_route()))
        expect(result(page)).to_contain_text("IOM-04", timeout=30_000)
        expect(told).to_be_hidden()


def own(page: Page):
    """The result under the form of one's own work."""
    return page.locator(".mk-explore").nth(1)


def test_a_roadmap_is_opened_in_the_form_mended_and_taken_away(address, browser):
    with opened(browser, f"{address}/voila/render/tool_roadmap.ipynb") as page:
        card = page.locator('[data-task="own-roadmap"]')
        card.get_by_label("Мероприятие").first.wait_for(timeout=90_000)
        upload(page, 1, "моя карта.csv", PLAN.encode())
        expect(card.get_by_label("Мероприятие").nth(1)).to_have_value("Опрос педагогов", timeout=20_000)
        card.get_by_label("Срок").nth(1).fill("октябрь 2026")
        card.get_by_role("button", name="Проверить карту").press("Enter")
        expect(own(page)).to_contain_text("DK-02", timeout=30_000)
        with page.expect_download() as waiting:
            card.get_by_role("button", name="Скачать карту (.docx)").click()
        assert waiting.value.path().read_bytes().startswith(b"PK")
        upload(page, 1, "битый.docx", b"PK broken")
        expect(own(page).locator(".mk-warn")).to_be_visible(timeout=20_000)


def test_a_route_comes_from_word_into_the_designer_and_back(address, browser):
    with opened(browser, f"{address}/voila/render/tool_route.ipynb") as page:
        card = page.locator('[data-task="own-route"]')
        card.get_by_label("Задача", exact=True).first.wait_for(timeout=90_000)
        upload(page, 1, "маршрут.docx", to_docx(sample_route()))
        first = card.get_by_label("Задача", exact=True).first
        expect(first).to_have_value(re.compile("три лабораторные работы"), timeout=20_000)
        expect(own(page)).to_contain_text("записаны словами")  # «ноябрь 2026» is no day
        expect(card.locator(".mf-live")).to_contain_text("неконкрет", timeout=20_000)
        card.get_by_role("button", name="Показать картинку и сроки").press("Enter")
        expect(own(page).locator("img")).to_have_count(2, timeout=30_000)
        with page.expect_download() as waiting:
            card.get_by_role("button", name="Скачать маршрут (.docx)").click()
        back = from_docx(waiting.value.path().read_bytes())
        assert back.tasks[0].due == "27.11.2026" and back.position == sample_route().position
        look(page, "bench_route", 360)


def test_banks_are_typed_in_and_become_pairs_groups_and_an_order(address, browser):
    with opened(browser, f"{address}/voila/render/tool_pairs.ipynb") as page:
        card = page.locator('[data-task="own-banks"]')
        mentors = card.get_by_role("group", name="Банк наставников")
        mentors.get_by_label("Код").wait_for(timeout=90_000)
        card.get_by_role("button", name="Подобрать пары").press("Enter")
        expect(own(page).locator(".mk-warn")).to_contain_text("хотя бы одного", timeout=20_000)
        for label, value in (("Код", "Н-1"), ("Должность", "учитель физики"), ("Помогает с", "опыты"),
                             ("Требования", "1; 4; 8; 9; 10; 11; 13; 14"), ("Нагрузка", "4")):  # fmt: skip
            mentors.get_by_label(label, exact=True).first.fill(value)
        mentors.get_by_label("Вид").select_option(label="Групповое наставничество")
        mentees = card.get_by_role("group", name="Банк наставляемых")
        mentees.get_by_role("button", name="Добавить: наставляемый").press("Enter")
        for place in range(2):
            for label, value in (("Код", f"У-{place + 1}"), ("Должность", "учитель"), ("Дефициты", "опыты")):
                mentees.get_by_label(label, exact=True).nth(place).fill(value)
        card.get_by_role("button", name="Подобрать пары").press("Enter")
        expect(own(page)).to_contain_text("Почему вместе", timeout=30_000)
        expect(own(page)).to_contain_text("Группы")
        expect(own(page)).to_contain_text("До приказа получить")
        mentors.get_by_label("Нагрузка").fill("много")
        card.get_by_role("button", name="Подобрать пары").press("Enter")
        expect(own(page).locator(".mk-warn")).to_contain_text("трока", timeout=20_000)
        look(page, "bench_pairs", 360)


UPLOADS = {
    "roadmap": ([("моя карта.csv", PLAN.encode())], "DK-02"),
    "route": ([("маршрут.docx", to_docx(sample_route()))], "IOM-04"),
    "pairs": ([("m.csv", bank(sample_mentors())), ("e.csv", bank(sample_mentees()))], "Почему вместе"),
    "audit": ([("приказ.docx", sample_order().content)], "PRP-05"),
    "drafts": ([("форма.xlsx", form_files()[1].content)], "Аудит нарушений не нашёл"),
}


@pytest.fixture(scope="module")
def lab(place):
    from mentoring_cli import serve

    with served(place, "u-lab", serve.lab_command) as found:
        yield lab_page(found).rpartition("/tree/")[0]


@pytest.mark.parametrize("name", list(UPLOADS))
def test_a_tool_works_in_jupyterlab(lab, browser, name):
    files, expected = UPLOADS[name]
    with opened(browser, f"{lab}/tree/tool_{name}.ipynb?reset") as page:
        page.locator(".jp-Notebook").first.wait_for(timeout=60_000)
        page.wait_for_timeout(1500)
        page.locator(".lm-MenuBar-item", has_text=re.compile("^(Выполнить|Запуск|Run)")).click()
        page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
        page.locator("button.mk-choose, .mk-choose button").first.wait_for(timeout=90_000)
        for number, (title, content) in enumerate(files):
            upload(page, number, title, content)
        expect(result(page)).to_contain_text(expected, timeout=120_000)  # after the cells below it
