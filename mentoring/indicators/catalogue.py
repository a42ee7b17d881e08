"""An indicator of the catalogue: what it is, its value, what it says, its chart. The rows stand in `datasets/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mentoring.indicators.comparison import Comparison, compare
from mentoring.indicators.errors import IndicatorError
from mentoring.indicators.shares import check_count, share
from mentoring.wording import number_ru, percent_ru, sentence

_PEOPLE = re.compile(r"работник|педагог|учител|наставник|человек", re.IGNORECASE)


@dataclass(frozen=True)
class Indicator:
    """Definition of one indicator; texts are those of the catalogue, None where the source is silent.

    `kind`: ``share`` (percent of numerator in denominator), ``count`` (a number of people or organisations) or
    ``survey`` (percent of satisfied answers, see `satisfaction`).
    """

    id: str
    title: str
    kind: str
    numerator: str | None = None
    denominator: str | None = None
    unit: str | None = None
    target: float | None = None
    target_text: str | None = None
    period: str | None = None
    collection_method: str | None = None
    formula: str | None = None
    source: str | None = None
    certainty: str | None = None

    @classmethod
    def from_row(cls, row: Mapping) -> Indicator:
        """From a row of the table `indicators` (mapping or Series). Raises IndicatorError without an id or a title."""
        known = {name: _text(row.get(name)) for name in cls.__dataclass_fields__ if name not in ("kind", "target")}
        for column in ("id", "title"):
            if not known[column]:
                raise IndicatorError(f"В описании показателя не заполнен столбец «{column}».")
        target = row.get("target")
        target = None if _text(target) is None else check_count(target)
        return cls(**known, target=target, kind=_kind(known))

    def calculate(self, numerator: float, denominator: float | None = None) -> Result:
        """Value of the indicator. Share and survey need both numbers; a count only the first.

        Raises IndicatorError with one Russian sentence for input that does not make a value.
        """
        if self.kind == "count":
            if denominator is not None:
                raise IndicatorError(f"Показатель «{self.title}» — количество: знаменатель ему не нужен.")
            return Result(self, float(check_count(numerator)), numerator, None)
        if denominator is None:
            raise IndicatorError(f"Показатель «{self.title}» — доля: укажите и числитель, и знаменатель.")
        return Result(self, share(numerator, denominator), numerator, denominator)


@dataclass(frozen=True)
class Result:
    """Value of an indicator in `unit`, and how it stands to the target (None where the source sets no target)."""

    indicator: Indicator
    value: float
    numerator: float
    denominator: float | None

    @property
    def unit(self) -> str:
        if self.denominator is not None:
            return "%"
        return self.indicator.unit or ("чел." if _PEOPLE.search(self.indicator.title) else "ед.")

    @property
    def target(self) -> float | None:
        return self.indicator.target

    @property
    def comparison(self) -> Comparison | None:
        return None if self.target is None else compare(self.value, self.target, unit=self.unit)

    @property
    def gap(self) -> float | None:
        """Value minus target: percentage points for percents, units for counts."""
        return None if self.comparison is None else self.comparison.gap

    @property
    def reached(self) -> bool | None:
        return None if self.comparison is None else self.comparison.reached

    @property
    def interpretation(self) -> str:
        """The value, what it is made of and how it stands to the target, in Russian."""
        indicator = self.indicator
        if self.denominator is None:
            text = f"{indicator.title}: {number_ru(self.value)} {self.unit}"
        else:
            text = f"{indicator.title}: {percent_ru(self.value)} — {number_ru(self.numerator)}"
            text += f" ({indicator.numerator})" if indicator.numerator else ""
            text += f" из {number_ru(self.denominator)}"
            text += f" ({indicator.denominator})" if indicator.denominator else ""
        parts = [sentence(text)]
        if self.comparison:
            parts.append(self.comparison.wording)
        else:
            parts.append("Целевое значение в источнике не задано: сказать, достигнута ли цель, нельзя.")
        return " ".join(parts)

    def chart(self):
        """Bar of the value with its target (a `mentoring.charts.Chart`)."""
        from mentoring.indicators.charts import result_chart

        return result_chart(self)


def indicator(id: str) -> Indicator:
    """The indicator `id` of the catalogue (federal_n, project_1 … project_7, webinar_1 …, municipal_70).

    Raises IndicatorError when there is no such id.
    """
    from mentoring.data import load

    table = load("indicators")
    rows = table[table["id"] == id]
    if rows.empty:
        raise IndicatorError(f"Показателя «{id}» нет в перечне; есть: {', '.join(table['id'])}.")
    return Indicator.from_row(rows.iloc[0])


def _kind(row: Mapping) -> str:
    title = row["title"].lower()
    if title.startswith(("количество", "число")) and not row["denominator"]:
        return "count"
    return "survey" if "удовлетвор" in title else "share"


def _text(value) -> str | None:
    if value is None or value != value:
        return None
    return str(value).strip() or None
