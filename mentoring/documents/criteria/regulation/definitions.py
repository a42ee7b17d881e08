"""Terms that a regulation defines."""

from __future__ import annotations

import re

from ...judgement import Judgement, by_parts, met
from ...language import Hit, Words, is_verb
from ...view import Document

_TERMS = {
    "наставник": r"наставник(?:ом|ами)?",
    "наставляемый": r"наставляем(?:ый|ым|ые|ыми|ая|ой)",
    "куратор": r"куратор(?:ом|ы)?",
    "персонализированная программа": r"персонализированн\w+ программ\w+(?: наставничества)?|ППН",
    "форма наставничества": r"форм(?:а|ой|ы|ами) наставничества|форм(?:а|ой)",
    "вид наставничества": r"вид(?:ом|ы|ами)? наставничества|вид(?:ом)?",
}


_WHAT = r"(?:тот|та|то|те|лицо|педагог|работник|сотрудник|кто|как|план|документ|способ|рол|состав|разновидн)"


def definitions(document: Document) -> Judgement:
    parts = {}
    for name, term in _TERMS.items():
        line = (
            rf"(?:^|[«\"•\d.)]\s*|[–—-]\s+|;\s|:\s|,\s"
            rf"|\bпод\s)(?:{term})[»\"]?(?:\s[а-яё]+){{0,4}}?(?:\s*\([^)]*\))?\s*"
            rf"(?:[–—-]\s|[–—]|:\s\S|\s?это\b|\s?понима|\s?явля|\s?счита|\s?призна|\s?называ|\s?показыва"
            rf"|\s?означа|\s?определя|\s?описыва|\s?отража|\s?характериз|\s?зада[её]т|\s?имену|\s?представля"
            rf"|\s?есть\b|\s?служит)"
        )
        bracketed = rf"(?:^|[:,;]\s|[•\d.)]\s)(?:{term})[»\"]?\s*\({_WHAT}[^)]{{4,}}\)"  # «наставник (тот, кто …)»
        hit = _definition(document, re.compile(line, re.IGNORECASE)) or document.search(bracketed)
        whole = re.compile(rf"(?:\d+[.)]?\s*)?[«\"]?(?:{term})[»\"]?(?:\s*\([^)]*\))?", re.IGNORECASE)
        if hit is None:
            rows = (
                Words(" — ".join(dict.fromkeys(row)), f"{grid.place}, строка {at + 1}")
                for grid in document.text.tables
                for at, row in enumerate(grid.rows)
                if len(row) >= 2
                and re.match(rf"(?:\d+\.?\s*)?(?:{term})\b", row[0].strip(), re.IGNORECASE)
                and (len(row[1].split()) > 3 or (whole.fullmatch(row[0].strip()) and len(row[1].split()) > 1))
            )
            hit = next(rows, None)
        parts[name] = hit
    judgement = by_parts(parts)
    other = document.search(r"\b(?:ментор|коуч|тьютор)\w*\s+(?:имеет|обязан|вправе|составля|провод|готов|помога)")
    if judgement.verdict == "met" and other:
        word = other.words.text[other.start : other.end].split()[0]
        return met(other, 0.6, f"проверьте: рядом с наставником появляется «{word}», слово не определено")
    return judgement


def _definition(document: Document, line: re.Pattern[str]) -> Hit | None:
    """«Наставник — педагог, который …», not «Куратор: собирает запросы»: what follows the mark names a thing."""
    for words in document.index.words:
        for match in line.finditer(words.text):
            rest = re.match(r"\W*([а-яё]+)", words.text[match.end() - 1 :], re.IGNORECASE)
            marked = match.group().rstrip().endswith((":", "–", "—", "-")) or re.search(r":\s\S$", match.group())
            if marked and rest and is_verb(rest[1]):
                continue
            return Hit(words, 0, 0, match.start(), match.end())
    return None
