"""Russian wording of numbers: decimal comma, units, forms of numerals. The one place where figures become text."""

from __future__ import annotations

import math

NBSP = "\u00a0"
MINUS = "\u2212"


def number_ru(value: float, digits: int | None = None, *, sign: bool = False) -> str:
    """A number as Russian text: ``1234.5`` → ``1234,5``, ``12345`` → ``12 345`` (no-break space), ``-2`` → ``−2``.

    `digits` fixes the number of decimals; without it at most two are shown and trailing zeros are dropped.
    `sign` puts ``+`` before positive values. A missing value reads «нет данных».
    """
    if value is None or value != value:
        return "нет данных"
    if math.isinf(value):
        return "бесконечность"
    if abs(value) >= 1e15:
        mantissa, power = f"{value:.2e}".split("e")
        return f"{mantissa.replace('.', ',').replace('-', MINUS)}·10^{int(power)}"
    places = 2 if digits is None else digits
    rounded = math.floor(round(abs(value) * 10**places, 6) + 0.5) / 10**places
    text = f"{rounded:.{places}f}"
    whole, _, fraction = text.partition(".")
    if digits is None:
        fraction = fraction.rstrip("0")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", NBSP)
    text = f"{whole},{fraction}" if fraction else whole
    if rounded == 0:
        return text
    return (MINUS if value < 0 else "+" if sign else "") + text


def percent_ru(value: float, digits: int | None = None) -> str:
    """Percent: ``89.0696`` → ``89,07 %``."""
    return _with_unit(value, "%", digits, sign=False)


def points_ru(value: float, digits: int | None = 2, *, sign: bool = True) -> str:
    """A difference of two percentages, in percentage points: ``-2.25`` → ``−2,25 п. п.``."""
    return _with_unit(value, f"п.{NBSP}п.", digits, sign=sign)


def _with_unit(value, unit, digits, *, sign):
    text = number_ru(value, digits, sign=sign)
    return text if text == "нет данных" else f"{text}{NBSP}{unit}"


def plural_ru(count: float, one: str, few: str, many: str) -> str:
    """The form of a noun after `count`: ``plural_ru(3, "школа", "школы", "школ")`` → ``школы``; fractions: `few`."""
    count = abs(count)
    if count != int(count):
        return few
    tens, ones = int(count) % 100, int(count) % 10
    if ones == 1 and tens != 11:
        return one
    if 2 <= ones <= 4 and not 12 <= tens <= 14:
        return few
    return many


def count_ru(count: float, one: str, few: str, many: str) -> str:
    """A count with its noun: ``21`` → ``21 строка``."""
    return f"{number_ru(count)}{NBSP}{plural_ru(count, one, few, many)}"


def sentence(clause: str) -> str:
    """A clause as a sentence: first letter upper case, a full stop at the end."""
    return clause[:1].upper() + clause[1:] + ("" if clause.endswith((".", "!", "?")) else ".")


def lowered(label: str) -> str:
    """A label inside a sentence: its first letter is small, unless it begins with a symbol or an abbreviation."""
    first = label.split(maxsplit=1)[0] if label.strip() else ""
    kept = first.isupper() and (len(first) > 1 or first.isascii())
    return label if kept else label[:1].lower() + label[1:]
