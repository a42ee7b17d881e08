"""People out of a document: wherever a name stands, one person is one code, and the audit still reads the rest."""

# ruff: noqa: E501 (markup of Word)

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mentoring import privacy
from mentoring.documents import DocumentError, audit, read
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


ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("text", "table", "office", "style", "meta", "config")
) + (
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
CHANGE = "<office:change-info><dc:creator>Зимородкова Инга</dc:creator><dc:date>2026-09-01T10:00:00</dc:date></office:change-info>"


def worst_odt() -> bytes:
    """The same in OpenDocument: spans cut anywhere, notes, comments, changes, frames, fields, links, properties."""
    body = f"""
      <text:tracked-changes><text:changed-region><text:deletion>{CHANGE}<text:p>Зимородковой И. П.</text:p></text:deletion>
      </text:changed-region><text:changed-region><text:insertion>{CHANGE}</text:insertion></text:changed-region></text:tracked-changes>
      <text:user-field-decls><text:user-field-decl office:string-value="Зимородкова И. П." text:name="кто"/></text:user-field-decls>
      <text:p>Закрепить за <text:span>Зимо</text:span><text:span>родк<text:span>овой Ин</text:span></text:span>гой<text:s/>Пет<text:bookmark
      text:name="Зимородкова И. П."/>ровной наставника <text:span>Брусникина О.<text:s text:c="1"/>Л.</text:span>
      <text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Брусникин О. Л., {PHONE}</text:p></text:note-body></text:note>
      <office:annotation><dc:creator>Зимородкова</dc:creator><meta:creator-initials>ЗИ</meta:creator-initials><text:p>Спросить
      Зимородкову И. П.</text:p></office:annotation> и хвост.</text:p>
      <table:table table:name="Пары Зимородковой И. П."><table:table-row><table:table-cell><text:p>И. П. Зимородкова, {PHONE}, {MAIL}</text:p>
      </table:table-cell></table:table-row></table:table>
      <text:p><draw:frame draw:name="фото Зимородкова И. П."><draw:text-box><text:p>Брусникину Олегу Львовичу</text:p></draw:text-box>
      <svg:title>Брусникин О. Л.</svg:title><svg:desc>снимок, Зимородкова И. П.</svg:desc></draw:frame></text:p>
      <text:p><text:a xlink:href="mailto:{MAIL}">почта</text:a> <text:author-name>Инга Зимородкова</text:author-name>
      <text:sender-lastname>Зимородкова</text:sender-lastname></text:p><!-- Брусникин -->"""
    style = "<style:master-page><style:header><text:p>Исполнитель Зимородкова И. П.</text:p></style:header></style:master-page>"
    facts = (
        "<meta:initial-creator>Зимородкова Инга Петровна</meta:initial-creator><dc:creator>zimorodkova</dc:creator>"
        '<dc:title>Зимородкова И. П., план</dc:title><meta:user-defined meta:name="x">Брусникин О. Л.</meta:user-defined>'
    )
    setup = '<config:config-item config:name="PrinterSetup">0LHRgNGD0YHQvdC40LrQuNC9</config:config-item>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        wrap = '<?xml version="1.0" encoding="UTF-8"?><office:document-{0} {1}>{2}</office:document-{0}>'
        archive.writestr(
            "content.xml", wrap.format("content", ODF, f"<office:body><office:text>{body}</office:text></office:body>")
        )
        archive.writestr(
            "styles.xml", wrap.format("styles", ODF, f"<office:master-styles>{style}</office:master-styles>")
        )
        archive.writestr("meta.xml", wrap.format("meta", ODF, f"<office:meta>{facts}</office:meta>"))
        archive.writestr("settings.xml", wrap.format("settings", ODF, f"<office:settings>{setup}</office:settings>"))
        archive.writestr("Thumbnails/thumbnail.png", b"x")
        archive.writestr("META-INF/documentsignatures.xml", "<a>Зимородкова</a>")
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/"/>'
            '<m:file-entry m:full-path="Thumbnails/thumbnail.png"/></m:manifest>',
        )
    return out.getvalue()


def test_no_name_stays_anywhere_in_an_opendocument_file():
    made = anonymise(worst_odt(), "План Зимородкова И. П..odt")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert (
            archive.infolist()[0].filename == "mimetype" and archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        )
        everything = "\n".join(archive.read(one).decode("utf-8", "replace") for one in archive.namelist())
        content = archive.read("content.xml").decode()
    traces = (
        "имородк",
        "Брусникин",
        "Зимо",
        "родк",
        "Инг",
        "Петровн",
        "Львович",
        MAIL,
        "zimorodk",
        PHONE,
        "humbnail",
        "0LHRgNGD",
        "ЗИ<",
    )
    for trace in traces:
        assert trace not in everything, trace
    assert "имородк" not in made.name and len(made.codes) == 2
    plain = read(made.content, made.name).plain
    assert "Закрепить за Код-" in plain and "наставника Код-" in plain and "хвост." in plain
    assert "[телефон], [почта]" in plain and content.count("Код-") > 8


def test_an_opendocument_file_of_an_editor_stays_one(tmp_path):
    """Every .odt of the labelled set still opens, says the same but for people, and has the same layout."""
    for path in sorted((Path(__file__).parent / "documents" / "files").rglob("*.odt"))[:6]:
        old, made = read(path), anonymise(path.read_bytes(), path.name)
        new = read(made.content, made.name)
        assert [(b.kind, b.place) for b in new.blocks] == [(b.kind, b.place) for b in old.blocks]
        assert privacy.find(new.plain) == [] or not any(m.kind == "name" for m in privacy.find(new.plain))


def test_a_pdf_becomes_a_copy_with_codes_and_says_so():
    path = Path(__file__).parent / "documents" / "files" / "приказы_о_внедрении" / "04_одной_страницей.pdf"
    made = anonymise(path.read_bytes(), "приказ Ломовицкая Д. С..pdf")
    assert made.name.endswith(".docx") and "PDF не изменён" in made.notes[0] and "Ломовицк" not in made.name
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        everything = "\n".join(archive.read(one).decode("utf-8", "replace") for one in archive.namelist())
    assert "Ломовицк" not in everything and "Шелепинск" not in everything
    plain = read(made.content, made.name).plain
    assert "Код-Альфа К. К." in plain and "приказываю" in plain.lower()


@pytest.mark.parametrize(
    ("name", "data"),
    [("а.pdf", b"%PDF"), ("а.rtf", b"{"), ("а.odt", b"no"), ("а.docx", b"no"), ("а.docx", b"PK\x05\x06" + b"\0" * 18)],
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
