"""The change of a share split into the effect of its numerator and the effect of its denominator; no claim of causes.

Methods: chain substitution («метод цепных подстановок» of economic analysis, numerator first) and, by default, the mean
of its two orders, which is the Shapley value of two factors (A. Shorrocks, «Decomposition procedures for
distributional analysis: a unified framework based on the Shapley value», J. Econ. Inequality 11 (2013), 99–126).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mentoring.indicators.errors import IndicatorError
from mentoring.indicators.shares import check_count, percent, share, share_table
from mentoring.wording import number_ru, percent_ru, points_ru, sentence

METHODS = {
    "shapley": "среднее двух порядков цепных подстановок (разложение Шепли — Шоррокса)",
    "chain": "цепные подстановки: сначала числитель, затем знаменатель",
}
NO_TREND = "динамику установить нельзя: база изменилась, причина не названа"


@dataclass(frozen=True)
class Decomposition:
    """Change of a share between two slices. Effects and change are in percentage points; the effects add up to it."""

    numerator_before: float
    denominator_before: float
    numerator_after: float
    denominator_after: float
    share_before: float
    share_after: float
    numerator_effect: float
    denominator_effect: float
    method_id: str

    @property
    def change(self) -> float:
        """Share after minus share before, in percentage points."""
        return self.share_after - self.share_before

    @property
    def method(self) -> str:
        """Name of the method in Russian."""
        return METHODS[self.method_id]

    @property
    def base_changed(self) -> bool:
        return self.denominator_before != self.denominator_after

    @property
    def trend_can_be_claimed(self) -> bool:
        """Only an unchanged base lets the two shares be compared; a changed one does not until its cause is known."""
        return not self.base_changed

    @property
    def interpretation(self) -> str:
        """What the figures say and what they do not, in Russian."""
        parts = [
            f"Доля изменилась с {percent_ru(self.share_before)} до {percent_ru(self.share_after)} "
            f"({points_ru(self.change)}).",
            f"Из них {points_ru(self.numerator_effect)} даёт числитель "
            f"({number_ru(self.numerator_before)} → {number_ru(self.numerator_after)}), "
            f"{points_ru(self.denominator_effect)} — знаменатель "
            f"({number_ru(self.denominator_before)} → {number_ru(self.denominator_after)}).",
        ]
        if self.numerator_effect < 0 < self.change:
            parts.append("Числитель уменьшился, а доля выросла: весь прирост создан сжатием базы.")
        elif self.change < 0 < self.numerator_effect:
            parts.append("Числитель вырос, а доля снизилась: всё снижение создано расширением базы.")
        if self.base_changed:
            parts.append(f"Вывод: {NO_TREND}.")
        else:
            parts.append("База не менялась: доли двух срезов сопоставимы.")
        parts.append(f"Метод: {self.method}.")
        return " ".join(parts)


def decompose(
    numerator_before: float,
    denominator_before: float,
    numerator_after: float,
    denominator_after: float,
    *,
    method: str = "shapley",
) -> Decomposition:
    """Split the change of ``100·A/B`` into additive effects of A and of B, in percentage points.

    ``shapley`` (default): numerator effect = ½·[(A₁−A₀)/B₀ + (A₁−A₀)/B₁]·100, denominator effect =
    ½·[(A₀/B₁−A₀/B₀) + (A₁/B₁−A₁/B₀)]·100; swapping «before» and «after» only changes the signs.
    ``chain``: numerator effect = (A₁−A₀)/B₀·100, denominator effect = (A₁/B₁−A₁/B₀)·100.

    Raises IndicatorError for figures from which a share can't be calculated (as `share`) and for an unknown method.
    """
    if method not in METHODS:
        raise IndicatorError(f"Неизвестный способ разложения «{method}»: выберите {' или '.join(METHODS)}.")
    share_before = _slice_share("В первом", numerator_before, denominator_before)
    share_after = _slice_share("Во втором", numerator_after, denominator_after)
    a0, b0 = check_count(numerator_before), check_count(denominator_before)
    a1, b1 = check_count(numerator_after), check_count(denominator_after)
    numerator_effect = percent(a1, b0) - share_before
    if method == "shapley":
        numerator_effect = (numerator_effect + share_after - percent(a0, b1)) / 2
    return Decomposition(
        a0, b0, a1, b1, share_before, share_after, numerator_effect,
        share_after - share_before - numerator_effect, method,
    )  # fmt: skip


def _slice_share(which, numerator, denominator):
    try:
        return share(numerator, denominator)
    except IndicatorError as error:
        text = str(error)
        raise IndicatorError(f"{which} срезе {text[:1].lower()}{text[1:]}") from None


def decompose_table(
    frame: pd.DataFrame, numerator: str, denominator: str, *, period: str | None = None, method: str = "shapley"
) -> pd.DataFrame:
    """Effects between every two successive rows of `frame` (slices in order of time).

    Columns: before, after (labels from `period` or the index), numerator_change, denominator_change (counts), change,
    numerator_effect, denominator_effect (p. p.), flag. A step with a bad row has the reason in ``flag`` and no figures.
    """
    shares = share_table(frame, numerator, denominator)
    labels = list(frame[period] if period else frame.index)
    rows = []
    for after in range(1, len(frame)):
        before = after - 1
        row = {"before": labels[before], "after": labels[after], "flag": ""}
        bad = [i for i in (before, after) if shares["flag"].iloc[i]]
        if bad:
            row["flag"] = "; ".join(f"{labels[i]}: {shares['flag'].iloc[i]}" for i in bad)
        else:
            step = decompose(
                *(float(frame[column].iloc[i]) for i in (before, after) for column in (numerator, denominator)),
                method=method,
            )
            row |= {
                "numerator_change": step.numerator_after - step.numerator_before,
                "denominator_change": step.denominator_after - step.denominator_before,
                "change": step.change,
                "numerator_effect": step.numerator_effect,
                "denominator_effect": step.denominator_effect,
            }
        rows.append(row)
    columns = ["before", "after", "numerator_change", "denominator_change", "change", "numerator_effect",
               "denominator_effect", "flag"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def at_constant_base(numerator, base: float):
    """Shares in percent if the denominator had stayed `base`: Series, list → Series; number → float.

    For the pairs of the monitoring at the base of December 2022 (1107): 86.6 → 84.4 → 81.2. Raises as `share` does.
    """
    return share(numerator, base)


@dataclass(frozen=True)
class Trend:
    """What a row of slices lets one say: the changes between them, the shares, the shares at the first base."""

    steps: tuple[Decomposition, ...]
    table: pd.DataFrame

    @property
    def can_be_claimed(self) -> bool:
        return all(step.trend_can_be_claimed for step in self.steps)

    @property
    def verdict(self) -> str:
        if not self.steps:
            return "Для вывода о динамике нужны хотя бы два среза."
        return sentence("база не менялась: срезы сопоставимы" if self.can_be_claimed else NO_TREND)


def trend(frame: pd.DataFrame, numerator: str, denominator: str, *, period: str = "period") -> Trend:
    """Judge successive slices: `table` has period, numerator, denominator, share, share_at_first_base (percent).

    Raises IndicatorError when a slice is bad: a trend with a hole in it is no trend.
    """
    shares = share(frame[numerator], frame[denominator])
    values = frame[[numerator, denominator]].astype(float).to_numpy()
    steps = tuple(decompose(*values[i - 1], *values[i]) for i in range(1, len(values)))
    base = values[0][1]
    constant = [percent(a, base) for a in values[:, 0]]
    table = pd.DataFrame({
        "period": frame[period].to_numpy(), "numerator": frame[numerator].to_numpy(),
        "denominator": frame[denominator].to_numpy(), "share": shares.to_numpy(), "share_at_first_base": constant,
    })  # fmt: skip
    return Trend(steps, table)
