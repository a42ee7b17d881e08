"""Text of an .odt: paragraphs, headings, lists, tables, frames, notes, headers and footers; deletions left out."""

from __future__ import annotations

from lxml import etree

from .archive import member, open_zip, parse_xml
from .build import Builder
from .model import DocumentError, Text

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TEXT, TABLE, OFFICE, STYLE, META = (_NS % part for part in ("text", "table", "office", "style", "meta"))
_DROPPED = {TEXT + "tracked-changes", OFFICE + "annotation", OFFICE + "forms", TEXT + "sequence-decls"}


def read_odt(data: bytes, name: str) -> Text:
    """Raises DocumentError with one sentence for anything that can't be read."""
    with open_zip(data, name) as archive:
        manifest = member(archive, "META-INF/manifest.xml", name) or b""
        if b"encryption-data" in manifest:
            raise DocumentError(f"Файл «{name}» закрыт паролем: снимите пароль и пришлите снова.")
        content = member(archive, "content.xml", name)
        if content is None:
            raise DocumentError(f"Файл «{name}» не похож на документ: внутри нет текста документа.")
        builder = Builder(name)
        styles = member(archive, "styles.xml", name)
        foot: list[str] = []
        if styles:
            root = parse_xml(styles, name)
            for tag, place, target in (("header", "верхний колонтитул", None), ("footer", "нижний колонтитул", foot)):
                seen = set()
                for part in root.iter(STYLE + tag):
                    text = "\n".join(_text(p) for p in part.iter(TEXT + "p"))
                    if text.strip() and text not in seen:
                        seen.add(text)
                        if target is None:
                            builder.paragraph(text, "header", place)
                        else:
                            target.append(text)
        root = parse_xml(content, name)
        builder.text.pending = root.find(f".//{TEXT}tracked-changes/{TEXT}changed-region") is not None
        body = root.find(f".//{OFFICE}text")
        if body is not None:
            _blocks(builder, body, 0)
            for note in body.iter(TEXT + "note-body"):
                builder.paragraph(_text(note), "footnote", "сноска")
        for text in foot:
            builder.paragraph(text, "footer", "нижний колонтитул")
        meta = member(archive, "meta.xml", name)
        pages = 0
        if meta:
            statistic = parse_xml(meta, name).find(f".//{META}document-statistic")
            value = statistic.get(META + "page-count") if statistic is not None else ""
            pages = int(value) if value and value.isdigit() and len(value) < 7 else 0
    return builder.done(pages)


def _blocks(builder: Builder, parent: etree._Element, depth: int) -> None:
    for child in parent:
        tag = child.tag
        if tag in _DROPPED or not isinstance(tag, str):
            continue
        if tag in (TEXT + "p", TEXT + "h"):
            builder.paragraph(_text(child, frames=False), "heading" if tag == TEXT + "h" else "paragraph")
            for box in child.iter("{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}text-box"):
                for part in box:
                    if part.tag == TABLE + "table":
                        _table(builder, part, depth + 1)
                    else:
                        builder.paragraph(_text(part), "textbox", "надпись")
        elif tag == TABLE + "table":
            _table(builder, child, depth)
        elif depth < 20:
            _blocks(builder, child, depth + 1)


def _table(builder: Builder, table: etree._Element, depth: int) -> None:
    rows: list[list[str]] = []
    nested: list[etree._Element] = []
    covered: dict[tuple[int, int], str] = {}
    for line in table.iter(TABLE + "table-row"):
        if next(line.iterancestors(TABLE + "table"), None) is not table:
            continue
        row: list[str] = []
        for cell in line:
            if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                continue
            inner = [t for t in cell.iter(TABLE + "table") if next(t.iterancestors(TABLE + "table"), None) is table]
            nested += inner
            parts = cell.iter(TEXT + "p", TEXT + "h")
            content = "\n".join(_text(p) for p in parts if next(p.iterancestors(TABLE + "table"), None) is table)
            repeat = min(_number(cell, "number-columns-repeated"), 40)
            for _ in range(repeat):
                at = (len(rows), len(row))
                down, right = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
                for y in range(min(down, 200)):
                    for x in range(min(right, 40)):
                        covered.setdefault((at[0] + y, at[1] + x), content)
                row.append(content or covered.get(at, ""))
        rows.append(row)
    builder.table(rows)
    if depth < 12:
        for inner in nested:
            _table(builder, inner, depth + 1)


def _number(cell: etree._Element, name: str) -> int:
    value = cell.get(TABLE + name) or "1"
    return int(value) if value.isdigit() and len(value) < 5 else 1


def _text(element: etree._Element, frames: bool = True) -> str:
    pieces: list[str] = []

    def walk(node, depth):
        tag = node.tag
        if not isinstance(tag, str) or tag in _DROPPED or tag == TEXT + "note" or depth > 200:
            return
        if not frames and tag.endswith("}frame"):
            return
        if tag == TEXT + "s":
            pieces.append(" ")
        elif tag in (TEXT + "tab", TEXT + "line-break"):
            pieces.append("\n" if tag.endswith("break") else "\t")
        if tag == TEXT + "p" and node is not element:
            pieces.append("\n")
        pieces.append(node.text or "")
        for child in node:
            walk(child, depth + 1)
            pieces.append(child.tail or "")

    walk(element, 0)
    return "".join(pieces)
