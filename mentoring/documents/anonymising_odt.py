"""An .odt with people replaced by codes, everywhere a name can hide: spans, tables, headers, notes, frames, comments,
tracked changes, fields, descriptions of pictures, links, embedded objects, authors and properties.

Pictures are not looked into. Thumbnails, signatures and the printer's set-up are left out. Never writes to disk.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from mentoring.documents.codes import Codebook
from mentoring.documents.reading.archive import member, open_zip, parse_xml
from mentoring.documents.reading.model import DocumentError
from mentoring.documents.reading.odt import META, OFFICE, TEXT

DC = "{http://purl.org/dc/elements/1.1/}"
HREF = "{http://www.w3.org/1999/xlink}href"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_LINES = {TEXT + "p", TEXT + "h"}
_ASIDE = {TEXT + "note", OFFICE + "annotation", OFFICE + "annotation-end"}
_BREAKS = {TEXT + "s": " ", TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_AUTHORS = {
    DC + "creator",
    META + "initial-creator",
    META + "printed-by",
    META + "creator-initials",
    "{http://openoffice.org/2009/office}sender-initials",
    "{https://documentfoundation.org/xmlns/loext}sender-initials",
}
# Fields that the editor fills with its user's own name and address when the file is opened again.
_OWN_FIELDS = re.compile(r"\}(?:author-name|author-initials|sender-[a-z-]+|initial-creator|creator|printed-by)$")
_LEFT_OUT = re.compile(r"^(?:Thumbnails/|META-INF/(?:documentsignatures|macrosignatures)|layout-cache$)", re.IGNORECASE)
_PRINTER = re.compile(r"^Printer(?:Setup|Name)$")
Place = tuple[etree._Element, str]


def coded_odt(data: bytes, name: str, book: Codebook) -> tuple[bytes, tuple[str, ...]]:
    """The file with codes, and what a person still has to look at. Raises DocumentError."""
    with open_zip(data, name) as archive:
        if b"encryption-data" in (member(archive, "META-INF/manifest.xml", name) or b""):
            raise DocumentError(f"Файл «{name}» закрыт паролем: снимите пароль и пришлите снова.")
        parts = {
            entry.filename: member(archive, entry.filename, name) or b""
            for entry in archive.infolist()
            if not entry.is_dir() and not _LEFT_OUT.match(entry.filename)
        }
    if "content.xml" not in parts:
        raise DocumentError(f"Файл «{name}» не похож на документ: внутри нет текста документа.")
    trees = {path: parse_xml(content, name) for path, content in parts.items() if path.endswith((".xml", ".rdf"))}
    for tree in trees.values():
        for line in tree.iter(*_LINES):
            book.learn("".join(text for _, text in _line(line)))
    for path, tree in trees.items():
        if path == "META-INF/manifest.xml":
            _forget_parts(tree)
        else:
            _mend(tree, book)
        parts[path] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
    notes = []
    if pictures := sum(bool(re.search(r"(?:^|/)(?:Pictures|media)/", path)) for path in parts):
        notes.append(f"Картинок в файле: {pictures}; на них имена и подписи не заменены — посмотрите сами.")
    if inside := sum(path.startswith("Object") and not path.endswith((".xml", ".rdf", "/")) for path in parts):
        notes.append(f"Вложенных файлов: {inside}; внутрь них программа не смотрит — удалите их или проверьте сами.")
    return _packed(parts), tuple(notes)


def _packed(parts: dict[str, bytes]) -> bytes:
    """The archive; its first entry names the format and is stored as it is, or editors don't know the file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if "mimetype" in parts:
            archive.writestr("mimetype", parts["mimetype"], zipfile.ZIP_STORED)
        for path, content in parts.items():
            if path != "mimetype":
                archive.writestr(path, content)
    return buffer.getvalue()


def _forget_parts(manifest: etree._Element) -> None:
    for entry in list(manifest):
        if _LEFT_OUT.match(entry.get(MANIFEST + "full-path") or ""):
            manifest.remove(entry)


def _line(line: etree._Element) -> Iterator[tuple[Place | None, str]]:
    """Pieces of text of a paragraph in order: where each is kept (None: a break) and the text.

    Paragraphs of notes, comments and frames inside it are lines of their own.
    """
    yield (line, "text"), line.text or ""
    for child in line:
        if isinstance(child.tag, str):
            if child.tag in _BREAKS:
                yield None, _BREAKS[child.tag]
            elif child.tag not in _LINES and child.tag not in _ASIDE:
                yield from _line(child)
        yield (child, "tail"), child.tail or ""


def _mend(tree: etree._Element, book: Codebook) -> None:
    done: set[tuple[int, str]] = set()
    kept = []  # lxml makes its elements anew: what stands in `done` by identity must stay alive
    for line in tree.iter(*_LINES):
        pieces = list(_line(line))
        spans = book.spans("".join(text for _, text in pieces))
        for *_, kind in spans:
            book.found[kind] += 1
        at = 0
        for place, text in pieces:
            if place is not None:
                setattr(*place, cut(text, at, spans) or None)
                done.add((id(place[0]), place[1]))
                kept.append(place[0])
            at += len(text)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            element.text = ""  # a comment of XML
            continue
        if element.tag in _AUTHORS or _OWN_FIELDS.search(element.tag):
            element.text = "Код" if element.text and element.text.strip() else element.text
        elif element.tag == CONFIG + "config-item" and _PRINTER.match(element.get(CONFIG + "name") or ""):
            element.text = ""
        elif element.text and element.text.strip() and (id(element), "text") not in done:
            element.text = book.replace(element.text)
        if element.tail and element.tail.strip() and (id(element), "tail") not in done:
            element.tail = book.replace(element.tail)
        _mend_attributes(element, book)


def _mend_attributes(element: etree._Element, book: Codebook) -> None:
    for key, value in element.attrib.items():
        if key == HREF and (book.spans(value) or value.lower().startswith(("mailto:", "file:", "tel:"))):
            element.set(key, "about:blank")
            book.found["contact"] += 1
        elif re.search(r"[А-Яа-яЁё@]", value):
            element.set(key, book.replace(value))


def cut(text: str, at: int, spans: list[tuple[int, int, str, str]]) -> str:
    """A piece's own text with what overlaps it replaced: the code stands where the name begins."""
    pieces, here = [], 0
    for start, end, code, _ in spans:
        first, last = max(start - at, 0), min(end - at, len(text))
        if first >= last:
            continue
        pieces.append(text[here:first])
        if start >= at:
            pieces.append(code)
        here = last
    return "".join([*pieces, text[here:]])
