"""Schemas of the tables in `datasets/`: one pandera model a table, collected by the table's name."""

from . import (
    cases,
    catalogues,
    course,
    indicators,
    monitoring,
    pairing_rules,
    practice,
    recommendations,
    roadmap_rules,
    rules_table,
    session_plan,
)
from .table import Table

__all__ = ["SCHEMAS", "Table"]

SCHEMAS: dict[str, type[Table]] = {
    **monitoring.SCHEMAS,
    **indicators.SCHEMAS,
    **course.SCHEMAS,
    **catalogues.SCHEMAS,
    **rules_table.SCHEMAS,
    **roadmap_rules.SCHEMAS,
    **pairing_rules.SCHEMAS,
    **practice.SCHEMAS,
    **recommendations.SCHEMAS,
    **session_plan.SCHEMAS,
    **cases.SCHEMAS,
}
