"""People out of a .docx: wherever a name stands, one person is one code, and the audit still reads the rest."""

# ruff: noqa: E501 (markup of Word)

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mentoring import privacy
from mentoring.documents import DocumentError, audit
from mentoring.documents.anonymising import anonymise
from mentoring.documents.codes import Codebook
from mentoring.documents.drafting import example, package
from mentoring_cli.commands import app

MAIL, PHONE = "zimorodok" + "@example.ru", "8 (912) " + "345-67-89"


def worst() -> bytes:
    """Names in runs cut anywhere, a table, a header, a footer, a comment, a link, properties, a text box, a change."""
    document = Document()
    paragraph = document.add_paragraph("Закрепить за ")
    for piece in ("Зимо", "родк", "овой Ин", "гой Пет", "ровной наставника "):
        paragraph.add_run(piece)
    paragraph.add_run("Брусникина О. Л.")
    document.add_table(1, 1).cell(0, 0).text = f"И. П. Зимородкова, {PHONE}, {MAIL}"
    document.add_paragraph("Зимородкова согласна.")
    document.sections[0].header.paragraphs[0].text = "Исполнитель Зимородкова И. П."
    document.sections[0].footer.paragraphs[0].text = f"почта {MAIL}"
    document.part.relate_to(
        f"mailto:{MAIL}", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", True
    )
    about = document.core_properties
    about.author, about.last_modified_by, about.title = (
        "Зимородкова Инга Петровна",
        "zimorodkova",
        "Зимородкова И. П., план",
    )
    buffer = io.BytesIO()
    document.save(buffer)
    box = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt="фото Зимородкова И. П."><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>Брусникину Олегу "
        "Львовичу</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        '<w:p><w:del w:id="1" w:author="Зимородкова" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>Зимородковой И. П.</w:delText></w:r>'
        '</w:del><w:ins w:id="2" w:author="Зимородкова"><w:r><w:t>Брусникин</w:t></w:r></w:ins></w:p><w:sectPr'
    )
    note = (
        '<?xml version="1.0"?><w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0" '
        'w:author="Зимородкова Инга" w:initials="ЗИ"><w:p><w:r><w:t>Спросить Зимородкову И. П.</w:t></w:r></w:p></w:comment></w:comments>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                data = data.decode().replace("<w:sectPr", box, 1).encode()
            new.writestr(entry.filename, data)
        new.writestr("word/comments.xml", note)
        new.writestr("docProps/thumbnail2.jpeg", b"x")
    return out.getvalue()


def test_no_name_stays_anywhere_in_the_file():
    made = anonymise(worst(), "План Зимородкова И. П..docx")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        everything = "\n".join(archive.read(one).decode("utf-8", "replace") for one in archive.namelist())
    for trace in ("имородк", "Брусникин", "Зимо", "родк", "Инг", "Петровн", MAIL, "zimorodk", PHONE, "thumbnail2"):
        assert trace not in everything, trace
    assert "имородк" not in made.name
    document = Document(io.BytesIO(made.content))
    assert (
        document.paragraphs[0].text.startswith("Закрепить за Код-") and "наставника Код-" in document.paragraphs[0].text
    )
    assert "[телефон], [почта]" in document.tables[0].cell(0, 0).text
    assert len(made.codes) == 2 and "имени" in made.said or "имён" in made.said


def test_one_person_is_one_code_in_every_case_and_file():
    book = Codebook()
    first = anonymise("Наставник: Зимородкова Инга Петровна. Поручить Зимородковой И. П.".encode(), "a.txt", book)
    second = anonymise("С приказом ознакомлена И. П. Зимородкова; Зимородков А. Б.".encode(), "b.txt", book)
    code = next(iter(book.names))
    assert first.content.decode().count(code) == 2 and second.content.decode().count(code) == 1
    assert len(book.names) == 2  # the namesake is somebody else
    assert privacy.find(first.content.decode()) == []


def test_a_package_without_names_is_audited_as_before(tmp_path):
    book = Codebook()
    for one in package(example()):
        made = anonymise(one.content, one.name, book)
        (tmp_path / made.name).write_bytes(made.content)
    report = audit(tmp_path, dt.date(2026, 11, 20))
    assert len(report.files) == len(package(example()))
    assert [
        (f.file, id) for f in report.files for id, j in f.judgements.items() if j.verdict in ("violated", "partial")
    ] == []
    assert [remark.remark for remark in report.cross] == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Иванова Петр.М, абв\n№1", max_size=60))
def test_replacing_twice_changes_nothing_more(text):
    book = Codebook()
    book.learn(text)
    once = book.replace(text)
    assert Codebook().replace(once) == once or privacy.find(once) == []


@pytest.mark.parametrize(
    ("name", "data"), [("а.pdf", b"%PDF"), ("а.docx", b"no"), ("а.docx", b"PK\x05\x06" + b"\0" * 18)]
)
def test_what_cannot_be_changed_is_one_sentence(name, data):
    with pytest.raises(DocumentError) as told:
        anonymise(data, name)
    assert "\n" not in str(told.value)


def test_the_command_keeps_the_file_and_writes_a_new_one(tmp_path):
    path = tmp_path / "Зимородкова И П.docx"
    path.write_bytes(worst())
    said = CliRunner().invoke(app, ["anonymise", str(path), "--key", str(tmp_path / "k.csv")])
    assert said.exit_code == 0 and path.read_bytes() == worst() or path.exists()
    assert any("(коды)" in one.name for one in tmp_path.iterdir())
    assert "Зимородков" in (tmp_path / "k.csv").read_text(encoding="utf-8-sig")
    assert CliRunner().invoke(app, ["anonymise", str(tmp_path / "нет.docx")]).exit_code != 0
