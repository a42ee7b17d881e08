"""A value against its target: reached or not, the gap, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass

from mentoring.indicators.errors import IndicatorError
from mentoring.indicators.rounding import round_half_up
from mentoring.indicators.shares import check_count
from mentoring.wording import number_ru, percent_ru, points_ru, sentence


@dataclass(frozen=True)
class Comparison:
    """`gap` = value − target, in percentage points for percents and in units otherwise; negative means «not yet»."""

    value: float
    target: float
    unit: str = "%"

    @property
    def gap(self) -> float:
        return self.value - self.target

    @property
    def reached(self) -> bool:
        """Decided on the exact value, never on the rounded one."""
        return self.value >= self.target

    @property
    def wording(self) -> str:
        if self.unit != "%":
            value, target, gap = (f"{number_ru(v)} {self.unit}" for v in (self.value, self.target, abs(self.gap)))
        else:
            value, target, gap = percent_ru(self.value), percent_ru(self.target), points_ru(abs(self.gap), sign=False)
        if self.gap == 0:
            return f"Цель достигнута: значение {value} равно целевому."
        if self.reached:
            return sentence(f"Цель достигнута: {value} при цели {target}, превышение {gap}")
        text = sentence(f"Цель не достигнута: {value} при цели {target}, не хватает {gap}")
        if self.unit == "%" and round_half_up(self.value) >= self.target:
            text += " После округления до целого разрыв исчезает из виду, но он есть."
        return text


def compare(value: float, target: float, *, unit: str = "%") -> Comparison:
    """Compare `value` with `target` (both in `unit`; ``%`` by default), «at least» the target being the aim.

    Raises IndicatorError when one of them is missing, negative or no number.
    """
    for number, name in ((value, "Значение"), (target, "Целевое значение")):
        try:
            check_count(number)
        except IndicatorError as error:
            raise IndicatorError(str(error).replace("Числитель", name)) from None
    return Comparison(float(value), float(target), unit)
