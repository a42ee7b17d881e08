"""Figures and dates inside an author's text, computed and never typed: `{share:%1}`; no-break spaces for all."""

from __future__ import annotations

import re
import string
from typing import Any

import pandas as pd

from mentoring.typography import typeset as typeset
from mentoring.wording import NBSP, count_ru, number_ru, percent_ru, plural_ru, points_ru

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_FIELD = re.compile(r"\{\w+(?::[^{}]*)?\}")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


class AuthorError(ValueError):
    """A slip of a session's author, in one Russian sentence."""


class _Russian(string.Formatter):
    def get_value(self, key: Any, args: Any, kwargs: Any) -> Any:
        if key not in kwargs:
            raise AuthorError(f"В тексте стоит {{{key}}}, а значение не передано: добавьте {key}=… в вызов.")
        return kwargs[key]

    def format_field(self, value: Any, spec: str) -> str:
        return said(value, spec)


def said(value: Any, spec: str = "") -> str:
    """One value as Russian Markdown text.

    Specs: none — a number as it is, a date as 21.12.2021, text as text; `%`, `%1` — percent with so many decimals;
    `пп1` — percentage points, `+пп1` — with a plus; `0`, `1` … — decimals; `+` — with a plus; `дата` — 21 декабря
    2021 года; `школа|школы|школ` — number and noun; `~школа|школы|школ` — the noun alone.
    """
    if isinstance(value, pd.Timestamp) or hasattr(value, "strftime"):
        long = f"{value.day}{NBSP}{MONTHS[value.month - 1]} {value.year}{NBSP}года"
        return long if spec == "дата" else f"{value:%d.%m.%Y}"
    if isinstance(value, str):
        return _SPECIAL.sub(r"\\\1", value)
    if spec.count("|") == 2:
        forms = spec.lstrip("~").split("|")
        return plural_ru(value, *forms) if spec.startswith("~") else count_ru(value, *forms)
    found = re.fullmatch(r"(\+?)(%|пп)?(\d)?", spec)
    if not found:
        raise AuthorError(
            f"Непонятный формат числа «{spec}»; бывает %, %1, пп1, +пп1, 0, 1, +, дата, школа|школы|школ."
        )
    signed, kind, digits = bool(found[1]), found[2], None if found[3] is None else int(found[3])
    if kind == "%":
        return percent_ru(value, digits)
    if kind == "пп":
        return points_ru(value, 2 if digits is None else digits, sign=signed)
    return number_ru(value, digits, sign=signed)


def filled(text: str, fields: dict[str, Any]) -> str:
    """`text` with its fields said in Russian. Raises AuthorError for a field without a value or the reverse."""
    if not fields and not _FIELD.search(text):
        return text
    unused = set(fields) - {name for _, name, _, _ in string.Formatter().parse(text) if name}
    if unused:
        raise AuthorError(f"Значения переданы, а в тексте их нет: {', '.join(sorted(unused))}.")
    said_ = _Russian().vformat(text, (), fields)
    return said_.replace(f"п.{NBSP}п..", f"п.{NBSP}п.")  # the abbreviation ends the sentence too
