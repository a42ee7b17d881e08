"""Criteria IOM: the individual learning route of a teacher."""

from __future__ import annotations

from ...judgement import Rule
from .. import aims
from . import assessment, deficits, general, terms, ways

RULES: dict[str, Rule] = {
    "IOM-01": general.identified,
    "IOM-02": deficits.diagnosed,
    "IOM-03": aims.answering,
    "IOM-04": aims.specific,
    "IOM-05": ways.practice,
    "IOM-06": ways.transfer,
    "IOM-07": ways.variety,
    "IOM-08": terms.inside,
    "IOM-09": assessment.assessed,
    "IOM-10": terms.feasible,
    "IOM-11": ways.adults,
    "IOM-12": assessment.reflection,
    "IOM-13": assessment.paperwork,
}
