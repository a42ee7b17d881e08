"""Defects of an indicator's formula that can be found by reading it: symbols, alphabets, signs, populations.

Meaning is judged by people; what is only suspected here is marked ``inferred`` and worded as «проверьте».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

_SYMBOL = re.compile(r"[^\W\d_]+\d*")
_DEFINITION = re.compile(
    r"(?<!\w)([^\W\d_]{1,5}\d?)\s*[–—-]\s*(.+?)(?=[,;]\s*(?:а\s+)?[^\W\d_]{1,5}\d?\s*[–—-]|[.;]?\s*$)"
)
_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyDLpr", "АВСЕНКМОРТХУасеорхуДЛрр")
_MULTIPLICATION = "•·*×⋅∙"
_NUMBER_WORDS = {"один": "1", "перв": "1", "дв": "2", "втор": "2", "три": "3", "трёх": "3", "трех": "3", "пят": "5"}
_RESTRICTION = re.compile(r"\b(\d+|три|трёх|трех|пять|пяти|два|двух)\s+(?:года|лет|год)\b", re.IGNORECASE)


@dataclass(frozen=True)
class FormulaDefect:
    """One defect. `kind` is a kind of the table `indicator_defects`; `symbols` are those it is about."""

    kind: str
    message: str
    symbols: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    certainty: str = "source"


def parse_definitions(text: str) -> dict[str, str]:
    """Symbols and their meanings from an explanation such as «где A – число школ с документом, B – число школ»."""
    plain = re.sub(r"^.*?\bгде\b", "", " ".join(text.split()), flags=re.IGNORECASE)
    return {symbol: meaning.strip(" ,;.") for symbol, meaning in _DEFINITION.findall(plain)}


def alphabets(symbol: str) -> set[str]:
    """Alphabets of the letters of a symbol: ``{"CYRILLIC", "LATIN"}`` for a mixed one."""
    return {unicodedata.name(letter).split()[0] for letter in symbol if letter.isalpha()}


def find_formula_defects(formula: str | None, definitions: Mapping[str, str] | str | None) -> list[FormulaDefect]:
    """What is wrong in one formula (``result = expression``) given its explained symbols (mapping or text after «где»).

    Finds: no formula, symbols used and not explained, explained and not used, one look with two spellings
    (Кw / Kw), Cyrillic and Latin in one symbol, stray punctuation, needless brackets.
    """
    formula = _plain(formula)
    if not formula:
        return [FormulaDefect("missing_formula", "Формулы нет: непонятно, как получено значение.")]
    known = parse_definitions(definitions) if isinstance(definitions, str) else dict(definitions or {})
    defects = []
    left, equals, right = formula.partition("=")
    if not equals:
        left, right = "", formula
        defects.append(FormulaDefect("notation", "В формуле нет знака «=»: неясно, что она определяет."))
    used = list(dict.fromkeys(_SYMBOL.findall(right)))
    looks = {_look(symbol): symbol for symbol in known}
    for symbol in used:
        if symbol in known:
            continue
        twin = looks.get(_look(symbol))
        if twin:
            text = f"«{symbol}» в формуле и «{twin}» в расшифровке на вид одинаковы, но набраны разными алфавитами."
            defects.append(FormulaDefect("mixed_alphabet", text, (symbol, twin)))
        else:
            text = f"Символ «{symbol}» стоит в формуле, но не расшифрован."
            defects.append(FormulaDefect("undefined_symbol", text, (symbol,)))
    for symbol in known:
        if symbol not in used and _look(symbol) not in map(_look, used) and symbol != left.strip():
            text = f"Символ «{symbol}» расшифрован, но в формуле его нет."
            defects.append(FormulaDefect("undefined_symbol", text, (symbol,)))
    mixed = [s for s in dict.fromkeys([*_SYMBOL.findall(left), *used, *known]) if {"CYRILLIC", "LATIN"} <= alphabets(s)]
    defects += [
        FormulaDefect("mixed_alphabet", f"В символе «{symbol}» смешаны кириллица и латиница.", (symbol,))
        for symbol in mixed
    ]
    if formula.endswith((",", ";", ".")):
        defects.append(FormulaDefect("notation", f"После формулы стоит лишний знак «{formula[-1]}»."))
    for symbol in re.findall(r"\(\s*([^\W\d_]+\d*)\s*\)", right):
        defects.append(FormulaDefect("notation", f"Скобки вокруг одного символа «{symbol}» лишние.", (symbol,)))
    return defects


def indicator_defects(row: Mapping) -> list[FormulaDefect]:
    """Computable defects of one row of the table `indicators`: of the formula, target, unit, method, population."""
    defects = []
    if _plain(row.get("formula")) is None:
        defects.append(FormulaDefect("missing_formula", "Формулы нет: непонятно, как получено значение."))
    else:
        defects += find_formula_defects(row.get("formula"), definitions_of(row))
    if _plain(row.get("target")) is None and _plain(row.get("target_text")) is None:
        defects.append(FormulaDefect("missing_target", "Целевое значение не указано."))
    if _plain(row.get("unit")) is None:
        defects.append(FormulaDefect("notation", "Единица измерения не указана."))
    if _plain(row.get("collection_method")) is None:
        defects.append(FormulaDefect("collection_method", "Способ сбора данных не назван."))
    extra = unmatched_restrictions(_plain(row.get("numerator")), _plain(row.get("denominator")))
    if extra:
        text = (
            f"Числитель ограничен сроком ({', '.join(extra)}), знаменатель — нет: проверьте, "
            "может ли показатель достичь 100 %."
        )
        defects.append(FormulaDefect("wrong_population", text, certainty="inferred"))
    return [FormulaDefect(d.kind, d.message, d.symbols, (str(row["id"]),), d.certainty) for d in defects]


def find_catalogue_defects(table: pd.DataFrame) -> list[FormulaDefect]:
    """Computable defects of a whole list of indicators (the columns of the table `indicators`): each row's own, then
    symbols with several meanings, results with one name, one population under several symbols, unlike signs."""
    rows = [row.to_dict() for _, row in table.iterrows()]
    defects = [defect for row in rows for defect in indicator_defects(row)]
    meanings, owners, results, synonyms, signs = {}, {}, {}, {}, {}
    for row in rows:
        for symbol, meaning in definitions_of(row).items():
            meanings.setdefault(symbol, {}).setdefault(_population(meaning), meaning)
            owners.setdefault(symbol, []).append(row["id"])
            synonyms.setdefault(_population(meaning), {}).setdefault(symbol, []).append(row["id"])
        if result := _plain(row.get("symbol")):
            results.setdefault(result, []).append(row["id"])
        for sign in set(_plain(row.get("formula")) or "") & set(_MULTIPLICATION):
            signs.setdefault(sign, []).append(row["id"])
    for symbol, found in meanings.items():
        if len(found) > 1:
            text = f"Символ «{symbol}» имеет разные значения: {'; '.join(found.values())}."
            defects.append(FormulaDefect("ambiguous_symbol", text, (symbol,), tuple(owners[symbol])))
    for symbol, ids in results.items():
        if len(ids) > 1:
            text = f"Обозначение «{symbol}» дано разным показателям."
            defects.append(FormulaDefect("ambiguous_symbol", text, (symbol,), tuple(ids)))
    for symbols in synonyms.values():
        if len(symbols) > 1:
            text = f"Одна совокупность обозначена по-разному: {', '.join(f'«{s}»' for s in symbols)}."
            ids = tuple(dict.fromkeys(i for some in symbols.values() for i in some))
            defects.append(FormulaDefect("notation", text, tuple(symbols), ids))
    if len(signs) > 1:
        text = f"Умножение записано разными знаками: {', '.join(f'«{s}»' for s in sorted(signs))}."
        ids = tuple(dict.fromkeys(i for some in signs.values() for i in some))
        defects.append(FormulaDefect("notation", text, tuple(sorted(signs)), ids))
    return defects


def definitions_of(row: Mapping) -> dict[str, str]:
    """Explained symbols of a row of `indicators`: symbol as the explanation spells it → meaning."""
    pairs = ((row.get(f"{part}_symbol"), row.get(part)) for part in ("numerator", "denominator"))
    return {_plain(s): _plain(m) or "" for s, m in pairs if _plain(s)}


def unmatched_restrictions(numerator: str | None, denominator: str | None) -> list[str]:
    """Restrictions by years that the numerator has and the denominator lacks, as written («три года»)."""
    if not numerator or not denominator:
        return []
    allowed = {_digits(m[1]) for m in _RESTRICTION.finditer(denominator)}
    return [m[0] for m in _RESTRICTION.finditer(numerator) if _digits(m[1]) not in allowed]


def _digits(word: str) -> str:
    return next((digit for stem, digit in _NUMBER_WORDS.items() if word.lower().startswith(stem)), word)


def _population(meaning: str) -> str:
    words = re.findall(r"\w+", meaning.lower())
    return " ".join(w for w in words if w not in ("все", "всего", "общее", "число", "количество"))


def _look(symbol: str) -> str:
    return symbol.translate(_LOOKALIKES)


def _plain(value) -> str | None:
    if value is None or value is pd.NA or value != value:
        return None
    return str(value).strip() or None
