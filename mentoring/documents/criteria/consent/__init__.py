"""Criteria SOG: consents of the mentor and of the mentee, consent to the processing of personal data."""

from __future__ import annotations

from ...judgement import Rule
from . import assignment, free_will, given, personal_data

RULES: dict[str, Rule] = {
    "SOG-01": given.mentor_given,
    "SOG-02": assignment.mentor_terms,
    "SOG-03": given.mentee_given,
    "SOG-04": assignment.particular,
    "SOG-05": given.in_time,
    "SOG-06": free_will.voluntary,
    "SOG-07": free_will.refusal,
    "SOG-08": personal_data.data_apart,
    "SOG-09": personal_data.data_terms,
    "SOG-10": personal_data.spreading,
    "SOG-11": personal_data.minimal,
    "SOG-12": given.own_signature,
    "SOG-13": assignment.trainee,
    "SOG-14": given.kept,
}
