"""Documents with people replaced by codes. Here .docx, everywhere a name can hide: runs, tables, headers, notes, text
boxes, comments, tracked changes, fields, links, descriptions of pictures, authors and properties; .txt as text.
.odt and .pdf: `anonymising_odt`, `anonymising_pdf`.

Pictures and embedded files are not looked into; how many there are is told. Never writes to disk.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from lxml import etree

from mentoring.documents.anonymising_odt import coded_odt, cut
from mentoring.documents.codes import Codebook
from mentoring.documents.reading.archive import member, open_zip, parse_xml
from mentoring.documents.reading.model import DocumentError
from mentoring.privacy import Kind
from mentoring.wording import count_ru

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LINES = {W + "p", A + "p"}
_TEXTS = {W + "t", W + "delText", A + "t"}
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-"}
_AUTHORS = re.compile(r"\}(?:author|initials|userId|providerId)$")
_SPOKEN = {"descr", "title", "name", "alt"}
_PROPERTIES = {"docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"}
_PERSONAL_PROPERTIES = re.compile(r"\}(?:creator|lastModifiedBy|Company|Manager|HyperlinkBase|lpwstr|lpstr)$")
WORDS: dict[Kind, tuple[str, str, str]] = {
    "name": ("имя", "имени", "имён"),
    "phone": ("телефон", "телефона", "телефонов"),
    "email": ("адрес почты", "адреса почты", "адресов почты"),
    "passport": ("номер паспорта", "номера паспорта", "номеров паспорта"),
    "snils": ("СНИЛС", "СНИЛС", "СНИЛС"),
    "address": ("адрес", "адреса", "адресов"),
    "birthday": ("дата рождения", "даты рождения", "дат рождения"),
    "contact": ("личная ссылка", "личные ссылки", "личных ссылок"),
}


@dataclass(frozen=True)
class Anonymised:
    """The new file, a name for it, what was replaced in Russian, and what a person still has to look at."""

    content: bytes
    name: str
    said: str
    notes: tuple[str, ...]
    codes: dict[str, str]


def anonymise(data: bytes, name: str, book: Codebook | None = None) -> Anonymised:
    """Replace people by codes. `book`: the codes so far, for a package. Raises DocumentError in Russian."""
    book = book or Codebook()
    before = book.found.copy()
    suffix = PurePath(name).suffix.lower()
    notes: tuple[str, ...] = ()
    if suffix == ".docx":
        content, notes = _docx(data, name, book)
    elif suffix == ".odt":
        content, notes = coded_odt(data, name, book)
    elif suffix == ".pdf":
        from mentoring.documents.anonymising_pdf import coded_copy

        content, notes = coded_copy(data, name, book)
        suffix = ".docx"
    elif suffix == ".txt":
        from mentoring.documents.reading import read

        text = read(data, name).plain
        book.learn(text)
        content = book.replace(text).encode()
    else:
        raise DocumentError(
            f"В файле «{name}» имена заменить нельзя: сохраните документ как .docx и повторите (годятся .docx, .odt, "
            ".pdf с текстом, .txt)."
        )
    found = book.found - before
    said = ", ".join(count_ru(count, *WORDS[kind]) for kind, count in found.items())
    return Anonymised(
        content,
        _file_name(name, suffix, book),
        f"Заменено кодами: {said}." if said else "Похожего на сведения о людях нет.",
        notes,
        dict(book.names),
    )


def _file_name(name: str, suffix: str, book: Codebook) -> str:
    stem = book.replace(PurePath(name).stem.replace("_", " "))
    return re.sub(r"\s+", " ", stem).replace(". ", ".").rstrip(".") + suffix


def _docx(data: bytes, name: str, book: Codebook) -> tuple[bytes, tuple[str, ...]]:
    with open_zip(data, name) as archive:
        parts: dict[str, bytes] = {}
        trees: dict[str, etree._Element] = {}
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            parts[entry.filename] = member(archive, entry.filename, name) or b""
            if entry.filename.endswith((".xml", ".rels")):
                trees[entry.filename] = parse_xml(parts[entry.filename], name)
    if "word/document.xml" not in trees:
        raise DocumentError(f"Файл «{name}» не похож на документ Word: внутри нет текста документа.")
    texts = {path: tree for path, tree in trees.items() if _speaks(path)}
    for tree in texts.values():
        for line in tree.iter(*_LINES):
            book.learn("".join(text for _, text in _line(line)))
    for path, tree in texts.items():
        _mend(tree, book)
        parts[path] = _bytes(tree)
    for path in _PROPERTIES & set(trees):
        for element in trees[path].iter():
            if isinstance(element.tag, str) and element.text and element.text.strip():
                personal = _PERSONAL_PROPERTIES.search(element.tag)
                element.text = "" if personal else book.replace(element.text)
        parts[path] = _bytes(trees[path])
    for path, tree in trees.items():
        if path.endswith(".rels"):
            parts[path] = _links(tree, path, book)
    thumbnails = [path for path in parts if path.startswith("docProps/thumbnail")]
    for path in thumbnails:
        del parts[path]
    pictures = sum(path.startswith("word/media/") for path in parts)
    inside = sum(path.startswith("word/embeddings/") for path in parts)
    notes = []
    if pictures:
        notes.append(f"Картинок в файле: {pictures}; на них имена и подписи не заменены — посмотрите сами.")
    if inside:
        notes.append(f"Вложенных файлов: {inside}; внутрь них программа не смотрит — удалите их или проверьте сами.")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return buffer.getvalue(), tuple(notes)


def _speaks(path: str) -> bool:
    """Parts that hold words of people; styles, themes and settings hold none."""
    silent = ("styles", "theme", "settings", "fontTable", "numbering", "webSettings")
    return path.endswith(".xml") and (
        path.startswith("customXml/") or path.startswith("word/") and not any(f"/{one}" in path for one in silent)
    )


def _line(line: etree._Element) -> Iterator[tuple[etree._Element | None, str]]:
    """Text nodes of a paragraph in order (None: a break), without those of paragraphs inside it."""
    stack = list(reversed(line))
    while stack:
        element = stack.pop()
        if element.tag in _LINES:
            continue
        if element.tag in _TEXTS:
            yield element, element.text or ""
        elif element.tag in _BREAKS:
            yield None, _BREAKS[element.tag]
        stack += reversed(element)


def _mend(tree: etree._Element, book: Codebook) -> None:
    for line in tree.iter(*_LINES):
        pieces = list(_line(line))
        spans = book.spans("".join(text for _, text in pieces))
        for _, _, _, kind in spans:
            book.found[kind] += 1
        at = 0
        for element, text in pieces:
            if element is not None and spans:
                element.text = cut(text, at, spans)
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            at += len(text)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag not in _TEXTS and element.text and element.text.strip():
            element.text = book.replace(element.text)
        for key, value in element.attrib.items():
            if _AUTHORS.search(key):
                element.set(key, "Код")
            elif key.rpartition("}")[2] in _SPOKEN and value:
                element.set(key, book.replace(value))


def _links(tree: etree._Element, path: str, book: Codebook) -> bytes:
    for one in list(tree):
        target = one.get("Target") or ""
        if "thumbnail" in (one.get("Type") or ""):
            tree.remove(one)
        elif one.get("TargetMode") == "External" and (
            book.spans(target) or target.lower().startswith(("mailto:", "file:", "tel:"))
        ):
            one.set("Target", "about:blank")
            book.found["contact"] += 1
    return _bytes(tree)


def _bytes(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
