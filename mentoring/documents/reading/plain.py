"""Text of a .txt in UTF-8, UTF-16 or a Russian single-byte encoding."""

from __future__ import annotations

from .build import LINES_A_PAGE, MAX_PAGES, Builder, too_long
from .lines import add_lines
from .model import DocumentError, Text


def read_plain(data: bytes, name: str) -> Text:
    """Raises DocumentError when the bytes are no text or there is too much of it."""
    text = decode(data, name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    pages = max(text.count("\f") + 1, len(lines) // (2 * LINES_A_PAGE))
    if pages > MAX_PAGES:
        raise too_long(name, pages)
    builder = Builder(name)
    add_lines(builder, lines)
    return builder.done(pages)


def decode(data: bytes, name: str) -> str:
    """The text of the bytes; the encoding is guessed by what gives Russian letters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if data.count(0) > len(data) // 100:
        raise DocumentError(f"Файл «{name}» не похож на текст; пришлите .docx, .odt, .pdf или .txt.")

    def likely(text: str) -> float:
        common = sum(text.count(letter) for letter in "оеаинт")
        return common - 3 * sum(1 for sign in text if sign in "ЂЃѓЉЊЌЋЏђљњќћџ░▒▓│┤")

    return max((data.decode(code, errors="replace") for code in ("cp1251", "koi8-r", "cp866")), key=likely)
