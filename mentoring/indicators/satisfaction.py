"""Satisfaction from answers on a scale: the share of answers at or above a threshold, with its uncertainty.

The sources name two satisfaction indicators (seed 002:222–223) but give neither scale, threshold nor sample, so both
are arguments here and are told in the result. Interval: E. B. Wilson, «Probable inference, the law of succession, and
statistical inference», J. Am. Stat. Assoc. 22 (1927), 209–212.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mentoring.indicators.errors import IndicatorError
from mentoring.indicators.shares import share
from mentoring.wording import count_ru, number_ru, percent_ru

_Z95 = 1.959963984540054


@dataclass(frozen=True)
class Satisfaction:
    """`asked` people, of them `answered` on the scale, `silent` without an answer, `invalid` off the scale."""

    asked: int
    answered: int
    silent: int
    invalid: int
    satisfied: int
    mean: float
    low: float
    high: float
    scale: tuple[int, int]
    threshold: float

    @property
    def share(self) -> float:
        """Percent of the answered who are satisfied."""
        return share(self.satisfied, self.answered)

    @property
    def response_rate(self) -> float:
        """Percent of the asked who gave a usable answer."""
        return share(self.answered, self.asked)

    @property
    def interpretation(self) -> str:
        parts = [
            f"Удовлетворены {number_ru(self.satisfied)} из {number_ru(self.answered)} ответивших: "
            f"{percent_ru(self.share)}; с доверительной вероятностью 95 % — "
            f"от {percent_ru(self.low, 1)} до {percent_ru(self.high, 1)} (интервал Уилсона).",
            f"Средний балл {number_ru(self.mean, 2)} по шкале {self.scale[0]}–{self.scale[1]}, "
            f"удовлетворённым считается ответ не ниже {number_ru(self.threshold)}.",
        ]
        if self.silent:
            parts.append(
                f"Без ответа: {number_ru(self.silent)} из {number_ru(self.asked)}; что они думают, неизвестно."
            )
        if self.invalid:
            parts.append(f"Вне шкалы {count_ru(self.invalid, 'ответ', 'ответа', 'ответов')}: проверьте ввод.")
        if self.answered < 30:
            parts.append("Ответов мало: на вывод обо всех наставляемых или наставниках они не дают права.")
        return " ".join(parts)


def wilson(successes: int, trials: int, z: float = _Z95) -> tuple[float, float]:
    """Wilson score interval for ``successes/trials``, in percent (95 % by default). IndicatorError as `share`."""
    p = share(successes, trials) / 100
    centre = p + z * z / (2 * trials)
    half = z * math.sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    norm = 1 + z * z / trials
    low = 0.0 if successes == 0 else max(0.0, 100 * (centre - half) / norm)
    high = 100.0 if successes == trials else min(100.0, 100 * (centre + half) / norm)
    return low, high


def satisfaction(answers, *, scale: tuple[int, int] = (1, 5), threshold: float = 4) -> Satisfaction:
    """Summarise answers (Series, list) on `scale` (lowest, highest); «satisfied» is an answer ≥ `threshold`.

    Blank answers count as silent, anything else that is not on the scale as invalid; both are told, none is guessed.
    Raises IndicatorError when nobody answered or the threshold is off the scale.
    """
    low, high = scale
    if not low < high:
        raise IndicatorError("Шкала задана неверно: наименьший балл должен быть меньше наибольшего.")
    if not low <= threshold <= high:
        raise IndicatorError(f"Порог {number_ru(threshold)} вне шкалы {low}–{high}: выберите балл из неё.")
    raw = pd.Series(answers, dtype=object)
    blank = raw.isna() | raw.map(lambda v: isinstance(v, str) and not v.strip())
    yes_no = raw.map(lambda v: isinstance(v, (bool, np.bool_))).astype(bool)
    numbers = pd.to_numeric(raw.where(~(blank | yes_no)), errors="coerce").astype(float)
    valid = numbers.between(low, high)
    good = numbers[valid]
    answered = len(good)
    if not answered:
        raise IndicatorError("Нет ни одного ответа на шкале: удовлетворённость вычислить нельзя.")
    satisfied = int((good >= threshold).sum())
    interval = wilson(satisfied, answered)
    return Satisfaction(
        len(raw), answered, int(blank.sum()), len(raw) - answered - int(blank.sum()), satisfied, float(good.mean()),
        *interval, tuple(scale), threshold,
    )  # fmt: skip
