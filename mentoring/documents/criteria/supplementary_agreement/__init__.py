"""Criteria DS: the supplementary agreement to the mentor's labour contract."""

from __future__ import annotations

from ...judgement import Rule
from . import grounds, parties, payment, work

RULES: dict[str, Rule] = {
    "DS-01": parties.parties,
    "DS-02": work.content,
    "DS-03": work.dated,
    "DS-04": work.form,
    "DS-05": payment.payment,
    "DS-06": grounds.agreed,
    "DS-07": parties.duties,
    "DS-08": grounds.ending,
    "DS-09": work.in_time,
    "DS-10": parties.signed,
    "DS-11": work.beyond,
    "DS-12": grounds.norm,
    "DS-13": grounds.local_acts,
}
