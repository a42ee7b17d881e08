"""Spelling, typography and links of what authors write: notebooks, tables, pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mentoring import spelling
from mentoring.typography import slips

from .finding import Finding

PLACES = ("course/*.ipynb", "course/*.md", "assignments/**/*.ipynb", "assignments/**/*.csv", "assignments/**/*.md",
          "datasets/*.csv", "datasets/*.md", "README.md", "docs/*.md")  # fmt: skip
# Register entries stand letter by letter; topics and a
# sample of a roadmap hold beginnings of words; a demonstration class makes slips on purpose.
# Invented names and the cases made of them, too.
VERBATIM = {"orders.csv", "roadmap_topics.csv", "case_names.csv", "tool_cases.ipynb"}
# Columns that are literal, with the slips of those who wrote them.
AS_WRITTEN = VERBATIM | {"roadmap_school.csv", "roadmap_municipal.csv", "indicators.csv", "stages.csv"}
_LINK = re.compile(r"(?<!\\)\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_URL = re.compile(r"https?://[^\s,;)»\"'\\]+")
_GOOD_URL = re.compile(r"https?://(?:[\w-]+\.)+[\w-]{2,}(?::\d+)?(?:[/?#]\S*)?|https?://(?:127\.0\.0\.1|localhost)\S*")


def files(root: Path) -> list[Path]:
    """Everything authors write."""
    found = {path for pattern in PLACES for path in root.glob(pattern)}
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def spelled(paths: Iterable[Path], root: Path) -> Iterator[Finding]:
    """Words no dictionary has."""
    for slip in spelling.check([path for path in paths if path.name not in VERBATIM], root):
        yield Finding(f"{slip} Исправьте слово; если оно верно, впишите его в datasets/words.txt.")


def typeset(paths: Iterable[Path], root: Path) -> Iterator[Finding]:
    """Quotes, dashes, spaces and «вы» in what authors write (what notebooks show is made by the kit)."""
    for path in paths:
        if path.name in AS_WRITTEN:
            continue
        for place, text in spelling.texts(path):
            if "результат" in place:
                continue
            if path.suffix == ".md":
                text = re.sub(r" {2,}|\| *\|.*", " ", text)
            yield from (Finding(f"{path.relative_to(root)}, {place}: {slip}.") for slip in slips(text))


def links(paths: Iterable[Path], root: Path) -> Iterator[Finding]:
    """Links to files that aren't there; addresses that can't be addresses. Nothing is asked of the internet."""
    for path in paths:
        for place, text in _written(path):
            for target in _LINK.findall(text):
                if re.match(r"[a-z]+:|#", target):
                    continue
                if not (path.parent / target.partition("#")[0]).exists():
                    yield Finding(f"{path.relative_to(root)}, {place}: ссылка ведёт на {target}, а такого файла нет.")
            for address in _URL.findall(text):
                if not _GOOD_URL.fullmatch(address):
                    yield Finding(f"{path.relative_to(root)}, {place}: «{address}» не похоже на адрес страницы.")


def _written(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix == ".ipynb":
        import nbformat

        for number, cell in enumerate(nbformat.read(path, as_version=4).cells, 1):
            if cell.cell_type == "markdown":
                yield f"ячейка {number}", cell.source
    elif path.suffix == ".csv":
        yield from ((place, text) for place, text in spelling.texts(path) if "://" in text)
    else:
        fenced = False
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
            fenced ^= line.lstrip().startswith("```")
            if not fenced:
                yield f"строка {number}", re.sub(r"`[^`]*`", "", line)
