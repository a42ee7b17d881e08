"""Spelling of Russian text by a dictionary, offline and without anything to install: pymorphy3's OpenCorpora words.

The word forms come with the kit; names, abbreviations and terms of the course stand in `datasets/words.txt`, which a
methodologist edits. A dictionary finds words that don't exist, not wrong ones: a person
still reads the text. The tests ask Debian's hunspell as well, where it is installed.
"""

from __future__ import annotations

import ast
import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = "words.txt"
MARKS = str.maketrans("", "", "\u0301\u00ad")  # stress and soft hyphens
_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*(?![А-Яа-яЁё…-])")  # a word cut by «…» is a quotation
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_PATTERN = re.compile(r"\\[bswdDWS]|\[\^?[А-Яа-яёЁ]|\(\?|[а-яё]\?[а-яё]|\.\*|[а-яё)]\|[а-яё(]")
_ATTRIBUTE = re.compile(r"[\w-]+=(?:\"[^\"]*\"?|'[^']*'?)|^[^<]*>(?=<|$)")
_QUOTED = re.compile(r"\"([^\"]*)\"|`([^`]*)`|'([^']*)'")
_VALUE = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
_HIDDEN = re.compile(r"<(style|script)\b.*?</\1>|<(\w+)[^>]* popover\b.*?</\2>", re.DOTALL)
_INLINE = re.compile(r"</?(?:b|i|em|strong|button|a|mark|small|code)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Slip:
    """A word no dictionary has: in which file, at which cell, row or line, and what stands around it."""

    file: str
    place: str
    word: str
    around: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: слова «{self.word}» нет в словаре — «…{self.around}…»."


def unknown(text: str) -> list[str]:
    """Words of `text` that neither dictionary knows, each once, in the order they come."""
    return [word for word in words(text) if not known(word)]


def words(text: str) -> list[str]:
    """Russian words of `text`, each once, in the order they come."""
    return list(dict.fromkeys(_WORD.findall(text.translate(MARKS))))


@cache
def known(word: str) -> bool:
    """One word, or all parts of a word with hyphens; capitals don't matter, «ё» may be «е»."""
    low = word.lower()
    if len(low) == 1 or low in project_words() or _analyser().word_is_known(low):
        return True
    parts = low.split("-")
    return len(parts) > 1 and all(known(part) or f"{part}-" in project_words() for part in parts)


@cache
def project_words() -> frozenset[str]:
    """Words of `datasets/words.txt`: one or more a line, `#` begins a remark, `слово-` is a first part."""
    from mentoring.data import folder

    lines = (Path(folder()) / WORDS).read_text(encoding="utf-8-sig").splitlines()
    return frozenset(word.lower() for line in lines for word in line.partition("#")[0].split())


def check(paths: Iterable[Path], root: Path | None = None) -> list[Slip]:
    """Unknown words of notebooks, tables, pages and programs: every text in them that a person reads."""
    found = []
    for path in paths:
        name = str(path.relative_to(root)) if root else path.name
        for place, text in texts(path):
            for word in unknown(text):
                at = text.find(word)
                around = " ".join(text[max(0, at - 25) : at + len(word) + 25].split())
                found.append(Slip(name, place, word, around))
    return found


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """`(place, text)` of a file: cells of a notebook, rows of a table, strings of a program, lines of a page."""
    content = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".ipynb":
        yield from _notebook(content)
    elif path.suffix == ".py":
        yield from strings(content)
    elif path.suffix == ".csv":
        for number, row in enumerate(csv.reader(io.StringIO(content, newline="")), 1):
            yield from ((f"запись {number}", cell) for cell in row)
    elif path.suffix == ".js":
        for number, line in enumerate(content.splitlines(), 1):
            yield from (
                (f"строка {number}", _VALUE.sub("…", found[0] or found[1] or found[2]))
                for found in _QUOTED.findall(line)
            )
    elif path.suffix in (".j2", ".html"):
        bare = re.sub(r"\{[%#].*?[%#]\}", "", content, flags=re.DOTALL)
        yield "страница", plain(re.sub(r"\{\{.*?\}\}", "…", bare, flags=re.DOTALL))
    else:
        fenced = False
        for number, line in enumerate(content.splitlines(), 1):
            fenced ^= line.lstrip().startswith("```")
            if not fenced:
                yield f"строка {number}", re.sub(r"`[^`]*`", "…", line)


def strings(source: str) -> Iterator[tuple[str, str]]:
    """Strings of a program with Russian phrases in them; docstrings, search patterns and lone words are left out."""
    tree = ast.parse(source)
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            said = " " in node.value and _CYRILLIC.search(node.value) and not _PATTERN.search(node.value)
            if said:
                markup = "</" in node.value or '="' in node.value
                yield f"строка {node.lineno}", plain(_ATTRIBUTE.sub(" ", node.value)) if markup else node.value


def plain(markup: str) -> str:
    """The words of HTML, a line a block; what pops up is left out: the glossary is read on its own."""
    words = _TAG.sub("\n", _INLINE.sub("", _HIDDEN.sub("", markup)))
    return re.sub(r" *\n\s*", "\n", html.unescape(words))


def _notebook(content: str) -> Iterator[tuple[str, str]]:
    for number, cell in enumerate(json.loads(content)["cells"], 1):
        place, source = f"ячейка {number}", "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield place, source
            continue
        for _, text in strings(source):
            yield place, re.sub(r"\[\[([^\]|]*\|)?|\]\]", " ", text)
        for out in cell.get("outputs", ()):
            yield f"{place}, результат", plain("".join(out.get("data", {}).get("text/html", "")))


@cache
def _analyser():
    import pymorphy3

    return pymorphy3.MorphAnalyzer()
