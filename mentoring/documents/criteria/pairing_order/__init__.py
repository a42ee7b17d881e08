"""Criteria PRP: the order that assigns mentors to mentees."""

from __future__ import annotations

from ...judgement import Rule
from . import consents, pairs_named, provisions, terms

RULES: dict[str, Rule] = {
    "PRP-01": terms.current,
    "PRP-02": pairs_named.identified,
    "PRP-03": pairs_named.category,
    "PRP-04": pairs_named.form_and_type,
    "PRP-05": terms.dated,
    "PRP-06": consents.mentor_consent,
    "PRP-07": consents.mentee_consent,
    "PRP-08": provisions.agreement,
    "PRP-09": consents.consent_before,
    "PRP-11": pairs_named.load,
    "PRP-12": provisions.programme,
    "PRP-13": provisions.ending,
}
