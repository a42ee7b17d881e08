"""What is read from files: every part of a .docx, other formats, and one clear sentence for what can't be read."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring.documents import DocumentError, Text, read
from mentoring.documents.auditing import audit_file
from mentoring.documents.dates import spans
from mentoring.documents.reading.build import clean
from mentoring.documents.wording import even

DAY = dt.date(2026, 11, 21)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_every_part_of_a_word_document_is_read():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Верхний колонтитул"
    document.sections[0].footer.paragraphs[0].text = "Нижний колонтитул"
    document.add_paragraph("Первый абзац")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Срок", "Ответственный"
    table.cell(1, 0).text = "сентябрь 2026"
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "внутри", "таблицы"
    body = document.element.body
    box = (
        f'<w:p {W}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>Текст надписи</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    changes = (
        f'<w:p {W}><w:del w:id="1" w:author="a"><w:r><w:delText>удалено</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>вставлено</w:t></w:r></w:ins></w:p>'
    )
    for xml in (box, changes):
        body.insert(0, parse_xml(xml))
    text = read(saved(document), "а.docx")
    for part in ("Верхний", "Нижний", "Первый", "внутри", "таблицы", "Текст надписи", "вставлено"):
        assert part in text.plain
    assert "удалено" not in text.plain
    assert text.pending
    assert text.tables[0].rows[0] == ["Срок", "Ответственный"]
    places = {block.text: block.place for block in text.blocks}
    assert places["сентябрь 2026"] == "таблица 1, строка 2"
    assert Text.from_json(json.loads(json.dumps(text.to_json()))) == text


def test_a_text_is_read_in_any_russian_encoding():
    words = "Приказ о закреплении наставнических пар на учебный год, ответственный куратор"
    for code in ("utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16"):
        assert read(words.encode(code), "а.txt").plain == words


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"a" * 50_000_000)
    return buffer.getvalue()


def long_document() -> bytes:
    document = Document()
    for number in range(300):
        document.add_paragraph(f"Страница {number}").add_run().add_break(WD_BREAK.PAGE)
    return saved(document)


def entities() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data, name, word",
    [
        (bomb(), "а.docx", "бомб"),
        (long_document(), "а.docx", "страниц"),
        ("Слово\n".encode() * 40_000, "а.txt", "страниц"),
        (entities(), "а.docx", "сущности"),
        (b"", "а.txt", "пуст"),
        (b"PK\x03\x04 broken", "а.docx", "повреждён"),
        (b"%PDF-1.4 broken", "а.pdf", "повреждён"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "а.docx", "паролем"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "а.doc", ".docx"),
        (b"\x89PNG....", "а.txt", "изображение"),
        (b"12345 67890", "а.txt", "нет текста"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data, name, word):
    with pytest.raises(DocumentError) as caught:
        read(data, name)
    message = str(caught.value)
    assert word in message and "\n" not in message and message.endswith(".")


def test_a_missing_file_does_not_stop_the_others(tmp_path):
    from mentoring.documents import audit

    good = tmp_path / "согласие.txt"
    good.write_text(
        "СОГЛАСИЕ на закрепление наставника\nЯ согласна на закрепление за мной наставника.", encoding="utf-8"
    )
    report = audit([tmp_path / "нет.docx", good]).to_json()
    assert [f["error"] is None for f in report["files"]] == [False, True]
    assert report["files"][1]["kind"] == "consent"


def test_an_archive_with_names_of_windows_is_a_package(tmp_path):
    from mentoring.documents import audit

    path = tmp_path / "комплект.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("папка/согласие.txt", "СОГЛАСИЕ на закрепление наставника. Я согласна.")
        archive.writestr("папка/картинка.png", b"\x89PNG")
    report = audit(path).to_json()
    assert [f["file"] for f in report["files"]] == ["папка/согласие.txt"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(["а.docx", "а.odt", "а.pdf", "а.txt", "а"]))
def test_no_bytes_raise(data, name):
    audit_file(data, name, DAY)


KINDS = [
    "regulation",
    "implementation_order",
    "pairing_order",
    "roadmap",
    "consent",
    "supplementary_agreement",
    "mentoring_programme",
    "learning_route",
]
PIECES = st.sampled_from(
    [
        "приказ №",
        "15",
        "от",
        "01.09.2026",
        "УТВЕРЖДЕНО",
        "наставник",
        "наставляемый",
        "Иванов И. И.",
        "",
        " \n",
        "\n",
        ": ",
        "; ",
        "— ",
        "срок",
        "31.02.2026",
        "99.99.9999",
        "с",
        "по",
        "задача",
        "дефицит",
        "1.",
        "2.1.",
        "\n    ",
        " а ",
        " б ",
        " в ",
        "\n",
        "согласие",
        "вид",
        "форма",
        "цель",
        "не",
        "=",
        "/",
        "×100",
        "куратор",
        "2026/2027",
        "IV квартал",
        "________",
        "учебный год",
        "ПРИКАЗЫВАЮ:",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=12), max_size=60), st.sampled_from(KINDS))
def test_no_text_stops_the_audit_of_any_kind(pieces, kind):
    report = audit_file(" ".join(pieces).encode("utf-8", "replace"), "а.txt", DAY, kind)
    assert report.error is None or "не удалось проверить" not in report.error, report.error
    assert not [id for id, j in report.judgements.items() if "не удалось проверить" in j.remark]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_spans_are_inside_the_text(text):
    for span in spans(text, loose=True):
        assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("«01» сентября 2026 г.", "2026-09-01", "2026-09-01"),
        ("первого сентября две тысячи двадцать шестого года", "2026-09-01", "2026-09-01"),
        ("с 01.09.2026 по 31.05.2027", "2026-09-01", "2027-05-31"),
        ("с 1 сентября по 30 мая 2027 г.", "2026-09-01", "2027-05-30"),
        ("сентябрь 2026 – май 2027", "2026-09-01", "2027-05-31"),
        ("на 2026/27 уч. г.", "2026-09-01", "2027-08-31"),
        ("10–15.09.2026", "2026-09-10", "2026-09-15"),
        ("IV квартал 2026 года", "2026-10-01", "2026-12-31"),
        ("12 октября 2026 — 30 апреля 2027 г.", "2026-10-12", "2027-04-30"),
        ("сентябрь2022", "2022-09-01", "2022-09-30"),
        ("15. IX. 2022 г.", "2022-09-15", "2022-09-15"),
        ("12.ХII.26", "2026-12-12", "2026-12-12"),
        ("«__4__ »__марта__________2022г.", "2022-03-04", "2022-03-04"),
        ("10 сентября, 2026 года", "2026-09-10", "2026-09-10"),
        ("1-е сентября 2026 года", "2026-09-01", "2026-09-01"),
        ("05-09-2026", "2026-09-05", "2026-09-05"),
        ("1\u00a0сентября\u00a02026\u00a0г.", "2026-09-01", "2026-09-01"),
    ],
)
def test_dates_are_read_in_every_form(text, first, last):
    (span,) = spans(clean(text))
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("О2.О9.2О25 № 1О4-ОД", "02.09.2025 № 104-ОД"),
        ("от 1О.О9.26", "от 10.09.26"),
        ("приказ № 214-О и ООО «Об 10»", "приказ № 214-О и ООО «Об 10»"),
        ("15. IX. 2022 г. № 84", "15.09.2022   г. № 84"),
    ],
)
def test_a_letter_for_a_figure_is_read_as_the_figure(typed, meant):
    assert even(typed) == meant and len(meant) == len(typed)


@pytest.mark.parametrize(
    "cell, joined",
    [
        ("молодой\nпедагог", "молодой педагог"),
        ("молод\nой\nпедаг\nог", "молодой педагог"),
        ("Наст\nавни\nк", "Наставник"),
        ("учите\nль\nфизики", "учитель физики"),
        ("согласия\nсторон,\nдоплата", "согласия сторон, доплата"),
        ("1. Анкета\n2. Беседа", "1. Анкета\n2. Беседа"),
        ("15.09.\n2026", "15.09. 2026"),
    ],
)
def test_a_cell_of_a_page_is_read_over_its_line_breaks(cell, joined):
    from mentoring.documents.reading.pdf import _unwrapped

    assert _unwrapped(cell) == joined
