"""Text of a .docx: paragraphs, tables (nested too), text boxes, headers, footers, notes; changes as accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from .archive import member, open_zip, parse_xml
from .build import MAX_PAGES, Builder, too_long
from .model import DocumentError, Text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DROPPED = {W + "del", W + "moveFrom", W + "instrText", W + "delText", _MC + "Fallback", W + "pPr", W + "rPr"}
_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_WRAPPERS = {W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_DEPTH = 12


def read_docx(data: bytes, name: str) -> Text:
    """Raises DocumentError with one sentence for anything that can't be read."""
    with open_zip(data, name) as archive:
        body_part = member(archive, "word/document.xml", name)
        if body_part is None:
            raise DocumentError(f"Файл «{name}» не похож на документ Word: внутри нет текста документа.")
        root = parse_xml(body_part, name)
        pages = _pages(archive, root, name)
        if pages > MAX_PAGES:
            raise too_long(name, pages)
        builder = Builder(name)
        parts = sorted(path for path in archive.namelist() if re.fullmatch(r"word/(header|footer)\d*\.xml", path))
        builder.text.pending = next(root.iter(W + "ins", W + "del", W + "moveFrom", W + "moveTo"), None) is not None
        seen: set[str] = set()
        for path in (path for path in parts if "header" in path):
            _margin(builder, archive, path, name, "header", "верхний колонтитул", seen)
        body = root.find(W + "body")
        if body is not None:
            _blocks(builder, body, _headings(archive, name), 0)
        for path, title in (("word/footnotes.xml", "сноска"), ("word/endnotes.xml", "концевая сноска")):
            part = member(archive, path, name)
            if part:
                for note in parse_xml(part, name):
                    if note.get(W + "type") is None:
                        builder.paragraph(_text(note), "footnote", title)
        for path in (path for path in parts if "footer" in path):
            _margin(builder, archive, path, name, "footer", "нижний колонтитул", seen)
    return builder.done(pages)


def _pages(archive, root, name) -> int:
    breaks = sum(1 for br in root.iter(W + "br") if br.get(W + "type") == "page")
    rendered = sum(1 for _ in root.iter(W + "lastRenderedPageBreak"))
    stated = 0
    part = member(archive, "docProps/app.xml", name)
    found = re.search(rb"<Pages>(\d{1,6})</Pages>", part or b"")
    if found:
        stated = int(found[1])
    return max(breaks + 1, rendered + 1, stated)


def _headings(archive, name) -> dict[str, bool]:
    """Ids of the styles that are headings."""
    part = member(archive, "word/styles.xml", name)
    if not part:
        return {}
    styles = {}
    for style in parse_xml(part, name).iter(W + "style"):
        title = style.find(W + "name")
        value = (title.get(W + "val") or "").lower() if title is not None else ""
        styles[style.get(W + "styleId") or ""] = value.startswith(("heading", "title", "заголовок", "название"))
    return styles


def _margin(builder, archive, path, name, kind, place, seen) -> None:
    part = member(archive, path, name)
    if part:
        text = "\n".join(_text(paragraph) for paragraph in parse_xml(part, name).iter(W + "p"))
        if text.strip() and text not in seen:
            seen.add(text)
            builder.paragraph(text, kind, place)


def _blocks(builder: Builder, parent: etree._Element, headings: dict[str, bool], depth: int) -> None:
    for child in parent:
        if child.tag == W + "p":
            style = child.find(f"{W}pPr/{W}pStyle")
            is_heading = style is not None and headings.get(style.get(W + "val") or "", False)
            builder.paragraph(_text(child, boxes=False), "heading" if is_heading else "paragraph")
            for box in _boxes(child):
                _box(builder, box, headings, depth)
        elif child.tag == W + "tbl":
            _table(builder, child, headings, depth)
        elif depth < _DEPTH and child.tag in _WRAPPERS:
            _blocks(builder, child, headings, depth + 1)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(W + "txbxContent"):
        if not any(parent.tag == _MC + "Fallback" for parent in box.iterancestors()):
            yield box


def _box(builder: Builder, box: etree._Element, headings, depth) -> None:
    for child in box:
        if child.tag == W + "tbl" and depth < _DEPTH:
            _table(builder, child, headings, depth + 1)
        else:
            builder.paragraph(_text(child), "textbox", "надпись")


def _table(builder: Builder, table: etree._Element, headings, depth: int) -> None:
    rows: list[list[str]] = []
    nested: list[etree._Element] = []
    for line in _children(table, W + "tr"):
        if line.find(f"{W}trPr/{W}del") is not None:
            continue
        row: list[str] = []
        before = line.find(f"{W}trPr/{W}gridBefore")
        row += [""] * _number(before)
        for cell in _children(line, W + "tc"):
            content, inner = _cell(cell)
            nested += inner
            span = max(1, min(_number(cell.find(f"{W}tcPr/{W}gridSpan")), 40))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(W + "val") != "restart" and rows and len(row) < len(rows[-1]):
                content = content or rows[-1][len(row)]
            row += [content] * span
        rows.append(row)
    flat = [row for row in rows if len(set(row)) > 1]
    if not flat and len(rows) and all(len(set(row)) <= 1 for row in rows):  # a frame of one column, not a table
        for row in rows:
            builder.paragraph(row[0] if row else "")
    else:
        builder.table(rows)
    if depth < _DEPTH:
        for inner in nested:
            _table(builder, inner, headings, depth + 1)


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            yield from _children(child, tag)


def _cell(cell: etree._Element) -> tuple[str, list[etree._Element]]:
    lines, nested = [], []

    def walk(parent):
        for child in parent:
            if child.tag == W + "p":
                lines.append(_text(child))
            elif child.tag == W + "tbl":
                nested.append(child)
            elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
                walk(child)

    walk(cell)
    return "\n".join(line for line in lines if line.strip()), nested


def _number(element: etree._Element | None) -> int:
    value = element.get(W + "val") if element is not None else ""
    return int(value) if value and value.isdigit() else 0


def _text(element: etree._Element, boxes: bool = True) -> str:
    """Text under an element with insertions taken and deletions left out."""
    pieces: list[str] = []
    stack = [iter((element,))]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        tag = node.tag
        if tag in _DROPPED or (tag == W + "txbxContent" and not boxes):
            continue
        if tag == W + "t":
            pieces.append(node.text or "")
        elif tag in _BREAKS:
            pieces.append(_BREAKS[tag])
        elif tag == W + "sym":
            pieces.append(" ")
        else:
            if tag == W + "p" and node is not element:
                pieces.append("\n")
            if len(stack) < 400:
                stack.append(iter(node))
    return "".join(pieces)
