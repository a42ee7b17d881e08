"""Criteria PLZ: the regulation on the mentoring system."""

from __future__ import annotations

from ...judgement import Rule
from .. import subject
from . import categories, closing, definitions, forms, general, governing, pairing, participants

RULES: dict[str, Rule] = {
    "PLZ-01": general.approved,
    "PLZ-02": subject.about_teachers,
    "PLZ-03": general.legal_basis,
    "PLZ-04": definitions.definitions,
    "PLZ-05": categories.categories,
    "PLZ-06": forms.types,
    "PLZ-07": forms.forms,
    "PLZ-08": general.goal,
    "PLZ-09": participants.requirements,
    "PLZ-10": participants.rights,
    "PLZ-11": pairing.pairing,
    "PLZ-12": governing.functions,
    "PLZ-13": governing.monitoring,
    "PLZ-14": closing.pay,
    "PLZ-15": closing.publication,
}
