"""A share: numerator of denominator, in percent. One value → a number or an error; a table → numbers and flags.

Nothing becomes a silent NaN: a bad row of a table always has a reason in words beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from numbers import Real

import numpy as np
import pandas as pd

from mentoring.indicators.errors import IndicatorError
from mentoring.wording import count_ru, number_ru, sentence

_ROLES = {"numerator": "числитель", "denominator": "знаменатель"}
_ZERO = "знаменатель равен нулю, доля не определена: проверьте, кого вы взяли за 100 %"


def _clause(role: str, problem: str, shown: str = "") -> str:
    name = _ROLES[role]
    return {
        "missing": f"{name} не указан: впишите число",
        "text": f"{name} должен быть числом" + (f", а указано «{shown}»" if shown else ""),
        "bool": f"{name} должен быть числом, а указано логическое значение «да/нет»",
        "infinite": f"{name} бесконечен: укажите обычное число",
        "negative": f"{name} отрицательный" + (f" ({shown})" if shown else "") + ": количество не бывает меньше нуля",
    }[problem]


def _exceeds(numerator: float | None = None, denominator: float | None = None) -> str:
    shown = "" if numerator is None else f" ({number_ru(numerator)} > {number_ru(denominator)})"
    return (
        f"числитель больше знаменателя{shown}: часть не бывает больше целого, проверьте, об одной ли совокупности речь"
    )


def _scalar_problem(value: object) -> str:
    """Name of what is wrong with one value as a count; empty when it is a usable number."""
    if value is None or value is pd.NA or value is pd.NaT:
        return "missing"
    if isinstance(value, (bool, np.bool_)):
        return "bool"
    if not isinstance(value, (Real, Decimal)):
        return "text"
    if value != value:
        return "missing"
    try:
        infinite = math.isinf(value)
    except OverflowError:
        infinite = True
    if infinite:
        return "infinite"
    return "negative" if value < 0 else ""


def check_count(value: object, role: str = "numerator") -> float:
    """`value` as a non-negative finite number (count); `role` is ``numerator`` or ``denominator``.

    Raises IndicatorError with one Russian sentence for missing, text, yes/no, infinite and negative values.
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    problem = _scalar_problem(value)
    if problem:
        shown = str(value)[:40] if problem == "text" else number_ru(value) if problem == "negative" else ""
        raise IndicatorError(sentence(_clause(role, problem, shown)))
    if isinstance(value, np.generic):
        value = value.item()
    return float(value) if isinstance(value, Decimal) else value


def percent(numerator: float, denominator: float) -> float:
    """``100·A/B`` of two checked numbers without an upper limit; integers are divided exactly, then rounded once."""
    try:
        value = float(100 * numerator / denominator)
    except OverflowError:
        value = math.inf
    return numerator / denominator * 100 if math.isinf(value) else value


def share(numerator, denominator):
    """Share in percent, 0…100: ``100·A/B`` (the federal indicator N = A/B·100 %, seed 000:120–141).

    Two numbers → float. Series, lists (→ Series) or arrays (→ array) → percent element by element; a single number
    is taken for every row; two Series must have the same labels.

    Raises IndicatorError with one Russian sentence for a zero, missing, negative, infinite, yes/no or non-numeric
    value and for A > B. With many rows the sentence names the first bad row and how many there are;
    `share_table` gives the same table with flags and does not raise.
    """
    if not any(isinstance(v, (pd.Series, np.ndarray, list, tuple)) and np.ndim(v) for v in (numerator, denominator)):
        a, b = check_count(numerator, "numerator"), check_count(denominator, "denominator")
        if b == 0:
            raise IndicatorError(sentence(_ZERO))
        if a > b:
            raise IndicatorError(sentence(_exceeds(a, b)))
        return min(percent(a, b), 100.0)
    a, b = _aligned(numerator, denominator)
    values, flags = _shares(a, b)
    bad = np.flatnonzero(flags != "")
    if len(bad):
        first = bad[0]
        raise IndicatorError(
            f"Долю нельзя вычислить в {len(bad)} из {count_ru(len(a), 'строки', 'строк', 'строк')}; "
            f"первая из них — «{a.index[first]}»: {flags[first]}."
        )
    series = pd.Series(values, index=a.index, name="share")
    arrays = not any(isinstance(v, (pd.Series, list, tuple)) for v in (numerator, denominator))
    return series.to_numpy() if arrays else series


