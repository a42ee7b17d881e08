"""How much of a text fits on a slide: heights estimated from the widest of our fonts, texts cut into slides by them.

Estimates are for 1280 × 720; what fits DejaVu Sans fits the narrower fonts before it in the style sheet.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1280, 720
ROOM = (1160, 500)  # what stands under the heading
SIZES = (32, 29, 26)  # of text, in pixels
TABLE, LINE = 0.81, 1.36  # of the text; of the letters


@dataclass(frozen=True)
class Piece:
    """A part that is never cut: its HTML, its height in pixels, and the list or table it belongs to."""

    html: str
    height: float
    holder: str = ""  # "ul", "ol" or a table's opening with its head
    title: str = ""  # a heading: the slide begins anew
    head: float = 0.0  # height of the holder's own head


def slides_of(markup: str, room: tuple[float, float] = ROOM, sizes: tuple[int, ...] = SIZES) -> list[tuple[str, str]]:
    """A piece of a page → (title or nothing, HTML) a slide: in the largest letters that need no more slides."""
    made = [(size, _cut_up(markup, room, size)) for size in sizes]
    fewest = min(len(slides) for _, slides in made)
    size, slides = next(one for one in made if len(one[1]) == fewest)
    return [
        (title, f'<div class="sl-flow" style="font-size:{size}px">{joined(pieces)}</div>') for title, pieces in slides
    ]


def _cut_up(markup: str, room: tuple[float, float], size: float) -> list[tuple[str, list[Piece]]]:
    """Pieces slide by slide under their headings; the slides of one heading are filled evenly."""
    groups: list[tuple[str, list[Piece]]] = [("", [])]
    for piece in _pieces(_tree(markup), room, size):
        if piece.title:
            groups.append((piece.title, []))
        else:
            groups[-1][1].append(piece)
    made = []
    for title, pieces in groups:
        filled = _filled(pieces, room[1])
        for share in (0.5, 0.6, 0.7, 0.8, 0.9):
            even = _filled(pieces, room[1] * share)
            if len(even) == len(filled):
                filled = even
                break
        made += [(title, part) for part in filled]
    return made


def _filled(pieces: list[Piece], room: float) -> list[list[Piece]]:
    """Pieces one after another, a new slide where the next one would not fit; a line that ends in «:» never ends it."""
    slides: list[list[Piece]] = []
    kept: list[Piece] = []
    used = 0.0
    for at, piece in enumerate(pieces):
        opens = piece.head if not kept or kept[-1].holder != piece.holder else 0.0
        leads = piece.html.startswith("<p") and plain(piece.html).endswith(":")
        follows = pieces[at + 1].height if leads and at + 1 < len(pieces) else 0.0
        if kept and used + piece.height + opens + min(follows, room / 3) > room:
            slides.append(kept)
            kept, used, opens = [], 0.0, piece.head
        kept.append(piece)
        used += piece.height + opens
    return [*slides, kept] if kept else slides


def joined(pieces: Iterable[Piece]) -> str:
    """Pieces with their lists and tables around them; a list that was cut goes on with its number."""
    text, holder = "", ""
    for piece in pieces:
        if piece.holder != holder:
            text += _closed(holder) + _opened(piece)
            holder = piece.holder
        text += piece.html
    return text + _closed(holder)


def _opened(piece: Piece) -> str:
    if piece.holder == "ol":
        number = re.match(r'<li value="(\d+)"', piece.html)
        return f'<ol start="{number[1]}">' if number else "<ol>"
    return "<ul>" if piece.holder == "ul" else piece.holder


def _closed(holder: str) -> str:
    return {"": "", "ul": "</ul>", "ol": "</ol>"}.get(holder, "</tbody></table>")


def _tree(markup: str) -> Any:
    import lxml.html

    return lxml.html.fragment_fromstring(markup, create_parent="div")


def _pieces(node: Any, room: tuple[float, float], size: float) -> Iterator[Piece]:
    for child in node:
        if not isinstance(child.tag, str):
            continue
        names = (child.get("class") or "").split()
        if "mk-note" in names or child.tag in ("style", "script", "button") and "mk-term" not in names:
            continue
        if child.tag in ("h1", "h2", "h3", "h4"):
            yield Piece("", 0, title=inner(child))
        elif child.tag in ("ul", "ol"):
            yield from _items(child, room, size)
        elif child.tag == "table":
            yield from _rows(child, room, size)
        elif child.tag == "details":
            yield from _details(child, room, size)
        elif child.tag in ("div", "section", "blockquote", "figure") and len(child) and not _inline(child):
            yield from _pieces(child, room, size)
        else:
            yield from _paragraph(child, room, size, " ".join(one for one in names if one.startswith("mk-")))


def _details(child: Any, room: tuple[float, float], size: float) -> Iterator[Piece]:
    for part in child:
        if part.tag == "summary":
            yield from _paragraph(part, room, size, "sl-sub")
    rest = [part for part in child if part.tag != "summary"]
    for part in rest:
        child.remove(part)
    import lxml.html

    holder = lxml.html.Element("div")
    holder.extend(rest)
    yield from _pieces(holder, room, size)


def _inline(node: Any) -> bool:
    blocks = ("p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "blockquote", "details", "section", "figure")
    return not any(child.tag in blocks for child in node)


def _paragraph(node: Any, room: tuple[float, float], size: float, name: str) -> Iterator[Piece]:
    text = inner(node)
    if not re.sub(r"<[^>]+>|\s", "", text):
        return
    small = name in ("mk-small", "mk-source", "mk-over", "mk-caption")
    letters = size * (0.77 if small and name != "mk-caption" else 1)
    mark = f' class="{name}"' if name else ""
    most = int(room[1] // (letters * LINE)) - 1
    for part in _cut(text, room[0], letters, most):
        yield Piece(f"<p{mark}>{part}</p>", lines(part, letters, room[0]) * letters * LINE + 0.5 * size)


def _cut(text: str, width: float, size: float, most: int) -> list[str]:
    """A paragraph in parts of whole sentences that each fit a slide."""
    if lines(text, size, width) <= most:
        return [text]
    parts, kept = [], ""
    for sentence in re.split(r"(?<=[.!?…»])\s+(?=[А-ЯA-Z«—\d])", text):
        if kept and lines(f"{kept} {sentence}", size, width) > most:
            parts.append(kept)
            kept = sentence
        else:
            kept = f"{kept} {sentence}".strip()
    return [*parts, kept]


def _items(node: Any, room: tuple[float, float], size: float) -> Iterator[Piece]:
    start = int(node.get("start") or 1)
    for number, item in enumerate((child for child in node if child.tag == "li"), start):
        text = inner(item)
        value = f' value="{number}"' if node.tag == "ol" else ""
        height = _height(item, room[0] - 44, size) + 0.3 * size
        name = ' class="sl-bare"' if "mk-claims" in (node.get("class") or "") else ""
        if height <= room[1]:
            yield Piece(f"<li{value}{name}>{text}</li>", height, node.tag)
            continue
        flat = re.sub(r"</?(?:p|ul|ol|li|div)[^>]*>", " ", text)
        for at, part in enumerate(_cut(flat, room[0] - 44, size, int(room[1] // (size * LINE)) - 1)):
            yield Piece(f"<li{value if not at else ''}{name}>{part}</li>",
                        lines(part, size, room[0] - 44) * size * LINE + 0.3 * size, node.tag)  # fmt: skip


def _height(node: Any, width: float, size: float) -> float:
    """The height of something with blocks inside."""
    total, words = 0.0, html.escape(node.text or "")
    for child in node:
        if child.tag in ("p", "div", "ul", "ol", "li", "blockquote"):
            total += lines(words, size, width) * size * LINE if words.strip() else 0
            total += _height(child, width - (44 if child.tag in ("ul", "ol") else 0), size) + 0.35 * size
            words = html.escape(child.tail or "")
        else:
            import lxml.html

            words += lxml.html.tostring(child, encoding="unicode")
    return total + (lines(words, size, width) * size * LINE if words.strip() else 0)


def _rows(node: Any, room: tuple[float, float], text: float) -> Iterator[Piece]:
    rows = [[inner(cell) for cell in row if cell.tag in ("td", "th")] for row in node.iter("tr")]
    numeric = [
        [("mk-num" in (cell.get("class") or "")) for cell in row if cell.tag in ("td", "th")] for row in node.iter("tr")
    ]
    if not rows:
        return
    has_head = any(cell.tag == "th" for cell in next(node.iter("tr"))) or node.find(".//thead") is not None
    for size in (round(text * TABLE), round(text * TABLE) - 3, round(text * TABLE) - 5):
        widths = _widths(rows, size, room[0] - 4)
        heights = [max((lines(cell, size, width - 22) for cell, width in zip(row, widths, strict=False)), default=1)
                   * size * LINE + 15 for row in rows]  # fmt: skip
        if max(heights[1:], default=0) + (heights[0] if has_head else 0) <= room[1]:
            break
    columns = "".join(f'<col style="width:{width:.0f}px">' for width in widths)
    head = ""
    if has_head:
        cells = "".join(f"<th{_num(flag)}>{cell}</th>" for cell, flag in zip(rows[0], numeric[0], strict=False))
        head = f"<thead><tr>{cells}</tr></thead>"
    opening = f'<table style="font-size:{size}px;width:{sum(widths):.0f}px"><colgroup>{columns}</colgroup>{head}<tbody>'
    for row, flags, height in list(zip(rows, numeric, heights, strict=True))[1 if has_head else 0 :]:
        cells = "".join(f"<td{_num(flag)}>{cell}</td>" for cell, flag in zip(row, flags, strict=True))
        yield Piece(f"<tr>{cells}</tr>", height, opening, head=heights[0] + 10 if has_head else 10)


def _num(flag: bool) -> str:
    return ' class="mk-num"' if flag else ""


def _widths(rows: list[list[str]], size: float, room: float) -> list[float]:
    count = max(len(row) for row in rows)
    columns = [[row[at] for row in rows if at < len(row)] for at in range(count)]
    least = [
        max(max((length(word, size) for word in _words(cell)), default=0) for cell in column) + 24 for column in columns
    ]
    whole = [max(length(plain(cell), size) for cell in column) + 26 for column in columns]
    if sum(whole) <= room:
        return whole
    if sum(least) >= room:
        return [room * part / sum(least) for part in least]
    # Nobody gets more than the whole text needs; what is left goes to those who lack.
    given, open_ = list(least), set(range(count))
    spare = room - sum(least)
    while open_ and spare > 1:
        wishes = {at: max(1.0, whole[at] - given[at]) ** 0.62 for at in open_}
        total, before = sum(wishes.values()), spare
        for at in list(open_):
            more = min(before * wishes[at] / total, whole[at] - given[at])
            given[at], spare = given[at] + more, spare - more
            if whole[at] - given[at] < 1:
                open_.discard(at)
    return given


def inner(node: Any) -> str:
    """The inside of an element: terms as words, no notes, no scripts."""
    import lxml.html

    for note in node.xpath(".//*[contains(concat(' ', @class, ' '), ' mk-note ')]"):
        tail, parent = note.tail or "", note.getparent()
        before = note.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(note)
    text = html.escape(node.text or "", quote=False)
    text += "".join(lxml.html.tostring(child, encoding="unicode") for child in node)
    return re.sub(
        r'<button[^>]*class="mk-term"[^>]*>(.*?)</button>', r'<span class="sl-term">\1</span>', text, flags=re.S
    ).strip()


def plain(text: str) -> str:
    """Words of a piece of HTML."""
    return " ".join(
        html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<(br|/p|/li|/td|/tr|/div)[^>]*>", " ", text))).split(" ")
    ).strip()


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[ \n\t\-–—/]", plain(text)) if word]


def lines(text: str, size: float, width: float) -> int:
    """How many lines a text takes; `<br>` counts."""
    total = 0
    for row in re.split(r"<br\s*/?>|\n(?=\s*\n)", text):
        bold = "<strong" in row or "<b>" in row
        used, count, blank = 0.0, 1, length(" ", size, bold)
        for word in re.split(r"[ \n\t]+", plain(row)):
            long = length(word, size, bold)
            if used and used + long > width:
                count += 1
                used = 0.0
            if long > width:
                count += int(long // width)
            used += long + blank
        total += count
    return max(1, total)


def length(text: str, size: float, bold: bool = False) -> float:
    """Width of a text in pixels, without kerning, which only makes it narrower."""
    return sum(_advance(sign, bold) for sign in text) * size


@cache
def _advance(sign: str, bold: bool) -> float:
    """Width of a sign in letters of one pixel."""
    return _font(bold).load_char(ord(sign)).linearHoriAdvance / 65536 / 100


@cache
def _font(bold: bool) -> Any:
    import matplotlib
    from matplotlib.ft2font import FT2Font

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    font = FT2Font(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name))
    font.set_size(100, 72)
    return font


__all__ = ["HEIGHT", "ROOM", "SIZES", "WIDTH", "Piece", "inner", "length", "lines", "plain", "slides_of"]
