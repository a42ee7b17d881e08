"""Rounding rules of the monitoring: half up, to whole percent unless told otherwise; and a check of published figures.

The six shares of the monitoring slides (seed 002:296–306) are whole percents that agree with this rule.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mentoring.indicators.shares import share
from mentoring.wording import number_ru, percent_ru

RULE = "половина округляется от нуля (0,5 → 1), доли показываются в целых процентах, считать же надо неокруглёнными"


def round_half_up(value, digits: int = 0):
    """`value` rounded half away from zero to `digits` decimals; number → float, Series → Series, array → array.

    Python's own `round` takes halves to even (``round(86.5) == 86``); the source takes them up (87).
    """
    scale = 10.0**digits
    scaled = np.round(np.abs(value) * scale, 6)
    result = np.sign(value) * np.floor(scaled + 0.5) / scale
    return result if isinstance(result, (pd.Series, np.ndarray)) else float(result)


def explain_rounding(value: float, digits: int = 0) -> str:
    """How `value` is rounded, in words: ``92.3`` → «92,3 → 92: первая отбрасываемая цифра 3 меньше 5»."""
    rounded = round_half_up(value, digits)
    dropped = int(np.floor(np.round(abs(value) * 10.0 ** (digits + 1), 5))) % 10
    reason = "меньше 5, поэтому отбрасывается" if dropped < 5 else "не меньше 5, поэтому предыдущая увеличивается на 1"
    shown = number_ru(value, max(digits + 2, 2))
    return f"{shown} → {number_ru(rounded, digits)}: первая отбрасываемая цифра {dropped} {reason}"


def check_published(numerator: float, denominator: float, published: float, digits: int = 0) -> tuple[bool, str]:
    """Whether a published percentage follows from its own numerator and denominator; with a Russian remark.

    Raises IndicatorError as `share` does.
    """
    exact = share(numerator, denominator)
    expected = round_half_up(exact, digits)
    agrees = abs(expected - published) < 10.0**-digits / 1000
    start = f"{number_ru(numerator)} из {number_ru(denominator)} — это {percent_ru(exact, digits + 2)}"
    if agrees:
        return True, f"{start}; опубликованное значение {percent_ru(published, digits)} верно."
    return False, (
        f"{start}, округлённо {percent_ru(expected, digits)}; "
        f"опубликовано {percent_ru(published)}, значение не пересчитывается."
    )