def share_table(frame: pd.DataFrame, numerator: str, denominator: str) -> pd.DataFrame:
    """`frame` with two more columns: ``share`` (percent) and ``flag`` (what is wrong with the row, in Russian).

    A row with a flag has no share, a row without a flag always has one. Numbers written as text («12», «12,5») are
    read. Never raises for rows; IndicatorError when a column does not exist.
    """
    for column in (numerator, denominator):
        if column not in frame.columns:
            raise IndicatorError(f"В таблице нет столбца «{column}»: проверьте его название.")
    values, flags = _shares(frame[numerator], frame[denominator])
    return frame.assign(share=values, flag=flags)


def _aligned(numerator, denominator) -> tuple[pd.Series, pd.Series]:
    sizes = {len(v) for v in (numerator, denominator) if np.ndim(v)}
    if len(sizes) > 1:
        raise IndicatorError("Числителей и знаменателей разное количество: у каждого числителя нужен знаменатель.")
    labels = next((v.index for v in (numerator, denominator) if isinstance(v, pd.Series)), pd.RangeIndex(sizes.pop()))

    def series(values):
        if isinstance(values, pd.Series):
            if values.index.equals(labels):
                return values
            if labels.is_unique and values.index.is_unique and len(labels.symmetric_difference(values.index)) == 0:
                return values.reindex(labels)
            raise IndicatorError("У числителей и знаменателей разные подписи строк: приведите их к одному перечню.")
        if isinstance(values, Sequence) and not isinstance(values, str):
            return pd.Series(list(values), index=labels, dtype=object if not len(values) else None)
        return pd.Series(values, index=labels)

    return series(numerator), series(denominator)


def numbers(values: pd.Series, role: str) -> tuple[np.ndarray, np.ndarray]:
    """Counts of a column as float64, and for each value a Russian reason why it is no count ('' = fine)."""
    flags = np.full(len(values), "", dtype=object)
    if pd.api.types.is_bool_dtype(values.dtype):
        flags[:] = _clause(role, "bool")
        return np.full(len(values), np.nan), flags
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_complex_dtype(values.dtype):
        result = values.to_numpy(dtype="float64", na_value=np.nan)
        flags[np.isnan(result)] = _clause(role, "missing")
        flags[np.isinf(result)] = _clause(role, "infinite")
        flags[result < 0] = _clause(role, "negative")
        return result, flags
    result = np.full(len(values), np.nan)
    for position, value in enumerate(values.array):
        if isinstance(value, str):
            value = _number_from_text(value)
        problem = _scalar_problem(value)
        if problem:
            flags[position] = _clause(role, problem, str(value)[:40] if problem == "text" else "")
        else:
            result[position] = float(value)
    return result, flags


def _number_from_text(text: str):
    """The number that a cell of text holds (Russian or English decimal sign), the text itself, or None when blank."""
    plain = "".join(text.split()).replace(",", ".")
    if not plain:
        return None
    digits = plain.lstrip("+-\u2212")
    if digits.replace(".", "", 1).isdecimal() and digits.isascii():
        return float(plain.replace("\u2212", "-"))
    return text


def _shares(numerator: pd.Series, denominator: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    a, flags = numbers(numerator, "numerator")
    b, flags_b = numbers(denominator, "denominator")
    return flagged_percent(a, b, np.where(flags != "", flags, flags_b))


def flagged_percent(a: np.ndarray, b: np.ndarray, flags: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Percent of float arrays and their flags, completed with «zero denominator» and «A > B»; flagged rows get NaN."""
    fine = flags == ""
    zero = fine & (b == 0)
    exceeds = fine & (a > b) & ~zero
    if zero.any() or exceeds.any():
        flags = flags.copy()
        flags[zero] = _ZERO
        flags[exceeds] = [_exceeds(x, y) for x, y in zip(a[exceeds], b[exceeds], strict=True)]
        fine &= ~(zero | exceeds)
    result = np.full(len(a), np.nan)
    with np.errstate(over="ignore", invalid="ignore"):
        np.divide(100 * a, b, out=result, where=fine)
        overflow = np.isinf(result)
        result[overflow] = a[overflow] / b[overflow] * 100
    return np.minimum(result, 100), flags
