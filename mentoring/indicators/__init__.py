"""Indicators: definition → calculation → interpretation → chart. Used by the course, reference solutions and grading.

Charts import matplotlib and the catalogue reads `mentoring.data` only when they are called.
"""

from .comparison import Comparison, compare
from .decomposition import METHODS, NO_TREND, Decomposition, Trend, at_constant_base, decompose, decompose_table, trend
from .errors import IndicatorError
from .rounding import check_published, explain_rounding, round_half_up
from .satisfaction import Satisfaction, satisfaction, wilson
from .shares import check_count, share, share_table
from .tables import Groups, by, by_many, group_rows

