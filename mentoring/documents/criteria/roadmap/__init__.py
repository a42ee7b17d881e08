"""Criteria DK: the roadmap (plan of activities)."""

from __future__ import annotations

from ...judgement import Rule
from .. import subject
from . import abbreviations, contents, general, numbering, phases, rows, terms

RULES: dict[str, Rule] = {
    "DK-01": general.approved,
    "DK-02": rows.columns,
    "DK-03": terms.inside,
    "DK-04": terms.ordered,
    "DK-05": phases.phases,
    "DK-06": numbering.numbered,
    "DK-07": rows.unique,
    "DK-08": rows.results,
    "DK-09": contents.consents,
    "DK-10": contents.training,
    "DK-11": contents.monitoring,
    "DK-12": contents.finish,
    "DK-13": general.breadth,
    "DK-14": abbreviations.terms,
    "DK-15": subject.about_teachers,
}
