"""What people put into a folder or an archive beside good documents: one sentence each, the rest is audited."""

from __future__ import annotations

import io
import os
import zipfile
import zlib

import pytest
from docx import Document
from typer.testing import CliRunner

from mentoring.documents import DocumentError, audit, read

CONSENT = "СОГЛАСИЕ на закрепление наставника\nЯ согласна на закрепление за мной наставника."


def zipped(**entries: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def locked(data: bytes) -> bytes:
    """The archive with the mark of encryption on every entry."""
    raw = bytearray(data)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := raw.find(sign, place + 1)) >= 0:
            raw[place + at] |= 1
    return bytes(raw)


def pdf(*pages_and_more: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(pages_and_more, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    )


def pages(count: int, content: bytes = b"") -> bytes:
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 3 + count))
    tree = b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", tree, *[page] * count, *([content] if content else []))


def packed_stream() -> bytes:
    data = zlib.compress(b"0" * 45_000_000, 6)
    return b"<</Filter/FlateDecode/Length %d>>stream\n" % len(data) + data + b"\nendstream"


def entities_in_utf16() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return zipped(**{"word/document.xml": text.encode("utf-16")})


def locked_odt() -> bytes:
    return zipped(**{"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "<a/>"})


@pytest.mark.parametrize(
    "name, make, word",
    [
        ("скан.pdf", lambda: pages(1), "нет текста"),
        ("длинный.pdf", lambda: pages(300), "страниц"),
        ("бомба.pdf", lambda: pages(1, (packed_stream() + b"\n") * 6), "бомб"),
        ("сущности.docx", entities_in_utf16, "сущности"),
        ("пароль.odt", locked_odt, "паролем"),
        ("таблица.xlsx", lambda: zipped(**{"xl/workbook.xml": "<a/>"}), "не похож"),
        ("архив.docx", lambda: locked(zipped(**{"word/document.xml": "<a/>"})), "паролем"),
        ("текст.rtf", lambda: rb"{\rtf1 hello}", "RTF"),
        ("архив.rar", lambda: b"Rar!\x1a\x07\x00" + b"0" * 40, "не читается"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(name, make, word):
    with pytest.raises(DocumentError) as caught:
        read(make(), name)
    message = str(caught.value)
    assert word in message and name in message and message.count("\n") == 0 and message.endswith(".")


def told(path) -> dict[str, str | None]:
    return {file["file"]: file["error"] for file in audit(path).to_json()["files"]}


def test_an_archive_is_never_unpacked_over_the_disk(tmp_path):
    archive = tmp_path / "комплект.zip"
    link = zipfile.ZipInfo("ссылка.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../../побег.txt", CONSENT)
        packed.writestr("/etc/корень.txt", CONSENT)
        packed.writestr("IMENA.txt", CONSENT)
        packed.writestr(link, "/etc/passwd")
        packed.writestr("внутри.zip", zipped(**{"а.txt": CONSENT}))
        packed.writestr("программа.exe", b"MZ")
    archive.write_bytes(archive.read_bytes().replace(b"IMENA", "имена".encode("cp866")))
    found = told(archive)
    assert {name for name, error in found.items() if error is None} == {"побег.txt", "etc/корень.txt", "имена.txt"}
    assert "ссылка" in found["ссылка.txt"] and "распакуйте" in found["внутри.zip"]
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["комплект.zip"]


def test_an_archive_with_a_password_is_one_sentence(tmp_path):
    archive = tmp_path / "комплект.zip"
    archive.write_bytes(locked(zipped(**{"а.txt": CONSENT, "б.txt": CONSENT})))
    assert told(archive) == {"комплект.zip": "Архив «комплект.zip» закрыт паролем: снимите пароль и пришлите снова."}


def test_a_folder_with_other_things_in_it_is_audited(tmp_path):
    folder = tmp_path / "комплект"
    (folder / "внутри").mkdir(parents=True)
    (folder / "согласие.txt").write_text(CONSENT, encoding="utf-8")
    (folder / "внутри" / "старый.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (folder / "~$согласие.docx").write_bytes(b"x")
    (folder / "фото.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "папка.docx").mkdir()
    (tmp_path / "чужое.txt").write_text("чужой файл", encoding="utf-8")
    (folder / "ссылка.txt").symlink_to(tmp_path / "чужое.txt")
    (folder / "петля").symlink_to("..")
    os.mkfifo(folder / "труба.txt")
    found = told(folder)
    assert set(found) == {"согласие.txt", "внутри/старый.doc", "ссылка.txt"}
    assert found["согласие.txt"] is None
    assert ".doc" in found["внутри/старый.doc"] and "за пределы" in found["ссылка.txt"]
    assert "не файл" in told(folder / "труба.txt")["труба.txt"]


def test_the_exit_code_says_that_nothing_was_read(tmp_path):
    from mentoring_cli.commands import app

    good, bad = tmp_path / "согласие.txt", tmp_path / "пустой.docx"
    good.write_text(CONSENT, encoding="utf-8")
    bad.write_bytes(b"")
    run = CliRunner().invoke
    assert run(app, ["audit", str(good), str(bad)]).exit_code == 0
    nothing = run(app, ["audit", str(bad)])
    assert nothing.exit_code == 1 and "Нарушений не найдено" not in nothing.output and "пуст" in nothing.output
    assert run(app, ["audit", str(bad), "--json"]).exit_code == 0


def test_a_document_under_another_extension_is_read_by_its_content():
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph(CONSENT)
    document.save(buffer)
    assert "согласна" in read(buffer.getvalue(), "согласие.pdf").plain
