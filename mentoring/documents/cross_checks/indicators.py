"""XD-INDICATORS: indicators of the roadmap are those of the regulation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..audit_results import CrossRemark
from ..language import Words
from ..view import Document
from .remarks import Package, remark

# «Мониторинг: число посещённых вебинаров, количество публикаций».
_MEASURED = re.compile(
    r"(?:мониторинг|замер|показател|индикатор)\w*[^.;]{0,40}[:(–—-]\s*(?:количество|число)\b", re.IGNORECASE
)


def indicators(document: Document) -> list[Words]:
    """Sentences or rows that state an indicator: a share, a number, a satisfaction with a level or a formula."""
    found = []
    for words in document.index.words:
        if re.search(
            r"\b(?:доля|количество|число|процент|удовлетвор[её]нност\w+|охват|укомплектованност\w+|сохранность"
            r"|уровень)\b",
            words.text,
            re.I,
        ) and (
            re.search(r"показател|индикатор|=|%|процент", words.text + _around(document, words), re.I)
            or _MEASURED.search(words.text)
        ):
            if re.match(r"\W*(?:\d+[.)]\s*)*(?:[A-ZА-ЯЁ]\w{0,5}\s*=|где\b|формула)", words.text):
                continue
            found.append(words)
    return found


def _around(document: Document, words: Words) -> str:
    if words.block < 0:
        return ""
    block = document.blocks[words.block]
    if block.kind == "cell":
        header = document.text.tables[block.table].rows[0]
        return " " + (header[block.column] if block.column < len(header) else "")
    return " " + " ".join(document.blocks[n].text for n in range(max(0, words.block - 4), words.block))


_WEAK_WORDS = """
    доля число количество процент показатель формула отношение уровень общий от к и в на с по не менее год целевой
    значение организация наставник наставничество наставляемый
"""


_WEAK = frozenset(_WEAK_WORDS.split())


_INDICATOR = re.compile(
    r"\b(?:доля|количество|число|процент|удовлетвор[её]нност|охват|укомплектованност|сохранность|уровень)", re.I
)


_SYMBOL = re.compile(r"(?<![\w.])([А-ЯЁA-Z][А-ЯЁа-яёA-Za-z]{0,3}\d?)\s*=\s*\(?[А-ЯЁA-Z]")


def _bag(text: str) -> set[str]:
    """Content words of an indicator's name, as stems."""
    start = _INDICATOR.search(text)
    quoted = re.search(r"[«\"]([^«»\"]{6,})[»\"]", text)
    text = quoted[1] if quoted and start else text[start.start() :] if start else text
    head = re.split(
        r"[=;(:]|,\s*(?:где|не менее|%|в %|процент)|\s[–—-]\s*(?:не менее|\d)|формул|\s[А-ЯЁA-Z]\w{0,3}\s*=", text
    )[0]
    return {w[:6] for w in Words(head).line.split() if len(w) > 3 and w not in _WEAK and not w[0].isdigit()}


def contradictions(package: Package) -> Iterator[CrossRemark]:
    for regulation in package.get("regulation", []):
        ours = [bag for w in indicators(regulation.document) if (bag := _bag(w.text))]
        if not ours:
            continue
        for roadmap in package.get("roadmap", []):
            theirs = [
                (w, bag)
                for w in indicators(roadmap.document)
                if (bag := _bag(w.text))
                and (re.search(r"\b(?:доля|удовлетвор|охват|процент)", w.text, re.I) or _MEASURED.search(w.text))
            ]
            symbols = set(_SYMBOL.findall(regulation.document.plain)), set(_SYMBOL.findall(roadmap.document.plain))
            if not theirs and all(symbols) and not symbols[0] & symbols[1]:
                text = "Показатели дорожной карты и положения записаны разными формулами: " + ", ".join(
                    sorted(symbols[1])
                )
                yield remark("XD-INDICATORS", [roadmap, regulation], f"{text}.")
            if not theirs:
                continue
            lost = [
                w for w, bag in theirs if max(len(bag & own) / max(1, min(len(bag), len(own))) for own in ours) < 0.5
            ]
            if lost:
                yield remark(
                    "XD-INDICATORS", [roadmap, regulation], f"Показателя карты нет в положении: {lost[0].text[:140]}."
                )
                continue
            missing = [
                own for own in ours if max(len(bag & own) / max(1, min(len(bag), len(own))) for _, bag in theirs) < 0.34
            ]
            if missing and len(missing) == len(ours):
                yield remark(
                    "XD-INDICATORS", [roadmap, regulation], "Показатели дорожной карты и положения не совпадают."
                )
