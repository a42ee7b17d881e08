"""Reading what people write: numbers and units as Russians type them, and JSON of unknown origin made safe and small.

Nothing here knows a question. A number that can't be read is a value with a Russian sentence, not an exception.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

MAX_NODES = 20_000
MAX_CHARS = 300_000
MAX_DEPTH = 30
MAX_NUMBER = 1e15

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+")
_NUMBER = re.compile(r"[≈~=]? ?([+-]?) ?([0-9]{1,3}(?: [0-9]{3})+|[0-9]+|(?=[.,][0-9]))(?:[.,]([0-9]+))? ?([^0-9]*)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNITS = {
    "%": ("%", "％", "процент", "процента", "процентов", "проц"),
    "пп": ("пп", "процпункт", "процпункта", "процпунктов", "процентныйпункт", "процентныхпункта", "процентныхпунктов"),
    "единиц": ("единиц", "единицы", "единица", "ед", "шт", "штук", "штуки", "штука"),
}
_UNIT_OF = {alias: unit for unit, aliases in _UNITS.items() for alias in aliases}


class Unreadable(ValueError):
    """An answer that can't be understood; the message is one Russian sentence for the participant."""


@dataclass(frozen=True)
class Reading:
    """A number read from an entry: its value and the unit typed with it, or one Russian sentence about what is wrong.

    Nothing entered is no value and no problem.
    """

    value: float | None = None
    unit: str = ""
    problem: str = ""


def _no_bool(entry: Any) -> Any:
    if isinstance(entry, bool):
        raise ValueError("yes/no is not a number")
    if isinstance(entry, int) and abs(entry) > MAX_NUMBER:  # more digits than a float or a person can hold
        return math.inf
    return entry


Entered = Annotated[str | float | None, BeforeValidator(_no_bool)]
"""A field for a number as it was typed: text, a JSON number or nothing; true and false are refused."""


def is_empty(entry: str | float | None) -> bool:
    """Nothing was typed, or only spaces."""
    return entry is None or (isinstance(entry, str) and not _SPACES.sub("", entry[:MAX_CHARS]))


def read_number(entry: str | float | None) -> Reading:
    """«89,07», «1 107», «−3,5», «89,07 %» (no-break and thin spaces too) → value and unit; never raises."""
    if is_empty(entry):
        return Reading()
    if isinstance(entry, str):
        if len(entry) > 60:
            return Reading(problem="Вместо числа записан длинный текст; оставьте в поле только число.")
        match = _NUMBER.fullmatch(re.sub(r"^([≈~=]? ?)[−–—‐‑]", r"\1-", _SPACES.sub(" ", entry).strip()))
        if match is None:
            return Reading(problem=_problem(entry))
        sign, whole, decimals, unit = match.groups()
        if unit.strip() and not re.match(r"[%％A-Za-zА-Яа-яЁё]", unit):
            return Reading(problem=_problem(entry))
        value = float(f"{sign}{whole.replace(' ', '') or 0}.{decimals or 0}")
        unit = unit.strip()
    else:
        value, unit = float(entry), ""
    if not math.isfinite(value) or abs(value) > MAX_NUMBER:
        return Reading(problem="Число слишком велико или не является обычным числом; проверьте запись.")
    return Reading(value, unit)


def _problem(entry: str) -> str:
    low = entry.casefold()
    if re.search(r"[0-9][eе][+-]?[0-9]", low):
        return "Число записано со степенью; запишите его обычными цифрами, например 1107."
    if re.search(r"[0-9] ?(из|/|:) ?[0-9]", low):
        return "Записано отношение двух чисел; впишите одно число — результат."
    if len(re.findall(r"[.,]", entry)) > 1:
        return "В числе больше одной запятой или точки; дробную часть отделяют одной запятой, тысячи — пробелом."
    if re.search(r"[0-9]\s+[0-9]", entry):
        return "Пробел в числе отделяет только тысячи, например 1 107; проверьте запись."
    return "Число прочитать не удалось; запишите его цифрами, например 89,07."


def same_unit(given: str, expected: str) -> bool:
    """Units compared as people write them: «%» = «процентов», «п. п.» = «пп» = «процентных пункта»."""
    return _unit(given) == _unit(expected)


def _unit(text: str) -> str:
    bare = re.sub(r"[\s.\-\u00a0\u2009\u202f]+", "", text[:100]).casefold()
    return _UNIT_OF.get(bare, bare)


def visible(text: str) -> str:
    """Text without control characters and overrides of direction; halves of characters become «�»."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def plain(data: Any) -> Any:
    """A copy of JSON of unknown origin without control characters and lone surrogates, bounded in size and depth.

    Raises Unreadable when it is too big, too deep or not JSON at all.
    """
    left = {"nodes": MAX_NODES, "chars": MAX_CHARS}

    def text(value: str) -> str:
        left["chars"] -= len(value)
        if left["chars"] < 0:
            raise Unreadable("Ответ слишком длинный: больше 300 000 знаков.")
        return visible(value)

    def copy(value: Any, depth: int) -> Any:
        left["nodes"] -= 1
        if left["nodes"] < 0 or depth > MAX_DEPTH:
            raise Unreadable("Ответ слишком большой или устроен слишком сложно, прочитать его не удалось.")
        if isinstance(value, str):
            return text(value)
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise Unreadable("Ответ записан в непонятном виде, прочитать его не удалось.")
            return {text(key): copy(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [copy(item, depth + 1) for item in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        raise Unreadable("Ответ записан в непонятном виде, прочитать его не удалось.")

    return copy(data, 0)
