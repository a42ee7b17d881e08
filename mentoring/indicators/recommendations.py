"""Targeted recommendations: rules of the table `recommendation_rules` applied to figures, gaps and statuses.

A rule is a row: metric, operator, threshold → text, addressee, document. A methodologist adds a row; nothing is run as
code. A figure that is missing never fires a rule and never passes unnoticed: it is reported by `unknown_metrics`.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mentoring.indicators.errors import IndicatorError
from mentoring.indicators.shares import _scalar_problem
from mentoring.wording import number_ru

OPERATORS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
ORDERED = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class Recommendation:
    """One recommendation: whom it is for, what to do, which document, and the rule and figure it came from."""

    rule: str
    text: str
    addressee: str
    document: str
    metric: str
    value: object
    priority: int
    source: str
    certainty: str


def rules() -> pd.DataFrame:
    """The table of rules (`datasets/recommendation_rules.csv`)."""
    from mentoring.data import load

    return load("recommendation_rules")


def recommend(values, rules: pd.DataFrame | None = None):
    """Recommendations for the given figures, the most urgent first.

    `values`: a mapping metric → number (percent, percentage points, count) or word (status) gives a list of
    `Recommendation`; a DataFrame, one object a row (municipality, organisation), gives a DataFrame with the columns row
    (its label), rule, text, addressee, document, metric, value, priority, source, certainty.

    `{value}` and `{threshold}` in the text of a rule are replaced by the figures. Raises IndicatorError for a rule with
    an unknown operator or a threshold that is no number where one is needed.
    """
    table = globals()["rules"]() if rules is None else rules
    if isinstance(values, pd.DataFrame):
        return _for_table(values, table)
    found = [_recommendation(rule, values[rule.metric]) for rule in table.itertuples() if _fires(rule, values)]
    return sorted(found, key=lambda item: item.priority)


def unknown_metrics(values: Mapping, rules: pd.DataFrame | None = None) -> list[str]:
    """Metrics that the rules ask for and `values` does not have (absent or missing)."""
    table = globals()["rules"]() if rules is None else rules
    return [metric for metric in table["metric"].unique() if _missing(values.get(metric))]


def document_metrics(shares: pd.DataFrame, column: str = "november") -> dict[str, float]:
    """Metrics of the rules from the table `document_shares`: a share of every document, and gaps to the pairing order.

    ``share_<document>`` is the share of organisations that have it, percent; ``gap_<document>`` = share of pairing
    orders minus share of the document, percentage points (a floor for «pairs without that document»).
    """
    by_document = shares.set_index("document")[column].astype(float)
    metrics = {f"share_{name}": float(value) for name, value in by_document.items()}
    if "pairing_order" in by_document:
        metrics |= {f"gap_{n}": float(by_document["pairing_order"] - v) for n, v in by_document.items()}
    return metrics


def _for_table(frame: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for rule in table.itertuples():
        if rule.metric not in frame.columns:
            continue
        column = frame[rule.metric]
        positions = np.flatnonzero([_fires(rule, {rule.metric: value}) for value in column])
        for position in positions:
            parts.append({"row": frame.index[position], **vars(_recommendation(rule, column.iloc[position]))})
    columns = ["row", *Recommendation.__dataclass_fields__]
    return pd.DataFrame(parts, columns=columns).sort_values(["row", "priority"], kind="stable", ignore_index=True)


def _fires(rule, values: Mapping) -> bool:
    value = values.get(rule.metric)
    compare = OPERATORS.get(rule.operator)
    if compare is None:
        raise IndicatorError(f"Правило «{rule.id}»: неизвестный знак «{rule.operator}», есть {', '.join(OPERATORS)}.")
    if _missing(value):
        return False
    threshold = _number(rule.threshold)
    if rule.operator in ORDERED:
        if threshold is None:
            raise IndicatorError(f"Правило «{rule.id}»: порог «{rule.threshold}» должен быть числом.")
        if _scalar_problem(value) not in ("", "negative", "infinite"):
            raise IndicatorError(f"Показатель «{rule.metric}»: «{value}» не число, сравнить его с порогом нельзя.")
    if isinstance(value, str) or threshold is None:
        return compare(str(value), str(rule.threshold))
    return compare(float(value), threshold)


def _recommendation(rule, value) -> Recommendation:
    shown = value if isinstance(value, str) else number_ru(value)
    threshold = _number(rule.threshold)
    text = rule.recommendation.replace("{value}", shown)
    text = text.replace("{threshold}", str(rule.threshold) if threshold is None else number_ru(threshold))
    return Recommendation(
        rule.id,
        text,
        rule.addressee,
        "" if _missing(rule.document) else rule.document,
        rule.metric,
        value,
        int(rule.priority),
        rule.source,
        rule.certainty,
    )


def _number(value) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _missing(value) -> bool:
    return value is None or value is pd.NA or value != value
