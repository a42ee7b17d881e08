"""Criteria PPN: the personalised programme of a pair."""

from __future__ import annotations

from ...judgement import Rule
from .. import aims
from . import general, goal, measures, mentee, plan, results, visits

RULES: dict[str, Rule] = {
    "PPN-01": general.title,
    "PPN-02": mentee.diagnosed,
    "PPN-03": goal.measurable,
    "PPN-04": aims.answering,
    "PPN-05": aims.specific,
    "PPN-06": plan.plan,
    "PPN-07": plan.meetings,
    "PPN-08": mentee.suits,
    "PPN-09": visits.visits,
    "PPN-10": measures.measures,
    "PPN-11": results.evidence,
    "PPN-12": results.completion,
    "PPN-13": plan.adjusted,
    "PPN-14": results.linked,
}
