"""Indicators: definition → calculation → interpretation → chart. Used by the course, reference solutions and grading.

Charts import matplotlib and the catalogue reads `mentoring.data` only when they are called.
"""

from .catalogue import Indicator, Result, indicator
from .comparison import Comparison, compare
from .decomposition import METHODS, NO_TREND, Decomposition, Trend, at_constant_base, decompose, decompose_table, trend
from .descriptions import VERDICTS, DescriptionReview, ParameterFinding, evaluate_description
from .errors import IndicatorError
from .formulas import (
    FormulaDefect,
    find_catalogue_defects,
    find_formula_defects,
    indicator_defects,
    parse_definitions,
)
from .recommendations import Recommendation, document_metrics, recommend, unknown_metrics
from .rounding import check_published, explain_rounding, round_half_up
from .satisfaction import Satisfaction, satisfaction, wilson
from .shares import check_count, share, share_table
from .tables import Groups, by, by_many, group_rows

__all__ = [
    "METHODS", "NO_TREND", "VERDICTS", "Comparison", "Decomposition", "DescriptionReview", "FormulaDefect", "Groups",
    "Indicator", "IndicatorError", "ParameterFinding", "Recommendation", "Result", "Satisfaction", "Trend",
    "at_constant_base", "by", "by_many", "check_count", "check_published", "compare", "decompose", "decompose_table",
    "document_metrics", "evaluate_description", "explain_rounding", "find_catalogue_defects", "find_formula_defects",
    "group_rows", "indicator", "indicator_defects", "parse_definitions", "recommend", "round_half_up", "satisfaction",
    "share", "share_table", "trend", "unknown_metrics", "wilson",
]  # fmt: skip
